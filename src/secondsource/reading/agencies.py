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
# Forms up to this length are abbreviations, which mean an agency only in their own case.
SHORT = 5
# Agencies that the table lacks sign in capitals; what else stands so behind a dateline's place is where the place is.
ACRONYM = re.compile(r"[A-Z]{3,6}")
# … or under a name that ends as agencies' names do.
UNLISTED = re.compile(
    r"(?:[A-Z][\w.'’-]+\s){1,3}(?:Press(?:\s(?:Agency|Association))?|News\s?(?:Agency|Service|wire)|Newswire|Wire(?:\sService)?)"
)
CALL_SIGN = re.compile(r"[WK][A-Z]{2,3}")  # of American stations, which are outlets
TOP_LABELS = frozenset({"www", "com", "org", "net", "gov", "edu", "news", "the", "press", "example"})
NO_AGENCIES = frozenset({"USA", "UAE", "DRC", "PRC", "NSW", "UPDATE", "LIVE", "FILE"})
HINT = re.compile(r"[\w.-]*[\w.]")


@dataclass(frozen=True, slots=True)
class Agencies:
    """The table of agencies: forms as one pattern, and the canonical name of each form (None: it names no agency)."""

    names: dict[str, str | None]
    agency: str  # source of a pattern for any agency, or a generic word for one
    named: str  # source of a pattern for an agency by name
    owner: str  # … or for a paper, as after ©
    hints: frozenset[str]  # the first and last words of all forms, folded

    def name(self, form: str) -> str | None:
        """The canonical name behind a form as written."""
        return self.names.get(_folded(form))


@dataclass(frozen=True, slots=True)
class Credited:
    """The words of a line that do nothing but credit, and the agencies in them."""

    start: int
    end: int
    credits: tuple[Credit, ...]
    contributed: bool = False


def in_line(line: str, start: int, outlet: str | None = None) -> Credited | None:
    """What a line, or the end of a paragraph, that begins at ``start`` of the text credits; None for nothing.

    ``outlet`` is the report's own: an outlet that names itself credits no one.
    """
    if len(line) > LONGEST:
        cut = len(line) - TAIL
        return _credited(line[cut:], start + cut, outlet, _at_end()) if _names_one(line[cut:]) else None
    listed = _credited(line, start, outlet, (*_in_short_line(), *_at_end())) if _names_one(line) else None
    if listed:
        return listed
    signed = line.strip().strip("()[]—–- ")
    if not UNLISTED.fullmatch(signed) or _is_outlet(signed, outlet) or _is_house_of(signed, outlet):
        return None
    at = start + line.index(signed)
    return Credited(start, start + len(line), (Credit(at, at + len(signed), signed),))


def in_brackets(words: str, start: int, outlet: str | None = None) -> tuple[Credit, ...]:
    """The credits of a dateline's brackets, ``AP`` or ``CBS13/AP``; beside another name an agency has contributed."""
    parts = [m for m in re.finditer(r"[^/,&;|]+", words) if m[0].strip()]
    found = []
    for part in parts:
        form = part[0].strip()
        known = _folded(form) in table().names
        unlisted = not known and len(parts) == 1 and _signs_as_agency(form) and not _is_house_of(form, outlet)
        if (known or unlisted) and not _is_outlet(form, outlet):
            at = start + part.start() + len(part[0]) - len(part[0].lstrip())
            name = table().name(form) if known else form
            found.append(Credit(at, at + len(form), name, contributed=len(parts) > 1))
    return tuple(found)


@functools.cache
def table() -> Agencies:
    """The table of agencies."""
    rows = tomllib.loads((files("secondsource.reading") / "data" / "agencies.toml").read_text("utf-8"))
    names: dict[str, str | None] = {}
    for row in (*rows["agency"], *rows["paper"]):
        for form in row["forms"]:
            names.setdefault(_folded(form), row["name"])
    named = [form for row in rows["agency"] for form in row["forms"]]
    papers = [form for row in rows["paper"] for form in row["forms"]]
    for form in rows["generic"]:
        names[_folded(form)] = None
    hints = frozenset(word for form in (*names, "contributing") for word in (form.split()[0], form.split()[-1]))
    return Agencies(names, _any(named + rows["generic"]), _any(named), _any(named + papers), hints)


