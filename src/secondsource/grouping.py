"""A desk's stories, kept up to date one report at a time: the index of terms in its file.

A report that comes is compared with the few that can be found by its rarest terms, and only the stories that it lies
near are arranged anew: whatever is joined or split, the rest stays as it is. Rarity is that of the whole desk as it is
now; pairs further off keep the first scores of when they were compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from secondsource import stories
from secondsource.records import Judgement, Match, Report, Story
from secondsource.store import stories as index

Ints = npt.NDArray[np.int64]

# Log-odds of a first score below which a pair moves nothing: neither joined nor, as a neighbour, told apart by it
# (a chance of .02 that both tell of one event).
FAR = -4.0


@dataclass(frozen=True, slots=True)
class Study:
    """The stories of a whole desk, and what they were made from."""

    found: tuple[Story, ...]
    seqs: Ints
    sketch: stories.Sketch
    keys: Sequence[Ints]  # of each report the terms by which it can be found
    pairs: Ints
    first: npt.NDArray[np.float64]


def study(reports: Mapping[int, Report], matches: Sequence[Match], judgements: Sequence[Judgement]) -> Study:
    """Groups all reports of a desk (by their ``seq``, in their order) at once."""
    pile, made = [*reports.values()], stories.sketch(*reports.values())
    profiles = stories.weigh(made.rows, made.known, len(pile), stories.languages(r.language for r in pile))
    pairs, first = stories.compare(pile, profiles, matches)
    found = stories.arrange(pile, profiles, matches, pairs, first, judgements)
    keys = [stories.keys_of(profiles, k)[0] for k in range(len(pile))]
    return Study(found, np.array([*reports], np.int64), made, keys, pairs, first)


def keep(connection: Connection, made: Study) -> None:
    """Keeps what a desk's stories were made from, instead of what was kept."""
    index.clear(connection, stories.VERSION)
    terms, rows = _terms(made.sketch), made.sketch.rows
    index.count(connection, terms)
    seqs = made.seqs.tolist()
    index.put_rows(connection, ((seq, _row(rows, k, terms.keys)) for k, seq in enumerate(seqs)))
    days = rows.day.tolist()
    found = ((key, days[k], seq) for k, seq in enumerate(seqs) for key in terms.keys[made.keys[k]].tolist())
    index.put_keys(connection, found)
    index.put_pairs(connection, made.seqs[made.pairs], made.first)


def add(
    connection: Connection, seq: int, report: Report, copied: Mapping[int, Report], matches: Sequence[Match]
) -> None:
    """Takes in one report: its terms, by which of them it can be found, and its pairs with those near it.

    ``copied`` are the reports that share a passage with it, by ``seq``, and ``matches`` these passages.
    """
    made = stories.sketch(report)
    terms = _terms(made)
    index.count(connection, terms)
    index.put_rows(connection, [(seq, _row(made.rows, 0, terms.keys))])
    own, keys = profiles_of(connection, [seq])
    term, weight = stories.keys_of(own, 0)
    day = float(own.day[0])
    lists = [index.holders(connection, key, day, stories.COMMON, stories.NEIGHBOURS) for key in keys[term].tolist()]
    near = stories.best(lists, weight * own.rarity[term], seq)
    index.put_keys(connection, ((key, day, seq) for key in keys[term].tolist()))
    others = sorted({*near.tolist(), *copied} - {seq})
    if others:
        pairs = np.array([(0, k) for k in range(1, len(others) + 1)], np.int64)
        scores = _first(connection, [seq, *others], {seq: report, **copied}, matches, pairs)
        index.put_pairs(connection, np.array([(seq, other) for other in others], np.int64), scores)


def _first(
    connection: Connection, seqs: Sequence[int], loaded: Mapping[int, Report], matches: Sequence[Match], pairs: Ints
) -> npt.NDArray[np.float64]:
    """First scores of pairs of these reports; only those that share passages need to be ``loaded``."""
    profiles, _ = profiles_of(connection, seqs)
    pile = [loaded.get(seq) or Report(f"\0{seq}", "", "", "") for seq in seqs]
    held = {r.id for r in pile}
    return stories.scored(pile, profiles, [m for m in matches if m.a in held and m.b in held], pairs)


def forget(connection: Connection, seq: int, report: Report) -> None:
    """Takes a report out of the index, with all that it told."""
    if index.holds(connection, seq):
        index.count(connection, _terms(stories.sketch(report)), -1)
        index.drop(connection, seq)


def near(connection: Connection, seqs: Iterable[int]) -> set[int]:
    """The reports that lie so near to these that their place may move."""
    return {other for _, other, score in index.pairs(connection, seqs) if score > FAR}


def arrange(
    connection: Connection, reports: Mapping[int, Report], matches: Sequence[Match], judgements: Sequence[Judgement]
) -> tuple[Story, ...]:
    """The stories of these reports (by ``seq``, in their order), beside all others, which stay where they are."""
    seqs = [*reports]
    place = {seq: k for k, seq in enumerate(seqs)}
    profiles, _ = profiles_of(connection, seqs)
    found = index.pairs(connection, seqs)
    inside = np.array([(place[a], place[b]) for a, b, _ in found if b in place and a < b], np.int64).reshape(-1, 2)
    around = [(a, b, score) for a, b, score in found if b not in place]
    for _, b, _ in around:
        place.setdefault(b, len(place))
    outside = np.array([(place[a], place[b]) for a, b, _ in around], np.int64).reshape(-1, 2)
    pile = [*reports.values()]
    first = stories.scored(pile, profiles, matches, inside)
    scores = np.concatenate([first, np.array([score for _, _, score in around], np.float64)])
    return stories.arrange(pile, profiles, matches, np.concatenate([inside, outside]), scores, judgements)


def profiles_of(connection: Connection, seqs: Collection[int]) -> tuple[stories.Profiles, Ints]:
    """The profiles of these reports, weighed by the whole desk; and the key of each term of their vocabulary."""
    held = index.rows(connection, seqs)
    rows = [held[seq] for seq in seqs]
    keys, term = np.unique(np.concatenate([row.keys for row in rows]), return_inverse=True)
    terms = index.terms(connection, keys)
    known = stories.Known(
        *stories.numbered(terms.terms), terms.shown, terms.held, terms.inside, terms.capital, terms.figure
    )
    packed = stories.Rows(
        np.cumsum([0, *(len(row.keys) for row in rows)]),
        term.astype(np.int64),
        np.concatenate([row.whole for row in rows]),
        np.concatenate([row.lead for row in rows]),
        np.array([row.day for row in rows], np.float64),
        np.array([row.year for row in rows], np.float64),
        np.array([row.weekdays for row in rows], np.int64),
    )
    spoken = stories.languages(index.languages(connection))
    return stories.weigh(packed, known, index.size(connection), spoken), keys


def _terms(made: stories.Sketch) -> index.Terms:
    known = made.known
    keys = np.array(made.keys(), np.int64)
    columns = known.held, known.inside, known.capital, known.figure
    return index.Terms(keys, known.terms(), known.shown, *columns)


def _row(rows: stories.Rows, k: int, keys: Ints) -> index.Row:
    part = slice(int(rows.starts[k]), int(rows.starts[k + 1]))
    of = keys[rows.term[part]], rows.whole[part], rows.lead[part]
    return index.Row(float(rows.day[k]), float(rows.year[k]), int(rows.weekdays[k]), *of)
