"""The stage: candidates of all rules → the longest → joined with neighbours → widened → resolved in their order."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from secondsource.dates import make
from secondsource.dates.grammar import modifiers, rules, words
from secondsource.dates.narrative import Narrative
from secondsource.dates.reading import Reading, joined
from secondsource.dates.resolve import resolve
from secondsource.dates.tense import REACH, lean
from secondsource.records import Report, Span, TimeExpression

# A window around each word that can be part of a time: the longest expressions have some ten words.
WINDOW = 70

# Windows that run into one another (tables of dates) are cut here, so that no text is too long for what follows.
LONGEST = 5_000

# The widest gap between two expressions that are one ("5 p.m. EST" and "on Friday").
GAP = 4


def find(report: Report) -> tuple[TimeExpression, ...]:
    """The report's temporal expressions, in order, with TIMEX3 types and values. Nothing where it isn't English.

    >>> find(Report("a", "They met on Friday.", "", "x", published="2024-11-30"))
    (TimeExpression(report='a', start=12, end=18, type='DATE', value='2024-11-29'),)
    """
    if report.language not in (None, "en"):
        return ()
    told = Narrative(report_day(report))
    found = []
    for start, end in _spans(report):
        for reading in readings(report.text, start, end):
            value = resolve(reading, told, _lean(report.text, reading))
            if value is not None:
                found.append(TimeExpression(report.id, reading.start, reading.end, _kind(reading, value), value))
    return tuple(found)


def _spans(report: Report) -> Sequence[Span]:
    """What is read: the reporting, and the dateline before it (*HAVANA, March 7 (Xinhua) --*)."""
    dateline = [(report.dateline.start, report.dateline.end)] if report.dateline else []
    return sorted([*dateline, *(report.paragraphs or ((0, len(report.text)),))])


def report_day(report: Report) -> date | None:
    """The day that the report counts from: of its publication, else of its update; None where these can't be right."""
    for given in () if report.date_doubtful else (report.published, report.updated):
        try:
            return date.fromisoformat((given or "")[:10])
        except ValueError:
            continue
    return None


def readings(text: str, start: int, end: int) -> list[Reading]:
    """What the expressions in ``text[start:end]`` say by themselves, in order, apart from each other."""
    found: list[Reading] = []
    for left, right in windows(text, start, end):
        found += _join(_longest(_candidates(text, left, right)), text)
    return [_widened(r, text, start, end) for r in found if not r.joined_only]


