"""What tells a view, and what only sounds like one."""

import pytest

from secondsource.claims import facts, opinion

from .invented import Pile


def fact_of(text, *chain):
    pile = Pile()
    pile.report("a", f"{text}.")
    pile.says("a", text, *chain)
    [fact] = facts.read(pile.parsed(), pile.statements, (), ())
    return fact


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("The plan is useless", True),
        ("He was a creep", True),
        ("It really rattles everybody", True),
        ("The council praised the ruling", True),
        ("She wants a ferry", True),
        ("It could sink by winter", True),
        ("He is wanted on a charge of theft", False),
        ("He could not walk after the fall", False),
        ("The ferry left at noon", False),
    ],
)
def test_views(text, view):
    assert opinion.views(fact_of(text, "Ida Roe")) is view


@pytest.mark.parametrize("lemma", sorted(opinion.lists()["verb"] - {"want"}))
def test_each_verb_is_a_root_that_tells_a_view(lemma):
    assert opinion.views(fact_of(f"They will {lemma} it"))
