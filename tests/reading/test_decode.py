"""Bytes to text, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading.decode import decode, without_surrogates

TEXT = "The mayor of Åby said “no” — twice."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_are_read_without_a_note(encoding: str) -> None:
    found = decode(TEXT.encode(encoding))
    assert found is not None
    assert (found.text, found.notes) == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding: str) -> None:
    found = decode(TEXT.encode(encoding))
    assert found is not None
    assert found.text == TEXT


def test_windows_text_is_a_guess_that_is_noted() -> None:
    found = decode(TEXT.encode("cp1252"))
    assert found is not None
    assert found.text == TEXT
    assert "Windows-1252" in found.notes[0]


def test_line_ends_stay() -> None:
    found = decode(b"a\r\nb\rc\n")
    assert found is not None
    assert found.text == "a\r\nb\rc\n"


def test_programs_and_pictures_are_no_text() -> None:
    assert decode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40) is None


def test_lone_surrogates_are_replaced_and_noted() -> None:
    found = without_surrogates("a\ud800b\udfffc")
    assert found.text == "a\ufffdb\ufffdc"
    assert found.notes[0].startswith("2 halves")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_that_can_be_written_or_none(data: bytes) -> None:
    found = decode(data)
    if found is not None:
        without_surrogates(found.text).text.encode("utf-8")
