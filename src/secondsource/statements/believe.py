"""What the tagger read and what the rules found as one list of attributions a paragraph.

The tagger is asked first: it was trained on whole paragraphs. The rules add what it was never shown: set phrases that
name a source (*according to*, *X: “…”*), and the second level that a chain is made of (who told the one who tells),
since the annotators marked one level only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from secondsource.records import Span, Stance
from secondsource.statements.choose import choose, nests
from secondsource.statements.clauses import is_verb
from secondsource.statements.draft import Draft
from secondsource.statements.heard import heard, held, whole
from secondsource.statements.layout import Layout
from secondsource.statements.passed import passed_on
from secondsource.statements.signs import anchor_of
from secondsource.statements.spans import Cover, common, length, tidy
from secondsource.statements.stance import always, says, stance_of
from secondsource.statements.tagger import Reading
from secondsource.statements.words import lemmas

# From which likelihood on a reading is believed. Swept .6, .65, .7, .75 on dev: joint@.5 .781, .783, .785, .784.
BELIEVED = 0.7

# The same where no source is read: fewer than half of these are right up to there.
BELIEVED_OF_NO_ONE = 0.9

# How much the second reading counts beside the first, which hasn't seen source and content. Swept .2, .3, .4, .5 on
# dev: joint@.5 .785, .784, .784, .781. What is read as a cue mostly is one; what is missed costs more.
SECOND = 0.25

# Characters of a title before a name.
LONGEST_TITLE = 8

# A rule sees the same attribution in a cue where the two contents share so much.
SAME = 0.5


def believe(layout: Layout, readings: Sequence[Reading], weighed: Sequence[Draft]) -> list[Draft]:
    """The attributions of one paragraph, in the order of their contents."""
    drafts = (_draft(layout, r, weighed) for r in readings)
    read = [d for d in drafts if d is not None and d.strength >= (BELIEVED if d.source else BELIEVED_OF_NO_ONE)]
    ruled = choose(layout, weighed)
    unsaid = [d for d in ruled if stance_of(layout, d) is not Stance.ASSERTS]
    read = [d for d in read if not _missed(layout, d, unsaid)]
    cues = Cover((d.cue[0], 0) for d in read)
    contents = Cover((span, k) for k, d in enumerate(read) for span in d.content)
    plain = [d for d in ruled if always(d.lemma) or _plainly_said(layout, d, readings)]
    added = [
        d for d in ruled if not cues.touching(d.cue[0]) and (d in unsaid or d in plain or _adds(layout, d, contents))
    ]
    found = held(layout, weighed, [*read, *(whole(layout, d, contents) for d in added)])
    found = passed_on(layout, [*found, *heard(layout, weighed, found)])
    return sorted(found, key=lambda d: (d.start, -d.end))


def likelihood(reading: Reading) -> float:
    """Both opinions on a reading as one, 0–1."""
    return (1 - SECOND) * reading.is_cue + SECOND * reading.reads


def _draft(layout: Layout, reading: Reading, weighed: Iterable[Draft]) -> Draft | None:
    """The reading as a draft, in the frame that the rules see in it; None where there is no content, or no sense."""
    content = _spans(layout, reading.content)
    source = _spans(layout, reading.source)[:1]
    anchor = anchor_of(layout.tokens, range(*reading.cue))
    first, end = reading.cue
    if not source and (named := _name_at_end(layout, anchor, end)):
        source, end = named, anchor + 1
    if source and (_accused(layout, anchor, source[0]) or _nobody(layout, anchor, source[0])):
        source = ()
    content = _from_start(layout, anchor, _of_clause(layout, first, content))
    if not content or (source and _amid(layout, anchor, source[0])):
        return None
    whole = layout.span(first, end - 1)
    cue = _spans(layout, [(first, end)]) or (whole,)
    found = Draft(layout.number, anchor, layout.tokens[anchor].lemma, "", source, cue, content, likelihood(reading))
    seen = _as_ruled(layout, found, whole, weighed)
    if seen is None and (longer := _cut_short(layout, found, weighed)):
        found, seen = replace(found, content=longer.content), longer
    if seen is None:
        return replace(found, frame=_frame(layout, found))
    if not source and seen.frame == "phrase" and _holds_source(found, seen):
        return replace(seen, strength=found.strength, content=found.content)
    return replace(found, frame=seen.frame, anchor=seen.anchor, lemma=seen.lemma, source=_titled(source, seen.source))


def _holds_source(found: Draft, seen: Draft) -> bool:
    """Whether a cue was read with the source that the rules see in it: *according to police*."""
    return bool(seen.source) and any(s <= seen.source[0][0] and seen.source[0][1] <= e for s, e in found.cue)


def _name_at_end(layout: Layout, anchor: int, end: int) -> tuple[Span, ...]:
    """The name with which a cue ends that was read with it: *reports OPA*."""
    rest = layout.tokens[anchor + 1 : end]
    named = bool(rest) and layout.tokens[anchor].pos == "VERB" and rest[-1].pos == "PROPN"
    return _spans(layout, [(anchor + 1, end)]) if named and all(t.pos in {"PROPN", "DET"} for t in rest) else ()


def _spans(layout: Layout, spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tidy(layout.text, (layout.span(first, end - 1) for first, end in spans))


def _as_ruled(layout: Layout, found: Draft, cue: Span, weighed: Iterable[Draft]) -> Draft | None:
    """The rules' draft of the same attribution, if they see it: *declined to say whether …* turns on *say*."""
    alike = [d for d in weighed if cue[0] <= layout.tokens[d.anchor].start < cue[1]]
    if layout.tokens[found.anchor].tag[:1] == "V":  # *denied reports of …* still turns on *denied*
        alike = [d for d in alike if layout.tokens[d.anchor].tag[:1] == "V"]
    best = max(alike, key=lambda d: (_shared(d.content, found.content), d.strength), default=None)
    return best if best is not None and _shared(best.content, found.content) >= SAME else None


