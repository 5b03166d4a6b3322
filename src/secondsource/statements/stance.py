"""What the source does with the content: asserts, denies, declines; and whether the words hedge it.

The rules of ``taken`` are asked in their order; each is a condition on the cue, on the words around it and on how the
content begins, by the lists in ``words.toml``. What no rule knows is asserted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from secondsource.records import Span, Stance
from secondsource.statements.clauses import negated
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.words import lemmas, phrases

# Words of the content that are searched for one of falsehood: further on, they speak of something else.
MOST_LOOKED_AT = 25

# Characters before a verb or a clause in which what governs it is looked for: a clause of some fifteen words.
MOST_BEFORE = 100

# Characters at the head of a content in which it says that it isn't so, or that it isn't known.
MOST_OPENING = 120

# Characters of a sentence that are read for what it says in the main.
MOST_READ = 600

# What may stand between a governing phrase and what it governs.
_LINK = re.compile(
    r"[\s,“\"‘']*(?:(?:that|whether|if|how|many|much|who|whom|what|when|where|why|which|or not)\b[\s,“\"‘']*){0,3}",
    re.IGNORECASE,
)
_ADVERBS = re.compile(r"\s*(?:(?:\w+ly|even|ever|yet|also|so far|\w+ n?or)\s+){0,2}", re.IGNORECASE)
# "The man, whose name is not known, …": what commas set off is said by the way.
_ASIDE = re.compile(r",\s(?:who|whom|whose|which)\b[^,.;]{0,200}(?:,|$)")
# "…, but the results are not known": what a sentence goes on with isn't what it is about.
_FURTHER = re.compile(r"(?:,|;| [—–-])\s(?:but|and|though|although|while|even though)\b|;|[.!?][”\"’']?\s")
_OPENED = re.compile(r"^\W*(?:that\s)?")
_QUESTION = re.compile(r"(?:whether|if)\b", re.IGNORECASE)
_WHETHER = re.compile(r"whether\b", re.IGNORECASE)
_CLAUSES = {"that", "clause", "that-far"}


class Taken(NamedTuple):
    """The stance that a source takes, and why, in words; no reason where it simply asserts."""

    stance: Stance
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Cue:
    """A draft as the rules below look at it."""

    lemma: str
    negated: bool
    clause: bool  # what is said is a clause
    before: str  # what leads to the verb
    onward: str  # the verb and what follows it, as far as the content's opening
    near: frozenset[str]  # lemmas from the verb to the fourth word of the content
    opening: frozenset[str]  # lemmas of the content's first three words
    content: frozenset[str]  # lemmas of its first words
    words: str  # how the content begins, if all of it is one clause


def stance_of(layout: Layout, draft: Draft) -> Stance:
    """Asserts, denies or declines, by the cue and what it is said of."""
    return taken(layout, draft).stance


def taken(layout: Layout, draft: Draft) -> Taken:
    """The stance of the draft's source, with its reason.

    >>> taken(layout, draft)                                                                        # doctest: +SKIP
    Taken(stance=<Stance.DENIES: 'denies'>, why='the source takes back what it had said')
    """
    cue = _cue(layout, draft)
    for rule in _RULES:
        found = rule(cue)
        if found is not None:
            return found
    return Taken(Stance.ASSERTS)


def told_as(text: str, span: Span) -> Stance:
    """How the words tell what they are about, by themselves and by what they hang from: as so, not so, or open."""
    if _led(text, span[0], "denied"):
        return Stance.DENIES
    if _led(text, span[0], "unknown", "unsaid", "disowned", "supposed"):
        return Stance.DECLINES
    opening = text[span[0] : min(span[1], span[0] + MOST_READ)]
    if phrases("no").match(_single(opening)):
        return Stance.DENIES
    return Stance.DECLINES if phrases("unknown").search(_main(opening)) else Stance.ASSERTS


def hedged(text: str, span: Span, cue: Span | None = None) -> bool:
    """Whether the span hedges: *reportedly*, *is believed to*, *if confirmed*; of a cue, whether the cue does.

    A clause is hedged too by what it hangs from: *rumours that …*.
    """
    if cue is not None:  # a sentence may be endless: what hedges a cue stands near it
        span = max(span[0], cue[0] - MOST_BEFORE), min(span[1], cue[1] + MOST_BEFORE)
    if phrases("supposing").search(text, *span) is not None:
        return True
    if cue is None and _led(text, span[0], "hearsay", "supposing"):
        return True
    for match in phrases("hedge").finditer(text, *span):
        if cue is None or (match.start() < cue[1] and match.end() > cue[0]):
            return True
    return False


def always(lemma: str) -> bool:
    """Whether the lemma is a cue wherever it has content: a denial is too dear to lose for a low count."""
    return lemma in lemmas("denial") or lemma in lemmas("unsaying")


def learned(draft: Draft) -> bool:
    """Whether an outlet says what it found out: *…, The Post has learned*."""
    return draft.frame in {"after", "tag"} and draft.lemma in lemmas("learning")


def says(lemma: str) -> bool:
    """Whether the lemma is a plain verb of saying."""
    return lemma in lemmas("saying")


# The rules -----------------------------------------------------------------------------------------------------------


def _only(cue: _Cue) -> Taken | None:
    """*not only said*, *didn't just say*: said, and more."""
    return Taken(Stance.ASSERTS) if _leads(cue.before, "affirming") else None


