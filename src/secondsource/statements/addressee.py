"""To whom something was said, where that makes an outlet a link: *told AFP*, *in an interview with Sky News*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from secondsource.language.papers import PAPERS
from secondsource.records import Span, Token
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.occasions import occasions
from secondsource.statements.spans import common
from secondsource.statements.stance import says
from secondsource.statements.words import lemmas

# The words that lead from an occasion (an interview, a statement) to the outlet.
_TOWARDS = {"with", "to", "on", "by", "for"}
_SPEAKING = {"speak", "appear", "talk"}
_OUTLETS = {"ORG", "WORK_OF_ART", "FAC", "PRODUCT"}

# Those who take down what they are told, so that the report has it through them: *told officers*, *admitted to police*.
_HEARERS = {"police", "officer", "detective", "investigator", "deputy", "authority", "trooper", "sheriff", "cop"}
_HEARERS |= {"dispatcher", "operator", "caseworker", "prosecutor", "agent", "interrogator"}
_HOUSES = {"newspaper", "paper", "magazine", "network", "station", "channel", "outlet"}
_AGENCIES = {"agency", "service", "broadcaster", "radio", "television", "tv", "website"}
_TELLING = {"tell", "inform"}
_WRITING = {"write", "report"}

# Those who ask for a house, where its name stands before them: *Harbour Radio's Ann Poe*, *Harbour Radio host Ann Poe*.
_ASKED_BY_ONE = {"PERSON"}

_HOSTS = {"host", "anchor", "presenter", "interviewer"}

# Enquiries that are told with who answered: *in a Harbour Radio poll, 40 percent said*.
_POLLS = {"poll", "survey"}

# An interview that was named goes on for at most so many paragraphs of the same speaker.
LONGEST_INTERVIEW = 8


def with_addressees(layouts: Sequence[Layout], drafts: Sequence[list[Draft]]) -> list[list[Draft]]:
    """The drafts with the words that name whom each was told to, here or in the interview that goes on."""
    found: list[list[Draft]] = []
    scene: tuple[int, str, tuple[Span, ...]] | None = None  # paragraph, speaker's last word, the outlet's words
    for layout, mine in zip(layouts, drafts, strict=True):
        addressed = []
        for draft in sorted(mine, key=lambda d: d.anchor):
            told = _told_to(layout, draft)
            speaker = _last_word(layout.text, draft.source) or _asked(layout, draft)
            if told and draft.frame != "to":
                scene = layout.number, speaker, told
            elif scene and (layout.number - scene[0] > LONGEST_INTERVIEW or not _goes_on(scene[1], speaker)):
                scene = None
            elif scene and not told and not _within(draft, mine):
                told = scene[2]
            addressed.append(replace(draft, told_to=told))
        found.append(addressed)
    return found


def _within(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether the cue stands in what another source is given as saying: that one is interviewed, not this."""
    return any(s <= draft.cue[0][0] and draft.cue[0][1] <= e for o in others if o is not draft for s, e in o.content)


def _told_to(layout: Layout, draft: Draft) -> tuple[Span, ...]:
    verb = layout.tokens[draft.anchor]
    found: list[Span] = []
    if verb.lemma in _TELLING:
        found += [
            _name(layout, c)
            for c in layout.children(verb.i, "dobj", "dative")
            if c.i > verb.i and (c.entity in _OUTLETS or _hears(c) or _of_house(layout, c) or _called(layout, c))
        ]
        found += [] if found else _next_to(layout, verb) or _house_after(layout, verb)
    for child in _attached(layout, verb):
        target = _occasion(layout, child)
        if target is not None:
            found.append(_name(layout, target))
    found += _polled(layout, draft)
    found += _written_for(layout, draft)
    told = [s for s in found if not any(c[0] <= s[0] and s[1] <= c[1] for c in draft.content)]
    more = [o for o in occasions(layout, draft) if not any(common([o], [s]) for s in told)]
    return tuple(dict.fromkeys([*told, *more]))


