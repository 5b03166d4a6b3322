"""Drafts to Attributions: nesting, kind, stance, and all that the report tells in its own voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from secondsource.records import Attribution, Kind, Span, Stance
from secondsource.statements.addressee import with_addressees
from secondsource.statements.carry import Leads, carried
from secondsource.statements.draft import Draft
from secondsource.statements.features import family
from secondsource.statements.granted import granted
from secondsource.statements.layout import Layout
from secondsource.statements.own import clause_around, clauses, enough, rest, sentences
from secondsource.statements.reasons import reason
from secondsource.statements.spans import Cover, common, kind_of, length, tidy
from secondsource.statements.stance import hedged, says, taken, told_as
from secondsource.statements.words import phrases

# A clause that shares so much with an attributed content is that content, and no statement of its own.
SAME = 0.9

_PART = "a part of what the source is given as saying"
_GRANTED = "what is denied or left open takes this for granted"
_ON = "goes on with what the source just named was telling"
_LEAD = "the same report gives these words to a source further down"
_OWN = "the report says so itself"
_ACT = "the report tells this act in its own voice"
_ACTS = {"object", "to", "infinitive", "prep"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An attribution with the draft that it carries on, before positions are final."""

    attribution: Attribution
    carries: int | None = None


def assemble(report: str, layouts: Sequence[Layout], drafts: Sequence[list[Draft]]) -> tuple[Attribution, ...]:
    """All statements of a report, in the order of the text."""
    flat = [_finished(layouts[d.paragraph], d) for found in with_addressees(layouts, drafts) for d in found]
    contents = Cover((span, k) for k, d in enumerate(flat) for span in d.content)
    given = _given(report, layouts, flat, contents)
    parts = _parts(report, layouts, flat, contents)
    own = _own_voice(report, layouts, flat)
    return _in_order([*given, *parts, *own])


def _finished(layout: Layout, draft: Draft) -> Draft:
    """The draft with its stance, its hedge and its reason."""
    content = tidy(layout.text, draft.content)
    draft = replace(draft, content=content)
    first, end = layout.units[layout.unit[draft.anchor]]
    hedge = any(hedged(layout.text, layout.span(first, end - 1), cue) for cue in draft.cue)
    stance, how = taken(layout, draft)
    why = "; ".join(filter(None, (reason(layout.text, draft), how)))
    return replace(draft, stance=stance, hedge=hedge, why=why)


def _given(report: str, layouts: Sequence[Layout], flat: Sequence[Draft], contents: Cover) -> list[_Entry]:
    """An entry for each draft, with the drafts that it is nested in, the innermost (shortest) first."""
    quotes = Cover((q.span, 0) for layout in layouts for q in layout.quotes)
    found = []
    for k, d in enumerate(flat):
        around = {o for o in contents.around(d.cue[0]) if o != k and not _inside(flat[o], d)}
        via = tuple(sorted(around, key=lambda o: (length(flat[o].content), o)))
        kind = kind_of(d.content, quotes, layouts[d.paragraph].text)
        made = Attribution(report, kind, d.source, d.cue, d.content, d.stance, d.hedge, via, None, d.told_to, d.why)
        found.append(_Entry(made))
    return found


def _inside(inner: Draft, outer: Draft) -> bool:
    """Whether two drafts would each be nested in the other: then the shorter one is the inner."""
    mutual = any(s <= inner.cue[0][0] and inner.cue[0][1] <= e for s, e in outer.content)
    return mutual and length(inner.content) <= length(outer.content)


def _parts(report: str, layouts: Sequence[Layout], flat: Sequence[Draft], contents: Cover) -> list[_Entry]:
    """The sentences and clauses of attributed contents, each carrying the innermost source that it is given to."""
    starts = [layout.paragraph.start for layout in layouts]
    whole = {span for d in flat if len(d.content) == 1 for span in d.content}
    found: dict[Span, _Entry] = {}
    for draft in flat:
        for span in draft.content:
            layout = layouts[max(0, bisect_right(starts, span[0]) - 1)]
            several = len(draft.content) > 1
            for part in _told_apart(layout, draft, span, several=several):
                inner = min(contents.around(part), key=lambda k: length(flat[k].content), default=None)
                if inner is None or part in whole or part in found or _same(part, flat[inner]):
                    continue
                found[part] = _part(report, layout, flat, part, contents)
    return list(found.values())


