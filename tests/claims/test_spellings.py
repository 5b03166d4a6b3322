"""Names of places, firms and families that two reports spell otherwise, and words that only look like that."""

import pytest

from secondsource.claims import spellings

from .invented import read


def compare(*texts):
    parsed = [read(str(n), text) for n, text in enumerate(texts)]
    return [([value for value, _ in d.sides], d.within) for d in spellings.compare(parsed)]


@pytest.mark.parametrize(
    ("one", "other", "sides"),
    [
        ("He fled to the village of Karwansk.", "He hid in Karvansk, a village.", ["Karvansk", "Karwansk"]),
        ("They met at Gaffey’s Oil Change.", "He works for Gaffney’s Oil Change.", ["Gaffey", "Gaffney"]),
        ("They met in Schennectady, the town.", "The town of Schenectaddy met.", ["Schenectaddy", "Schennectady"]),
        # Another word, another form, nothing in common, or plain words.
        ("The Greeks left Athens.", "The Greek fleet left Athens.", None),
        ("He fled to the village of Karwansk at night.", "They gave Karvansk a prize.", None),
        ("Then Mayor Lind of Osterby left; the mayor ran.", "Then Major Lind of Osterby left; the major ran.", None),
        ("Orr met the Lannockers in Tarn harbour.", "Orr met Jo Lannocker in Tarn harbour.", None),
        ("He was in Osterby town.", "He was in Westerby town.", None),
        ("He met Belov, of the union.", "He met Belousov, of the union.", None),
    ],
)  # fmt: skip
def test_names_spelled_otherwise(one, other, sides):
    assert compare(one, other) == ([(sides, False)] if sides else [])


def test_three_ways_are_one_difference():
    texts = (f"He is the governor of {name} province." for name in ("Hormozgan", "Hormuzgan", "Hormouzgan"))
    assert compare(*texts) == [(["Hormouzgan", "Hormozgan", "Hormuzgan"], False)]


def test_a_report_that_prints_both_differs_with_itself():
    one = "The gunman fled from Herkimer village. Police in Herkmimer village followed."
    assert compare(one, "Herkimer is a village.") == [(["Herkimer", "Herkmimer"], True)]


def test_one_report_alone_is_not_compared():
    assert compare("The gunman fled from Herkimer village. Police in Herkmimer village followed.") == []
