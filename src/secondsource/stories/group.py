"""Reports and what they share → stories: find likely pairs, compare them, join them, say why."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from secondsource.records import Match, MatchKind, Report, Story
from secondsource.stories import candidates, clusters, reasons
from secondsource.stories.nearness import Nearness
from secondsource.stories.profiles import profile
from secondsource.stories.surroundings import Surroundings

VERSION = "3"


def group(reports: Sequence[Report], matches: Sequence[Match]) -> tuple[Story, ...]:
    """The stories of a pile, in the order of their first reports; every report stands in exactly one."""
    profiles = profile(reports)
    copied = copies(reports, matches)
    nearness = Nearness(profiles, copied)
    pairs = candidates.pairs(profiles, copied)
    around = Surroundings(len(reports), pairs, nearness.scores(pairs))
    groups = clusters.join(len(reports), pairs, lambda some: around.scores(some, nearness.scores(some)))
    sharing = _sharing(copied)
    return tuple(_story(reports, rows, reasons.tell(reports, profiles, sharing, rows)) for rows in groups)


def copies(reports: Sequence[Report], matches: Sequence[Match]) -> dict[tuple[int, int], float]:
    """Of each pair of rows ``(i, j)``, ``i < j``, the share of the shorter that stands in the other."""
    rows = {report.id: i for i, report in enumerate(reports)}
    lengths = [sum(e - s for s, e in r.paragraphs) or len(r.text) for r in reports]
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for match in matches:
        if match.kind in (MatchKind.COPIED, MatchKind.VERSION) and match.a != match.b:
            i, j = sorted((rows[match.a], rows[match.b]))
            shared[i, j] += min(match.a_end - match.a_start, match.b_end - match.b_start)
    return {(i, j): min(1.0, n / max(1, min(lengths[i], lengths[j]))) for (i, j), n in shared.items()}


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
