"""Passages to verdicts: what each is, and why, in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Match, MatchKind, Report
from secondsource.reuse.passages import Passages
from secondsource.reuse.recurring import MINOR, minor, recurring

Ints = npt.NDArray[Any]

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

# Words, in either report, to the next copied passage of the two, up to which one that has too few equal words by itself
# came with it. Where over 15 % of the words differ, recall on planted copies of local news is .923 without and .927 as
# here, and on others .931 without, .934 with 40 and .935 as here; plagdet is the same.
ALONG_WORDS = 120

# The same, for all that two reports share as reporting, where that is little of either and only parts of sentences that
# go otherwise: a charge sheet, a record, what two people write of one event. (Whole sentences are copied even by
# themselves.) Swept 12–40: the labelled pairs of ECB+ come out best from 20 to 24; on planted passages plagdet is the
# same to .0003, and recall where over 15 % of the words differ to .0013, at 20.
LONE_SURPLUS = 20

# Words of its first or last sentence that may be missing from a passage, or of the next that may be in it, which still
# counts as whole sentences, beside as many as were changed within (those at its ends are lost with theirs); characters
# in which they are looked for.
STRAY_WORDS = 2
SENTENCE = 120
_SENTENCE_END = re.compile(r"""[.!?…。！？؟।]["”’'»)\]]*\s|\n""")

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

# Share of the shorter report that two reports of one outlet have in common when one is a new version of the other. A
# new version keeps that share of the longer one too, or else grows from the same lead, which stands in the first words
# of both; without either, the outlet has put one report into another one. What it shares with itself beside that is
# its background and its house lines.
VERSION_SHARE = 0.5
LEAD_WORDS = 40


@dataclass(frozen=True, slots=True)
class Matches:
    """The matches of a pile as struct of arrays: passages, and for each what it is, and how alike its sides are.

    ``verdict`` is a place in the table of verdicts; the words of a verdict are made when a record is asked for.
    """

    reports: Sequence[Report]
    passages: Passages
    verdict: Ints
    similarity: Ints

    def __len__(self) -> int:
        return len(self.passages)

    def records(self) -> tuple[Match, ...]:
        """A record for each match, in the order of the reports."""
        return _records(self)

    def table(self) -> Any:  # noqa: ANN401 - arro3 is not typed
        """The matches as an Arrow table, with the columns of ``secondsource reuse``."""
        from arro3.core import Array, DataType, Table

        ids = np.array([report.id for report in self.reports], object)
        kinds = np.array([str(kind) for kind, _ in _VERDICTS], object)
        texts = {"a": ids[self.passages.a], "b": ids[self.passages.b], "kind": kinds[self.verdict]}
        numbers = {n: getattr(self.passages, m) for n, m in _OFFSETS.items()} | {"similarity": self.similarity}
        columns = {n: Array(v.tolist(), DataType.string()) for n, v in texts.items()}
        columns |= {n: Array.from_numpy(np.ascontiguousarray(v)) for n, v in numbers.items()}
        order = ("a", "a_start", "a_end", "b", "b_start", "b_end", "similarity", "kind")
        return Table.from_pydict({name: columns[name] for name in order})


_OFFSETS = {"a_start": "a_start", "a_end": "a_stop", "b_start": "b_start", "b_end": "b_stop"}


