"""Tables to drafts: CSV and TSV, Parquet, SQLite; which column is which field is guessed, and noted in each report."""

from __future__ import annotations

import codecs
import csv
import itertools
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import Any

from secondsource.reading import columns
from secondsource.reading.context import Blob, Item
from secondsource.reading.decode import MARKS, decode, looks_binary
from secondsource.reading.unpack import Bytes, TooLargeError
from secondsource.reading.waiting import Patience
from secondsource.records import SetAside

# Rows that are looked at before the first is read: enough to tell a column of texts from one of headlines.
SAMPLE_ROWS = 40
SAMPLE_BYTES = 1 << 16
# Columns by what they hold, where no name tells: a text is longer than any other field on average.
SHORTEST_TEXT = 120
LONGEST_CELL = 16 * 1024 * 1024
LONGEST_NAME = 60
DELIMITERS = ",;\t|"
# What SQLite may take for one value, and how many of its steps (some minutes).
LARGEST_VALUE = 32 * 1024 * 1024
MOST_STEPS = 2_000_000
SQLITE = b"SQLite format 3\0"
LARGEST_DATABASE_INSIDE = 64 * 1024 * 1024
# How long a Parquet file may give no row: unpacking takes a second for some 20 MB, on a busy machine ten.
PARQUET_SECONDS = 120.0
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\w{3}, \d{1,2} \w{3} \d{4}")
NAME_COLUMNS = "Name the columns id, text, title, source, published, url."
QUOTE = str.maketrans({'"': '""'})


def read_csv(blob: Blob) -> Iterator[Item]:
    """The rows of a table of text, read as they come."""
    head = blob.data.peek(SAMPLE_BYTES)
    if not head.strip():
        yield SetAside(blob.name, "empty")
        return
    if looks_binary(head) and decode(head) is None:
        yield SetAside(blob.name, "not text", NAME_COLUMNS)
        return
    csv.field_size_limit(LONGEST_CELL)
    encoding, notes = _encoding(head)
    lines = _lines(blob.data, encoding)
    first = next(lines, "")
    reader = csv.reader(itertools.chain((first,), lines), delimiter=_delimiter(first, blob.suffix))
    rows = _rows(reader)
    try:
        yield from _table(rows, blob, notes)
    except csv.Error as why:
        yield SetAside(
            f"{blob.name}, line {reader.line_num}", f"not a table ({why}); the rows before are kept", NAME_COLUMNS
        )


def read_parquet(blob: Blob) -> Iterator[Item]:
    """The rows of a Parquet file, unpacked in a process of its own: a hostile one takes any memory."""
    # Only this program's own module is run; the file's path is an argument of it.
    command = [sys.executable, "-P", "-m", "secondsource.reading.parquet_worker"]
    data = b""
    if blob.path is not None:
        worker = _started([*command, str(blob.path.absolute())], subprocess.DEVNULL)
    else:
        data = blob.data.read(LARGEST_DATABASE_INSIDE + 1)
        if len(data) > LARGEST_DATABASE_INSIDE:
            raise TooLargeError("a Parquet file inside another, of more than 64 MB")
        worker = _started(command, subprocess.PIPE)
    with Patience(worker, PARQUET_SECONDS) as patience:
        try:
            _hand_over(worker, data)
            yield from _table_of_records(map(json.loads, patience.lines()), blob)
        finally:
            worker.kill()
            if worker.stdout is not None:
                worker.stdout.close()
            code = worker.wait()
    if patience.lost:
        why = f"a Parquet file that gives nothing for {PARQUET_SECONDS:.0f} seconds; the rows before are kept"
        yield SetAside(blob.name, why, "Give it as CSV or JSON Lines.")
    elif code not in (0, -9):
        yield SetAside(blob.name, "no Parquet that can be read, or damaged; the rows before are kept", NAME_COLUMNS)


def _hand_over(worker: subprocess.Popen[bytes], data: bytes) -> None:
    """Gives the process what it is to read; one that has ended needs nothing."""
    if worker.stdin is not None:
        with suppress(BrokenPipeError):
            worker.stdin.write(data)
        with suppress(BrokenPipeError):
            worker.stdin.close()


