"""Quote marks: marked-up with ⟦ and ⟧."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.statements.quotes import find_quotes


def mark(text: str) -> str:
    spans = [m.span() for m in re.finditer(r"[^\n]+", text)]
    for quotes in reversed(find_quotes(text, spans)):
        for q in reversed(quotes):
            text = text[: q.start] + "⟦" + text[q.start : q.end] + "⟧" + text[q.end :]
    return text


@pytest.mark.parametrize(
    "marked",
    [
        "⟦“Go,”⟧ she said. ⟦“Now.”⟧",
        '⟦"Go,"⟧ she said.',
        "⟦''Go,''⟧ she said.",
        "⟦‘Go,’⟧ she said, and the workers’ rights were read.",
        "the ⟦'iron'⟧ bridge isn't open, the boys' club said",
        '⟦“a timely measure"⟧ he said',
        "⟦“He called it ‘iron’ and left,”⟧ she said.",
        '⟦"He said, “Go,” and left,"⟧ she said.',
        "⟦“Go. We will stay.⟧\n⟦“And that is all.”⟧",
        "⟦“Go. We will stay.⟧\n⟦And that is all.”⟧ He left.",
        "a stray ” mark",
        '6" of snow fell',
    ],
)
def test_quotes(marked: str) -> None:
    assert mark(re.sub("[⟦⟧]", "", marked)) == marked


@given(st.text(alphabet="“”\"'‘’`« »ab.,\n", max_size=60))
def test_quotes_stand_in_their_paragraphs_and_apart(text: str) -> None:
    spans = [m.span() for m in re.finditer(r"[^\n]+", text)]
    for (start, end), quotes in zip(spans, find_quotes(text, spans), strict=True):
        edges = [edge for q in quotes for edge in q.span]
        assert edges == sorted(edges)
        assert all(start <= edge <= end for edge in edges)
