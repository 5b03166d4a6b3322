"""The figures, days and hours that a report tells, each with the act and the words that it is told of."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources

from secondsource.claims import figures, words
from secondsource.claims.casualties import Told, told
from secondsource.claims.facts import kin, tells
from secondsource.claims.figures import Figure
from secondsource.records import Entity, Paragraph, Parsed, Span, TimeExpression, Token

DAY, CLOCK, DURATION, LEFT = "day", "time of day", "duration", "time left"
DATED = frozenset({"DATE", "TIME"})


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
    when: tuple[tuple[float, float], ...] = ()  # the days that the sentence of a figure names
    said: frozenset[str] = frozenset()  # terms of the whole sentence

    @property
    def day(self) -> str:
        """The day in ISO 8601; nothing for a figure, a month or a year."""
        one = self.unit == DAY and self.low == self.high
        return date.fromordinal(int(self.low)).isoformat() if one else ""

    def agrees(self, other: Telling) -> bool:
        """Whether both can be right of one thing."""
        return self.low <= other.high and other.low <= self.high


# A figure may have been rounded, or converted from another unit, by so much.
ROUNDED = 0.01


def read(parsed: Sequence[Parsed], entities: Sequence[Entity], dates: Sequence[TimeExpression]) -> tuple[Telling, ...]:
    """What the reports tell, report by report and sentence by sentence."""
    return tuple(telling for page in _pages(parsed, entities, dates) for telling in page.tellings())


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


def unit(text: str, figure: Figure) -> str:
    """What is counted or measured, the currency with it; nothing where that is no quantity."""
    if figure.counts == "money":
        return f"money {text[: figure.start].rstrip()[-1:]}"
    after = text[figure.end : figure.end + PEEK]
    if figure.counts in SKIPPED or RATE.match(after) or NO_QUANTITY.match(after) or OF_SEVERAL.match(after):
        return ""
    if text[: figure.start].endswith("-") or FRACTION.search(text[max(0, figure.start - PEEK) : figure.start]):
        return ""
    return f"{figure.counts} {_aside(after)}".strip() if figure.counts in PERIODS else figure.counts


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
                yield from self._hours(paragraph, tokens, times)

    def _figures(
        self, paragraph: Paragraph, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Iterator[Telling]:
        text, offset = self.parsed.report.text, tokens[0].start
        for figure in figures.read(text[offset : tokens[-1].end], offset, tokens):
            timed = any(t.start < figure.end and figure.start < t.end for t in times)
            earlier = EARLIER.search(text, max(offset, figure.start - FAR), figure.start)
            of = "" if timed or earlier else self._unit(figure)
            if of and not math.isinf(figure.high):
                factor, base = units().get(of, (1.0, of))
                joined = JOINED.match(text, figure.end)
                at = (figure.start, joined.end() if joined else figure.end + figure.noun)
                span = (figure.low * factor * (1 - ROUNDED), figure.high * factor * (1 + ROUNDED))
                when = tuple(found for t in times if t.type in DATED and (found := days(t.value)))
                yield replace(self._telling(at, base, span, paragraph, tokens), when=when)

    def _unit(self, figure: Figure) -> str:
        """What is counted or measured; nothing for people, whom the tolls compare."""
        if PARENT.search(self.parsed.report.text, max(0, figure.start - PEEK), figure.start):
            return CHILDREN
        return "" if figure.counts in PERSONS else unit(self.parsed.report.text, figure)

    def _days(
        self, paragraph: Paragraph, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Iterator[Telling]:
        for t in times:
            span = days(t.value) if t.type in DATED else None
            text = self.parsed.report.text
            if span and not RELATIVE.search(text[t.start : t.end]) and not SINCE.search(text[: t.start][-PEEK:]):
                read = self._telling((t.start, t.end), DAY, span, paragraph, tokens)
                if read.act in ONCE:
                    yield read

    def _hours(
        self, paragraph: Paragraph, tokens: Sequence[Token], times: Sequence[TimeExpression]
    ) -> Iterator[Telling]:
        """Times of day to the minute, how long something took, and how much of a game was left."""
        text, start, end = self.parsed.report.text, tokens[0].start, tokens[-1].end
        left = [(m.span(), _seconds(m)) for m in TO_GO.finditer(text, start, end)]
        for at, seconds in left:
            yield self._telling(at, LEFT, (seconds, seconds), paragraph, tokens)
        for t in times:
            before = text[max(start, t.start - PEEK) : t.start]
            if any(s < t.end and t.start < e for (s, e), _ in left) or ZONE.search(text, t.start, t.end + PEEK):
                continue
            if m := MINUTE.search(t.value):
                minutes = int(m[1]) * 60 + int(m[2])
                early, late = _leeway(before + text[t.start : t.end])
                yield self._telling((t.start, t.end), CLOCK, (minutes - early, minutes + late), paragraph, tokens)
            elif t.type == "DURATION" and (m := PERIOD.fullmatch(t.value)) and m[1] + m[3] in LASTING:
                one = LASTING[m[1] + m[3]]
                span = ((float(m[2]) - HALF) * one, (float(m[2]) + HALF) * one)
                if not FRACTION.search(before):
                    yield self._telling((t.start, t.end), self._lasting(t), span, paragraph, tokens)

    def _lasting(self, time: TimeExpression) -> str:
        """Whether a duration tells how long something took, or how long before or after something else it was."""
        return f"{DURATION} {_aside(self.parsed.report.text[time.start : time.end + PEEK])}".strip()

    def _telling(
        self, at: Span, unit: str, span: tuple[float, float], paragraph: Paragraph, tokens: Sequence[Token]
    ) -> Telling:
        verb = _verb(paragraph, [t for t in tokens if at[0] <= t.start < at[1]], at)
        mine = [t for t in _clause(paragraph, verb) if not at[0] <= t.start < at[1]] if verb else []
        sentence = (tokens[0].start, tokens[-1].end)
        beside = self.mentions[bisect_left(self._begins, sentence[0]) : bisect_left(self._begins, sentence[1])]
        named = {(s, e, n) for s, e, n in beside if any(s <= t.start < e for t in mine)}
        plain = {kin(t.lemma) for t in mine if tells(t) and not any(s <= t.start < e for s, e, _ in named)}
        names = frozenset(n for _, _, n in named)
        toll = told(self.parsed.report.text[slice(*sentence)]) if unit == DAY else ()
        act = kin(verb.lemma) if verb else ""
        said = frozenset({kin(t.lemma) for t in tokens if tells(t) and not at[0] <= t.start < at[1]}) | {
            n for _, _, n in beside
        }
        return Telling(self.parsed.report.id, *at, unit, *span, act, names | plain, names, sentence, toll, said=said)


# What is no quantity of a thing that happened: an age, a place in a row, a time of day, a telephone number.
SKIPPED = frozenset({"place in a row", "clock", "score", "year", "call", "p.m.", "a.m."})
PERSONS = words.listed("persons")
RATE = re.compile(r"\s?-?\s?\w*\s?(?:/|per\b|an hour|a year|-\s?(?:square|foot)|square)")
# The next word is a name (*313 North Street*), or belongs to something else (*Ann Poe, 35, and Bo Poe*).
NO_QUANTITY = re.compile(r"\s?(?:[A-Z]|[,;:.()])")
SINCE = re.compile(r"\b(?:since|until|till|by|as of|from)\s$")
JOINED = re.compile(r"\s?-\s?[a-z]+\b")  # *48-page*
# What comes after is the figure that another has taken the place of.
EARLIER = re.compile(
    r"\b(?:surpass|eclips|break|broke|topp|beat|previous|prior|former|year\s?-\s?old record|(?:up|down) from)",
    re.IGNORECASE,
)
FAR = 60  # characters before a figure in which that stands
# *a mother of 12* has twelve children.
PARENT = re.compile(r"\b(?:mother|father|parents?|mom|dad) (?:of|to) $", re.IGNORECASE)
CHILDREN = "children"
# How much of a game is left: *with 7:41 to play*, *7 minutes 41 seconds remaining*.
TO_GO = re.compile(
    r"\b(?:(?P<m>\d{1,2})\s?:\s?(?P<s>\d\d)(?: minutes?)?"
    r"|(?P<minutes>\d{1,2}) minutes?(?:,? (?:and )?(?P<seconds>\d{1,2}) seconds?)?)"
    r" (?:left|remaining|to (?:play|go))\b",
    re.IGNORECASE,
)
MINUTE = re.compile(r"T(\d\d):(\d\d)")
PERIOD = re.compile(r"P(T?)(\d+(?:\.\d+)?)([A-Z])")
LASTING = {"TS": 1, "TM": 60, "TH": 3600, "D": 86_400, "W": 604_800, "M": 2_592_000, "Y": 31_536_000}  # seconds
ZONE = re.compile(r"\b(?:GMT|UTC|BST|CET|[ECMP][SD]?T|local time)\b")
ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost)\b", re.IGNORECASE)
EARLY, LATE = (re.compile(rf"\b{word}\b", re.IGNORECASE) for word in ("before", "after|past"))
ROUGH = 15  # minutes that *about* leaves open on either side, and half of those that *shortly after* does on one
# Half a unit more or less is rounding: *four months* may be four and a half.
HALF = 0.5
FRACTION = re.compile(r"\d\s?/\s?$")  # *4 1 / 2 months*
ASIDE = re.compile(r"\b(before|ago|earlier|prior|after|later)\b", re.IGNORECASE)
EARLIER_THAN = frozenset({"before", "ago", "earlier", "prior"})
# Verbs that tell when something was or how long it took.
SPANNING = frozenset(map(kin, words.listed("spanning")))
PERIODS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
OF_SEVERAL = re.compile(r"\s?of (?:his|her|their|its|the|them|those|these|which|whom)\b")
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


def _aside(words: str) -> str:
    """*before* or *after*, where a duration is the distance to something else."""
    m = ASIDE.search(words)
    return ("before" if m[1].lower() in EARLIER_THAN else "after") if m else ""


def _leeway(words: str) -> tuple[int, int]:
    """How many minutes earlier or later than the words say it may have been.

    >>> _leeway("about 5 p.m."), _leeway("shortly after 5 p.m."), _leeway("at 5:10 p.m.")
    ((15, 15), (0, 30), (0, 0))
    """
    if ABOUT.search(words):
        return ROUGH, ROUGH
    return 2 * ROUGH * bool(EARLY.search(words)), 2 * ROUGH * bool(LATE.search(words))


def _seconds(found: re.Match[str]) -> int:
    """How many seconds *7:41* or *7 minutes 41 seconds* are."""
    minutes, seconds = found["m"] or found["minutes"], found["s"] or found["seconds"] or 0
    return int(minutes) * 60 + int(seconds)


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
