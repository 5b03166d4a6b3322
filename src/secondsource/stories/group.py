"""Reports and what they share → stories: find likely pairs, compare them, join them, say why."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from secondsource.records import Doubt, Judgement, Match, MatchKind, Report, Story
from secondsource.stories import candidates, clusters, doubts, reasons
from secondsource.stories.doubts import APART, TOGETHER
from secondsource.stories.nearness import Nearness, OfPairs
from secondsource.stories.profiles import Floats, Ints, Profiles, profile
from secondsource.stories.surroundings import Surroundings

VERSION = "8"

# Two reports are copies of one text where so much of the shorter stands in the other, and so much of the longer is
# that: a brief inside a round-up of five is not the round-up's story. Swept .5–.6 and .25–.35: no labelled set moves.
MOST_OF_SHORTER, MUCH_OF_LONGER = 0.6, 0.35

# Log-odds that copies of one text tell of one event, whatever openings and headlines they have of their own, and the
# most that anything tells: two groups of copies are tight, and would else have to be nearer than copies are. Swept 4 to
# 12 with and without the bound: level on topics not seen, but at 4 (ECB+ .951, else .957); made-up piles of 200 copies,
# many of copies with openings of their own, fall apart least with the bound.
COPIES = 6.0

# A report that holds so many others, which share nothing with one another, is a round-up of several events. Its
# nearness to each tells this much (log-odds) at most: less than a pair must say to be joined. Not swept: the labelled
# sets don't move, made-up round-ups fall apart as they should.
FEWEST_BRIEFS, OF_A_ROUND_UP = 3, 0.0

# Two of 200,000 stories share an id with a chance of 1 in 14,000 (of 8 digits it was sure).
ID_DIGITS = 12

# Copies that a text has, from which on its other copies are compared with it and not with one another: two copies of it
# are copies of one text. (``reuse`` leaves out pairs from some 250 holders on, of which not all have most of the text.)
MANY_COPIES = 128


def group(
    reports: Sequence[Report], matches: Sequence[Match], judgements: Sequence[Judgement] = ()
) -> tuple[Story, ...]:
    """The stories of a pile, in the order of their first reports; every report stands in exactly one.

    A reader's ``judgements`` on two reports (*one-story*, *two-stories*) win.
    """
    profiles = profile(reports)
    pairs, first = compare(reports, profiles, matches)
    return arrange(reports, profiles, matches, pairs, first, judgements)


def compare(reports: Sequence[Report], profiles: Profiles, matches: Sequence[Match]) -> tuple[Ints, Floats]:
    """The pairs of rows that are worth comparing, and their first scores."""
    copied = copies(reports, matches)
    pairs = candidates.pairs(profiles, copied)
    return pairs, scored(reports, profiles, matches, pairs)


def scored(reports: Sequence[Report], profiles: Profiles, matches: Sequence[Match], pairs: Ints) -> Floats:
    """The first scores of pairs of rows ``(i, j)``, ``i < j``: log-odds that they tell of one event, by themselves."""
    return Nearness(profiles, copies(reports, matches)).scores(pairs)


def arrange(
    reports: Sequence[Report],
    profiles: Profiles,
    matches: Sequence[Match],
    pairs: Ints,
    first: Floats,
    judgements: Sequence[Judgement] = (),
) -> tuple[Story, ...]:
    """The stories of ``reports``, given the pairs worth comparing and their first scores.

    Rows from ``len(reports)`` on are neighbours that stay where they are: what near ones tell is told by them too.
    """
    count = len(reports)
    copied = copies(reports, matches)
    nearness = Nearness(profiles, copied)
    around = Surroundings(int(max(count, pairs.max(initial=-1) + 1)), pairs, first)
    of_one = of_one_text(reports, matches)
    same, hubs = OfPairs.made(dict.fromkeys(of_one, COPIES)), _hubs(of_one)
    parts = OfPairs.made(dict.fromkeys(of_round_ups(reports, matches), OF_A_ROUND_UP))
    inside = (pairs < count).all(axis=1)
    told = OfPairs(pairs[inside, 0] << 32 | pairs[inside, 1], first[inside])

    def scores(some: Ints) -> Floats:
        known = told.of(some, np.nan)
        fresh = np.isnan(known)
        if fresh.any():
            known[fresh] = nearness.scores(some[fresh])
        sure = same.of(some, -np.inf)
        if hubs:
            sure[[not hubs[i].isdisjoint(hubs[j]) for i, j in some.tolist()]] = COPIES
        return np.minimum(np.maximum(around.scores(some, known), sure), parts.of(some, COPIES))

    said = _said(reports, judgements)
    groups, close = clusters.grouped(count, pairs[inside], scores, together=said[TOGETHER], apart=said[APART])
    sharing = _sharing(copied)
    unsure = doubts.tell(reports, groups, close, scores, settled={row for pair in said[TOGETHER] for row in pair})
    return tuple(
        _story(reports, rows, _judged(reports, reasons.tell(reports, profiles, sharing, rows), said), unsure)
        for rows in groups
    )


def story_id(first: str) -> str:
    """The id of the story whose first report, in the order in which reports came, is this.

    So an id names a report for good, and the story is the one that holds it, whatever is joined and split.
    """
    return "s-" + hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def copies(reports: Sequence[Report], matches: Sequence[Match]) -> dict[tuple[int, int], float]:
    """Of each pair of rows ``(i, j)``, ``i < j``, how much of the two is one text: the mean (geometric) of both shares.

    So a brief that stands in a round-up of five has less in common with it than two dispatches that are half one text.
    """
    return {pair: min(1.0, n / (short * long) ** 0.5) for pair, (n, short, long) in _copied(reports, matches).items()}


def of_one_text(reports: Sequence[Report], matches: Sequence[Match]) -> frozenset[tuple[int, int]]:
    """The pairs of rows ``(i, j)``, ``i < j``, that are mostly copies of one text."""
    found = _copied(reports, matches).items()
    return frozenset(
        pair for pair, (n, short, long) in found if n >= MOST_OF_SHORTER * short and n >= MUCH_OF_LONGER * long
    )


def of_round_ups(reports: Sequence[Report], matches: Sequence[Match]) -> frozenset[tuple[int, int]]:
    """The pairs of rows ``(i, j)``, ``i < j``, of a round-up and one of the briefs that stand in it."""
    copied = _copied(reports, matches)
    lengths = _lengths(reports)
    briefs: dict[int, list[int]] = defaultdict(list)
    for (i, j), (n, short, long) in copied.items():
        if n >= MOST_OF_SHORTER * short and n < MUCH_OF_LONGER * long:
            brief, whole = (i, j) if lengths[i] < lengths[j] else (j, i)
            briefs[whole].append(brief)
    return frozenset(
        (min(whole, brief), max(whole, brief))
        for whole, held in briefs.items()
        if len(held) >= FEWEST_BRIEFS and not any(pair in copied for pair in itertools.combinations(sorted(held), 2))
        for brief in held
    )


def _lengths(reports: Sequence[Report]) -> list[int]:
    """How many characters of reporting each report has."""
    return [max(1, sum(e - s for s, e in r.paragraphs) or len(r.text)) for r in reports]


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
    lengths = _lengths(reports)
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


def _said(reports: Sequence[Report], judgements: Sequence[Judgement]) -> dict[str, list[tuple[int, int]]]:
    """The pairs of rows that a reader judged to be of one story, and of two, the last judged first."""
    found: dict[str, list[tuple[int, int]]] = {TOGETHER: [], APART: []}
    asked = [j for j in judgements if j.verdict in found]
    row = {report.id: i for i, report in enumerate(reports)} if asked else {}
    for j in reversed(asked):
        if j.a in row and j.b in row:
            found[j.verdict].append((row[j.a], row[j.b]))
    return found


def _judged(
    reports: Sequence[Report],
    why: Mapping[int, str],
    said: Mapping[str, Sequence[tuple[int, int]]],
) -> dict[int, str]:
    """The reasons, with what a reader judged before them."""
    found = dict(why)
    for i, j in said[TOGETHER]:
        for one, other in ((i, j), (j, i)):
            if one in found and other in found:
                found[one] = f"a reader judged it to be of one story with {reports[other].id}; {found[one]}"
    for i, j in said[APART]:
        for one, other in ((i, j), (j, i)):
            if one in found:
                found[one] = f"a reader judged it to be of another story than {reports[other].id}; {found[one]}"
    return found


def _story(
    reports: Sequence[Report], rows: Sequence[int], why: Mapping[int, str], unsure: Mapping[int, Sequence[Doubt]]
) -> Story:
    ordered = sorted(rows, key=lambda i: ("9999" if reports[i].date_doubtful else reports[i].published or "9999", i))
    return Story(
        story_id(reports[rows[0]].id),
        tuple(reports[i].id for i in ordered),
        tuple((reports[i].id, why[i]) for i in ordered),
        tuple(doubt for i in ordered for doubt in unsure.get(i, ())),
    )
