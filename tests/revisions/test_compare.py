"""What changed between two versions of a report."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.records import ChangeKind, Furniture, FurnitureKind, Report
from secondsource.revisions import compare
from secondsource.revisions.compare import WORD, _tables

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
    ],
)
def test_blanks_marks_and_order_are_trivial(new):
    assert changes(new) == []
    assert not compare(report(TEXT), report(new)).silent


def test_furniture_is_trivial():
    new = report("Share this\n\n" + TEXT)
    new = replace(new, paragraphs=new.paragraphs[1:], furniture=(Furniture(0, 10, FurnitureKind.SHARE),))
    assert compare(report(TEXT), new).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("212", "214", "figure"), ("212", "more than 200", "figure"), ("an hour", "two hours", "figure"),
        ("Monday", "Tuesday", "day"), ("Mara Teel", "Mara Deel", "name"), ("Norrvik", "the port", "name"),
        ("thick", "dense", "wording"), ("ran aground", "sank", "wording"),
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


def test_every_word_of_the_lists_can_match():
    tables = _tables()
    for name in ("figures", "days"):
        assert all(WORD.fullmatch(word) and word == word.casefold() for word in tables[name])
    for pattern in tables["notes"]:
        example = re.sub(r"\(\?:([^|)]*)[^)]*\)|\\b|\['’\]\??", r"\1", pattern)
        assert re.search(pattern, example, re.IGNORECASE), pattern


def test_a_rewritten_page_takes_no_minutes():
    old = "\n\n".join(f"Paragraph {n} of the old text has words of its own, number {n * 7}." for n in range(400))
    new = "\n\n".join(f"All is new here and nothing is as it was in line {n} or {n * 3}." for n in range(400))
    assert len(compare(report(old), report(new)).changes) >= 400
    assert {c.kind for c in compare(report(old), report(new)).changes} <= set(ChangeKind)
