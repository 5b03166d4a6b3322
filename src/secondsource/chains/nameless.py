"""Nameless sources that are one: where a passage is a copy of another's, its *senior official* is the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondsource.records import Chain

PREFIX = "anonymous"


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement's chain in one report: where the report stands in the story, and whether the passage is a copy."""

    chain: Chain
    order: int
    copied: bool


def one_name(pairs: Iterable[tuple[Telling, Telling]]) -> Mapping[str, str]:
    """Of each nameless source that stands in another text too: the name that it has in the text it comes from.

    ``pairs`` are a statement and its copy in another report. A source is taken for the one whose passages it shares
    most; two of one report stay two.
    """
    seen: Counter[tuple[str, str]] = Counter()
    rank: dict[str, tuple[bool, int]] = {}
    for one, other in pairs:
        for mine, theirs in _facing(one.chain, other.chain):
            for name, telling in ((mine, one), (theirs, other)):
                standing = telling.copied, telling.order
                rank[name] = min(rank.get(name, standing), standing)
            seen[min(mine, theirs), max(mine, theirs)] += 1
    groups: dict[str, frozenset[str]] = {name: frozenset([name]) for name in rank}
    for (a, b), _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        joined = groups[a] | groups[b]
        if len({_report(name) for name in joined}) == len(joined):
            groups.update(dict.fromkeys(joined, joined))
    return {name: min(group, key=lambda n: (rank[n], n)) for name, group in groups.items()}


def renamed(chain: Chain, names: Mapping[str, str]) -> Chain:
    """The chain with each nameless source by the one name."""
    return tuple(tuple(dict.fromkeys(names.get(n, n) for n in link)) for link in chain)


def has_nameless(chain: Chain) -> bool:
    """Whether a link of the chain is a nameless source."""
    return any(name.startswith(PREFIX) for link in chain for name in link)


def _facing(one: Chain, other: Chain) -> Iterator[tuple[str, str]]:
    """The nameless sources that stand at the same place of two chains which are the same in all else."""
    if len(one) != len(other) or not all(map(_alike, one, other)):
        return
    for mine, theirs in zip(one, other, strict=True):
        if _alone(mine) and _alone(theirs) and mine != theirs:
            yield mine[0], theirs[0]


def _alike(a: Sequence[str], b: Sequence[str]) -> bool:
    return a == b or (_alone(a) and _alone(b))


def _alone(link: Sequence[str]) -> bool:
    return len(link) == 1 and link[0].startswith(PREFIX)


def _report(name: str) -> str:
    return name.partition("@")[2]
