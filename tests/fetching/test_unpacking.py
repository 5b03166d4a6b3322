"""Packed bodies: real output is counted, whatever was claimed."""

import gzip
import resource
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.fetching import FailedError, RefusedError
from secondsource.fetching.unpacking import unpacked

MEGA = 1_000_000


def bomb(gigabytes, level=9):
    """Zeros, packed without ever being held."""
    pack = zlib.compressobj(level, wbits=31)
    piece = b"\0" * MEGA
    return b"".join([*(pack.compress(piece) for _ in range(int(gigabytes * 1000))), pack.flush()])


def cut_up(data, size):
    return (data[at : at + size] for at in range(0, len(data), size))


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_what_was_packed_comes_out(data, size):
    bare = zlib.compressobj(wbits=-15)
    for packed, name in (
        (data, ""),
        (data, "identity"),
        (gzip.compress(data), "gzip"),
        (gzip.compress(data[:9]) + gzip.compress(data[9:]), "x-gzip"),
        (gzip.compress(data) + b"behind it", "gzip"),
        (zlib.compress(data), "deflate"),
        (bare.compress(data) + bare.flush(), "deflate"),
        (gzip.compress(gzip.compress(data)), "gzip, gzip"),
    ):
        assert unpacked(cut_up(packed, size), name, 10_000) == data


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_cut_body_is_told(data, draw):
    packed = gzip.compress(data)
    end = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(FailedError):
        unpacked([packed[:end]], "gzip", 10_000)


def test_other_packings_and_too_many_are_not_taken():
    with pytest.raises(FailedError):
        unpacked([b"x"], "br", 100)
    with pytest.raises(FailedError):
        unpacked([b"no gzip"], "gzip", 100)
    with pytest.raises(RefusedError):
        unpacked([b"x"], "gzip, gzip, gzip", 100)


@pytest.mark.parametrize("layers", [1, 2])
def test_bombs_of_ten_gigabytes_are_refused_at_once_and_in_little_memory(layers):
    packed = bomb(0.25)
    packed *= 40  # members of one stream: 10 GB
    names = "gzip"
    if layers == 2:
        packed, names = gzip.compress(packed), "gzip, gzip"
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(RefusedError):
        unpacked(cut_up(packed, 1 << 16), names, 20 * MEGA)
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_what_is_received_counts_too():
    with pytest.raises(RefusedError):
        unpacked((b"x" * 1000 for _ in range(1_000_000_000)), "", MEGA)
