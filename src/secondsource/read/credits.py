"""The agency that a report says it has its text from, by the forms in which outlets write such credits."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from secondsource.records import Credit

# Credits stand on lines of their own or at the end of one; longer lines are searched at their end only.
LONGEST = 400
TAIL = 160


@dataclass(frozen=True, slots=True)
class Agencies:
    """The table of agencies: forms as one pattern, and the canonical name of each form (None: it names no agency)."""

    names: dict[str, str | None]
    agency: str  # source of a pattern for any agency, or a generic word for one
    named: str  # source of a pattern for an agency by name
    owner: str  # … or for a paper, as after ©

    def name(self, form: str) -> str | None:
        """The canonical name behind a form as written."""
        return self.names.get(_folded(form))


def in_line(line: str, start: int, outlet: str | None = None) -> tuple[Credit, ...]:
    """The credits of a line or paragraph that begins at ``start`` of the text.

    ``outlet`` is the report's own: an outlet that names itself credits no one.
    """
    if len(line) > LONGEST:
        cut = len(line) - TAIL
        return tuple(_credits(line[cut:], start + cut, outlet, _at_end()))
    return tuple(_credits(line, start, outlet, (*_in_short_line(), *_at_end())))


def in_brackets(words: str, start: int, outlet: str | None = None) -> tuple[Credit, ...]:
    """The credits of a dateline's brackets, ``AP`` or ``CBS13/AP``; beside another name an agency has contributed."""
    parts = [m for m in re.finditer(r"[^/,&;|]+", words) if m[0].strip()]
    found = []
    for part in parts:
        form = part[0].strip()
        if _folded(form) in agencies().names and not _is_outlet(form, outlet):
            at = start + part.start() + len(part[0]) - len(part[0].lstrip())
            found.append(Credit(at, at + len(form), agencies().name(form), contributed=len(parts) > 1))
    return tuple(found)


@functools.cache
def agencies() -> Agencies:
    """The table of agencies."""
    table = tomllib.loads((files("secondsource.read") / "data" / "agencies.toml").read_text("utf-8"))
    names: dict[str, str | None] = {}
    for row in (*table["agency"], *table["paper"]):
        for form in row["forms"]:
            names.setdefault(_folded(form), row["name"])
    named = [form for row in table["agency"] for form in row["forms"]]
    papers = [form for row in table["paper"] for form in row["forms"]]
    for form in table["generic"]:
        names[_folded(form)] = None
    return Agencies(names, _any(named + table["generic"]), _any(named), _any(named + papers))


def _credits(line: str, start: int, outlet: str | None, patterns: tuple[_Pattern, ...]) -> Iterator[Credit]:
    """Those of the first pattern that fits the line: what it says once need not be read twice."""
    for pattern in patterns:
        match = pattern.regex.search(line)
        if not match:
            continue
        for found in re.finditer(pattern.names, match["who"]):
            at = start + match.start("who") + found.start()
            if not _is_outlet(found[0], outlet):
                yield Credit(at, at + len(found[0]), agencies().name(found[0]), pattern.contributed)
        return


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A form of credit: ``who`` in the regex holds the agencies' names, which ``names`` finds there."""

    regex: re.Pattern[str]
    names: str
    contributed: bool = False


