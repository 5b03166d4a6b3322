"""Page furniture that shows in the line itself: a table of rules, each a pattern for a whole line."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from secondsource.records import FurnitureKind

# A longer line is prose; it also bounds what a rule may cost.
LONGEST = 600

_DATE_WORDS = (
    r"(?:published|posted|updated|modified|created|revised|first|last|on|at|by|and|of|edt|est|et|gmt|utc|ist|bst|"
    r"cet|cest|cdt|cst|pdt|pst|pt|ct|mdt|mst|noon|midnight|am|pm|a\.\s?m|p\.\s?m|uhr|hrs|hours|ago|"
    r"(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?|today|yesterday|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|\d{1,2}(?:st|nd|rd|th)|\d{1,4}(?:am|pm|p|a)?)"
)
PARTS = {
    # Words and numbers of dates and nothing else, at least one a number; a place may follow a bar.
    "{date}": rf"(?=\D{{0,80}}\d)(?:[\W_]{{0,6}}\b{_DATE_WORDS}\b\.?){{2,30}}[\W_]{{0,6}}(?:\|\s*[\w .-]{{2,40}})?",
    "{name}": r"[A-Z][\w.'’]*(?:-[\w.'’]+)*",
    "{handle}": r"(?:[\w.+-]{2,40}@[\w-]{2,40}(?:\.[\w-]{2,20}){0,3}|@\w{2,30}|(?:https?://|www\.|twitter\.com/)\S{2,80})",
    "{link}": r"(?:https?://|www\.)\S{3,300}|\S{3,60}\.(?:com|org|net)/\S{0,200}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line, with a line that it takes and lines that it leaves."""

    kind: FurnitureKind
    pattern: re.Pattern[str]
    takes: str
    leaves: tuple[str, ...] = ()


def kind_of(line: str) -> FurnitureKind | None:
    """What kind of furniture a line is by its own words, or None for what may be reporting."""
    if len(line) > LONGEST:
        return None
    for kind, pattern in _by_kind():
        if pattern.fullmatch(line):
            return kind
    return None


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The table of rules, in its order."""
    data = files("secondsource.reading") / "data" / "furniture.toml"
    table = tomllib.loads(data.read_text("utf-8"))
    return tuple(map(_rule, table["rule"]))


@functools.cache
def _by_kind() -> tuple[tuple[FurnitureKind, re.Pattern[str]], ...]:
    """The rules of neighbouring lines of one kind as one pattern: a line is looked at a few times, not fifty."""
    runs: list[tuple[FurnitureKind, list[str]]] = []
    for rule in rules():
        if not runs or runs[-1][0] is not rule.kind:
            runs.append((rule.kind, []))
        runs[-1][1].append(rule.pattern.pattern)
    return tuple((kind, re.compile("|".join(sources), re.DOTALL)) for kind, sources in runs)


def _rule(row: dict[str, Any]) -> Rule:
    pattern = re.compile(_source(row), re.DOTALL)
    return Rule(FurnitureKind(row["kind"]), pattern, row["takes"], tuple(row.get("leaves", ())))


def _source(row: dict[str, Any]) -> str:
    pattern: str = row["pattern"]
    for part, meaning in PARTS.items():
        pattern = pattern.replace(part, meaning)
    return f"(?:{pattern})" if row.get("case") else f"(?i:{pattern})"
