"""One id, several texts: the same report again, a later version of it, or another report that can't have the id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from secondsource.records import Report, SetAside


@dataclass(slots=True)
class _Known:
    """What is remembered of the reports that came under one id."""

    texts: set[str]
    urls: set[str]
    sources: set[str]


@dataclass(slots=True)
class Register:
    """The ids met so far; it keeps digests, not texts."""

    _known: dict[str, _Known] = field(default_factory=dict)

    def remember(self, report: Report) -> None:
        """Counts a report of an earlier run as met, and a version (``ID@v2``) as a text of its id."""
        base, _, number = report.id.rpartition("@v")
        if base in self._known and number.isdigit():
            self._known[base].texts.add(report.sha256)
        self._enter(report)

    def admit(self, report: Report, where: str) -> Report | SetAside | None:
        """The report, as ``ID@v2`` if it is a version; set aside if its id is taken; None if it is here already."""
        known = self._known.get(report.id)
        if known is None:
            self._known[report.id] = _Known({report.sha256}, _url(report), _outlet(report))
            return report
        if report.sha256 in known.texts:
            return None
        if not (_url(report) & known.urls or _outlet(report) & known.sources):
            return SetAside(
                where,
                f"the id '{report.id}' is taken by a report with another text, and neither address nor outlet agree",
                "Give each report an id of its own, or the address or outlet that shows it to be a version.",
            )
        known.texts.add(report.sha256)
        known.urls |= _url(report)
        known.sources |= _outlet(report)
        number = len(known.texts)
        version = replace(
            report, id=f"{report.id}@v{number}", notes=(*report.notes, f"version {number} of {report.id}")
        )  # fmt: skip
        return self.admit(version, where) if version.id in self._known else self._enter(version)

    def _enter(self, report: Report) -> Report:
        self._known[report.id] = _Known({report.sha256}, _url(report), _outlet(report))
        return report


def _url(report: Report) -> set[str]:
    return {report.url} if report.url else set()


def _outlet(report: Report) -> set[str]:
    return {report.source.casefold()} if report.source_given else set()
