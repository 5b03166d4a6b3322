"""The drawing of *rests on*: who says it at the left, who told it at the right; where all ways meet, a neck.

On a narrow screen the same graph is drawn downward, a row for each link, as an outline with streams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from secondsource.records import Claim
from secondsource.show.figures import figure
from secondsource.show.lookup import Known
from secondsource.show.paths import OUTLETS, Node, graph, order, ways
from secondsource.show.svg import Drawing, Label, Pen, apart, block, text_width
from secondsource.show.words import listed

WIDTH, NARROW_WIDTH = 976, 358
SIDE = 250  # the widest that the names of sources, at the left, and of outlets, at the right, may grow
# The streams of two links stand nearer to one another than those of five, and none is longer than it need be.
LENGTH, STEP = 260, 150
STREAM, TRUNK = 3.4, 20.0  # a report's stream, and the widest that many together may grow
ROW, LANE = 16, 15  # of the narrow drawing: what stands between two rows, and between two streams


def draw(claim: Claim, known: Known) -> Drawing:
    """The claim's neck for a wide page."""
    nodes = graph(ways(claim, known), known)
    return _Wide(nodes, {known.same(name) for name in claim.bottlenecks}).drawing(_spoken(claim, known))


def draw_narrow(claim: Claim, known: Known) -> Drawing:
    """The claim's neck for a narrow screen, from the top downward."""
    nodes = graph(ways(claim, known), known)
    pen, lanes, keys = Pen(NARROW_WIDTH), _lanes(nodes), order(nodes)
    bottlenecks = {known.same(name) for name in claim.bottlenecks}
    left = 12 + (max(lanes.values(), default=0) + 1) * LANE
    labels = {key: _outline_label(nodes[key], bottlenecks, NARROW_WIDTH - left) for key in keys}
    place, y = {}, 0.0
    for key in keys:
        half = len(labels[key].lines) * labels[key].leading / 2
        place[key] = 12 + lanes[key] * LANE, y + ROW / 2 + half
        y += ROW + 2 * half - 3
    unit = _unit(nodes) * 0.8
    for key in keys:
        x, at = place[key]
        for child, carried in nodes[key].onward.items():
            to_x, to_y = place[child]
            bend = min(12.0, to_x - x)
            d = f"M{x} {at:.1f}V{to_y - bend:.1f}Q{x} {to_y:.1f} {x + bend:.1f} {to_y:.1f}H{to_x:.1f}"
            pen.path(d, _stream(nodes[key]), max(1.5, unit * carried))
    for key in keys:
        _mark(pen, nodes[key], *place[key], unit)
        _set(pen, labels[key], left, place[key][1], _css(nodes[key], bottlenecks))
    return pen.drawing(y + 8, _spoken(claim, known), "narrow")


