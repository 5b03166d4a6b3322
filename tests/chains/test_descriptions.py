"""Whom descriptions and pronouns mean, and which of two cues in one sentence is the outer one."""

import pytest

from secondsource.chains import link
from secondsource.names import resolve
from secondsource.records import Attribution, Kind


@pytest.fixture
def told(story):
    """Reads one report whose attributions are given as (source, cue, content, whose?) in their order; chains of all."""

    def go(text, *parts):
        parsed = story(text)
        at, given = 0, []
        for source, cue, content, *inside in parts:
            spans = [(text.index(w, at if w != content else 0), w) for w in (source, cue, content)]
            where = [((s, s + len(w)),) for s, w in spans]
            at = min(s for s, _ in spans[:2])
            given.append(Attribution(parsed[0].report.id, Kind.INDIRECT, *where, via=tuple(inside)))
        return [s.chain for s in link(parsed, [given], resolve(parsed), (), ())]

    return go


def test_a_description_is_the_person_told_so(told):
    text = (
        "Ann Poe, a former senator from Fenwick, met Robert Vale. Vale listened for an hour. "
        "The former senator said the harbour was closed."
    )
    assert told(text, ("The former senator", "said", "the harbour was closed")) == [(("Ann Poe",),)]


def test_a_description_of_no_one_named_stays_nameless(told):
    [chain] = told("The senator said the harbour was closed.", ("The senator", "said", "the harbour was closed"))
    assert chain[0][0].startswith("anonymous")


def test_she_is_no_robert(told):
    text = "Deborah Poe came at noon. Robert Vale closed the harbour. She said it was late."
    assert told(text, ("She", "said", "it was late")) == [(("Deborah Poe",),)]


def test_a_closing_cue_is_the_outer_one(told):
    text = "Ann Poe said the harbour was closed, Robert Vale said."
    inner, outer = told(
        text,
        ("Ann Poe", "said", "the harbour was closed, Robert Vale said"),
        ("Robert Vale", "said.", "the harbour was closed"),
    )
    assert inner == (("Ann Poe",), ("Robert Vale",))
    assert outer == (("Robert Vale",),)


def test_who_cites_has_it_from_who_is_cited(told):
    text = "The Norrvik Times reported that the harbour was closed, citing Ann Poe."
    outer, inner = told(
        text,
        ("The Norrvik Times", "reported", "that the harbour was closed"),
        ("Ann Poe", "citing", "that the harbour was closed"),
    )
    assert inner == (("Ann Poe",), ("Norrvik Times",))
    assert outer == (("Norrvik Times",),)


def test_the_first_of_two_tags_is_the_inner_one(told):
    text = "The harbour was closed, according to Ann Poe, the Norrvik Times reported."
    inner, outer = told(
        text,
        ("Ann Poe", "according to", "The harbour was closed"),
        ("the Norrvik Times", "reported", "The harbour was closed"),
    )
    assert inner == (("Ann Poe",), ("Norrvik Times",))
    assert outer == (("Norrvik Times",),)


def test_who_says_that_vale_left_is_not_vale(told):
    text = "Ann Poe, the mayor, met Robert Vale. Poe and Mr. Vale ate. Vale laughed. He said that Vale left early."
    [chain] = told(text, ("He", "said", "that Vale left early"))
    assert chain[0][0] != "Robert Vale"


def test_the_party_member_who_speaks_of_vale_is_not_vale(told):
    text = (
        "The mayor met Robert Vale, the likely Republican nominee. Ann Poe said that the harbour is closed. "
        "The Ohio Republican said that Vale should be praised."
    )
    chains = told(
        text,
        ("Ann Poe", "said", "that the harbour is closed"),
        ("The Ohio Republican", "said", "that Vale should be praised"),
    )
    assert chains[1] == (("Ann Poe",),)


