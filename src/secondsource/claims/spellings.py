"""Names that reports of one story spell otherwise: a place's, a firm's, a family's; full names are compared apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from secondsource.claims import words
from secondsource.records import Parsed, Token

# Shorter words are too many to tell a slip from another word; longer ones may differ by two letters. Chosen by reading
# the pairs of 20 stories, of which 13 are one name and two aren't.
SHORTEST, LONG = 5, 9
# Words to either side in which two names must share a noun or a name to be of one thing.
BESIDE = 4
# What another form of one word ends in, where the other ends in another of these or in nothing (*Greek*, *Greeks*).
INFLECTED = re.compile(r"(?:s|es|n|an|ian|i|ish|ese|ic|al|ed|ing|er|ers|y|d|e)?$")
STEM = 3  # letters that two forms of one word share at least
TIMES = frozenset({"DATE", "TIME"})
# Words that stand beside any name.
WEAK = words.listed("titles") | words.listed("persons")


@dataclass(frozen=True, slots=True)
class Printed:
    """A capitalised word of a report, and what stands beside it."""

    report: str
    start: int
    end: int
    text: str
    beside: frozenset[str]
    named: bool  # a name wherever it stands, not only because it begins a sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """One name by the ways in which it is spelled, commonest first; ``within`` one report prints two of them."""

    sides: tuple[tuple[str, tuple[Printed, ...]], ...]
    within: bool


def compare(parsed: Sequence[Parsed]) -> tuple[Difference, ...]:
    """The names that the reports spell otherwise, in the order of their first places."""
    forms, plain = _read(parsed)
    names = sorted(w for w, ps in forms.items() if not plain[w] and any(p.named for p in ps))
    of: dict[str, set[str]] = {}
    for one, other in _near(names):
        if _of_one(forms[one], forms[other], {one, other}):
            joined = of.get(one, {one}) | of.get(other, {other})
            of.update(dict.fromkeys(joined, joined))
    order = {p.report.id: n for n, p in enumerate(parsed)}
    groups = {min(g): g for g in of.values()}.values()
    found = [_difference(sorted(g), forms) for g in groups]
    return tuple(sorted(found, key=lambda d: min((order[p.report], p.start) for _, ps in d.sides for p in ps)))


def _difference(group: Sequence[str], forms: Mapping[str, Sequence[Printed]]) -> Difference:
    sides = sorted(group, key=lambda w: (-len(forms[w]), w))
    reports = [{p.report for p in forms[w]} for w in sides]
    within = any(a <= b or b <= a for a, b in combinations(reports, 2))
    return Difference(tuple((forms[w][0].text, tuple(forms[w])) for w in sides), within)


def _read(parsed: Sequence[Parsed]) -> tuple[dict[str, list[Printed]], Counter[str]]:
    """The capitalised words by how they are spelled without case and accents, and how often each is a plain word."""
    forms: dict[str, list[Printed]] = defaultdict(list)
    plain: Counter[str] = Counter()
    for page in parsed:
        for paragraph in page.paragraphs:
            tokens = paragraph.tokens
            plain.update(word for t in tokens if t.text.islower() for word in {fold(t.text), t.lemma})
            for n, token in enumerate(tokens):
                if token.pos == "PROPN" and len(token.text) >= SHORTEST and token.text.istitle():
                    beside = (*tokens[max(0, n - BESIDE) : n], *tokens[n + 1 : n + 1 + BESIDE])
                    forms[fold(token.text)].append(
                        Printed(
                            page.report.id, token.start, token.end, token.text, _terms(beside), not _opens(tokens, n)
                        )
                    )
    return forms, plain


def _terms(beside: Iterable[Token]) -> frozenset[str]:
    nouns = (t for t in beside if t.pos in ("PROPN", "NOUN") and t.entity not in TIMES and t.text.isalpha())
    return frozenset(word for t in nouns if (word := fold(t.text)) not in WEAK)


def _opens(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word begins a sentence or a quotation, where any word has a capital."""
    return n == 0 or tokens[n - 1].pos in ("PUNCT", "SPACE")


def fold(word: str) -> str:
    """The word without case, accents, apostrophes and possessive.

    >>> fold("Gaffney’s"), fold("Málaga"), fold("O’Shea")
    ('gaffney', 'malaga', 'oshea')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"['’](?:s\b)?", "", word)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def _near(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs that a slip of the pen turns into each other, or another rule of spelling; they begin alike."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_first[name[0]].append(name)
    for row in by_first.values():
        for one, other in combinations(row, 2):
            most = 2 if min(len(one), len(other)) >= LONG else 1
            if abs(len(one) - len(other)) > 1 or len(set(one) ^ set(other)) > 2 * most or _inflected(one, other):
                continue
            if apart(one, other) <= most:
                yield one, other


def _inflected(one: str, other: str) -> bool:
    """Whether the two are forms of one word: *Greek* and *Greeks*, *Libya* and *Libyan*."""
    k = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return k >= STEM and bool(INFLECTED.match(one, k)) and bool(INFLECTED.match(other, k))


def apart(one: str, other: str) -> int:
    """How many letters of the longer word have no partner, in its place, in the other; a swapped pair is one.

    >>> apart("herkimer", "herkmimer"), apart("karwan", "kawran"), apart("belov", "belousov")
    (1, 1, 3)
    """
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks)


def _of_one(a: Sequence[Printed], b: Sequence[Printed], both: set[str]) -> bool:
    """Whether what stands beside the two names is of one thing, in two reports."""
    beside, other = (frozenset().union(*(p.beside for p in ps)) - both for ps in (a, b))
    return bool(beside & other) and len({p.report for p in (*a, *b)}) > 1
