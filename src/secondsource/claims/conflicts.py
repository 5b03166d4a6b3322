"""Where the reports of a story disagree about the same thing in the same scope, both sides with what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from secondsource.claims import (
    casualties,
    contradictions,
    headlines,
    houses,
    identities,
    namesakes,
    particulars,
    quotes,
    spellings,
    tellings,
    tolls,
)
from secondsource.claims.facts import Fact
from secondsource.claims.sides import Origins, Told, short
from secondsource.records import Conflict, Parsed, Side, Spot, Story


def find(story: Story, parsed: Sequence[Parsed], told: Told) -> tuple[Conflict, ...]:
    """The story's conflicts: denials, numbers, days, names, quotes printed differently, headlines against quotes."""
    origins = Origins(told)
    order = {report: n for n, report in enumerate(story.reports)}
    pages = sorted(parsed, key=lambda p: order.get(p.report.id, len(order)))
    found = [
        *contradictions.denials(story, told),
        *_tolls(story, pages, origins),
        *contradictions.numbers(story, pages, told, origins),
        *contradictions.days(story, told, origins),
        *_identities(story, pages, told, origins),
        *_spellings(story, pages, origins),
        *_namesakes(story, pages, origins),
        *_particulars(story, pages, told, origins),
        *_quotes(story, pages, told, origins),
        *_headlines(story, pages, told, origins),
    ]
    return tuple(_without_twins(found))


def _tolls(story: Story, pages: Sequence[Parsed], origins: Origins) -> Iterator[Conflict]:
    counts = {p.report.id: casualties.find(p.report) for p in pages}
    told = {p.report.id: tolls.Told(p.report.published or "", houses.house(p.report.source)) for p in pages}
    for difference in tolls.compare(counts, [p.report.id for p in pages], told):
        sides = tuple(origins.side(str(n), (c for t in reports for c in t.counts)) for n, reports in difference.sides)
        yield Conflict(story.id, "number", difference.label, difference.quantity, sides, difference.why)


def _identities(story: Story, pages: Sequence[Parsed], told: Told, origins: Origins) -> Iterator[Conflict]:
    for difference in identities.compare([p.report for p in pages], told.entities):
        sides = tuple(origins.side(value, printed) for value, printed in difference.sides)
        kind = "number" if difference.kind == "age" else "name"
        yield Conflict(story.id, kind, "conflict", difference.about, sides, difference.why)


def _spellings(story: Story, pages: Sequence[Parsed], origins: Origins) -> Iterator[Conflict]:
    for difference in spellings.compare(pages):
        sides = tuple(origins.side(value, printed) for value, printed in difference.sides)
        label = "within-report" if difference.within else "conflict"
        ways = {2: "two", 3: "three"}.get(len(sides), str(len(sides)))
        about, why = f"the name {sides[0].value}", f"One name is spelled in {ways} ways."
        yield Conflict(story.id, "name", label, about, sides, why)


def _namesakes(story: Story, pages: Sequence[Parsed], origins: Origins) -> Iterator[Conflict]:
    for difference in namesakes.compare([p.report for p in pages]):
        sides = tuple(origins.side(value, printed) for value, printed in difference.sides)
        kind = "place" if difference.kind == "streets" else "name"
        about, why = " or ".join(side.value for side in sides), "One name is given to another kind of place."
        yield Conflict(story.id, kind, "conflict", about, sides, why)


DIFFERENT = {tellings.DAY: "days", tellings.CLOCK: "times of day"}


def _particulars(story: Story, pages: Sequence[Parsed], told: Told, origins: Origins) -> Iterator[Conflict]:
    texts = {p.report.id: p.report.text for p in pages}
    for difference in particulars.compare(tellings.read(pages, told.entities, told.dates)):
        sides = tuple(origins.side(_value(side[0], texts), side) for side in difference.sides)
        first = difference.sides[0][0]
        kind = "date" if first.unit == tellings.DAY else "number"
        about = " ".join(texts[first.report][slice(*first.sentence)].split())
        why = f"The same is told of different {DIFFERENT.get(first.unit, 'figures')}."
        yield Conflict(story.id, kind, "conflict", short(about), sides, why)


