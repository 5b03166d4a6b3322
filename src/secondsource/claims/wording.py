"""What the page says of a claim: one plain sentence first, then the reasons."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.claims.ranges import Range
from secondsource.records import Status

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def sentence(outlets: Sequence[str], found: Range, status: Status, only_party: str | None) -> str:
    """One sentence of plain English: how many carry it, and what they all go back to.

    >>> from secondsource.claims.restson import Rest
    >>> sentence(("Herald", "Post"), Range(1, 1, Rest(("Kim",), ("Kim", "KCNA")), ()), Status.SINGLE, None)
    'Two outlets carry it; all go back to Kim, by way of KCNA.'
    """
    if status is Status.DENIED_ONLY:
        return "No report asserts it: it is told only to be denied."
    if not found.high:
        return "No report asserts it: somebody declines to confirm it."
    carry = f"{count(len(outlets), 'outlet').capitalize()} {'carries' if len(outlets) == 1 else 'carry'} it"
    return f"{carry}; {_back_to(outlets, found, only_party)}."


def _back_to(outlets: Sequence[str], found: Range, only_party: str | None) -> str:
    if only_party and found.high == 1:
        return f"only {display(only_party)} can know, and all that is told goes back there"
    if found.high == 1:
        return _one(outlets, found)
    rests = listed([display(name) for name in found.rest.cut])
    if found.low == found.high:
        return f"it rests on {count(found.high, 'origin')} that share no link: {rests}"
    if found.low == 1:
        return f"at most it rests on {rests}, but all may go back to one source"
    return f"it rests on at least {count(found.low, 'origin')} that share no link, of {rests}"


def _one(outlets: Sequence[str], found: Range) -> str:
    """What everything goes back to where that is one link, and what lies on the way from it."""
    origin = found.rest.cut[0] if found.rest.cut else ""
    way = [display(n) for n in found.rest.bottlenecks if n != origin and n not in outlets]
    by_way = f", by way of {listed(way)}" if way else ""
    if origin in outlets:
        return "no other outlet tells it" if len(outlets) == 1 else f"it all goes back to {display(origin)}{by_way}"
    all_go = "it goes" if len(outlets) == 1 else "all go"
    return f"{all_go} back to {display(origin)}{by_way}"


def display(name: str) -> str:
    """A link as an editor reads it: *anonymous@REPORT* is *a source that isn't named*."""
    if name.startswith("anonymous"):
        return "a source that isn't named"
    if name.startswith("agencies@"):
        return "an agency that isn't named"
    if name.startswith("wire:"):
        return "a text that no one here has"
    return name


def count(n: int, noun: str) -> str:
    """*one outlet*, *two outlets*, *12 outlets*."""
    return f"{NUMBERS[n] if n < len(NUMBERS) else n} {noun}{'' if n == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """*A*, *A and B*, *A, B and C*; from five on the rest is counted."""
    names = [f"{names.count(n)} × {n}" if names.count(n) > 1 else n for n in dict.fromkeys(names)]
    if len(names) > 4:
        names = [*names[:3], count(len(names) - 3, "other")]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
