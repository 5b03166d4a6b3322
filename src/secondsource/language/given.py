"""Given names by whom they mostly belong to, for *he* and *she* and for two people of one surname."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def women() -> frozenset[str]:
    """Given names of women, lower case."""
    return _names("women.txt")


@functools.cache
def men() -> frozenset[str]:
    """Given names of men, lower case."""
    return _names("men.txt")


def _names(file: str) -> frozenset[str]:
    lines = (files(__package__) / file).read_text(encoding="utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))
