"""Asserts, denies, declines; and what hedges."""

import pytest
from statement_marks import attributed, parsed

from secondsource.records import Kind, Stance
from secondsource.statements import attribute


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry said the port was open.", Stance.ASSERTS),
        ("The ministry denied that the port was shut.", Stance.DENIES),
        ("Both cities have steadfastly denied reports of arms deals.", Stance.DENIES),
        ("The ministry rejected claims that the port was shut.", Stance.DENIES),
        ("Oll called the report baseless.", Stance.DENIES),
        ("The ministry declined to comment.", Stance.DECLINES),
        ("The ministry refused to answer questions about the port.", Stance.DECLINES),
        ("Both cities haven't formally confirmed the fleet's movements.", Stance.DECLINES),
    ],
)
def test_stance(text: str, stance: Stance) -> None:
    assert [a.stance for a in attributed(text)][:1] == [stance]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The driver was reportedly asleep at the wheel.", True),
        ("The fire is believed to have begun in the kitchen.", True),
        ("It is understood that the driver was asleep.", True),
        ("The driver was asleep at the wheel.", False),
    ],
)
def test_hedge(text: str, hedge: bool) -> None:
    assert any(a.hedge for a in attribute(parsed(text))) is hedge


def test_what_is_unknown_asserts_nothing() -> None:
    [only] = [a for a in attribute(parsed("It was unclear on Sunday.")) if a.kind is Kind.OWN]
    assert only.stance is Stance.DECLINES


GRANTED = [
    ("Oster Mills denied that a broken valve caused the flood that drowned two drivers at the yard.", "that drowned"),
    ("Oster Mills denied that it ignored warnings when the river rose above the wall on Sunday.", "the river rose"),
    ("The council declined to say whether it read the letter that both drivers had sent in May.", "that both drivers"),
]


@pytest.mark.parametrize(("text", "opening"), GRANTED)
def test_what_a_denial_takes_for_granted_is_told_by_the_report(text: str, opening: str) -> None:
    page = parsed(text)
    [part] = [a for a in attribute(page) if page.report.text[a.content[0][0] :].startswith(opening)]
    assert (part.stance, part.carries) == (Stance.ASSERTS, None)


def test_what_is_alleged_is_denied_with_the_allegation() -> None:
    text = "Oster Mills denied claims that it ignored warnings and that it hid the letters from its drivers."
    assert {a.stance for a in attributed(text)} == {Stance.DENIES}


def test_what_somebody_declines_to_say_is_not_said() -> None:
    found = attributed("The council declined to say whether it had read the letter from the two drivers.")
    assert {a.stance for a in found} == {Stance.DECLINES}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The Courier retracted its claim that the mayor had resigned.", "the source takes back what it had said"),
        ("The ministry denied that the port was shut.", "the source denies it"),
        ("The ministry did not deny that the port was shut.", "the source neither confirms nor denies it"),
    ],
)
def test_the_reason_says_how_the_source_takes_it(text: str, reason: str) -> None:
    assert attributed(text)[0].why.endswith(reason)


def test_a_part_says_no_or_leaves_open_by_itself() -> None:
    page = parsed("“The pier was built in May. It is not true that the weir broke,” Oll said.")
    stances = {page.report.text[a.content[0][0] :][:6]: a.stance for a in attribute(page) if a.kind is Kind.OWN}
    assert stances["It is "] is Stance.DENIES
    assert stances["“The p"] is Stance.ASSERTS


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Carl Benn did not resign over the audit, the ministry said.", Stance.ASSERTS),
        ("The ministry said the bridge was not closed because of the flood.", Stance.ASSERTS),
        ("“I did not resign over the audit,” Carl Benn said.", Stance.ASSERTS),
        ("The firm denied that the bridge had not been inspected.", Stance.DENIES),
        ("The firm did not deny that the bridge had not been inspected.", Stance.DECLINES),
        ("The firm confirmed that the bridge had not been inspected.", Stance.ASSERTS),
    ],
)
def test_what_a_source_says_isn_t_so_is_said_and_no_denial(text: str, stance: Stance) -> None:
    assert {a.stance for a in attributed(text)} == {stance}
