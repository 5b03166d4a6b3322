"""Opinions against hand labels: `python bench/opinions.py`. Needs ../shared; three minutes.

``gold/opinions.jsonl`` has statements that the program found, by where their content begins and ends, and whether a
reader takes what they say for an opinion (1) or for what could be corroborated (0). A statement is the one that the
program finds at the same place; one that it no longer finds is left out, and counted.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import secondsource as ss
from figures import PREFIXES, _input, keep
from secondsource import claims
from secondsource.claims import facts, opinion

GOLD = Path(__file__).parent / "gold" / "opinions.jsonl"


def main() -> None:
    """Prints precision, recall and F1 of what is read as an opinion."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    gold = {(row["report"], start, end): bool(view) for row in rows for start, end, view in row["statements"]}
    found = _views({report for report, _, _ in gold})
    both = [(found[place], view) for place, view in gold.items() if place in found]
    hits, said, true = (sum(map(f, both)) for f in (all, lambda b: b[0], lambda b: b[1]))
    p, r = hits / max(said, 1), hits / max(true, 1)
    print(f"{len(both)} of {len(gold)} statements: P {p:.3f}, R {r:.3f}, F1 {2 * p * r / max(p + r, 1e-9):.3f}")


def _views(reports: set[str]) -> dict[tuple[str, int, int], bool]:
    """Where a statement stands → whether it is read as an opinion."""
    found: dict[tuple[str, int, int], bool] = {}
    gather = claims.gather

    def read(*args: Any, **more: Any) -> Any:  # noqa: ANN401
        _, parsed, statements, entities, dates, *_ = args
        for fact in facts.read(parsed, statements, entities, dates):
            content = fact.statement.content
            if content:
                found[fact.statement.report, content[0][0], content[-1][1]] = opinion.views(fact)
        return gather(*args, **more)

    claims.gather = read
    with tempfile.TemporaryDirectory() as folder:
        inputs = [_input(f"stories/{name}.jsonl.gz", Path(folder)) for name in PREFIXES]
        keep(inputs, reports)
        ss.read(inputs, cache=False).claims()
    claims.gather = gather
    return found


if __name__ == "__main__":
    main()
