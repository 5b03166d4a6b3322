"""Reports and what they share → stories: find likely pairs, compare them, join them, say why."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from secondsource.records import Match, MatchKind, Report, Story
from secondsource.stories import candidates, clusters, reasons
from secondsource.stories.nearness import Nearness
from secondsource.stories.profiles import Floats, Ints, profile
from secondsource.stories.surroundings import Surroundings

VERSION = "5"

# Two reports are copies of one text where so much of the shorter stands in the other, and so much of the longer is
# that: a brief inside a round-up of five is not the round-up's story. Swept .5–.6 and .25–.35: no labelled set moves.
MOST_OF_SHORTER, MUCH_OF_LONGER = 0.6, 0.35

# Log-odds that copies of one text tell of one event, whatever openings and headlines they have of their own, and the
# most that anything tells: two groups of copies are tight, and would else have to be nearer than copies are. Swept 4 to
# 12 with and without the bound: level on topics not seen, but at 4 (ECB+ .951, else .957); made-up piles of 200 copies,
# many of copies with openings of their own, fall apart least with the bound.
COPIES = 6.0

# Copies that a text has, from which on its other copies are compared with it and not with one another: two copies of it
# are copies of one text. (``reuse`` leaves out pairs from some 250 holders on, of which not all have most of the text.)
MANY_COPIES = 128


def group(reports: Sequence[Report], matches: Sequence[Match]) -> tuple[Story, ...]:
    """The stories of a pile, in the order of their first reports; every report stands in exactly one."""
    profiles = profile(reports)
    copied = copies(reports, matches)
    nearness = Nearness(profiles, copied)
    pairs = candidates.pairs(profiles, copied)
    around = Surroundings(len(reports), pairs, nearness.scores(pairs))
    same = of_one_text(reports, matches)
    hubs = _hubs(same)

    def scores(some: Ints) -> Floats:
        one = [(i, j) in same or not hubs[i].isdisjoint(hubs[j]) for i, j in some.tolist()]
        sure = np.where(one, COPIES, -np.inf)
        found: Floats = np.minimum(np.maximum(around.scores(some, nearness.scores(some)), sure), COPIES)
        return found

    groups = clusters.join(len(reports), pairs, scores)
    sharing = _sharing(copied)
    return tuple(_story(reports, rows, reasons.tell(reports, profiles, sharing, rows)) for rows in groups)


def copies(reports: Sequence[Report], matches: Sequence[Match]) -> dict[tuple[int, int], float]:
    """Of each pair of rows ``(i, j)``, ``i < j``, the share of the shorter that stands in the other."""
    return {pair: min(1.0, n / short) for pair, (n, short, _) in _copied(reports, matches).items()}


def of_one_text(reports: Sequence[Report], matches: Sequence[Match]) -> frozenset[tuple[int, int]]:
    """The pairs of rows ``(i, j)``, ``i < j``, that are mostly copies of one text."""
    found = _copied(reports, matches).items()
    return frozenset(
        pair for pair, (n, short, long) in found if n >= MOST_OF_SHORTER * short and n >= MUCH_OF_LONGER * long
    )


def _hubs(same: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    """Of each row the much copied ones that it is a copy of, itself among them."""
    copies_of: dict[int, set[int]] = defaultdict(set)
    for i, j in same:
        copies_of[i].add(j)
        copies_of[j].add(i)
    hubs: defaultdict[int, set[int]] = defaultdict(set)
    for hub, others in copies_of.items():
        if len(others) >= MANY_COPIES:
            for i in (hub, *others):
                hubs[i].add(hub)
    return hubs


def _copied(reports: Sequence[Report], matches: Sequence[Match]) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Of each pair of rows that share copied text: how many characters, of the shorter's and of the longer's."""
    rows = {report.id: i for i, report in enumerate(reports)}
    lengths = [max(1, sum(e - s for s, e in r.paragraphs) or len(r.text)) for r in reports]
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for match in matches:
        if match.kind in (MatchKind.COPIED, MatchKind.VERSION) and match.a != match.b:
            i, j = sorted((rows[match.a], rows[match.b]))
            shared[i, j] += min(match.a_end - match.a_start, match.b_end - match.b_start)
    return {(i, j): (n, min(lengths[i], lengths[j]), max(lengths[i], lengths[j])) for (i, j), n in shared.items()}


def _sharing(copied: Mapping[tuple[int, int], float]) -> dict[int, frozenset[int]]:
    """Of each row the rows that share a passage with it."""
    found: dict[int, set[int]] = defaultdict(set)
    for i, j in copied:
        found[i].add(j)
        found[j].add(i)
    return {i: frozenset(others) for i, others in found.items()}


def _story(reports: Sequence[Report], rows: Sequence[int], why: Mapping[int, str]) -> Story:
    ordered = sorted(rows, key=lambda i: (reports[i].published or "9999", i))
    name = hashlib.sha256(reports[rows[0]].id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Story(f"s-{name}", tuple(reports[i].id for i in ordered), tuple((reports[i].id, why[i]) for i in ordered))
