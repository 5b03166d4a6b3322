"""Whom descriptions and pronouns mean, and which of two cues in one sentence is the outer one."""

import pytest

from secondsource.chains import link
from secondsource.names import resolve
from secondsource.records import Attribution, Kind


@pytest.fixture
def told(story):
    """Reads one report whose attributions are given as (source, cue, content) in their order; chains of all."""

    def go(text, *parts):
        parsed = story(text)
        at, given = 0, []
        for source, cue, content in parts:
            spans = [(text.index(w, at if w != content else 0), w) for w in (source, cue, content)]
            where = [((s, s + len(w)),) for s, w in spans]
            at = min(s for s, _ in spans[:2])
            given.append(Attribution(parsed[0].report.id, Kind.INDIRECT, *where))
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
