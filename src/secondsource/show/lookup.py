"""A story with its lookups: who is who, what a link is called on the page, and where its words stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from secondsource.records import Edge, Report, Span, Statement
from secondsource.show.plain import line, short
from secondsource.store.queries import StoryView


@dataclass(frozen=True)
class Known:
    """One story as the drawings and sentences read it.

    ``prefix`` opens every anchor of the story; ``opened`` are the ids of the reports whose words the page holds.
    """

    view: StoryView
    prefix: str = "s1"
    opened: frozenset[str] | None = None

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports by id."""
        return {r.id: r for r in self.view.reports}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements by id."""
        return {s.id: s for s in self.view.findings.statements}

    @cached_property
    def parents(self) -> dict[str, Edge]:
        """For each report that copied, the edge from where most of it comes."""
        best: dict[str, Edge] = {}
        for edge in self.view.edges:
            if edge.child not in best or edge.share > best[edge.child].share:
                best[edge.child] = edge
        return best

    @cached_property
    def unseen(self) -> dict[str, str | None]:
        """The texts that no one has in hand, with the name that a credit gives them."""
        names: dict[str, str | None] = {}
        for edge in self.view.edges:
            if edge.parent not in self.reports:
                names[edge.parent] = edge.name or names.get(edge.parent)
        return names

    @cached_property
    def _outlets(self) -> dict[str, str]:
        return {r.id: outlet(r) for r in self.view.reports}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {r.id: n for n, r in enumerate(self.view.reports, 1)}

    @cached_property
    def per_outlet(self) -> Counter[str]:
        """How many reports each outlet has in the story."""
        return Counter(self._outlets.values())

    def outlet(self, report: str) -> str:
        """The name of the report's outlet; the id where there is no such report."""
        return self._outlets.get(report) or line(report)

    def outlets(self, reports: tuple[str, ...]) -> list[str]:
        """The names of the reports' outlets, each once, in the order of the reports."""
        return list(dict.fromkeys(self.outlet(r) for r in reports))

    def anchor(self, report: str) -> str:
        """The anchor at which the report starts."""
        return f"{self.prefix}-r{self._numbers.get(report, 0)}"

    def href(self, report: str, start: int | None = None) -> str | None:
        """The link to the words at ``start`` of the report, or None where the page doesn't hold its words."""
        if report not in self.reports or (self.opened is not None and report not in self.opened):
            return None
        return f"#{self.anchor(report)}" + ("" if start is None else f"-{start}")

    def words(self, report: str, spans: tuple[Span, ...]) -> str:
        """The words at the spans on one line; *…* stands where something lies between them."""
        text = self.reports[report].text if report in self.reports else ""
        return " … ".join(line(text[s : min(e, s + 4000)]) for s, e in spans)

    def same(self, name: str) -> str:
        """The link's one name: agencies that a credit doesn't name are the unseen text that the report comes from."""
        kind, at, report = name.partition("@")
        edge = self.parents.get(report) if at and kind == "agencies" else None
        return edge.parent if edge and edge.parent in self.unseen else name

    def told(self, statement: Statement, limit: int = 300) -> str:
        """The words of the statement, cut at ``limit``; *…* opens them where they start inside a sentence."""
        words = self.words(statement.report, statement.content).removeprefix("that ")
        return ("… " if words[:1].islower() else "") + short(words, limit)

    def link(self, name: str) -> str:
        """What a link is called on the page."""
        name = self.same(name)
        if name in self.reports:
            return f"{self.outlet(name)}’s report"
        if name.startswith("wire:") or name in self.unseen:
            named = self.unseen.get(name)
            return f"a text of {line(named)} that no one here has" if named else "an agency text that no one here has"
        kind, at, report = name.partition("@")
        if at and kind.startswith("anonymous"):
            return f"an unnamed source of {self.outlet(report)}"
        if at and kind == "agencies":
            return f"agencies that {self.outlet(report)} does not name"
        return line(name)

    def label(self, name: str) -> str:
        """What a link is called in a drawing, where a note under it says whether anyone has it."""
        if not self.is_unseen(name):
            return self.link(name)
        named = self.unseen.get(self.same(name))
        return f"text of {line(named)}" if named else "an agency text"

    def is_unseen(self, name: str) -> bool:
        """Whether the link is a text that is known only from its copies."""
        return name.startswith(("wire:", "agencies@")) or name in self.unseen


def outlet(report: Report) -> str:
    """The name of the report's outlet, short enough for a drawing."""
    return short(report.source, 60) or short(report.id, 60) or "a report without a name"
