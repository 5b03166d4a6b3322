"""What a claim rests on: the smallest set of links that would all have to be wrong for every chain to break.

The chains of a claim are drawn as one graph from the event to the reader, each link a vertex. By Menger's theorem the
size of a minimum vertex cut is the number of ways from the event to the reader that share no link.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from secondsource.records import Link

Way = tuple[Link, ...]
"""How one statement reached the reader: layers of names side by side, from the inside outward, the outlet last."""

EVENT, READER = "\0event", "\0reader"  # no name can be these

Graph = dict[str, dict[str, None]]  # vertex → those it leads to, in order of appearance


@dataclass(frozen=True, slots=True)
class Rest:
    """The links that a claim rests on (a minimum cut, the one nearest to the event), and those that all ways share."""

    cut: tuple[str, ...]
    bottlenecks: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of independent origins."""
        return len(self.cut)


def rest(ways: Iterable[Way]) -> Rest:
    """What the claim told by these ways rests on.

    >>> rest([(("Kim",), ("KCNA",), ("Herald",)), (("Kim",), ("KCNA",), ("Post",))])
    Rest(cut=('Kim',), bottlenecks=('Kim', 'KCNA'))
    >>> rest([(("US", "Kyiv", "Seoul"), ("Herald",))]).cut
    ('Herald',)
    """
    ways = list(dict.fromkeys(ways))
    names = [n for way in ways for link in way for n in link]
    if len(ways) == 1 and len(set(names)) == len(names):  # most claims are told in one way, each link once
        alone = tuple(link[0] for link in ways[0] if len(link) == 1)
        if alone:
            return Rest(alone[:1], alone)
    graph = _graph(ways)
    if len(graph) == 0:
        return Rest((), ())
    cut = _minimum_cut(graph)
    shared = _bottlenecks(graph) if len(cut) == 1 else ()
    return Rest(cut, shared)


def _graph(ways: Iterable[Way]) -> Graph:
    graph: Graph = {}
    for way in ways:
        layers = [(EVENT,), *(link for link in way if link), (READER,)]
        for near, far in pairwise(layers):
            for u in near:
                after = graph.setdefault(u, {})
                after.update((v, None) for v in far if v != u)
    return graph


def _reached(graph: Mapping[str, Iterable[str]], without: str | None = None) -> list[str]:
    """The vertices that can be reached from the event, nearest first, without passing through one vertex."""
    order, todo = {EVENT: None}, deque([EVENT])
    while todo:
        for v in graph.get(todo.popleft(), ()):
            if v not in order and v != without:
                order[v] = None
                todo.append(v)
    return list(order)


def _bottlenecks(graph: Graph) -> tuple[str, ...]:
    links = [v for v in _reached(graph) if v not in (EVENT, READER)]
    return tuple(v for v in links if READER not in _reached(graph, without=v))


Half = tuple[str, bool]  # a vertex split in two: (name, False) is its way in, (name, True) its way out


def _minimum_cut(graph: Graph) -> tuple[str, ...]:
    """The cut nearest to the event: what is saturated at the border of all that the event still reaches."""
    room = _residual(graph)
    source, sink = (EVENT, True), (READER, False)
    while True:
        came = _search(room, source, sink)
        if sink not in came:
            return tuple(v for v in _reached(graph) if (v, False) in came and (v, True) not in came)
        _push(room, came, sink)


def _residual(graph: Graph) -> dict[Half, dict[Half, int]]:
    """Room on every edge: one through each link, no bound between links."""
    unbound = 1 + len(graph)
    room: dict[Half, dict[Half, int]] = {}
    for u, after in graph.items():
        for v in after:
            hops = (((u, True), (v, False), unbound), ((u, False), (u, True), 1), ((v, False), (v, True), 1))
            for a, b, c in hops:
                room.setdefault(a, {})[b] = c
                room.setdefault(b, {}).setdefault(a, 0)
    return room


def _search(room: Mapping[Half, Mapping[Half, int]], source: Half, sink: Half) -> dict[Half, Half | None]:
    """For each half reached with room left: where from. Stops at the sink."""
    came: dict[Half, Half | None] = {source: None}
    todo = deque([source])
    while todo and sink not in came:
        a = todo.popleft()
        for b, left in room[a].items():
            if left > 0 and b not in came:
                came[b] = a
                todo.append(b)
    return came


def _push(room: dict[Half, dict[Half, int]], came: Mapping[Half, Half | None], sink: Half) -> None:
    b, a = sink, came[sink]
    while a is not None:
        room[a][b] -= 1
        room[b][a] += 1
        b, a = a, came[a]
