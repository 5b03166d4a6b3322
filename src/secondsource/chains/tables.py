"""The word lists of this stage, read from the data file that lies beside it."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """What says what a source is, where no name does; see ``words.toml``."""

    institutions: Mapping[str, str]  # lemma → police, sheriff, trooper, fire
    bare: frozenset[str]
    voices: frozenset[str]
    documents: Mapping[str, str]  # document → its maker, or ""
    houses: frozenset[str]
    bodies: frozenset[str]
    family: frozenset[str]
    officers: Mapping[str, str]  # role → kind of institution
    selves: frozenset[str]
    agents: frozenset[str]
    state_media: Mapping[str, str]  # state → its agency
    not_places: frozenset[str]
    people: frozenset[str]
    not_houses: frozenset[str]
    heads: frozenset[str]
    papers: frozenset[str]
    roles: frozenset[str]
    hearers: frozenset[str]
    open_bodies: frozenset[str]
    modifiers: frozenset[str]
    kind_of_noun: Mapping[str, str]
    kinds_of_name: Mapping[str, frozenset[str]]  # a word of a body's name → the kinds that it shows


@functools.cache
def words() -> Words:
    """The word lists."""
    data = tomllib.loads(files("secondsource.chains").joinpath("words.toml").read_text("utf-8"))
    return Words(
        {lemma: body for body, lemmas in data["institutions"].items() for lemma in lemmas},
        frozenset(data["bare"]["lemmas"]),
        frozenset(data["voices"]["lemmas"]),
        data["documents"],
        frozenset(data["houses"]["lemmas"]),
        frozenset(data["bodies"]["lemmas"]),
        frozenset(data["family"]["lemmas"]),
        {role: body for body, roles in data["officers"].items() for role in roles},
        frozenset(data["selves"]["words"]),
        frozenset(data["agents"]["lemmas"]),
        data["state_media"],
        frozenset(data["not_places"]["words"]),
        frozenset(data["people"]["lemmas"]),
        frozenset(data["not_houses"]["words"]),
        frozenset(data["heads"]["lemmas"]),
        frozenset(data["papers"]["lemmas"]),
        frozenset(data["roles"]["lemmas"]),
        frozenset(data["hearers"]["lemmas"]),
        frozenset(data["open_bodies"]["lemmas"]),
        frozenset(data["modifiers"]["words"]),
        {noun: kind for kind, lists in data["kinds"].items() for noun in lists["nouns"]},
        _by_word(data["kinds"]),
    )


def _by_word(kinds: Mapping[str, Mapping[str, list[str]]]) -> dict[str, frozenset[str]]:
    """For each word of a name, the kinds that it shows; a noun that stands in a name shows its own."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, lists in kinds.items():
        for word in (*lists["names"], *lists["nouns"]):
            found[word].add(kind)
    return {word: frozenset(shown) for word, shown in found.items()}
