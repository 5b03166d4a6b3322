"""The stage: tellings of all reports → merged → one event each → in the order of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from secondsource.records import Event, Match, Parsed, Statement, Story, TimeExpression
from secondsource.timeline.iso import first_day
from secondsource.timeline.merging import merged
from secondsource.timeline.tellings import Telling, tellings


def arrange(
    story: Story,
    parsed: Sequence[Parsed],
    dates: Sequence[TimeExpression],
    statements: Sequence[Statement],
    matches: Sequence[Match],
) -> tuple[Event, ...]:
    """The story's dated events in the order of their dates, each with all reports that tell it."""
    dates_of: dict[str, list[TimeExpression]] = defaultdict(list)
    for expression in sorted(dates, key=lambda d: d.start):
        dates_of[expression.report].append(expression)
    statements_of: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        statements_of[statement.report].append(statement)
    told = [t for p in parsed for t in tellings(p, dates_of[p.report.id], statements_of[p.report.id])]
    rank = {report: k for k, report in enumerate(story.reports)}

    def order(telling: Telling) -> tuple[int, int]:
        return rank.get(telling.report, len(rank)), telling.start

    events = [_event(story, sorted(group, key=order)) for group in merged(told, matches)]
    return tuple(sorted(events, key=lambda e: (first_day(e.date), e.date, rank.get(e.report, 0), e.start, e.trigger)))


def _event(story: Story, group: Sequence[Telling]) -> Event:
    """The event as its first report tells it."""
    first = group[0]
    reports = tuple(dict.fromkeys(t.report for t in group))
    why = first.why + (f"; {len(reports)} reports tell it" if len(reports) > 1 else "")
    return Event(story.id, first.date, first.report, first.start, first.end, first.trigger, reports, why)