@functools.cache
def _in_short_line() -> tuple[_Pattern, ...]:
    table = agencies()
    some = rf"(?:(?:the|The|THE)\s)?(?:{table.agency})"
    list_of = rf"{some}(?:(?:\s?[,/|&+]\s?|\s(?:and|with)\s){some}){{0,3}}"
    owner = rf"(?:(?:the|The)\s)?(?:{table.owner})"
    return (
        # "The Associated Press and Reuters contributed to this report."; "Information from: …"
        _Pattern(re.compile(rf"(?P<who>.*\b(?:{table.agency})\b.*)\bcontributed\b(?:\W|\s(?:to|reporting)\b.*)?$"), table.agency, contributed=True),
        _Pattern(re.compile(rf"^\W*[Cc]ontribut(?:ing|ors?)\s?:(?P<who>.*)$"), table.agency, contributed=True),
        _Pattern(re.compile(rf"\b[Ii]nformation from:?\s(?P<who>(?:.{{0,60}}\b)?{list_of})\b(?:.{{0,40}}\bused\b.*)?\W*$"), table.agency, contributed=True),
        # "© 2018 Washington Post"; "Copyright 2017 The Associated Press. All rights reserved. …"
        _Pattern(re.compile(rf"(?:©|\([Cc]\)|\b(?:[Cc]opyright|COPYRIGHT)\b)(?:\W|\d|\bby\b|[Cc]opyright){{0,24}}(?P<who>{owner})\b"), table.owner),
        # A line of its own: "Agencies |", "By The Associated Press", "Source: Reuters", "AP"
        _Pattern(re.compile(
            rf"^[\W_]*(?:(?:[Bb]y|BY|[Ff]rom|[Vv]ia|[Ss]ource|[Cc]redit|[Ss]ources)\b\s?:?\s)?(?P<who>{list_of})"
            r"(?:['’]s?)?(?:\s(?i:news|wire|feed|reports?|staff|writers?|correspondents?|service|story|copy)){0,3}"
            r"(?:\s(?:on|[|,–—-])\s.{0,40})?[\W_]*$"), table.agency),
        # A byline with the agency behind the name: "By JANE ROE, Associated Press", also run together by a scraper
        _Pattern(re.compile(rf"^(?:[Bb]y|BY):?\s(?:(?:[A-Z][\w.'’-]*|and)[\s,]+){{0,7}}?(?:[A-Z][A-Z'’-]+)?[\s,|/–—-]*(?P<who>{list_of})[\w\s]{{0,20}}\W*$"), table.agency),
    )  # fmt: skip


@functools.cache
def _at_end() -> tuple[_Pattern, ...]:
    table = agencies()
    some = rf"(?:(?:the|The)\s)?(?:{table.agency})"
    list_of = rf"{some}(?:(?:\s?[,/|&]\s?|\s(?:and|with)\s){some}){{0,3}}"
    return (
        # "With inputs from PTI", "(With AP inputs)", "with agency inputs"
        _Pattern(re.compile(rf"\b(?:[Ww]ith\s)?(?:[Ii]nputs?|[Rr]eports|[Rr]eporting)\sfrom\s(?P<who>{list_of})\)?\W*$"), table.agency),
        _Pattern(re.compile(rf"\b[Ww]ith\s(?P<who>{list_of})\s(?:inputs?|reports)\)?\W*$"), table.agency),
        _Pattern(re.compile(rf"\bauto-?\s?generated from (?:an? )?(?P<who>{list_of}|(?i:syndicated))\b.{{0,40}}$"), table.agency),
        # At the end of the last paragraph: "… on Friday. (Reuters)", "… on Friday. — AP"
        _Pattern(re.compile(rf"(?:[.!?…]|[.!?…][\"'”’])\s*(?:\(\s?(?P<who>{list_of})\s?\)|\[(?:{list_of})\])\W*$"), table.agency),
        _Pattern(re.compile(rf"[.!?…][\"'”’]?\s*(?:—|–|--|-|/)\s?(?P<who>{list_of})\W*$"), table.agency),
    )  # fmt: skip


def _any(forms: list[str]) -> str:
    """A pattern for any of the forms: short ones and capitals with their case, others in any."""
    patterns = []
    for form in sorted(set(forms), key=len, reverse=True):
        escaped = re.escape(form).replace(r"\ ", r"\s")
        patterns.append(escaped if len(form) <= 5 or form.isupper() else f"(?i:{escaped})")
    return rf"(?<![\w@.])(?:{'|'.join(patterns)})(?!\w)"


def _is_outlet(form: str, outlet: str | None) -> bool:
    """Whether an agency's form names the report's own outlet, by name or by the host of its site."""
    if not outlet:
        return False
    own = re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", outlet.casefold().strip())
    own_names = {own, own.split(".")[0].split(":")[0], own.removeprefix("the ")}
    name = agencies().name(form)
    return bool({form.casefold(), (name or form).casefold(), _folded(form)} & own_names)


def _folded(form: str) -> str:
    return " ".join(form.casefold().removeprefix("the ").split())
