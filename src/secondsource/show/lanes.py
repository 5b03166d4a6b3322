"""One report against many, at a glance: a lane for each other report, tinted where the one's words stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from secondsource.records import Report, Span
from secondsource.show.lookup import Known
from secondsource.show.sidebyside import Pair
from secondsource.show.svg import Drawing, Pen, fit

LEFT, NOTE, ROW, THICK = 190.0, 64.0, 26.0, 10.0
NARROW_ROW = 40.0


def draw(
    base: Report, pairs: Sequence[Pair], known: Known, chosen: str, links: Mapping[str, str], width: float = 976
) -> Drawing:
    """The lanes; ``pairs`` are the base with each other report, ``links`` lead to each of them side by side."""
    narrow = width < 500
    pen = Pen(width)
    left, row = (0.0, NARROW_ROW) if narrow else (LEFT, ROW)
    room = width - left - NOTE
    scale = room / max(len(base.text), 1)
    for n, two in enumerate(pairs):
        y = n * row + (22 if narrow else 6)
        other = two.b.id
        css = "b" if other == chosen else ""
        name = fit(known.outlet(other), 14, width if narrow else left - 16, bold=True)
        words_y = y - 6 if narrow else y + THICK
        pen.text(
            0 if narrow else left - 14, words_y, name, css, anchor="start" if narrow else "end", href=links.get(other)
        )
        pen.bar(left, y, room, THICK, "whole")
        for start, end in _shared(two):
            pen.bar(left + start * scale, y, max((end - start) * scale, 1), THICK, "copied")
        pen.text(width, y + THICK, f"{two.share[0]:.0%}", css or "s", size=13, anchor="end")
    said = "; ".join(f"{two.share[0]:.0%} in {known.outlet(two.b.id)}" for two in pairs[:30])
    label = f"How much of {known.outlet(base.id)}’s reporting stands in the others: {said}."
    return pen.drawing(len(pairs) * row + 4, label, "narrow" if narrow else "wide")


def _shared(two: Pair) -> list[Span]:
    return sorted((m.a_start, m.a_end) for m in (*two.passages, *two.moved))
