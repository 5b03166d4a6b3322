"""Where the reports of a story disagree about the same thing in the same scope, both sides with what they rest on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondsource.claims import (
    casualties,
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
from secondsource.claims import facts as contents
from secondsource.claims.facts import Fact
from secondsource.claims.figures import Figure
from secondsource.claims.same import clash
from secondsource.records import (
    Claim,
    Conflict,
    Entity,
    Parsed,
    Side,
    Span,
    Spot,
    Stance,
    Story,
    TimeExpression,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the story's statements tell, their claims, the pairs that contradict each other, its names and times."""

    facts: Sequence[Fact]
    claims: Sequence[Claim]
    contradictions: Sequence[tuple[Fact, Fact]]
    entities: Sequence[Entity] = ()
    dates: Sequence[TimeExpression] = ()


def find(story: Story, parsed: Sequence[Parsed], told: Told) -> tuple[Conflict, ...]:
    """The story's conflicts: denials, numbers, days, names, quotes printed differently, headlines against quotes."""
    origins = _Origins(told)
    order = {report: n for n, report in enumerate(story.reports)}
    pages = sorted(parsed, key=lambda p: order.get(p.report.id, len(order)))
    found = [
        *_denials(story, told),
        *_tolls(story, pages, origins),
        *_numbers(story, pages, told, origins),
        *_days(story, told, origins),
        *_identities(story, pages, told, origins),
        *_spellings(story, pages, origins),
        *_namesakes(story, pages, origins),
        *_particulars(story, pages, told, origins),
        *_quotes(story, pages, told, origins),
        *_headlines(story, pages, told, origins),
    ]
    return tuple(_without_twins(found))


class _Origins:
    """What any place in a report rests on: the range of the claim that is told there."""

    def __init__(self, told: Told) -> None:
        claim_of = {sid: claim for claim in told.claims for sid in claim.statements}
        self._at: dict[str, list[tuple[int, int, Claim]]] = {}
        for fact in told.facts:
            for start, end in fact.statement.content:
                row = self._at.setdefault(fact.statement.report, [])
                row.append((start, end, claim_of[fact.statement.id]))
        for row in self._at.values():
            row.sort(key=lambda spot: spot[:2])

    def of(self, spots: Sequence[Spot]) -> tuple[int, int]:
        """The range of a side: of the best supported claim at its spots, at most one origin for each report."""
        ranges = [claim.independent_origins for spot in spots for claim in self._claims(spot)]
        reports = len({spot.report for spot in spots})
        low, high = max(ranges, default=(min(1, reports), reports))
        return min(low, reports), min(high, reports)

    def _claims(self, spot: Spot) -> Iterator[Claim]:
        row = self._at.get(spot.report, [])
        for start, end, claim in row[: bisect_left(row, spot.end, key=lambda r: r[0])]:
            if start < spot.end and spot.start < end:
                yield claim


def _denials(story: Story, told: Told) -> Iterator[Conflict]:
    by_id = {f.statement.id: f for f in told.facts}
    for claim in told.claims:
        members = [by_id[s] for s in claim.statements]
        no = [f for f in members if f.statement.stance is Stance.DENIES]
        yes = [f for f in members if f.statement.stance is Stance.ASSERTS and not any(_holds(f, d) for d in no)]
        if not yes or not no or not claim.independent_origins[1] or claim.opinion:
            continue
        if not any(f.statement.chain or f.refuted for f in no):  # what a report says isn't so, nobody is said to deny
            continue
        if label := _disagreement(yes, no):
            deniers = {n for f in no for n in (f.statement.chain[0] if f.statement.chain else (f.statement.report,))}
            sides = (
                Side("it is so", _spots(yes), claim.independent_origins),
                Side("it is not so", _spots(no), (1, len(deniers))),
            )
            yield Conflict(story.id, "denial", label, _about(by_id[claim.shown]), sides, _denied(yes, no))