def judge(reports: Sequence[Report], words: Ints, passages: Passages, held: Mapping[str, int] | None = None) -> Matches:
    """What each passage is; ``words`` is how many each report has.

    ``held`` is how many reports each outlet has, by its name, where these are only some of a desk's.
    """
    size = passages.a_end - passages.a_first, passages.b_end - passages.b_first
    longer = np.maximum(*size)
    similarity = np.round(2 * passages.equal / (size[0] + size[1]), 4)
    outlets = _outlets(reports)
    pair = _pairs(passages)
    shared = _per_pair(pair, passages.equal)
    little = minor(passages, words, shared)
    own, line = recurring(passages, little, outlets, _sizes(reports, outlets, held))
    within = passages.a == passages.b
    furniture = within | own | (_share(passages, "furniture", size) >= FURNITURE_SHARE)
    weight, characters = _weight(passages, size)
    names = (weight < NAMES_WORDS) & (_share(passages, "capital", size) >= NAMES_SHARE)
    surplus = 2 * passages.equal - longer
    few = (weight < PHRASE_WORDS) | (characters < PHRASE_CHARACTERS) | (surplus < PHRASE_SURPLUS)
    far = little & (surplus < FAR_WORDS) & (_days_apart(reports, passages) >= FAR_DAYS)
    phrase = ~furniture & (line | few | far | names)
    quoted_share = _share(passages, "quoted", size)
    quoted = ~furniture & ~phrase & (quoted_share >= QUOTED_SHARE)
    quoted &= (1 - quoted_share) * longer <= UNQUOTED_WORDS
    if quoted.any():
        copied = ~furniture & ~phrase & ~quoted
        quoted &= _per_pair(pair, np.where(copied, passages.equal, 0)) < COPIED_ALONG
    told = ~furniture & ~phrase & ~quoted
    along = np.flatnonzero(phrase & (characters >= PHRASE_CHARACTERS) & ~line & ~far & ~names)
    along = along[_beside(passages, pair, told, along)]
    phrase[along], told[along] = False, True
    lone = told & _little_told(passages, words, pair, told, surplus)
    lone[lone] = _parts_of_sentences(reports, passages.take(np.flatnonzero(lone)))
    same, most, inserted = np.zeros((3, len(passages)), np.bool_)
    if (outlets >= 0).any():
        same = (outlets[passages.a] >= 0) & (outlets[passages.a] == outlets[passages.b])
        most = same & (shared >= VERSION_SHARE * np.minimum(words[passages.a], words[passages.b]))
        inserted = most & ~_grown(passages, words, pair, shared)
    choices = [within, own, furniture, line & phrase, names & phrase, few & phrase, phrase, quoted, lone]
    choices += [inserted, most, same]
    verdict = np.select(choices, [np.int8(k) for k in range(len(choices))], default=np.int8(len(choices)))
    return Matches(reports, passages, verdict, similarity)


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
    (MatchKind.PHRASE, "{words}, part of a sentence that goes otherwise, and little else: too few to show copying"),
    (MatchKind.COPIED, "{words}: {outlet} has put most of one report into another that opens with other news"),
    (MatchKind.VERSION, "{words}: {outlet}'s own report again"),
    (MatchKind.VERSION, "{words}: {outlet} uses its own text again"),
    (MatchKind.COPIED, "{words}"),
)
_NAME_OUTLET = frozenset(k for k, (_, why) in enumerate(_VERDICTS) if "{outlet}" in why)
_GIVE_QUOTED = [k for k, (_, why) in enumerate(_VERDICTS) if "{quoted}" in why]


def _records(matches: Matches) -> tuple[Match, ...]:
    passages, reports = matches.passages, matches.reports
    size = passages.a_end - passages.a_first, passages.b_end - passages.b_first
    verdict = matches.verdict
    quoted = np.where(np.isin(verdict, _GIVE_QUOTED), np.round(100 * _share(passages, "quoted", size)), 0)
    columns = (
        passages.a,
        passages.a_start,
        passages.a_stop,
        passages.b,
        passages.b_start,
        passages.b_stop,
        matches.similarity,
        verdict,
        passages.equal,
        np.maximum(*size) - passages.equal,
        2 * passages.a_alone > size[0],
        quoted,
    )
    ids = [report.id for report in reports]
    why = functools.cache(_why)
    named = [
        reports[a].source if k in _NAME_OUTLET else ""
        for a, k in zip(passages.a.tolist(), verdict.tolist(), strict=True)
    ]
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


def _beside(passages: Passages, pair: Ints, told: Ints, chosen: Ints) -> Ints:
    """Whether each chosen passage stands close before or after one that is told, where its two reports share more."""
    copied = np.flatnonzero(told)
    if not len(copied):
        return np.zeros(len(chosen), np.bool_)
    at = np.searchsorted(copied, chosen)
    before, after = copied[np.maximum(at - 1, 0)], copied[np.minimum(at, len(copied) - 1)]
    beside: Ints = _follows(passages, pair, before, chosen) | _follows(passages, pair, chosen, after)
    beside[beside] = np.bincount(pair, np.where(told, passages.equal, 0))[pair[chosen[beside]]] >= COPIED_ALONG
    return beside


def _follows(passages: Passages, pair: Ints, one: Ints, other: Ints) -> Ints:
    """Whether of two passages the other stands close after the one in both of the same two reports."""
    follows: Ints = pair[one] == pair[other]
    for first, end in ((passages.a_first, passages.a_end), (passages.b_first, passages.b_end)):
        gap = first[other] - end[one]
        follows &= (gap >= 0) & (gap <= ALONG_WORDS)
    return follows


def _little_told(passages: Passages, words: Ints, pair: Ints, told: Ints, surplus: Ints) -> Ints:
    """Whether the passages that are ``told`` are too little of the two reports of each passage to show copying."""
    little: Ints = _per_pair(pair, np.where(told, surplus, 0)) < LONE_SURPLUS
    few = np.flatnonzero(little)
    shorter = np.minimum(words[passages.a[few]], words[passages.b[few]])
    little[few] = np.bincount(pair, np.where(told, passages.equal, 0))[pair[few]] < MINOR * shorter
    return little


