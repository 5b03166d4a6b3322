"""A story whose links lead to the desk's other pages: each opens the report with its words marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from secondsource.records import Span
from secondsource.show.lookup import Known
from secondsource.web import addresses


@dataclass(frozen=True)
class Linked(Known):
    """One story as the desk reads it; ``alone``: for a file by itself, from where no page can be reached."""

    alone: bool = False

    @cached_property
    def _stretches(self) -> dict[tuple[str, int], tuple[Span, ...]]:
        """What is marked when a link leads to a place: all of the finding that begins there."""
        found = self.view.findings
        made: dict[tuple[str, int], tuple[Span, ...]] = {}
        for event in found.events:
            made[event.report, event.start] = ((event.start, event.end),)
        for conflict in found.conflicts:
            made |= {(s.report, s.start): ((s.start, s.end),) for side in conflict.sides for s in side.spans}
        for said in found.statements:
            for spans in (said.source, said.content):
                if spans:
                    made[said.report, spans[0][0]] = spans
        return made

    def href(self, report: str, start: int | None = None) -> str | None:
        """The address of the report, with the words that begin at ``start`` marked."""
        if self.alone or report not in self.reports:
            return None
        return addresses.report(report, () if start is None else self._stretches.get((report, start), ()))
