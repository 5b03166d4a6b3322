"""JSON Lines: good lines go in, bad ones are set aside with the line and the reason."""

import json
import time

import pytest

from secondsource.reading.drafts import Draft
from secondsource.reading.jsonl import read_json
from secondsource.records import SetAside


def lines(*given: str | bytes, document: bool = False) -> list[Draft | SetAside]:
    data = [line.encode("utf-8") if isinstance(line, str) else line for line in given]
    return list(read_json(data, "pile.jsonl", document=document))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{bad", "not JSON"),
        ("[1]", "not an object but a number"),
        ("null", "not an object but null"),
        ('{"id": "x"}', "no 'text'"),
        ('{"text": "x"}', "no 'id'"),
        ('{"id": true, "text": 5}', "'id' is true or false, not text; 'text' is a number, not text"),
        ('{"id": " ", "text": "x"}', "'id' is blank"),
        ("[" * 100_000, "nested too deeply"),
        (bytes(range(20)) * 40, "not text"),
    ],
)
def test_bad_lines(line: str | bytes, reason: str) -> None:
    bad, good = lines(line, '{"id": "2", "text": "The bridge fell."}')
    assert isinstance(bad, SetAside)
    assert bad.input.startswith("pile.jsonl, line 1")
    assert reason in bad.reason
    assert bad.remedy
    assert isinstance(good, Draft)
    assert good.id == "2"


def test_fields() -> None:
    (draft,) = lines(
        '{"id": 7, "text": "It fell.", "title": " Bridge ", "source": 3, "author": ["A", "B"], "url": null}'
    )
    assert isinstance(draft, Draft)
    assert (draft.id, draft.fields) == ("7", {"title": "Bridge", "author": "A, B"})
    assert draft.notes == ("The field 'source' is a number, not text, and was left out.",)


def test_lone_surrogate_is_replaced() -> None:
    (draft,) = lines('{"id": "1", "text": "a \\ud800 b"}')
    assert isinstance(draft, Draft)
    assert draft.text == "a \ufffd b"
    assert "surrogate" in draft.notes[0]


def test_old_encoding_is_noted() -> None:
    (draft,) = lines('{"id": "1", "text": "café"}'.encode("cp1252"))
    assert isinstance(draft, Draft)
    assert draft.text == "café"
    assert "Windows-1252" in draft.notes[0]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_too(indent: int | None) -> None:
    records = [{"id": "a", "text": "one"}, {"id": "b", "text": "two"}]
    found = lines(*json.dumps(records, indent=indent).splitlines(keepends=True), document=True)
    assert [d.id for d in found if isinstance(d, Draft)] == ["a", "b"]


def test_one_object_over_many_lines() -> None:
    found = lines(*json.dumps({"id": "a", "text": "one"}, indent=1).splitlines(keepends=True), document=True)
    assert [d.id for d in found if isinstance(d, Draft)] == ["a"]


def test_a_line_too_long_to_read_is_set_aside() -> None:
    found = list(read_json([None, b'{"id": "a", "text": "one"}'], "pile", document=False))
    assert [type(item) for item in found] == [SetAside, Draft]


def test_an_array_is_read_element_by_element_however_it_is_broken_into_lines() -> None:
    records = [{"id": str(n), "text": f"It fell, and {n} people saw it."} for n in range(5)]
    whole = json.dumps(records, indent=2).encode()
    for given in (whole.splitlines(keepends=True), [b"[\n", whole[1:]], [b"\xef\xbb\xbf[\n", whole[1:]]):
        assert [d.id for d in lines(*given, document=True) if isinstance(d, Draft)] == ["0", "1", "2", "3", "4"]
    cut = whole[: whole.index(b'"3"')].splitlines(keepends=True)
    *good, bad = lines(*cut, document=True)
    assert [d.id for d in good if isinstance(d, Draft)] == ["0", "1", "2"]
    assert isinstance(bad, SetAside)
    assert "not JSON from its character" in bad.reason


def test_a_long_line_of_small_elements_takes_no_longer_than_its_length() -> None:
    start = time.process_time()
    found = lines(b"[\n", b"{}," * 300_000 + b"{}]", document=True)
    assert len(found) == 300_001
    assert time.process_time() - start < 20
