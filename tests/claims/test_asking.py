"""What somebody asks for is found in leads of several facts, in other words, and on the side that was asked for."""

import pytest

from secondsource.claims import asking
from secondsource.records import Stance

from .invented import read
from .test_gather import gather


def ask(pile, words, near=False):
    found, _ = gather(pile)
    hits = asking.ask(read("(asked)", words), pile.parsed(), pile.statements, (), (), found)
    shown = {c.id: c.shown for c in found}
    return {shown[h.claim].split(":")[0]: h.why for h in hits if h.near is near}


@pytest.fixture
def flood(pile):
    pile.report("lead", "Two drivers drowned and more than 70 people were injured when a wall burst in Lannock.")
    pile.report("ward", "Twenty-six people were treated for minor cuts in the Lannock hospital on Sunday.")
    pile.report("mill", "Oster Mills denied that a cracked valve caused the flood in Lannock.")
    pile.report("yard", "The alarm did not ring at the yard in Lannock.")
    for name in ("lead", "ward", "yard"):
        pile.says(name, pile.texts[name][0].rstrip("."))
    pile.says("mill", "a cracked valve caused the flood in Lannock", "Oster Mills", stance=Stance.DENIES)
    return pile


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("more than 70 people were hurt", {"lead"}),
        ("70 injured", {"lead"}),
        ("26 people were injured", {"ward"}),
        ("more than 20 persons were wounded", {"ward"}),
        ("40 people were injured", set()),
        ("70 people were killed", set()),
        ("the alarm did not ring", {"yard"}),
        ("the alarm rang", set()),
        ("the yard makes paper boats", set()),
    ],
)
def test_who_says(flood, words, told):
    assert set(ask(flood, words)) == told


def test_a_denial_is_no_yes(flood):
    assert "denied" in ask(flood, "a cracked valve caused the flood")["mill"]
    assert "the denial of it" in ask(flood, "a cracked valve did not cause the flood")["mill"]


def test_what_comes_near_is_told_apart(flood):
    assert ask(flood, "40 people were injured in Lannock", near=True)["lead"] == "said with another figure"
    assert ask(flood, "the alarm rang at the yard", near=True) == {"yard": "the contrary is said"}


def test_a_clause_that_is_negated_inside_a_longer_statement_is_a_no(pile):
    pile.report("a", "Officers had questioned the manager, and no one had been arrested.")
    pile.says("a", "Officers had questioned the manager, and no one had been arrested", "Dorn")
    assert ask(pile, "someone was arrested") == {}
    assert set(ask(pile, "no one was arrested")) == {"a"}


def test_who_speaks_may_be_asked_for(pile):
    pile.report("a", "There were two explosions at the mill.")
    pile.says("a", "There were two explosions at the mill", "Ilsa Brandt")
    assert set(ask(pile, "Brandt said there were two explosions")) == {"a"}
    assert ask(pile, "Okoro said there were two explosions") == {}


def test_the_end_of_a_range_is_not_said(pile):
    pile.report("a", "The repairs will cost between 4 and 6 million crowns.")
    pile.says("a", "The repairs will cost between 4 and 6 million crowns", "Poe")
    assert ask(pile, "the repairs will cost 6 million crowns") == {}
    assert set(ask(pile, "the repairs will cost between 4 and 6 million crowns")) == {"a"}


def test_to_step_down_is_to_resign(pile):
    pile.report("a", "The mayor of Lannock stepped down.")
    pile.says("a", "The mayor of Lannock stepped down", "Poe")
    assert set(ask(pile, "the mayor of Lannock resigned")) == {"a"}
