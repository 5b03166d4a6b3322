"""The last few things that were made, held for whoever asks for them again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """At most so many things by key; those that nobody asked for longest go first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: dict[Hashable, T] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key, made where it isn't held; two who ask at once may both make it."""
        with self._lock:
            if key in self._things:
                self._things[key] = thing = self._things.pop(key)
                return thing
        thing = make()
        with self._lock:
            self._things[key] = thing
            while len(self._things) > self.most:
                del self._things[next(iter(self._things))]
        return thing
