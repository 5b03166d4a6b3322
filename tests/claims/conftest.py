import pytest

from .invented import Pile


@pytest.fixture
def pile() -> Pile:
    return Pile()
