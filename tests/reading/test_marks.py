"""A text marked: furniture, credit, dateline, paragraphs, by marked-up pairs and by the laws that hold for any text."""

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading.marks import Marks, mark
from secondsource.records import FurnitureKind

BODY = (
    "The ferry to Port Ellen ran aground on Friday with forty people aboard, the coast guard said.\n\n"
    "All forty were taken off by evening, and nobody was hurt, said its captain, Ida Holm.\n"
)

SAILS = "Islanders call for a second ship"
FREED = "Ferry off Port Ellen freed by the tide"
STANDFIRST = "The ferry to Port Ellen ran aground on Friday with forty people aboard, the coast guard said"

# By name: the text with the kind of each block of furniture in brackets, and the title that is given beside it.
MARKED = {
    "title": ("[headline:Ferry runs aground with forty aboard]\n\n" + BODY, "Ferry runs aground with forty aboard"),
    "title twice": (f"[headline:{SAILS}]\n[headline:{SAILS}]\n{BODY}", SAILS),
    "a title that nothing repeats stays": (f"{SAILS}\n\n{BODY}", SAILS),
    "title with a sign": ("[headline:× Ferry aground near Port Ellen]\n" + BODY, "Ferry aground near Port Ellen"),
    "date line": ("[dateline:date 2024-11-30] [share:Breaking News]\n" + BODY, None),
    "byline": ("[byline:By Jane Roe, Staff Writer]\n[dateline:Updated: May 4, 2020 9:15 AM]\n" + BODY, None),
    "foot": (
        "[share:Advertisement]\n" + BODY + "[read more:Also read: Mill burns down]\n[note:© 2020 The Example]\n",
        None,
    ),
    "headline twice, caption": (
        f"[headline:{FREED}]\n[headline:{FREED}]\n[caption:Ida Holm aboard the ferry on Friday]\n{BODY}",
        None,
    ),
    "standfirst": (f"[standfirst:{STANDFIRST}]\n{BODY}", "Storm at sea"),
    "subhead": (f"{BODY}[headline:Three Years Without Repairs]\n{BODY.replace('forty', 'sixty')}", "Storm"),
    "contributed": (BODY + "[credit:The Associated Press contributed to this report.]", None),
    "credit at the end": (BODY.rstrip() + " [credit:(Reuters)]", None),
    "a headline that nothing repeats stays": ("Mill burns down in Åby\n" + BODY, None),
    "a list stays": ("Wounded:\nIda Holm, 44\nOtto Lind, 31\n" + BODY, "Storm"),
}


def bracketed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its marks, and each mark's kind and words."""
    found = re.findall(r"\[([a-z ]+):([^\]]*)\]", text)
    return re.sub(r"\[[a-z ]+:([^\]]*)\]", r"\1", text), found


@pytest.mark.parametrize(("marked", "title"), MARKED.values(), ids=MARKED)
def test_furniture(marked: str, title: str | None) -> None:
    text, expected = bracketed(marked)
    marks = mark(text, title=title)
    assert [(f.kind.value, text[f.start : f.end]) for f in marks.furniture] == expected


def test_dateline_and_credit_open_the_reporting() -> None:
    text = "PORT ELLEN (AP) — The ferry ran aground.\nNobody was hurt."
    marks = mark(text)
    assert marks.dateline is not None
    assert marks.dateline.place == "Port Ellen"
    assert [(text[c.start : c.end], c.name) for c in marks.credits] == [("AP", "Associated Press")]
    assert [text[s:e] for s, e in marks.paragraphs] == ["The ferry ran aground.", "Nobody was hurt."]


def test_dates_author_and_title_are_taken_from_the_page() -> None:
    text = (
        "Ferry off Port Ellen freed\nFerry off Port Ellen freed\nBy Jane Roe\n"
        "Published: May 4, 2020 | Updated: May 5, 2020 08:12 AM IST\n" + BODY
    )
    marks = mark(text)
    assert (marks.author, marks.published, marks.updated) == ("Jane Roe", "2020-05-04", "2020-05-05T08:12+05:30")
    assert mark(text.replace("Ferry off Port Ellen freed", "Ferry to Port Ellen ran aground on Friday")).title == (
        "Ferry to Port Ellen ran aground on Friday"
    )


def test_a_report_pasted_twice_is_told_once() -> None:
    text = BODY + BODY
    marks = mark(text)
    assert len(marks.paragraphs) == 2
    assert {f.kind for f in marks.furniture} == {FurnitureKind.STANDFIRST}


def test_a_text_without_full_stops_is_all_reporting() -> None:
    text = "".join(f"the speaker of row {i} said so again in the hall\n" for i in range(40))
    assert mark(text).furniture == ()


def test_a_video_caption_that_tells_more_stays() -> None:
    caption = "Twelve goats died in the hold, a farmer told News 9. (Published Friday, May 1, 2020)"
    assert any(caption.startswith("Twelve") and s == 0 for s, _ in mark(caption + "\n" + BODY).paragraphs)


LINES = st.sampled_from(
    [
        "Advertisement", "Top", "", "  ", "By Jane Roe", "SEOUL (AP) — The bridge fell, he said.", "Mill burns down",
        "The mill burned down on Friday, the mayor of the town said.", "May 4, 2020", "date 2024-11-30 Seoul: It fell.",
        "Agencies |", "It ended so. (Reuters)", "“He said so", "\u202eقال الرئيس", "© 2020 Washington Post", "x" * 700,
        "MIAMI _", "The AP contributed to this report.", "Three Years Without Repairs", "\x00\x0c", "WASHINGTON —",
    ]
)  # fmt: skip


@given(
    st.lists(LINES, max_size=14),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from([None, "Mill burns down"]),
)
def test_marks_cover_everything_once(lines: list[str], end: str, title: str | None) -> None:
    assert_covered(end.join(lines), mark(end.join(lines), title=title))


@given(st.text(max_size=300))
def test_marks_cover_any_text_once(text: str) -> None:
    assert_covered(text, mark(text))


def assert_covered(text: str, marks: Marks) -> None:
    spans = sorted([*marks.paragraphs, *((f.start, f.end) for f in marks.furniture)])
    dateline = marks.dateline
    if dateline and not any(s <= dateline.start and dateline.end <= e for s, e in spans):
        spans = sorted([*spans, (dateline.start, dateline.end)])
    assert all(s < e for s, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    bare = set(range(len(text))) - {i for s, e in spans for i in range(s, e)}
    assert all(text[i].isspace() for i in bare)


@pytest.mark.parametrize(
    "line", ["The mayor of town {} said so again in the hall.\n", "Who said it\n", "(Published May 1, 2020)\n", "word "]
)
def test_time_grows_with_the_text_and_no_faster(line: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(line.format(i) for i in range(count))
        start = time.process_time()
        mark(text)
        return time.process_time() - start

    seconds(100)
    small, large = seconds(1_000), seconds(8_000)
    assert large < 8 * small * 3 + 0.2
