"""The short lists of ``words.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any


def listed(name: str) -> frozenset[str]:
    """The lemmas of one list."""
    return frozenset(_table()[name])


def moods() -> Mapping[str, str]:
    """Lemma → the mood that it gives a sentence: may, will, must."""
    return {lemma: mood for mood, lemmas in _table()["moods"].items() for lemma in lemmas}


def acts() -> Mapping[str, str]:
    """Lemma → the bare name of the authorities whose act it is."""
    return {lemma: party for party, lemmas in _table()["acts"].items() for lemma in lemmas}


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