class _Wide:
    """The layout of one wide neck: layers of nodes, a dummy where a way passes a layer without a link."""

    def __init__(self, nodes: dict[str, Node], bottlenecks: set[str]) -> None:
        self.nodes, self.bottlenecks = nodes, bottlenecks
        self.keys = order(nodes)
        self.unit = _unit(nodes)
        self.layer = self._layers()
        self.last = max(self.layer.values(), default=1)
        self.passes: dict[str, tuple[int, bool]] = {}
        self.across: dict[tuple[str, str], list[str]] = {}
        self.kids: dict[str, list[str]] = defaultdict(list)
        self.parents: dict[str, list[str]] = defaultdict(list)
        self.of_layer: dict[int, list[str]] = defaultdict(list)
        self.weight: dict[str, float] = {}
        self.notes = self._notes()
        self.room = float(SIDE)  # until it is known what the names at both sides leave
        self.left = 24 + max((self._widest(k, SIDE) for k in self.keys if not self.layer[k]), default=0)
        room = WIDTH - 24 - max((self._widest(k, SIDE) for k in self.keys if self.layer[k] == self.last), default=0)
        self.right = min(room, self.left + LENGTH + STEP * self.last)
        self.room = (self.right - self.left) / max(self.last, 1) - 14
        self._route()
        self.y = self._heights()

    def drawing(self, spoken: str) -> Drawing:
        """The drawing, its streams under its words."""
        pen = Pen(WIDTH)
        self._streams(pen)
        for key in self.keys:
            _mark(pen, self.nodes[key], self._x(key), self.y[key], self.unit)
        for key in self.keys:
            self._words(pen, key)
        top = min([box.top for box in pen.boxes], default=0) - 12
        bottom = max([box.bottom for box in pen.boxes] + [y + 12 for y in self.y.values()], default=40) + 8
        return pen.drawing(bottom - top, spoken, "wide", top)

    def _layers(self) -> dict[str, int]:
        """Each node's layer: the longest way from a source; all outlets stand in the last."""
        layer: dict[str, int] = {}
        for key in self.keys:
            layer[key] = 1 + max((layer[b] for b in self.nodes[key].back), default=-1)
        last = max(layer.values(), default=0)
        return {k: last if self.nodes[k].kind in ("outlet", "more") else n for k, n in layer.items()}

    def _route(self) -> None:
        """Give every way a place in each layer that it passes."""
        for key in self.keys:
            self.of_layer[self.layer[key]].append(key)
            self.weight[key] = self.nodes[key].carried
            for child, carried in self.nodes[key].onward.items():
                chain = [key]
                for layer in range(self.layer[key] + 1, self.layer[child]):
                    dummy = f"\0{len(self.passes)}"  # no name has this form: names never hold control characters
                    self.passes[dummy] = layer, self.nodes[key].denies
                    self.of_layer[layer].append(dummy)
                    self.weight[dummy] = carried
                    chain.append(dummy)
                chain.append(child)
                self.across[key, child] = chain
                for a, b in pairwise(chain):
                    self.kids[a].append(b)
                    self.parents[b].append(a)

    def _heights(self) -> dict[str, float]:
        """Outlets one under the other, every link level with what it leads to, nothing on top of anything."""
        y: dict[str, float] = {}
        ranks = {key: n for n, key in enumerate(self.keys)}
        for layer in range(self.last, -1, -1):
            here = self.of_layer[layer]
            want = {k: self._level_with(self.kids[k], y) for k in here}
            here.sort(key=lambda k: (self._denies(k), want[k], ranks.get(k, -1)))
            self._place(here, want, y)
        # Once back and forth more, the order kept: ways that meet no other become straight.
        for layer in [*range(1, self.last + 1), *range(self.last - 1, -1, -1)]:
            here = self.of_layer[layer]
            self._place(here, {k: self._level_with(self._beside(k), y) for k in here}, y)
        return y

    def _beside(self, key: str) -> list[str]:
        """What a node should be level with: the one link that it alone leads to, else all before and behind it."""
        kids = self.kids[key]
        return kids if len(kids) == 1 and len(self.parents[kids[0]]) == 1 else [*kids, *self.parents[key]]

    def _place(self, here: Sequence[str], want: dict[str, float], y: dict[str, float]) -> None:
        y.update(zip(here, apart([want[k] for k in here], [self._reach(k) for k in here], 4), strict=True))

    def _level_with(self, others: Sequence[str], y: dict[str, float]) -> float:
        return _mean([(y[k], self.weight[k]) for k in others])

    def _denies(self, key: str) -> bool:
        """Whether a node, or a dummy on a way that starts at one, is on the other side."""
        return self.passes[key][1] if key in self.passes else self.nodes[key].denies

    def _reach(self, key: str) -> tuple[float, float]:
        """How far a node and its words reach up and down."""
        half = self._half(key)
        node = self.nodes.get(key)
        if node is None:
            return half + 13, half + 13
        if node.kind in ("outlet", "more"):
            return max(half, 12), max(half, 12) + (10 if node.denies else 0)
        label, note = self._label(key), self._note(key)
        high = label.leading * len(label.lines) + (note.leading * len(note.lines) if note else 0)
        if self.layer[key] == 0:
            return max(half, high / 2 + 5), max(half, high / 2 + 5)
        return half + 12 + high, half + 8

    def _half(self, key: str) -> float:
        """Half the height of the streams at a node: thin ones are drawn a little wider than they count."""
        out = sum(max(1.6, n * self.unit) for n in self.nodes[key].onward.values()) if key in self.nodes else 0
        return max(self.weight[key] * self.unit / 2, out / 2, 3)

    def _x(self, key: str) -> float:
        layer = self.layer[key] if key in self.layer else self.passes[key][0]
        return self.left + (self.right - self.left) * layer / max(self.last, 1)

    def _streams(self, pen: Pen) -> None:
        """Every way as a stream as wide as the reports that it carries, side by side where several leave one link."""
        leaving, coming = self._ports(True), self._ports(False)
        for (key, child), chain in sorted(
            self.across.items(), key=lambda item: -self.nodes[item[0][0]].onward[item[0][1]]
        ):
            carried = self.nodes[key].onward[child]
            points = [(self._x(k), self.y[k]) for k in chain]
            points[0] = (points[0][0], points[0][1] + leaving[key, child])
            points[-1] = (points[-1][0], points[-1][1] + coming[key, child])
            d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
            for (x, y), (to_x, to_y) in pairwise(points):
                # Level for a while behind each link, so that streams leave the room over it to its words.
                flat = min((to_x - x) * 0.22, 50)
                from_x, bend = x + flat, min((to_x - x - flat) / 2, 90)
                mid, end = from_x + bend, from_x + 2 * bend
                d += f"H{from_x:.1f}C{mid:.1f} {y:.1f} {mid:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}H{to_x:.1f}"
            pen.path(d, _stream(self.nodes[key]), max(1.6, carried * self.unit))

    def _ports(self, out: bool) -> dict[tuple[str, str], float]:
        """Where each stream leaves (or reaches) its node, as an offset from the node's middle."""
        ends: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
        for (key, child), chain in self.across.items():
            ends[key if out else child].append((self.y[chain[1] if out else chain[-2]], key, child))
        offsets: dict[tuple[str, str], float] = {}
        for streams in ends.values():
            widths = [max(1.6, self.nodes[k].onward[c] * self.unit) for _, k, c in sorted(streams)]
            at = -sum(widths) / 2
            for (_, key, child), wide in zip(sorted(streams), widths, strict=True):
                offsets[key, child] = at + wide / 2
                at += wide
        return offsets

    def _label(self, key: str) -> Label:
        """A node's name, set in the room that there is."""
        node = self.nodes[key]
        if node.kind in ("outlet", "more"):
            return block(node.label, SIDE, sizes=(14, 12.5), lines=1)
        return block(node.label, SIDE if not self.layer[key] else self.room, bold=True)

    def _widest(self, key: str, room: float) -> float:
        """How wide the name of a node at either side grows, and the note under it."""
        label, note = self._label(key), self._note(key)
        widths = [text_width(words, label.size, bold=True) for words in label.lines]
        widths += [text_width(words, note.size) for words in note.lines] if note else []
        return min(room, max(widths, default=0))

    def _note(self, key: str) -> Label | None:
        room = self.room if self.layer[key] else SIDE
        lines = [words for said in self.notes[key] for words in block(said, room, sizes=(12.5,)).lines]
        return Label(tuple(lines), 12.5) if lines else None

    def _words(self, pen: Pen, key: str) -> None:
        node, x, y = self.nodes[key], self._x(key), self.y[key]
        label, note, css = self._label(key), self._note(key), _css(node, self.bottlenecks)
        soft = "s dt" if node.denies else "s"
        if node.kind in ("outlet", "more"):
            _set(pen, label, x + 14, y, css)
            return
        if self.layer[key] == 0:
            under = note.leading * len(note.lines) if note else 0
            _set(pen, label, x - 16, y - under / 2, css, "end")
            if note:
                _set(pen, note, x - 16, y + label.leading * len(label.lines) / 2, soft, "end")
            return
        at = y - max(self._half(key), 6) - 8
        if note:
            _set(pen, note, x, at - note.leading * len(note.lines) / 2, soft, "middle")
            at -= note.leading * len(note.lines)
        _set(pen, label, x, at - label.leading * len(label.lines) / 2, css, "middle")

    def _notes(self) -> dict[str, list[str]]:
        """What the drawing says at its links; that all ways meet is said once, at the last link where they do."""
        sources = [k for k in self.keys if self.layer[k] == 0 and not self.nodes[k].denies]
        meet = [k for k in self.keys if _name(self.nodes[k]) in self.bottlenecks and not self.nodes[k].denies]
        notes: dict[str, list[str]] = {}
        for key in self.keys:
            node = self.nodes[key]
            said: list[str] = []
            if node.denies:
                said = ["denies it"] if not self.layer[key] else []
            elif node.kind == "fold":
                said = ["counted, not drawn"]
            else:
                meets = meet[-1:] == [key] and len(self.keys) > 2
                said += ["says it"] if sources == [key] and node.kind == "link" and not meets else []
                said += ["all ways meet here" if self.layer[key] else "all ways start here"] if meets else []
                said += [_unseen(node)] if node.kind == "unseen" else []
            notes[key] = said
        return notes


