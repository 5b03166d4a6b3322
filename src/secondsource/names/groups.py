"""Sets that are joined step by step, each join with its reason."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Disjoint sets of items; ``join`` merges two of them and keeps why."""

    def __init__(self, items: Iterable[T]) -> None:
        self._above: dict[T, T] = {item: item for item in items}
        self._why: dict[T, dict[str, None]] = {}

    def root(self, item: T) -> T:
        """The item that stands for the set of ``item``."""
        above = self._above.setdefault(item, item)
        while above != item:
            self._above[item] = self._above[above]
            item, above = above, self._above[above]
        return item

    def join(self, a: T, b: T, why: str) -> None:
        """Makes the sets of ``a`` and ``b`` one."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._above[b] = a
            self._why.setdefault(a, {}).update({why: None, **self._why.pop(b, {})})

    def note(self, item: T, why: str) -> None:
        """Adds a reason to the set of ``item``."""
        self._why.setdefault(self.root(item), {})[why] = None

    def why(self, item: T) -> tuple[str, ...]:
        """The reasons of all joins that made the set of ``item``, each once."""
        return tuple(self._why.get(self.root(item), ()))
