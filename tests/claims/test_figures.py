"""Figures as marked-up pairs: ``<low-high counts>words>`` is spelled out beside the text."""

import pytest

from secondsource.claims.figures import read

from .invented import read as parsed


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
