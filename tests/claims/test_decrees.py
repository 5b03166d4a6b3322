"""What a reader says of two statements holds, whatever else speaks for or against it."""

from itertools import combinations

import pytest

from secondsource import claims
from secondsource.records import Judgement, Stance

TOLD = {
    "a": "The ferry Anna Lind ran aground off Port Sella on Monday and two men were hurt",
    "b": "The ferry Anna Lind ran aground off Port Sella on Monday",
    "c": "Off Port Sella the ferry Anna Lind ran aground on Monday",
    "d": "The ferry Anna Lind never ran aground off Port Sella",
}


@pytest.fixture
def told(pile):
    """The ids of a sentence, its clauses, two that say the same, and a denial."""
    found = {}
    for name, words in TOLD.items():
        pile.report(name, f"{words}.")
        denies = Stance.DENIES if name == "d" else Stance.ASSERTS
        found[name] = pile.says(name, words, f"Speaker {name}", stance=denies)
    found["clause"] = pile.says(
        "a", "The ferry Anna Lind ran aground off Port Sella on Monday", "Speaker a", carried=True
    )
    found["other"] = pile.says("a", "two men were hurt", "Speaker a", carried=True)
    return found


def together(pile, one, other, *judgements):
    found, _ = claims.gather(pile.story(), pile.parsed(), pile.statements, (), (), (), (), judgements)
    return any({one, other} <= set(c.statements) for c in found)


def test_without_a_word_they_are_one(pile, told):
    assert all(together(pile, told["b"], told[name]) for name in ("a", "c", "d", "clause"))


@pytest.mark.parametrize("name", ["a", "c", "d", "clause"])
def test_what_is_not_the_same_leaves_the_claim(pile, told, name):
    assert not together(pile, told["b"], told[name], Judgement("different", told["b"], told[name]))


def test_a_sentence_takes_its_clauses_with_it(pile, told):
    assert not together(pile, told["b"], told["clause"], Judgement("different", told["b"], told["a"]))


def test_the_last_word_wins(pile, told):
    words = [Judgement(verdict, told["b"], told["c"]) for verdict in ("different", "same")]
    assert together(pile, told["b"], told["c"], *words)
    assert not together(pile, told["b"], told["c"], *reversed(words))


def test_any_two_are_one_where_a_reader_says_so(pile, told):
    for one, other in combinations(told.values(), 2):
        assert together(pile, one, other, Judgement("same", one, other))
