"""The process that unpacks Parquet files: each row as a line of JSON; it may run out of memory without harm."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime
from pathlib import Path

MEMORY = 1 << 30
# Of the processor's time: reading takes a second for some 20 MB.
SECONDS = 10
BYTES_A_SECOND = 1 << 20


def main() -> None:
    """Write the rows of the file named, or of standard input, to standard output."""
    data = b"" if len(sys.argv) > 1 else sys.stdin.buffer.read()
    _limit(Path(sys.argv[1]).stat().st_size if len(sys.argv) > 1 else len(data))
    from arro3.io import read_parquet

    given = sys.argv[1] if len(sys.argv) > 1 else io.BytesIO(data)
    for batch in read_parquet(given):
        names = batch.schema.names
        values = [batch.column(name).to_pylist() for name in names]
        for row in zip(*values, strict=True):
            record = {k: v for k, v in zip(names, row, strict=True) if v is not None and not isinstance(v, bytes)}
            sys.stdout.write(json.dumps(record, default=_plain) + "\n")


def _limit(size: int) -> None:
    """Let the system refuse more memory than MEMORY, and more time than a file of this size takes, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        seconds = SECONDS + size // BYTES_A_SECOND
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


if __name__ == "__main__":
    main()
