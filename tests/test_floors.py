"""Quality has floors: figures on the small labelled sets don’t fall below those pinned in bench/floors.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import figures  # noqa: E402

pytestmark = pytest.mark.shared

FLOORS = json.loads((BENCH / "floors.json").read_text("utf-8"))
SMALL = [t for t in figures.TASKS if t.small]


def test_every_small_set_has_floors():
    assert {t.name for t in SMALL} == set(FLOORS)


@pytest.mark.parametrize("task", SMALL, ids=lambda t: t.name)
def test_floors(shared, task):
    pinned = FLOORS[task.name]
    assert figures.digest(task) == pinned["digest"], "the labelled data have changed: measure anew and say so"
    found = figures.measure(task)
    below = {name: (found[name], floor) for name, floor in pinned["floors"].items() if found[name] < floor}
    assert not below, f"(measured, floor): {below}"
