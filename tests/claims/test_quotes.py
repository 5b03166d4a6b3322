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
        ("he realised the neighbourhood was lost", "he realized the neighborhood was lost", ""),
        ("he promised the harbour to them", "he promised the harbor to us", "“them” against “us”"),
        ("they left (the harbour) before the storm came", "they left before the storm came", ""),
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


def test_doubled_marks_left_from_a_quotation_of_several_sentences_are_marks():
    a = "He called it “a proper and timely answer to them” on Monday."
    b = "It is a proper and timely answer to them,'' he said."
    assert compare(a, b) == ()


def test_the_same_wording_is_no_difference():
    assert compare("“The ferry is safe now,” she said.", "She said: “The ferry is safe now.”") == ()


def test_unbalanced_marks_run_no_further_than_their_paragraph():
    [quote] = quotes.find(report("r", "“The ferry is safe and sound\n\nThe rest is not quoted at all here."))
    assert quote.text == "The ferry is safe and sound"


def test_a_straight_single_mark_is_a_mark_too():
    a = "He said: “We have a lot of open questions.”"
    b = "'We have a lot of open questions,' he said."
    assert not [d for d in compare(a, b) if not d.b[0].marked]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we have learned something good since the storm", "we have learned something very good since the storm..."),
        ("I feel badly for General Teel", "I feel very badly for Gen. Teel"),
    ],
)
def test_what_was_cut_at_the_end_or_shortened_hides_no_difference(one, other):
    assert "very" in quotes.differs(one, other)


def test_doubled_single_marks():
    [quote] = quotes.find(report("r", "Teel said, ``They never checked the radar,'' and left."))
    assert quote.text == "They never checked the radar,"


def test_another_last_word_is_a_changed_word_where_the_rest_is_long_enough():
    assert (
        quotes.differs("we will never pay for that wall", "we will never pay for that fence")
        == "“wall” against “fence”"
    )
    assert quotes.differs("we want our land", "we want our money") == ""


def test_the_last_of_few_words_is_a_changed_one_where_one_sentence_precedes_both():
    a = "Teel said: “We don't want him. We doubt his word.”"
    b = "“We knew him, and we don't want him. We doubt his plan,” Teel said."
    [difference] = compare(a, b)
    assert difference.why == "“word” against “plan”"
    assert compare("Teel said: “We doubt his word.”", "“We doubt his plan,” Teel said.") == ()


def test_a_doubled_mark_that_opens_a_quotation_of_several_paragraphs():
    a = "`` I didn't want them to count on the ferry.\nIt was late,'' Teel said."
    b = "`` I didn't want to count on the ferry,'' Teel said."
    [difference] = compare(a, b)
    assert difference.why == "“them” in one only"