def _value(telling: tellings.Telling, texts: Mapping[str, str]) -> str:
    return telling.day or " ".join(texts[telling.report][telling.start : telling.end].split())


def _quotes(story: Story, pages: Sequence[Parsed], told: Told, origins: Origins) -> Iterator[Conflict]:
    facts = _by_report(told.facts)
    for difference in quotes.compare([p.report for p in pages]):
        if other := _of_one_speaker(difference, facts):
            sides = tuple(origins.side(_printed(quoted[0]), quoted) for quoted in (difference.a, other))
            about, why = difference.a[0].text.strip(), f"Printed differently: {difference.why}."
            yield Conflict(story.id, "quote", "conflict", about, sides, why)


def _printed(quote: quotes.Quote) -> str:
    return quote.text.strip() if quote.marked else f"{quote.text.strip()} (without quote marks)"


def _of_one_speaker(difference: quotes.Difference, facts: Mapping[str, Sequence[Fact]]) -> tuple[quotes.Quote, ...]:
    """What is printed otherwise and not given to somebody else; words without marks, if given to whom the other quotes.

    Whoever else uses those uses a phrase, or prints a text that the other quotes from.
    """
    speakers = {n for q in difference.a for n in _speakers(q, facts)}
    kept = []
    for quote in difference.b:
        others = _speakers(quote, facts)
        if speakers & others or (quote.marked and not (speakers and others)):
            kept.append(quote)
    return tuple(kept)


def _speakers(quote: quotes.Quote, facts: Mapping[str, Sequence[Fact]]) -> set[str]:
    """Who says what stands at the quote, by the statements that overlap it."""
    over = (
        f.statement
        for f in facts.get(quote.report, ())
        if any(start < quote.end and quote.start < end for start, end in f.statement.content)
    )
    names = {name for statement in over for name in (statement.chain[0] if statement.chain else ())}
    return {name for name in names if not name.startswith("anonymous")}


def _headlines(story: Story, pages: Sequence[Parsed], told: Told, origins: Origins) -> Iterator[Conflict]:
    facts = _by_report(told.facts)
    for page in pages:
        drift = headlines.drift(page, facts.get(page.report.id, ()))
        if drift is None:
            continue
        quoted = Spot(page.report.id, *drift.quote)
        headline = (Spot(page.report.id, *drift.headline),) if drift.headline else ()
        sides = (
            Side(drift.says, headline, origins.of((quoted,))),
            Side(page.report.text[slice(*drift.quote)], (quoted,), origins.of((quoted,))),
        )
        yield Conflict(story.id, "headline", "conflict", f"what {drift.speaker} said", sides, drift.why)


def _by_report(facts: Iterable[Fact]) -> Mapping[str, Sequence[Fact]]:
    rows: dict[str, list[Fact]] = {}
    for fact in facts:
        rows.setdefault(fact.statement.report, []).append(fact)
    return rows


def _without_twins(conflicts: Iterable[Conflict]) -> Iterator[Conflict]:
    """Without those that only repeat another of the same kind at overlapping places; what a toll says of both wins."""
    kept: list[Conflict] = []
    for conflict in conflicts:
        if not any(_repeats(conflict, k) for k in kept):
            kept.append(conflict)
            yield conflict


def _repeats(conflict: Conflict, kept: Conflict) -> bool:
    """Whether it is told already: with the same label, or as an update of the toll (*12*, then *19*)."""
    updated = kept.label == "update" and kept.about in TOLLS and conflict.about not in TOLLS
    told = conflict.kind == kept.kind and (conflict.label == kept.label or updated)
    return told and _same_sides(conflict, kept)


TOLLS = frozenset(tolls.QUANTITIES.values())


def _same_sides(a: Conflict, b: Conflict) -> bool:
    def meet(x: Side, y: Side) -> bool:
        return any(s.report == t.report and s.start < t.end and t.start < s.end for s in x.spans for t in y.spans)

    hits = [{j for j, y in enumerate(b.sides) if meet(x, y)} for x in a.sides]
    return sum(map(bool, hits)) > 1 and len(set().union(*hits)) > 1
