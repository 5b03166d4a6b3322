"""Side by side: copied passages level, changed words marked, everything shown once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.records import Findings, Furniture, FurnitureKind, Match, MatchKind, Report, Story
from secondsource.show import sidebyside
from secondsource.show.diff import align, weighty
from secondsource.show.lookup import Known
from secondsource.store.queries import StoryView

from .example import story


def marked(text: str, changes) -> str:
    """The text with <changed> words, and *weighing* ones."""
    out, at = "", 0
    for c in changes:
        mark = "*{}*" if c.weighs else "<{}>"
        out += text[at : c.start] + mark.format(text[c.start : c.end])
        at = c.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The <big> ship sank on Monday.", "The ship sank on Monday."),
        ("Some *eleven* men were lost.", "Some *12* men were lost."),
        ("He did *not* see *Anna* there.", "He did see *Berta* there."),
        ("“It’s over,” she said.", '"It\'s over," she said.'),
        ("It *hasn’t* ended.", "It <has> ended."),
        ("It fell. <Nobody> saw it.", "It fell. <Few> saw it."),
        ("", "*New* words *in* *May*."),
    ],
)
def test_changed_words(a, b):
    plain_a, plain_b = ("".join(c for c in text if c not in "<>*") for text in (a, b))
    if not a:
        assert len(align("", (0, 0), plain_b, (0, len(plain_b))).b) == 4
        return
    words = align(plain_a, (0, len(plain_a)), plain_b, (0, len(plain_b)))
    assert (marked(plain_a, words.a), marked(plain_b, words.b)) == (a, b)


@pytest.mark.parametrize("word", sorted(weighty()))
def test_every_weighty_word_can_match(word):
    text = f"there are {word} here"
    assert [c.weighs for c in align(text, (0, len(text)), "there are here", (0, 14)).a] == [True]


@given(st.lists(st.sampled_from("abcde"), max_size=60), st.lists(st.sampled_from("abcde"), max_size=60))
def test_equal_words_are_equal_and_in_order(a, b):
    left, right = " ".join(a), " ".join(b)
    words = align(left, (0, len(left)), right, (0, len(right)))
    assert all(left[i] == right[j] for i, j in words.equal)
    assert all(i < i2 and j < j2 for (i, j), (i2, j2) in zip(words.equal, words.equal[1:], strict=False))
    assert len(words.equal) + len(words.a) == len(a)
    assert len(words.equal) + len(words.b) == len(b)


def test_long_passages_cost_little():
    text = " ".join(f"w{n}" for n in range(40_000))
    words = align(text, (0, len(text)), text, (0, len(text)))
    assert (words.a, len(words.equal)) == ((), 40_000)
    noise = "la " * 40_000
    assert len(align(noise, (0, len(noise)), noise, (0, len(noise))).a) == 40_000


def column(parts) -> str:
    return "\n".join("".join(p.text for p in part.pieces) for part in parts)


def two(a: str, b: str, *matches: tuple[str, str]) -> tuple[Known, sidebyside.Pair]:
    reports = (Report("a", a, "", "A"), Report("b", b, "", "B"))
    found = tuple(
        Match("a", a.index(x), a.index(x) + len(x), "b", b.index(y), b.index(y) + len(y), 1.0, MatchKind.COPIED)
        for x, y in matches
    )
    known = Known(StoryView("s", "T", reports, found, (), Findings(Story("s", ("a", "b")))))
    pair = sidebyside.pair(known)
    assert pair is not None
    return known, pair


def test_a_passage_is_level_and_the_rest_is_marked():
    copied = "The dam broke at noon on Friday."
    known, pair = two(
        f"We were there and saw it all. {copied}", f"{copied}\nThe mayor of the town denies it.", (copied, copied)
    )
    rows = sidebyside.rows(pair, known, {})
    assert [(column(r.left), column(r.right), r.joined) for r in rows] == [
        ("We were there and saw it all.", "", False),
        (copied, copied, True),
        ("", "The mayor of the town denies it.", False),
    ]
    assert [p.kind for r in rows for p in (*r.left, *r.right)] == ["only", "same", "same", "only"]
    assert pair.share == pytest.approx((len(copied) / len(pair.a.text), len(copied) / len(pair.b.text)))


def test_a_passage_that_stands_elsewhere_is_tinted_but_not_level():
    one, other = "The bridge fell into the river.", "Eighty soldiers came from the barracks of Oss to help."
    known, pair = two(f"{one}\n{other}", f"{other}\n{one}", (one, one), (other, other))
    rows = sidebyside.rows(pair, known, {})
    assert [column(r.left) for r in rows if r.joined] == [other]
    moved = [p for r in rows if not r.joined for part in r.left for p in part.pieces]
    assert [(p.text, p.kind) for p in moved] == [(one, "same")]


def test_furniture_is_told_apart_and_never_cut():
    text = "Share this\nThe dam broke at noon."
    report = Report("a", text, "", "A", furniture=(Furniture(0, 10, FurnitureKind.SHARE),))
    known = Known(StoryView("s", "T", (report,), (), (), Findings(Story("s", ("a",)))))
    assert [(p.kind, column([p])) for p in sidebyside.alone(report, known, {})] == [
        ("furniture", "Share this"), ("", "The dam broke at noon."),
    ]  # fmt: skip


@given(st.text(max_size=300), st.text(max_size=300), st.data())
def test_every_character_is_shown_once(a, b, data):
    spans = [sorted(data.draw(st.tuples(st.integers(0, len(t)), st.integers(0, len(t))))) for t in (a, b)]
    match = Match("a", *spans[0], "b", *spans[1], 1.0, MatchKind.COPIED)
    reports = (Report("a", a, "", "A"), Report("b", b, "", "B"))
    known = Known(StoryView("s", "T", reports, (match,), (), Findings(Story("s", ("a", "b")))))
    pair = sidebyside.between(*reports, (match,))
    rows = sidebyside.rows(pair, known, {"a": [0, 5], "b": [3]})
    for text, side in ((a, [r.left for r in rows]), (b, [r.right for r in rows])):
        shown = "".join(column(parts) for parts in side)
        assert sorted(c for c in shown if not c.isspace() and c.isalnum()) == sorted(c for c in text if c.isalnum())


def test_the_two_that_share_most_are_chosen():
    pair = sidebyside.pair(Known(story()))
    assert pair is not None
    assert (pair.a.id, pair.b.id) == ("courier", "herald")
