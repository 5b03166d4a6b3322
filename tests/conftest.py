"""What tests share: parsed stories, and where the reports under ../shared are, if they are here at all."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from secondsource.language.parse import bind, parse
from secondsource.records import Parsed, Report

# How long an example takes says nothing on a busy machine.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seeds, the labelled reports and the scorers; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the labelled reports (../shared) are not here")
    return SHARED


Story = Callable[..., list[Parsed]]


@pytest.fixture(scope="session")
def story() -> Story:
    """Makes a story of texts, the n-th with the id r1, r2 … and the outlet that is given for it, parsed."""

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


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty results cache for the run: results of an earlier version of a stage must not pass for this one's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDSOURCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