def _cut_short(layout: Layout, found: Draft, weighed: Iterable[Draft]) -> Draft | None:
    """The rules' draft where what was read says nothing: *that in an interview, Orne said …*, *a diver as saying*."""
    words = [t for span in found.content for t in layout.tokens_within(*span)]
    same = [d for d in weighed if d.anchor == found.anchor]
    if [t.text.lower() for t in words[-2:]] == ["as", "saying"]:
        return next((d for d in same if d.frame == "after"), None)
    if not words or words[0].text.lower() != "that" or any(is_verb(t) for t in words):
        return None
    return next((d for d in same if d.frame == "that" and d.start == found.start), None)


def _titled(source: tuple[Span, ...], ruled: tuple[Span, ...]) -> tuple[Span, ...]:
    """The source with the title that the rules see before it: *Ald.* may look like the end of a sentence."""
    if source and ruled and ruled[0][1] == source[0][1] and 0 < source[0][0] - ruled[0][0] <= LONGEST_TITLE:
        return ruled
    return source


def _amid(layout: Layout, anchor: int, source: Span) -> bool:
    """Whether a noun's reading takes its source from the clause around it: *The fleet sailed amid growing fear of …*.

    What a preposition hangs on the clause is told by the report: the fleet fears nothing.
    """
    token = layout.tokens[anchor]
    if token.tag[:2] != "NN" or token.dep != "pobj":
        return False
    start, end = layout.extent(anchor)
    return not start <= source[0] < end


def _accused(layout: Layout, anchor: int, source: Span) -> bool:
    """Whether the source is the one who is accused: *she’s accused of killing two* doesn't give it to her."""
    token = layout.tokens[anchor]
    after = layout.tokens[anchor + 1] if anchor + 1 < len(layout.tokens) else None
    if token.lemma in _OF_OTHERS and after is not None and after.tag == "TO" and source[1] <= token.start:
        return True  # *a man believed to have lied*, whatever the parser makes of it
    if token.tag != "VBN" or token.lemma.lower() not in lemmas("accusing") or source[0] > token.start:
        return False
    passive = token.dep == "acl" or layout.child(anchor, "auxpass", "nsubjpass") is not None
    return passive or any(c.lemma == "be" for c in layout.children(anchor, "aux"))