def test_who_is_told_so_may_name_herself_further_on(told):
    text = (
        "Fenwick senator Ann Poe spoke on Friday. Robert Vale leads. "
        "The Fenwick lawmaker blamed the story that alleged Poe was ill."
    )
    assert told(text, ("The Fenwick lawmaker", "blamed", "the story that alleged Poe was ill")) == [(("Ann Poe",),)]


def test_who_is_named_behind_a_description_that_holds_a_name(told):
    text = "Ann Poe leads the Poe slate. One voter not on the Poe slate, Deborah Vale, said it was late."
    source = "One voter not on the Poe slate, Deborah Vale"
    assert told(text, (source, "said", "it was late")) == [(("Deborah Vale",),)]


def test_how_a_paper_leans_does_not_make_it_another(told):
    text = "The Selby Herald called on Ann Poe to leave. The left-leaning newspaper said it was late."
    assert told(text, ("The left-leaning newspaper", "said", "it was late")) == [(("Selby Herald",),)]


def test_an_index_is_no_company(told):
    text = "The Dow fell by a percent. The company said it was late."
    [chain] = told(text, ("The company", "said", "it was late"))
    assert chain[0][0].startswith("anonymous")


def test_whom_a_quotation_names_is_not_who_says_it(told):
    text = "Robert Hale was hurt. “I will wait until I meet Hale” before it opens, he said."
    [chain] = told(text, ("he", "said", "“I will wait until I meet Hale” before it opens"))
    assert chain[0][0] != "Robert Hale"


def test_some_of_a_party_are_nameless_people(told):
    text = "Several senior Democrats said it was late. Democrats said the harbour was closed."
    some, party = told(
        text,
        ("Several senior Democrats", "said", "it was late"),
        ("Democrats", "said the", "the harbour was closed"),
    )
    assert some[0][0].startswith("anonymous")
    assert party == (("Democrats",),)


def test_a_bare_ministry_goes_on_with_the_one_that_was_told_of(told):
    text = "China’s foreign ministry weighed in. “It is late,” the ministry said."
    assert told(text, ("the ministry", "said", "It is late")) == [(("China",),)]


def test_what_a_house_tells_goes_on_with_the_house(told):
    text = "Radio Selby said it was late. The report said the harbour was closed."
    one, other = told(
        text, ("Radio Selby", "said", "it was late"), ("The report", "said the", "the harbour was closed")
    )
    assert one == other == (("Radio Selby",),)


def test_the_family_is_not_that_of_who_tells(told):
    text = "Robert Vale fired. Ann Poe said the gunman's father told her it was late."
    _outer, inner = told(
        text,
        ("Ann Poe", "said", "the gunman's father told her it was late"),
        ("the gunman's father", "told", "it was late", 0),
    )
    assert inner == (("family of Robert Vale",), ("Ann Poe",))


def test_he_goes_on_with_the_office_that_was_the_last_subject(told):
    text = (
        "Robert Vale, the former Ohio governor, runs. Spokesman Tom Hale spoke to Carl Bold. "
        "The former Ohio governor sat between Tom Hale and Carl Bold. He said it was late."
    )
    assert told(text, ("He", "said", "it was late")) == [(("Robert Vale",),)]


def test_a_noun_for_people_is_whoever_is_told_to_be_one(told):
    text = "Robert Vale, a Republican speechwriter, met Ann Poe. Poe ate. The speechwriter said it was late."
    assert told(text, ("The speechwriter", "said", "it was late")) == [(("Robert Vale",),)]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("Last week Vale left. Vale denied it was late.", "Vale", "Vale"),
        ("Police in Portland said it was late.", "Police in Portland", "Portland Police Department"),
        ("A Selby hospital spokesman said it was late.", "A Selby hospital spokesman", "Selby hospital"),
    ],
)
def test_names_and_bodies_of_places(told, text, source, speaker):
    cue = "denied" if "denied" in text else "said"
    assert told(text, (source, cue, "it was late"))[0][0] == (speaker,)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("People close to Ann Poe said it was late.", "People close to Ann Poe"),
        ("Reports from Ashgabat said it was late.", "Reports from Ashgabat"),
        ("A senior Treasury official said it was late.", "A senior Treasury official"),
    ],
)
def test_who_has_no_name(told, text, source):
    assert told(text, (source, "said", "it was late"))[0][0][0].startswith("anonymous")


