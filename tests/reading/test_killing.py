"""A few kills of `add`: nothing is lost and nothing doubled."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import killing


def test_three_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(killing, "REPORTS", 600)
    outcome = killing.run(3, 5, tmp_path)
    assert outcome.killed == 3
    assert outcome.faults == []
