"""Which statements are parts of which."""

import pytest

from secondsource import claims

TEXT = "The crane fell on Monday and two men were hurt."
PARTS = ("The crane fell on Monday", "two men were hurt")


def test_a_clause_does_not_follow_its_sentence_into_the_claim_of_another_clause(pile):
    pile.report("a", TEXT)
    whole = pile.says("a", TEXT[:-1], "Ida Roos")
    fell, hurt = (pile.says("a", words, "Ida Roos", carried=True) for words in PARTS)
    pile.report("b", "The crane fell on Monday.")
    other = pile.says("b", "The crane fell on Monday", "Teel")
    found, _ = claims.gather(pile.story(), pile.parsed(), pile.statements, (), (), (), ())
    members = [set(c.statements) for c in found]
    assert {fell, other} <= next(m for m in members if fell in m)
    assert {hurt} == next(m for m in members if hurt in m) - {whole}


@pytest.mark.parametrize("part", PARTS)
def test_a_clause_alone_is_told_by_its_sentence(pile, part):
    pile.report("a", TEXT)
    whole, clause = pile.says("a", TEXT[:-1], "Ida Roos"), pile.says("a", part, "Ida Roos", carried=True)
    [claim], _ = claims.gather(pile.story(), pile.parsed(), pile.statements, (), (), (), ())
    assert set(claim.statements) == {whole, clause}
