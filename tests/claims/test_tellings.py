"""What a report's figures, days and hours are read as."""

from datetime import date

import pytest

from secondsource.claims import figures, tellings, words

from .invented import read


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
    assert tellings.days(value) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize("value", ["P2W", "XXXX", "2024-13", ""])
def test_values_that_are_no_days(value):
    assert tellings.days(value) is None


@pytest.mark.parametrize("verb", sorted(words.listed("once")))
def test_every_verb_for_what_happens_once_is_a_lemma(verb):
    [paragraph] = read("a", f"They had to {verb} the ferry captain.").paragraphs
    assert verb in {t.lemma for t in paragraph.tokens if t.pos == "VERB"}


@pytest.mark.parametrize("unit", sorted(tellings.units()))
def test_every_unit_is_converted(unit):
    factor, base = tellings.units()[unit]
    assert factor > 0
    assert tellings.units()[base] == (1.0, base)


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
        ("Six of the points came late.", "Six", ""),
        ("Nine raids, six of which failed, came.", "six", ""),
        ("He served 4 1 / 2 months there.", "2", ""),
        ("He left two weeks before the fire.", "two", "week before"),
        ("He left two weeks after the fire.", "two", "week after"),
    ],
)
def test_what_a_figure_measures(text, word, unit):
    [paragraph] = read("a", text).paragraphs
    found = {text[f.start : f.end]: f for f in figures.read(text, 0, paragraph.tokens)}
    assert tellings.unit(text, found[word]) == unit
