"""Packed data: what comes out is counted in every layer, and broken data gives what came before the break."""

import bz2
import gzip
import io
import lzma
import tracemalloc
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading import unpack
from secondsource.reading.unpack import Budget, Bytes, DamagedError, SwollenError, TooLargeError, opened, unpacked

PACKS = [gzip.compress, bz2.compress, lzma.compress]


def out(data: bytes) -> bytes:
    budget = Budget()
    return unpacked(opened(io.BytesIO(data), budget), budget).read()


@given(st.binary(max_size=3000), st.lists(st.sampled_from(PACKS), max_size=4))
def test_layers_are_taken_off(data: bytes, packs) -> None:
    expected = data
    for mark in (unpack.GZIP, unpack.BZIP, unpack.XZ, unpack.ZSTD):
        if data.startswith(mark):
            return
    for pack in packs:
        data = pack(data)
    assert out(data) == expected


def test_members_one_after_another() -> None:
    assert out(gzip.compress(b"one ") + b"\0\0" + gzip.compress(b"two")) == b"one two"


@pytest.mark.parametrize("pack", PACKS)
def test_cut_data_gives_what_came_before(pack) -> None:
    data = bytes(range(256)) * 4000
    budget = Budget()
    stream = unpacked(opened(io.BytesIO(pack(data)[:-8]), budget), budget)
    got: list[bytes] = []
    with pytest.raises(DamagedError):
        got.extend(stream)
    assert data.startswith(b"".join(got))


@pytest.mark.parametrize("pack", [*PACKS, lambda d: gzip.compress(gzip.compress(d))])
def test_a_bomb_is_refused_in_little_memory(pack, monkeypatch) -> None:
    monkeypatch.setattr(unpack, "FREE", 4_000_000)
    bomb = pack(bytes(60_000_000))
    budget = Budget()
    tracemalloc.start()
    with pytest.raises(SwollenError):
        deque(unpacked(opened(io.BytesIO(bomb), budget), budget), maxlen=0)
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


def test_packing_in_packing_has_an_end() -> None:
    data = b"x"
    for _ in range(unpack.DEEPEST + 1):
        data = gzip.compress(data)
    with pytest.raises(TooLargeError, match="packed more than"):
        out(data)


def test_looking_ahead_takes_nothing_away() -> None:
    stream = Bytes(iter((b"ab", b"cd", b"ef")))
    assert (stream.peek(3), stream.read(1), stream.peek(9), stream.read()) == (b"abc", b"a", b"bcdef", b"bcdef")
