import pytest

from secondsource.claims import quotes

from .invented import report


def compare(*texts):
    return quotes.compare([report(str(n), text) for n, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("they ruined his whole life", "it ruined his whole life", "“they” against “it”"),
        ("the harbour was never safe for them", "the harbour was safe for them", "“never” in one only"),
        # Cut, punctuated, contracted or spelled otherwise: the same words.
        ("We won't leave the harbour tonight", "We will not leave the harbour", ""),
        ("It’s over, and we are going home", "It is over and we're going home", ""),
        ("the F.B.I. came to the harbour", "the FBI came to the harbour", ""),
        ("we left … before the storm came", "we left early, before the storm came", ""),
        ("nothing of the kind happened here", "the ferry was late again today", ""),
    ],
)
def test_differs(one, other, says):
    assert quotes.differs(one, other) == says


def test_both_printings_have_their_places():
    a, b = "Teel said, “They never checked the radar.”", "“They hardly checked the radar,” Teel said."
    [difference] = compare(a, b)
    assert a[difference.a[0].start : difference.a[0].end].strip() == "They never checked the radar."
    assert b[difference.b[0].start : difference.b[0].end].strip() == "They hardly checked the radar,"


def test_dropped_quote_marks():
    a = "He called it “a proper and timely answer to them” on Monday."
    b = "He called it a proper and timely answer to them on Monday."
    [difference] = compare(a, b)
    assert difference.b[0].marked is False
    assert "without quote marks" in difference.why


def test_the_same_wording_is_no_difference():
    assert compare("“The ferry is safe now,” she said.", "She said: “The ferry is safe now.”") == ()


def test_unbalanced_marks_run_no_further_than_their_paragraph():
    [quote] = quotes.find(report("r", "“The ferry is safe and sound\n\nThe rest is not quoted at all here."))
    assert quote.text == "The ferry is safe and sound"