def _disagreement(yes: Sequence[Fact], no: Sequence[Fact]) -> str:
    """What the two sides are: reports against reports, or nothing where they may speak of different things.

    Where every report of one side tells the other side too, the reports don't disagree: those whom they quote do.
    """
    tell, deny = {f.statement.report for f in yes}, {f.statement.report for f in no}
    if tell <= deny or deny <= tell:
        return "within-report"
    return "conflict" if any(_answers(d, f) for d in no for f in yes) else ""


# The share of the plain words of the shorter that a denial must repeat of what another report tells, and the least
# number of them; from MOST of the longer on it need not say *deny* or the like itself. Chosen by reading the labelled
# stories: of 15 denials found with less, one is of what the other tells; of nine found by a *no* alone none is.
REPEATED, LEAST, MOST = 0.5, 2, 0.75


def _answers(denial: Fact, told: Fact) -> bool:
    """Whether the denial plainly speaks of what the other report tells."""
    if denial.statement.report == told.statement.report or told.turned:
        return False
    own, theirs = denial.terms - denial.names, told.terms - told.names
    plainly = denial.refuted or denial.cue in contents.denying()["verbs"]
    least = REPEATED * min(len(own), len(theirs)) if plainly else MOST * max(len(own), len(theirs))
    return len(own & theirs) >= max(LEAST, least)


def _holds(told: Fact, denial: Fact) -> bool:
    """Whether the denial stands in the words of what is told."""
    one, other = told.statement, denial.statement
    return one.report == other.report and all(
        any(s <= start and end <= e for s, e in one.content) for start, end in other.content
    )


def _denied(yes: Sequence[Fact], no: Sequence[Fact]) -> str:
    one, other = _who(yes), _who(no)
    return f"{other} changed its account." if one == other else f"{other} denies what {one} says."


def _who(facts: Sequence[Fact]) -> str:
    names = dict.fromkeys(f.statement.chain[0][0] for f in facts if f.statement.chain)
    named = [n for n in names if not n.startswith(("anonymous", "agencies@", "wire:"))]
    return named[0] if named else ("a source that isn't named" if names else "a report in its own voice")


def _tolls(story: Story, pages: Sequence[Parsed], origins: _Origins) -> Iterator[Conflict]:
    counts = {p.report.id: casualties.find(p.report) for p in pages}
    told = {p.report.id: tolls.Told(p.report.published or "", houses.house(p.report.source)) for p in pages}
    for difference in tolls.compare(counts, [p.report.id for p in pages], told):
        sides = []
        for value, reports in difference.sides:
            spots = tuple(Spot(c.report, c.start, c.end) for t in reports for c in t.counts)
            sides.append(Side(str(value), spots, origins.of(spots)))
        yield Conflict(story.id, "number", difference.label, difference.quantity, tuple(sides), difference.why)


def _numbers(story: Story, pages: Sequence[Parsed], told: Told, origins: _Origins) -> Iterator[Conflict]:
    """Statements of two reports that are alike in all but a figure."""
    texts = {p.report.id: p.report.text for p in pages}
    for a, b in told.contradictions:
        pair = clash(a, b)
        if pair is None or a.statement.report == b.statement.report or (a.toll and b.toll):
            continue  # what the tolls count they compare
        one, other = (_unit(texts[f.statement.report], g) for f, g in ((a, pair[0]), (b, pair[1])))
        if one != other or not one or not _of_one_size(*pair) or (one in tellings.PERSONS and not _of_one_act(a, b)):
            continue
        sides = []
        for fact, figure in ((a, pair[0]), (b, pair[1])):
            spots = (Spot(fact.statement.report, figure.start, figure.end + figure.noun),)
            sides.append(Side(_words(figure, texts[fact.statement.report]), spots, origins.of(spots)))
        label, why = _figures_apart(a, b, pair, {p.report.id: (p.report.published or "")[:10] for p in pages})
        yield Conflict(
            story.id, "number", label, _about(a), tuple(sides), f"Alike in all but the figure. {why}".strip()
        )


def _unit(text: str, figure: Figure) -> str:
    """What a figure counts or measures, or that it is a score."""
    if figure.counts == "score":
        return "record" if text[: figure.start].endswith("(") else "score"
    return tellings.unit(text, figure)


