"""A holder's parent, with why in words and how sure; and the words that every kind of evidence needs."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import common, length, reporting, union
from secondsource.lineage.texts import Text
from secondsource.records import Span

# Characters a word has at most on average, in scripts that put spaces between words.
LONGEST_WORD = 15

# Characters up to which a shared text may as well be from a statement that both were sent: some 30 words.
LITTLE = 180
LITTLE_IS_LESS = 0.15


@dataclass(frozen=True, slots=True)
class Parent:
    """Whom a holder has a text from: a report by position, or (None) the unseen text."""

    child: int
    parent: int | None
    why: tuple[str, ...]
    confidence: float


def share(child: int, parent: int | None, text: Text, known: Facts) -> float:
    """The part of a child's reporting that stands in its parent, or in the text where the parent is unseen."""
    pair = text.between(child, parent) if parent is not None else None
    spans = union(pair.spans(child)) if pair else text.holders[child]
    whole = reporting(known.reports[child])
    return min(1.0, length(common(spans, whole)) / max(1, length(whole)))


def sure(confidence: float, spans: list[Span]) -> float:
    """The confidence, lower where little is shared: two reporters may have it from one statement."""
    return round(min(confidence, 1.0) - (LITTLE_IS_LESS if length(union(spans)) < LITTLE else 0), 2)


def much(child: int, parent: int, text: Text, known: Facts) -> str:
    """*89 of its words*: what of the child stands in the parent."""
    pair = text.between(child, parent)
    body = known.reports[child].text
    spans = union(pair.spans(child)) if pair else []
    words = sum(len(body[start:end].split()) for start, end in spans)
    characters = length(spans)
    if words * LONGEST_WORD < characters:  # a script without spaces
        return f"{characters} of its characters"
    return "one of its words" if words == 1 else f"{words} of its words"


def part(child: int, text: Text, known: Facts) -> str:
    """*about 40 % of it stands in another report*."""
    percent = round(100 * share(child, None, text, known))
    others = count(len(text.of[child]))
    if percent == 0:  # what they share stands outside the reporting
        return f"it shares a passage with {others}"
    return f"{'all' if percent == 100 else f'about {percent} %'} of it stands in {others}"


def count(n: int) -> str:
    """*another report*, *3 other reports*."""
    return "another report" if n == 1 else f"{n} other reports"
