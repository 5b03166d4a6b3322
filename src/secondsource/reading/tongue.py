"""The language of a text: English by its small words, anything else by py3langid."""

from __future__ import annotations

from secondsource.reading.layout import words

# Below so many letters no detector is better than a guess.
FEWEST_LETTERS = 20
# How much of a text is looked at: a report is in one language, and its first page shows which.
SAMPLE = 4000
# Share of English small words from which on a text is English. Of the 3,000 English story reports 99.8 % lie
# above .15; the pages in 40 other languages all lie below .06.
ENGLISH_SHARE = 0.15
FEWEST_WORDS = 12
# What py3langid answers for lists, tables and code.
NO_LANGUAGE = "zxx"

SMALL_WORDS = frozenset(
    words(
        "the of and to a in that is was for on with he she it his her as at by be from they this have has had not are "
        "were who which said an but or their its after about more been will would when there what out up into"
    )
)


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None where there is too little text to tell."""
    sample = text.strip()[:SAMPLE]
    found = words(sample)
    if len(found) < FEWEST_LETTERS and sum(map(str.isalpha, sample)) < FEWEST_LETTERS:
        return None
    if len(found) >= FEWEST_WORDS and sum(w in SMALL_WORDS for w in found) >= ENGLISH_SHARE * len(found):
        return "en"
    return _classify(sample)


def _classify(sample: str) -> str | None:
    import py3langid

    ranked = (str(code) for code, _ in py3langid.rank(sample))
    best = next(ranked, NO_LANGUAGE)
    # Some languages have no code of two letters; a table of English abbreviations looks like Nigerian Pidgin.
    return None if best == NO_LANGUAGE else next((c for c in (best, *ranked) if len(c) == 2), None)
