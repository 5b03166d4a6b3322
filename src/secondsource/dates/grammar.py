"""The tables ``words.toml`` and ``rules.toml`` as compiled patterns and look-ups."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

Words = Mapping[str, str | int]
"""A class of words: what stands in the text (lower case) → what it means."""

# Fragments that are made of classes, but not of all their words: "second" is an ordinal far more often than a time,
# "quarter" a fraction, and "May" and "March" are verbs.
_UNSURE_MONTHS = ("May", "March", "Mar.", "Jan", "Mar", "Dec")
_SHORT_UNITS = ("second", "quarter", "quarters", "weekend", "nights", "night")


@dataclass(frozen=True)
class Rule:
    """A way of writing times: its pattern, the name of its maker, and what the maker is told."""

    name: str
    pattern: re.Pattern[str]
    make: str
    told: Mapping[str, str | bool]
    examples: tuple[str, ...]
    rank: int


@functools.cache
def words(name: str) -> Words:
    """The class ``name`` of words.toml, with keys in lower case."""
    return {key.lower(): value for key, value in _tables()[name].items()}


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of the table."""
    table = tomllib.loads(_read("rules.toml"))
    pieces = _classes() | table["fragments"]
    found = []
    for rank, row in enumerate(table["rule"]):
        pattern = re.compile(_expand(row["pattern"], pieces))
        told = {k: v for k, v in row.items() if k not in ("name", "pattern", "make", "examples")}
        found.append(Rule(row["name"], pattern, row["make"], told, tuple(row["examples"]), rank))
    return tuple(found)


@functools.cache
def modifiers() -> tuple[Modifier, ...]:
    """What may stand before or after an expression and belongs to it, in the order of the table."""
    rows = tomllib.loads(_read("modifiers.toml"))["modifier"]
    return tuple(
        Modifier(
            row["name"], _modifier(row["pattern"], row["side"]), row["side"], frozenset(row["of"]), row["examples"]
        )
        for row in rows
    )


@dataclass(frozen=True)
class Modifier:
    """Words before or after an expression of certain grains that belong to it (*early*, *the end of*, *or so*)."""

    name: str
    pattern: re.Pattern[str]
    side: str  # before, after
    of: frozenset[str]
    examples: list[str]


def _modifier(pattern: str, side: str) -> re.Pattern[str]:
    body = _spaces(pattern)
    return re.compile(rf"(?i:(?<![\w-])(?:{body}))\Z" if side == "before" else rf"(?i:(?:{body})\b)")


@functools.cache
def _tables() -> dict[str, dict[str, str | int]]:
    return tomllib.loads(_read("words.toml"))


def _read(name: str) -> str:
    return resources.files("secondsource.dates").joinpath(name).read_text(encoding="utf-8")


def _classes() -> dict[str, str]:
    """Each class as an alternation, longest words first."""
    tables = dict(_tables())
    cased = tables.pop("cased")
    classes = {name: _alternation(table, cased=name in cased) for name, table in tables.items()}
    months = {k: v for k, v in tables["month"].items() if k not in _UNSURE_MONTHS}
    units = {k: v for k, v in tables["unit"].items() if k not in _SHORT_UNITS}
    classes["month_sure"] = _alternation(months, cased=True)
    classes["unit_long"] = _alternation(units, cased=False)
    return classes


def _alternation(table: Mapping[str, str | int], *, cased: bool) -> str:
    found = [re.escape(word).replace(r"\ ", " ").replace("'", "['’]") for word in sorted(table, key=len, reverse=True)]
    if cased:
        found = [f"{w}|{w.upper()}" for w in found]
    body = "|".join(found)
    return f"(?-i:(?:{body}))" if cased else f"(?:{body})"


def _expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with names in braces replaced, white space stretched, and word boundaries put at its start."""
    for _ in range(4):
        pattern = re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{pieces[m[1]]})" if m[1] in pieces else m[0], pattern)
    return rf"(?i:(?<![\w$£€])(?:{_spaces(pattern)}))"


def _spaces(pattern: str) -> str:
    """The pattern with each blank standing for white space."""
    parts = re.split(r"(\(\?<[=!](?:\[(?:\\.|[^\]\\])*\]|[^()\[\\]|\\.)*\)|\[(?:\\.|[^\]\\])*\])", pattern)
    # One white space in look-behinds (they have one width) and as a member of sets, any run of it elsewhere.
    return "".join(p.replace(" ", r"\s") if i % 2 else _stretched(p) for i, p in enumerate(parts))


def _stretched(pattern: str) -> str:
    return pattern.replace(" ?", r"\s?").replace(" ", r"\s+")
