"""Packed bytes to bytes, piece by piece: what comes out is counted, layer by layer, and refused when it swells."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from secondsource.errors import MissingExtraError

PIECE = 1 << 18
# What may come out of packed files: so much whatever went in, and so many times of what went in. Crawls and exports
# swell 3 to 15 times, JSON of one outlet up to 25 times; a bomb a thousand times and, nested, a million times.
FREE = 100 * 1024 * 1024
MOST_SWELLING = 40
# Layers of packing: report.jsonl.gz in a .tar.gz in a .zip is deep already.
DEEPEST = 5
LZMA_MEMORY = 128 * 1024 * 1024

GZIP, BZIP, XZ, ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"
SUFFIXES = (".gz", ".bz2", ".xz", ".zst")


class TooLargeError(Exception):
    """A source gives more bytes than any report or archive of reports should."""


class SwollenError(TooLargeError):
    """An input as a whole unpacks to more than it may: nothing more of it is read."""


class DamagedError(Exception):
    """Packed data is cut or broken; what came out before is good."""


@dataclass(slots=True)
class Budget:
    """How much one input may unpack to, in all its layers together."""

    read: int = 0
    unpacked: int = 0

    def took(self, size: int) -> None:
        """Counts bytes of the input itself."""
        self.read += size

    def gave(self, size: int) -> None:
        """Counts bytes that came out of packed data. Raises SwollenError when there are too many."""
        self.unpacked += size
        if self.unpacked > FREE + MOST_SWELLING * self.read:
            times = f"{self.unpacked // max(1, self.read):,} times its size"
            raise SwollenError(f"unpacks to more than {self.unpacked // 1024**2} MB, {times}")


class Bytes:
    """A stream of pieces that can be looked into before it is read; it counts what it gives."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._kept = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer only at the end; they stay to be read."""
        if len(self._kept) < size:
            found, length = [self._kept], len(self._kept)
            while length < size and (piece := next(self._pieces, b"")):
                found.append(piece)
                length += len(piece)
            self._kept = b"".join(found)
        return self._kept[:size]

    def read(self, size: int = -1) -> bytes:
        """Exactly so many bytes, fewer only at the end."""
        if size < 0:
            return b"".join(self)
        found = self.peek(size)
        self._kept = self._kept[len(found) :]
        return found

    def __iter__(self) -> Iterator[bytes]:
        while self._kept:
            kept, self._kept = self._kept, b""
            yield kept
        for piece in self._pieces:
            yield piece
            while self._kept:
                kept, self._kept = self._kept, b""
                yield kept


def opened(stream: BinaryIO, budget: Budget) -> Bytes:
    """A file's bytes as they lie there, counted."""

    def pieces() -> Iterator[bytes]:
        while piece := stream.read(PIECE):
            budget.took(len(piece))
            yield piece

    return Bytes(pieces())


def unpacked(data: Bytes, budget: Budget) -> Bytes:
    """The bytes inside all layers of gzip, bzip2, xz and Zstandard; the same bytes where there is none.

    What comes raises TooLargeError, DamagedError, or MissingExtraError while it is read.
    """
    for _ in range(DEEPEST):
        head = data.peek(6)
        layer = next((make for mark, make in _LAYERS if head.startswith(mark)), None)
        if layer is None:
            return data
        data = Bytes(_layer(layer, data, budget))
    raise TooLargeError(f"packed more than {DEEPEST} times")


def is_packed(head: bytes) -> bool:
    """Whether bytes begin as packed data does."""
    return head.startswith((GZIP, BZIP, XZ, ZSTD))


class _Unpacker(Protocol):
    """What zlib, bz2 and lzma have in common."""

    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes, limit: int, /) -> bytes: ...


class _Gzip:
    """zlib's object with the manners of the others: it keeps what it has not read yet."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def decompress(self, data: bytes, limit: int, /) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + data, limit)


def _zstd() -> Any:  # noqa: ANN401 — a library that may be missing
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("Zstandard files (.zst)", "archive") from None
    return _Streamed(zstandard.ZstdDecompressor(max_window_size=LZMA_MEMORY).decompressobj())


class _Streamed:
    """Zstandard's object; it unpacks all that it is given, so it is given little at a time."""

    def __init__(self, made: Any) -> None:  # noqa: ANN401
        self._object = made
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return bool(self._object.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._object.unused_data) + self._waiting

    def decompress(self, data: bytes, limit: int, /) -> bytes:
        self._waiting += data
        few, self._waiting = self._waiting[: limit >> 8], self._waiting[limit >> 8 :]
        return bytes(self._object.decompress(few)) if few else b""


_LAYERS: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (GZIP, _Gzip),
    (BZIP, bz2.BZ2Decompressor),
    (XZ, lambda: lzma.LZMADecompressor(memlimit=LZMA_MEMORY)),
    (ZSTD, _zstd),
)


def _layer(make: Callable[[], Any], data: Bytes, budget: Budget) -> Iterator[bytes]:
    """One layer's bytes, its members one after another, in pieces of bounded size."""
    try:
        piece = data.read(PIECE)
        while piece:
            unpack: _Unpacker = make()
            yield from _member(unpack, piece, data, budget)
            piece = (unpack.unused_data or data.read(PIECE)).lstrip(b"\0")
    except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as why:
        raise DamagedError(str(why)) from why


def _member(unpack: _Unpacker, piece: bytes, data: Bytes, budget: Budget) -> Iterator[bytes]:
    while not unpack.eof:
        out = unpack.decompress(piece, PIECE)
        budget.gave(len(out))
        if out:
            yield out
            piece = b""
        elif not unpack.eof:
            piece = data.read(PIECE)
            if not piece:
                raise EOFError("the packed data ends too early")