def windows(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches of ``text[start:end]`` that can hold expressions: around every word that could be part of one."""
    triggers = _triggers()
    left, right = start, start
    for word in _WORD.finditer(text, start, end):
        if word.lastgroup == "letters" and word[0].lower() not in triggers:
            continue
        if word.start() - WINDOW > right or right - left > LONGEST:
            if right > left:
                yield _whole_words(text, left, right, start, end)
            left = max(start, word.start() - WINDOW, right if right - left > LONGEST else 0)
        right = min(end, word.end() + WINDOW)
    if right > left:
        yield _whole_words(text, left, right, start, end)


# Figures open a window where they look like a year, a date, a time of day or a quarter.
_WORD = re.compile(
    r"(?P<figures>(?<!\d)(?:1[5-9]|20)\d\d|(?<!\d)\d{1,2}[:/.]\d|['’]\d\d|(?<!\d)\d{1,2}\s?[aApP]\.?[mM]\b|\b[QH][1-4]\b|\bFY)"
    r"|(?P<letters>[^\W\d_]+)"
)


@functools.cache
def _triggers() -> frozenset[str]:
    """All words that may be part of an expression, in lower case: those of the classes, and those of refs."""
    names = (
        "month", "weekday", "weekday_short", "unit", "season", "part", "holiday_cased", "decade", "tens", "zone",
    )  # fmt: skip
    known = {part for name in names for key in words(name) for part in re.findall(r"[^\W\d_]+", key)}
    known |= {f"{w}s" for name in ("weekday", "part") for w in words(name)}
    return frozenset(known | set(words("trigger"))) - {"the", "of", "s"}


def _whole_words(text: str, left: int, right: int, start: int, end: int) -> Span:
    """The window drawn in to where words end, so that none is cut in two."""
    while left > start and left < right and not text[left - 1].isspace():
        left += 1
    while right < end and right > left and not text[right].isspace():
        right -= 1
    return left, right


def _candidates(text: str, left: int, right: int) -> Iterator[tuple[int, int, Reading]]:
    for rule in rules():
        for match in rule.pattern.finditer(text, left, right):
            if match.end() > match.start() and (reading := make.read(rule, match)):
                yield match.start() - match.end(), rule.rank, reading


def _longest(candidates: Iterator[tuple[int, int, Reading]]) -> list[Reading]:
    """The longest of those that overlap, then the first of the table; in the order of the text."""
    out: list[Reading] = []
    cluster: list[tuple[int, int, Reading]] = []
    reach = 0
    for candidate in sorted(candidates, key=lambda c: c[2].start):
        if candidate[2].start >= reach:
            out += _longest_of(cluster)
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate[2].end)
    return out + _longest_of(cluster)


def _longest_of(cluster: Sequence[tuple[int, int, Reading]]) -> list[Reading]:
    kept: list[Reading] = []
    for _, _, reading in sorted(cluster, key=lambda c: (c[0], c[1], c[2].start)):
        if all(reading.end <= k.start or reading.start >= k.end for k in kept):
            kept.append(reading)
    return sorted(kept, key=lambda r: r.start)


def _join(found: Sequence[Reading], text: str) -> list[Reading]:
    out: list[Reading] = []
    for reading in found:
        if out and 0 <= reading.start - out[-1].end <= GAP:
            gap = re.sub(r"\s+", " ", text[out[-1].end : reading.start]).replace(" ,", ",")
            if one := joined(out[-1], reading, gap):
                out[-1] = one
                continue
        out.append(reading)
    return out


def _widened(r: Reading, text: str, start: int, end: int) -> Reading:
    """With the words beside it that belong to it: *early* 1990, *the end of* the year, 1994 *or later*."""
    grains = {r.grain} | ({"AGO"} if r.shift and r.anchor == "report" and not r.pointed else set())
    for modifier in modifiers():
        if not grains & modifier.of:
            continue
        if modifier.side == "before":
            match = modifier.pattern.search(text, max(start, r.start - 40), r.start)
            if match:
                r = replace(r, start=match.start())
        elif match := modifier.pattern.match(text, r.end, min(end, r.end + 20)):
            r = replace(r, end=match.end())
    return r


def _lean(text: str, r: Reading) -> int:
    undecided = r.value is None and (r.weekday or r.month or r.season or r.holiday or r.quarter or r.half or r.same)
    if not undecided or r.year:
        return 0
    far = r.month or r.holiday
    if (far or r.weekday) and _ends(text[max(0, r.start - REACH) : r.start], near=not far):
        return 1
    return lean(text, r.start, r.end)


def _ends(before: str, *, near: bool) -> bool:
    """Whether the words before a date make it a deadline, even in a clause that looks back: *by February*.

    A weekday is too near for most of them: *extended until Friday* is one, but not *closed by Friday*,
    *Until Friday he had* or *had not left until Friday*.
    """
    return bool(_EXTENDED.search(before) and not _NEVER.search(before) if near else _DEADLINE.search(before))


_DEADLINE = re.compile(r"(?i:\b(?:by|until|till|through)\s\Z)")
_EXTENDED = re.compile(r"\b(?:until|till|as soon as|as early as)\s\Z")
_NEVER = re.compile(r"(?:\b(?:not|never)|n['’]t)\b[^.;]*\Z")


def _kind(r: Reading, value: str) -> str:
    if value.startswith("P") and not value.endswith("_REF") and r.type == "DATE":
        return "DURATION"
    return "TIME" if r.type == "DATE" and "T" in value[4:] and value[:1].isdigit() else r.type
