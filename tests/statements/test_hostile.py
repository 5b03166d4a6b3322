"""Any input survives: offsets stay exact, positions stay in range, nothing is lost that isn't furniture."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statement_marks import parsed

from secondsource.records import Parsed
from secondsource.statements import attribute

PIECES = [
    "“The port", "will open,” ", "Oll said", " that ", "according to", "“", "”", '"', "'", "’s", "''", "\n", "\n\n",
    ": ", ", ", ". ", "? ", "—", "the ministry denied", "told Reuters", "وقال", "\ud800", "\u200f", "\u00a0",
    "7" * 40, "(", ")", "who says", "was quoted as saying", "RUIZ:", " and ", "In an interview with Sky News", "\t",
    "said", "is expected to leave", "reportedly",
]  # fmt: skip


def check(report: Parsed) -> None:
    text, every = report.report.text, attribute(report)
    bounds = [(p.start, p.end) for p in report.paragraphs]
    for k, a in enumerate(every):
        assert a.content
        for start, end in (*a.content, *a.source, *a.cue, *a.told_to):
            assert 0 <= start < end <= len(text)
            assert any(s <= start and end <= e for s, e in bounds)
        assert all(0 <= v < len(every) and v != k for v in a.via)
        assert a.carries is None or (0 <= a.carries < len(every) and every[a.carries].cue)
        assert bool(a.cue) == (a.kind != "own")
        assert a.why


def test_mangled_texts() -> None:
    chance = random.Random(7)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 30))) for _ in range(300)]
    for text in texts:
        check(parsed(text))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_order_of_pieces(pieces: list[str]) -> None:
    check(parsed("".join(pieces)))


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "“", "“”", ":", "a", "said", "\ud800", "." * 500])
def test_next_to_nothing(text: str) -> None:
    check(parsed(text))


def test_twice_gives_the_same() -> None:
    report = parsed("Oll said the port would open, the ministry said. It shut on Monday.")
    assert attribute(report) == attribute(report)
