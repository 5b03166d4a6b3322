"""The word lists of this stage, read from the data files that lie beside it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its short English name, and what else names it or stands for it."""

    iso: str
    name: str
    capitals: tuple[str, ...]
    demonyms: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A news organisation: its usual name, other forms in print, and its web hosts."""

    name: str
    forms: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """Words that stand before a name: honorifics, and offices by their written form (lower case, no full stop)."""

    honorifics: frozenset[str]
    offices: Mapping[str, str]  # written form → class of office
    longest: int  # words in the longest office


@functools.cache
def countries() -> tuple[Country, ...]:
    """All countries of the table."""
    return tuple(
        Country(iso, name, _split(capitals), _split(demonyms), _split(forms))
        for iso, name, capitals, demonyms, forms in _rows("countries.tsv", 5)
    )


@functools.cache
def houses() -> tuple[House, ...]:
    """All news organisations of the table."""
    return tuple(House(name, _split(forms), _split(hosts)) for name, forms, hosts in _rows("outlets.tsv", 3))


@functools.cache
def titles() -> Titles:
    """The titles table."""
    data = tomllib.loads(_text("titles.toml"))
    offices = {form: kind for kind, forms in data["offices"].items() for form in forms}
    longest = max(len(form.split()) for form in offices)
    return Titles(frozenset(data["honorifics"]), offices, longest)


def is_office(title: str | None) -> bool:
    """Whether a title is an office, not an honorific."""
    return title in set(titles().offices.values())


@functools.cache
def given_names() -> Mapping[str, frozenset[str]]:
    """Each given name, lower case, with the usual spellings that it can be a form of."""
    found: dict[str, set[str]] = {}
    for usual, others, slips in _rows("given_names.tsv", 3):
        for form in (usual, *_split(others), *_split(slips)):
            found.setdefault(form.lower(), set()).add(usual.lower())
    return {form: frozenset(usual) for form, usual in found.items()}


@functools.cache
def slips() -> Mapping[str, str]:
    """Given names as nobody spells them, lower case, with the usual spelling."""
    return {slip.lower(): usual for usual, _, found in _rows("given_names.tsv", 3) for slip in _split(found)}


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """A list of ``words.toml`` by its name."""
    return frozenset(tomllib.loads(_text("words.toml"))[name])


def _rows(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated table; missing last columns are empty."""
    for line in _text(name).splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield tuple((cells + [""] * columns)[:columns])


def _text(name: str) -> str:
    return files("secondsource.names").joinpath(name).read_text("utf-8")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
