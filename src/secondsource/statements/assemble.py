"""Drafts to Attributions: nesting, kind, stance, and all that the report tells in its own voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondsource.records import Attribution, Kind, Span
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.own import clauses, enough, rest, sentences
from secondsource.statements.spans import kind_of, tidy


@dataclass(frozen=True, slots=True)
class _Entry:
    """An attribution with the position of the one that it is told within, before positions are final."""

    attribution: Attribution
    inside: int | None = None


def assemble(report: str, layouts: Sequence[Layout], drafts: Sequence[list[Draft]]) -> tuple[Attribution, ...]:
    """All statements of a report, in the order of the text."""
    flat = [(layouts[k], d) for k, found in enumerate(drafts) for d in found]
    quotes = [q.span for layout in layouts for q in layout.quotes]
    entries = [_Entry(_attribution(report, layout, draft, quotes)) for layout, draft in flat]
    entries = [replace(e, attribution=replace(e.attribution, via=_via(e.attribution, entries))) for e in entries]
    taken = [s for e in entries for s in (*e.attribution.content, *e.attribution.source, *e.attribution.cue)]
    for k in range(len(flat)):
        entries += _told_apart(report, layouts, entries[k].attribution, k)
    by_paragraph = _split(layouts, taken)
    for layout, spans in zip(layouts, by_paragraph, strict=True):
        for span in rest(layout, spans):
            entries += [_Entry(_own(report, s, "the report says so itself")) for s in (span, *clauses(layout, span))]
    return _in_order(entries)


def _split(layouts: Sequence[Layout], spans: Sequence[Span]) -> list[list[Span]]:
    """The spans that stand in each paragraph."""
    found: list[list[Span]] = [[] for _ in layouts]
    ordered, k = sorted(spans), 0
    for start, end in ordered:
        while k < len(layouts) - 1 and layouts[k].paragraph.end <= start:
            k += 1
        found[k].append((start, end))
    return found


def _attribution(report: str, layout: Layout, draft: Draft, quotes: Sequence[Span]) -> Attribution:
    content = tidy(layout.text, draft.content)
    return Attribution(
        report, kind_of(content, quotes, layout.text), draft.source, draft.cue, content,
        draft.stance, draft.hedge, told_to=draft.told_to, why=draft.why,
    )  # fmt: skip


def _via(inner: Attribution, entries: Sequence[_Entry]) -> tuple[int, ...]:
    """Positions of the attributions whose content holds this one's cue, innermost (shortest) first."""
    cue = inner.cue[0]
    around = [
        (sum(e - s for s, e in entry.attribution.content), k)
        for k, entry in enumerate(entries)
        if entry.attribution is not inner and any(s <= cue[0] and cue[1] <= e for s, e in entry.attribution.content)
    ]
    return tuple(k for _, k in sorted(around))


def _told_apart(report: str, layouts: Sequence[Layout], outer: Attribution, position: int) -> list[_Entry]:
    """The sentences and clauses of an attributed content as statements that carry its source."""
    found: list[Span] = []
    for span in outer.content:
        for layout in layouts:
            if layout.paragraph.start <= span[0] < layout.paragraph.end:
                parts = sentences(layout, span)
                found += [*(parts if len(parts) > 1 or len(outer.content) > 1 else ()), *clauses(layout, span)]
    seen = set(outer.content) if len(outer.content) == 1 else set()
    spans = [s for s in dict.fromkeys(found) if s not in seen]
    why = "a part of what the source is given as saying"
    return [_Entry(_own(report, s, why), position) for s in spans]


def _own(report: str, span: Span, why: str) -> Attribution:
    return Attribution(report, Kind.OWN, (), (), (span,), why=why)


def _in_order(entries: Sequence[_Entry]) -> tuple[Attribution, ...]:
    """The entries in the order of the text, with positions in ``via`` and ``carries`` to match."""
    order = sorted(range(len(entries)), key=lambda k: (entries[k].attribution.content[0][0], -entries[k].attribution.content[-1][1], k))
    new = {old: k for k, old in enumerate(order)}
    found = []
    for old in order:
        entry = entries[old]
        via = tuple(new[v] for v in entry.attribution.via)
        carries = new[entry.inside] if entry.inside is not None else None
        found.append(replace(entry.attribution, via=via, carries=carries))
    return tuple(found)
