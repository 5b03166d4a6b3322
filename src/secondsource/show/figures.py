"""The figure of a claim: by how many it is told, and how many origins it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.records import Claim, Status

CAUTION = "The figures show dependence between reports, never truth."


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim's figure: ``told`` → ``low`` (``high`` where the program is unsure), and the same in a sentence."""

    told: int
    low: int
    high: int
    spoken: str

    @property
    def more(self) -> str:
        """The upper end, as it is written behind the lower one; empty where they are equal."""
        return f"–{self.high}" if self.high != self.low else ""


def figure(claim: Claim) -> Figure:
    """The figure that stands beside the claim."""
    low, high = claim.independent_origins
    told = len(claim.report_ids)
    what = "that it was said rests on" if claim.opinion else "rests on"
    reports = "1 report" if told == 1 else f"{told} reports"
    return Figure(told, low, high, f"Told by {reports}; {what} {spoken_range(low, high)}.")


def figure_words(told: int, low: int, high: int) -> str:
    """The figure on one line: ``6 → 1`` or ``4 → 1–2``."""
    return f"{told} → {range_words(low, high)}"


def range_words(low: int, high: int) -> str:
    """``1`` or ``1–2``."""
    return str(low) if low == high else f"{low}–{high}"


def spoken_range(low: int, high: int) -> str:
    """The range as it is said aloud.

    >>> spoken_range(1, 2)
    '1 to 2 independent origins'
    """
    number = str(low) if low == high else f"{low} to {high}"
    return f"{number} independent origin{'' if low == high == 1 else 's'}"


def status_word(claim: Claim) -> str:
    """One word or two on a claim's support, empty where the figure says it all."""
    return {
        Status.SAID: "said",
        Status.DENIED_ONLY: "only denied",
        Status.DISPUTED: "disputed",
        Status.SINGLE: "",
        Status.CORROBORATED: "",
        Status.UNSURE: "unsure",
    }[claim.status]
