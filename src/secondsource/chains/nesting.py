"""Attributions whose words show which of two stands within the other: *witnesses said …, the sheriff said*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secondsource.chains.pages import Page, is_house
from secondsource.records import Attribution, Span

_OUTWARD = ("according", "per", "as reported")


def nested(page: Page, given: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those that a later cue of their sentence closes nested in that cue's own.

    *Kim said …, KCNA reported*: whatever stands before the closing cue is told by its source, so Kim's words reach
    the reader through KCNA, and what KCNA reports is that Kim said so. But a house that reports something *according
    to* somebody has it from there.
    """
    found = list(given)
    by_sentence: dict[int, list[int]] = {}
    for k, a in enumerate(given):
        if a.source and a.cue and a.content:
            by_sentence.setdefault(page.sentence(a.cue[0][0]), []).append(k)
    for here in by_sentence.values():
        if len(here) > _MOST:
            continue
        for outer in here:
            for inner in here:
                if inner != outer and _closes(page, given[inner], given[outer]):
                    _nest(found, inner, outer)
    return found


# Attributions of one sentence that are compared with one another; a sentence with more is a list or a mangled text.
_MOST = 12


def _closes(page: Page, inner: Attribution, outer: Attribution) -> bool:
    """Whether the outer one's cue and source follow its content, in which the inner one's source and cue open."""
    end = _end(outer.content)
    opens = min(inner.source[0][0], inner.cue[0][0])
    start, tail = inner.content[0][0], min(outer.source[0][0], outer.cue[0][0])
    follows = end <= tail and max(inner.source[0][0], inner.cue[0][0]) < start < tail
    if not follows or page.sentence(opens) != page.sentence(tail) or not _share(inner.content, outer.content):
        return False
    cue = page.text(*outer.cue[0]).lower()
    return not (cue.startswith(_OUTWARD) and _is_house(page, inner.source) and not _is_house(page, outer.source))


def _nest(found: list[Attribution], inner: int, outer: int) -> None:
    """Gives the outer one the words that attribute the inner one, and puts the inner one in it."""
    a, b = found[inner], found[outer]
    opens = min(a.source[0][0], a.cue[0][0], b.content[0][0])
    content = ((opens, b.content[0][1]), *b.content[1:])
    found[outer] = replace(b, content=content, via=tuple(v for v in b.via if v != inner))
    end = _end(b.content)
    kept = tuple((x, min(y, end)) for x, y in a.content if x < end)
    via = a.via if outer in a.via else (*a.via, outer)
    found[inner] = replace(a, content=kept, via=via)


def _share(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s < y and x < e for s, e in a for x, y in b)


def _end(spans: Sequence[Span]) -> int:
    return max(e for _, e in spans)


def _is_house(page: Page, source: Sequence[Span]) -> bool:
    """Whether a source is a body that may report what others told it, and no person."""
    names = page.names_in(*source[0])
    return any(is_house(n) for n in names) and not any(n.person for n in names)
