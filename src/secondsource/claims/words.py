"""The short lists of ``words.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple


def listed(name: str) -> frozenset[str]:
    """The lemmas of one list."""
    return frozenset(_table()[name])


def moods() -> Mapping[str, str]:
    """Lemma → the mood that it gives a sentence: may, will, must."""
    return {lemma: mood for mood, lemmas in _table()["moods"].items() for lemma in lemmas}


def acts() -> Mapping[str, str]:
    """Lemma → the bare name of the authorities whose act it is."""
    return {lemma: party for party, lemmas in _table()["acts"].items() for lemma in lemmas}


class Done(NamedTuple):
    """Whose act it is where one of the verbs stands with one of the nouns, or alone if there are none."""

    party: str
    nouns: frozenset[str]
    verbs: frozenset[str]


@functools.cache
def done() -> tuple[Done, ...]:
    """The acts that are told by a noun and a verb."""
    return tuple(Done(row["party"], frozenset(row["nouns"]), frozenset(row["verbs"])) for row in _table()["done"])


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
