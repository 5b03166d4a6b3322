"""A small pen: SVG made of escaped strings, which remembers where its words stand so that tests can see them apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from secondsource.show.plain import line, short

# Mean widths in em of DejaVu Sans, the widest face that a system sans may turn out to be: labels must not meet.
NARROW, WIDE, CAPITAL, OTHER, FULL = 0.38, 0.96, 0.72, 0.62, 1.05
BOLD = 1.1


@dataclass(frozen=True, slots=True)
class Box:
    """Where a piece of text stands."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A name set in lines at a size; ``full`` is the whole of it where it had to be cut."""

    lines: tuple[str, ...]
    size: float
    full: str | None = None

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size + 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing: its markup, and the boxes of its words."""

    markup: Markup
    boxes: tuple[Box, ...]
    width: float
    height: float


@dataclass
class Pen:
    """Collects marks and words; ``drawing`` closes it."""

    width: float
    parts: list[Markup] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def path(self, d: str, css: str, width: float = 1.7) -> None:
        """A line. ``d`` is made by us."""
        self.parts.append(Markup('<path class="{}" stroke-width="{}" d="{}"/>').format(css, _n(width), d))

    def dot(self, x: float, y: float, r: float, css: str = "n") -> None:
        """A filled (or, by its class, hollow) mark."""
        self.parts.append(Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(css, _n(x), _n(y), _n(r)))

    def bar(self, x: float, y: float, w: float, h: float, css: str) -> None:
        """A filled rectangle."""
        self.parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(css, _n(x), _n(y), _n(w), _n(h))
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        css: str = "",
        *,
        size: float = 14,
        anchor: str = "start",
        href: str | None = None,
        note: str = "",
        full: str | None = None,
    ) -> Box:
        """Words at their baseline, one line, and a smaller note behind them; the box that they take.

        ``full`` is what they say in full, where they had to be cut.
        """
        words = line(words)
        wide = text_width(words, size, bold="b" in css.split())
        wide += text_width(note, 12.5) + 8 if note else 0
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        at = Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else ""
        behind = Markup('<tspan class="t s" font-size="12.5" dx="8">{}</tspan>').format(line(note)) if note else ""
        whole = Markup("<title>{}</title>").format(full) if full else ""
        made = Markup('<text class="t {}" x="{}" y="{}" font-size="{}"{}>{}{}{}</text>').format(
            css, _n(x), _n(y), _n(size), at, whole, words, behind
        )
        self.parts.append(Markup('<a href="{}">{}</a>').format(href, made) if href else made)
        box = Box(left, y - size * 0.8, left + wide, y + size * 0.24, words)
        self.boxes.append(box)
        return box

    def drawing(self, height: float, label: str, css: str = "", top: float = 0) -> Drawing:
        """The drawing, with ``label`` for those who can't see it; one that holds links is a group of them."""
        role = "group" if any(part.startswith("<a ") for part in self.parts) else "img"
        markup = Markup(
            '<svg class="{}" viewBox="0 {} {} {}" width="{}" height="{}" role="{}" aria-label="{}">{}</svg>'
        ).format(
            css,
            _n(top),
            _n(self.width),
            _n(height),
            _n(self.width),
            _n(height),
            role,
            line(label),
            Markup("").join(self.parts),
        )
        return Drawing(markup, tuple(self.boxes), self.width, height)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide the text is, in the drawing's units; rather too wide than too narrow."""
    return sum(map(_em, text)) * size * (BOLD if bold else 1)


def fit(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """The text, cut with *…* where it would be wider than ``width``."""
    text = line(text[:400])
    if text_width(text, size, bold=bold) <= width:
        return text
    room, kept = width / (size * (BOLD if bold else 1)) - _em("…"), 0
    while kept < len(text) and room >= _em(text[kept]):
        room -= _em(text[kept])
        kept += 1
    return text[:kept].rstrip() + "…"


def wrap(text: str, size: float, width: float, lines: int, *, bold: bool = False) -> list[str]:
    """The text in at most ``lines`` lines no wider than ``width``, the last cut with *…* where need be."""
    made: list[str] = []
    words = line(text[:400]).split(" ")
    while words and len(made) < lines - 1:
        taken = words[:1]
        while len(taken) < len(words) and text_width(" ".join(words[: len(taken) + 1]), size, bold=bold) <= width:
            taken = words[: len(taken) + 1]
        made.append(fit(" ".join(taken), size, width, bold=bold))
        words = words[len(taken) :]
    return [*made, fit(" ".join(words), size, width, bold=bold)] if words else made


def block(text: str, width: float, *, sizes: Sequence[float] = (15, 13), lines: int = 3, bold: bool = False) -> Label:
    """The name in the fewest lines at the largest size at which all of it fits; cut only where none does."""
    for size in sizes:
        for many in range(1, lines + 1):
            made = wrap(text, size, width, many, bold=bold)
            if " ".join(made) == line(text):
                return Label(tuple(made), size)
    return Label(tuple(wrap(text, sizes[-1], width, lines, bold=bold)), sizes[-1], short(text, 400))


def apart(wanted: Sequence[float], sizes: Sequence[tuple[float, float]], gap: float = 0) -> list[float]:
    """Places as near to ``wanted`` as may be (least squares), in that order, none overlapping.

    ``sizes`` are how far each thing reaches before and behind its place. Pool adjacent violators, so linear.

    >>> apart([10, 10, 50], [(5, 5), (5, 5), (5, 5)])
    [5.0, 15.0, 50.0]
    """
    offsets = [0.0]
    for (_, behind), (before, _) in pairwise(sizes):
        offsets.append(offsets[-1] + behind + gap + before)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        total, many = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / many:
            more = blocks.pop()
            total, many = total + more[0], many + more[1]
        blocks.append((total, many))
    level = [total / many for total, many in blocks for _ in range(many)]
    return [at + offset for at, offset in zip(level, offsets, strict=False)]


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return FULL
    if char in "iljtfrI.,:;'|!()[]’‘ ":
        return NARROW
    if char in "mwMW@%—…→":
        return WIDE if char != "—" else FULL
    return CAPITAL if char.isupper() else OTHER


def _n(number: float) -> str:
    """The number, short."""
    return f"{number:.1f}".removesuffix(".0")


__all__ = ["Box", "Drawing", "Label", "Pen", "apart", "block", "escape", "fit", "text_width", "wrap"]
