"""Figures and days that two reports give otherwise for one act: read off each sentence's parse, and compared."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

from secondsource.claims import figures, words
from secondsource.claims.casualties import Told, differ, told
from secondsource.claims.facts import LIGHT, WORDY, kin
from secondsource.claims.figures import Figure
from secondsource.records import Entity, Paragraph, Parsed, Span, TimeExpression, Token

DAY = "day"


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure or a day in one report, and the act that it is told of."""

    report: str
    start: int
    end: int
    unit: str  # what the figure counts or measures, or ``day``
    low: float
    high: float
    act: str  # kin of the verb that it hangs from; nothing where there is none near
    terms: frozenset[str]  # of the act's own clause, the value left out
    names: frozenset[str]  # who and what is named among them
    sentence: Span
    toll: tuple[Told, ...] = ()  # how many the sentence of a day says were killed, wounded or shot

    @property
    def day(self) -> str:
        """The day in ISO 8601; nothing for a figure, a month or a year."""
        one = self.unit == DAY and self.low == self.high
        return date.fromordinal(int(self.low)).isoformat() if one else ""

    def agrees(self, other: Telling) -> bool:
        """Whether both can be right of one thing."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values that are told of one act, each with the tellings that give it."""

    unit: str
    sides: tuple[tuple[Telling, ...], tuple[Telling, ...]]


Weights = Mapping[str, float]

# How alike the two clauses must be around a figure, and how many telling words they must share. Chosen by reading the
# pairs found in the dev stories: below it totals stand beside parts, and one match beside another.
ALIKE, SHARED = 0.65, 3
# Two figures for one thing are of one size; further apart they are of two things, if nothing is misprinted.
FACTOR = 2
# A figure may have been rounded, or converted from another unit, by so much.
ROUNDED = 0.01
# A day needs less, since only acts are compared that happen once.
ALIKE_DAY, SHARED_DAY = 0.45, 2


def compare(
    parsed: Sequence[Parsed], entities: Sequence[Entity], dates: Sequence[TimeExpression]
) -> tuple[Difference, ...]:
    """The figures and days that the reports give otherwise, in the reports' order."""
    tellings = [t for page in _pages(parsed, entities, dates) for t in page.tellings()]
    weights = _weigh(tellings)
    at: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    given: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.act:
            at[telling.unit, telling.act].append(telling)
        given[telling.report, telling.unit].append(telling)
    pairs = [
        (a, b)
        for row in at.values()
        for n, a in enumerate(row)
        for b in row[n + 1 :]
        if a.report != b.report and _rival(a, b) and _of_one(a, b, weights) and not _known(a, b, given)
    ]
    return tuple(_sides(pairs, at, weights))


def _rival(a: Telling, b: Telling) -> bool:
    """Whether the two can't both be right, and are of one size."""
    if a.agrees(b):
        return False
    if a.unit == DAY:  # *Thursday* in two reports is one Thursday, whenever each came out
        return a.low != a.high or b.low != b.high or (a.low - b.low) % 7 != 0
    low, high = sorted((a.low, b.low))
    return low > 0 and high / low <= FACTOR


def _known(a: Telling, b: Telling, given: Mapping[tuple[str, str], Sequence[Telling]]) -> bool:
    """Whether one of the reports gives the other's value too: then it means something else by it."""
    return any(x.agrees(b) for x in given[a.report, a.unit]) or any(x.agrees(a) for x in given[b.report, b.unit])


def _of_one(a: Telling, b: Telling, weights: Weights) -> bool:
    """Whether both are told of one act."""
    if (a.names and b.names and not a.names & b.names) or differ(a.toll, b.toll):
        return False
    least, alike = (SHARED_DAY, ALIKE_DAY) if a.unit == DAY else (SHARED, ALIKE)
    return len(a.terms & b.terms) >= least and likeness(a, b, weights) >= alike


def unit(text: str, figure: Figure) -> str:
    """What is counted or measured, the currency with it; nothing where that is no quantity."""
    if figure.counts == "money":
        return f"money {text[: figure.start].rstrip()[-1:]}"
    after = text[figure.end : figure.end + PEEK]
    if figure.counts in SKIPPED or RATE.match(after) or NO_QUANTITY.match(after):
        return ""
    return "" if text[: figure.start].endswith("-") else figure.counts


def likeness(a: Telling, b: Telling, weights: Weights) -> float:
    """How alike the two clauses are but for the value, 0–1: the weight of what they share against that of each."""
    shared = math.fsum(weights[t] for t in sorted(a.terms & b.terms))
    mine, other = (math.fsum(weights[t] for t in sorted(x.terms)) for x in (a, b))
    return shared / math.sqrt(mine * other) if shared else 0.0


