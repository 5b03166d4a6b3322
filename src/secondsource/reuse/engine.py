"""Runs the kernels: compiled for a large pile, as plain Python for a small one, with the same results."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse import kernels

Ints = npt.NDArray[Any]

# Code points of a pile below which compiling doesn't pay: the plain loops take about 1 µs a code point, compiling
# takes some 10 s when it is new and .5 s (numba's import) afterwards.
SMALL = 150_000

# Kernels that others call; compiled first.
_HELPERS = ("agrees", "resume", "extend", "join", "arrange")

# The arguments that each kernel fills.
_FILLED = {
    "words": (4, 5, 6, 7, 8),
    "winnow": (2, 3, 4),
    "surround": (4,),
    "post": (6, 7, 8, 9),
    "grow": (13, 14, 15, 16, 17, 18),
    "measure": (5, 6),
}


@dataclass(frozen=True, slots=True)
class Engine:
    """The way in which the kernels run."""

    compiled: bool

    def run(self, name: str, *arguments: Any) -> int:  # noqa: ANN401
        """The result of a kernel; arrays are filled in place."""
        if self.compiled:
            return int(_compiled()[name](*arguments))
        lists = [a.tolist() if isinstance(a, np.ndarray) else a for a in arguments]
        result = int(getattr(kernels, name)(*lists))
        for filled in _FILLED[name]:
            arguments[filled][:] = lists[filled]
        return result


def choose(size: int) -> Engine:
    """The engine for a pile of so many code points."""
    return Engine(compiled=size > SMALL)


@functools.cache
def _compiled() -> dict[str, Callable[..., int]]:
    """The kernels, each compiled when it is first called and kept on disk."""
    from numba import njit

    scope = dict(vars(kernels))
    for name in (*_HELPERS, *_FILLED):
        function = getattr(kernels, name)
        bound = FunctionType(function.__code__, scope, name)  # sees the compiled helpers instead of the plain ones
        bound.__module__, bound.__qualname__ = function.__module__, function.__qualname__
        try:
            scope[name] = njit(cache=True)(bound)
        except RuntimeError:  # no folder to keep compiled code in
            scope[name] = njit(bound)
    return scope
