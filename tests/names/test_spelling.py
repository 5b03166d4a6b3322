"""When two spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.names.spelling import acronyms, fold, initials, one_slip, organisation_key, person_words, same_person

ONE = [
    ("Vlodomir Zelenskyy", "Volodymyr Zelensky"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Muammar Qaddafi", "Muammar Gaddafi"),
    ("Robert Marlow", "Bob Marlow"),
    ("Tamsin R. Okafor", "Tamsin Okafor"),
    ("T. Okafor", "Tamsin Okafor"),
    ("Tamsin Rose Okafor", "Tamsin R. Okafor"),
    ("Sergei Ivanov", "Sergey Ivanov"),
    ("Liam Corr Jr.", "Liam Corr"),
    ("Liam LaCosta", "Liam Costa"),
]
TWO = [
    ("Moon Jae-in", "Moon Ji-in"),
    ("Andrei Belousov", "Andrei Belov"),
    ("George W. Bush", "George H. W. Bush"),
    ("Kim Jong Un", "Kim Jong Il"),
    ("Tamsin Okafor", "Bram Okafor"),
    ("Tamsin Okafor", "Okafor"),
    ("Ann Hall", "Ann Hill"),
    ("Marina Kovacs", "Martina Kovacs"),
    ("Liam LaCosta", "Marina Costa"),
    ("Liam Delano", "Liam Lano"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_spellings_of_one_person(a: str, b: str) -> None:
    assert same_person(person_words(a), person_words(b))
    assert same_person(person_words(b), person_words(a))


@pytest.mark.parametrize(("a", "b"), TWO)
def test_names_of_two_people(a: str, b: str) -> None:
    assert not same_person(person_words(a), person_words(b))
    assert not same_person(person_words(b), person_words(a))


def test_acronyms() -> None:
    assert "HCNA" in acronyms("Harbour Central News Agency")
    assert "BOS" in acronyms("Bank of Selby")
    assert acronyms("Selby") == frozenset()
    assert initials("Ministry of the Sea") == "MS"


def test_organisation_keys() -> None:
    assert organisation_key("Sel-Mart Inc.") == organisation_key("the SelMart")
    assert organisation_key("F.B.I.") == organisation_key("FBI")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1), st.text(min_size=1))
def test_sameness_has_no_order(a: str, b: str) -> None:
    x, y = person_words(a), person_words(b)
    assert bool(same_person(x, y)) == bool(same_person(y, x))


@pytest.mark.parametrize(("a", "b"), [("teixeira", "teixiera"), ("marchenko", "marchenk"), ("hormuzgan", "hormouzgan")])
def test_a_letter_off(a: str, b: str) -> None:
    assert one_slip(a, b)
    assert one_slip(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("belov", "belousov"), ("allen", "allan"), ("marchenko", "marchenko"), ("quistgard", "tistgard")]
)
def test_more_than_a_letter_off_or_too_short(a: str, b: str) -> None:
    assert not one_slip(a, b)
