"""Bodies unpacked as they come: what comes out is counted, not what a header claims, layer by layer."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from secondsource.fetching.faults import FailedError, RefusedError

PIECE = 1 << 16
# Servers pack once; twice happens behind a careless proxy; more is a bomb.
LAYERS = 2
ACCEPTED = "gzip, deflate"
GZIP = b"\x1f"


def unpacked(pieces: Iterable[bytes], encodings: str, limit: int) -> bytes:
    """A body without its Content-Encoding.

    Raises RefusedError once any layer gives more than ``limit`` bytes, FailedError for one that is cut, broken or
    packed in a way that wasn't asked for.
    """
    names = [n for n in (part.strip().lower() for part in encodings.split(",")) if n not in ("", "identity")]
    if len(names) > LAYERS:
        raise RefusedError(f"packed {len(names)} times over")
    stream: Iterator[bytes] = iter(pieces)
    stream = _counted(stream, limit)
    for name in reversed(names):
        unpack = _UNPACKERS.get(name)
        if unpack is None:
            raise FailedError(f"packed as '{name[:20]}', which was not asked for")
        stream = _counted(unpack(stream), limit)
    return b"".join(stream)


def _counted(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise RefusedError(f"larger than {limit / 1e6:g} MB", "Give it as a file, if it is wanted.")
        yield piece


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    return _members(pieces, 31)


def _deflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The format of zlib, as the standard has it, or bare deflate, as many servers send it."""
    first = b""
    while len(first) < 2 and (piece := next(pieces, None)) is not None:
        first += piece
    packed = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] * 256 + first[1]) % 31 == 0

    def again() -> Iterator[bytes]:
        yield first
        yield from pieces

    return _members(again(), 15 if packed else -15)


def _members(pieces: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """What comes out of one member after another, in pieces of bounded size."""
    unpack = zlib.decompressobj(wbits)
    begun = False
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if unpack.eof:
                    if not rest.startswith(GZIP):  # what stands behind the last member is no part of the body
                        return
                    unpack = zlib.decompressobj(wbits)
                begun = True
                yield unpack.decompress(rest, PIECE)
                rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            while not unpack.eof and (out := unpack.decompress(b"", PIECE)):
                yield out
    except zlib.error as why:
        raise FailedError(f"broken while packed ({why})", "Try again later.") from None
    if begun and not unpack.eof:
        raise FailedError("cut off before its end", "Try again later.")


_UNPACKERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
}