def _lanes(nodes: dict[str, Node]) -> dict[str, int]:
    """For the narrow drawing: each node's lane, no two ways going down in one lane at once."""
    lanes: dict[str, int] = {}
    left = {key: len(node.onward) for key, node in nodes.items()}
    for key in order(nodes):
        least = 1 + max((lanes[b] for b in nodes[key].back), default=-1)
        for b in nodes[key].back:
            left[b] -= 1
        busy = {lanes[k] for k in lanes if left[k]}
        lanes[key] = next(n for n in range(least, least + len(nodes) + 1) if n not in busy)
    return lanes


def _unit(nodes: dict[str, Node]) -> float:
    heaviest = max((node.carried for node in nodes.values()), default=1)
    return min(STREAM, TRUNK / max(heaviest, 1))


def _mark(pen: Pen, node: Node, x: float, y: float, unit: float) -> None:
    half = node.carried * unit / 2
    if node.kind in ("outlet", "more"):
        pen.dot(x, y, 3.5 if node.kind == "outlet" else max(3.5, half), "n dn" if node.denies else "n")
    elif node.kind in ("unseen", "own", "fold"):
        pen.dot(x, y, max(6.5, half + 2.5), "h")
    else:
        pen.dot(x, y, max(6.0, half + 2.5), "n dn" if node.denies else "n")


