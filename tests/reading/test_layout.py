"""Blocks: a line each, or paragraphs put together where the lines were broken by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading.layout import blocks, words

WRAPPED = """    The harbour master of Port Ellen said on Friday that three
of the five cranes which fell in the storm can be mended before
the winter sets in.
    Two of them are lost, he said, and will be sold for what the
steel is worth to whoever takes it away.
"""


def test_lines_are_blocks() -> None:
    text = "One line here.\nAnother line, and more.\r\n\r\nA third\rA fourth"
    assert [b.text for b in blocks(text)] == ["One line here.", "Another line, and more.", "A third", "A fourth"]


def test_wrapped_lines_are_joined_at_indents() -> None:
    assert [b.text[:11] for b in blocks(WRAPPED)] == ["The harbour", "Two of them"]


def test_wrapped_lines_are_joined_at_blank_lines() -> None:
    text = WRAPPED.replace("    ", "\n")
    assert [b.text.splitlines()[-1][-7:] for b in blocks(text)] == ["ets in.", "t away."]


def test_short_lines_of_a_list_stay_apart() -> None:
    text = "Wounded:\nAnna Berg, 31\nOtto Lind, 44\nMia Falk, 9\n"
    assert len(blocks(text)) == 4


@given(st.text(alphabet="ab .\n\r\t “\u2028", max_size=200), st.integers(0, 20))
def test_blocks_cover_all_but_white_space(text: str, start: int) -> None:
    start = min(start, len(text))
    covered = {i for b in blocks(text, start) for i in range(b.start, b.end)}
    assert all(text[b.start : b.end] == b.text for b in blocks(text, start))
    assert {i for i in range(start, len(text)) if not text[i].isspace()} <= covered


@pytest.mark.parametrize(
    ("text", "expected"), [("Kim’s “plan”", ["kim's", "plan"]), ("", []), ("A-B 10,000", ["a", "b", "10", "000"])]
)
def test_words_fold_case_and_quotes(text: str, expected: list[str]) -> None:
    assert words(text) == expected