def _parts_of_sentences(reports: Sequence[Report], passages: Passages) -> Ints:
    """Whether each passage begins, or ends, in the midst of a sentence that goes otherwise in the other report."""
    changed = np.maximum(passages.a_end - passages.a_first, passages.b_end - passages.b_first) - passages.equal
    of = passages.a, passages.a_start, passages.a_stop, passages.b, passages.b_start, passages.b_stop, changed
    parts = [
        (part := _part(reports[a].text, a0, a1, STRAY_WORDS + k))
        and part & _part(reports[b].text, b0, b1, STRAY_WORDS + k)
        for a, a0, a1, b, b0, b1, k in zip(*(c.tolist() for c in of), strict=True)
    ]
    return np.array(parts, np.int8) > 0


def _part(text: str, start: int, stop: int, stray: int) -> int:
    """1 where a passage begins in the midst of a sentence, 2 where it ends so, 3 where both, 0 where neither.

    So many words of a sentence beside it, missing or too many, are nothing.
    """
    ahead = _SENTENCE_END.split(text[max(0, start - SENTENCE) : start])[-1]
    after = _SENTENCE_END.split(text[stop : stop + SENTENCE], maxsplit=1)[0]
    begins, ends = _more(ahead, stray), _more(after, stray)
    if begins or ends:
        first, *rest = _SENTENCE_END.split(text[start:stop])
        begins = begins and not (rest and not _more(first, stray))
        ends = ends and not (rest and not _more(rest[-1], stray))
    return int(begins) + 2 * int(ends)


def _more(words: str, than: int) -> bool:
    return len(words.split(maxsplit=than)) > than


def _grown(passages: Passages, words: Ints, pair: Ints, shared: Ints) -> Ints:
    """Whether the longer of the two reports of each passage is mostly the shorter one, or opens with it."""
    longer = np.maximum(words[passages.a], words[passages.b])
    lead = (passages.a_first < LEAD_WORDS) & (passages.b_first < LEAD_WORDS)
    grown: Ints = (shared >= VERSION_SHARE * longer) | (_per_pair(pair, lead) > 0)
    return grown


def _outlets(reports: Sequence[Report]) -> Ints:
    """A number for each report's outlet, -1 where none is given."""
    known: dict[str, int] = {}
    numbers = [known.setdefault(_outlet(r.source), len(known)) if r.source_given else -1 for r in reports]
    return np.array(numbers, np.int64)


def _sizes(reports: Sequence[Report], outlets: Ints, held: Mapping[str, int] | None) -> Ints:
    """How many reports the outlet of each report has."""
    if held is None:
        return np.bincount(outlets[outlets >= 0], minlength=1)[np.maximum(outlets, 0)]
    of: dict[str, int] = {}
    for name, count in held.items():
        of[_outlet(name)] = of.get(_outlet(name), 0) + count
    return np.array([of.get(_outlet(r.source), 1) for r in reports], np.int64)


def _days_apart(reports: Sequence[Report], passages: Passages) -> Ints:
    """Days between the two reports of each passage, 0 where one has no date."""
    days = np.array([(r.published or "")[:10] if _DAY.match(r.published or "") else "NaT" for r in reports], "M8[D]")
    if np.isnat(days).all():
        return np.zeros(len(passages), np.int64)
    number = np.where(np.isnat(days), np.nan, days.astype(np.float64))
    apart: Ints = np.nan_to_num(np.abs(number[passages.a] - number[passages.b]))
    return apart


def _outlet(source: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\d?\.)?|(?::\d+)?/?$", "", source.strip().casefold())


def _pairs(passages: Passages) -> Ints:
    """A number for the two reports of each passage: passages of a pair follow one another."""
    new = np.ones(len(passages), np.bool_)
    new[1:] = (np.diff(passages.a) != 0) | (np.diff(passages.b) != 0)
    numbers: Ints = np.cumsum(new) - 1
    return numbers


def _per_pair(pair: Ints, amounts: Ints) -> Ints:
    """The sum over all passages of the same two reports, for each passage."""
    sums: Ints = np.bincount(pair, amounts)[pair]
    return sums


def _share(passages: Passages, flag: str, size: tuple[Ints, Ints]) -> Ints:
    """The part of each passage's words that have the flag, in the report where it is larger."""
    share: Ints = np.maximum(getattr(passages, f"a_{flag}") / size[0], getattr(passages, f"b_{flag}") / size[1])
    return share


def _weight(passages: Passages, size: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Equal words, and characters of the shorter side, of each passage.

    A character of a script without spaces tells as much as half a word or three letters.
    """
    in_a, in_b = passages.a_stop - passages.a_start, passages.b_stop - passages.b_start
    return passages.equal * (1 - passages.a_alone / size[0] / 2), np.minimum(in_a, in_b) + 2 * passages.a_alone
