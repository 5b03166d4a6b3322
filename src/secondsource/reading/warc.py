"""WARC and ARC files record by record, streaming; where a file is damaged, reading goes on at the next whole record.

Every byte of the file is in a record that was read, in the space between two, or in a stretch that is reported as lost,
with where it begins and ends in the file as it lies there (packed or not), and why.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from secondsource.reading.unpack import GZIP, PIECE, Budget, Bytes

# A record holds a page; larger ones are films and archives. It also bounds the memory.
LARGEST_RECORD = 32 * 1024 * 1024
LARGEST_HEADER = 64 * 1024
# How far behind the place where packed data turns out to be broken the next member may have begun: the unpacker reads
# on into it before it notices.
LOOK_BACK = 1 << 20
MEMBER = GZIP + b"\x08"
HEADER_END = re.compile(rb"\r?\n\r?\n")
NEXT_WARC = re.compile(rb"WARC/\d\.\d{1,2}\r?\n(?:WARC|Content)-[A-Za-z-]+:", re.IGNORECASE)
ARC_LINE = re.compile(
    rb"(?:\A|(?<=\n))(?P<url>(?:https?|ftp|gopher|filedesc|dns|warcinfo):[^\n]{1,4000}) (?P<ip>[^ \n]{1,60}) "
    rb"(?P<date>\d{8,17}) (?P<type>[^ \n]{1,200}) (?:[^\n]{1,400} )?(?P<length>\d{1,12})\r?\n"
)
ARC_OPENING = re.compile(rb"(?:https?|ftp|gopher|filedesc|dns|warcinfo):")
OPENINGS = (b"WARC/", b"filedesc:")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it stands in the file, its header's fields by small names, and what it holds."""

    start: int
    fields: dict[str, str]
    block: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes of the file that gave no record, and why."""

    start: int
    end: int
    why: str

    def __str__(self) -> str:
        return f"bytes {self.start:,} to {self.end:,} ({self.end - self.start:,} bytes): {self.why}"


def is_archive(data: Bytes) -> bool:
    """Whether bytes, packed or not, begin as a WARC or ARC file does."""
    head = data.peek(2048)
    if head.startswith(MEMBER):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(OPENINGS)


def records(data: Bytes, budget: Budget) -> Iterator[Record | Lost]:
    """The records of a file in their order, and what was lost between them. Raises TooLargeError where it swells."""
    source = _Source(_members(_Window(data), budget) if _is_packed(data) else _as_it_is(data))
    while True:
        source.skip_space()
        if source.fill(1):
            yield from _next(source)
        elif source.lost:
            yield source.lost
            source.lost = None
        else:
            return


def _is_packed(data: Bytes) -> bool:
    """Whether a file is packed, also where its first bytes are damaged."""
    head = data.peek(LARGEST_HEADER)
    return head.startswith(GZIP) or (MEMBER in head and not NEXT_WARC.search(head) and not ARC_LINE.search(head))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Unpacked bytes, and where in the file what they were packed in begins."""

    data: bytes
    start: int
    plain: bool  # not packed: each byte stands in the file


@dataclass(frozen=True, slots=True)
class _Header:
    size: int
    length: int
    fields: dict[str, str]


class _Window:
    """The file's own bytes, of which the last ones can be looked at again."""

    def __init__(self, data: Bytes) -> None:
        self._pieces = iter(data)
        self.kept = bytearray()
        self.start = 0  # of kept, in the file
        self.at = 0  # of what is read next, in the file

    def read(self) -> bytes:
        """The next bytes, none at the end."""
        inside = self.at - self.start
        if inside >= len(self.kept):
            self.kept += next(self._pieces, b"")
            over = len(self.kept) - LOOK_BACK - PIECE
            if over > 0 and inside > LOOK_BACK:
                cut = min(over, inside - LOOK_BACK)
                del self.kept[:cut]
                self.start += cut
                inside -= cut
        found = bytes(self.kept[inside : inside + PIECE])
        self.at += len(found)
        return found

    def go(self, to: int) -> None:
        """Makes a byte the next to be read; it must still be kept or come next."""
        self.at = max(self.start, to)

    def find_member(self, after: int) -> int:
        """Where the next member begins that unpacks to a record; the end of the file if there is none."""
        self.go(after)
        while True:
            inside = self.at - self.start
            found = self.kept.find(MEMBER, inside)
            while found >= 0:
                while len(self.kept) - found < 4096 and (piece := next(self._pieces, b"")):
                    self.kept += piece
                if _opens_record(bytes(self.kept[found : found + 4096])):
                    self.at = self.start + found
                    return self.at
                found = self.kept.find(MEMBER, found + 1)
            self.at = self.start + max(inside, len(self.kept) - len(MEMBER) + 1)
            piece = next(self._pieces, b"")
            if not piece:
                self.at = self.start + len(self.kept)
                return self.at
            over = self.at - self.start
            del self.kept[:over]
            self.start += over
            self.kept += piece


