"""Inputs of every kind, good and bad: each goes in or is set aside with its reason, and the rest goes on."""

import gzip
import io
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondsource.reading import Reading, iter_read, read, unpack
from secondsource.records import Report, SetAside

NOW = datetime(2024, 12, 1, tzinfo=UTC)


def reasons(reading: Reading) -> dict[str, str]:
    return {item.input: item.reason for item in reading.set_aside}


def test_a_folder_is_read_in_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("The second bridge fell.")
    (tmp_path / "a.txt").write_text("The first bridge fell.")
    (tmp_path / ".hidden.txt").write_text("Nobody reads this.")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b" / "again").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    found = read([tmp_path], now=NOW)
    assert [r.id for r in found.reports] == ["a.txt", "b/two.txt"]
    assert reasons(found) == {"c.pdf": "not a kind of file that is read (.pdf)", "dead.txt": "no regular file"}
    assert all(not r.source_given and r.source == r.id for r in found.reports)


def test_text_is_kept_exactly(tmp_path: Path) -> None:
    text = "\n date 2020-05-04 Top\r\nThe bridge\x0b fell.\r  “Who\u2028 said it?\t\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (report,) = read([tmp_path / "a.txt"], now=NOW).reports
    assert report.text == text


def test_bad_files_are_set_aside_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n")
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "binary.txt").write_bytes(os.urandom(4000))
    (tmp_path / "numbers.txt").write_text("12 34\n")
    (tmp_path / "desk").write_bytes(b"SQLite format 3\0" + bytes(100))
    (tmp_path / "long.txt").write_text("word " * 1_000_001)
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1", "text": "It fell."}\n' * 9, mtime=0)[:-12])
    found = read([tmp_path, tmp_path / "none.txt"], now=NOW)
    assert reasons(found) == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "empty.jsonl": "empty",
        "binary.txt": "not text",
        "numbers.txt": "no words",
        "desk": "no database that can be read (file is not a database); what came before is kept",
        "long.txt": "5,000,005 characters: longer than any one report",
        "cut.jsonl.gz": "the packed file is cut or broken (the packed data ends too early); what came before is kept",
        str(tmp_path / "none.txt"): "no such file or folder",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    (tmp_path / "a.txt").chmod(0)
    assert reasons(read([tmp_path]))["a.txt"].startswith("can't be read")


def test_a_packed_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FREE", 1_000_000)
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"a" * 3_000_000, mtime=0))
    assert "unpacks to more than" in reasons(read([tmp_path]))["bomb.jsonl.gz"]


def test_ten_thousand_empty_files_take_seconds(tmp_path: Path) -> None:
    for i in range(10_000):
        (tmp_path / f"{i}.txt").touch()
    start = time.process_time()
    assert len(read([tmp_path]).set_aside) == 10_000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b'{"id": "a", "text": "It fell."}\n{"id": "b", "text": "It stood."}\n', ["a", "b"]),
        (b'[{"id": "a", "text": "It fell."}]', ["a"]),
        (b"The bridge fell, the mayor said.", ["stdin"]),
        (gzip.compress(b"The bridge fell, the mayor said.", mtime=0), ["stdin"]),
        (b"", []),
    ],
)
def test_standard_input_is_told_by_its_first_signs(data: bytes, ids: list[str]) -> None:
    assert [r.id for r in read(["-"], stdin=io.BytesIO(data)).reports] == ids


def test_a_file_named_by_itself_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "wire.2020").write_text("The bridge fell, the mayor said.")
    (tmp_path / "page.old").write_bytes(b"PK\x03\x04 and no more")
    found = read([tmp_path / "wire.2020", tmp_path / "page.old"])
    assert [r.id for r in found.reports] == ["wire.2020"]
    assert [s.input for s in found.set_aside] == ["page.old"]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2031-01-01", "lies in the future"),
        ("1850-05-04", "lies before 1900"),
        ("1970-01-01T00:00:00+00:00", "unset clock"),
        ("2024-02-30", "no date that can be read"),
        ("2024-11-29", None),
        (None, None),
    ],
)
def test_a_date_that_cannot_be_right_is_kept_and_said(published: str | None, said: str | None) -> None:
    line = {"id": "1", "text": "The bridge fell on Friday.", "published": published}
    [report] = read(["-"], stdin=io.BytesIO(json.dumps(line).encode()), now=NOW).reports
    assert (said is None) == (report.notes == ())
    assert said is None or said in report.notes[0]
    kept = published is not None and "02-30" not in published
    assert (report.published or "")[:10] == (published[:10] if kept and published else "")
    assert report.date_doubtful == (kept and said is not None)
    assert report.appeared == (report.published if not report.date_doubtful else None)


