"""What a source has from another whom it cites or quotes."""

import pytest
from statement_marks import parsed, words

from secondsource.statements import attribute
from secondsource.statements.words import lemmas


def told(text: str) -> dict[str, list[str]]:
    return {words(text, a.source)[0]: words(text, a.content) for a in attribute(parsed(text)) if a.source}


@pytest.mark.parametrize(
    ("text", "outer", "inner", "content"),
    [
        ("The Norrvik Times reported on Monday that the dam was cracked, citing a senior official.",
         "The Norrvik Times", "a senior official", ["that the dam was cracked"]),
        ("Citing two people familiar with the talks, the Norrvik Times reported that the deal was dead.",
         "the Norrvik Times", "two people familiar with the talks", ["that the deal was dead"]),
        ("“The dam was old,” the Norrvik Times quoted Ada Orne as saying.",
         "the Norrvik Times", "Ada Orne", ["“The dam was old,”"]),
    ],
)  # fmt: skip
def test_who_is_cited_says_the_same(text: str, outer: str, inner: str, content: list[str]) -> None:
    found = told(text)
    assert found[outer] == content
    assert found[inner] == content


def test_a_reason_is_no_source() -> None:
    assert "the weather" not in told("The council said the road was shut, citing the weather.")


def test_who_may_be_cited_is_told_by_lemmas() -> None:
    assert all(w == w.lower().strip() and " " not in w for w in lemmas("cited"))
