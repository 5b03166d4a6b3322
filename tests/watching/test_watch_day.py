"""A small simulated day: every item that is published is one report, whatever its host does."""

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))
import watch  # noqa: E402


@pytest.mark.parametrize("seed", [1, 2])
def test_no_item_is_lost_and_none_is_doubled(tmp_path, seed):
    out = watch.simulate(tmp_path, watch.World(10, 2.0, seed, faulty=0.3))
    assert out.published > 5
    assert out.failed > 15
    assert (out.lost, out.doubled) == ([], [])
    assert out.reports == out.published
    assert out.shortest_pause >= 900
    assert out.swing < 0.1
