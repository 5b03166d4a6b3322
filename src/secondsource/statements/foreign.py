"""Reports in a language that has no cue lists and no model yet: their direct quotations, said by nobody known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondsource.records import Attribution, Kind, Report, Span
from secondsource.statements.spans import trim

# Quote marks by how they open and close, in the languages of Europe: „Deutsch“, »Deutsch«, «français», “español”.
_PAIRS = (("„", "“”\""), ("»", "«"), ("«", "»"), ("“", "”"), ("”", "”"), ('"', '"'))  # fmt: skip
_QUOTED = re.compile("|".join(f"{a}[^{a}{b}]*[{b}]" for a, b in _PAIRS))

# Fewer words inside quote marks are a name, a title or a word held at arm's length more often than an utterance.
FEWEST_WORDS = 4

_WHY = "a quotation; who says it is read only in languages that have a model"


def quotations(report: Report) -> tuple[Attribution, ...]:
    """The direct quotations of a report, in the order of the text, each without a source."""
    return tuple(
        Attribution(report.id, Kind.DIRECT, (), (), (span,), why=_WHY)
        for start, end in report.paragraphs
        for span in _quoted(report.text, start, end)
    )


def _quoted(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _QUOTED.finditer(text, start, end):
        span = trim(text, *found.span())
        if sum(any(c.isalnum() for c in word) for word in text[slice(*span)].split()) >= FEWEST_WORDS:
            yield span
