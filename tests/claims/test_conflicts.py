"""Disagreements between what two reports tell, and pairs that only look like them."""

import pytest

from secondsource import claims
from secondsource.records import Kind, TimeExpression


def kinds(pile, one, other, days=(), chains=((), ()), **more):
    """The kinds of the conflicts between two reports of a sentence each. ``days``: the words of each, and its value."""
    for name, text, chain in zip("ab", (one, other), chains, strict=True):
        pile.report(name, f"{text}.")
        pile.says(name, text, *chain, **more)
    dates = [
        TimeExpression(name, at, at + len(said), "TIME" if "T" in value else "DATE", value)
        for name, (said, value) in zip("ab", days, strict=bool(days))
        for at in [pile.texts[name][0].index(said)]
    ]
    _, found = claims.gather(pile.story(), pile.parsed(), pile.statements, (), dates, (), (), ())
    return [c.kind for c in found]


SALT = "the ferry Anna Lind carried {} of salt out of Port Sella"


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("40 tonnes", "65 tonnes", ["number"]),
        ("40 tonnes", "120 tonnes", []),  # of two things
        ("one crate", "two crates", []),  # one of them
    ],
)
def test_figures(pile, one, other, found):
    assert kinds(pile, SALT.format(one), SALT.format(other)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A season's record and a score.
        ("Tarn (11-4) beat Osterby in the last race", "Tarn beat Osterby 14-9 in the last race"),
        # What both say of some of them.
        ("three Lind ferries will be sold in Tarn", "five Lind ferries lay in Tarn and three will be sold"),
        # People are told of in parts.
        ("three pupils of the Tarn school read on the pier", "five pupils of the Tarn school lived on the pier"),
        # The toll holds both.
        ("a fire on the Anna Lind killed at least three people", "a fire on the Anna Lind killed six people"),
    ],
)  # fmt: skip
def test_figures_that_only_look_like_rivals(pile, one, other):
    assert kinds(pile, one, other) == []


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("Captain Orr left the harbour board of Port Sella on March {}", ("2024-03-05", "2024-03-06"), ["date"]),
        ("the harbour board praised Captain Orr, who swam to Tarn on March {}", ("2024-03-05", "2024-03-06"), []),
        ("nobody opened the door of the harbour board of Port Sella on March {}", ("2024-03-05", "2024-03-06"), []),
    ],
)  # fmt: skip
def test_days(pile, text, values, found):
    days = [(f"March {v[-1]}", v) for v in values]
    assert kinds(pile, *(text.format(v[-1]) for v in values), days) == found


def test_an_hour_is_of_the_day_on_which_its_report_came_out(pile):
    text = "Captain Orr left the harbour board of Port Sella at 5 p.m"
    assert kinds(pile, text, text, [("5 p.m", "2024-03-05T17:00"), ("5 p.m", "2024-03-06T17:00")]) == []


def test_what_was_done_to_others_was_done_on_other_days(pile):
    text = "the Lind line sold the captain of {} a boat in Port Sella on March {}"
    days = [("March 5", "2024-03-05"), ("March 6", "2024-03-06")]
    assert kinds(pile, text.format("Osterby", 5), text.format("Lannock", 6), days) == []


@pytest.mark.parametrize(
    ("other", "speakers", "found"),
    [
        ("“They rather quickly checked the radar there”", ("Teel", "Teel"), ["quote"]),
        ("“They rather quickly checked the radar there”", ("Teel", "Orr"), []),  # two utterances
        ("“They rather quickly checked the radar there”", ("Teel", None), ["quote"]),  # nobody knows whose
        ("They rather slowly checked the radar there", ("Teel", "Teel"), ["quote"]),
        ("They rather slowly checked the radar there", ("Teel", None), []),  # a phrase
    ],
)
def test_a_quote_is_one_speakers(pile, other, speakers, found):
    chains = [(name,) if name else () for name in speakers]
    assert kinds(pile, "“They rather slowly checked the radar there”", other, chains=chains, kind=Kind.DIRECT) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("a boat burned on Paschal Street in Tarn", "a boat burned on Paschal Avenue in Tarn", ["place"]),
        ("the captain lies in Orlo Hospital", "the captain lies in Orlo Clinic", ["name"]),
        ("the mill of Karwansk village burned", "they saw Karvansk village burn", ["name"]),
    ],
)
def test_names_and_places(pile, one, other, found):
    assert kinds(pile, one, other) == found


def test_other_hours_are_told_as_such(pile):
    times = ("a", "4:40 p.m", "2024-03-05T16:40"), ("b", "5:10 p.m", "2024-03-05T17:10")
    for name, said, _ in times:
        pile.report(name, f"The fire on the pier began at {said}.")
        pile.says(name, f"The fire on the pier began at {said}")
    dates = [TimeExpression(n, 29, 29 + len(said), "TIME", value) for n, said, value in times]
    _, [conflict] = claims.gather(pile.story(), pile.parsed(), pile.statements, (), dates, (), (), ())
    assert (conflict.kind, conflict.why) == ("number", "The same is told of different times of day.")
