"""CPU milliseconds to compare one new report with a desk: ``python bench/adding.py --desk 100000 --added 300``.

Makes planted reports (as ``bench/reuse.py`` does, or takes ``--base``), puts them into a desk's file, and then adds
more, one by one, each acknowledged before the next. Prints the median, the 95th percentile and the most.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from reuse import load, planted
from secondsource import comparing
from secondsource.store import fingerprints as index
from secondsource.store import writer
from secondsource.store.connect import Store

AT_ONCE = 5_000


def main() -> None:
    """Prints what adding a report costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desk", type=int, default=100_000)
    parser.add_argument("--added", type=int, default=300)
    parser.add_argument("--base", type=Path, help="JSON Lines with id and text, instead of made-up reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    size = given.desk + given.added
    pile = load(given.base, size) if given.base else planted(size, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "desk.db")
        held, more = pile[: -given.added], pile[-given.added :]
        for at in range(0, len(held), AT_ONCE):
            writer.add_reports(store, held[at : at + AT_ONCE])
        before = time.process_time()
        comparing.update(store)
        filled = time.process_time() - before
        took = []
        for report in more:
            writer.add_reports(store, [report])
            with store.reading() as connection:
                seq = index.number(connection, report.id)
            before = time.process_time()
            with store.writing() as connection:
                comparing.add(connection, seq, report)
            took.append(1000 * (time.process_time() - before))
        room = (Path(folder) / "desk.db").stat().st_size
        store.close()
    found = {
        "desk": len(held),
        "filled_s": round(filled, 1),
        "median_ms": round(statistics.median(took), 2),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1], 2),
        "most_ms": round(max(took), 2),
        "file_mb": round(room / 1e6),
    }
    print(json.dumps(found) if given.json else "\n".join(f"{name:10}{value:>12}" for name, value in found.items()))


if __name__ == "__main__":
    main()
