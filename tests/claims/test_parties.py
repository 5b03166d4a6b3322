"""Who alone can know: whoever makes the arrest, has the plan or takes the decision."""

import tomllib
from importlib import resources

import pytest

from secondsource import claims
from secondsource.claims import facts, parties, words
from secondsource.records import Entity, EntityKind, Mention

from .invented import Pile

LISTS = tomllib.loads(resources.files("secondsource.claims").joinpath("words.toml").read_text(encoding="utf-8"))


def claim_of(pile, *entities):
    [claim], _ = claims.gather(pile.story(), pile.parsed(), pile.statements, entities, (), (), ())
    return claim


def told(*reports, entities=()):
    """The one claim that reports tell, each given by its words and its chain."""
    pile = Pile()
    for name, (text, *chain) in zip("abcdef", reports, strict=False):
        pile.report(name, f"{text}.")
        pile.says(name, text, *chain)
    return claim_of(pile, *entities)


ARREST = "Orrin Vale was arrested at the Sella mill on Monday"


def test_an_arrest_is_its_makers_to_tell_though_nobody_is_named():
    claim = told((ARREST,), (ARREST,))
    assert (claim.only_party, claim.rests_on, claim.independent_origins) == ("police", ("police",), (1, 1))
    assert claim.status == "single-origin"


def test_an_arrest_rests_on_the_body_that_a_chain_names():
    claim = told((ARREST,), (ARREST, "Sergeant Marsh", "Sella Police"))
    assert (claim.only_party, claim.independent_origins) == ("Sella Police", (1, 1))


def test_what_may_be_charged_is_not_yet_an_act():
    text = "Orrin Vale could be charged over the fire at the Sella mill"
    assert told((text, "Ida Roe")).only_party is None


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("I will sell the Sella mill before winter", "Ida Roe"),
        ("Roe would sell the Sella mill before winter", "Ida Roe"),
        ("her client will sell the Sella mill before winter", "Ida Roe"),
        ("the rain will end before winter", None),
        ("Ida Roe fired the head of the Sella mill", "Ida Roe"),
        ("Ida Roe sold the Sella mill before winter", None),
    ],
)
def test_a_plan_is_known_to_whose_it_is(text, party):
    roe = Entity("e-1", EntityKind.PERSON, "Ida Roe", ())
    assert told((text, "Ida Roe"), entities=(roe,)).only_party == party


def test_a_plan_told_by_no_other_is_its_owners():
    text = "Ida Roe will resign before winter"
    pile = Pile()
    pile.report("a", f"{text}.")
    pile.says("a", text)
    roe = Entity("e-1", EntityKind.PERSON, "Ida Roe", (Mention("a", 0, 7),))
    assert claim_of(pile, roe).only_party == "Ida Roe"


def test_who_is_fired_is_not_whose_decision_it_was():
    text = "Ida Roe was fired before winter"
    pile = Pile()
    pile.report("a", f"{text}.")
    pile.says("a", text)
    assert claim_of(pile, Entity("e-1", EntityKind.PERSON, "Ida Roe", (Mention("a", 0, 7),))).only_party is None


def test_what_an_outsider_says_will_be_is_no_plan():
    roe = Entity("e-1", EntityKind.PERSON, "Ida Roe", ())
    assert told(("Ida Roe will resign before winter", "Bram Tollen"), entities=(roe,)).only_party is None


def clause(text):
    pile = Pile()
    pile.report("a", text)
    pile.says("a", text.rstrip("."), "Ida Roe")
    [fact] = facts.read(pile.parsed(), pile.statements, (), ())
    return fact


PAST = {"book": "booked", "jail": "jailed", "detain": "detained", "indict": "indicted", "subpoena": "subpoenaed"}


@pytest.mark.parametrize(("lemma", "party"), sorted(words.acts().items()))
def test_each_act_is_one(lemma, party):
    done = PAST.get(lemma) or lemma + ("d" if lemma.endswith("e") else "ed")
    assert parties._act(clause(f"The officers {done} the owner of the mill.")) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The owner was taken into custody.", "police"),
        ("They issued a warrant for him.", "police"),
        ("They made an arrest at the mill.", "police"),
        ("The owner is held without bail.", "police"),
        ("Whoever has information is asked to come.", "police"),
        ("The owner faces three charges.", "prosecutors"),
        ("The hearing is set for Monday.", "the court"),
        ("The mill put him on its reserve list.", "employer"),
        ("The mill waived him.", "employer"),
        ("The owner held a lamp.", ""),
        ("The hearing was long.", ""),
        ("The owner could face three charges.", ""),
    ],
)
def test_an_act_is_told_by_a_noun_and_a_verb(text, party):
    assert parties._act(clause(text)) == party


def test_what_an_employer_does_is_known_to_whom_the_words_name():
    text = "the Sella Rowers promoted Orrin Vale on Monday"
    pile = Pile()
    for name in "ab":
        pile.report(name, f"{text}.")
        pile.says(name, text)
    rowers = Entity("e-1", EntityKind.ORGANISATION, "Sella Rowers", tuple(Mention(n, 4, 16) for n in "ab"))
    assert (claim_of(pile, rowers).only_party, claim_of(pile).only_party) == ("Sella Rowers", None)


@pytest.mark.parametrize("noun", LISTS["spoken_for"])
def test_each_that_is_spoken_for_is_the_speakers(noun):
    assert parties._acts("Ida Roe", clause(f"The {noun} will sell the mill."))


@pytest.mark.parametrize("verb", LISTS["chosen"])
def test_each_chosen_act_is_a_root(verb):
    assert clause(f"She will {verb} it today.").head_lemma == verb