def _withdrawn(cue: _Cue) -> Taken | None:
    """*retracted his claim that*, *walked back*, *no longer says*, *apologised for saying*."""
    told_before = lemmas("allegation") | lemmas("account")
    took = cue.lemma in lemmas("retraction") or phrases("retracting").match(cue.onward)
    withdrawn = took and cue.near & told_before and not cue.negated
    # "walked back his claim": the claim itself may be the cue.
    undone = cue.lemma in told_before and phrases("retracting").search(cue.before)
    if withdrawn or undone or _leads(cue.before, "renouncing"):
        return Taken(Stance.DENIES, "the source takes back what it had said")
    return None


def _withheld(cue: _Cue) -> Taken | None:
    """*declined to say*, *stopped short of saying*, *has yet to say*, *refused to confirm or deny*."""
    held_back = _leads(cue.before, "withholding")
    if held_back and cue.lemma in lemmas("belief"):
        return Taken(Stance.DENIES, "the source does not believe it")
    if (held_back and _speaks(cue.lemma)) or phrases("short_of").match(cue.onward):
        return Taken(Stance.DECLINES, "the source does not say it")
    if cue.lemma in lemmas("refusal") and cue.opening & lemmas("silence"):
        return Taken(Stance.DECLINES, "the source declines to say")
    return None


def _unsaid(cue: _Cue) -> Taken | None:
    """*did not say*, *did not deny*, *nobody has said*; *does not believe*."""
    if not cue.negated:
        return None
    if cue.lemma in lemmas("denial") or _disagrees(cue) or phrases("excluding").match(cue.onward):
        return Taken(Stance.DECLINES, "the source neither confirms nor denies it")
    if _speaks(cue.lemma):
        return Taken(Stance.DECLINES, "the source does not say it")
    if cue.lemma in lemmas("belief"):
        return Taken(Stance.DENIES, "the source does not believe it")
    return Taken(Stance.ASSERTS)


def _speaks(lemma: str) -> bool:
    """Whether the lemma says something, or would: *comment*, *confirm*, *deny*."""
    return says(lemma) or lemma in lemmas("silence") or lemma in lemmas("denial")


def _refused(cue: _Cue) -> Taken | None:
    """*denied him bail*, *denied the request*: an act, and no word on what is so."""
    things = cue.opening & lemmas("refused") and not cue.opening & lemmas("allegation")
    return Taken(Stance.ASSERTS) if cue.lemma in lemmas("denial") and not cue.clause and things else None


def _rejected(cue: _Cue) -> Taken | None:
    """*denied*, *rejected claims that*, *disputed that*, *called the report baseless*, *ruled out*."""
    if cue.lemma in lemmas("denial") or _disagrees(cue) or phrases("excluding").match(cue.onward):
        return Taken(Stance.DENIES, "the source denies it")
    if cue.lemma in lemmas("doubt") and cue.clause:
        return Taken(Stance.DENIES, "the source doubts it")
    pushed = cue.lemma in lemmas("rejection") or phrases("rejecting").match(cue.onward)
    if pushed and cue.near & lemmas("allegation"):
        return Taken(Stance.DENIES, "the source rejects it")
    if cue.lemma in lemmas("naming") and cue.content & lemmas("falsehood"):
        return Taken(Stance.DENIES, "the source calls it wrong")
    return None


