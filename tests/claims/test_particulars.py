"""Figures and days that reports give otherwise for one act, and what only looks like that."""

import pytest

from secondsource.claims import particulars, tellings
from secondsource.records import TimeExpression

from .invented import read


def kind(value):
    return "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"


def compare(texts, days=()):
    """``days``: (report, words, TIMEX3 value)."""
    parsed = [read(name, text) for name, text in texts.items()]
    dates = [
        TimeExpression(name, at, at + len(said), kind(value), value)
        for name, said, value in days
        for at in [texts[name].index(said)]
    ]
    return particulars.compare(tellings.read(parsed, (), dates))


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


ONE_THING = [
    ("page", "The council read the 48-page ferry indictment of Orne.", "The 47-page ferry indictment accuses Orne."),
    ("shock", "Three strong shocks were felt in Tarn.", "It was followed by four strong shocks in Tarn."),
    ("children", "Ida Roos, a mother of 12, fell on the pier in Tarn.", "On Tarn pier Ida Roos fell, a mother of 13."),
    ("time left", "Orne set the record with 7:41 left.", "With 7 minutes 42 seconds to go Orne set the record."),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "one", "other"), ONE_THING, ids=[unit for unit, _, _ in ONE_THING])
def test_nearly_the_same_figure_is_of_one_thing_whatever_the_verb(unit, one, other):
    [found] = compare({"a": one, "b": other})
    assert found.unit == unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orne is in the 48-page ferry indictment.", "The 12-page ferry indictment accuses Orne."),
        ("The 48-page indictment came on Monday.", "Orne read out a 47-page letter to the council."),
        ("Orne holds the ferry record with 4,183 miles.", "Orne surpassed the old ferry record of 4,051 miles."),
        ("Three strong shocks came. By night 12 weak shocks came.", "Four strong shocks came then."),
    ],
)  # fmt: skip
def test_further_apart_or_of_little_in_common_they_are_of_two(one, other):
    assert not compare({"a": one, "b": other})


def test_a_figure_is_shown_with_what_it_is_joined_to():
    texts = {"a": "The council read the 48-page ferry report.", "b": "The 47-page ferry report reached the council."}
    [found] = compare(texts)
    assert values(texts, found) == [["48-page"], ["47-page"]]


def test_figures_of_two_days_are_of_two_events():
    texts = {
        "a": "A quake of magnitude 6.1 shook the harbour of Tarn in May.",
        "b": "A quake of magnitude 5.9 shook the harbour of Tarn in June.",
    }
    assert compare(texts)
    assert not compare(texts, [("a", "May", "2024-05"), ("b", "June", "2024-06")])


BEGAN = "The {} on the pier began {}."


@pytest.mark.parametrize(
    ("one", "at", "other", "then", "found"),
    [
        ("at 4:40 p.m.", "2024-03-05T16:40", "at 5 p.m.", "2024-03-05T17:00", True),
        ("about 4:40 p.m.", "2024-03-05T16:40", "about 5 p.m.", "2024-03-05T17:00", False),
        ("shortly after 4:40 p.m.", "2024-03-05T16:40", "at 5 p.m.", "2024-03-05T17:00", False),
        ("at 4:40 p.m. local time", "2024-03-05T16:40", "at 5 p.m.", "2024-03-05T17:00", False),
    ],
)
def test_times_of_day(one, at, other, then, found):
    texts = {"a": BEGAN.format("fire", one), "b": BEGAN.format("blaze", other)}
    assert bool(compare(texts, [("a", "4:40 p.m.", at), ("b", "5 p.m.", then)])) is found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("26 minutes", "PT26M"), ("24 minutes", "PT24M"), True),
        (("26 minutes", "PT26M"), ("25 minutes", "PT25.5M"), False),  # rounded
        (("four days later", "P4D"), ("five days before", "P5D"), False),  # distances to other ends
    ],
)
def test_how_long_it_took(one, other, found):
    texts = {"a": f"The fire on the pier lasted {one[0]}.", "b": f"The blaze on the pier lasted {other[0]}."}
    assert bool(compare(texts, [("a", *one), ("b", *other)])) is found


def test_a_date_of_two_years_is_one_date():
    days = [("a", "March 5", "2024-03-05"), ("b", "March 6", "2026-03-06")]
    assert not compare(DAYS, days)