def _weigh(tellings: Sequence[Telling]) -> Weights:
    """How much each term tells: the fewer tellings have it, the more."""
    having = Counter(term for t in tellings for term in t.terms)
    return {term: math.log(1 + len(tellings) / n) for term, n in having.items()}


def _sides(
    pairs: Iterable[tuple[Telling, Telling]], at: Mapping[tuple[str, str], Sequence[Telling]], weights: Weights
) -> Iterator[Difference]:
    """Each pair with all that give the same value for the same act on either side, once."""
    taken: set[tuple[str, int]] = set()
    for a, b in pairs:
        if {(a.report, a.start), (b.report, b.start)} <= taken:
            continue
        one, other = (
            (mine, *(t for t in at[mine.unit, mine.act] if t is not mine and t.agrees(mine) and not t.agrees(theirs)
                     and _of_one(t, mine, weights)))
            for mine, theirs in ((a, b), (b, a))
        )  # fmt: skip
        taken |= {(t.report, t.start) for t in (*one, *other)}
        yield Difference(a.unit, (one, other))


def _pages(parsed: Sequence[Parsed], entities: Sequence[Entity], dates: Sequence[TimeExpression]) -> Iterator[_Page]:
    mentions: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    times: dict[str, list[TimeExpression]] = defaultdict(list)
    for entity in entities:
        for m in entity.mentions:
            mentions[m.report].append((m.start, m.end, f"@{entity.name.casefold()}"))
    for expression in dates:
        times[expression.report].append(expression)
    for page in parsed:
        yield _Page(page, sorted(mentions[page.report.id]), sorted(times[page.report.id], key=lambda t: t.start))


