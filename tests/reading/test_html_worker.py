"""The process that takes pages apart, without the process."""

from types import SimpleNamespace
from typing import Any

import pytest

from secondsource.reading.html_worker import extract


class Library:
    """Stands for trafilatura: gives one answer, or fails in one way."""

    __version__ = "9"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def bare_extraction(self, _page: bytes, **_options: Any) -> object:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, {}),
        (MemoryError(), {"fault": "memory"}),
        (RecursionError(), {"fault": "RecursionError"}),
        (
            SimpleNamespace(
                text="It fell.", title="Bridge", author=None, url=None, date="2020-05-04",
                sitename=None, hostname="example.org", language=None,
            ),
            {"text": "It fell.", "title": "Bridge", "published": "2020-05-04", "source": "example.org",
             "extractor": "trafilatura 9"},
        ),
    ],
    ids=["nothing", "memory", "crash", "article"],
)  # fmt: skip
def test_extract(answer: object, expected: dict[str, str]) -> None:
    assert extract(b"<html>", Library(answer)) == expected
