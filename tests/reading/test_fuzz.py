"""A short run of the fuzzer: damaged inputs of every format give reports or reasons, and never a crash."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import fuzz


def test_four_hundred_damaged_inputs() -> None:
    outcome = fuzz.run(400, seed=7)
    assert outcome.crashes == []
    assert outcome.slow == []
    assert outcome.reports > 100
    assert outcome.set_aside > 100


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert list(fuzz.inputs(30, 3)) == list(fuzz.inputs(30, 3))


def test_undamaged_samples_are_read() -> None:
    for name in fuzz.samples():
        outcome = fuzz.Outcome()
        with fuzz.Pages() as pages:
            fuzz._read(name, fuzz.samples()[name], pages, outcome, name)
        assert outcome.crashes == []
        assert outcome.reports >= 1, name
