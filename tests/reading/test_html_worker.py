"""The process that takes pages apart, without the process."""

from typing import Any

import pytest
from lxml import html

from secondsource.reading.html_worker import extract

PAGE = b"""<html><head><meta property="og:site_name" content="The Example">
<meta property="article:published_time" content="2031-03-10T08:00:00+01:00"></head>
<body><h1>Bridge falls</h1><p>It fell.</p></body></html>"""


class Libraries:
    """Stands for the libraries: gives one text, or fails in one way."""

    first_name, second_name = "one 1", "two 2"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def load(self, page: bytes) -> object:
        return html.fromstring(page) if page.strip() else None

    def first(self, _tree: object) -> str:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return str(self.answer)

    def second(self, _page: str) -> str:
        return "The bridge over the Aar fell on Friday, the mayor of the town said to reporters.\n" * 5

    def date(self, _tree: object, **_options: Any) -> str:
        return "2031-03-11"

    def metadata(self, _tree: object, **_options: Any) -> object:
        return type("Known", (), {"author": "Jane Roe", "title": "Not asked"})


def test_the_article_and_who_says_what() -> None:
    found = extract(PAGE, "https://example.org/1", Libraries("Bridge falls\nIt fell." + " It fell down." * 20))
    assert found["text"].startswith("It fell.")
    assert (found["title"], found["source"], found["author"]) == ("Bridge falls", "The Example", "Jane Roe")
    assert (found["published"], found["url"]) == ("2031-03-10T08:00:00+01:00", "https://example.org/1")
    assert found["extractor"] == "one 1"
    assert "published: Open Graph" in found["notes"][0]
    assert "title: the page" in found["notes"][0]
    assert "author: one 1" in found["notes"][0]


def test_a_date_in_the_text_is_found_last() -> None:
    found = extract(b"<html><body><p>It fell.</p></body></html>", "", Libraries("It fell."))
    assert (found["published"], "published: htmldate" in found["notes"][0]) == ("2031-03-11", True)


@pytest.mark.parametrize("answer", ["", ValueError("broken"), RecursionError()], ids=["nothing", "broken", "deep"])
def test_the_second_extractor_is_asked_where_the_first_finds_nothing(answer: object) -> None:
    found = extract(PAGE, "", Libraries(answer))
    assert found["extractor"] == "two 2"
    assert found["text"].startswith("The bridge over the Aar")


def test_faults_are_told() -> None:
    assert extract(PAGE, "", Libraries(MemoryError())) == {"fault": "memory"}
    assert extract(PAGE, "", Libraries(OSError())) == {"fault": "OSError"}
    assert extract(b" ", "", Libraries("")) == {}
