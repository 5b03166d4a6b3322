"""Runs the kernels: compiled for a large pile, as plain Python for a small one, with the same results."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse import kernels

Ints = npt.NDArray[Any]

# Code points of a pile below which compiling doesn't pay: the plain loops take about 1 µs a code point, compiling
# takes some 4 s when it is new and .5 s (numba's import) afterwards.
SMALL = 150_000

_U4, _I4, _I8, _U1 = "uint32[::1]", "int32[::1]", "int64[::1]", "uint8[::1]"

# Argument types, so that everything is compiled once, ahead of the call, and kept on disk.
_SIGNATURES = {
    "words": f"int64({_U4}, {_I8}, {_I4}, {_I8}, {_I4}, {_I4}, {_I4}, {_U1}, {_I8})",
    "winnow": f"int64({_I4}, {_I8}, {_I8}, {_I8}, {_I8})",
    "join": f"int64({_I8}, int64, {_I4}, {_I8}, int64, int64, int64, {_I8})",
    "align": f"int64({_I8}, int64, int64, {_I8}, {_I8}, {_I4}, {_I8}, {_I4}, {_I4}, int64, int64, {_I8})",
}

# The arguments that each kernel fills.
_FILLED = {"words": (4, 5, 6, 7, 8), "winnow": (2, 3, 4), "join": (7,), "align": (11,)}


@dataclass(frozen=True, slots=True)
class Engine:
    """The way in which the kernels run."""

    compiled: bool

    def run(self, name: str, *arguments: Any) -> int:  # noqa: ANN401
        """The result of a kernel; arrays are filled in place."""
        if self.compiled:
            return int(_compile(name)(*arguments))
        lists = [a.tolist() if isinstance(a, np.ndarray) else a for a in arguments]
        result = int(getattr(kernels, name)(*lists))
        for filled in _FILLED[name]:
            arguments[filled][:] = lists[filled]
        return result


def choose(size: int) -> Engine:
    """The engine for a pile of so many code points."""
    return Engine(compiled=size > SMALL)


@functools.cache
def _compile(name: str) -> Callable[..., int]:
    from numba import njit

    function = getattr(kernels, name)
    try:
        compiled: Callable[..., int] = njit(_SIGNATURES[name], cache=True)(function)
    except RuntimeError:  # no folder to keep compiled code in
        compiled = njit(_SIGNATURES[name])(function)
    return compiled