def _disagrees(cue: _Cue) -> bool:
    """*disputed that*, *contested the charge that*; not *contested the election*."""
    return cue.lemma in lemmas("disagreement") and (cue.clause or bool(cue.near & lemmas("allegation")))


def _evaded(cue: _Cue) -> Taken | None:
    """*ignored questions about*, *sidestepped a question on whether*."""
    if cue.lemma in lemmas("evasion") and cue.near & lemmas("question"):
        return Taken(Stance.DECLINES, "the source does not answer")
    return None


def _asked(cue: _Cue) -> Taken | None:
    """*asked whether*, *is investigating if*: a question says nothing either way."""
    asks = cue.lemma in lemmas("asking")
    if _WHETHER.match(cue.words) or (asks and _QUESTION.match(cue.words)):
        return Taken(Stance.DECLINES, "it is left open as a question")
    return None


def _no_in_words(cue: _Cue) -> Taken | None:
    """*said there was no truth in*, *said that it is false*."""
    if phrases("no").match(cue.words):
        return Taken(Stance.DENIES, "the source says that it is not so")
    return None


def _unknown_in_words(cue: _Cue) -> Taken | None:
    """*said it could not confirm*, *said they did not know whether*."""
    if phrases("not_known").match(cue.words):
        return Taken(Stance.DECLINES, "the source says that it does not know")
    return None


_RULES = (
    _only, _withdrawn, _withheld, _unsaid, _refused, _rejected, _evaded, _asked, _no_in_words, _unknown_in_words,
)  # fmt: skip


# What the rules look at ----------------------------------------------------------------------------------------------


def _cue(layout: Layout, draft: Draft) -> _Cue:
    verb, text = layout.tokens[draft.anchor], layout.text
    first = layout.units[layout.unit[verb.i]][0]
    start, stop = draft.content[0]
    lead = text[max(layout.tokens[first].start, verb.start - MOST_BEFORE) : verb.start]
    source = " ".join(text[s:e] for s, e in draft.source)
    between = [t.lemma for t in layout.tokens_within(verb.end, start)] if start > verb.end else []
    lead_on = text[verb.start : max(verb.end, min(start, verb.start + MOST_BEFORE))]
    content = [
        t.lemma
        for t in layout.tokens_within(start, min(stop, start + MOST_READ))
        if t.pos not in {"DET", "PART", "PUNCT"}
    ]
    clause = draft.frame in _CLAUSES
    return _Cue(
        draft.lemma,
        negated(layout, verb.i) or (clause and bool(phrases("nobody").match(source))) or _leads(lead, "negation"),
        clause,
        lead,
        lead_on + text[max(start, verb.end) : start + MOST_BEFORE] if start >= verb.end else lead_on,
        frozenset([*between[-8:], *content[:4]]),
        frozenset(content[:3]),
        frozenset(content[:MOST_LOOKED_AT]),
        _single(text[start : min(stop, start + MOST_READ)]) if len(draft.content) == 1 else "",
    )


def _single(content: str) -> str:
    """The content's opening; nothing where it goes on with something else, which is asserted."""
    return "" if _FURTHER.search(content.rstrip(" .!?”\"’'")) else _OPENED.sub("", content[:MOST_OPENING])


def _main(sentence: str) -> str:
    """The sentence without what is said by the way and without what it goes on with."""
    whole = _ASIDE.sub(" ", sentence)
    further = _FURTHER.search(whole)
    return whole[: further.start()] if further else whole


def _leads(before: str, name: str) -> bool:
    """Whether a phrase of the list leads straight to what follows ``before``."""
    return any(_ADVERBS.fullmatch(before, m.end()) for m in phrases(name).finditer(before))


def _led(text: str, start: int, *names: str) -> bool:
    """Whether what begins at ``start`` hangs from a phrase of one of the lists."""
    low = max(0, start - MOST_BEFORE)
    return any(
        _LINK.fullmatch(text, m.end(), start) for name in names for m in phrases(name).finditer(text, low, start)
    )