def _opens_record(packed: bytes) -> bool:
    try:
        head = zlib.decompressobj(wbits=31).decompress(packed, 4096)
    except zlib.error:
        return False
    return head.startswith(OPENINGS) or ARC_LINE.match(head.lstrip(b"\r\n")) is not None


def _as_it_is(data: Bytes) -> Iterator[_Piece | Lost]:
    at = 0
    for piece in data:
        yield _Piece(piece, at, plain=True)
        at += len(piece)


def _members(window: _Window, budget: Budget) -> Iterator[_Piece | Lost]:
    """The bytes of each member of a packed file; a broken member is lost from its beginning to the next whole one."""
    while True:
        start = window.at
        unpack = zlib.decompressobj(wbits=31)
        why = ""
        try:
            while not unpack.eof:
                raw = window.read()
                if not raw:
                    if window.at == start:
                        return
                    why = "the packed data ends too early"
                    break
                while not unpack.eof:
                    out = unpack.decompress(raw, PIECE)
                    raw = unpack.unconsumed_tail
                    if not (out or raw):
                        break
                    budget.gave(len(out))
                    yield _Piece(out, start, plain=False)
        except zlib.error as error:
            why = f"the packed data is broken ({str(error).removeprefix('Error ')})"
        if why:
            after = max(start + 1, window.at - PIECE - LOOK_BACK)
            yield Lost(start, window.find_member(after), why)
            continue
        window.go(window.at - len(unpack.unused_data))
        _skip_padding(window)


def _skip_padding(window: _Window) -> None:
    """Passes over the zeros that some writers put between members."""
    while True:
        at = window.at
        raw = window.read()
        rest = raw.lstrip(b"\0")
        window.go(at + len(raw) - len(rest))
        if rest or not raw:
            return


class _Source:
    """Unpacked bytes from which records are cut, and where each stands in the file."""

    def __init__(self, pieces: Iterator[_Piece | Lost]) -> None:
        self._pieces = pieces
        self.buffer = bytearray()
        self.lost: Lost | None = None
        self._done = 0  # unpacked bytes that were cut off
        self._marks: deque[tuple[int, _Piece]] = deque()
        self._total = 0
        self._ended = False

    def fill(self, size: int) -> bool:
        """Whether so many bytes stand in the buffer, after reading on as far as needed and possible."""
        while len(self.buffer) < size and self.lost is None and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
            elif isinstance(piece, Lost):
                self.lost = piece
            else:
                self._marks.append((self._total, piece))
                self._total += len(piece.data)
                self.buffer += piece.data
        return len(self.buffer) >= size

    def cut(self, size: int) -> None:
        """Goes on behind so many bytes."""
        del self.buffer[:size]
        self._done += size

    def place(self, ahead: int = 0) -> int:
        """Where a byte of the buffer stands in the file; of a packed file the beginning of its member."""
        at = self._done + ahead
        while len(self._marks) > 1 and self._marks[1][0] <= self._done:
            self._marks.popleft()
        found = next((m for m in reversed(self._marks) if m[0] <= at), None)
        if found is None:
            return 0
        first, piece = found
        return piece.start + at - first if piece.plain else piece.start

    def skip_space(self) -> None:
        """Passes over the empty lines between records."""
        while self.fill(1):
            space = len(self.buffer) - len(self.buffer.lstrip(b"\r\n"))
            if not space:
                return
            self.cut(space)


