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


@pytest.mark.parametrize(
    ("text", "teller", "content"),
    [
        (
            "“As a former diver told me, the hull has some cracks, but the deck is sound,” said Mr. Orne.",
            "a former diver",
            ["the hull has some cracks, but the deck is sound,”"],
        ),
        ("“The guy started shooting at him,” Orne said the teens told him.", "the teens", None),
        (
            "“I really want to try to do something here,” Mr. Orne recalled the president telling him.",
            "the president",
            None,
        ),
    ],
)
def test_a_speaker_says_whose_words_they_are(text: str, teller: str, content: list[str] | None) -> None:
    every = attribute(parsed(text))
    inner = next(a for a in every if words(text, a.source) == [teller])
    assert words(text, inner.content) == (content or [text[: text.index("”") + 1]])
    assert len(inner.via) == 1
    assert "Orne" in words(text, every[inner.via[0]].source)[0]


@pytest.mark.parametrize(
    "text",
    ["“As I told you, the hull was cracked,” Orne said.", "“He is not as rich as he says he is,” Orne said."],
)
def test_what_only_compares_or_is_the_speakers_own_has_no_other_teller(text: str) -> None:
    assert set(told(text)) == {"Orne"}
