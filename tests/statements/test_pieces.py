"""Words are cut into the encoder's pieces as it was trained to have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.statements.pieces import pieces, vocabulary


def shown(word: str) -> list[str]:
    names = {number: piece for piece, number in vocabulary().items()}
    return [names[p] for p in pieces(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Minister", ["minister"]),
        ("said", ["said"]),
        ("café", ["cafe"]),
        ("don't", ["don", "'", "t"]),
        ("“Never", ["“", "never"]),
        ("unbelievably", ["un", "##bel", "##ie", "##va", "##bly"]),
        ("中国", ["中", "国"]),
        ("\ud800", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
    ],
)
def test_pieces(word: str, expected: list[str]) -> None:
    assert shown(word) == expected


@given(st.text(max_size=40))
def test_every_word_has_pieces_of_the_vocabulary(word: str) -> None:
    found = pieces(word)
    assert found
    assert max(found) < len(vocabulary())


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=30))
def test_known_pieces_spell_the_word(word: str) -> None:
    spelled = "".join(p.removeprefix("##") for p in shown(word))
    assert spelled == word.lower()