def _of_one_act(a: Fact, b: Fact) -> bool:
    """Whether both tell the same of whom they count, and name the same: people are counted in parts, too."""
    return a.head == b.head and bool(a.head or a.subject & b.subject) and a.names == b.names


def _of_one_size(a: Figure, b: Figure) -> bool:
    """Whether two figures can be of one thing: *one* is one of several, and a game's points aren't those of a run."""
    few, many = sorted((a.exact, b.exact))
    return few > 1 and (many <= few * TIMES or tolls.is_slip(few, many))


# How many times another a figure for the same thing may be, if nothing is misprinted.
TIMES = 2


def _figures_apart(a: Fact, b: Fact, figures: tuple[Figure, Figure], days: Mapping[str, str]) -> tuple[str, str]:
    """What two figures for one thing are to each other, and what shows it."""
    if tolls.is_slip(figures[0].exact, figures[1].exact):
        return "slip", "One is the other misprinted, most likely."
    early, late = sorted((a, b), key=lambda f: days[f.statement.report])
    apart = "" < days[early.statement.report] < days[late.statement.report]
    if apart and casualties.tells_change(late.text):
        return "update", "The later report says that it has changed."
    return "conflict", ""


def _words(figure: Figure, text: str) -> str:
    """The figure as it is printed, with the currency before it or the word for what it counts after it."""
    currency = text[: figure.start].rstrip()[-1:] if figure.counts == "money" else ""
    return " ".join((currency + text[figure.start : figure.end + figure.noun]).split())


def _days(story: Story, told: Told, origins: _Origins) -> Iterator[Conflict]:
    """Statements of one claim that give it other days."""
    by_id = {f.statement.id: f for f in told.facts}
    for claim in told.claims:
        dated = [
            f
            for s in claim.statements
            if len((f := by_id[s]).dated) == 1 and _is_day(next(iter(f.dated))) and f.subject
        ]
        sides: dict[str, list[Fact]] = {}
        for fact in dated:
            sides.setdefault(next(iter(fact.dated))[:10], []).append(fact)
        if len(sides) > 1 and len({f.statement.report for f in dated}) > 1 and _of_one_thing(dated):
            made = []
            for day, facts in sides.items():
                spots = _spots(facts)
                made.append(Side(day, spots, origins.of(spots)))
            yield Conflict(
                story.id,
                "date",
                "conflict",
                _about(by_id[claim.shown]),
                tuple(made),
                "The same is told of different days.",
            )


def _others(a: Fact, b: Fact) -> bool:
    """Whether each names whom the other doesn't: of one club's players one was bought on Monday, one on Tuesday."""
    return bool(a.names - b.names) and bool(b.names - a.names)


def _of_one_thing(dated: Sequence[Fact]) -> bool:
    """Whether two of the facts, of two reports and days near by, share who acts, or the act and a figure."""
    return any(
        bool(a.subject & b.subject and (a.head == b.head or len(a.terms & b.terms - a.subject) > 1))
        or bool(a.head and a.head == b.head and any(t.startswith("#") for t in a.terms & b.terms))
        for n, a in enumerate(dated)
        for b in dated[n + 1 :]
        if a.statement.report != b.statement.report
        and not (a.turned or b.turned or _others(a, b))
        and _near(next(iter(a.dated)), next(iter(b.dated)))
    )


# Days further apart are those of two events; a week apart they are one weekday, counted from two dates of publication.
DAYS_NEAR = 3


def _near(one: str, other: str) -> bool:
    a, b = (tellings.days(value) for value in (one, other))
    return a is not None and b is not None and 0 < abs(a[0] - b[0]) <= DAYS_NEAR


def _is_day(value: str) -> bool:
    return len(value) >= 10 and value[:4].isdigit() and value[5:7].isdigit() and value[8:10].isdigit()


def _identities(story: Story, pages: Sequence[Parsed], told: Told, origins: _Origins) -> Iterator[Conflict]:
    for difference in identities.compare([p.report for p in pages], told.entities):
        sides = []
        for value, printed in difference.sides:
            spots = tuple(Spot(p.report, p.start, p.end) for p in printed)
            sides.append(Side(value, spots, origins.of(spots)))
        kind = "number" if difference.kind == "age" else "name"
        yield Conflict(story.id, kind, "conflict", difference.about, tuple(sides), difference.why)


