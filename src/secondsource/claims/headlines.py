"""Headline drift: what a headline gives to a speaker, beside the words that its own report quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.claims import quotes
from secondsource.claims.facts import Fact, stem
from secondsource.records import FurnitureKind, Kind, Parsed, Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "his",
        "her",
        "its",
        "their",
        "it",
        "he",
        "she",
        "they",
        "this",
        "that",
        "will",
        "would",
        "not",
        "no",
        "after",
        "over",
        "amid",
        "says",
        "say",
        "said",
    ]
)
# Words of the headline that the quote must lack to be told, and words that show that both speak of the same; chosen by
# reading the labelled stories' headlines: with one shared word most pairs speak of different things.
LACKS, SHARES = 2, 2
LONG_ENOUGH = 6  # words of a quote


@dataclass(frozen=True, slots=True)
class Drift:
    """A headline and the quote that it is made from. ``headline`` is its span, where the text holds it."""

    says: str
    headline: Span | None
    quote: Span
    speaker: str
    why: str


def drift(page: Parsed, facts: Sequence[Fact]) -> Drift | None:
    """The quote that the headline most nearly, but not quite, gives, by the speaker that it names; or None."""
    says, span = _headline(page)
    if not says or quotes.MARKS & set(says) or "'" in says.replace("'s", ""):
        return None
    told = {stem(w.casefold()): w for w in WORD.findall(re.sub(r"['’]s\b", "", says)) if w.casefold() not in SMALL}
    found = [hit for fact in facts if _speaks(fact, says) for hit in _beside(page, fact, says, span, told)]
    return max(found, key=lambda hit: hit[0])[1] if found else None


def _headline(page: Parsed) -> tuple[str, Span | None]:
    report = page.report
    marked = next((f for f in report.furniture if f.kind is FurnitureKind.HEADLINE), None)
    if marked:
        return report.text[marked.start : marked.end].strip(), (marked.start, marked.end)
    title = (report.title or "").strip()
    at = report.text.find(title) if title else -1
    return title, (at, at + len(title)) if at >= 0 else None


def _speaks(fact: Fact, says: str) -> bool:
    speaker = fact.statement.speaker
    return speaker is not None and fact.statement.kind in (Kind.DIRECT, Kind.MIXED) and _named(speaker, says)


def _beside(
    page: Parsed, fact: Fact, says: str, span: Span | None, told: dict[str, str]
) -> Iterator[tuple[tuple[int, int], Drift]]:
    """The quotes of the statement that say the headline in other words, with how near and how long they are."""
    speaker = fact.statement.speaker or ""
    names = {stem(part.casefold()) for part in WORD.findall(speaker)}
    text = page.report.text
    for start, end in fact.statement.content:
        for m in quotes.QUOTE.finditer(text, max(0, start - 1), min(len(text), end + 1)):
            mine = {stem(w.casefold()) for w in WORD.findall(m.group())}
            shared = [t for t in told if t not in names and any(_kindred(t, w) for w in mine)]
            lacking = [told[t] for t in told if t not in names and t not in shared]
            if len(mine) >= LONG_ENOUGH and len(shared) >= SHARES and len(lacking) >= LACKS:
                why = f"The headline says “{'”, “'.join(lacking[:4])}”, which the words quoted don't."
                yield (len(shared), len(mine)), Drift(says, span, m.span(m.lastgroup or 0), speaker, why)


def _kindred(one: str, other: str) -> bool:
    """Whether one word is the other with an ending (*Russia*, *Russian*)."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 4 and long.startswith(short))


def _named(speaker: str, says: str) -> bool:
    """Whether the headline names the speaker, in full or by the last name."""
    last = speaker.split()[-1] if speaker.split() else speaker
    return bool(re.search(rf"\b{re.escape(last)}\b", says)) or speaker in says