# Nobody believes to do something: before an infinitive these are of whoever is believed to.
_OF_OTHERS = {"believe", "think", "suspect", "allege"}


def _nobody(layout: Layout, anchor: int, source: Span) -> bool:
    """Whether the source is the *it* of *it was reported that …*."""
    said = layout.text[source[0] : source[1]].lower()
    return said == "it" and layout.child(anchor, "auxpass") is not None


def _of_clause(layout: Layout, first: int, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content; what follows alone where the cue opens a relative clause: *in which, according to polls, …*."""
    before = first - 1
    while before > 0 and layout.tokens[before].pos == "PUNCT":
        before -= 1
    cue = layout.tokens[first]
    if before < 1 or cue.text.lower() != "according" or layout.tokens[before].tag not in {"WDT", "WP", "WRB"}:
        return content
    return tuple(span for span in content if span[0] > cue.start) or content


def _from_start(layout: Layout, anchor: int, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content; its whole sentence where the cue at the end gives both halves: *He fell, and he lay, Orne said*."""
    if len(content) != 1 or content[0][1] > layout.tokens[anchor].start:
        return content
    words = layout.tokens_within(*content[0])
    first = layout.sentences[words[0].sentence][0]
    before = layout.tokens[first : words[0].i]
    joined = (
        bool(before) and before[-1].text.lower() in {"and", "but", "or"} and words[-1].sentence == words[0].sentence
    )
    if not joined or layout.tokens[anchor].sentence != words[0].sentence:
        return content
    if any(layout.quote[t.i] >= 0 or says(t.lemma) or t.text in {";", ":"} for t in before):
        return content
    while len(before) > 1 and (before[0].tag == "CC" or before[0].pos == "PUNCT"):
        before = before[1:]
    return ((before[0].start, content[0][1]),)


def _frame(layout: Layout, draft: Draft) -> str:
    """How a content that no rule found stands to its cue."""
    cue = draft.cue[0]
    quoted = any(layout.quote[t.i] >= 0 for t in layout.tokens_within(*draft.content[0])[:2])
    if draft.start >= cue[1]:
        return "quote-after" if quoted else "clause"
    return "quote-before" if quoted else "after" if draft.content[0][1] <= cue[0] else "object"


def _adds(layout: Layout, draft: Draft, contents: Cover) -> bool:
    """Whether a rule's attribution says what no reading says: a set phrase's, or a second level."""
    return draft.frame == "phrase" or (nests(layout, draft) and bool(contents.around(draft.cue[0])))


# The least share of marked sightings of a verb of saying in its frame, and the least second opinion on its reading,
# from which *Poe said it was late* is one though the first reading saw no cue in it. Swept .6 to .8 and .1 to .5 on
# dev: joint@.5 .781 to .782 (.781 without), content .817 to .818 (.816).
PLAIN, ON_REREADING = 0.75, 0.3
_SAID = {"clause", "that", "after", "tag"}
_RELATIVE = {"who", "which", "that"}


def _plainly_said(layout: Layout, draft: Draft, readings: Sequence[Reading]) -> bool:
    """Whether the rules see a plain *X said that …*, and the second reading agrees."""
    if draft.strength < PLAIN or draft.frame not in _SAID or not draft.source or not says(draft.lemma):
        return False
    if layout.text[slice(*draft.source[0])].lower() in _RELATIVE:  # what *who* tells is another level
        return False
    return any(r.cue[0] <= draft.anchor < r.cue[1] and r.reads >= ON_REREADING for r in readings)


def _missed(layout: Layout, draft: Draft, unsaid: Iterable[Draft]) -> bool:
    """Whether a reading asserts what the rules see denied or left open: *backed away from her claim that …*."""
    alike = any(_shared(draft.content, d.content) >= SAME for d in unsaid)
    return alike and stance_of(layout, draft) is Stance.ASSERTS


def _shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    """The Dice of two contents, by characters."""
    return 2 * common(a, b) / (length(a) + length(b))