def _next_to(layout: Layout, verb: Token) -> list[Span]:
    """Those who take down what they are told, right after the verb, whatever the parse makes of them."""
    first = verb.i + 1
    for token in layout.tokens[first : first + _FARTHEST_HEARER]:
        if _hears(token):
            return [layout.span(first, token.i)]
        if token.pos not in {"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"}:
            break
    return []


def _house_after(layout: Layout, verb: Token) -> list[Span]:
    """The house right after the verb by its capitals, where the parser has no name: *told local affiliate KSEL*."""
    run: list[Token] = []
    for token in layout.tokens[verb.i + 1 : verb.i + 1 + _LONGEST_HOUSE]:
        if not (token.text[:1].isupper() or (not run and token.pos == "DET") or token.text in {"local", "affiliate"}):
            break
        run.append(token)
    names = [t for t in run if t.text[:1].isupper() and t.entity != "PERSON"]
    shown = [t for t in names if t.text.lower() in PAPERS or _CALL_SIGN.fullmatch(t.text) or t.text in _SHOWN]
    sign = next((t for t in shown if _CALL_SIGN.fullmatch(t.text)), None)
    return [layout.span(sign.i, sign.i) if sign else layout.span(run[0].i, names[-1].i)] if shown else []


# Words of *the Orlin Evening Post*, and what shows a house: a call sign, or a word that ends its name.
_LONGEST_HOUSE = 6
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}")
_SHOWN = {"News", "TV", "Radio", "FOX", "CNN", "ABC", "NBC", "CBS", "BBC", "NPR", "MSNBC", "AFP", "AP", "Magazine"}

# Words from *told* to the last of *two Selby police officers*.
_FARTHEST_HEARER = 5


def _attached(layout: Layout, verb: Token) -> list[Token]:
    """Prepositions and side verbs that hang from the verb or, where it is in a side clause, from the verb above it.

    Not from the one that tells what somebody else told: *Orne said in an interview that the mayor had told her …*.
    """
    near = layout.children(verb.i, "prep", "advcl", "dobj")
    near += [p for noun in layout.children(verb.i, "dobj") for p in layout.children(noun.i, "prep")]
    above = layout.head(verb.i)
    told_of = verb.dep == "ccomp" and says(above.lemma) and layout.child(verb.i, "nsubj") is not None
    if verb.dep in {"conj", "xcomp", "advcl", "ccomp"} and not told_of:
        near += layout.children(above.i, "prep")
    return near


def _occasion(layout: Layout, token: Token) -> Token | None:
    """The outlet at the end of *in an interview with X*, *speaking to X*, *on X*."""
    if token.dep == "advcl" and token.lemma in _SPEAKING:
        return next((t for p in layout.children(token.i, "prep") if (t := _outlet(layout, p)) is not None), None)
    inner = layout.child(token.i, "pobj")
    if token.dep != "prep" or inner is None:
        return None
    if inner.lemma in lemmas("occasion"):
        return next((t for p in layout.children(inner.i, "prep") if (t := _outlet(layout, p)) is not None), None)
    if token.lemma not in {"to", "on"} or layout.head(token.i).lemma in {"accord", "according"}:
        return None
    owner = layout.child(inner.i, "poss")
    if token.lemma == "on" and inner.text[:1].isupper() and owner is not None and owner.entity == "ORG":
        return owner  # *on Harbour Radio's “This Morning”*; not *on the Senate's floor*
    broadcast = token.lemma == "on" and inner.entity == "WORK_OF_ART"
    return inner if inner.entity == "ORG" or broadcast or (token.lemma == "to" and _hears(inner)) else None


def _outlet(layout: Layout, prep: Token) -> Token | None:
    """The preposition's object, if it is a name that may be an outlet's."""
    inner = layout.child(prep.i, "pobj")
    if inner is None or prep.lemma not in _TOWARDS:
        return None
    if inner.entity == "PERSON" and not _of_house(layout, inner) and not _hosts(layout, inner):
        return None
    return inner if inner.pos == "PROPN" and inner.entity not in {"GPE", "LOC", "DATE", "NORP"} else None