def _css(node: Node, bottlenecks: set[str]) -> str:
    kind = {"outlet": "", "more": "s", "own": "s", "fold": "s", "unseen": "b", "link": "b"}[node.kind]
    if _name(node) in bottlenecks:
        kind = "b"
    return f"{kind} dt".strip() if node.denies else kind


def _name(node: Node) -> str:
    return node.key.split("|", 1)[1]


def _unseen(node: Node) -> str:
    return f"no one here has {'it' if _name(node).startswith(('wire:', 'agencies@')) else 'its text'}"


def _stream(node: Node) -> str:
    return "l d" if node.denies else ("l fold" if node.kind == "fold" else "l")


def _outline_label(node: Node, bottlenecks: set[str], room: float) -> Label:
    """A node's name in the narrow drawing, with what must be said of it."""
    denies = " denies it" if node.denies and not node.back else ""
    unseen = f" ({_unseen(node)})" if node.kind == "unseen" else ""
    bold = "b" in _css(node, bottlenecks).split()
    return block(node.label + denies + unseen, room, sizes=(14, 12.5), bold=bold)


def _set(pen: Pen, label: Label, x: float, y: float, css: str, anchor: str = "start") -> None:
    """The lines of a label, their middle at ``y``."""
    top = y - label.leading * (len(label.lines) - 1) / 2 + label.size * 0.35
    for n, words in enumerate(label.lines):
        pen.text(x, top + n * label.leading, words, css, size=label.size, anchor=anchor, full=label.full)


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    total = sum(w for _, w in weighted)
    return sum(at * w for at, w in weighted) / total if total else 0.0


def _spoken(claim: Claim, known: Known) -> str:
    """The drawing in words: the figure, what it rests on, where all ways meet, and who told it."""
    said = [figure(claim).spoken]
    if claim.rests_on:
        said.append(f"It rests on {listed(known.links(claim.rests_on))}.")
    if claim.bottlenecks:
        said.append(f"Every way passes through {listed(known.links(claim.bottlenecks), 6)}.")
    if claim.report_ids:
        said.append(f"Told by {listed(known.outlets(claim.report_ids), OUTLETS)}.")
    return " ".join(said)