def _part(report: str, layout: Layout, flat: Sequence[Draft], part: Span, contents: Cover) -> _Entry:
    """The part, given to its innermost source; to the next one out where that source only takes it for granted."""
    around = sorted(contents.around(part), key=lambda k: length(flat[k].content))
    inner = flat[around[0]]
    if inner.stance is Stance.ASSERTS or not granted(layout, part, inner.content[0]):
        made = _voice(report, layout.text, part, _PART)
        if inner.stance is not Stance.ASSERTS:
            made = replace(made, stance=inner.stance)
        return _Entry(made, around[0])
    outer = next((k for k in around[1:] if flat[k].stance is Stance.ASSERTS), None)
    return _Entry(_voice(report, layout.text, part, _GRANTED), outer)


def _told_apart(layout: Layout, draft: Draft, span: Span, *, several: bool) -> Iterator[Span]:
    parts = sentences(layout, span)
    if several or len(parts) > 1:
        yield from parts
    denied = draft.stance is not Stance.ASSERTS  # a relative clause is told all the same: *the fire that killed three*
    yield from clauses(layout, span, relative=denied)
    if draft.frame == "object":
        yield from _as(layout, span)


def _as(layout: Layout, span: Span) -> Iterator[Span]:
    """What something is called, apart from the thing: *slammed a decision as an intervention*."""
    tokens = layout.tokens_within(*span)
    for token in reversed(tokens):
        if token.lemma == "as" and token.dep == "prep" and token.i > tokens[0].i:
            yield from (s for s in ((token.end + 1, span[1]), (span[0], token.start - 1)) if enough(layout.text, s))
            return


def _same(part: Span, draft: Draft) -> bool:
    shared = common([part], draft.content)
    return 2 * shared >= SAME * (length([part]) + length(draft.content))


def _own_voice(report: str, layouts: Sequence[Layout], flat: Sequence[Draft]) -> list[_Entry]:
    """What no source has: sentences and their clauses, some of which carry on the source before them."""
    taken = _taken(layouts, [s for d in flat for s in (*d.content, *d.cue)])
    sources, leads = carried(layouts, flat, taken), Leads(layouts, flat)
    found: dict[Span, _Entry] = {}
    for layout in layouts:
        for span in rest(layout, taken[layout.number]):
            if phrases("sourcing").search(layout.text, *span):
                continue  # why a source isn't named tells of the source, not of the event
            first = layout.tokens_within(*span)[:1]
            source = sources.get((layout.number, layout.unit[first[0].i])) if first else None
            for piece in (span, *clauses(layout, span)):
                backed = leads.backing(layout, piece) if source is None else source
                why = _OWN if backed is None else _LEAD if source is None else _ON
                found.setdefault(piece, _Entry(_voice(report, layout.text, piece, why), backed))
    for draft in flat:
        act = _act(layouts[draft.paragraph], draft)
        if act is not None:
            found.setdefault(act, _Entry(_voice(report, layouts[draft.paragraph].text, act, _ACT)))
    return list(found.values())


def _act(layout: Layout, draft: Draft) -> Span | None:
    """The whole clause of an act told by the report: *Kim slammed it* is what Kim did, beside what he said."""
    verb = layout.tokens[draft.anchor]
    if draft.stance is not Stance.ASSERTS or says(draft.lemma):
        return None
    if family(draft.frame) not in _ACTS or verb.dep not in {"ROOT", "conj"} or layout.quote[verb.i] >= 0:
        return None
    return clause_around(layout, verb.i)


def _taken(layouts: Sequence[Layout], spans: Sequence[Span]) -> list[Cover]:
    """The spans that stand in each paragraph."""
    starts = [layout.paragraph.start for layout in layouts]
    found: list[list[tuple[Span, int]]] = [[] for _ in layouts]
    for span in spans:
        found[max(0, bisect_right(starts, span[0]) - 1)].append((span, 0))
    return [Cover(spans) for spans in found]


def _voice(report: str, text: str, span: Span, why: str) -> Attribution:
    return Attribution(report, Kind.OWN, (), (), (span,), told_as(text, span), hedged(text, span), why=why)


def _in_order(entries: Sequence[_Entry]) -> tuple[Attribution, ...]:
    """The entries in the order of the text, with positions in ``via`` and ``carries`` to match."""

    def place(k: int) -> tuple[int, int, int]:
        content = entries[k].attribution.content
        return content[0][0], -content[-1][1], k

    order = sorted(range(len(entries)), key=place)
    new = {old: k for k, old in enumerate(order)}
    found = []
    for old in order:
        entry = entries[old]
        via = tuple(new[v] for v in entry.attribution.via)
        found.append(replace(entry.attribution, via=via, carries=None if entry.carries is None else new[entry.carries]))
    return tuple(found)