@pytest.mark.parametrize(
    ("text", "source", "chain"),
    [
        (
            "A lawyer for Mr. Vale, Ann Poe of Oak Partners, said it was late. Robert Vale left.",
            "A lawyer for Mr. Vale, Ann Poe of Oak Partners",
            (("Ann Poe",),),
        ),
        (
            "Spokesmen of the U.S. attorney for Ohio said it was late.",
            "Spokesmen of the U.S. attorney for Ohio",
            (("U.S. Attorney's Office",),),
        ),
        (
            "A spokeswoman for Harbour Hospital in Portland said it was late.",
            "A spokeswoman for Harbour Hospital in Portland",
            (("Harbour Hospital",),),
        ),
        (
            "The Robert Vale campaign team said it was late.",
            "The Robert Vale campaign team",
            (("Robert Vale campaign",),),
        ),
        (
            "The Portland Police Department came. The police department said it was late.",
            "The police department",
            (("Portland Police Department",),),
        ),
        (
            "A Secret Service representative said it was late.",
            "A Secret Service representative",
            (("Secret Service",),),
        ),
        (
            "Adams County Coroner Robert Vale said it was late.",
            "Adams County Coroner Robert Vale",
            (("Robert Vale",), ("Adams County Coroner's Office",)),
        ),
        (
            "He fell near Harbour Hospital, where spokeswoman Ann Poe said it was late.",
            "spokeswoman Ann Poe",
            (("Ann Poe",), ("Harbour Hospital",)),
        ),
    ],
)
def test_whom_they_speak_for(told, text, source, chain):
    assert told(text, (source, "said", "it was late")) == [chain]


def test_most_of_a_people_are_not_its_government(told):
    [chain] = told("Most Americans said it was late.", ("Most Americans", "said", "it was late"))
    assert chain[0][0].startswith("anonymous")


def test_the_statement_goes_on_with_the_one_that_was_told_of(told):
    text = "Ann Poe said in a statement that it was late. Robert Vale left. The statement said the harbour was closed."
    _, goes_on = told(text, ("Ann Poe", "said", "it was late"), ("The statement", "said the", "the harbour was closed"))
    assert goes_on == (("Ann Poe",),)


def test_officers_who_were_told_stand_before_the_report_that_tells_of_it(story):
    text = "A neighbour told officers the gun fell, according to the Portland police report."
    parsed = story(text)

    def at(words):
        return ((text.index(words), text.index(words) + len(words)),)

    name = parsed[0].report.id
    outer = at("A neighbour told officers the gun fell")
    report = Attribution(name, Kind.INDIRECT, at("the Portland police report"), at("according to"), outer)
    inner = Attribution(
        name, Kind.INDIRECT, at("A neighbour"), at("told"), at("the gun fell"), told_to=at("officers"), via=(0,)
    )
    _, found = link(parsed, [[report, inner]], resolve(parsed), (), ())
    assert found.chain[1:] == (("Portland Police Department",), ("police report",))


def test_whoever_asks_for_a_poll_stands_behind_it(story):
    text = "In a Harbour News poll, few drivers said the gun fell. Harbour News is a paper."
    parsed = story(text)

    def at(words):
        return ((text.index(words), text.index(words) + len(words)),)

    name = parsed[0].report.id
    poll = Attribution(name, Kind.INDIRECT, at("a Harbour News poll"), at("In"), at("few drivers said the gun fell"))
    inner = Attribution(
        name, Kind.INDIRECT, at("few drivers"), at("said"), at("the gun fell"), told_to=at("Harbour News"), via=(0,)
    )
    _, found = link(parsed, [[poll, inner]], resolve(parsed), (), ())
    assert found.chain[1] == ("poll",)
