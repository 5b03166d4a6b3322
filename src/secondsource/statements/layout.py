"""A parsed paragraph with what the rules ask of it again and again: extents of subtrees, quotes, units."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from secondsource.records import Paragraph, Span, Token
from secondsource.statements.quotes import Quote
from secondsource.statements.words import forms

Unit = tuple[int, int]
"""First token and the one after the last of a sentence that is not cut inside a quote."""


# "Orla's aunt, Sen. Mira Dane (D-Selby Bay), shouted": names and offices may be long.
_LONGEST_TAG = 24
_ABOUT = {"dobj", "ccomp", "xcomp", "acomp", "attr", "oprd"}


@dataclass(frozen=True, slots=True)
class Layout:
    """One paragraph, indexed by token.

    ``left[i]`` and ``right[i]`` are the first and last token of token i's subtree, ``quote[i]`` is the number of the
    quote that it stands in, or -1, and ``unit[i]`` the number of its unit. ``units`` and ``sentences`` are first tokens
    and the ones after the last; the sentences are as the parser cut them.
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
    sentences: tuple[Unit, ...]

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

    def tokens_within(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that begin within the span."""
        first = bisect_left(self.tokens, start, key=_start)
        return self.tokens[first : bisect_left(self.tokens, end, lo=first, key=_start)]

    def extent(self, i: int) -> Span:
        """The subtree of token i as one span."""
        return self.span(self.left[i], self.right[i])


def _start(token: Token) -> int:
    return token.start


def lay_out(text: str, number: int, paragraph: Paragraph, quotes: tuple[Quote, ...]) -> Layout:
    """The layout of the ``number``-th paragraph with its quotes; linear in its length."""
    left, right = _extents(paragraph)
    inside = _inside(paragraph.tokens, quotes)
    units = _units(paragraph, inside)
    unit = [0] * len(paragraph.tokens)
    for k, (first, end) in enumerate(units):
        unit[first:end] = [k] * (end - first)
    sentences = tuple((s[0].i, s[-1].i + 1) for s in paragraph.sentences())
    return Layout(text, number, paragraph, quotes, left, right, inside, units, tuple(unit), sentences)


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


def _units(paragraph: Paragraph, inside: tuple[int, ...]) -> tuple[Unit, ...]:
    """Sentences, but never cut inside a quote, nor between a quote and the *he asked* that follows it."""
    tokens = paragraph.tokens
    starts = [0] if tokens else []
    starts += [
        i
        for i in range(1, len(tokens))
        if tokens[i].sentence != tokens[i - 1].sentence and not _joins(paragraph, inside, i)
    ]
    return tuple(zip(starts, [*starts[1:], len(tokens)], strict=True))


def _joins(paragraph: Paragraph, inside: tuple[int, ...], i: int) -> bool:
    """Whether the sentence that token i begins goes on with the one before it."""
    tokens, before = paragraph.tokens, paragraph.tokens[i - 1]
    if inside[i] >= 0 and inside[i] == inside[i - 1]:
        return True
    if (
        before.text == "."
        and tokens[i - 2 : i - 1]
        and tokens[i - 2].text in forms("abbreviation")
        and not tokens[i - 2].space
    ):
        return True
    if before.text.rstrip(".") in forms("abbreviation") and before.text.endswith("."):
        return True
    if inside[i - 1] < 0 or i < 2:
        return before.text in {",", ":"} and tokens[i].text[:1].islower()
    if tokens[i - 2].text == "," or tokens[i].text[:1].islower():
        return True
    return tokens[i - 2].text in {"?", "!", "...", "…"} and inside[i] < 0 and _only_says(paragraph, inside, i)


def _only_says(paragraph: Paragraph, inside: tuple[int, ...], i: int) -> bool:
    """Whether the sentence that token i begins has a verb that is about nothing, as *Graham asked*."""
    tokens = paragraph.tokens
    for t in tokens[i : i + _LONGEST_TAG]:
        if t.sentence != tokens[i].sentence or inside[t.i] >= 0:
            return False
        if t.pos == "VERB" and t.dep == "ROOT":
            return not any(tokens[c].dep in _ABOUT and c > t.i for c in paragraph.children[t.i])
    return False
