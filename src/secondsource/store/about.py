"""What a desk's stories tell of one person or organisation, across stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from secondsource.errors import UsageError
from secondsource.lines import TimelineLine
from secondsource.records import Entity, EntityKind, Report, Span
from secondsource.store import queries
from secondsource.store.connect import Store

# Names that are given as choices.
NEAR = 5


def timeline(store: Store, name: str) -> list[TimelineLine]:
    """The dated events, of all stories, whose sentence names this person or organisation, in the order of their dates.

    What is told in the same words of the same date in two stories is told once. Raises UsageError for a name that
    nobody here has, or several have.
    """
    held = {r.id: r for r in queries.reports(store)}
    spots = _named(queries.entities(store), name, held)
    found: dict[tuple[str, str], TimelineLine] = {}
    for line in queries.timeline_lines(store):
        if not any(line.start <= s < line.end for s, _ in spots.get(line.report, ())):
            continue
        key = line.date, " ".join(line.text.split()).casefold()
        if key in found:
            found[key].reports.extend(r for r in line.reports if r not in found[key].reports)
        else:
            found[key] = line
    return sorted(found.values(), key=lambda line: (line.date.split("/")[0], line.date))


def _named(entities: Sequence[Entity], name: str, held: Mapping[str, Report]) -> dict[str, list[Span]]:
    """Where the person or organisation that is meant is named, by report."""
    parties = [e for e in entities if e.kind is not EntityKind.PLACE]
    wanted = " ".join(name.split()).casefold()
    names = sorted({e.name for e in parties if e.name.casefold() == wanted})
    names = names or sorted({e.name for e in parties if wanted in _forms(e, held)})
    meant = [e for e in parties if e.name in names]
    if not meant:
        near = sorted({e.name for e in parties if set(wanted.split()) & set(e.name.casefold().split())})
        others = f" There are: {', '.join(near[:NEAR])}." if near else " `secondsource entities` lists who there is."
        raise UsageError(f"--about: no person or organisation '{name}' here.{others}")
    if len(names) > 1:
        raise UsageError(f"--about: '{name}' may be {_either(names)}. Give one of these names in full.")
    spots: dict[str, list[Span]] = defaultdict(list)
    for entity in meant:
        for mention in entity.mentions:
            spots[mention.report].append((mention.start, mention.end))
    return spots


def _forms(entity: Entity, held: Mapping[str, Report]) -> set[str]:
    """The words by which reports name someone."""
    found = ((held[m.report].text, m) for m in entity.mentions if m.report in held)
    return {" ".join(text[m.start : m.end].split()).casefold() for text, m in found}


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"
