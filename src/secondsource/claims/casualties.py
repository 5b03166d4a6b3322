"""How many were killed, wounded or shot, as each report counts them, with the scope that the sentence gives."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from secondsource.claims.figures import ONES, OPEN, ROUGH, TENS
from secondsource.records import Report


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people to whom one thing happened. ``high`` is above ``low`` for *at least four*, *up to 20*."""

    report: str
    start: int
    end: int
    quantity: str  # killed, wounded, shot
    low: float
    high: float
    value: int
    words: str
    beside: tuple[tuple[str, int], ...]  # the other quantities of the same sentence
    includes: bool  # the sentence says who is counted in (*including the gunman*)
    sentence: str = ""


# What a sentence may hold at most to be read as one: longer ones are tables or lists.
LONGEST = 600
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*")


def find(report: Report) -> tuple[Count, ...]:
    """The counts of people killed, wounded and shot in the report, in order; those of another scope left out."""
    text = report.text
    spans = [*report.paragraphs, *((f.start, f.end) for f in report.furniture if f.kind == "headline")]
    found = []
    for start, end in sorted(spans):
        for m in SENTENCE.finditer(text, start, end):
            sentence = m.group()
            if len(sentence) <= LONGEST and not _grammar().scope.search(sentence):
                found += _sentence(report.id, sentence, m.start())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """A number of people that some words give, and what happened to them."""

    quantity: str
    low: float
    high: float
    value: int

    def meets(self, asked: Told) -> bool:
        """Whether it tells what is asked for: *17* meets *more than 15*, *at least 17* doesn't meet *21*."""
        bound = asked.low <= self.value <= min(asked.high, asked.low * OPEN if asked.low else asked.high)
        about = self.high < math.inf and self.low > 0 and self.low <= asked.value <= self.high
        return self.quantity == asked.quantity and (bound or about)


def told(words: str) -> tuple[Told, ...]:
    """What the words count, those who were treated taken for wounded.

    >>> told("Sixteen people were treated for minor burns")
    (Told(quantity='wounded', low=16, high=16, value=16),)
    """
    plain = _grammar().treated.sub("injured", words[:LONGEST])
    return tuple(Told(quantity, low, high, value) for _, _, quantity, low, high, value in _spots(plain))


def differ(one: Sequence[Told], other: Sequence[Told]) -> bool:
    """Whether both count those to whom one thing happened, and no count of the one can be the other's.

    >>> differ(told("No one was killed"), told("One worker died")), differ(told("Up to six died"), told("Five died"))
    (True, False)
    """
    for quantity in {t.quantity for t in one} & {t.quantity for t in other} if one and other else ():
        mine, theirs = ([t for t in told if t.quantity == quantity] for told in (one, other))
        if all(a.low > b.high or b.low > a.high for a in mine for b in theirs):
            return True
    return _adds_up_otherwise(one, other) or _adds_up_otherwise(other, one)


def _adds_up_otherwise(parts: Sequence[Told], whole: Sequence[Told]) -> bool:
    """Whether one counts the killed and the wounded, the other all who were shot, and the sum is another.

    >>> _adds_up_otherwise(told("1 dead, 4 wounded"), told("Four people were shot"))
    True
    """
    counts = {(t.quantity, t.value) for t in (*parts, *whole) if t.low == t.high}
    killed, wounded, shot = ({v for q, v in counts if q == quantity} for quantity in ("killed", "wounded", "shot"))
    apart = {t.quantity for t in parts} == {"killed", "wounded"} and {t.quantity for t in whole} == {"shot"}
    return apart and all(len(c) == 1 for c in (killed, wounded, shot)) and sum(killed) + sum(wounded) != sum(shot)


