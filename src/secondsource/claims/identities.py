"""People whom two reports name or age otherwise: one name spelled in two ways, one person of two ages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from secondsource.claims.spellings import fold
from secondsource.records import Entity, EntityKind, Report

# *Ann Poe, 36, …*, *Ann Poe (36)*, *Ann Poe, a 36-year-old*, *36-year-old Ann Poe*.
AFTER = re.compile(
    r",?\s?\((?P<a>\d{1,2})\)|,\s(?P<b>\d{1,2})(?=\s?[,;)]|\.?\s*$|\.\s|\sof\b)|,\san?\s(?P<c>\d{1,2})\s?-\s?year"
)
BEFORE = re.compile(r"(?P<a>\d{1,2})\s?-?\s?years?\s?-?\s?old(?:\s[a-z]+)?\s$")
# Two spellings of one name are at least so near, letter by letter, and so long; in two shorter ones a letter is all.
# Chosen by reading every pair found in the dev stories.
NEAR, LONG = 0.75, 4
# Shorter given names are too common to tell that two people of other surnames and one age are one.
RARE = 5
# A year of age that lies between two reports this many days apart is a birthday.
BIRTHDAY = 60
# Further apart they are a parent and a child of one name.
GENERATION = 15
ENDING = re.compile(r"(?:yy|iy|ij|ii|y|i|j)$")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


Name = tuple[str, str]
"""The first and the last word of a full name."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A full name as a report prints it, with the age that stands beside it."""

    report: str
    start: int
    end: int
    text: str
    words: tuple[str, ...]  # without case and accents
    person: str  # id of the entity
    age: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What the reports print otherwise (``name`` or ``age``), by what they print."""

    kind: str
    about: str
    sides: tuple[tuple[str, tuple[Printed, ...]], ...]
    why: str


def compare(reports: Sequence[Report], entities: Sequence[Entity]) -> tuple[Difference, ...]:
    """The ages and the spellings of names that the reports print otherwise."""
    texts = {r.id: r for r in reports}
    printed = _read(texts, entities)
    ages = _ages(printed, {r.id: r.published or "" for r in reports})
    return (*ages, *_names(printed), *_surnames(printed, texts, entities))


def _read(reports: Mapping[str, Report], entities: Sequence[Entity]) -> list[Printed]:
    found = []
    for entity in entities:
        for m in entity.mentions if entity.kind is EntityKind.PERSON else ():
            if m.report in reports:
                text = reports[m.report].text
                words = tuple(w for w in _words(text[m.start : m.end]) if w not in SUFFIXES)
                if len(words) > 1 and text[m.start : m.end].split()[-1][0].isupper():
                    age = _age(text, m.start, m.end)
                    found.append(Printed(m.report, m.start, m.end, text[m.start : m.end], words, entity.id, age))
    order = list(reports)
    return sorted(found, key=lambda p: (order.index(p.report), p.start))


def _words(name: str) -> list[str]:
    """The name's words without case and accents."""
    return re.findall(r"\w+", fold(name))


def _age(text: str, start: int, end: int) -> int | None:
    m = AFTER.match(text, end) or BEFORE.search(text, max(0, start - 40), start)
    return next((int(v) for v in m.groupdict().values() if v and int(v)), None) if m else None


def _ages(printed: Sequence[Printed], when: Mapping[str, str]) -> Iterator[Difference]:
    people: dict[str, list[Printed]] = defaultdict(list)
    for p in printed:
        if p.age:
            people[p.person].append(p)
    for mine in people.values():
        sides: dict[int, list[Printed]] = defaultdict(list)
        for p in mine:
            sides[p.age or 0].append(p)
        near = max(sides) - min(sides) <= GENERATION
        if len(sides) > 1 and near and _apart(list(sides.values())) and not _birthday(sides, when):
            yield Difference(
                "age",
                f"the age of {mine[0].text}",
                tuple((str(age), tuple(ps)) for age, ps in sides.items()),
                "The reports give other ages for one person.",
            )


def _apart(sides: Sequence[Sequence[Printed]]) -> bool:
    """Whether no report prints two of the sides: it would mean two people by them."""
    reports = [{p.report for p in side} for side in sides]
    return sum(map(len, reports)) == len(set().union(*reports))


def _birthday(sides: Mapping[int, Sequence[Printed]], when: Mapping[str, str]) -> bool:
    if max(sides) - min(sides) != 1:
        return False
    try:
        young, old = ([date.fromisoformat(when[p.report][:10]) for p in sides[age]] for age in (min(sides), max(sides)))
    except ValueError:
        return False
    return (max(old) - min(young)).days >= BIRTHDAY


