"""The stage's word lists, read once from ``words.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any


@functools.cache
def lemmas(name: str) -> frozenset[str]:
    """The lemmas of one list."""
    return frozenset(_table()["lemmas"][name])


@functools.cache
def forms(name: str) -> frozenset[str]:
    """The words of one list, as they are written."""
    return frozenset(_table()["forms"][name])


@functools.cache
def phrases(name: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of one list, in any case."""
    return re.compile(rf"\b(?:{'|'.join(_table()['phrases'][name])})\b", re.IGNORECASE)


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
