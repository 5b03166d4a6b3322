"""Statements within statements: the inner one's ``via`` names the outer."""

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
