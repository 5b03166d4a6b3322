"""Passages to verdicts: what each is, and why, in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Match, MatchKind, Report
from secondsource.reuse.fingerprints import ALONE, CAPITAL, FURNITURE, QUOTED, Prints
from secondsource.reuse.passages import Passages
from secondsource.reuse.recurring import minor, recurring

Ints = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

# A date that numpy can read; others count as none.
_DAY = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")

# Equal words, and characters, below which a passage is what two people may write of one event without reading each
# other. Words swept 12–18, characters 80–100 on planted reports (plagdet .959 with 12 words alone, .977 with both); the
# labelled pairs of ECB+ come out the same from 12 to 18 words.
PHRASE_WORDS = 12
PHRASE_CHARACTERS = 90

# Equal words beyond those that differ. Formulas with other names and figures in them (*a 40-year-old man was pronounced
# dead at …*) align too, but with every other word changed. Swept 6–12 on planted passages: plagdet .978–.979, flat.
PHRASE_SURPLUS = 9

# Reports so many days apart that share little else have a passage of fewer equal words than this (less those changed)
# from the language of their trade. Set on the 2,191 local reports, where nearly all shorter ones are such.
FAR_DAYS = 30
FAR_WORDS = 30

# Up to so many words a passage that is mostly capitals is names, titles, addresses and scores.
NAMES_WORDS = 20
NAMES_SHARE = 0.6

# A passage is shared as somebody's words where at least half of it stands in quotation marks in either report (one
# may have dropped the marks) and no more than this many words stand outside: *…, the team's manager said in a
# statement.* With more, reporting was shared too.
QUOTED_SHARE = 0.5
UNQUOTED_WORDS = 40

# Words that two reports share as copied reporting, from which on what they quote alike came with it.
COPIED_ALONG = 40

# Share of the words of a passage, in either report, that must stand in furniture.
FURNITURE_SHARE = 0.5

# Share of the shorter report that two reports of one outlet have in common when one is a new version of the other.
VERSION_SHARE = 0.5


def judge(reports: Sequence[Report], prints: Prints, passages: Passages) -> tuple[Match, ...]:
    """A match for each passage, in the order of the reports."""
    if not len(passages):
        return ()
    flags = prints.flags | _furniture(reports, prints)
    size = passages.a_end - passages.a_first, passages.b_end - passages.b_first
    outlets = _outlets(reports)
    pair = passages.a * len(reports) + passages.b
    shared = _per_pair(pair, passages.equal)
    own, line = recurring(prints, passages, outlets, shared)
    within = passages.a == passages.b
    furniture = within | own | (_share(flags, FURNITURE, passages, size) >= FURNITURE_SHARE)
    weight, characters = _weight(flags, prints, passages)
    names = (_share(flags, CAPITAL, passages, size) >= NAMES_SHARE) & (weight < NAMES_WORDS)
    surplus = 2 * passages.equal - np.maximum(*size)
    few = (weight < PHRASE_WORDS) | (characters < PHRASE_CHARACTERS) | (surplus < PHRASE_SURPLUS)
    far = minor(prints, passages, shared) & (surplus < FAR_WORDS) & (_days_apart(reports, passages) >= FAR_DAYS)
    phrase = ~furniture & (line | few | far | names)
    quoted_share = _share(flags, QUOTED, passages, size)
    quoted = ~furniture & ~phrase & (quoted_share >= QUOTED_SHARE)
    quoted &= (1 - quoted_share) * np.maximum(*size) <= UNQUOTED_WORDS
    copied = ~furniture & ~phrase & ~quoted
    quoted &= _per_pair(pair, np.where(copied, passages.equal, 0)) < COPIED_ALONG
    same = (outlets[passages.a] >= 0) & (outlets[passages.a] == outlets[passages.b])
    words = np.diff(prints.firsts)
    whole = shared >= VERSION_SHARE * np.minimum(words[passages.a], words[passages.b])
    verdict = np.select(
        [within, own, furniture, line & phrase, names & phrase, few & phrase, phrase, quoted, same & whole, same],
        list(range(10)),
        default=10,
    )
    alone = _count(flags, ALONE, passages.a_first, passages.a_end) * 2 > size[0]
    return _matches(reports, prints, passages, verdict, alone, np.round(100 * quoted_share))


# What each verdict is, and why, in the order of the choices above; {words} is *the same 40 words, 3 changed*.
_VERDICTS = (
    (MatchKind.FURNITURE, "{words} twice in one report: a headline or summary that repeats it"),
    (MatchKind.FURNITURE, "{words} recur in most reports of {outlet}: its furniture"),
    (MatchKind.FURNITURE, "{words}, in page furniture"),
    (MatchKind.PHRASE, "{words}, which many reports carry that share nothing else: a set line"),
    (MatchKind.PHRASE, "{words}, nearly all names or titles"),
    (MatchKind.PHRASE, "only {words}: too few to show copying"),
    (MatchKind.PHRASE, "{words}, in reports of different months that share little else: a set phrase"),
    (MatchKind.QUOTED, "{words}, {quoted} % in quotation marks: one speaker's words"),
    (MatchKind.VERSION, "{words}: {outlet}'s own report again"),
    (MatchKind.VERSION, "{words}: {outlet} uses its own text again"),
    (MatchKind.COPIED, "{words}"),
)
_NAME_OUTLET = frozenset(k for k, (_, why) in enumerate(_VERDICTS) if "{outlet}" in why)
_GIVE_QUOTED = [k for k, (_, why) in enumerate(_VERDICTS) if "{quoted}" in why]


def _matches(
    reports: Sequence[Report], prints: Prints, passages: Passages, verdict: Ints, alone: Flags, quoted: Ints
) -> tuple[Match, ...]:
    sizes = passages.a_end - passages.a_first, passages.b_end - passages.b_first
    similarity = np.round(2 * passages.equal / (sizes[0] + sizes[1]), 4)
    columns = (
        passages.a,
        prints.starts[passages.a_first],
        prints.ends[passages.a_end - 1],
        passages.b,
        prints.starts[passages.b_first],
        prints.ends[passages.b_end - 1],
        similarity,
        verdict,
        passages.equal,
        np.maximum(*sizes) - passages.equal,
        alone,
        np.where(np.isin(verdict, _GIVE_QUOTED), quoted, 0),
    )
    ids = [report.id for report in reports]
    why = functools.cache(_why)
    named = [reports[a].source if k in _NAME_OUTLET else "" for a, k in zip(passages.a, verdict.tolist(), strict=True)]
    return tuple(
        [
            Match(
                ids[a],
                a0,
                a1,
                ids[b],
                b0,
                b1,
                similar,
                _VERDICTS[k][0],
                why(k, equal, changed, by_character, q, outlet),
            )
            for a, a0, a1, b, b0, b1, similar, k, equal, changed, by_character, q, outlet in zip(
                *(c.tolist() for c in columns), named, strict=True
            )
        ]
    )


def _why(verdict: int, equal: int, changed: int, by_character: bool, quoted: float, outlet: str) -> str:
    return _VERDICTS[verdict][1].format(words=_words(equal, changed, by_character), outlet=outlet, quoted=int(quoted))


def _words(equal: int, changed: int, by_character: bool) -> str:
    """*the same 134 words, 3 changed*."""
    unit = "characters" if by_character else "words"
    return f"the same {equal} {unit}, {changed} changed" if changed else f"the same {equal} {unit}"


def _furniture(reports: Sequence[Report], prints: Prints) -> Ints:
    """The flag FURNITURE for each word that stands in a report's page furniture."""
    flags = np.zeros(len(prints.flags), np.uint8)
    for d, report in enumerate(reports):
        low, high = prints.firsts[d], prints.firsts[d + 1]
        for span in report.furniture:
            first, end = np.searchsorted(prints.starts[low:high], (span.start, span.end))
            flags[low + first : low + end] = FURNITURE
    return flags


