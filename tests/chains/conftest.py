"""Reports of one story, parsed, for tests of chains."""

import hashlib
import re
from collections.abc import Callable

import pytest

from secondsource.language.parse import bind, parse
from secondsource.records import Parsed, Report

Story = Callable[..., list[Parsed]]


@pytest.fixture(scope="session")
def story() -> Story:
    """Makes a story of texts, the n-th with the id r1, r2 … and the outlet that is given for it."""

    def make(*texts: str, sources: tuple[str, ...] = (), language: str = "en") -> list[Parsed]:
        made = []
        for k, text in enumerate(texts):
            spans = tuple((m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text))
            source = sources[k] if k < len(sources) else f"Outlet {k + 1}"
            report = Report(
                f"r{k + 1}", text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), source,
                language=language, paragraphs=spans,
            )  # fmt: skip
            tables = parse([text[a:b] for a, b in spans])
            paragraphs = (bind(t, text[a:b], a) for t, (a, b) in zip(tables, spans, strict=True))
            made.append(Parsed(report, tuple(paragraphs)))
        return made

    return make
