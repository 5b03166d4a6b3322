"""How common each word is in news at large, so that a pile of two reports can tell a name from a turn of phrase."""

from __future__ import annotations

import csv
import functools
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

UNLISTED = 0.0005
"""The share of stories that hold a word which the table doesn't list: below its rarest (12 of about 4,000)."""

# A stop word of a language without a table: as common as the fortieth word of the English one.
STOP_WORD = 0.5


@dataclass(frozen=True, slots=True)
class Usage:
    """A word's share of unrelated stories that hold it, and of its uses inside sentences that have a capital letter."""

    share: float
    capital: float


@functools.cache
def table() -> Mapping[str, Usage]:
    """The usage of each listed English word; ``bench/train_stories.py background`` makes it."""
    text = resources.files(__package__).joinpath("background.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        row["word"]: Usage(int(row["stories_per_10000"]) / 10_000, int(row["capital_percent"]) / 100) for row in rows
    }


@functools.cache
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language other than English, as spaCy lists them; none where it doesn't."""
    try:
        found = importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    except (ImportError, AttributeError):
        return frozenset()
    return frozenset(word.lower() for word in found)


@functools.cache
def shares(languages: frozenset[str]) -> Mapping[str, float]:
    """The share of unrelated stories that hold a word, in a pile that has reports in ``languages``; of those known."""
    found = {word: usage.share for word, usage in table().items()}
    for word in frozenset[str]().union(*map(stop_words, languages)):
        found[word] = max(found.get(word, UNLISTED), STOP_WORD)
    return found
