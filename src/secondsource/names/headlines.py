"""Names where nothing is parsed: in headlines, standfirsts, captions and datelines, by the forms that the text has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from secondsource.records import FurnitureKind, Mention, Report, Span

NAMING = frozenset({FurnitureKind.HEADLINE, FurnitureKind.STANDFIRST, FurnitureKind.CAPTION})

# Letters below which a form is a word of something else too easily.
SHORTEST = 3

Owners = Mapping[str, Mapping[int, frozenset[str]]]
"""A form of a name → each one that bears it, by number, with the reports that name it so."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def find(report: Report, owners: Owners) -> Iterator[tuple[int, Mention]]:
    """The names in the report's furniture, the longest form at each place, with the number of the one named.

    A form that several bear is the one's that the report itself names so, or nobody's.
    """
    longest = max((len(form.split()) for form in owners), default=0)
    for start, end in _spans(report):
        shouted = report.text[start:end].isupper()
        words = [(m.start(), m.end()) for m in _WORD.finditer(report.text, start, end)]
        at = 0
        while at < len(words):
            for size in range(min(longest, len(words) - at), 0, -1):
                first, last = words[at][0], words[at + size - 1][1]
                for form in _forms(report.text[first:last], shouted=shouted):
                    if (owner := _owner(owners.get(form, {}), report.id)) is not None:
                        yield owner, Mention(report.id, first, first + len(form))
                        break
                else:
                    continue
                at += size - 1
                break
            at += 1


def _spans(report: Report) -> Iterator[Span]:
    yield from ((f.start, f.end) for f in report.furniture if f.kind in NAMING)
    if report.dateline is not None and report.text[report.dateline.start : report.dateline.end].strip():
        start = report.dateline.start
        place = _WORD.search(report.text, start, report.dateline.end)
        if place:
            yield start, min(report.dateline.end, place.start() + len(report.dateline.place))


def _forms(text: str, *, shouted: bool) -> Iterator[str]:
    """The words as they may be known: as they stand, without a genitive, and not all in capitals."""
    bare = re.sub(r"['’]s?$", "", text)
    for form in (text, bare):
        if len(form) >= SHORTEST and form[:1].isupper():
            yield form
            if shouted:
                yield form.title()


def _owner(bearers: Mapping[int, frozenset[str]], report: str) -> int | None:
    if len(bearers) == 1:
        return next(iter(bearers))
    here = [key for key, reports in bearers.items() if report in reports]
    return here[0] if len(here) == 1 else None


def gathered(rows: Iterable[tuple[str, int, str]]) -> Owners:
    """Rows of (form, number, report) as owners."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for form, key, report in rows:
        found[form][key].add(report)
    return {form: {k: frozenset(v) for k, v in of.items()} for form, of in found.items()}
