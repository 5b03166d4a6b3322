"""What is known of each report of a pile by itself, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from secondsource.lineage import evidence
from secondsource.records import Report


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each report of a pile by itself."""

    reports: Sequence[Report]
    times: Sequence[evidence.Time | None]
    agencies: Sequence[evidence.Agency | None]
    releases: Sequence[bool]
    curly: Sequence[bool | None]

    def credits(self, report: int) -> list[str | None]:
        """The agencies that a report credits its text to, None for one that it doesn't name."""
        return [c.name for c in self.reports[report].credits if not c.contributed]

    def appeared(self, report: int) -> datetime:
        """The first moment at which the report may have appeared; the last of all where it gives no date."""
        time = self.times[report]
        return time.earliest if time else datetime.max.replace(tzinfo=UTC)

    def original(self, report: int) -> bool:
        """Whether the report can't be from another outlet: an agency's own, or a press release."""
        return self.agencies[report] is not None or self.releases[report]

    def agency(self, report: int) -> str | None:
        """The agency that the report's source is."""
        found = self.agencies[report]
        return found.name if found else None

    def order(self, first: int, second: int) -> str:
        """*A appeared before B*, with the dates."""
        a, b = self.reports[first], self.reports[second]
        return f"{a.id} appeared before ({a.published}, {b.published})"

    def printed_alike(self, a: int, b: int) -> bool:
        """Whether both reports print quotation marks in one form, as a copy does unless someone changes them."""
        return self.curly[a] is not None and self.curly[a] == self.curly[b]

    def printed_apart(self, a: int, b: int) -> bool:
        """Whether the two print quotation marks in different forms."""
        return None not in (self.curly[a], self.curly[b]) and self.curly[a] != self.curly[b]

    def before(self, a: int, b: int) -> bool:
        """Whether report a appeared before report b for certain."""
        first, second = self.times[a], self.times[b]
        return bool(first and second and first.before(second))


def facts(reports: Sequence[Report]) -> Facts:
    """The facts about each report."""
    return Facts(
        reports,
        [evidence.appeared(r) for r in reports],
        [evidence.agency(r.source) if r.source_given else None for r in reports],
        [evidence.release(r) for r in reports],
        [evidence.curly(r) for r in reports],
    )
