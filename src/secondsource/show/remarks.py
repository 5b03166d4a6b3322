"""What the command line says beside its lines: which reports get less for their language, and how fields were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Reports named one by one; more are counted.
NAMED = 12
LESS = (
    "compared, grouped, and their direct quotations given; who says what, claims, conflicts and dates are read in "
    "English only"
)
# Notes that tell how a file was understood, which its owner should check once.
ON_MAPPING = ("Fields read by other names", "Columns guessed")
LESS_THAN_ALL = frozenset((
    "statements", "claims", "conflicts", "dates", "timeline", "entities", "who", "report", "export", "add",
))  # fmt: skip


def remarks(verb: str, reports: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What to say of the reports that a command has read, a line each."""
    if verb in LESS_THAN_ALL:
        yield from _languages(reports)
    yield from _mappings(reports)


def _languages(reports: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    others = [r for r in reports if r["language"] != "en"]
    for report in others[:NAMED]:
        yield f"{report['id']} (language: {_named(report)}): {LESS}."
    if len(others) > NAMED:
        languages = ", ".join(sorted({_named(r) for r in others[NAMED:]}))
        yield f"{len(others) - NAMED:,} more reports (languages: {languages}): {LESS}."


def _named(report: Mapping[str, Any]) -> str:
    return str(report["language"] or "can't be told")


def _mappings(reports: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for report in reports:
        for note in report["notes"]:
            if note.startswith(ON_MAPPING):
                counts[note] = counts.get(note, 0) + 1
    for note, count in list(counts.items())[:NAMED]:
        yield f"{count:,} {'report' if count == 1 else 'reports'}: {note}"
