"""The report's own voice, its clauses, and what carries on."""

import pytest
from statement_marks import parsed, words

from secondsource.records import Kind
from secondsource.statements import attribute


def own(text: str) -> list[str]:
    return [words(text, a.content)[0] for a in attribute(parsed(text)) if a.kind is Kind.OWN and a.carries is None]


def carried(text: str) -> dict[str, list[str]]:
    every = attribute(parsed(text))
    return {words(text, a.content)[0]: words(text, every[a.carries].source) for a in every if a.carries is not None}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The car left the road and the driver was taken to Orlo hospital.",
         ["The car left the road", "the driver was taken to Orlo hospital."]),
        ("A delegation came to Verran, amid growing concern about the cities' plans, after Tesk sent ships last month.",
         ["growing concern about the cities' plans", "Tesk sent ships last month"]),
        ("The town has backed the plan, calling it a gift to the valley.", ["The town has backed the plan"]),
        ("The port shut on Monday when two ships ran aground.", ["The port shut on Monday", "two ships ran aground"]),
    ],
)  # fmt: skip
def test_clauses_are_told_apart(text: str, pieces: list[str]) -> None:
    found = {p.rstrip(".") for p in own(text)}
    assert {p.rstrip(".") for p in pieces} <= found


@pytest.mark.parametrize(
    "text",
    [
        "The council bought the mill that stands beside the old weir on the Orlo.",
        "The barge held a chemical that inspectors had ordered to be moved in May.",
    ],
)
def test_a_relative_clause_tells_nothing_without_its_noun(text: str) -> None:
    assert own(text) == [text]


def test_every_sentence_stands_somewhere() -> None:
    text = "The port shut on Monday. Oll said it would open soon. Nobody was hurt."
    held = {i for a in attribute(parsed(text)) for s, e in (*a.content, *a.source, *a.cue) for i in range(s, e)}
    assert all(i in held for i, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    "line",
    [
        "NORTH STAR", "THE ORLO GAZETTE", "Orlo, Monday", "2 March 2024", "Comment.", "Where the money went.",
        "What the mayor knew.", "Where did the money go?", "Because the bridge was old.", "A cold wind in the harbour.",
    ],
)  # fmt: skip
def test_what_cannot_be_true_or_false_is_no_statement(line: str) -> None:
    assert own(f"{line}\n\nThe bridge fell on Monday.") == ["The bridge fell on Monday."]


@pytest.mark.parametrize(
    "sentence",
    [
        "What the mayor knew is unclear.", "When the bridge fell, nine people died.", "Not one of them was hurt.",
        "No injuries reported.", "Because of the fall the road is shut.", "How the fire began was not clear on Monday.",
        "Gone were the days of the old bridge.",
    ],
)  # fmt: skip
def test_what_can_be_true_or_false_is_one(sentence: str) -> None:
    assert sentence in own(f"The port shut on Monday.\n\n{sentence}")


def test_a_sentence_goes_on_with_the_police() -> None:
    text = "Police said a man was shot in Orlo on Friday. The man was taken to a hospital."
    assert carried(text)["The man was taken to a hospital."] == ["Police"]


def test_background_does_not_carry_on() -> None:
    text = "Oll said the port would open. In 2011, the city built a second one."
    assert not any(piece.startswith("In 2011") for piece in carried(text))


def test_a_lead_that_is_attributed_further_down() -> None:
    text = (
        "A fisherman drowned near the Orlo lighthouse on Friday.\nThe weather was bad.\n"
        "Coast guards said a fisherman drowned near the Orlo lighthouse on Friday evening."
    )
    found = carried(text)
    assert found["A fisherman drowned near the Orlo lighthouse on Friday."] == ["Coast guards"]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Mara Oll said that if the weir breaks in May, the mill will be lost.", "the weir breaks in May"),
        ("Police said they do not believe the flood was an accident.", "the flood was an accident"),
        ("There is no evidence that the engineer objected to the plan.", "the engineer objected to the plan"),
    ],
)
def test_what_nobody_holds_to_be_so_is_no_statement_of_its_own(text: str, piece: str) -> None:
    assert piece not in {words(text, a.content)[0].rstrip(".") for a in attribute(parsed(text))}
