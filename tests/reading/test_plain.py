"""Header lines of plain text."""

from secondsource.reading.plain import read_headers, read_plain
from secondsource.records import FurnitureKind


def test_headers_are_fields_and_furniture() -> None:
    text = "source: The Example\r\nTitle: Bridge falls\npublished: 2020-05-04\n\nThe bridge fell: nobody was hurt.\n"
    draft = read_plain(text, "a.txt")
    assert draft.fields == {"source": "The Example", "title": "Bridge falls", "published": "2020-05-04"}
    assert draft.text == text
    assert [(f.kind, text[f.start : f.end]) for f in draft.headers] == [
        (FurnitureKind.NOTE, "source: The Example"),
        (FurnitureKind.HEADLINE, "Title: Bridge falls"),
        (FurnitureKind.DATELINE, "published: 2020-05-04"),
    ]


def test_headers_end_at_the_first_other_line() -> None:
    assert read_headers("The bridge fell.\nsource: a guard")[0] == {}
    assert read_headers("title: One\nand more\nsource: x")[0] == {"title": "One"}
    assert read_headers("")[0] == {}


def test_an_id_in_the_headers_is_the_report_s() -> None:
    assert read_plain("id: 17\nIt fell.", "a.txt").id == "17"
