"""Statements of two reports that contradict each other: denials, figures and days of one thing told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from secondsource.claims import casualties, tellings, tolls
from secondsource.claims import facts as contents
from secondsource.claims.facts import Fact
from secondsource.claims.figures import Figure
from secondsource.claims.same import clash
from secondsource.claims.sides import Origins, Told, short, spots_of
from secondsource.records import Conflict, Parsed, Side, Spot, Stance, Story


def denials(story: Story, told: Told) -> Iterator[Conflict]:
    """Claims that somebody denies in words of theirs that speak of what others tell."""
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
                Side("it is so", spots_of(yes), claim.independent_origins),
                Side("it is not so", spots_of(no), (1, len(deniers))),
            )
            yield Conflict(story.id, "denial", label, short(by_id[claim.shown].text), sides, _denied(yes, no))


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


def numbers(story: Story, pages: Sequence[Parsed], told: Told, origins: Origins) -> Iterator[Conflict]:
    """Statements of two reports that are alike in all but a figure."""
    texts = {p.report.id: p.report.text for p in pages}
    for a, b in told.contradictions:
        pair = clash(a, b)
        if pair is None or a.statement.report == b.statement.report or (a.toll and b.toll):
            continue  # what the tolls count they compare
        one, other = (_unit(texts[f.statement.report], g) for f, g in ((a, pair[0]), (b, pair[1])))
        if one != other or not one or not _of_one_size(*pair) or (one in tellings.PERSONS and not _of_one_act(a, b)):
            continue
        sides = tuple(
            origins.side(_words(g, texts[r]), [Spot(r, g.start, g.end + g.noun)])
            for r, g in ((a.statement.report, pair[0]), (b.statement.report, pair[1]))
        )
        label, why = _figures_apart(a, b, pair, {p.report.id: (p.report.published or "")[:10] for p in pages})
        yield Conflict(story.id, "number", label, short(a.text), sides, f"Alike in all but the figure. {why}".strip())


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


def days(story: Story, told: Told, origins: Origins) -> Iterator[Conflict]:
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
            made = tuple(origins.side(day, spots_of(facts)) for day, facts in sides.items())
            why = "The same is told of different days."
            yield Conflict(story.id, "date", "conflict", short(by_id[claim.shown].text), made, why)


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
