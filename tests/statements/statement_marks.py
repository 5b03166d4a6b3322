"""Marked-up reports: ``{source} [cue] <content>``, read into a text and its spans, and parsed."""

import re
from dataclasses import dataclass

from secondsource.language.parse import bind, parse
from secondsource.records import Attribution, Kind, Parsed, Report, Span
from secondsource.statements import attribute

_MARKS = {
    "{": ("source", 1),
    "}": ("source", -1),
    "[": ("cue", 1),
    "]": ("cue", -1),
    "<": ("content", 1),
    ">": ("content", -1),
}


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the spans that were marked."""

    text: str
    source: list[str]
    cue: list[str]
    content: list[str]


def read_marks(marked: str) -> Marked:
    """The text and the words that stand inside each kind of mark."""
    found: dict[str, list[str]] = {"source": [], "cue": [], "content": []}
    plain, opened = "", {}
    for piece in re.split(r"([{}\[\]<>])", marked):
        if piece not in _MARKS:
            plain += piece
            continue
        role, way = _MARKS[piece]
        if way > 0:
            opened[role] = len(plain)
        else:
            found[role].append(plain[opened.pop(role) :])
    return Marked(plain, **found)


def parsed(text: str, language: str | None = "en", report: str = "r") -> Parsed:
    """The text as a report whose paragraphs are its lines, parsed."""
    spans: list[Span] = [m.span() for m in re.finditer(r"\S[^\n]*", text)]
    made = Report(report, text, "0", "Outlet", language=language, paragraphs=tuple(spans))
    tables = parse([_readable(text[s:e]) for s, e in spans])
    return Parsed(made, tuple(bind(t, text[s:e], s) for t, (s, e) in zip(tables, spans, strict=True)))


def _readable(text: str) -> str:
    """The text without lone surrogates, which no parser takes; as long as it was."""
    return text.encode("utf-8", "replace").decode("utf-8")


def attributed(text: str) -> list[Attribution]:
    """The statements that the text gives to someone."""
    return [a for a in attribute(parsed(text)) if a.kind is not Kind.OWN]


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    """The words of the spans."""
    return [text[s:e] for s, e in spans]
