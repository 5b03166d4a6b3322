"""A report laid out for reading sources: its tokens by offset, and the names that stand in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from secondsource.chains.tables import words
from secondsource.records import Entity, EntityKind, Paragraph, Parsed, Report, Span, Token


@dataclass(frozen=True, slots=True)
class Place:
    """A token with the paragraph that it stands in."""

    paragraph: Paragraph
    token: Token


@dataclass(frozen=True, slots=True)
class Name:
    """A mention with its entity."""

    start: int
    end: int
    entity: Entity

    @property
    def person(self) -> bool:
        """Whether it names a person."""
        return self.entity.kind is EntityKind.PERSON


def is_house(name: Name) -> bool:
    """Whether an organisation can be a news house, by its name: not a committee or a court."""
    said = re.findall(r"\w+", name.entity.name.lower())
    return name.entity.kind is EntityKind.ORGANISATION and not words().not_houses.intersection(said)


class Page:
    """One report with its tokens and names at hand by offset."""

    def __init__(self, parsed: Parsed, names: Sequence[Name]) -> None:
        self.report: Report = parsed.report
        self.paragraphs = parsed.paragraphs
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self._name_starts = [n.start for n in self.names]
        self._starts = [p.start for p in self.paragraphs]
        self.numbers = _sentence_numbers(parsed.paragraphs)
        self._honorifics: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            before = self.text(max(0, name.start - _HONORIFIC), name.start).lower().split()
            self._honorifics[name.entity.id].update(w.rstrip(".") for w in before[-1:])
        self._beside: dict[str, frozenset[str]] | None = None
        self._called: dict[str, list[Span]] | None = None
        self.asking: frozenset[int] = frozenset()
        """Where reporters are named to whom something was told: what *she* says next, they don't."""
        self.longest = max((n.end - n.start for n in self.names), default=0)

    def paragraph_at(self, at: int) -> Paragraph | None:
        """The paragraph that holds the offset."""
        k = bisect_right(self._starts, at) - 1
        return self.paragraphs[k] if k >= 0 and at < self.paragraphs[k].end else None

    def places(self, span: Span) -> list[Place]:
        """The tokens that stand in the span."""
        paragraph = self.paragraph_at(span[0])
        if paragraph is None:
            return []
        first = bisect_right(paragraph.tokens, span[0], key=lambda t: t.end)
        found = []
        for token in paragraph.tokens[first:]:
            if token.start >= span[1]:
                break
            found.append(Place(paragraph, token))
        return found

    def names_in(self, start: int, end: int) -> list[Name]:
        """The names that overlap the span."""
        first = bisect_right(self._name_starts, start - self.longest - 1)
        found = []
        for name in self.names[first:]:
            if name.start >= end:
                break
            if name.end > start:
                found.append(name)
        return found

    def names_before(self, at: int) -> Iterator[Name]:
        """The names that start before the offset, the nearest first."""
        for k in range(bisect_right(self._name_starts, at - 1) - 1, -1, -1):
            yield self.names[k]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds the offset, counted over the report."""
        return max(bisect_right(self.numbers, at) - 1, 0)

    def sentence_text(self, at: int) -> str:
        """The words of the sentence that holds the offset."""
        k = self.sentence(at)
        end = self.numbers[k + 1] if k + 1 < len(self.numbers) else len(self.report.text)
        return self.text(self.numbers[k], end) if self.numbers else ""

    def honorifics(self, entity: str) -> frozenset[str]:
        """The words that stand directly before an entity's names, lower case: *mr*, *mrs* among them."""
        return frozenset(self._honorifics.get(entity, ()))

    def words_beside(self, entity: str) -> frozenset[str]:
        """The longer words that stand close to an entity's names, lower case: what it is told to be is among them."""
        if self._beside is None:
            found: dict[str, set[str]] = defaultdict(set)
            for name in self.names:
                after = _SENTENCE_END.split(self.text(name.end, name.end + _APPOSED))[0]
                near = _CLAUSE.split(self.text(max(0, name.start - _TITLE), name.start))[-1] + (
                    after if after[:1] in (",", "(") else ""
                )
                found[name.entity.id].update(re.findall(r"[^\W\d]{4,}", near.lower()))
            self._beside = {k: frozenset(v) for k, v in found.items()}
        return self._beside.get(entity, frozenset())

    def called(self, noun: str, at: int) -> Span | None:
        """The name that stands right after the noun, the last before the offset: *the news agency Tassel*."""
        if self._called is None:
            self._called = defaultdict(list)
            for lemma, span in _called(self.paragraphs):
                self._called[lemma].append(span)
        return next((span for span in reversed(self._called.get(noun, ())) if span[1] <= at), None)

    def text(self, start: int, end: int) -> str:
        """The words of a span."""
        return self.report.text[start:end]


# Characters before a name that can hold its title, and after it an apposition: "Poe, the former governor of Fenwick".
_TITLE = 40
_APPOSED = 80

# What parts a title before a name from what is told of somebody else.
_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?](?=\s)")
_CLAUSE = re.compile(r"[,;:.](?=\s)|\b(?:that|because|while|whether|when|if|said|says)\b")

# Characters before a name that can hold its honorific.
_HONORIFIC = 10


def pages(parsed: Iterable[Parsed], entities: Iterable[Entity]) -> Mapping[str, Page]:
    """A page for each report."""
    names: dict[str, list[Name]] = defaultdict(list)
    for entity in entities:
        for m in entity.mentions:
            names[m.report].append(Name(m.start, m.end, entity))
    return {p.report.id: Page(p, names[p.report.id]) for p in parsed}


def _called(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Span]]:
    """The nouns for bodies that a name follows directly, with the name."""
    nouns = words().kind_of_noun
    for paragraph in paragraphs:
        for token, after in pairwise(paragraph.tokens):
            noun = token.lemma in nouns and token.tag in ("NN", "NNP") and token.text.islower()
            if noun and after.pos == "PROPN" and after.text[:1].isupper():
                run = list(takewhile(lambda t: t.pos == "PROPN", paragraph.tokens[after.i :]))
                yield token.lemma, (run[0].start, run[-1].end)


def _sentence_numbers(paragraphs: Iterable[Paragraph]) -> list[int]:
    """Where each sentence starts."""
    starts = []
    for paragraph in paragraphs:
        last = None
        for token in paragraph.tokens:
            if token.sentence != last:
                starts.append(token.start)
                last = token.sentence
    return starts