def test_dates_are_checked_and_gaps_filled() -> None:
    lines = [
        {"id": "1", "text": "date 2020-05-04 It fell.", "published": "soon"},
        {"id": "2", "text": "It fell.", "published": "2031-01-01T00:00:00Z"},
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    first, second = read(["-"], stdin=io.BytesIO(data), now=NOW).reports
    assert first.published == "2020-05-04"
    assert "no date that can be read" in first.notes[0]
    assert second.published == "2031-01-01T00:00:00+00:00"
    assert "lies in the future" in second.notes[0]
    assert first.read_at == "2024-12-01T00:00:00+00:00"


def test_language_is_told_or_left_open() -> None:
    texts = {
        "en": "The mayor said that the bridge was closed, and that it would not be opened before the winter.",
        "de": "Die Brücke wurde am Freitag gesperrt, sagte der Bürgermeister, und bleibt bis zum Winter geschlossen.",
        "ar": "قال رئيس البلدية إن الجسر أغلق يوم الجمعة ولن يفتح قبل الشتاء",
        "": "Oh no.",
    }
    data = "\n".join(json.dumps({"id": k or "none", "text": v}) for k, v in texts.items()).encode()
    assert [r.language or "" for r in read(["-"], stdin=io.BytesIO(data)).reports] == list(texts)


@pytest.mark.parametrize(("given", "expected"), [("en-GB", "en"), ("DE", "de"), ("English", None), ("", None)])
def test_a_language_is_given_as_a_code(given: str, expected: str | None) -> None:
    data = json.dumps({"id": "1", "text": "Oh no.", "language": given}).encode()
    assert read(["-"], stdin=io.BytesIO(data)).reports[0].language == expected


def test_fields_without_end_are_left_out() -> None:
    data = json.dumps({"id": "1", "text": "It fell.", "title": "x" * 10_000, "source": "The\n Example"}).encode()
    (report,) = read(["-"], stdin=io.BytesIO(data)).reports
    assert (report.title, report.source) == (None, "The Example")
    assert "'title' is longer than" in report.notes[0]
    long_id = json.dumps({"id": "x" * 2000, "text": "It fell."}).encode()
    assert "an id of 2,000 characters" in read(["-"], stdin=io.BytesIO(long_id)).set_aside[0].reason


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.txt.gz", "a.jsonl.gz", "a.x"]),
    st.booleans(),
)
def test_any_bytes_go_in_or_are_set_aside(tmp_path: Path, data: bytes, name: str, packed: bool) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(data, mtime=0)[:-3] if packed else data)
    found = read([path], now=NOW)
    assert found.reports or found.set_aside
    for report in found.reports:
        report.text.encode("utf-8")


def test_meta_fills_gaps(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("id,source\na.txt,The Example\n")
    (tmp_path / "a.txt").write_text("It fell.")
    (report,) = read([tmp_path / "a.txt"], meta=tmp_path / "meta.csv").reports
    assert (report.source, report.source_given) == ("The Example", True)


def test_reports_come_one_at_a_time_and_progress_is_told() -> None:
    told: list[int] = []
    data = b'{"id": "a", "text": "It fell."}\n{bad\n{"id": "b", "text": "It stood."}\n'
    items = iter_read(["-"], stdin=io.BytesIO(data), on_progress=told.append)
    assert isinstance(next(items), Report)
    assert isinstance(next(items), SetAside)
    assert isinstance(next(items), Report)
    assert told == [1]
    assert next(items, None) is None
    assert told == [1, 2]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("SEOUL (AP) — The bridge fell.\nTop\nIt stood.")
    assert read([tmp_path], now=NOW) == read([tmp_path], now=NOW)
