"""The process that takes pages apart: page after page over a pipe, within limits on memory, and killed without loss.

trafilatura is run nowhere else: it crashes in threads, and some pages keep it busy for minutes.
"""

from __future__ import annotations

import contextlib
import copy
import json
import logging
import os
import sys
from importlib.metadata import version
from typing import Any, BinaryIO

MEMORY = 1 << 30
HEADER_BYTES = 8
# Pictures' captions and posts of networks are not the article's text.
PRUNED = [
    "//figcaption",
    "//blockquote[contains(@class,'twitter-') or contains(@class,'instagram-') or contains(@class,'tiktok-')"
    " or contains(@class,'bluesky-')]",
]
# Without a date that the page gives machines, one is looked for in its text.
BY_TEXT = "htmldate"


def main() -> None:
    """Answer pages on standard input until it closes; each answer is one JSON object after its length."""
    _limit_memory()
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the answers
    libraries = Libraries()
    answers.write(b"\0")
    answers.flush()
    while (address := _receive(sys.stdin.buffer)) is not None and (page := _receive(sys.stdin.buffer)) is not None:
        answer = json.dumps(extract(page, address.decode("utf-8", "replace"), libraries)).encode("ascii")
        answers.write(len(answer).to_bytes(HEADER_BYTES, "big") + answer)
        answers.flush()


class Libraries:
    """The libraries that find articles, loaded once; the second extractor when it is first asked."""

    def __init__(self) -> None:
        import htmldate
        import trafilatura
        from trafilatura.metadata import extract_metadata
        from trafilatura.utils import load_html

        self.load = load_html
        self.metadata = extract_metadata
        self.date = htmldate.find_date
        self._first = trafilatura.extract
        self.first_name = f"trafilatura {version('trafilatura')}"

    @property
    def second_name(self) -> str:
        """The second extractor and its version."""
        return f"resiliparse {version('resiliparse')}"

    def first(self, tree: Any) -> str:  # noqa: ANN401 — untyped library
        """The text that the first extractor finds."""
        return self._first(tree, include_comments=False, include_tables=False, prune_xpath=PRUNED) or ""

    def second(self, page: str) -> str:
        """… and the second, which takes more in and leaves less out."""
        from resiliparse.extract.html2text import extract_plain_text

        return str(extract_plain_text(page, main_content=True, alt_texts=False, preserve_formatting=True))


def extract(page: bytes, address: str, libraries: Any) -> dict[str, Any]:  # noqa: ANN401 — untyped libraries
    """The article of a page and what the page says about it, by the names of a report's fields."""
    try:
        return _extract(page, address, libraries)
    except MemoryError:
        return {"fault": "memory"}
    except Exception as why:  # noqa: BLE001 — any page may break it in any way, and the next page must still be read
        return {"fault": type(why).__name__}


def _extract(page: bytes, address: str, libraries: Any) -> dict[str, Any]:  # noqa: ANN401
    from lxml import html

    from secondsource.reading import article, pageblocks, witnesses

    tree = libraries.load(page)
    if tree is None:
        return {}
    said = witnesses.read(tree, address)
    blocks = pageblocks.split(tree)

    def ask_second() -> article.Article:
        text = libraries.second(html.tostring(tree, encoding="unicode"))
        return article.Article(text, libraries.second_name)

    try:
        text, by = libraries.first(copy.deepcopy(tree)), libraries.first_name
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        text, by = "", libraries.first_name
    found = article.compose(text, by, blocks, said, tree, ask_second)
    fields = dict(said.fields)
    _fill(fields, tree, libraries)
    notes = "; ".join(f"{name}: {who}" for name, (_, who) in fields.items())
    return {
        **{name: value for name, (value, _) in fields.items()},
        "text": found.text,
        "extractor": found.extractor,
        "notes": [f"Taken from the page by: {notes}."] if notes else [],
    }


def _fill(fields: dict[str, tuple[str, str]], tree: Any, libraries: Any) -> None:  # noqa: ANN401
    """Adds what the page gives no machine: the date, and the author, as the libraries find them in its text."""
    if "published" not in fields and (date := libraries.date(tree, original_date=True)):
        fields["published"] = (date, BY_TEXT)
    if "author" not in fields or "title" not in fields:
        known = libraries.metadata(tree, date_config={"extensive_search": False}, extensive=False)
        for name in ("author", "title"):
            if value := getattr(known, name, None):
                fields.setdefault(name, (str(value), libraries.first_name))


def _receive(stream: BinaryIO) -> bytes | None:
    header = stream.read(HEADER_BYTES)
    return stream.read(int.from_bytes(header, "big")) if len(header) == HEADER_BYTES else None


def _limit_memory() -> None:
    """Let the system refuse more than MEMORY, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
