"""Why a report stands in its story, in words: what it shares with the rest that few other stories have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from secondsource.records import Report
from secondsource.stories.profiles import Channel, Profiles

# As many shared terms are named, the most telling first.
NAMED = 3


def tell(
    reports: Sequence[Report], profiles: Profiles, copied: Mapping[tuple[int, int], float], rows: Sequence[int]
) -> dict[int, str]:
    """One reason for each row of a story."""
    if len(rows) == 1:
        return {rows[0]: "no other report here tells of this event"}
    held = Counter(t for i in rows for t in profiles.term[profiles.row(i)].tolist())
    return {i: _reason(reports, profiles, copied, rows, i, held) for i in rows}


def _reason(
    reports: Sequence[Report],
    profiles: Profiles,
    copied: Mapping[tuple[int, int], float],
    rows: Sequence[int],
    i: int,
    held: Counter[int],
) -> str:
    row = profiles.row(i)
    terms = [t for t in profiles.term[row].tolist() if held[t] > 1]
    channel = dict(zip(profiles.term[row].tolist(), profiles.channel[row].tolist(), strict=True))
    best = sorted(terms, key=lambda t: -profiles.rarity[t] * held[t] * (channel[t] != Channel.WORD))
    words = [profiles.shown[t] for t in best[:NAMED]]
    return f"shares {', '.join(words)} with the others" if words else "nearest to the others by its words"
