"""The report's own voice, and the clauses that sentences are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secondsource.records import Span, Token
from secondsource.statements.layout import Layout
from secondsource.statements.spans import common, length, subtract, trim

# A clause told apart has at least so many words: below, it is a sliver that no one would quote.
FEWEST_WORDS = 4

_CLAUSES = {"conj", "advcl", "relcl", "parataxis", "ccomp"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def clauses(layout: Layout, span: Span) -> list[Span]:
    """The clauses that tell something within a span of one paragraph, without the span itself; none if it is one."""
    inside = [t for t in layout.tokens if t.start >= span[0] and t.end <= span[1]]
    if not inside:
        return []
    first, last = inside[0].i, inside[-1].i
    heads = [t for t in inside if _tells(layout, t)]
    found: list[Span] = []
    for head in heads:
        piece = _piece(layout, head, first, last)
        if piece is not None and piece not in found and length([piece]) < 0.9 * length([span]):
            found.append(piece)
    return found


def sentences(layout: Layout, span: Span) -> list[Span]:
    """The sentences of the parse within a span."""
    found: list[Span] = []
    for sentence in layout.paragraph.sentences():
        start, end = max(span[0], sentence[0].start), min(span[1], sentence[-1].end)
        if start < end and enough(layout.text, (start, end)):
            found.append((start, end))
    return found


def rest(layout: Layout, taken: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a paragraph, or what is left of them, that no content and no cue has taken."""
    for first, end in layout.units:
        whole = layout.span(first, end - 1)
        if not common([whole], taken):
            start, stop = trim(layout.text, *whole)
            if start < stop and any(c.isalnum() for c in layout.text[start:stop]):
                yield start, stop
            continue
        for start, stop in subtract(whole, taken):
            piece = trim(layout.text, start, stop)
            if enough(layout.text, piece) and any(_tells(layout, t) for t in _tokens(layout, piece)):
                yield piece


def enough(text: str, span: Span) -> bool:
    """Whether the span holds words enough to tell something."""
    return sum(any(c.isalnum() for c in w) for w in text[span[0] : span[1]].split()) >= FEWEST_WORDS


def _tokens(layout: Layout, span: Span) -> list[Token]:
    return [t for t in layout.tokens if t.start >= span[0] and t.end <= span[1]]


def _tells(layout: Layout, token: Token) -> bool:
    """Whether the token heads a clause with a finite verb."""
    if token.pos not in {"VERB", "AUX"} or token.dep in {"aux", "auxpass"}:
        return False
    return token.tag in _FINITE or any(c.tag in _FINITE for c in layout.children(token.i, "aux", "auxpass"))


def _piece(layout: Layout, head: Token, first: int, last: int) -> Span | None:
    """The clause that the token heads, cut to the span and without the clauses that hang at its edges."""
    start, end = max(first, layout.left[head.i]), min(last, layout.right[head.i])
    for child in layout.children(head.i):
        if child.dep not in _CLAUSES or child.dep == "ccomp" or not _tells(layout, child):
            continue
        left, right = layout.left[child.i], layout.right[child.i]
        if child.i > head.i and right >= end and left > head.i:
            end = min(end, left - 1)
        elif child.i < head.i and left <= start:
            start = max(start, right + 1)
    start, end = _shed(layout, head, start, end)
    if start > end:
        return None
    piece = trim(layout.text, *layout.span(start, end))
    return piece if enough(layout.text, piece) else None


def _shed(layout: Layout, head: Token, start: int, end: int) -> tuple[int, int]:
    """The clause without the conjunctions and commas at its edges."""
    while start < head.i and (layout.tokens[start].dep in {"mark", "cc", "punct"} and layout.tokens[start].text not in {"“", '"', "‘"}):
        start += 1
    while end > head.i and (layout.tokens[end].dep == "cc" or layout.tokens[end].text in {",", "—", "–", ";", ":"}):
        end -= 1
    return start, end