def _outlets(reports: Sequence[Report]) -> Ints:
    """A number for each report's outlet, -1 where none is given."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(_outlet(r.source), len(known)) if r.source_given else -1 for r in reports])


def _days_apart(reports: Sequence[Report], passages: Passages) -> Ints:
    """Days between the two reports of each passage, 0 where one has no date."""
    days = np.array([(r.published or "")[:10] if _DAY.match(r.published or "") else "NaT" for r in reports], "M8[D]")
    apart = np.abs((days[passages.a] - days[passages.b]).astype(float))
    return np.nan_to_num(np.where(np.isnat(days[passages.a]) | np.isnat(days[passages.b]), 0, apart))


def _outlet(source: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\d?\.)?|(?::\d+)?/?$", "", source.strip().casefold())


def _per_pair(pair: Ints, amounts: Ints) -> Ints:
    """The sum over all passages of the same two reports, for each passage."""
    _, number = np.unique(pair, return_inverse=True)
    sums: Ints = np.bincount(number, amounts)[number]
    return sums


def _count(flags: Ints, flag: int, first: Ints, end: Ints) -> Ints:
    """How many words of each stretch have the flag."""
    total = np.zeros(len(flags) + 1, np.int64)
    np.cumsum((flags & flag) > 0, out=total[1:])
    counts: Ints = total[end] - total[first]
    return counts


def _share(flags: Ints, flag: int, passages: Passages, size: tuple[Ints, Ints]) -> Ints:
    """The part of each passage that has the flag, in the report where it is larger."""
    return np.maximum(
        _count(flags, flag, passages.a_first, passages.a_end) / size[0],
        _count(flags, flag, passages.b_first, passages.b_end) / size[1],
    )


def _weight(flags: Ints, prints: Prints, passages: Passages) -> tuple[Ints, Ints]:
    """Equal words, and characters of the shorter side, of each passage.

    A character of a script without spaces tells as much as half a word or three letters.
    """
    alone = _count(flags, ALONE, passages.a_first, passages.a_end)
    size = passages.a_end - passages.a_first
    in_a = prints.ends[passages.a_end - 1] - prints.starts[passages.a_first]
    in_b = prints.ends[passages.b_end - 1] - prints.starts[passages.b_first]
    return passages.equal * (1 - alone / size / 2), np.minimum(in_a, in_b) + 2 * alone
