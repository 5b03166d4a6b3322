"""Where reports come from: files, folders and standard input, found in order; and the lines of a stream."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondsource.records import SetAside

STDIN = "-"
STDIN_ID = "stdin"

# A line longer than this holds no report (5 million characters at up to 12 bytes each as JSON writes them).
LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the id that it goes by, or standard input (``path`` is None)."""

    path: Path | None
    id: str
    named: bool = True  # by itself, not found in a folder


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
