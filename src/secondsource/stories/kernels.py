"""The loops over all that a large pile has to compare: plain Python over arrays, to be run by ``compiled``.

Each gives, to the last bit, what its caller reckons by numpy for a small pile: sums run in the same order.
"""

from __future__ import annotations

from typing import Any

Column = Any  # an array

# A term is looked for by its last bits first, in a table that stays at hand: of 200 terms one in 300 meets by chance.
MARKS = 1 << 16

# The kinds of terms, and of them names.
KINDS, NAME = 4, 1


def heaviest(starts: Column, weight: Column, found: Column, counts: Column) -> None:
    """The places of each row's heaviest columns in ``found[row]``, the heaviest first, and how many in ``counts``."""
    most = found.shape[1]
    for row in range(len(counts)):
        count = 0
        for at in range(starts[row], starts[row + 1]):
            if count < most:
                count += 1
            elif weight[at] <= weight[found[row, most - 1]]:
                continue
            k = count - 1
            while k > 0 and weight[at] > weight[found[row, k - 1]]:
                found[row, k] = found[row, k - 1]
                k -= 1
            found[row, k] = at
        counts[row] = count


def gather(
    starts: Column, lows: Column, highs: Column, gains: Column, holders: Column, sums: Column, met: Column,
    found: Column, counts: Column,
) -> None:  # fmt: skip
    """The best other rows for each row in ``found[row]``, the best first, and how many in ``counts``.

    Key ``e`` of a row, one of ``starts[row]:starts[row + 1]``, adds ``gains[e]`` to each of
    ``holders[lows[e]:highs[e]]``. ``sums`` has -1 for every row, before and after; ``met`` is room for as many.
    """
    most = found.shape[1]
    for row in range(len(counts)):
        size = 0
        for e in range(starts[row], starts[row + 1]):
            for at in range(lows[e], highs[e]):
                other = holders[at]
                if sums[other] < 0:
                    sums[other] = 0
                    met[size] = other
                    size += 1
                sums[other] += gains[e]
        count = 0
        for m in range(size):
            other = met[m]
            if other == row:
                continue
            if count < most:
                count += 1
            else:
                last = found[row, most - 1]
                if sums[other] < sums[last] or (sums[other] == sums[last] and other > last):
                    continue
            k = count - 1
            while k > 0:
                before = found[row, k - 1]
                if sums[other] < sums[before] or (sums[other] == sums[before] and other > before):
                    break
                found[row, k] = before
                k -= 1
            found[row, k] = other
        counts[row] = count
        for m in range(size):
            sums[met[m]] = -1


def share(
    starts: Column, term: Column, channel: Column, weight: Column, lead: Column, rarity: Column, one: Column,
    other: Column, marks: Column, slots: Column, found: Column,
) -> None:  # fmt: skip
    """The signs that lie in the words of pairs of rows: ``nearness.SIGNS`` up to the rarest.

    Pairs with the same ``one`` stand together. ``marks`` (``MARKS`` of them) and ``slots`` (one for each term) are 0.
    """
    row = -1
    for pair in range(len(one)):
        if one[pair] != row:
            if row >= 0:
                for at in range(starts[row], starts[row + 1]):
                    marks[term[at] & (MARKS - 1)] = 0
                    slots[term[at]] = 0
            row = one[pair]
            for at in range(starts[row], starts[row + 1]):
                marks[term[at] & (MARKS - 1)] = 1
                slots[term[at]] = at - starts[row] + 1
        here = 0.0
        there = 0.0
        names_here = 0.0
        names_there = 0.0
        for at in range(starts[other[pair]], starts[other[pair] + 1]):
            if marks[term[at] & (MARKS - 1)] == 0:
                continue
            slot = slots[term[at]]
            if slot == 0:
                continue
            mine = starts[row] + slot - 1
            if not weight[mine] > 0:
                continue
            found[pair, channel[at]] += weight[mine] * weight[at]
            found[pair, KINDS] += lead[mine] * lead[at]
            here += lead[mine] * lead[mine]
            there += lead[at] * lead[at]
            if channel[at] == NAME:
                names_here += lead[mine] * lead[mine]
                names_there += lead[at] * lead[at]
            found[pair, KINDS + 5] = max(found[pair, KINDS + 5], rarity[term[at]])
        found[pair, KINDS] /= KINDS
        found[pair, KINDS + 1] = min(here / KINDS, there / KINDS)
        found[pair, KINDS + 2] = max(here / KINDS, there / KINDS)
        found[pair, KINDS + 3] = min(names_here, names_there)
        found[pair, KINDS + 4] = max(names_here, names_there)
        found[pair, KINDS + 5] /= 10


def meet(
    starts: Column, others: Column, chance: Column, pairs: Column, order: Column, scratch: Column, both: Column,
    own: Column,
) -> None:  # fmt: skip
    """How much of two rows' neighbours both have, and how much of each pair's first row the second is.

    Neighbours of a row are ``others[starts[row]:starts[row + 1]]``, each by its ``chance``. ``order`` brings pairs with
    the same first row together; ``scratch`` has 0 for every row, before and after.
    """
    row = -1
    for k in range(len(order)):
        pair = order[k]
        if pairs[pair, 0] != row:
            if row >= 0:
                for at in range(starts[row], starts[row + 1]):
                    scratch[others[at]] = 0
            row = pairs[pair, 0]
            for at in range(starts[row], starts[row + 1]):
                scratch[others[at]] = chance[at]
        other = pairs[pair, 1]
        total = 0.0
        for at in range(starts[other], starts[other + 1]):
            total += scratch[others[at]] * chance[at]
        both[pair] = total
        own[pair] = scratch[other]
    if row >= 0:
        for at in range(starts[row], starts[row + 1]):
            scratch[others[at]] = 0
