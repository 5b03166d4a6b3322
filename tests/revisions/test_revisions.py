"""What changed between two versions of a report."""

import re
import time
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.records import ChangeKind, Furniture, FurnitureKind, Report
from secondsource.revisions import compare
from secondsource.revisions.compare import WORD

TEXT = """The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said.

“Everybody is safe and on land,” Captain Mara Teel of the coast guard told reporters at the harbour.

The vessel had left Norrvik an hour late because of thick fog."""


def report(text, title="Ferry runs aground off Port Sella", **fields):
    spans = tuple((m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text))
    return Report("r", text, "0" * 64, "Sella Courier", title=title, paragraphs=spans, **fields)


def changes(new, old=TEXT, **fields):
    found = compare(report(old), report(new, **fields)).changes
    return [(str(c.kind), c.before, c.after) for c in found]


@pytest.mark.parametrize(
    "new",
    [
        TEXT,
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.replace("\n\n", "\n") + "\n",
        TEXT.replace(" ", "  ").replace(" an hour", "\u00a0an hour"),
        TEXT.replace("Monday with", "Monday, with").replace("fog.", "fog"),
        "\n\n".join(reversed(TEXT.split("\n\n"))),
        TEXT.replace("coast", "co\u00adast").replace("harbour", "har\u200bbour"),
        TEXT + "\n\n3 hours ago",
        TEXT + "\n\n1,204 comments",
    ],
)
def test_blanks_marks_and_order_are_trivial(new):
    assert changes(new) == []
    assert not compare(report(TEXT), report(new)).silent


def test_one_accent_or_figure_written_in_two_ways_is_trivial():
    old = "Zoë Brandt paid 12,500 crowns for José’s boat, 2019–20."
    new = "Zoe\u0308 Brandt paid 12500 crowns for Jose\u0301's boat, 2019-20."
    assert changes(new, old) == []


def test_ages_and_counts_that_pages_print_anew_are_trivial():
    for old, new in (
        ("3 hours ago", "4 hours ago"),
        ("Updated: 5 mins ago", "Updated: an hour ago"),
        ("12 comments", "1.3K comments"),
    ):
        assert changes(f"{TEXT}\n\n{new}", f"{TEXT}\n\n{old}") == []
    assert changes("It sank 4 hours ago.", "It sank 3 hours ago.") == [("figure", "3", "4")]


def test_furniture_is_trivial():
    new = report("Share this\n\n" + TEXT)
    new = replace(new, paragraphs=new.paragraphs[1:], furniture=(Furniture(0, 10, FurnitureKind.SHARE),))
    assert compare(report(TEXT), new).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("212", "214", "figure"), ("212", "more than 200", "figure"), ("an hour", "two hours", "figure"),
        ("Monday", "Tuesday", "day"), ("Mara Teel", "Mara Deel", "name"), ("Norrvik", "the port", "name"),
        ("thick", "dense", "wording"), ("ran aground", "sank", "wording"), ("212 people", "two hundred", "figure"),
    ],
)  # fmt: skip
def test_each_change_has_its_kind_and_place(old, new, kind):
    before, after = report(TEXT), report(TEXT.replace(old, new))
    [change] = compare(before, after).changes
    assert str(change.kind) == kind
    assert before.text[slice(*change.before_span)] in change.before + old
    assert change.after in after.text[slice(*change.after_span)]
    assert after.text[slice(*change.after_span)] in new


def test_paragraphs_come_and_go():
    [*_, last] = TEXT.split("\n\n")
    more = "The owner, Lind Lines, declined to comment."
    assert changes(f"{TEXT}\n\n{more}") == [("added", "", more)]
    assert changes(TEXT.replace(last, "").strip()) == [("removed", last, "")]
    assert changes(TEXT.replace(last, more)) == [("removed", last, ""), ("added", "", more)]