def _sentence(report: str, sentence: str, offset: int) -> list[Count]:
    spots = list(_spots(sentence))
    beside = [(quantity, value) for _, _, quantity, _, _, value in spots]
    return [
        Count(report, offset + s, offset + e, quantity, low, high, value, sentence[s:e],
              tuple(b for b in beside if b[0] != quantity), _includes(sentence, s, e), sentence)
        for s, e, quantity, low, high, value in spots
    ]  # fmt: skip


Spot = tuple[int, int, str, float, float, int]


def _spots(sentence: str) -> Iterator[Spot]:
    grammar = _grammar()
    if not grammar.hurt.search(sentence):
        return
    nobody = list(_noughts(sentence))
    yield from nobody
    taken = [(start, end) for start, end, *_ in nobody]
    for pattern in (grammar.after, grammar.before, grammar.toll):
        for m in pattern.finditer(sentence):
            value = _value(m["number"])
            if value is None or any(m.start("number") < e and s < m.end() for s, e in taken):
                continue
            before = sentence[: m.start("bound" if m.groupdict().get("bound") else "number")]
            if grammar.part.search(before) and not grammar.whole.match(sentence, m.end()):
                continue
            quantity = "killed" if pattern is grammar.toll else grammar.states[m["state"].lower()]
            if _uncounted(before, m["number"]):
                continue
            if quantity == "shot" and grammar.beside.search(m.group()):
                quantity = "wounded"  # beside whoever was killed
            taken.append((m.start("number"), m.end()))
            low, high = _open(m["bound"], value)
            if grammar.some.search(m.group()):
                high = math.inf
            elif quantity == "wounded" and grammar.beside.search(m.group()) and grammar.one_hurt.search(before):
                high = max(high, value + 1)
            yield m.start("number"), m.end(), quantity, low, high, value


def _uncounted(before: str, number: str) -> bool:
    """Whether the number counts none of those meant: it is a name's or a date's, or tells what needn't be so."""
    grammar = _grammar()
    return bool((number.isdigit() and grammar.label.search(before)) or grammar.supposed.search(before))


def _noughts(sentence: str) -> Iterator[Spot]:
    """Where the sentence says that nobody was: *no one was hurt*, *there were no deaths*."""
    grammar = _grammar()
    for m in grammar.nobody.finditer(sentence):
        yield m.start(), m.end(), grammar.states[m["state"].lower()], 0, 0, 0
    for quantity, pattern in grammar.without.items():
        for m in pattern.finditer(sentence):
            yield m.start(), m.end(), quantity, 0, 0, 0


# How far from its number *including the gunman* may stand.
NEAR = 40


def _includes(sentence: str, start: int, end: int) -> bool:
    return bool(_grammar().includes.search(sentence, start, end + NEAR))


def _open(bound: str | None, value: int) -> tuple[float, float]:
    words = (bound or "").lower().strip()
    if words in ("at least", "more than", "over"):
        return value, float("inf")
    if words in ("up to", "as many as", "nearly", "almost"):
        return value * (1 - ROUGH), value
    return value, value


def _value(word: str) -> int | None:
    digits = word.replace(",", "")
    if digits.isdigit():
        return int(digits) if len(digits) < 7 else None
    tens, _, unit = word.lower().replace(" ", "-").partition("-")
    return ONES.get(tens, TENS.get(tens, 0) + ONES.get(unit, 0))


def has_risen(count: Count) -> bool:
    """Whether the sentence says that the number has changed since it was last told."""
    return tells_change(count.sentence)


def spares_himself(count: Count) -> bool:
    """Whether the sentence tells apart that whoever did it died too: *killed two, then himself*."""
    return _grammar().himself.search(count.sentence) is not None


def tells_change(sentence: str) -> bool:
    """Whether the sentence says that a number has changed since it was last told.

    >>> tells_change("Eleven are still in intensive care"), tells_change("Eleven are in intensive care")
    (True, False)
    """
    return bool(_grammar().risen.search(sentence))


