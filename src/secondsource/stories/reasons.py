"""Why a report stands in its story, in words: what it shares with the others there that few reports elsewhere have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from secondsource.records import Report
from secondsource.stories import background
from secondsource.stories.profiles import Channel, Profiles

# So many shared terms are named, the most telling first.
NAMED = 3

# What a reader takes as a sign of the same event, before what only weighs in the sum.
_TELLING = {Channel.PAIR: 1.6, Channel.NAME: 1.0, Channel.FIGURE: 0.5, Channel.WORD: 0.5}

# "at 4" is no name of anything: a word as common as this makes no pair worth showing.
_COMMON = 0.05

Terms = Mapping[int, Channel]


def tell(
    reports: Sequence[Report], profiles: Profiles, copies: Mapping[int, frozenset[int]], rows: Sequence[int]
) -> dict[int, str]:
    """One reason for each row of a story; ``copies`` are the rows of the pile that share a passage with a row."""
    if len(rows) == 1:
        return {rows[0]: "no other report here tells of this event"}
    held: dict[int, list[int]] = defaultdict(list)
    terms: dict[int, Terms] = {}
    for i in rows:
        row = profiles.row(i)
        kinds = [Channel(int(c)) for c in profiles.channel[row]]
        terms[i] = dict(zip(profiles.term[row].tolist(), kinds, strict=True))
        for term in terms[i]:
            held[term].append(i)
    story = frozenset(rows)
    return {
        i: _reason(
            reports,
            profiles,
            rows,
            i,
            _chosen(profiles, terms[i], held),
            sorted(copies.get(i, story - story) & story),
            held,
        )
        for i in rows
    }


def _chosen(profiles: Profiles, terms: Terms, held: Mapping[int, Sequence[int]]) -> list[int]:
    """The most telling of a report's terms that others in the story have too, none inside another."""
    shared = [t for t in terms if len(held[t]) > 1 and _worth_showing(profiles.shown[t], terms[t])]
    shared.sort(key=lambda t: (-profiles.rarity[t] * _TELLING[terms[t]] * min(len(held[t]), 4), profiles.shown[t]))
    chosen: list[int] = []
    named: set[str] = set()
    for term in shared:
        words = set(profiles.shown[term].lower().split())
        if words & named:
            continue
        named |= words
        chosen.append(term)
        if len(chosen) == NAMED:
            break
    return chosen


def _worth_showing(shown: str, channel: Channel) -> bool:
    if channel is not Channel.PAIR:
        return True
    at_large = background.table()
    words = [word for word in shown.lower().split() if not word[0].isdigit()]
    return bool(words) and all(word not in at_large or at_large[word].share < _COMMON for word in words)


def _reason(
    reports: Sequence[Report],
    profiles: Profiles,
    rows: Sequence[int],
    i: int,
    chosen: Sequence[int],
    here: Sequence[int],
    held: Mapping[int, Sequence[int]],
) -> str:
    said = []
    if here:
        said.append(f"has a passage in common with {_these(reports, here, rows)}")
    if chosen:
        others = sorted({j for t in chosen for j in held[t]} - {i})
        said.append(f"shares {_listed([profiles.shown[t] for t in chosen])} with {_these(reports, others, rows)}")
    return "; ".join(said) or "lies nearest to these reports by its words as a whole, with no one thing that tells"


def _these(reports: Sequence[Report], some: Sequence[int], rows: Sequence[int]) -> str:
    """The other reports by their ids; by their number, where they are many."""
    if len(some) <= 2:
        return _listed([reports[j].id for j in some])
    return f"{len(some)} of the other {len(rows) - 1} reports" if len(some) < len(rows) - 1 else "all others here"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
