"""WARC files, whole and damaged: what is whole is read, and what is lost is told to the byte."""

import gzip
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from secondsource.reading.unpack import Budget, Bytes
from secondsource.reading.warc import Lost, Record, is_archive, records


def record(number: int, body: bytes | None = None) -> bytes:
    held = body if body is not None else (b"The ferry ran aground, said witness %d. " % number) * (3 + number % 5)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://post.example/%d\r\nContent-Length: %d\r\n\r\n"
    return head % (number, len(held)) + held + b"\r\n\r\n"


def read(data: bytes, piece: int = 1 << 16) -> list[Record | Lost]:
    budget = Budget(read=len(data))
    return list(records(Bytes(data[i : i + piece] for i in range(0, len(data), piece)), budget))


def urls(found: list[Record | Lost]) -> list[int]:
    return [int(r.fields["warc-target-uri"].rpartition("/")[2]) for r in found if isinstance(r, Record)]


WHOLE = [record(i) for i in range(6)]
PACKED = [gzip.compress(r, mtime=0) for r in WHOLE]


@pytest.mark.parametrize("parts", [WHOLE, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
def test_whole_files(parts: list[bytes], piece: int) -> None:
    found = read(b"".join(parts), piece)
    assert urls(found) == list(range(6))
    starts = [sum(map(len, parts[:i])) for i in range(6)]
    assert [r.start for r in found] == starts
    assert all(isinstance(r, Record) for r in found)


def test_one_packed_member_for_all_records() -> None:
    assert urls(read(gzip.compress(b"".join(WHOLE)))) == list(range(6))


@pytest.mark.parametrize("parts", [WHOLE, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("junk", [b"junk between records\r\n", b"\0" * 3000, b"\x1f\x8b\x08 no member"])
def test_junk_between_records_is_lost_to_the_byte(parts: list[bytes], junk: bytes) -> None:
    before, after = b"".join(parts[:3]), b"".join(parts[3:])
    found = read(before + junk + after)
    assert urls(found) == list(range(6))
    lost = [item for item in found if isinstance(item, Lost)]
    if parts is PACKED and junk.strip(b"\0") == b"":
        assert lost == []  # zeros between packed members are padding
    else:
        assert [(item.start, item.end) for item in lost] == [(len(before), len(before) + len(junk))]


@pytest.mark.parametrize("parts", [WHOLE, PACKED], ids=["plain", "packed"])
def test_a_cut_record_in_the_middle(parts: list[bytes]) -> None:
    before, after = b"".join(parts[:2]), b"".join(parts[3:])
    cut = parts[2][:-20]
    found = read(before + cut + after)
    assert urls(found) == [0, 1, 3, 4, 5]
    lost = [item for item in found if isinstance(item, Lost)]
    assert [(item.start, item.end) for item in lost] == [(len(before), len(before) + len(cut))]


@pytest.mark.parametrize("parts", [WHOLE, PACKED], ids=["plain", "packed"])
def test_a_cut_file(parts: list[bytes]) -> None:
    data = b"".join(parts)[:-25]
    found = read(data)
    assert urls(found) == [0, 1, 2, 3, 4]
    (lost,) = [item for item in found if isinstance(item, Lost)]
    assert (lost.start, lost.end) == (len(b"".join(parts[:5])), len(data))


def test_a_changed_byte_in_a_packed_record() -> None:
    data = bytearray(b"".join(PACKED))
    at = len(b"".join(PACKED[:3])) + 60
    data[at] ^= 0xFF
    found = read(bytes(data))
    assert urls(found) == [0, 1, 2, 4, 5]
    (lost,) = [item for item in found if isinstance(item, Lost)]
    assert (lost.start, lost.end) == (len(b"".join(PACKED[:3])), len(b"".join(PACKED[:4])))


def test_a_wrong_length() -> None:
    longer = WHOLE[2].replace(b"Content-Length: ", b"Content-Length: 9")
    found = read(b"".join([*WHOLE[:2], longer, *WHOLE[3:]]))
    assert urls(found) == [0, 1, 3, 4, 5]
    (lost,) = [item for item in found if isinstance(item, Lost)]
    assert lost.start == len(b"".join(WHOLE[:2]))
    assert "length" in lost.why or "cut" in lost.why


def test_a_page_about_records_is_no_next_record() -> None:
    page = b"It begins so:\r\nWARC/1.0\r\nWARC-Type: response\r\nand so on."
    found = read(record(0, page) + record(1))
    assert urls(found) == [0, 1]
    assert isinstance(found[0], Record)
    assert found[0].block == page


def test_a_record_longer_than_any_page_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondsource.reading.warc.LARGEST_RECORD", 1000)
    found = read(record(0) + record(1, b"x" * 5000) + record(2), 512)
    assert urls(found) == [0, 2]
    (lost,) = [item for item in found if isinstance(item, Lost)]
    assert lost.end - lost.start == len(record(1, b"x" * 5000)) - 4


def test_arc() -> None:
    page = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>It rained.</p>"
    about = b"filedesc://a.arc 0.0.0.0 20310310080000 text/plain 9\n1 0 Desk\n\n"
    line = b"http://post.example/a page 10.0.0.1 20310310080000 text/html %d\n" % len(page)
    for data in (about + line + page + b"\n", gzip.compress(about) + gzip.compress(line + page + b"\n")):
        assert is_archive(Bytes(iter((data,))))
        _, second = read(data)
        assert isinstance(second, Record)
        assert second.fields["warc-target-uri"] == "http://post.example/a page"
        assert second.block == page


@settings(max_examples=150, deadline=None)
@given(
    st.booleans(), st.sampled_from(["flip", "cut", "insert", "drop"]), st.floats(0, 0.999), st.integers(1, 200),
    st.binary(max_size=40),
)  # fmt: skip
@example(packed=False, how="drop", where=1260 / 1680, size=52, junk=b"")  # leaves an address where a record could begin
@example(packed=False, how="drop", where=267 / 1680, size=199, junk=b"")  # joins two headers
def test_any_damage_costs_only_what_it_touches(packed: bool, how: str, where: float, size: int, junk: bytes) -> None:
    parts = PACKED if packed else WHOLE
    data = b"".join(parts)
    at = int(where * len(data))
    ends = [len(b"".join(parts[: i + 1])) for i in range(6)]
    until = at + (size if how == "drop" else 1)
    touched = {i for i in range(6) if at < ends[i] and until > ends[i] - len(parts[i])}
    if how == "flip":
        damaged = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
    elif how == "cut":
        damaged, touched = data[:at], {i for i in range(6) if ends[i] > at}
    elif how == "insert":
        damaged = data[:at] + junk + data[at:]
    else:
        damaged = data[:at] + data[at + size :]
    found = read(damaged)
    held = urls(
        [
            f
            for f in found
            if not isinstance(f, Record) or f.fields.get("warc-target-uri", "").rpartition("/")[2].isdigit()
        ]
    )
    assert set(range(6)) - touched <= set(held)
    assert len(held) <= 6
    for item in found:
        if isinstance(item, Lost):
            assert 0 <= item.start <= item.end <= len(damaged)


def test_a_packed_file_that_swells_is_refused() -> None:
    bomb = zlib.compressobj(9, wbits=31)
    data = bomb.compress(record(0) + b"\0" * 400_000_000) + bomb.flush()
    with pytest.raises(Exception, match="unpacks to more than"):
        read(data)