@dataclass(frozen=True, slots=True)
class _Grammar:
    after: re.Pattern[str]  # four people were wounded; 4 dead
    before: re.Pattern[str]  # killed four people
    toll: re.Pattern[str]  # the death toll rose to four
    nobody: re.Pattern[str]  # no one was hurt
    without: dict[str, re.Pattern[str]]  # quantity → there were no deaths
    scope: re.Pattern[str]
    part: re.Pattern[str]
    whole: re.Pattern[str]
    some: re.Pattern[str]  # four women
    includes: re.Pattern[str]
    label: re.Pattern[str]
    supposed: re.Pattern[str]
    beside: re.Pattern[str]
    one_hurt: re.Pattern[str]
    himself: re.Pattern[str]
    risen: re.Pattern[str]
    treated: re.Pattern[str]
    hurt: re.Pattern[str]  # any word without which nothing is counted here
    states: dict[str, str]  # word → quantity


@functools.cache
def _grammar() -> _Grammar:
    table = tomllib.loads(resources.files(__package__).joinpath("casualties.toml").read_text(encoding="utf-8"))
    states = {
        word: quantity for kind in ("states", "verbs") for quantity, words in table[kind].items() for word in words
    }
    every, verbs = (_alternatives(w for words in table[kind].values() for w in words) for kind in ("states", "verbs"))
    people, between, bounds = ("|".join(table[k]) for k in ("people", "between", "bounds"))
    nouns = "|".join((*table["nouns_killed"], *table["nouns_wounded"]))
    tolls, stands, none, none_between = ("|".join(table[k]) for k in ("tolls", "stands", "none", "none_between"))
    units = "|".join(word for word, value in ONES.items() if 0 < value < 10)
    words = "|".join([rf"(?:{'|'.join(TENS)})[-\s](?:{units})", *ONES, *TENS])
    number = rf"(?P<number>(?<![\w$€£.,/:-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{words})\b)(?![-/:.,]\w|\s?%)"
    qualifiers = "|".join(table["qualifiers"])
    noun = rf"(?:\s(?:{qualifiers}))*(?:\s(?:{people}))?"
    bound = rf"(?:(?P<bound>{bounds})\s)?"
    flags = re.IGNORECASE
    state = rf"(?P<state>{every})\b(?!\s(?:{table['not_after']}))"
    return _Grammar(
        re.compile(rf"{bound}{number}{noun}(?:\s(?:{between}))*\s{state}", flags),
        re.compile(rf"\b(?P<state>{verbs})\s{bound}{number}(?:\s(?:{qualifiers}))*\s(?:{people})\b", flags),
        re.compile(rf"\b(?:{tolls})\b[^.!?\d]{{0,100}}?\b(?:{stands})\s{bound}{number}", flags),
        re.compile(rf"\b(?:{none})(?:\s(?:{none_between}))*\s{state}", flags),
        {
            quantity: re.compile(rf"\b(?:no|without)(?: any)? (?:reports? of )?(?:{'|'.join(table[key])})\b", flags)
            for quantity, key in (("killed", "nouns_killed"), ("wounded", "nouns_wounded"))
        },
        re.compile("|".join(table["scope"]), flags),
        re.compile("(?:" + "|".join(table["part"]) + r")\s*$", flags),
        re.compile(table["whole"], flags),
        re.compile(rf"\b(?:{'|'.join(table['some'])})\b", flags),
        re.compile("|".join(table["includes"]), flags),
        re.compile(rf"\b{table['label']}\s$", flags),
        re.compile("(?:" + "|".join(table["supposed"]) + r")\s*$", flags),
        re.compile(table["beside"], flags),
        re.compile(table["one_hurt"], flags),
        re.compile(table["himself"], flags),
        re.compile(rf"\b(?:{'|'.join(table['risen'])})\b", flags),
        re.compile("|".join(table["treated"]), flags),
        re.compile(rf"\b(?:{every}|{verbs}|{tolls}|{nouns})\b", flags),
        states,
    )  # fmt: skip


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))