def _hears(noun: Token) -> bool:
    """Whether a noun names those who take down what they are told: *the paper* is a house that was named before."""
    return noun.lemma.lower() in _HEARERS | _HOUSES and noun.pos in {"NOUN", "PROPN"}


def _called(layout: Layout, noun: Token) -> bool:
    """Whether a noun says what the house named before it is (*Harbour news agency*), or is a paper's name."""
    before = layout.tokens[layout.left[noun.i] : noun.i]
    if noun.text[:1].isupper() and noun.text.lower() in PAPERS:
        return any(t.text.lower() == "the" for t in before[-1:])
    return noun.lemma.lower() in _HOUSES | _AGENCIES and any(t.entity in _OUTLETS for t in before)


def _of_house(layout: Layout, noun: Token) -> bool:
    """Whether a person's name is led by that of the house asked for: *Harbour Radio’s Ann Poe*."""
    if noun.entity not in _ASKED_BY_ONE:
        return False
    return any(t.entity in _OUTLETS for t in layout.tokens[layout.left[noun.i] : noun.i])


def _hosts(layout: Layout, noun: Token) -> bool:
    """Whether a person is told to ask for a programme: *radio host Ann Poe*."""
    return any(t.lemma.lower() in _HOSTS for t in layout.tokens[layout.left[noun.i] : noun.i])


def _written_for(layout: Layout, draft: Draft) -> list[Span]:
    """The house in *wrote Ann Poe for the Harbour Courier*, whether it hangs from the name or the verb."""
    if draft.lemma not in _WRITING:
        return []
    words = [t for span in draft.source for t in layout.tokens_within(*span)]
    preps = [t for before, t in pairwise(words) if t.text == "for" and before.entity == "PERSON"]
    preps += [t for t in layout.children(draft.anchor, "prep", "dative") if t.text == "for"]
    targets = [inner for t in preps if (inner := layout.child(t.i, "pobj")) is not None and inner.pos == "PROPN"]
    return [_name(layout, target) for target in targets if target.entity in {"", *_OUTLETS}]


def _polled(layout: Layout, draft: Draft) -> list[Span]:
    """The poll in which somebody says so, where it has a name: *in a Harbour Radio poll*."""
    verb = layout.tokens[draft.anchor]
    places = layout.children(verb.i, "prep")
    for noun in layout.children(verb.i, "nsubj"):
        near = [noun, *(o for p in layout.children(noun.i, "prep") for o in layout.children(p.i, "pobj"))]
        places += [p for n in near for p in layout.children(n.i, "prep")]
    found = []
    for prep in places:
        inner = layout.child(prep.i, "pobj")
        if prep.lemma.lower() in {"in", "from"} and inner is not None and inner.lemma in _POLLS:
            named = [t for t in layout.tokens[layout.left[inner.i] : inner.i] if t.entity in _OUTLETS]
            found += [layout.span(layout.left[inner.i], inner.i)] if named else []
    return found


def _name(layout: Layout, noun: Token) -> Span:
    """The noun with the words before it: *Sky News*, without *on Friday*."""
    last = noun.i
    while (
        last + 1 < len(layout.tokens) and layout.tokens[last + 1].entity and not layout.tokens[last + 1].entity_begins
    ):
        if layout.tokens[last + 1].entity != noun.entity:
            break
        last += 1
    return layout.span(layout.left[noun.i], last)


def _asked(layout: Layout, draft: Draft) -> str:
    """The one who was asked, where a question has no source: *Zelenskyy was asked about …*."""
    who = layout.child(draft.anchor, "nsubjpass")
    return who.text if who is not None else ""


def _last_word(text: str, spans: tuple[Span, ...]) -> str:
    words = text[spans[0][0] : spans[0][1]].split() if spans else []
    return words[-1].strip(",.'’s") if words else ""


def _goes_on(before: str, speaker: str) -> bool:
    """Whether the speaker is still the one who is interviewed."""
    return bool(before) and (speaker.lower() in {"he", "she", "they"} or speaker == before)
