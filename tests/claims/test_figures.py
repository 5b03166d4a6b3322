"""Figures as marked-up pairs: ``<low-high counts>words>`` is spelled out beside the text."""

import pytest

from secondsource.claims.figures import read

from .invented import read as parsed
from .test_gather import gather


def figures(text):
    tokens = [t for p in parsed("r", text).paragraphs for t in p.tokens]
    return [(text[f.start : f.end], f.exact, f.counts) for f in read(text, 0, tokens)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("more than 10,000 troops", [("10,000", 10_000, "troop")]),
        ("It cost $3 million.", [("3 million", 3_000_000, "money")]),
        ("a 110bn-euro loan", [("110bn", 110e9, "euro")]),
        ("twenty-three sailors", [("twenty-three", 23, "sailor")]),
        ("They won 20-13.", [("20-13", 20.013, "score")]),
        ("at 7:05 on Monday", [("7:05", 7.005, "clock")]),
        ("7 percent of it", [("7", 7, "percent")]),
        ("nothing to count", []),
        ("He called 911 at once", []),
        ("They sold 911 tickets", [("911", 911, "ticket")]),
    ],
)
def test_read(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("more than 10,000 troops", "some 12,000 troops", True),
        ("more than 10,000 troops", "thousands of troops", True),
        ("10,000 troops", "3,000 troops", False),
        ("four people", "4 people", True),
        ("at least four people", "five people", True),
        ("up to 20 people", "14 people", False),
    ],
)
def test_quantities_agree_within_their_own_rounding(one, other, agree):
    [a], [b] = (read(text, 0, ()) for text in (one, other))
    assert a.agrees(b) is agree
    assert b.agrees(a) is agree


def test_long_digits_are_no_quantity():
    assert read("9" * 400, 0, ()) == ()


def test_figures_that_cannot_both_be_right_make_two_claims_and_a_conflict(pile):
    for name, number, who in (("a", "Twenty-one", "Moe"), ("b", "Sixteen", "Orr")):
        pile.report(name, f"{number} people were injured in the Lannock flood on Sunday, {who} said.")
        pile.says(name, f"{number} people were injured in the Lannock flood on Sunday", who)
    found, conflicts = gather(pile)
    assert [c.independent_origins for c in found] == [(1, 1), (1, 1)]
    assert {c.kind for c in conflicts} == {"number"}


def test_people_are_counted_under_any_noun(pile):
    pile.report("a", "About 150 people slept in the school gym in Lannock on Sunday.")
    pile.report("b", "Some 290 residents slept in the school gym in Lannock on Sunday.")
    pile.report("c", "Some 300 villagers slept in the school gym in Lannock on Sunday.")
    for name in "abc":
        pile.says(name, pile.texts[name][0].rstrip("."))
    found, _ = gather(pile)
    assert sorted(c.report_ids for c in found) == [("a",), ("b", "c")]
