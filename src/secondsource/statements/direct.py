"""Verb cues beside quote marks, read off the order of the words: parsers stumble over quotations."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.clauses import is_verb, source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import tidy
from secondsource.statements.words import forms

# A cue stands at most so many words from its quotation: beyond, another clause lies between.
FARTHEST = 25

# Fewer words than this inside quote marks are an utterance only with a full stop or comma of their own.
FEWEST = 4

_SET_OFF = (",", ":", "—", "–", ".", "?", "!", "”", '"', "''")
_NAMING = {"NOUN", "PROPN", "PRON"}
_STOPS = {",", ".", ";", ":", "in", "on", "to", "at", "as", "during", "after"}


def direct_candidates(layout: Layout) -> Iterator[Draft]:
    """Every verb outside quote marks that stands beside an utterance, with that utterance as its content."""
    for number, (first, last) in layout.quoted_tokens().items():
        if not is_utterance(layout, number):
            continue
        start, end = layout.units[layout.unit[first]]
        yield from _after(layout, number, last, end)
        yield from _before(layout, number, first, start)


def is_utterance(layout: Layout, number: int) -> bool:
    """Whether the quote is something said, not a word or two in quote marks within a sentence."""
    quote = layout.quotes[number]
    words = sum(any(c.isalnum() for c in w) for w in layout.text[quote.start : quote.end].split())
    if words == 0:
        return False
    inner = layout.text[quote.start : quote.end].rstrip("\"”’'» ")
    ends = inner.endswith((".", ",", "?", "!", "…", "—"))
    opens = set_off(layout, number)
    return (ends and (opens or words >= FEWEST)) or (opens and words >= FEWEST)


def set_off(layout: Layout, number: int) -> bool:
    """Whether a comma, colon, full stop or nothing at all stands before the quote."""
    start = layout.quotes[number].start
    before = layout.text[max(layout.paragraph.start, start - 4) : start].rstrip()
    return not before or before.endswith(_SET_OFF)


def _after(layout: Layout, number: int, last: int, end: int) -> Iterator[Draft]:
    """*“…,” he said*; *“…,” said Kim*: the first verb between the quote and the next."""
    begin = last + 1
    while begin < end and layout.tokens[begin].text in {",", "-", "—", "–"}:
        begin += 1
    for i in range(begin, min(end, begin + FARTHEST)):
        if layout.quote[i] >= 0:
            return
        token = layout.tokens[i]
        if token.tag[:1] != "V" or token.dep in {"aux", "auxpass", "relcl", "acl"}:
            continue
        who = _speaker_after(layout, token, begin, end)
        if who:
            content = [(_opening(layout, number, last), layout.quotes[number].end), *_resumed(layout, i, end)]
            yield _make(layout, token, "quote-before", who, content)
        return


def _speaker_after(layout: Layout, verb: Token, begin: int, end: int) -> tuple[Span, ...]:
    """The source of a cue that follows its quote: by parse, or the words between quote and verb, or those behind it."""
    first, last = verb_group(layout, verb.i)
    own = layout.child(verb.i, "nsubj")
    near = own is not None and begin <= layout.left[own.i] <= max(begin + 2, last + 1)
    if own is not None and near and layout.quote[own.i] < 0:
        titled = begin < layout.left[own.i] and layout.tokens[begin].text.rstrip(".") in forms("abbreviation")
        span = source_span(layout, own, verb.i)
        return ((layout.tokens[begin].start, span[0][1]),) if titled else span
    between = layout.tokens[begin:first]
    if between and _names(between):
        return (layout.span(begin, first - 1),)
    if between:
        shared = subject(layout, verb.i)
        return source_span(layout, shared, verb.i) if shared is not None and layout.quote[shared.i] < 0 else ()
    stop = last + 1
    while stop < end and layout.quote[stop] < 0 and layout.tokens[stop].text not in _STOPS:
        stop += 1
    return (layout.span(last + 1, stop - 1),) if _names(layout.tokens[last + 1 : stop]) else ()


def _names(tokens: tuple[Token, ...]) -> bool:
    """Whether the words may name someone: a noun, no conjunction in front, no verb but in a side clause."""
    if not tokens or tokens[0].pos in {"CCONJ", "SCONJ", "VERB"}:
        return False
    return any(t.pos in _NAMING for t in tokens)


def _opening(layout: Layout, number: int, last: int) -> int:
    """Where the content that ends with the quote begins: with the sentence, unless the quote is set off from it."""
    start = layout.units[layout.unit[last]][0]
    if set_off(layout, number) or layout.quote[start] >= 0:
        return layout.quotes[number].start
    return layout.tokens[start].start


def _resumed(layout: Layout, verb: int, end: int) -> list[Span]:
    """The next quotes of the sentence, where no other verb comes before them: *“…,” he said, “…”*."""
    found: list[Span] = []
    for i in range(verb + 1, end):
        k = layout.quote[i]
        if k < 0:
            if is_verb(layout.tokens[i]) and layout.tokens[i].dep not in {"relcl", "acl", "amod"}:
                break
        elif not found or found[-1] != layout.quotes[k].span:
            if not set_off(layout, k):
                break
            found.append(layout.quotes[k].span)
    return found


def _before(layout: Layout, number: int, first: int, start: int) -> Iterator[Draft]:
    """*He said: “…”*; *She told the crowd in Ohio that “…”*: cues before the quote, the nearest first."""
    quote = layout.quotes[number].span
    apart = set_off(layout, number)
    for i in range(first - 1, max(start, first - FARTHEST) - 1, -1):
        token = layout.tokens[i]
        if layout.quote[i] >= 0 or token.text == ";":
            return
        if not is_verb(token):
            continue
        who = subject(layout, i)
        if who is None or layout.quote[who.i] >= 0:
            continue
        if apart or i == first - 1:
            near = all(t.text in {",", ":"} or t.dep in {"prt", "advmod"} for t in layout.tokens[i + 1 : first])
            yield _make(layout, token, "quote-after" if near else "quote-far", source_span(layout, who, i), [quote])
        elif layout.tokens[i + 1].lemma == "that" or _told_that(layout, i, first):
            that = next(t for t in layout.tokens[i + 1 :] if t.lemma == "that")
            yield _make(layout, token, "quote-that", source_span(layout, who, i), [(that.start, quote[1])])


def _told_that(layout: Layout, verb: int, first: int) -> bool:
    """*told the crowd that … “…”*: a complementiser between the verb and the quote."""
    return any(t.lemma == "that" and t.pos == "SCONJ" for t in layout.tokens[verb + 1 : min(first, verb + 8)])


def _make(layout: Layout, verb: Token, frame: str, who: tuple[Span, ...], content: list[Span]) -> Draft:
    first, last = verb_group(layout, verb.i)
    source, said = tidy(layout.text, who), tidy(layout.text, content)
    return Draft(layout.number, verb.i, verb.lemma, frame, source, (layout.span(first, last),), said)