def _signs_as_agency(form: str) -> bool:
    """Whether brackets behind a place hold an agency that the table lacks: by its last word, or capitals alone."""
    if UNLISTED.fullmatch(form):
        return True
    return bool(ACRONYM.fullmatch(form)) and not CALL_SIGN.fullmatch(form) and form not in NO_AGENCIES


def _names_one(line: str) -> bool:
    """Whether a line has a word of any agency's name: a quick look that spares most lines the slow one."""
    return not table().hints.isdisjoint(HINT.findall(line.casefold()))


def _credited(line: str, start: int, outlet: str | None, patterns: tuple[_Pattern, ...]) -> Credited | None:
    """What the first pattern that fits the line finds in it."""
    for pattern in patterns:
        match = pattern.regex.search(line)
        if match:
            found = tuple(_credits(match, start, outlet, pattern))
            begin = start + match.start("all")
            return Credited(begin, start + len(line), found, pattern.contributed)
    return None


def _credits(match: re.Match[str], start: int, outlet: str | None, pattern: _Pattern) -> Iterator[Credit]:
    for found in re.finditer(pattern.names, match["who"] or ""):
        at = start + match.start("who") + found.start()
        if not _is_outlet(found[0], outlet):
            yield Credit(at, at + len(found[0]), table().name(found[0]), pattern.contributed)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A form of credit: ``who`` in the regex holds the agencies' names, which ``names`` finds there."""

    regex: re.Pattern[str]
    names: str
    contributed: bool = False


@functools.cache
def _in_short_line() -> tuple[_Pattern, ...]:
    """Forms that take up a whole line."""
    known = table()
    some = rf"(?:(?:the|The|THE)\s)?(?:{known.agency})"
    several = rf"{some}(?:(?:\s?[,/|&+]\s?|\s(?:and|with)\s){some}){{0,3}}"
    owner = rf"(?:(?:the|The)\s)?(?:{known.owner})"
    to_this = r"contributed\b(?:\W*$|\sreporting\b|\sto\s(?:this|the)\s(?:report|story|article|dispatch|coverage)\b)"
    by = r"(?:[Bb]y|BY|[Ff]rom|[Vv]ia|[Ss]ources?|[Cc]redit)\b\s?:?\s"
    desk = r"(?:['’]s?)?(?:\s(?i:news|wire|feed|reports?|staff|writers?|correspondents?|service|story|copy)){0,3}"
    return (
        # as in: The Associated Press and Reuters contributed to this report.
        _pattern(rf"^(?P<all>(?P<who>.*\b(?:{known.named})\b.*)\b{to_this}).*$", known.named, contributed=True),
        # as in: Contributing: Jane Roe, The Associated Press. Or: Information from: The Example, Reuters
        _pattern(r"^(?P<all>\W*[Cc]ontribut(?:ing|ors?)\s?:(?P<who>.*))$", known.named, contributed=True),
        _pattern(rf"^(?P<all>\W*[Ii]nformation from:?\s(?P<who>.{{0,60}}?{several}))\b.*$",
                 known.agency, contributed=True),
        # as in: © 2018 Washington Post. Or: Copyright 2031 The Associated Press …
        _pattern(rf"(?P<all>(?:©|\([Cc]\)|\b(?:[Cc]opyright|COPYRIGHT)\b)(?:\W|\d|\bby\b|[Cc]opyright){{0,24}}"
                 rf"(?P<who>{owner}))",
                 known.owner),
        # as in: Agencies | Or: By The Associated Press. Or: Source: Reuters. Or: AP
        _pattern(rf"^(?P<all>[\W_]*(?:{by})?(?P<who>{several}){desk}(?:\s(?:on|[|,–—-])\s.{{0,40}})?[\W_]*)(?<!:)$",
                 known.agency),
        # as in: By JANE ROE, Associated Press. Also run together by a scraper
        _pattern(rf"^(?P<all>(?:[Bb]y|BY):?\s(?:(?:[A-Z][\w.'’-]*|and)[\s,|/–—-]{{1,3}}){{0,7}}(?:[A-Z][A-Z'’-]+)?"
                 rf"(?P<who>{several})[\w\s]{{0,20}}\W*)$", known.agency),
    )  # fmt: skip


