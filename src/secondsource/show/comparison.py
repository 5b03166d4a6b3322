"""Two reports beside each other: the passages that they share, and what only one of them says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from secondsource import lines as to
from secondsource.records import Report, Span
from secondsource.show.diff import Replaced, align, replaced

# A leftover of fewer letters between two shared passages is a changed word, not something that only one says.
FEWEST_LETTERS = 15

SHARED_KINDS = ("copied", "version", "quoted")
COPIED_KINDS = ("copied", "version")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What reports ``a`` and ``b`` share (lines of `reuse`); ``lines`` adds what only one says."""

    a: Report
    b: Report
    shared: tuple[Any, ...]

    def only(self, report: Report) -> list[Span]:
        """The spans of a report's reporting that stand in no passage shared with the other."""
        taken = sorted(span for m in self.shared if m.kind in SHARED_KINDS for span in _spans(m, report.id))
        return [span for start, end in report.paragraphs for span in _rest(report.text, start, end, taken)]

    def changed(self) -> list[Replaced]:
        """What differs word by word inside the copied passages, in the order of the first report."""
        copied = sorted(
            (span, other)
            for m in self.shared if m.kind in COPIED_KINDS
            for span, other in zip(_spans(m, self.a.id), _spans(m, self.b.id), strict=False)
        )  # fmt: skip
        return [
            one for span, other in copied
            for one in replaced(align(self.a.text, span, self.b.text, other), self.a.text, self.b.text)
        ]  # fmt: skip

    def lines(self) -> list[dict[str, Any]]:
        """The shared passages, then ``{only, start, end, text}`` for what only one says."""
        rows = [to.as_dict(m) for m in self.shared]
        for report in (self.a, self.b):
            rows += [{"only": report.id, "start": s, "end": e, "text": report.text[s:e]} for s, e in self.only(report)]
        return rows


def _spans(match: to.ReuseLine, report: str) -> Iterator[Span]:
    if match.a == report:
        yield match.a_start, match.a_end
    if match.b == report:
        yield match.b_start, match.b_end


def _rest(text: str, start: int, end: int, taken: Sequence[Span]) -> Iterator[Span]:
    """The parts of ``[start, end)`` outside the taken spans (sorted), trimmed, but for slivers."""
    at = start
    for s, e in [*taken, (end, end)]:
        if e <= at or s > end:
            continue
        part = text[at : max(at, s)]
        if sum(c.isalnum() for c in part) >= FEWEST_LETTERS:
            yield at + len(part) - len(part.lstrip()), at + len(part.rstrip())
        at = max(at, e)
