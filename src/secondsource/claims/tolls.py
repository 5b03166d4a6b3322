"""Reports that count the dead, the wounded or those shot differently: conflict, inclusion, update or slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secondsource.claims.casualties import Count, has_risen, spares_himself

QUANTITIES = {"killed": "how many were killed", "wounded": "how many were wounded", "shot": "how many were shot"}


# Further apart two numbers are of two events, or one of them is misprinted by more than a digit.
FACTOR = 10


@dataclass(frozen=True, slots=True)
class Toll:
    """What one report gives as the number, with every place where it does."""

    report: str
    value: int
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Reports that give different numbers for one quantity, by number, and what the difference is."""

    quantity: str
    label: str
    sides: tuple[tuple[int, tuple[Toll, ...]], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """When a report came out (ISO 8601, or empty), and the house that printed it."""

    at: str
    house: str


def compare(
    counts: Mapping[str, Sequence[Count]], order: Sequence[str], told: Mapping[str, Told] | None = None
) -> tuple[Difference, ...]:
    """The differences between the reports' counts; ``order`` is that of their dates, ``told`` when each came out."""
    found: list[Difference] = []
    for quantity, about in QUANTITIES.items():
        tolls = [toll for report in order if (toll := _toll(report, counts.get(report, ()), quantity))]
        if quantity == "shot" and tolls:
            given = {t.report for t in tolls}
            tolls += [t for r in order if r not in given and (t := _sum(r, counts.get(r, ())))]
        if len({t.value for t in tolls}) > 1:
            found += _differences(about, tolls, told or {})
    return tuple(found)


def _toll(report: str, counts: Sequence[Count], quantity: str) -> Toll | None:
    """The number that the report gives most often, the greatest of those; *one was hurt* is mostly one of several."""
    mine = [c for c in counts if c.quantity == quantity]
    mine = [c for c in mine if c.value] or mine  # *no one was hurt* beside a number is of another place or hour
    if quantity != "killed" or any(c.value > 1 for c in mine):
        mine = [c for c in mine if c.value != 1 or (quantity == "killed" and _with_wounded(c))]
    if not mine:
        return None
    tally = Counter(c.value for c in mine)
    value = max(tally, key=lambda v: (tally[v], v))
    return Toll(report, value, tuple(c for c in mine if c.value == value))


def _sum(report: str, counts: Sequence[Count]) -> Toll | None:
    """All who were shot, of a report whose sentence tells the killed and the wounded apart."""
    killed, wounded = (_toll(report, counts, quantity) for quantity in ("killed", "wounded"))
    dead = killed.counts if killed else ()
    sums = [_both(a, b) for b in (wounded.counts if wounded else ()) for a in dead if a.sentence == b.sentence]
    if killed is None or killed.value == 1:
        sums += [_both(replace(b, value=1, low=1, high=1), b) for b in (wounded.counts if wounded else ())
                 if ONE_KILLED.search(b.sentence) and not any(a.sentence == b.sentence for a in dead)]  # fmt: skip
    value = next((c.value for c in sums if c.value), 0)
    return Toll(report, value, tuple(c for c in sums if c.value == value)) if value else None


# One person's death told without a number beside the number of the wounded: *Poe was killed, four were hurt*.
ONE_KILLED = re.compile(r"\b(?:was|is) (?:shot and |shot )?(?:killed|dead|fatally)\b|\b(?:has )?died\b", re.IGNORECASE)


def _both(killed: Count, wounded: Count) -> Count:
    start, end = min(killed.start, wounded.start), max(killed.end, wounded.end)
    value, low, high = killed.value + wounded.value, killed.low + wounded.low, killed.high + wounded.high
    words = f"{killed.words} … {wounded.words}"
    return Count(wounded.report, start, end, "shot", low, high, value, words, (), False, wounded.sentence)


def _with_wounded(count: Count) -> bool:
    return any(quantity == "wounded" for quantity, _ in count.beside)


def _differences(about: str, tolls: Sequence[Toll], told: Mapping[str, Told]) -> Iterator[Difference]:
    """What the numbers that can't all be right are to one another; later counts apart from those that they replace."""
    sides: dict[int, list[Toll]] = {}
    for toll in tolls:
        sides.setdefault(toll.value, []).append(toll)
    rival = [
        (a, b)
        for a in sides
        for b in sides
        if a < b <= max(a, 1) * FACTOR and any(_apart(x, y) for x in sides[a] for y in sides[b])
    ]
    late = {b for _, b in rival if all(_updated(sides[x], sides[y], told) for x, y in rival if y == b)}
    if replaced := [(a, b) for a, b in rival if b in late]:
        last = max(late)
        why = f"The count rose as time went on: {last} is the later figure of one house, or told as news."
        yield _between(about, "update", replaced, sides, why)
    if rest := [(a, b) for a, b in rival if not {a, b} & late]:
        label, why = _label(rest, sides)
        yield _between(about, label, rest, sides, why)


def _between(
    about: str, label: str, rival: Sequence[tuple[int, int]], sides: Mapping[int, Sequence[Toll]], why: str
) -> Difference:
    kept = {value for pair in rival for value in pair}
    return Difference(about, label, tuple((v, tuple(sides[v])) for v in sides if v in kept), why)


def _apart(a: Toll, b: Toll) -> bool:
    """Whether the two can't both be right of the same people, however loosely either is worded."""
    return all(x.low > y.high or y.low > x.high for x in a.counts for y in b.counts)


def _label(rival: Sequence[tuple[int, int]], sides: Mapping[int, Sequence[Toll]]) -> tuple[str, str]:
    if all(_included(sides[a], sides[b]) for a, b in rival):
        return "inclusion", "One counts somebody in whom the other counts apart; both can be right."
    if (slip := _slip(rival, sides)) is not None:
        return "slip", f"{slip} differs from all others by swapped digits or a factor of ten: most likely a slip."
    return "conflict", "The reports give different numbers for what looks like the same people."


def _included(fewer: Sequence[Toll], more: Sequence[Toll]) -> bool:
    """Whether the greater number counts the dead in, or the sentence says whom it includes."""
    difference = more[0].value - fewer[0].value
    himself = any(map(spares_himself, (c for t in fewer for c in t.counts)))
    explains = (himself or any(c.includes for t in more for c in t.counts)) and difference == 1
    dead = any(value == difference for t in fewer for c in t.counts for q, value in c.beside if q == "killed")
    alone = all(not c.beside for t in more for c in t.counts)
    return explains or (dead and alone)


def _updated(fewer: Sequence[Toll], more: Sequence[Toll], told: Mapping[str, Told]) -> bool:
    """Whether the greater number is only the later one: of the same house, or in words that say that it rose."""
    news = False
    for late in more:
        other = told.get(late.report)
        before = [
            t for early in fewer if (t := told.get(early.report)) and t.at and other and other.at[:10] >= t.at[:10]
        ]
        if other is None or not before:
            return False
        risen = any(map(has_risen, late.counts)) and any(other.at[:10] > t.at[:10] for t in before)
        news = news or risen or any(other.house == t.house and other.at > t.at for t in before)
    return news


def _slip(rival: Sequence[tuple[int, int]], sides: Mapping[int, Sequence[Toll]]) -> int | None:
    """The one number, given by one report, that is another's with swapped digits or ten times it."""
    for a, b in rival:
        for odd, usual in ((a, b), (b, a)):
            if len(sides[odd]) == 1 and len(sides[usual]) > 1 and is_slip(odd, usual):
                return odd
    return None


def is_slip(odd: float, usual: float) -> bool:
    """Whether a number is most likely another one misprinted: a factor of ten, or two digits swapped."""
    if odd == usual * 10 or usual == odd * 10:
        return True
    one, other = f"{odd:g}", f"{usual:g}"
    return len(one) > 1 and one != other and sorted(one) == sorted(other)