class _Page:
    """A report with its names and times in order, from which its tellings are read."""

    def __init__(
        self, parsed: Parsed, mentions: Sequence[tuple[int, int, str]], times: Sequence[TimeExpression]
    ) -> None:
        self.parsed, self.mentions, self.times = parsed, mentions, times
        self._begins = [start for start, _, _ in mentions]
        self._timed = [t.start for t in times]

    def tellings(self) -> Iterator[Telling]:
        """The figures that stand outside of times, and the days, sentence by sentence."""
        for paragraph in self.parsed.paragraphs:
            for tokens in paragraph.sentences():
                start, end = tokens[0].start, tokens[-1].end
                times = self.times[bisect_left(self._timed, start) : bisect_left(self._timed, end)]
                yield from self._figures(paragraph, tokens, times)
                yield from self._days(paragraph, tokens, times)

    def _figures(
        self, paragraph: Paragraph, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Iterator[Telling]:
        text, offset = self.parsed.report.text, tokens[0].start
        for figure in figures.read(text[offset : tokens[-1].end], offset, tokens):
            timed = any(t.start < figure.end and figure.start < t.end for t in times)
            of = "" if timed else self._unit(figure)
            if of and not math.isinf(figure.high):
                factor, base = units().get(of, (1.0, of))
                at = (figure.start, figure.end + figure.noun)
                span = (figure.low * factor * (1 - ROUNDED), figure.high * factor * (1 + ROUNDED))
                yield self._telling(at, base, span, paragraph, tokens)

    def _unit(self, figure: Figure) -> str:
        """What is counted or measured; nothing for people, whom the tolls compare."""
        return "" if figure.counts in PERSONS else unit(self.parsed.report.text, figure)

    def _days(
        self, paragraph: Paragraph, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Iterator[Telling]:
        for t in times:
            span = days(t.value) if t.type in ("DATE", "TIME") else None
            text = self.parsed.report.text
            if span and not RELATIVE.search(text[t.start : t.end]) and not SINCE.search(text[: t.start][-PEEK:]):
                read = self._telling((t.start, t.end), DAY, span, paragraph, tokens)
                if read.act in ONCE:
                    yield read

    def _telling(
        self, at: Span, unit: str, span: tuple[float, float], paragraph: Paragraph, tokens: Sequence[Token]
    ) -> Telling:
        verb = _verb(paragraph, [t for t in tokens if at[0] <= t.start < at[1]], at)
        mine = [t for t in _clause(paragraph, verb) if not at[0] <= t.start < at[1]] if verb else []
        sentence = (tokens[0].start, tokens[-1].end)
        beside = self.mentions[bisect_left(self._begins, sentence[0]) : bisect_left(self._begins, sentence[1])]
        named = {(s, e, n) for s, e, n in beside if any(s <= t.start < e for t in mine)}
        plain = {kin(t.lemma) for t in mine if _tells(t) and not any(s <= t.start < e for s, e, _ in named)}
        names = frozenset(n for _, _, n in named)
        toll = told(self.parsed.report.text[slice(*sentence)]) if unit == DAY else ()
        act = kin(verb.lemma) if verb else ""
        return Telling(self.parsed.report.id, *at, unit, *span, act, names | plain, names, sentence, toll)


# What is no quantity of a thing that happened: an age, a place in a row, a time of day, a telephone number.
SKIPPED = frozenset({"place in a row", "clock", "score", "year", "call", "p.m.", "a.m."})
PERSONS = words.listed("persons")
RATE = re.compile(r"\s?-?\s?\w*\s?(?:/|per\b|an hour|a year|-\s?(?:square|foot)|square)")
# The next word is a name (*313 North Street*), or belongs to something else (*Ann Poe, 35, and Bo Poe*).
NO_QUANTITY = re.compile(r"\s?(?:[A-Z]|[,;:.()])")
SINCE = re.compile(r"\b(?:since|until|till|by|as of|from)\s$")
PEEK = 20  # characters after a figure in which *per hour* stands
# Days that are counted from the day of the report, or from another: copies keep the words and change the day.
RELATIVE = re.compile(
    r"\b(?:ago|prior|earlier|later|after|before|today|tonight|now|this|yesterday|tomorrow|the year)\b", re.IGNORECASE
)
# Acts that happen once to whoever or whatever is named with them, so that another day is a disagreement (kin).
ONCE = frozenset(map(kin, words.listed("once")))
STEPS = 8  # words up from a value in which its verb stands


def _verb(paragraph: Paragraph, inside: Sequence[Token], at: Span) -> Token | None:
    """The verb that the value hangs from; None where there is none near."""
    token = next((t for t in inside if not at[0] <= paragraph.head(t.i).start < at[1]), None)
    for _ in range(STEPS):
        if token is None:
            return None
        head = paragraph.head(token.i)
        if head.pos == "VERB":
            return head
        token = head if head.i != token.i else None
    return None


NESTED = frozenset({"relcl", "advcl", "ccomp", "parataxis"})


def _clause(paragraph: Paragraph, verb: Token) -> list[Token]:
    """The verb's own clause: without the clauses that hang from it."""
    found, todo = [verb], [verb.i]
    while todo:
        for i in paragraph.children[todo.pop()]:
            child = paragraph.tokens[i]
            if child.dep in NESTED or (child.dep == "conj" and child.pos == "VERB"):
                continue
            found.append(child)
            todo.append(i)
    if not any(t.dep in ("nsubj", "nsubjpass") for t in found):
        found += _subject(paragraph, verb)
    return sorted(found, key=lambda t: t.i)


def _subject(paragraph: Paragraph, verb: Token) -> list[Token]:
    """Who acts, where the verb shares its subject with one before it, or qualifies a noun."""
    for _ in range(3):
        if verb.dep in ("relcl", "acl"):
            head = paragraph.head(verb.i)
            below = [paragraph.tokens[i] for i in paragraph.children[head.i]]
            return [head, *(t for t in below if t.dep in ("compound", "amod"))]
        if verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "prep"):
            return []
        verb = paragraph.head(verb.i)
        below = [paragraph.tokens[i] for i in paragraph.children[verb.i]]
        if found := [t for t in below if t.dep in ("nsubj", "nsubjpass")]:
            return [t for s in found for t in paragraph.subtree(s.i)]
    return []


def _tells(token: Token) -> bool:
    return token.pos in WORDY and token.lemma not in LIGHT and any(c.isalpha() for c in token.lemma)


def days(value: str) -> tuple[float, float] | None:
    """The days that a TIMEX3 value can mean, as ordinals of the first and the last.

    >>> days("2024-11") == (date(2024, 11, 1).toordinal(), date(2024, 11, 30).toordinal())
    True
    """
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|-W(\d\d))?", value)
    if not found:
        return None
    year, month, day, week = (int(part) if part else 0 for part in found.groups())
    try:
        if week:
            monday = date.fromisocalendar(year, week, 1)
            return monday.toordinal(), monday.toordinal() + 6
        if re.match(r"\d{4}-[A-Z]", value):
            return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        first = date(year, month or 1, day or 1)
        last = first if day else (date(year, month or 12, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first.toordinal(), last.toordinal()
    except ValueError:
        return None


@functools.cache
def units() -> Mapping[str, tuple[float, str]]:
    """A unit's word → how much of which base unit it is (``units.tsv``)."""
    table: dict[str, tuple[float, str]] = {}
    for line in resources.files(__package__).joinpath("units.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            base, factor, *names = line.split("\t")
            table.update((name, (float(factor), base)) for name in names)
    return table
