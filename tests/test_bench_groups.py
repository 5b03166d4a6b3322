"""The scorer of groupings: right is 1, alone has no recall, all in one has no precision."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import groups  # noqa: E402

A, B, C, D = ("a", 0, 9), ("b", 0, 9), ("a", 20, 29), ("b", 20, 29)


@pytest.mark.parametrize(
    ("claims", "b3", "pairs"),
    [
        ({A: "x", B: "x", C: "y", D: "y"}, (1.0, 1.0), (1.0, 1.0)),
        ({A: "x", B: "y", C: "z"}, (1.0, 0.5), (0.0, 0.0)),
        (dict.fromkeys((A, B, C, D), "x"), (0.5, 1.0), (0.5, 1.0)),
    ],
)
def test_score(claims, b3, pairs) -> None:
    found = groups.score([[A, B], [C, D]], claims)
    assert (found["B3 P"], found["B3 R"]) == b3
    assert (found["pairs P"], found["pairs R"]) == pairs
    assert found["statements"] == 4
