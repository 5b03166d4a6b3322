"""One person named or aged otherwise: what is a disagreement, and what are two people or two habits of spelling."""

import pytest

from secondsource.claims import identities
from secondsource.records import Entity, EntityKind, Mention

from .invented import report


def compare(texts, people, published=None):
    """``people``: for each entity, the name as each report prints it."""
    reports = [report(n, text, published=(published or {}).get(n)) for n, text in texts.items()]
    entities = [
        Entity(
            f"e{k}",
            EntityKind.PERSON,
            names[0],
            tuple(
                Mention(n, texts[n].index(name), texts[n].index(name) + len(name))
                for n in texts
                for name in names
                if name in texts[n]
            ),
        )
        for k, names in enumerate(people)
    ]
    return identities.compare(reports, entities)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orla Quist, 36, of Tarn Bay, drowned.", "The ferry hit 34-year-old Orla Quist."),
        ("Orla Quist (36) drowned.", "Orla Quist, a 34-year-old diver, drowned."),
    ],
)
def test_two_ages_of_one_person(one, other):
    [found] = compare({"a": one, "b": other}, [["Orla Quist"]])
    assert (found.kind, [value for value, _ in found.sides]) == ("age", ["36", "34"])


def test_an_age_after_a_name_is_that_ones_only():
    assert not compare(
        {"a": "Orla Quist, 34-year-old Bo Lund and a dog.", "b": "Orla Quist, 36, swam."}, [["Orla Quist"]]
    )


def test_a_birthday_and_a_parent_are_no_conflict():
    texts = {"a": "Orla Quist, 36, drowned.", "b": "Orla Quist, 37, drowned."}
    assert compare(texts, [["Orla Quist"]], {"a": "2024-01-02", "b": "2024-01-03"})
    assert not compare(texts, [["Orla Quist"]], {"a": "2024-01-02", "b": "2024-11-03"})
    assert not compare({"a": texts["a"], "b": "Orla Quist, 7, swam."}, [["Orla Quist"]])


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Orla Quist", "Orla Quisst", True),
        ("Massoud Teel", "Masoud Teel", True),
        ("Orla Quist", "Órla Quist", False),
        ("Oleh Marchenkiy", "Oleh Marchenkyy", False),  # another alphabet's ending
        ("Jo Quist", "Joanna Quist", False),
        ("Orla Belov", "Orla Belousov", False),
        ("Moon Jae-in", "Moon Ji-in", False),
        ("George W. Tarn", "George H. W. Tarn", False),
        ("Orla Quist", "Arne Quist", False),
    ],
)
def test_one_name_spelled_in_two_ways(one, other, found):
    names = compare({"a": f"{one} drowned.", "b": f"{other} drowned."}, [[one, other]])
    assert [n.kind for n in names] == ["name"] * found


def test_who_prints_both_names_means_two_people():
    texts = {"a": "Orla Quist and Orla Quisst drowned.", "b": "Orla Quisst drowned."}
    assert not compare(texts, [["Orla Quist"], ["Orla Quisst"]])


def test_other_ages_make_two_people_of_two_names():
    texts = {"a": "Orla Quist, 36, drowned.", "b": "Orla Quisst, 12, drowned."}
    assert not compare(texts, [["Orla Quist"], ["Orla Quisst"]])


def test_another_surname_at_one_given_name_and_age():
    texts = {"a": "Vandal Pryce, 22, was hit.", "b": "Vandal Jamer, 22, was hit."}
    [found] = compare(texts, [["Vandal Pryce"], ["Vandal Jamer"]])
    assert (found.kind, [value for value, _ in found.sides]) == ("name", ["Vandal Pryce", "Vandal Jamer"])


def test_a_surname_alone_that_is_a_letter_off():
    texts = {"a": "Orla Velt drowned. Veld had been a diver.", "b": "Orla Velt was a diver."}
    [found] = compare(texts, [["Orla Velt"], ["Veld"]])
    assert [value for value, _ in found.sides] == ["Orla Velt", "Veld"]


def test_a_surname_that_somebody_else_bears_is_no_slip():
    texts = {"a": "Orla Velt drowned. Veld had been a diver.", "b": "Orla Velt and Bo Veld were divers."}
    assert compare(texts, [["Orla Velt"], ["Veld"], ["Bo Veld"]]) == ()
