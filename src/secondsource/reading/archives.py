"""ZIP and TAR files: read from memory, file by file, within limits; no name in them is ever opened."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from secondsource.errors import MissingExtraError
from secondsource.reading.context import DEEPEST, Blob, Context, Item
from secondsource.reading.unpack import PIECE, SUFFIXES, Bytes, DamagedError, SwollenError, TooLargeError
from secondsource.records import SetAside

# The list of a ZIP's files is held in memory.
MOST_FILES = 200_000
# A ZIP inside another file must be held whole: its list stands at its end.
LARGEST_INSIDE = 64 * 1024 * 1024
END_OF_LIST = b"PK\x05\x06"
TAIL = 65_557  # the longest comment, and the end record before it
ENCRYPTED = 1
# Of a WACZ only the crawl itself holds pages; the rest is its index.
CRAWL_FOLDER = "archive/"
REPACK = "Pack it again, or give the files themselves."
# A damaged list of contents can look so.
EMPTY = "an archive that lists no file to read"


def read_zip(blob: Blob, context: Context) -> Iterator[Item]:
    """What the files in a ZIP (or WACZ) give, each in its turn."""
    if blob.path is not None:
        with blob.path.open("rb") as stream:
            yield from _zip(stream, blob, context)
        return
    data = blob.data.read(LARGEST_INSIDE + 1)
    if len(data) > LARGEST_INSIDE:
        raise TooLargeError(f"a ZIP inside another file, of more than {LARGEST_INSIDE // 1024**2} MB")
    yield from _zip(io.BytesIO(data), blob, context)


def read_tar(blob: Blob, context: Context) -> Iterator[Item]:
    """What the files in a TAR give, as they come; links and devices are not followed."""
    try:
        with tarfile.open(fileobj=cast(BinaryIO, blob.data), mode="r|") as archive:
            empty = True
            for count, member in enumerate(archive):
                if count >= MOST_FILES:
                    raise TooLargeError(f"an archive of more than {MOST_FILES:,} files")
                if not _is_wanted(member.name):
                    continue
                empty &= member.isdir()
                file = archive.extractfile(member) if member.isreg() and not member.issparse() else None
                if file is not None:
                    yield from _inside(blob, member.name, Bytes(_pieces(file)), context)
                elif not member.isdir():
                    yield SetAside(f"{blob.name}/{member.name}", "no regular file")
        if empty:
            yield SetAside(blob.name, EMPTY, REPACK)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as why:
        yield SetAside(blob.name, f"the archive is cut or broken ({str(why)[:100]}); what came before is kept", REPACK)


def _zip(stream: BinaryIO, blob: Blob, context: Context) -> Iterator[Item]:
    if (count := _count(stream)) > MOST_FILES:
        raise TooLargeError(f"an archive of {count:,} files")
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, struct.error) as why:
        yield SetAside(blob.name, f"the archive is cut or broken ({why})", REPACK)
        return
    with archive:
        crawl = any(i.filename == "datapackage.json" for i in archive.infolist())
        wanted = [
            info
            for info in archive.infolist()
            if not info.is_dir() and _is_wanted(info.filename) and (info.filename.startswith(CRAWL_FOLDER) or not crawl)
        ]
        for info in wanted:
            yield from _zipped(archive, info, blob, context)
        if not wanted:
            yield SetAside(blob.name, EMPTY, REPACK)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, blob: Blob, context: Context) -> Iterator[Item]:
    name = f"{blob.name}/{info.filename}"
    if info.flag_bits & ENCRYPTED:
        yield SetAside(name, "locked with a password", "Unlock it first.")
        return
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield SetAside(name, "packed in a way that is rare in ZIP files", REPACK)
        return
    try:
        with archive.open(info) as file:
            yield from _inside(blob, info.filename, Bytes(_counted(file, context)), context)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        ValueError,
        RuntimeError,
        struct.error,
    ) as why:
        yield SetAside(name, f"the packed file is cut or broken ({str(why)[:100]}); what came before is kept", REPACK)


def _inside(blob: Blob, name: str, data: Bytes, context: Context) -> Iterator[Item]:
    """What one file in an archive gives; whatever is wrong with it, the next one is read."""
    where = f"{blob.name}/{name}"
    if blob.depth >= DEEPEST:
        yield SetAside(where, f"packed more than {DEEPEST} times", "Unpack it first.")
        return
    inner = Blob(where, f"{blob.id}/{name}", data, suffix=suffix(name), named=False, depth=blob.depth + 1)
    try:
        yield from context.read(inner)
    except SwollenError:
        raise
    except TooLargeError as why:
        yield SetAside(where, str(why), "Split it, or give JSON Lines, which are read one by one.")
    except MissingExtraError as why:
        yield SetAside(where, str(why), why.remedy)
    except DamagedError as why:
        yield SetAside(where, f"the packed file is cut or broken ({why}); what came before is kept", REPACK)


def suffix(name: str) -> str:
    """The ending that tells a file's format, without that of its packing."""
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in SUFFIXES else path.suffix


def _is_wanted(name: str) -> bool:
    """Whether a file in an archive is no hidden one and none of what systems add."""
    parts = name.replace("\\", "/").split("/")
    return not any(p.startswith((".", "__MACOSX")) and p not in (".", "..") for p in parts) and parts[-1] != "Thumbs.db"


def _counted(file: IO[bytes], context: Context) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        context.budget.gave(len(piece))
        yield piece


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _count(stream: BinaryIO) -> int:
    """How many files a ZIP says that it holds, before its list is read; its size is a second witness."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - TAIL))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(END_OF_LIST)
    if at < 0 or at + 16 > len(tail):
        return 0
    files, list_size = struct.unpack_from("<H", tail, at + 10)[0], struct.unpack_from("<I", tail, at + 12)[0]
    # An entry of the list has 46 bytes at least; beyond 65,535 files only the size of the list tells.
    listed = min(list_size, size) // 46
    return int(files if files < 0xFFFF else listed)
