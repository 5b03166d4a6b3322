"""A parsed paragraph with what the rules ask of it again and again: extents of subtrees, quotes, units."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.records import Paragraph, Span, Token
from secondsource.statements.quotes import Quote, find_quotes

Unit = tuple[int, int]
"""First token and the one after the last of a sentence that is not cut inside a quote."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One paragraph. ``left[i]`` and ``right[i]`` are the first and last token of token i's subtree;

    ``quote[i]`` is the number of the quote that token i stands in, or -1; ``unit[i]`` the number of its unit.
    """

    text: str
    number: int
    paragraph: Paragraph
    quotes: tuple[Quote, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    quote: tuple[int, ...]
    units: tuple[Unit, ...]
    unit: tuple[int, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The paragraph's tokens."""
        return self.paragraph.tokens

    def children(self, i: int, *labels: str) -> list[Token]:
        """The children of token i, or those of them that hang by one of the labels."""
        return [self.tokens[c] for c in self.paragraph.children[i] if not labels or self.tokens[c].dep in labels]

    def child(self, i: int, *labels: str) -> Token | None:
        """The first child of token i that hangs by one of the labels."""
        return next(iter(self.children(i, *labels)), None)

    def head(self, i: int) -> Token:
        """The token that token i hangs from."""
        return self.tokens[self.tokens[i].head]

    def quoted_tokens(self) -> dict[int, tuple[int, int]]:
        """First and last token of each quote that holds any, by the quote's number."""
        found: dict[int, tuple[int, int]] = {}
        for i, k in enumerate(self.quote):
            if k >= 0:
                found[k] = (found[k][0], i) if k in found else (i, i)
        return found

    def span(self, first: int, last: int) -> Span:
        """From the start of token ``first`` to the end of token ``last``."""
        return self.tokens[first].start, self.tokens[last].end

    def extent(self, i: int) -> Span:
        """The subtree of token i as one span."""
        return self.span(self.left[i], self.right[i])


def lay_out(text: str, number: int, paragraph: Paragraph) -> Layout:
    """The paragraph's layout; linear in its length."""
    quotes = find_quotes(text, paragraph.start, paragraph.end)
    left, right = _extents(paragraph)
    inside = _inside(paragraph.tokens, quotes)
    units = _units(paragraph.tokens, inside)
    unit = [0] * len(paragraph.tokens)
    for k, (first, end) in enumerate(units):
        unit[first:end] = [k] * (end - first)
    return Layout(text, number, paragraph, quotes, left, right, inside, units, tuple(unit))


def _extents(paragraph: Paragraph) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first and last token of each token's subtree, without recursion: sentences may be thousands of words."""
    count = len(paragraph.tokens)
    left, right = list(range(count)), list(range(count))
    order: list[int] = [t.i for t in paragraph.tokens if t.head == t.i]
    for i in order:
        order.extend(paragraph.children[i])
    for i in reversed(order):
        head = paragraph.tokens[i].head
        left[head] = min(left[head], left[i])
        right[head] = max(right[head], right[i])
    return tuple(left), tuple(right)


def _inside(tokens: tuple[Token, ...], quotes: tuple[Quote, ...]) -> tuple[int, ...]:
    """The number of the quote that each token stands in, or -1."""
    inside, k = [], 0
    for token in tokens:
        while k < len(quotes) and quotes[k].end <= token.start:
            k += 1
        inside.append(k if k < len(quotes) and quotes[k].start <= token.start else -1)
    return tuple(inside)


def _units(tokens: tuple[Token, ...], inside: tuple[int, ...]) -> tuple[Unit, ...]:
    """Sentences, but never cut inside a quote, nor between a quote and the *he asked* that follows it."""
    starts = [0] if tokens else []
    for i in range(1, len(tokens)):
        if tokens[i].sentence != tokens[i - 1].sentence and not _joins(tokens, inside, i):
            starts.append(i)
    return tuple(zip(starts, [*starts[1:], len(tokens)], strict=True))


def _joins(tokens: tuple[Token, ...], inside: tuple[int, ...], i: int) -> bool:
    """Whether the sentence that token i begins goes on with the one before it."""
    before = tokens[i - 1]
    if inside[i] >= 0 and inside[i] == inside[i - 1]:
        return True
    if inside[i - 1] < 0 or i < 2:
        return before.text in {",", ":"} and tokens[i].text[:1].islower()
    return tokens[i - 2].text == "," or tokens[i].text[:1].islower()
