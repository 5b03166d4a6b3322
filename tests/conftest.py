"""What tests share: where the reports under ../shared are, if they are here at all."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seeds, the labelled reports and the scorers; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the labelled reports (../shared) are not here")
    return SHARED