def _names(printed: Sequence[Printed]) -> Iterator[Difference]:
    forms: dict[Name, list[Printed]] = defaultdict(list)
    for p in printed:
        forms[p.words[0], p.words[-1]].append(p)
    for one, other in _having_one_in_common(list(forms)):
        a, b = forms[one], forms[other]
        if (why := _otherwise(one, other, a, b)) and _apart([a, b]):
            sides = ((a[0].text, tuple(a)), (b[0].text, tuple(b)))
            yield Difference("name", f"the name of {a[0].text}", sides, why)


def _having_one_in_common(names: Sequence[Name]) -> list[tuple[Name, Name]]:
    """The pairs of names of which the first or the last words are equal, in their order."""
    having: dict[tuple[int, str], list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        for place, word in enumerate(name):
            having[place, word].append(n)
    pairs = {pair for ns in having.values() for pair in combinations(ns, 2)}
    return [(names[x], names[y]) for x, y in sorted(pairs)]


def _otherwise(one: Name, other: Name, a: Sequence[Printed], b: Sequence[Printed]) -> str:
    """Why the two names are one person's, printed otherwise; nothing where they needn't be, or where both are right."""
    ages = {p.age for p in a if p.age}, {p.age for p in b if p.age}
    if ages[0] and ages[1] and not ages[0] & ages[1]:
        return ""
    if one[0] == other[0] and _misspelt(one[1], other[1]):
        return "One name is spelled in two ways."
    short = one[0].startswith(other[0]) or other[0].startswith(one[0])  # *Jo*, *Joanna*
    if one[1] == other[1] and not short and _misspelt(one[0], other[0]) and a[0].person == b[0].person:
        return "One name is spelled in two ways."
    part = one[1] in b[0].words or other[1] in a[0].words
    if one[0] == other[0] and len(one[0]) >= RARE and ages[0] & ages[1] and not part:
        return "The same given name and the same age, but another surname."
    return ""


def _surnames(
    printed: Sequence[Printed], reports: Mapping[str, Report], entities: Sequence[Entity]
) -> Iterator[Difference]:
    """Surnames that stand alone and are a slip of one that the story's people bear: *Feld* for *Felt*."""
    borne = {word for p in printed for word in p.words}
    like: dict[tuple[int, str], set[str]] = defaultdict(set)
    for p in printed:
        like[len(p.words[-1]), p.words[-1][:1]].add(p.words[-1])
    odd: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for entity in entities:
        for m in entity.mentions if entity.kind is not EntityKind.PLACE else ():
            text = reports[m.report].text[m.start : m.end] if m.report in reports else ""
            words = tuple(_words(text)) if text[:1].isupper() and " " not in text else ()
            if len(words) == 1 and words[0] not in borne:
                for surname in sorted(s for s in like[len(words[0]), words[0][:1]] if _a_letter_off(words[0], s)):
                    odd[words[0], surname].append(Printed(m.report, m.start, m.end, text, words, entity.id, None))
    several = Counter(word for word, _ in odd)
    for (word, surname), slips in odd.items():
        right = [p for p in printed if p.words[-1] == surname]
        named = {p.report for p in right} & {p.report for p in slips}
        if named and several[word] == 1:
            sides = ((right[0].text, tuple(right)), (slips[0].text, tuple(slips)))
            yield Difference("name", f"the name of {right[0].text}", sides, "A surname is printed with another letter.")


def _a_letter_off(a: str, b: str) -> bool:
    """Whether two words of one length differ by one letter that isn't the first."""
    return len(a) == len(b) >= LONG and a[0] == b[0] and sum(map(str.__ne__, a, b)) == 1


def _misspelt(a: str, b: str) -> bool:
    """Whether two words are one name, one of them printed wrongly: *Rayt*, *Rayte*; not *Savchenkiy*, *Savchenkyy*.

    A letter more or less is a slip; two make another name (*Belov*, *Belousov*).
    What differs only by how another alphabet's ending is written is an outlet's rule of spelling.
    """
    if (
        min(len(a), len(b)) < LONG
        or abs(len(a) - len(b)) > 1
        or a[0] != b[0]
        or ENDING.sub("y", a) == ENDING.sub("y", b)
    ):
        return False
    if a + "s" == b or b + "s" == a:  # the family
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= NEAR
