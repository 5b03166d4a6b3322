"""The range of independent origins: names that are one, what only goes on, hedges, and words heard twice."""

from dataclasses import replace

import pytest

from secondsource import claims
from secondsource.claims import speakers
from secondsource.records import Kind

from .invented import Pile

WORDS = "the ferry Anna Lind ran aground off Port Sella with 212 people on board"


def gathered(pile):
    [claim], _ = claims.gather(pile.story(), pile.parsed(), pile.statements, (), (), (), ())
    return claim


def told(*ways, text=WORDS, **more):
    """The one claim that reports a, b, … tell, each by a chain; None: in its own voice."""
    pile = Pile()
    for name, chain in zip("abcdef", ways, strict=False):
        pile.report(name, f"On Monday {text}.")
        pile.says(name, text, *(chain or ()), **more)
    return gathered(pile)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Insp Gask", "Dan Gask"),
        ("Dan R. Gask", "Dan Gask"),
        ("Sella County Sheriff's Office", "Sella County Sheriff's Department"),
        ("Sella Police", "Sella Police Department"),
    ],
)
def test_a_speaker_named_more_and_less_fully_is_one(one, other):
    claim = told((one,), (other,))
    assert (claim.independent_origins, claim.named_sources) == ((1, 1), 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dan Gask", "Dan Gask Jr"), ("Dan Gask", "Ida Gask"), ("Sella County", "family of Ida Roe")],
)
def test_other_names_are_others(one, other):
    assert told((one,), (other,)).named_sources == 2


def test_a_surname_that_fits_two_is_read_as_neither():
    assert told(("Gask",), ("Dan Gask",), ("Ida Gask",)).named_sources == 3


def test_who_speaks_through_a_body_does_so_in_every_report():
    pile = Pile()
    pile.report("a", f"On Monday {WORDS}.")
    pile.report("b", f"On Monday {WORDS}. The sea was calm.")
    pile.says("a", WORDS, "Dan Gask")
    pile.says("b", WORDS, "Sella Police")
    pile.report("c", "The owner of the pier had asked for new buoys.")
    pile.says("c", "The owner of the pier had asked for new buoys", "Dan Gask", "Sella Police")
    pile.says("c", "new buoys", "Dan Gask", "Sella Police")
    found, _ = claims.gather(pile.story(), pile.parsed(), pile.statements, (), (), (), ())
    assert found[0].independent_origins == (1, 1)
    assert found[0].rests_on == ("Sella Police",)


def test_detectives_are_of_the_only_police_that_speak():
    pile = Pile()
    pile.report("a", f"Detectives said {WORDS}.")
    pile.report("b", f"On Monday {WORDS}.")
    pile.says("a", WORDS, "anonymous@a")
    pile.statements[-1] = replace(pile.statements[-1], source=((0, 10),))
    pile.says("b", WORDS, "Dan Gask", "Sella Police")
    assert gathered(pile).independent_origins == (1, 1)


FORCES = ("Sella Police Department", "Orlo State Police")


@pytest.mark.parametrize(
    ("one", "other", "origins"),
    [
        ("Sella police", "Police", (1, 1)),  # a story's police are one body
        ("Sella police", "Orlo State Police", (2, 2)),
        ("Police", "Police", (2, 2)),  # nothing in the story says which
    ],
)
def test_bare_police_are_those_that_another_report_names(one, other, origins):
    pile = Pile()
    for name, said, force in zip("ab", (one, other), FORCES, strict=True):
        pile.report(name, f"{said} said {WORDS}.")
        pile.says(name, WORDS, force)
        pile.statements[-1] = replace(pile.statements[-1], source=((0, len(said)),))
    assert gathered(pile).independent_origins == origins


def test_the_news_desk_of_the_police_is_the_police():
    pile = Pile()
    for name, said, force in (
        ("a", "Sella police", "Sella Police Department"),
        ("b", "Police News Affairs", "Police News Affairs"),
    ):
        pile.report(name, f"{said} said {WORDS}.")
        pile.says(name, WORDS, force)
        pile.statements[-1] = replace(pile.statements[-1], source=((0, len(said)),))
    assert gathered(pile).rests_on == ("Sella Police Department",)


@pytest.mark.parametrize(("kind", "origins"), [(Kind.DIRECT, (1, 1)), (Kind.INDIRECT, (2, 2))])
def test_who_says_the_same_words_together_says_them_once(kind, origins):
    pair = (("Ida Roe", "Dan Gask"),)
    assert told(pair, pair, kind=kind).independent_origins == origins
    assert told(pair, pair, kind=kind).named_sources == 2


