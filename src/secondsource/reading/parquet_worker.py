"""The process that unpacks Parquet files: each row as a line of JSON; it may run out of memory without harm."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime

MEMORY = 3 << 30  # of addresses, of which a real file uses a part


def main() -> None:
    """Write the rows of the file named, or of standard input, to standard output."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from arro3.io import read_parquet

    given = sys.argv[1] if len(sys.argv) > 1 else io.BytesIO(sys.stdin.buffer.read())
    for batch in read_parquet(given):
        names = batch.schema.names
        values = [batch.column(name).to_pylist() for name in names]
        for row in zip(*values, strict=True):
            record = {k: v for k, v in zip(names, row, strict=True) if v is not None and not isinstance(v, bytes)}
            sys.stdout.write(json.dumps(record, default=_plain) + "\n")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


if __name__ == "__main__":
    main()
