"""Runs the kernels, compiled: worth it for a large pile alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

# Reports, and pairs of them, from which on compiled kernels are used: those save half a millisecond a report, and take
# some 3 s to compile, once (they are kept on disk), or .5 s to load.
MANY, MANY_PAIRS = 4_000, 100_000


def run(kernel: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401
    """Runs a kernel, which fills some of its arguments."""
    _compiled(kernel)(*arguments)


@functools.cache
def _compiled(kernel: Callable[..., None]) -> Callable[..., None]:
    from numba import njit

    try:
        found: Callable[..., None] = njit(cache=True)(kernel)
    except RuntimeError:  # no folder to keep compiled code in
        found = njit(kernel)
    return found
