"""What happened when, as the reports of one story tell it: dated events, copies and retellings merged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from secondsource.records import (
    Event,
    Match,
    MatchKind,
    Paragraph,
    Parsed,
    Span,
    Statement,
    Story,
    TimeExpression,
    Token,
)

VERSION = "1"


def arrange(
    story: Story,
    parsed: Sequence[Parsed],
    dates: Sequence[TimeExpression],
    statements: Sequence[Statement],
    matches: Sequence[Match],
) -> tuple[Event, ...]:
    """The story's dated events in the order of their dates; each with all reports that tell it."""
    told = [e for p in parsed for e in _told(p, [d for d in dates if d.report == p.report.id])]
    groups = _merged(told, matches)
    rank = {report: k for k, report in enumerate(story.reports)}
    events = [_event(story, sorted(group, key=lambda e: (rank.get(e.report, len(rank)), e.start))) for group in groups]
    return tuple(sorted(events, key=lambda e: (_first_day(e.date), e.date, rank.get(e.report, 0), e.start)))


def calendar_date(value: str) -> str | None:
    """A TIMEX3 value as ISO 8601: a day, a month, a year, or ``A/B``; None for what is no date of the calendar.

    >>> calendar_date("2024-W48"), calendar_date("2024-11-29TEV"), calendar_date("P2W")
    ('2024-11-25/2024-12-01', '2024-11-29', None)
    """
    if found := re.fullmatch(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?", value):
        return found[1]
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        return _week(int(found[1]), int(found[2]), weekend=bool(found[3]))
    if found := re.fullmatch(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)", value):
        return _part_of_year(int(found[1]), found[2])
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0/{value}9"
    return None


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence of one report that tells an event of a date."""

    report: str
    start: int
    end: int
    date: str
    trigger: Span
    lemma: str
    names: frozenset[str]
    why: str


def _told(p: Parsed, dates: Sequence[TimeExpression]) -> Iterator[_Told]:
    """The events that the report's sentences tell with a date."""
    for paragraph in p.paragraphs:
        here = [d for d in dates if paragraph.start <= d.start and d.end <= paragraph.end]
        if not here:
            continue
        for sentence in paragraph.sentences():
            start, end = sentence[0].start, sentence[-1].end
            for d in here:
                when = calendar_date(d.value) if d.type in ("DATE", "TIME") and start <= d.start < end else None
                if when is None:
                    continue
                trigger = _trigger(paragraph, sentence, d)
                if trigger is not None:
                    words = p.report.text[d.start : d.end]
                    yield _Told(
                        p.report.id, start, end, when, (trigger.start, trigger.end), trigger.lemma,
                        _names(sentence), f"“{words}” is {when}",
                    )  # fmt: skip


def _trigger(paragraph: Paragraph, sentence: Sequence[Token], d: TimeExpression) -> Token | None:
    """The event word that the time expression hangs from: the nearest verb or event noun above it."""
    inside = [t for t in sentence if t.start < d.end and t.end > d.start]
    if not inside:
        return None
    at = next((t for t in inside if t.head == t.i or not d.start <= paragraph.tokens[t.head].start < d.end), inside[0])
    for _ in range(len(sentence)):
        head = paragraph.tokens[at.head]
        if head.i == at.i:
            break
        at = head
        if at.pos == "VERB" or (at.pos == "NOUN" and _tells_event(at.lemma)):
            return at
    if at.pos in ("VERB", "AUX"):
        return at
    return next((t for t in sentence if t.pos == "VERB"), None)


_EVENT_NOUN = re.compile(r"(?:[a-z]{3,}(?:tion|sion|ment|ance|ence|ing|al|ure)|meeting|attack|decision|talks?|interview|war|"
                         r"strike|raid|visit|trip|speech|summit|election|vote|deal|treaty|protest|march|blast|crash|fire|"
                         r"quake|earthquake|storm|flood|death|birth|arrest|trial|launch|release|debut|strike|ruling)")  # fmt: skip


def _tells_event(lemma: str) -> bool:
    return _EVENT_NOUN.fullmatch(lemma) is not None


def _names(sentence: Sequence[Token]) -> frozenset[str]:
    return frozenset(t.lemma for t in sentence if t.pos == "PROPN" and t.entity not in ("DATE", "TIME"))


def _merged(told: Sequence[_Told], matches: Sequence[Match]) -> list[list[_Told]]:
    """The tellings in groups of one event each: copies, and the same event word, day and names in different reports."""
    parent = list(range(len(told)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b in [*_copies(told, matches), *_retold(told)]:
        parent[root(b)] = root(a)
    groups: dict[int, list[_Told]] = defaultdict(list)
    for k, event in enumerate(told):
        groups[root(k)].append(event)
    return list(groups.values())


def _copies(told: Sequence[_Told], matches: Sequence[Match]) -> Iterator[tuple[int, int]]:
    """Pairs of tellings that stand at the same place of a copied passage, with one date."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for k, event in enumerate(told):
        places[event.report].append((event.trigger[0], k))
    for spots in places.values():
        spots.sort()
    for match in matches:
        if match.kind not in (MatchKind.COPIED, MatchKind.VERSION):
            continue
        mine = _between(places[match.a], match.a_start, match.a_end)
        theirs = _between(places[match.b], match.b_start, match.b_end)
        by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for k in theirs:
            by_key[told[k].date, told[k].lemma].append(k)
        for k in mine:
            for other in by_key.get((told[k].date, told[k].lemma), ())[:1]:
                yield k, other


def _between(spots: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    left = bisect_right(spots, (start, -1))
    right = bisect_right(spots, (end, -1))
    return [k for _, k in spots[left:right]]


def _retold(told: Sequence[_Told]) -> Iterator[tuple[int, int]]:
    """Pairs of tellings with the same event word, date, and a name in common."""
    by_key: dict[tuple[str, str, str], int] = {}
    for k, event in enumerate(told):
        for name in event.names:
            first = by_key.setdefault((event.date, event.lemma, name), k)
            if first != k:
                yield first, k


def _event(story: Story, group: Sequence[_Told]) -> Event:
    first = group[0]
    reports = tuple(dict.fromkeys(e.report for e in group))
    why = first.why + (f"; told by {len(reports)} reports" if len(reports) > 1 else "")
    return Event(story.id, first.date, first.report, first.start, first.end, first.trigger, reports, why)


def _first_day(when: str) -> str:
    """The first day that the date may mean, to order by."""
    first = when.split("/")[0]
    return first + "-01-01"[len(first) - 4 :] if len(first) < 10 else first


def _week(year: int, number: int, *, weekend: bool) -> str | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
        return f"{monday + timedelta(days=5 if weekend else 0)}/{monday + timedelta(days=6)}"
    except (ValueError, OverflowError):
        return None


def _part_of_year(year: int, part: str) -> str:
    first, last = {
        "H1": (1, 6), "H2": (7, 12), "SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14),
    }.get(part) or (int(part[1]) * 3 - 2, int(part[1]) * 3)  # fmt: skip
    return f"{year}-{first:02d}/{year + (last > 12)}-{(last - 1) % 12 + 1:02d}"