def _started(command: list[str], stdin: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603


def read_sqlite(blob: Blob) -> Iterator[Item]:
    """The rows of each table of a database that has a column for texts (NELA-GT, scrapers' own)."""
    try:
        with closing(_opened(blob)) as database:
            yield from _database(database, blob)
    except (sqlite3.Error, UnicodeDecodeError) as why:
        yield SetAside(blob.name, f"no database that can be read ({why}); what came before is kept", NAME_COLUMNS)


def _opened(blob: Blob) -> sqlite3.Connection:
    if blob.path is not None:
        database = sqlite3.connect(f"{blob.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    else:
        data = blob.data.read(LARGEST_DATABASE_INSIDE + 1)
        if len(data) > LARGEST_DATABASE_INSIDE:
            raise TooLargeError("a database inside another file, of more than 64 MB")
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for setting in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
        database.execute(f"PRAGMA {setting}")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    steps = itertools.count()
    database.set_progress_handler(lambda: next(steps) > MOST_STEPS, 1000)
    return database


def _database(database: sqlite3.Connection, blob: Blob) -> Iterator[Item]:
    names = [
        row[0] for row in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]  # fmt: skip
    if {"reports", "set_aside", "judgements"} <= set(names):
        remedy = "Name it by itself: secondsource VERB NAME.db."
        yield SetAside(blob.name, "a desk, not a report", remedy)
        return
    found = False
    for name in names:
        rows = database.execute(f'SELECT * FROM "{name.translate(QUOTE)}"')  # noqa: S608 — a table's own name, quoted
        header = [d[0] for d in rows.description]
        if "text" not in columns.named(dict.fromkeys(header, "x")).values:
            continue
        found = True
        inside = f"{blob.name}, table {name}"
        records = (dict(zip(header, row, strict=True)) for row in rows)
        yield from _drafts(records, inside, blob.id if len(names) == 1 else f"{blob.id}/{name}", ())
    if not found:
        tables = ", ".join(names[:8]) or "none"
        yield SetAside(blob.name, f"a database without a table of reports (its tables: {tables})", NAME_COLUMNS)


def _encoding(head: bytes) -> tuple[str, tuple[str, ...]]:
    """How a table's text is encoded, told by its beginning."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name, ()
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)  # a character that the sample cuts is no fault
    except UnicodeDecodeError:
        return "cp1252", ("The encoding is not given and not UTF-8: read as Windows-1252, a guess.",)
    return "utf-8", ()


def _lines(data: Bytes, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends, as csv wants them."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    for piece in itertools.chain(data, (b"",)):
        rest += decoder.decode(piece, final=not piece)
        *whole, rest = rest.split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(rest) > LONGEST_CELL:
            raise csv.Error("a line longer than any report")
    if rest:
        yield rest


def _delimiter(line: str, suffix: str) -> str:
    return "\t" if suffix in (".tsv", ".tab") else max(DELIMITERS, key=line.count)


def _rows(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    return (row for row in reader if any(cell.strip() for cell in row))


def _table(rows: Iterator[list[str]], blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """The drafts of rows of cells, the first of which names the columns if it names any that is known."""
    sample = list(itertools.islice(rows, SAMPLE_ROWS))
    header = [cell.strip() for cell in sample[0]] if sample else []
    if _is_header(header):
        sample = sample[1:]
    else:
        header = [f"column {n}" for n in range(1, max(map(len, sample), default=0) + 1)]
    records = (_record(header, row) for row in itertools.chain(sample, rows))
    yield from _table_of_records(records, blob, notes)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: one name is known, or all are short words."""
    if columns.named(dict.fromkeys(cells, "x")).values:
        return True
    return all(
        len(c) <= LONGEST_NAME and not c.isdigit() and not columns.ADDRESS.match(c) and not DATE.match(c) for c in cells
    )


def _record(header: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    return {name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()}


def _table_of_records(records: Iterator[Mapping[str, Any]], blob: Blob, notes: tuple[str, ...] = ()) -> Iterator[Item]:
    """The drafts of records; a column of texts that no name tells is found by what it holds."""
    sample = list(itertools.islice(records, SAMPLE_ROWS))
    names = dict.fromkeys(name for record in sample for name in record)
    mapped = columns.named(dict.fromkeys(names, "x"))
    guessed: dict[str, str] = {}
    if sample and not {"text", columns.HTML_NAME} & mapped.values.keys():
        guessed = _guessed(sample, [n for n in names if n not in mapped.names.values()])
        if "text" not in guessed:
            shown = ", ".join(list(names)[:12]) or "none"
            yield SetAside(blob.name, f"a table without a column for the texts (its columns: {shown})", NAME_COLUMNS)
            return
    if not sample:
        yield SetAside(blob.name, "empty")
        return
    everything = itertools.chain(sample, records)
    renamed = ({guessed_of.get(k, k): v for k, v in r.items()} for r in everything) if (
        guessed_of := {name: field for field, name in guessed.items()}
    ) else everything  # fmt: skip
    if guessed:
        what = ", ".join(f"{field} ← {name}" for field, name in guessed.items())
        notes = (*notes, f"Columns guessed by what they hold: {what}.")
    yield from _drafts(renamed, blob.name, blob.id, notes)


def _drafts(records: Iterable[Mapping[str, Any]], where: str, base: str, notes: tuple[str, ...]) -> Iterator[Item]:
    for number, record in enumerate(records, 1):
        cells = {k: v for k, v in record.items() if not isinstance(v, bytes)}
        yield columns.read_record(cells, f"{where}, row {number}", notes, fallback_id=f"{base}#{number}")


def _guessed(sample: Sequence[Mapping[str, Any]], free: Sequence[str]) -> dict[str, str]:
    """Fields by what columns hold: the longest prose is the text, addresses are addresses, days are days."""
    cells = {name: [str(r[name]) for r in sample if r.get(name) is not None] for name in free}
    found: dict[str, str] = {}
    sizes = {name: sum(map(len, values)) / len(values) for name, values in cells.items() if values}
    longest = max(sizes, key=lambda name: sizes[name], default=None)
    if longest is None or sizes[longest] < SHORTEST_TEXT:
        return found
    found["text"] = longest
    for field, test in (("url", columns.ADDRESS), ("published", DATE)):
        fit = (n for n, values in cells.items() if n != longest and values and all(map(test.match, values)))
        name = next(fit, None)
        if name is not None:
            found[field] = name
    return found
