"""What a speaker says that others say: *“He told me that the mayor knew,” Orne said*; *Orne said divers told him …*.

The annotators marked one level only, so the trained reader finds nothing here, and the rules' counts, which are theirs,
are low. What is left to go by is the clause itself: a verb of telling that somebody else did, as a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from secondsource.records import Token
from secondsource.statements.clauses import negated
from secondsource.statements.draft import Draft, strongest
from secondsource.statements.layout import Layout
from secondsource.statements.spans import Cover, tidy
from secondsource.statements.stance import says
from secondsource.statements.words import lemmas

# The least share of marked sightings, by where the cue stands. Each one counts as wrong on dev, and they are the most
# frequent kind of nested chain in bench/gold. Swept in quotations none, .8, .65, .5, .35: joint@.5 .778, .776, .775,
# .775, .774, of direct quotations .941, .931, .924, .922, .921; nested chains exact .46 to .55. Outside quotations
# .05, .15, .3: joint@.5 .772, .773, .774, chains .005 apart.
STRONG_ENOUGH_IN_QUOTE = 0.35
STRONG_ENOUGH = 0.3


# The same where *that* opens the clause, so that it can be nothing but what is said, held or shown. Against the two
# above: nested chains exact .007 higher, joint@.5 on dev .0002 lower.
STRONG_WITH_THAT = 0.25

_FRAMES = {
    "that", "clause", "that-far", "object-to", "quote-after", "quote-far", "infinitive", "raised", "after", "tag",
}  # fmt: skip
_FRAMES_OUTSIDE = _FRAMES | {"quoted-as"}

# Frames that hold something told for some verbs only, from a share on: *claimed to be retired*, *admitted to firing*.
# The share was chosen by reading, not swept.
_LOOSE = {"to": {"claim", "profess"}, "prep:to": {"admit", "confess"}}
STRONG_IF_LOOSE = 0.5

# What somebody believes is marked still more seldom, and is that one's all the same. Not within quotations, where it
# costs more than it brings: joint@.5 on dev -.002, of direct quotations -.005.
_BELIEFS = {"believe", "think", "feel", "suspect", "fear"}
_FRAMES_OF_BELIEF = {"that", "clause"}

# Fewer words than this tell nothing: *as rich as he says he is*.
FEWEST_WORDS = 3

# The content opens at most so many tokens after its cue: *told a reporter of the Selby Courier that …*.
FARTHEST = 8

_HYPOTHETICAL = {"to", "will", "would", "shall", "should", "can", "could", "may", "might", "must"}
_HYPOTHETICAL |= {"'ll", "’ll", "'d", "’d", "ca", "wo"}
_CLIMB = 4  # verbs up the tree to the one that hangs from the noun: "who came and said"
_SPEAKER = {"i", "we", "you"}
_SUPPOSING = {"if", "unless", "whether"}


def heard(layout: Layout, weighed: Iterable[Draft], found: Sequence[Draft]) -> list[Draft]:
    """The attributions inside the contents of those that were found, one for each cue that none of them has."""
    cues = Cover((d.cue[0], 0) for d in found)
    contents = Cover((span, 0) for d in found for span in d.content)
    inside = (d for d in weighed if d.source and contents.around(d.cue[0]) and not cues.touching(d.cue[0]))
    best = strongest(d for d in inside if _told(layout, d)).values()
    return [_named(layout, whole(layout, d, contents)) for d in best]


def held(layout: Layout, weighed: Iterable[Draft], found: Sequence[Draft]) -> list[Draft]:
    """Those found, with the relative clause at the end of what one says that tells what another said.

    *Papers show that police got a call from Orne, who told them that …*: a reader ends the content before *who*.
    """
    hanging = [d for d in weighed if _by_whom(layout, d) is not None and _told(layout, d)]
    return [_holding(layout, d, hanging) for d in found]


def _holding(layout: Layout, outer: Draft, hanging: Sequence[Draft]) -> Draft:
    if not outer.content:
        return outer
    *before, (start, end) = outer.content
    for inner in hanging:
        noun = _by_whom(layout, inner)
        first = inner.source[0][0]
        between = layout.text[end:first]
        if noun is not None and start <= noun.start < end and not any(c.isalnum() for c in between):
            return replace(outer, content=tidy(layout.text, [*before, (start, inner.content[-1][1])]))
    return outer


def _by_whom(layout: Layout, draft: Draft) -> Token | None:
    """The noun that *who* means, where a relative clause tells what was said after its verb."""
    words = [t for span in draft.source for t in layout.tokens_within(*span)]
    after = draft.content and draft.content[0][0] >= draft.cue[-1][1]
    if len(words) != 1 or words[0].tag not in {"WP", "WDT"} or not after:
        return None
    return _antecedent(layout, words[0])


def whole(layout: Layout, draft: Draft, contents: Cover) -> Draft:
    """The draft with what its sentence goes on with inside the outer content: *told us he fell, and that he was safe*.

    The rules end a content where another clause begins; what somebody tells of another's words mostly ends with them.
    """
    if draft.start < draft.cue[0][1] or draft.frame == "phrase":
        return draft
    ends = [end for _, end in contents.holding(draft.cue[0])]
    last = layout.tokens_within(*draft.content[-1])[-1]
    if not ends:
        return draft
    _, end = layout.sentences[last.sentence]
    if _by_whom(layout, draft) is not None:  # *a man who told us he fell ran*: what *who* told ends with its clause
        [who, *_] = layout.tokens_within(*draft.source[0])
        clause = _relative(layout, who)
        end = min(end, layout.right[clause.i] + 1) if clause is not None else end
    rest = [t for t in layout.tokens[last.i + 1 : end] if t.start < min(ends)]
    while rest and rest[-1].pos == "PUNCT":  # the mark that closes the outer quotation is none of the inner words
        rest.pop()
    told = {t.lemma.lower() for span in draft.content for t in layout.tokens_within(*span)}
    opening = next((t for t in rest if t.pos != "PUNCT"), None)
    if opening is None or not (opening.lemma.lower() in lemmas("onward") or _lists_on(layout, rest)):
        return draft
    if any(says(t.lemma) or (t.lemma.lower() in _SPEAKER - told) for t in rest):
        return draft
    return replace(draft, content=tidy(layout.text, [*draft.content[:-1], (draft.content[-1][0], rest[-1].end)]))


def _lists_on(layout: Layout, rest: Sequence[Token]) -> bool:
    """Whether the words only add to what was said before: no other clause with a subject of its own begins in them."""
    return not any(t.dep in _SUBJECTS and layout.head(t.i).tag in _FINITE for t in rest)


_SUBJECTS = {"nsubj", "nsubjpass", "expl"}
_FINITE = {"VBD", "VBZ", "VBP", "MD", "VBN"}


def _told(layout: Layout, draft: Draft) -> bool:
    """Whether it tells, as a fact, what somebody other than the speaker told."""
    quoted = layout.quote[draft.anchor] >= 0
    if not quoted and draft.lemma in _BELIEFS and draft.frame in _FRAMES_OF_BELIEF:
        return _as_fact(layout, layout.tokens[draft.anchor]) and _of_another(layout, draft) and _holds(layout, draft)
    least = STRONG_WITH_THAT if draft.frame == "that" else STRONG_ENOUGH_IN_QUOTE if quoted else STRONG_ENOUGH
    if draft.strength < least:
        return False
    loose = draft.strength >= STRONG_IF_LOOSE and draft.lemma in _LOOSE.get(draft.frame, ())
    if not loose and draft.frame not in (_FRAMES if quoted else _FRAMES_OUTSIDE):
        return False
    known = says(draft.lemma) or draft.lemma in lemmas("holding")
    return (
        known and _as_fact(layout, layout.tokens[draft.anchor]) and _of_another(layout, draft) and _holds(layout, draft)
    )


def _as_fact(layout: Layout, verb: Token) -> bool:
    """Whether the verb tells what was said: not *to say*, *would say*, *hear him say*, *if they say*."""
    helpers = layout.children(verb.i, "aux", "auxpass")
    if negated(layout, verb.i) or any(c.text.lower() in _HYPOTHETICAL for c in helpers):
        return False
    if any(c.lemma in _SUPPOSING for c in layout.children(verb.i, "mark")):
        return False
    return verb.tag != "VB" or any(c.lemma == "do" for c in helpers)


def is_another(words: Sequence[Token]) -> bool:
    """Whether the words of a source name a third person."""
    if len(words) > 1 and words[0].lemma.lower() == "one":  # *one guy*, *one of them*
        return True
    return bool(words) and words[0].lemma.lower() not in lemmas("speaker") | lemmas("anybody")


def _of_another(layout: Layout, draft: Draft) -> bool:
    return is_another([t for span in draft.source for t in layout.tokens_within(*span)])


def _holds(layout: Layout, draft: Draft) -> bool:
    """Whether the content stands near its cue and says something."""
    words = [t for span in draft.content for t in layout.tokens_within(*span) if t.text[:1].isalnum()]
    if len(words) < FEWEST_WORDS:
        return False
    last = layout.tokens_within(*draft.cue[-1])[-1].i
    return words[0].i < draft.anchor or words[0].i - last <= FARTHEST


def _named(layout: Layout, draft: Draft) -> Draft:
    """The draft with whom *who* means, where its clause hangs from a noun: *a man who told police that …*."""
    words = layout.tokens_within(*draft.source[0])
    noun = _antecedent(layout, words[0]) if len(words) == 1 and words[0].tag in {"WP", "WDT"} else None
    if noun is None:
        return draft
    first = layout.left[noun.i]
    return replace(draft, source=tidy(layout.text, [layout.span(first, max(noun.i, first))]))


def _antecedent(layout: Layout, who: Token) -> Token | None:
    """The noun from which the relative clause of *who* hangs."""
    verb = _relative(layout, who)
    return layout.head(verb.i) if verb is not None else None


def _relative(layout: Layout, who: Token) -> Token | None:
    """The verb of the relative clause of *who*."""
    verb = layout.head(who.i)
    for _ in range(_CLIMB):
        if verb.dep == "relcl":
            return verb
        verb = layout.head(verb.i)
    return None
