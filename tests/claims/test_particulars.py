"""Figures and days that reports give otherwise for one act, and what only looks like that."""

from datetime import date

import pytest

from secondsource.claims import figures, particulars, words
from secondsource.records import TimeExpression

from .invented import read


def compare(texts, days=()):
    """``days``: (report, words, TIMEX3 value)."""
    parsed = [read(name, text) for name, text in texts.items()]
    dates = [
        TimeExpression(name, at, at + len(said), "DATE", value)
        for name, said, value in days
        for at in [texts[name].index(said)]
    ]
    return particulars.compare(parsed, (), dates)


def values(texts, found):
    return [[texts[t.report][t.start : t.end] for t in side] for side in found.sides]


def test_figures_of_one_act():
    texts = {
        "a": "The council agreed a bailout of $143 million for the harbour at the weekend.",
        "b": "At the weekend the council agreed a bailout of $158 million for the harbour.",
    }
    [found] = compare(texts)
    assert values(texts, found) == [["143 million"], ["158 million"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$143 million", "$142.9 million"),  # rounded
        ("$143 million", "€158 million"),  # another currency
        ("$143 million", "$1 million"),  # another size
        ("48 kilometres", "30 miles"),  # converted
        ("about 140 tonnes", "150 tonnes"),  # within its rounding
    ],
)
def test_figures_that_agree_or_are_of_other_things(one, other):
    texts = {
        "a": f"The deputies chased the lorry with {one} through the harbour town.",
        "b": f"The deputies chased the lorry with {other} through the harbour town.",
    }
    assert not compare(texts)


def test_who_gives_both_figures_means_two_things():
    texts = {
        "a": "The council agreed a bailout of $143 million for the harbour at the weekend.",
        "b": "The council agreed a bailout of $158 million for the harbour at the weekend. It once was $143 million.",
    }
    assert not compare(texts)


DAYS = {
    "a": "Marshals arrested the ferry captain in Tarn Bay on March 5.",
    "b": "The ferry captain was arrested in Tarn Bay by marshals on March 6.",
}


def test_days_of_one_act():
    [found] = compare(DAYS, [("a", "March 5", "2024-03-05"), ("b", "March 6", "2024-03-06")])
    assert [side[0].day for side in found.sides] == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize("value", ["2024-03", "2024", "2024-W10", "2024-03-12"])
def test_a_month_agrees_with_its_days_and_a_weekday_with_itself(value):
    assert not compare(DAYS, [("a", "March 5", "2024-03-05"), ("b", "March 6", value)])


def test_what_happens_often_has_many_days():
    texts = {name: text.replace("arrested", "visited") for name, text in DAYS.items()}
    assert not compare(texts, [("a", "March 5", "2024-03-05"), ("b", "March 6", "2024-03-06")])


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-W48", date(2024, 11, 25), date(2024, 12, 1)),
        ("2024-11-29TEV", date(2024, 11, 29), date(2024, 11, 29)),
    ],
)
def test_days_that_a_value_can_mean(value, first, last):
    assert particulars.days(value) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize("value", ["P2W", "XXXX", "2024-13", ""])
def test_values_that_are_no_days(value):
    assert particulars.days(value) is None


@pytest.mark.parametrize("verb", sorted(words.listed("once")))
def test_every_verb_for_what_happens_once_is_a_lemma(verb):
    [paragraph] = read("a", f"They had to {verb} the ferry captain.").paragraphs
    assert verb in {t.lemma for t in paragraph.tokens if t.pos == "VERB"}


@pytest.mark.parametrize("unit", sorted(particulars.units()))
def test_every_unit_is_converted(unit):
    factor, base = particulars.units()[unit]
    assert factor > 0
    assert particulars.units()[base] == (1.0, base)


@pytest.mark.parametrize(
    ("text", "word", "unit"),
    [
        ("They took $5 million home.", "5 million", "money $"),
        ("They took €5 million home.", "5 million", "money €"),
        ("They had seven AK-47 rifles.", "47", ""),
        ("A 25-year-old woman fell.", "25", ""),
        ("It ran at 193 km / h there.", "193", ""),
        ("It stood at 313 North Street.", "313", ""),
        ("It weighed 40 tonnes then.", "40", "tonne"),
    ],
)
def test_what_a_figure_measures(text, word, unit):
    [paragraph] = read("a", text).paragraphs
    found = {text[f.start : f.end]: f for f in figures.read(text, 0, paragraph.tokens)}
    assert particulars.unit(text, found[word]) == unit