def test_headlines_are_compared_without_their_marks():
    assert changes(TEXT, title="Ferry sinks off Port Sella") == [
        ("headline", "Ferry runs aground off Port Sella", "Ferry sinks off Port Sella")
    ]
    assert changes(TEXT, title="Ferry runs aground  off Port Sella!") == []
    assert changes(TEXT, title=None) == []


def test_a_change_is_silent_unless_a_note_tells_readers():
    new = TEXT.replace("212", "214")
    assert compare(report(TEXT), report(new)).silent
    assert compare(report(TEXT), report(new, updated="2031-03-11")).silent
    told = compare(report(TEXT), report(new + "\n\nCorrection: the number on board was wrong before."))
    assert not told.silent
    assert "Correction" in told.why
    assert not compare(report(TEXT), report(TEXT.replace("thick", "dense"))).silent
    noted = TEXT + "\n\nCorrection: the harbour's name was wrong before."
    assert compare(report(noted), report(noted.replace("212", "214"))).silent


@given(
    st.lists(st.sampled_from(["Port Sella", "212", "the", "said", "\n\n", "“", ". ", "Mara"]), max_size=40), st.data()
)
def test_what_is_equal_has_no_changes_and_spans_hold_their_words(words, draw):
    old = " ".join(words)
    other = draw.draw(st.permutations(words)) if words else words
    new = " ".join(other)
    assert compare(report(old), report(old)).changes == ()
    one, two = report(old), report(new)
    for change in compare(one, two).changes:
        for said, text, span in ((change.before, old, change.before_span), (change.after, new, change.after_span)):
            assert span is None or " ".join(text[slice(*span)].split()) == said


def test_figures_in_words_and_digits_are_one_figure():
    assert changes("She has 3 boats.", "She has three boats.") == [("wording", "three", "3")]
    assert changes("She has 3 boats.", "She has two boats.") == [("figure", "two", "3")]


NOTES = (
    "Correction: the name was wrong", "The number was corrected", "Clarification: she left", "Editor's note: see above",
    "An earlier version gave another name", "A previous version gave another name", "This story has been updated",
    "It has been amended", "This page was amended on Monday", "Berichtigung: der Name", "Korrektur: der Name",
    "Rectificatif : le nom", "Fe de erratas",
)  # fmt: skip
MOVING = ("3 hours ago", "Last updated: an hour ago", "1.3K views", "5 min read", "Comments (12)")


def test_every_word_of_the_lists_can_match():
    raw = tomllib.loads((files("secondsource.revisions") / "words.toml").read_text("utf-8"))
    for word in (*raw["figures"], *raw["days"]):
        assert WORD.fullmatch(word)
        assert word == word.casefold()
    for name, examples in (("notes", NOTES), ("moving", MOVING)):
        for pattern in raw[name]:
            assert any(re.search(pattern, example, re.IGNORECASE) for example in examples), pattern
    for example in NOTES:
        assert not compare(report(TEXT), report(TEXT.replace("212", "214") + f"\n\n{example}")).silent, example


def test_a_rewritten_page_takes_no_minutes():
    old = "\n\n".join(f"Paragraph {n} of the old text has words of its own, number {n * 7}." for n in range(400))
    new = "\n\n".join(f"All is new here and nothing is as it was in line {n} or {n * 3}." for n in range(400))
    assert len(compare(report(old), report(new)).changes) >= 400
    assert {c.kind for c in compare(report(old), report(new)).changes} <= set(ChangeKind)


@pytest.mark.parametrize("join", [" ", "\n\n"])
def test_nor_does_a_text_as_long_as_a_book(join):
    old = join.join(f"Word {n % 977} and {n % 1009}." for n in range(15_000))
    start = time.process_time()
    found = compare(report(old), report(old.replace("Word 5 ", "Word 6 "), title="Another"))
    assert time.process_time() - start < 10
    assert {str(c.kind) for c in found.changes} >= {"headline"}
    assert len(found.changes) > 1