def _spellings(story: Story, pages: Sequence[Parsed], origins: _Origins) -> Iterator[Conflict]:
    for difference in spellings.compare(pages):
        sides = []
        for value, printed in difference.sides:
            spots = tuple(Spot(p.report, p.start, p.end) for p in printed)
            sides.append(Side(value, spots, origins.of(spots)))
        label = "within-report" if difference.within else "conflict"
        ways = {2: "two", 3: "three"}.get(len(sides), str(len(sides)))
        about, why = f"the name {sides[0].value}", f"One name is spelled in {ways} ways."
        yield Conflict(story.id, "name", label, about, tuple(sides), why)


def _namesakes(story: Story, pages: Sequence[Parsed], origins: _Origins) -> Iterator[Conflict]:
    for difference in namesakes.compare([p.report for p in pages]):
        sides = []
        for value, printed in difference.sides:
            spots = tuple(Spot(p.report, p.start, p.end) for p in printed)
            sides.append(Side(value, spots, origins.of(spots)))
        kind = "place" if difference.kind == "streets" else "name"
        about, why = " or ".join(side.value for side in sides), "One name is given to another kind of place."
        yield Conflict(story.id, kind, "conflict", about, tuple(sides), why)


DIFFERENT = {tellings.DAY: "days", tellings.CLOCK: "times of day"}


def _particulars(story: Story, pages: Sequence[Parsed], told: Told, origins: _Origins) -> Iterator[Conflict]:
    texts = {p.report.id: p.report.text for p in pages}
    for difference in particulars.compare(tellings.read(pages, told.entities, told.dates)):
        sides = []
        for side in difference.sides:
            spots = tuple(Spot(t.report, t.start, t.end) for t in side)
            words = " ".join(texts[spots[0].report][spots[0].start : spots[0].end].split())
            sides.append(Side(side[0].day or words, spots, origins.of(spots)))
        first = difference.sides[0][0]
        kind = "date" if first.unit == tellings.DAY else "number"
        about = " ".join(texts[first.report][slice(*first.sentence)].split())
        why = f"The same is told of different {DIFFERENT.get(first.unit, 'figures')}."
        yield Conflict(story.id, kind, "conflict", _short(about), tuple(sides), why)


def _quotes(story: Story, pages: Sequence[Parsed], told: Told, origins: _Origins) -> Iterator[Conflict]:
    facts: dict[str, list[Fact]] = {}
    for fact in told.facts:
        facts.setdefault(fact.statement.report, []).append(fact)
    for difference in quotes.compare([p.report for p in pages]):
        sides = []
        other = _of_one_speaker(difference, facts)
        for printed in (difference.a, other) if other else ():
            spots = tuple(Spot(q.report, q.start, q.end) for q in printed)
            value = printed[0].text.strip() if printed[0].marked else f"{printed[0].text.strip()} (without quote marks)"
            sides.append(Side(value, spots, origins.of(spots)))
        if sides:
            about, why = difference.a[0].text.strip(), f"Printed differently: {difference.why}."
            yield Conflict(story.id, "quote", "conflict", about, tuple(sides), why)


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


def _headlines(story: Story, pages: Sequence[Parsed], told: Told, origins: _Origins) -> Iterator[Conflict]:
    facts: dict[str, list[Fact]] = {}
    for fact in told.facts:
        facts.setdefault(fact.statement.report, []).append(fact)
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


def _spots(facts: Iterable[Fact]) -> tuple[Spot, ...]:
    return tuple(Spot(f.statement.report, *_outer(f.statement.content)) for f in facts if f.statement.content)


def _outer(content: Sequence[Span]) -> Span:
    return content[0][0], max(end for _, end in content)


def _about(fact: Fact) -> str:
    return _short(fact.text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 0, LONGEST)] + " …"


LONGEST = 160  # letters of what a conflict is about


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
