"""Runs the kernels: compiled where there is much to do, else as plain Python, with the same results."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse import kernels

Ints = npt.NDArray[Any]

# Code points of a pile up to which the plain loops are quicker, at 1.4–2.5 µs each: than compiled kernels that are in
# memory, than loading them from disk (.6 s), and than compiling them (some 9 s, once: they are kept on disk).
SMALL = 2_000
SMALL_UNLOADED = 400_000
SMALL_UNCOMPILED = 2_000_000

# CPU-seconds that it takes to go on with compiled kernels: in memory, on disk, and compiled now.
LOADED, LOADING, COMPILING = 0.005, 0.8, 5.0

# CPU-seconds in which plain loops look at a pair of equal fingerprints, at least: 1 µs in verbatim copies, 1.3 to 3
# where words were changed. How many they take is seen as they go.
PAIR = 1e-6

# Kernels that others call, compiled first, each for these types only: for each mixture of 32 and 64 bits, and each
# constant that they are called with, it would take half as long again.
_HELPERS = {
    "agrees": "b1(i8,i8,i8,i8,i8,i8,i8,i4[::1])",
    "resume": "UniTuple(i8,2)(i8,i8,i8,i8,i8,i8,i4[::1])",
    "extend": "UniTuple(i8,3)(i8,i8,i8,i8,i8,i4[::1])",
    "join": "i8(i4[::1],i4[::1],i8,i4[::1],i4[::1],i8)",
    "repeats": "b1(i4[::1],i4[::1],i8,i8,i8)",
    "arrange": "i8(i4[::1],i8)",
    "counted": "i8(i8,i8,i8,i8)",
    "tallied": "i8(i8,i8,i8,u1[::1],i8[::1])",
}

# The arguments that each kernel fills.
_FILLED = {
    "words": (4, 5, 6, 7, 8),
    "winnow": (2, 3, 4),
    "surround": (5,),
    "number": (2,),
    "post": (4, 5, 6, 7),
    "anchor": (5, 6, 7),
    "grow": (11, 12, 13, 14, 15, 16, 17, 18),
    "tally": (2,),
    "measure": (7, 8),
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
    if _compiled.cache_info().currsize:
        return Engine(compiled=size > SMALL)
    return Engine(compiled=size > SMALL_UNCOMPILED or (size > SMALL_UNLOADED and _on_disk()))


def foresee(engine: Engine, pairs: int) -> Engine:
    """The engine to go on with where so many pairs of fingerprints are to be looked at: few texts may have many."""
    return hasten(engine, PAIR * pairs)


def hasten(engine: Engine, seconds: float) -> Engine:
    """The engine to go on with where plain loops would take so many CPU-seconds more."""
    if engine.compiled:
        return engine
    if _compiled.cache_info().currsize:
        return Engine(seconds > LOADED)
    return Engine(seconds > COMPILING or (seconds > LOADING and _on_disk()))


def _on_disk() -> bool:
    """Whether kernels that were compiled earlier are in the folders where numba keeps them by itself."""
    source = Path(kernels.__file__)
    name = f"{source.stem}.grow-{kernels.grow.__code__.co_firstlineno}.py{''.join(map(str, sys.version_info[:2]))}*.nbi"
    folder = os.environ.get("NUMBA_CACHE_DIR")
    kept = Path(folder).glob(f"*/{name}") if folder else (source.parent / "__pycache__").glob(name)
    return any(file.stat().st_mtime >= source.stat().st_mtime for file in kept)


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
            scope[name] = njit(_HELPERS.get(name), cache=True)(bound)
        except RuntimeError:  # no folder to keep compiled code in
            scope[name] = njit(_HELPERS.get(name))(bound)
    return scope
