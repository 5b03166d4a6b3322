"""Verb cues beside quote marks, read off the order of the words: parsers stumble over quotations."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.clauses import is_verb, source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import tidy

# A cue stands at most so many words from its quotation: beyond, another clause lies between.
FARTHEST = 25

# Fewer words than this inside quote marks are an utterance only with a full stop or comma of their own.
FEWEST = 4


def direct_candidates(layout: Layout) -> Iterator[Draft]:
    """Every verb outside quote marks that stands beside an utterance, with that utterance as its content."""
    for number, quote in enumerate(layout.quotes):
        bounds = _bounds(layout, number)
        if bounds is None or not is_utterance(layout, number):
            continue
        first, last = bounds
        start, end = layout.units[layout.unit[first]]
        yield from _after(layout, number, last, end)
        yield from _before(layout, quote.span, first, start)


def is_utterance(layout: Layout, number: int) -> bool:
    """Whether the quote is something said, not a word or two in quote marks within a sentence."""
    quote = layout.quotes[number]
    words = sum(any(c.isalnum() for c in w) for w in layout.text[quote.start : quote.end].split())
    if words == 0:
        return False
    inner = layout.text[quote.start : quote.end].rstrip("\"”’'» ")
    ends = inner.endswith((".", ",", "?", "!", "…", "—"))
    before = layout.text[layout.paragraph.start : quote.start].rstrip()
    opens = not before or before.endswith((",", ":", ".", "?", "!", "”", '"', "—", "''"))
    return (ends and (opens or words >= FEWEST)) or (opens and words >= FEWEST)


def _bounds(layout: Layout, number: int) -> tuple[int, int] | None:
    """First and last token of the quote."""
    inside = _tokens_of(layout).get(number)
    return inside


def _tokens_of(layout: Layout) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for i, k in enumerate(layout.quote):
        if k >= 0:
            found[k] = (found[k][0], i) if k in found else (i, i)
    return found


def _after(layout: Layout, number: int, last: int, end: int) -> Iterator[Draft]:
    """*“…,” he said*; *“…,” said Kim*: cues between the quote and the next."""
    begin = last + 1
    while begin < end and layout.tokens[begin].text in {",", "-", "—", "–"}:
        begin += 1
    for i in range(begin, min(end, begin + FARTHEST)):
        if layout.quote[i] >= 0:
            return
        token = layout.tokens[i]
        if not (is_verb(token) or (token.tag[:1] == "V" and token.dep not in {"aux", "auxpass"})):
            continue
        who = _speaker_after(layout, token, begin, end)
        if who:
            quote = layout.quotes[number]
            content = [(_opening(layout, number, last), quote.end)]
            yield _make(layout, token, "quote-before", who, content)
        return


def _speaker_after(layout: Layout, verb: Token, begin: int, end: int) -> tuple[Span, ...]:
    """The source of a cue that follows its quote: by parse, or the words between quote and verb, or those behind it."""
    first, last = verb_group(layout, verb.i)
    own = layout.child(verb.i, "nsubj")
    if own is not None and begin <= layout.left[own.i] and layout.quote[own.i] < 0 and layout.left[own.i] <= max(begin + 1, last + 1):
        return source_span(layout, own, verb.i)
    if first > begin:
        return (layout.span(begin, first - 1),)
    stop = last + 1
    while stop < end and layout.quote[stop] < 0 and layout.tokens[stop].text not in {",", ".", ";", ":", "in", "on", "to", "at", "as"}:
        stop += 1
    return (layout.span(last + 1, stop - 1),) if stop > last + 1 else ()


def _opening(layout: Layout, number: int, last: int) -> int:
    """Where the content that ends with the quote begins: with the sentence, unless the quote is set off from it."""
    quote = layout.quotes[number]
    start = layout.units[layout.unit[last]][0]
    before = layout.text[layout.tokens[start].start : quote.start].rstrip()
    set_off = not before or before.endswith((",", ":", "—"))
    return quote.start if set_off or layout.quote[start] >= 0 else layout.tokens[start].start


def _before(layout: Layout, quote: Span, first: int, start: int) -> Iterator[Draft]:
    """*He said: “…”*; *She told the crowd in Ohio, “…”*: cues before the quote, the nearest first."""
    for i in range(first - 1, max(start, first - FARTHEST) - 1, -1):
        token = layout.tokens[i]
        if layout.quote[i] >= 0 or token.text == ";":
            return
        if not is_verb(token):
            continue
        who = subject(layout, i)
        if who is not None and layout.quote[who.i] < 0:
            yield _make(layout, token, "quote-after", source_span(layout, who, i), [quote])


def _make(layout: Layout, verb: Token, frame: str, who: tuple[Span, ...], content: list[Span]) -> Draft:
    first, last = verb_group(layout, verb.i)
    return Draft(
        layout.number, verb.i, verb.lemma, frame, tidy(layout.text, who), (layout.span(first, last),), tidy(layout.text, content)
    )