def _next(source: _Source) -> Iterator[Record | Lost]:
    """The record at which a source stands, or what is lost before the next one."""
    start = source.place()
    header = _header(source)
    if header is None:
        yield from _resync(source, 1, "no record begins here")
        return
    if header.length > LARGEST_RECORD:
        yield from _skip(source, header)
        return
    whole = header.size + header.length
    if not source.fill(whole):
        following = _following(source.buffer, header.size)
        have = (following or len(source.buffer)) - header.size
        why = f"a record is cut: it has {have:,} of {header.length:,} bytes"
        yield from _drop(source, following or len(source.buffer), why)
        return
    source.fill(whole + 64)
    behind = source.buffer[whole : whole + 64].lstrip(b"\r\n")
    follows = behind.startswith(b"WARC/") if source.buffer.startswith(b"WARC/") else ARC_OPENING.match(behind)
    following = _following(source.buffer, header.size) if behind and not follows else None
    if following is not None and following < whole:
        have = following - header.size
        why = f"a record's length is wrong: {header.length:,} bytes given, the next begins after {have:,}"
        yield from _drop(source, following, why)
        return
    block = bytes(source.buffer[header.size : whole])
    source.cut(whole)
    yield Record(start, header.fields, block)


def _drop(source: _Source, size: int, why: str) -> Iterator[Lost]:
    """So many bytes as lost; where the file itself is damaged there, its own reason says more and covers them."""
    start, at_end = source.place(), size >= len(source.buffer)
    packed_in = source.lost if at_end else None
    if packed_in is not None and packed_in.start <= start:
        source.cut(size)
        return
    end = source.place(size) if not at_end else source.place(size - 1) + 1
    source.cut(size)
    yield Lost(start, max(end, start), why)


def _resync(source: _Source, at_least: int, why: str) -> Iterator[Lost]:
    """What stands before the next record, as lost; however far that is, little of it is kept."""
    start = source.place()
    end = start
    skipped = at_least
    while True:
        source.fill(skipped + LARGEST_HEADER)
        following = _following(source.buffer, skipped)
        if following is not None:
            end = source.place(following)
            source.cut(following)
            break
        size = len(source.buffer)
        if not source.fill(size + 1):
            end = source.place(size - 1) + 1 if size else end
            source.cut(size)
            break
        source.cut(max(0, size - LARGEST_HEADER))
        skipped = 0
    if source.lost is None or source.lost.start > start:
        yield Lost(start, max(end, start), why)


def _skip(source: _Source, header: _Header) -> Iterator[Lost]:
    """A record that is too long to keep."""
    start, left = source.place(), header.size + header.length
    while left and source.fill(1):
        size = min(left, len(source.buffer))
        end = source.place(size - 1) + 1
        source.cut(size)
        left -= size
    yield Lost(start, end, f"a record of {header.length:,} bytes, longer than any page")


def _following(buffer: bytearray, after: int) -> int | None:
    """Where in a buffer the next record begins, ``after`` or later."""
    found = NEXT_WARC.search(buffer, after)
    other = ARC_LINE.search(buffer, after) if found is None else None
    match = found or other
    return match.start() if match else None


def _header(source: _Source) -> _Header | None:
    """The header at which a source stands; None where there is none that can be read."""
    source.fill(LARGEST_HEADER)
    buffer = source.buffer
    if not buffer.startswith(b"WARC/"):
        return _arc_header(buffer)
    end = HEADER_END.search(buffer, 0, LARGEST_HEADER)
    if end is None or NEXT_WARC.search(buffer, 1, end.start()):  # a cut header runs on into that of the next record
        return None
    fields: dict[str, str] = {}
    name = ""
    for line in bytes(buffer[: end.start()]).decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in " \t" and name:
            fields[name] += f" {line.strip()}"
        elif ":" in line:
            name = line.partition(":")[0].strip().lower()
            fields.setdefault(name, line.partition(":")[2].strip())
    length = fields.get("content-length", "")
    return _Header(end.end(), int(length), fields) if re.fullmatch(r"\d{1,15}", length) else None


def _arc_header(buffer: bytearray) -> _Header | None:
    """The header line of an ARC record, with the names that WARC has for its parts."""
    line = ARC_LINE.match(buffer)
    if line is None:
        return None
    url, date, kind = (line[name].decode("utf-8", "replace") for name in ("url", "date", "type"))
    about = url.startswith(("filedesc:", "warcinfo:", "dns:"))
    day = f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10] or '00'}:{date[10:12] or '00'}:{date[12:14] or '00'}Z"
    fields = {"warc-type": "warcinfo" if about else "response", "warc-target-uri": url, "warc-date": day}
    if not about:
        fields["content-type"] = "application/http"
    fields["arc-content-type"] = kind
    return _Header(line.end(), int(line["length"]), fields)
