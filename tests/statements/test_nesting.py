"""Statements within statements: the inner one's ``via`` names the outer."""

import pytest
from statement_marks import attributed, parsed, words

from secondsource.records import Attribution, Kind
from secondsource.statements import attribute

AGENCY = "Marta Oll said that the port “will stay open to every ship,” OPA said."
VOW = (
    "Marta Oll vowed her city will “always support” the fleet as she met the admiral, "
    "the island’s state media reported Saturday."
)


def by_source(text: str) -> dict[str, Attribution]:
    return {words(text, a.source)[0]: a for a in attributed(text)}


def test_an_agency_around_a_speaker() -> None:
    every = attribute(parsed(AGENCY))
    inner = next(a for a in every if words(AGENCY, a.source) == ["Marta Oll"])
    assert [words(AGENCY, every[k].source) for k in inner.via] == [["OPA"]]


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        ("Two divers drowned, police said, OPA reported.", "police", "OPA"),
        ("Two divers drowned, according to police, reports OPA.", "police", "OPA"),
        ("Two divers drowned, the harbour master said on Monday, OPA reported.", "the harbour master", "OPA"),
    ],
)
def test_a_second_tag_gives_the_first_one_on(text: str, inner: str, outer: str) -> None:
    every = attribute(parsed(text))
    told = next(a for a in every if words(text, a.source) == [inner])
    assert words(text, told.content) == ["Two divers drowned"]
    assert [words(text, every[k].source) for k in told.via] == [[outer]]
    assert not any(words(text, a.content) == ["Two divers drowned"] for a in every if words(text, a.source) == [outer])


def test_a_tag_around_a_vow() -> None:
    found = by_source(VOW)
    assert set(found) == {"Marta Oll", "the island’s state media"}
    assert words(VOW, found["Marta Oll"].content) == ["her city will “always support” the fleet"]
    assert found["the island’s state media"].via == ()


def test_the_meeting_is_not_what_was_vowed() -> None:
    every = attribute(parsed(VOW))
    met = next(a for a in every if words(VOW, a.content) == ["she met the admiral"])
    assert met.carries is not None
    assert words(VOW, every[met.carries].source) == ["the island’s state media"]


def test_clauses_of_a_content_carry_its_innermost_source() -> None:
    text = "Police said the car left the road and the driver was taken to Orlo hospital."
    every = attribute(parsed(text))
    parts = {words(text, a.content)[0]: a.carries for a in every if a.kind is Kind.OWN}
    outer = next(k for k, a in enumerate(every) if a.kind is not Kind.OWN)
    assert parts["the car left the road"] == outer
    assert parts["the driver was taken to Orlo hospital"] == outer


def test_positions_are_of_the_tuple_that_is_returned() -> None:
    every = attribute(parsed(AGENCY + " The port opened on Monday."))
    assert all(0 <= k < len(every) for a in every for k in (*a.via, *([a.carries] if a.carries is not None else [])))
    assert [a.content[0][0] for a in every] == sorted(a.content[0][0] for a in every)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“He told me that the mayor knew of the leak,” Ada Orne said.", "He", "that the mayor knew of the leak"),
        (
            "Ada Orne said the divers told her that the hull was cracked.",
            "the divers",
            "that the hull was cracked",
        ),
        (
            "“There was a man who told the guards that the gate was open,” Ada Orne said.",
            "a man",
            "that the gate was open",
        ),
        (
            "“She told me she wanted to sail because she loved the sea, the wind, things like that,” Ada Orne said.",
            "She",
            "she wanted to sail because she loved the sea, the wind, things like that",
        ),
        ("Ada Orne said the diver told him the hull was cracked.", "the diver", "the hull was cracked"),
        ("“The report found that the hull was cracked,” Ada Orne said.", "The report", "that the hull was cracked"),
        ("“One guy told me that the gate was open,” Ada Orne said.", "One guy", "that the gate was open"),
        ("Ada Orne said the diver claimed to be a retired pilot.", "the diver", "to be a retired pilot"),
    ],
)
def test_what_a_speaker_says_that_others_say(text: str, source: str, content: str) -> None:
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == [source])
    assert words(text, inner.content) == [content]
    assert [words(text, every[k].source) for k in inner.via] == [["Ada Orne"]]


def test_according_to_may_open_what_another_reports() -> None:
    text = "Ada Orne said that, according to a port official, the ferry would sail again."
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == ["a port official"])
    assert words(text, inner.content) == ["the ferry would sail again"]
    assert [words(text, every[k].source) for k in inner.via] == [["Ada Orne"]]


@pytest.mark.parametrize(
    ("text", "teller", "outer"),
    [
        (
            "Papers show that police got a call from Ada Orne, who told officers that three men had entered her house.",
            "Ada Orne",
            "Papers",
        ),
        ("Ada Orne said she met a diver, who told her that the ferry was lost.", "a diver", "Ada Orne"),
    ],
)
def test_whoever_a_content_ends_with_may_go_on_telling(text: str, teller: str, outer: str) -> None:
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == [teller])
    assert [words(text, every[k].source) for k in inner.via] == [[outer]]


def test_an_inner_teller_behind_an_opening_phrase_is_nested() -> None:
    text = "Ada Orne said that in an interview, the diver said that the hull was cracked and that he had a plan."
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == ["the diver"])
    assert [words(text, every[k].source) for k in inner.via] == [["Ada Orne"]]


def test_what_a_man_who_tells_told_ends_with_his_clause() -> None:
    text = "A man who told deputies he had been hurt in a fall actually fired the gun himself, the Harbour Office said."
    inner = next(a for a in attributed(text) if words(text, a.cue) == ["told"])
    assert words(text, inner.content) == ["he had been hurt in a fall"]


def test_what_somebody_believes_is_that_ones() -> None:
    text = "Ada Orne said divers believe that the hull was cracked."
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == ["divers"])
    assert words(text, inner.content) == ["that the hull was cracked"]
    assert [words(text, every[k].source) for k in inner.via] == [["Ada Orne"]]


@pytest.mark.parametrize(
    "text",
    [
        "“I told them that the mayor knew of the leak,” Ada Orne said.",
        "“He should say that the mayor knew of the leak,” Ada Orne said.",
        "“He never told me that the mayor knew of the leak,” Ada Orne said.",
        "“If he says that the mayor knew of the leak, he lies,” Ada Orne said.",
        "“Nobody told me that the mayor knew of the leak,” Ada Orne said.",
    ],
)
def test_no_telling_of_others_within_a_quotation(text: str) -> None:
    assert [words(text, a.source) for a in attributed(text)] == [["Ada Orne"]]


def test_who_is_quoted_as_saying_is_the_source() -> None:
    text = "The Selby Courier quoted a harbour pilot as saying that the channel was blocked."
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.content) == ["that the channel was blocked"] and a.source)
    assert words(text, inner.source) == ["a harbour pilot"]
    assert [words(text, every[k].source) for k in inner.via] == [["The Selby Courier"]]


def test_what_another_told_goes_on_to_the_end_of_its_sentence() -> None:
    text = "“He told me that the hull was cracked, and that he was going back to the yard,” Ada Orne said."
    inner = next(a for a in attributed(text) if words(text, a.source) == ["He"])
    assert words(text, inner.content) == ["that the hull was cracked, and that he was going back to the yard"]
