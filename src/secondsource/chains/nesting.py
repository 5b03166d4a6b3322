"""Attributions whose words show which of two stands within the other: *witnesses said …, the sheriff said*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secondsource.chains.copies import dice
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
                elif inner != outer and _has_from(page, given[inner], given[outer]):
                    found[inner] = replace(found[inner], via=_with(found[inner].via, outer))
    _turn(page, found)
    return found


def _with(via: tuple[int, ...], outer: int) -> tuple[int, ...]:
    return via if outer in via else (outer, *via)


def _has_from(page: Page, inner: Attribution, outer: Attribution) -> bool:
    """Whether the outer one has the same words from the inner one.

    *Reported …, citing a diver*; *quoted a diver as saying …*; *…, according to a diver, the Courier reported*.
    """
    if not _same(inner.content, outer.content) or outer.source == inner.source:
        return False
    if page.text(*inner.cue[0]).lower() in _CITING:
        return page.text(*outer.cue[0]).lower() not in _CITING
    phrase = min(inner.source[0][0], inner.cue[0][0]), max(inner.source[-1][1], inner.cue[-1][1])
    tail = min(outer.source[0][0], outer.cue[0][0])
    between = _end(inner.content) <= phrase[0] and phrase[1] <= tail
    return between and not (_is_house(page, inner.source) and not _is_house(page, outer.source))


def _turn(page: Page, found: list[Attribution]) -> None:
    """Puts what a house reports *according to* somebody the right way round: the house has it from there."""
    for k, a in enumerate(found):
        for v in a.via:
            if not 0 <= v < len(found):
                continue
            b = found[v]
            turned = b.cue and b.source and page.text(*b.cue[0]).lower().startswith(_OUTWARD) and k not in b.via
            if turned and _is_house(page, a.source) and not _is_house(page, b.source):
                found[v] = replace(b, content=a.content, via=(k, *(w for w in a.via if w != v)))
                found[k] = replace(a, via=tuple(w for w in a.via if w != v))
                break


_CITING = ("citing", "quoting", "saying")

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
    return cue not in _CITING and not (
        cue.startswith(_OUTWARD) and _is_house(page, inner.source) and not _is_house(page, outer.source)
    )


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


def _same(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether two contents are as good as one."""
    return dice(a, b) >= _NEARLY_ALL


# The share of two contents that makes them one: readings of one quotation differ by a mark or a conjunction.
_NEARLY_ALL = 0.8


def _end(spans: Sequence[Span]) -> int:
    return max(e for _, e in spans)


def _is_house(page: Page, source: Sequence[Span]) -> bool:
    """Whether a source is a body that may report what others told it, and no person."""
    if not source:
        return False
    names = page.names_in(*source[0])
    return any(is_house(n) for n in names) and not any(n.person for n in names)
