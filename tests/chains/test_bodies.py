"""Which body a common noun means, and sources that are nobody named."""

import pytest

from secondsource.chains import link
from secondsource.names import resolve
from secondsource.statements import attribute


@pytest.fixture
def speaks(story):
    """The innermost names that one report gives to the statement that holds the words."""

    def go(text, words):
        parsed = story(text)
        given = [attribute(parsed[0])]
        at = text.index(words)
        said = [
            s
            for s in link(parsed, given, resolve(parsed), (), ())
            if s.source and s.content[0][0] <= at < s.content[-1][1]
        ]
        assert said, words
        return said[0].chain[0]

    return go


# What was named before, what the noun says, and who is meant.
BODIES = [
    ("The Norrvik Times reported a walkout at the port.", "The union said the strike would go on.", "union"),
    ("The Norrvik Times reported a blaze.", "The hospital said the strike would go on.", "hospital"),
    ("The Norrvik Times reported a walkout.", "The labour ministry said the strike would go on.", "labour ministry"),
    ("The Norrvik Times told of it.", "The ministry of labour said the strike would go on.", "labour ministry"),
    ("Selby General Hospital took nine men in.", "A hospital spokesman said the strike would go on.",
     "Selby General Hospital"),
    ("Selby General Hospital took nine men in. The Norrvik Times told of it first.",
     "The hospital said the strike would go on.", "Selby General Hospital"),
    ("Selby General Hospital took nine men in. The Norrvik Times told of it first.",
     "The paper said the strike would go on.", "Norrvik Times"),
    ("Orla Airways cancelled nine flights. The Norrvik Times told of it first.",
     "The airline said the strike would go on.", "Orla Airways"),
    ("Orla News Agency told of the walkout. Selby General Hospital took nine men in.",
     "The news agency said the strike would go on.", "Orla News Agency"),
    ("The news agency Tassel reported a blast on Sunday.", "The news agency said the strike would go on.", "Tassel"),
    ("Reuters told of the walkout first.", "The agency said the strike would go on.", "Reuters"),
]  # fmt: skip


def test_it_goes_on_with_an_institution_that_has_no_name(speaks) -> None:
    text = "Carl Benn did not resign, the labour ministry said on Monday. He left because of his health, it said."
    assert speaks(text, "He left because") == ("labour ministry",)


@pytest.mark.parametrize(("before", "said", "name"), BODIES)
def test_a_noun_means_a_body_of_its_kind(speaks, before, said, name) -> None:
    assert speaks(f"{before} {said}", "the strike would go on") == (name,)


@pytest.mark.parametrize(
    "source",
    [
        "Sources close to Orr", "Aides to Orr", "People familiar with Orr's thinking",
        "Friends of Orr", "A source in Orr's office", "Two people close to Mira Orr",
    ],
)  # fmt: skip
def test_who_is_near_somebody_is_not_that_person(speaks, source) -> None:
    [name] = speaks(f"Mayor Mira Orr lost the vote. {source} said the plan was dead.", "the plan was dead")
    assert name.startswith("anonymous@")


def test_who_speaks_for_somebody_is_told_by_that_name(speaks) -> None:
    assert speaks("Mayor Mira Orr lost. A spokesman for Orr said the plan was dead.", "the plan") == ("Mira Orr",)


def test_a_lawyer_whom_the_report_names_is_that_lawyer(speaks) -> None:
    text = "Dana Bell was held on Monday. Bell's lawyer, Ruth Hale, wept. Bell's lawyer said the search was illegal."
    assert speaks(text, "the search was illegal") == ("Ruth Hale",)


def test_two_clients_have_two_lawyers(speaks) -> None:
    text = (
        "Dana Bell and Carl Benn were held. Bell's lawyer said the search was illegal. "
        "Benn's lawyer said the house was empty."
    )
    assert speaks(text, "the search was illegal") != speaks(text, "the house was empty")


@pytest.mark.parametrize("source", ["Orr's lawyer", "A lawyer for Orr"])
def test_a_lawyer_without_a_name_speaks_for_the_client(speaks, source) -> None:
    names = speaks(f"Mayor Mira Orr lost the vote. {source} said the plan was dead.", "the plan was dead")
    assert names == ("lawyer of Mira Orr",)
