"""Where reports come from: files, folders and standard input, found in order, opened safely, counted as they unpack."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from secondsource.records import SetAside

STDIN = "-"
STDIN_ID = "stdin"

JSON_LINES = (".jsonl", ".ndjson")
JSON = (".json",)
HTML = (".html", ".htm", ".xhtml")
TEXT = (".txt", ".text", "")
SUFFIXES = (*JSON_LINES, *JSON, *HTML, *TEXT)
# Text that is no report; a file of any other ending that is named by itself is read by what it holds.
OTHER_TEXT = (".csv", ".tsv", ".xml", ".rss", ".atom", ".yaml", ".yml", ".toml")

# A file that holds one text or page must fit in memory several times over.
LARGEST_FILE = 200 * 1024 * 1024
# What may come out of a packed file, counted as it comes: some 100,000 reports.
LARGEST_UNPACKED = 500 * 1024 * 1024
# A line longer than this holds no report (5 million characters at up to 12 bytes each as JSON writes them).
LONGEST_LINE = 64 * 1024 * 1024
PIECE = 1 << 18


class TooLargeError(Exception):
    """A source gives more bytes than any report or archive of reports should."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the id that it goes by, or standard input (``path`` is None)."""

    path: Path | None
    id: str
    named: bool = True  # by itself, not found in a folder

    @property
    def packed(self) -> bool:
        """Whether it is gzip by its name."""
        return self.id.lower().endswith(".gz")

    @property
    def suffix(self) -> str:
        """The ending that tells its format, without ``.gz``; ``-`` where what it holds must tell."""
        name = self.id[:-3] if self.packed else self.id
        suffix = PurePosixPath(name).suffix.lower() if self.path else STDIN
        return STDIN if self.named and suffix not in SUFFIXES and suffix not in OTHER_TEXT else suffix


def find(inputs: Sequence[str | Path]) -> Iterator[Source | SetAside]:
    """Every file that the inputs name or hold, folders in the order of their paths, hidden files left out."""
    for given in inputs:
        path = Path(given)
        if str(given) == STDIN:
            yield Source(None, STDIN_ID)
        elif path.is_dir():
            yield from _walk(path)
        elif path.is_file() or path.is_fifo():
            yield Source(path, path.name)
        elif path.exists():
            yield SetAside(str(given), "neither a file nor a folder", "Give files, folders, or - for standard input.")
        else:
            yield SetAside(str(given), "no such file or folder", "Check the path.")


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream, unpacked where it begins as gzip does, whatever its name.

    Raises TooLargeError once more comes out than any pile of reports holds, and EOFError or zlib.error where a packed
    file is cut or broken.
    """
    first = stream.read(PIECE)
    if not first.startswith(b"\x1f\x8b"):
        yield from _plain(first, stream)
        return
    yield from _gunzip(first, stream)


def lines(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """The lines of a stream of bytes with their ends; None for one that is longer than LONGEST_LINE."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        for part in whole:
            size += len(part)
            yield b"".join((*kept, part, b"\n")) if size <= LONGEST_LINE else None
            kept, size = [], 0
        size += len(rest)
        if size <= LONGEST_LINE:
            kept.append(rest)
        else:
            kept = []
    if size > LONGEST_LINE:
        yield None
    elif size:
        yield b"".join(kept)


def whole(pieces: Iterator[bytes], limit: int = LARGEST_FILE) -> bytes:
    """All bytes of a stream; raises TooLargeError where there are more than ``limit``."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) > limit:
            raise TooLargeError(f"larger than {limit // 1024**2} MB")
    return bytes(kept)


def _walk(root: Path) -> Iterator[Source | SetAside]:
    """The files under a folder in the order of their paths; a folder that a link leads back to is read once."""
    seen: set[tuple[int, int]] = set()
    found: list[tuple[str, Path]] = []
    faults: list[SetAside] = []

    def failed(why: OSError) -> None:
        faults.append(SetAside(str(why.filename), f"can't be opened ({why.strerror})", "Check its permissions."))

    for folder, folders, names in os.walk(root, followlinks=True, onerror=failed):
        stat = Path(folder).stat()
        if (stat.st_dev, stat.st_ino) in seen:
            folders.clear()
            continue
        seen.add((stat.st_dev, stat.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        found += [((here / n).relative_to(root).as_posix(), here / n) for n in names if not n.startswith(".")]
    for name, path in sorted(found):
        yield Source(path, _decodable(name), named=False) if path.is_file() else SetAside(name, "no regular file")
    yield from faults


def _decodable(name: str) -> str:
    """A file's name as text that every output can hold, also where the name on disk is no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _plain(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    piece = first
    while piece:
        yield piece
        piece = stream.read(PIECE)


def _gunzip(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Each member of a gzip stream, in pieces of bounded size: what comes out is counted, not what a header claims."""
    total, piece = 0, first
    while piece:
        unpack = zlib.decompressobj(wbits=31)
        while piece and not unpack.eof:
            out = unpack.decompress(piece, PIECE)
            total += len(out)
            if total > LARGEST_UNPACKED:
                raise TooLargeError(f"unpacks to more than {LARGEST_UNPACKED // 1024**2} MB")
            if out:
                yield out
            piece = unpack.unconsumed_tail or (b"" if unpack.eof else stream.read(PIECE))
        if not unpack.eof:
            raise EOFError("the packed data ends too early")
        piece = (unpack.unused_data or stream.read(PIECE)).lstrip(b"\0")
