"""The tables: every entry can match."""

import math
import re
import tomllib
from importlib.resources import files

import pytest

from secondsource.statements import lexicon, words
from secondsource.statements.features import family


def table() -> dict:
    return tomllib.loads((files("secondsource.statements") / "words.toml").read_text(encoding="utf-8"))


def test_every_lemma_stands_in_a_frame_that_has_counts_of_its_own() -> None:
    counts = lexicon.cue_counts()
    frames = {frame for lemma, frame in counts if lemma == lexicon.ANY}
    assert {frame for _, frame in counts} == frames
    assert all(lemma == lemma.lower() for lemma, _ in counts)
    assert all(0 <= c.marked <= c.seen and c.seen > 0 for c in counts.values())


def test_every_weight_is_of_a_family_that_some_frame_belongs_to() -> None:
    families = {family(frame) for _, frame in lexicon.cue_counts()}
    assert {name for name, _ in lexicon.weights()} == families
    assert all(math.isfinite(w) for w in lexicon.weights().values())


def test_strength_is_a_share_and_grows_with_the_counts() -> None:
    said, unknown = (lexicon.strength(lemma, "clause", "clause", ["cue past"]) for lemma in ("say", "zzz"))
    assert 0 < unknown < said < 1
    assert lexicon.strength("say", "no such frame", "clause", []) == 0


@pytest.mark.parametrize("name", table()["lemmas"])
def test_lemmas_are_single_lower_case_words_once(name: str) -> None:
    listed = table()["lemmas"][name]
    assert len(set(listed)) == len(listed)
    assert all(re.fullmatch(r"[a-z-]+", word) for word in listed)
    assert words.lemmas(name) == frozenset(listed)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hedge", "he was reportedly away"), ("hedge", "they are believed to be alive"),
        ("hedge", "unconfirmed reports"),
        ("unknown", "it was not immediately clear who"), ("unknown", "the dead have not been identified"),
        ("unknown", "he could not be reached"), ("unknown", "the cause remains unknown"),
    ],
)  # fmt: skip
def test_phrases_match(name: str, text: str) -> None:
    assert words.phrases(name).search(text)
