"""The process that takes pages apart: page after page over a pipe, within limits on memory, and killed without loss.

trafilatura is run nowhere else: it crashes in threads, and some pages keep it busy for minutes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from typing import Any, BinaryIO

MEMORY = 1 << 30
HEADER_BYTES = 8


def main() -> None:
    """Answer pages on standard input until it closes; each answer is one JSON object after its length."""
    _limit_memory()
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the answers
    import trafilatura

    answers.write(b"\0")
    answers.flush()
    while (page := _receive(sys.stdin.buffer)) is not None:
        answer = json.dumps(extract(page, trafilatura)).encode("ascii")
        answers.write(len(answer).to_bytes(HEADER_BYTES, "big") + answer)
        answers.flush()


def extract(page: bytes, trafilatura: Any) -> dict[str, str]:  # noqa: ANN401 — untyped library
    """The article of a page and what the page says about it, by the names of a report's fields."""
    try:
        found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    except MemoryError:
        return {"fault": "memory"}
    except Exception as why:  # noqa: BLE001 — any page may break it in any way, and the next page must still be read
        return {"fault": type(why).__name__}
    if found is None:
        return {}
    fields = {
        "text": found.text, "title": found.title, "author": found.author, "url": found.url, "published": found.date,
        "source": found.sitename or found.hostname, "language": found.language,
        "extractor": f"trafilatura {trafilatura.__version__}",
    }  # fmt: skip
    return {name: str(value) for name, value in fields.items() if value}


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
