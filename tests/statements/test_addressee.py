"""To whom it was said."""

import pytest
from statement_marks import attributed, words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“The port will open,” Oll said in an interview with Harbour News on Friday.", ["Harbour News"]),
        ("Oll said in a statement to Reuters that the port would open.", ["Reuters"]),
        ("Oll said the port would open.", []),
        ("Mara Oll admitted to the newspaper that the dam was old.", ["the newspaper"]),
        ("Mara Oll said that the dam was old on Monday’s broadcast of Harbour TV’s “Dawn.”", ["Harbour TV’s “Dawn.”"]),
        ("“The dam is old,” Mara Oll told Harbour TV’s Morning Show.", ["Harbour TV’s Morning Show"]),
        ("The mayor, when contacted by Reuters, said the dam was old.", ["Reuters"]),
        ("The caller told dispatchers that the dam was old.", ["dispatchers"]),
        ("The dam was old, engineer Mara Oll told the Herald on Sunday.", ["the Herald"]),
        ("“The dam is old,” Mara Oll said in an interview with radio host Ann Poe.", ["radio host Ann Poe"]),
        ("“The dam is old,” Mara Oll said in an interview with neighbour Ann Poe.", []),
        ("The dam is old, Mara Oll said in a statement carried by the news agency Reuters.", ["Reuters"]),
        ("“The dam is old,” Mara Oll was quoted as saying by Reuters.", ["Reuters"]),
        ("Mara Oll told Reuters news agency that the dam was old.", ["Reuters news agency"]),
        ('On Harbour Radio\'s "This Week," Mara Oll said that the dam was old.', ["Harbour Radio's"]),
        ("“The dam is old,” wrote Mara Oll for the Selby Courier.", ["the Selby Courier"]),
        ("“The dam is old,” wrote Mara Oll for her son.", []),
        ("Witnesses told Eyewitness News that the dam was old.", ["Eyewitness News"]),
        ("Neighbours told local FOX affiliate KSEL on Monday that the dam was old.", ["KSEL"]),
        ("Witnesses told Mara Oll that the dam was old.", []),
        ("Mara Oll said on the Senate's floor that the dam was old.", []),
        ("Mara Oll said on Monday that the dam was old.", []),
        ("Mara Oll said on Friday’s tour that the dam was old.", []),
    ],
)
def test_told_to(text: str, told: list[str]) -> None:
    assert [words(text, a.told_to) for a in attributed(text)][:1] == [told]


def test_an_interview_goes_on_with_its_speaker() -> None:
    text = (
        "In an interview with Sky News, Oll was asked about the port.\n"
        "She responded, “We will open it soon.”\nOll said that the work was done.\nThe builder said it was not."
    )
    told = {words(text, a.source)[0]: words(text, a.told_to) for a in attributed(text) if a.source}
    assert told == {"She": ["Sky News"], "Oll": ["Sky News"], "The builder": []}


def test_what_an_interviewed_speaker_heard_was_not_told_to_the_house() -> None:
    text = (
        "In an interview with Sky News, Oll was asked about the port.\n"
        "“He said the dam was old and the gate was rusty,” Oll said."
    )
    told = {words(text, a.source)[0]: words(text, a.told_to) for a in attributed(text) if a.source}
    assert told == {"He": [], "Oll": ["Sky News"]}


def test_what_another_told_was_not_told_in_the_interview() -> None:
    text = "In an interview with Sky News, Mara Oll said that the mayor had told her the dam was safe."
    told = {words(text, a.source)[0]: words(text, a.told_to) for a in attributed(text) if a.source}
    assert told == {"Mara Oll": ["Sky News"], "the mayor": []}