@functools.cache
def _at_end() -> tuple[_Pattern, ...]:
    """Forms that also stand behind the last sentence."""
    known = table()
    some = rf"(?:(?:the|The)\s)?(?:{known.agency})"
    several = rf"{some}(?:(?:\s?[,/|&]\s?|\s(?:and|with)\s){some}){{0,3}}"
    inputs = r"(?:[Ww]ith\s(?:additional\s)?(?:inputs?|reports|reporting|files)|[Ii]nputs?)\sfrom"
    return (
        # as in: (With inputs from PTI). Or: With agency inputs
        _pattern(rf"(?P<all>\W?\b{inputs}\s(?P<who>{several})\)?\W*)$", known.agency),
        _pattern(rf"(?P<all>\W?\b[Ww]ith\s(?P<who>{several})\s(?:inputs?|reports)\)?\W*)$", known.agency),
        # as in: … on Friday. (Reuters) Or: … on Friday. — AP
        _pattern(rf"[.!?…][\"'”’]?\s*(?P<all>[(\[]\s?(?P<who>{several})\s?[)\]]\W*)$", known.agency),
        _pattern(rf"[.!?…][\"'”’]?\s*(?P<all>(?:—|–|--|-|/)\s?(?P<who>{several})\W*)$", known.agency),
    )


def _pattern(source: str, names: str, *, contributed: bool = False) -> _Pattern:
    return _Pattern(re.compile(source, re.DOTALL), names, contributed)


def _any(forms: list[str]) -> str:
    """A pattern for any of the forms: short ones and capitals with their case, others in any.

    Before a long form a capital may stand (*JANE ROEAssociated Press*, as scrapers join lines), before a short one
    not (*WRAP*).
    """
    short: list[str] = []
    long: list[str] = []
    for form in sorted(set(forms), key=len, reverse=True):
        escaped = re.escape(form).replace(r"\ ", r"\s")
        is_short = len(form) <= SHORT
        (short if is_short else long).append(escaped if is_short or form.isupper() else f"(?i:{escaped})")
    sides = [rf"(?<![a-z0-9_@.])(?:{'|'.join(long)})(?!\w)"] if long else []
    sides += [rf"(?<![\w@.])(?:{'|'.join(short)})(?!\w)"] if short else []
    return "|".join(sides)


def _is_outlet(form: str, outlet: str | None) -> bool:
    """Whether an agency's form names the report's own outlet, by name or by the host of its site."""
    if not outlet:
        return False
    own = re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", outlet.casefold().strip())
    own_names = {own, own.split(".")[0].split(":")[0], own.removeprefix("the ")}
    name = table().name(form)
    return bool({form.casefold(), (name or form).casefold(), _folded(form)} & own_names)


def _is_house_of(form: str, outlet: str | None) -> bool:
    """Whether an unlisted name is the outlet's own house: *CBS* on cbslocal.com, *Sun-Times Wire* on suntimes.com."""
    letters = re.sub(r"[\W_]", "", form.casefold())
    words = {re.sub(r"[\W_]", "", w) for w in form.casefold().split()} - {"press", "news", "wire", "agency", "service"}
    labels = [
        part for part in re.split(r"[^\w]+", (outlet or "").casefold()) if len(part) > 2 and part not in TOP_LABELS
    ]
    return any(label in letters or any(len(w) > 2 and w in label for w in words) for label in labels)


def _folded(form: str) -> str:
    return " ".join(form.casefold().removeprefix("the ").split())