@pytest.mark.parametrize(
    ("other", "low"),
    [
        (("Ada Lunn", "Sella County Attorney's Office"), 1),
        (("prosecutors",), 1),
        (("court documents",), 1),
        (("Ada Lunn", "Sella Hospital"), 2),
    ],
)
def test_who_charges_may_have_it_from_the_police(other, low):
    claim = told(("Dan Gask", "Sella Police"), other)
    assert claim.independent_origins == (low, 2)
    assert low == 2 or "Prosecutors and courts may have it from the police." in claim.why


def test_of_two_forces_nobody_says_whose_case_it_is():
    assert told(("Sella Police",), ("Orlo County Sheriff's Office",), ("prosecutors",)).independent_origins == (3, 3)


def test_a_hedge_in_own_voice_adds_no_origin():
    pile = Pile()
    pile.report("a", f"On Monday {WORDS}.")
    pile.report("b", f"Reportedly {WORDS}.")
    pile.says("a", WORDS, "Dan Gask")
    pile.says("b", WORDS, hedge=True)
    assert gathered(pile).independent_origins == (1, 1)


def test_what_only_goes_on_with_a_source_does_not_raise_the_low_end():
    assert told(("Dan Gask",), ("Ida Roe",)).independent_origins == (2, 2)
    pile = Pile()
    for name, who, carried in (("a", "Dan Gask", False), ("b", "Ida Roe", True)):
        pile.report(name, f"On Monday {WORDS}.")
        pile.says(name, WORDS, who, carried=carried)
        pile.statements[-1] = replace(pile.statements[-1], source=() if carried else ((0, 9),))
    assert gathered(pile).independent_origins == (1, 2)


def test_quotation_marks_give_what_goes_on_to_its_source():
    pile = Pile()
    for name, who, carried in (("a", "Dan Gask", False), ("b", "Ida Roe", True)):
        pile.report(name, f"“{WORDS[0].upper()}{WORDS[1:]}.”")
        pile.says(name, WORDS[1:], who, carried=carried)
        pile.statements[-1] = replace(
            pile.statements[-1], source=() if carried else ((0, 1),), content=((1, 1 + len(WORDS)),)
        )
    assert gathered(pile).independent_origins == (2, 2)


HEARD = "it was a disgraceful night for everybody who works on the harbour ferries"


@pytest.mark.parametrize(
    ("other", "low"),
    [
        (HEARD, 1),
        ("it was a disgraceful evening for everybody who works on the harbour ferries", 2),
        ("a disgraceful night for everybody who works on the harbour", 1),  # cut short, not heard otherwise
    ],
)
def test_words_taken_down_differently_were_heard_twice(other, low):
    pile = Pile()
    for name, text in (("a", HEARD), ("b", other)):
        pile.report(name, f"“{text}.”")
        pile.says(name, text, "Dan Gask", kind=Kind.DIRECT)
    claim = gathered(pile)
    assert (claim.status, claim.independent_origins) == ("said", (low, 2))


def test_the_same_words_of_one_speaker_came_the_fullest_way():
    claim = told(("Dan Gask", "Harbour Gazette"), ("Dan Gask",), text=HEARD, kind=Kind.DIRECT)
    assert (claim.status, claim.independent_origins) == ("said", (1, 1))
    assert claim.rests_on == ("Harbour Gazette",)


def test_an_outlet_that_names_itself_is_no_named_source():
    pile = Pile()
    pile.report("a", f"On Monday {WORDS}.", "Harbour Gazette")
    pile.says("a", WORDS, "Harbour Gazette")
    assert gathered(pile).named_sources == 0


@pytest.mark.parametrize("title", sorted(speakers.TITLES))
def test_each_title_is_none_of_the_name(title):
    assert speakers._bare(f"{title.title()} Gask") == {"gask"}


@pytest.mark.parametrize("word", sorted(speakers.OTHERS))
def test_each_word_that_makes_another_does(word):
    assert told(("Dan Gask",), (f"Dan Gask {word}",)).named_sources == 2


@pytest.mark.parametrize("word", sorted(speakers.FORMS))
def test_each_form_of_a_body_is_left_out(word):
    assert speakers._bare(f"Sella Harbour {word}") == {"sella", "harbour"}
