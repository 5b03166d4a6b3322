"""What stands in running text, and what it counts from: marked-up pairs, and laws that hold for any text."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.dates import find
from secondsource.records import Dateline, Report

MARK = re.compile(r"\[\[(.*?)=>(.*?)\]\]", re.DOTALL)


def check(marked: str, day: str | None = "2024-11-30") -> None:
    """Each ``[[words=>value]]`` is found with its value, and nothing else is."""
    text, expected, at = "", [], 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        expected.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    text += marked[at:]
    found = find(Report("r", text, "", "outlet", published=day, language="en"))
    assert [(text[e.start : e.end], e.value) for e in found] == [(text[s:e], v) for s, e, v in expected]
    assert [(e.start, e.end) for e in found] == [(s, e) for s, e, _ in expected]


def test_the_dateline_is_read() -> None:
    text = "OSTRAVA HILL, Nov. 29 (Bayline) -- The bridge fell Friday."
    dateline = Dateline(0, text.index("The"), "Ostrava Hill")
    report = Report(
        "r", text, "", "outlet", published="2024-11-30", dateline=dateline, paragraphs=((dateline.end, len(text)),)
    )
    assert [(text[e.start : e.end], e.value) for e in find(report)] == [
        ("Nov. 29", "2024-11-29"),
        ("Friday", "2024-11-29"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # the report's own day of the week, the one before, the one to come
        "The bridge at Ostrava Hill fell [[Saturday=>2024-11-30]].",
        "Divers reached the wreck on [[Friday=>2024-11-29]], the harbour master said [[Saturday=>2024-11-30]].",
        "Divers will go down again [[Tuesday=>2024-12-03]].",
        "It had been due to sail [[Friday=>2024-11-29]].",
        "The board extended the sale until [[Tuesday=>2024-12-03]].",
        "Until [[Friday=>2024-11-29]], she had been at sea; she did not call until [[Thursday=>2024-11-28]].",
        "The crew planned a march along the quay on [[Monday=>2024-12-02]].",
        "The keel was laid [[last Oct. 23=>2024-10-23]].",
        "The ferry company said it will decide by [[Monday=>2024-12-02]].",
        # months and days whose year is to be chosen
        "The quay closed in [[September=>2024-09]] and reopens in [[January=>2025-01]].",
        "The hearing is scheduled for [[Feb. 20=>2025-02-20]].",
        "The order of [[Oct. 3=>2024-10-03]] stands.",
        "The keel was laid in [[June last year=>2023-06]].",
        "He criticised a ruling [[earlier in November=>2024-11]].",
        # parts that stand side by side are one
        "The siren sounded at [[5 p.m. EST on Friday=>2024-11-29T17:00-05:00]].",
        "It sank on [[Thursday, Nov. 28=>2024-11-28]], at [[9:45pm=>2024-11-28T21:45]].",
        "Crowds came [[Friday night=>2024-11-29TNI]] and left [[early Saturday morning=>2024-11-30TMO]].",
        # the narrative
        "The dam was finished in [[1931=>1931]]. [[Two years later=>1933]] it cracked.",
        "It cracked in [[1933=>1933]]; [[the following year=>1934]] it was mended.",
        "He arrived on [[12 March 2019=>2019-03-12]] and left [[the next day=>2019-03-13]].",
        "In [[1931=>1931]] it cracked, and [[fifteen days later=>P15D]] it fell.",
        "It was drawn in [[the 1930s=>193]] and, [[a year later=>P1Y]], mended.",
        "The wreck was found [[Saturday , Nov. 23 , 2019=>2019-11-23]]; the recession of [[2007=>2007]]-09 went by.",
        # how long, how often, and words that name no day
        "For [[the past three months=>P3M]] the [[two-year=>P2Y]] project has met [[every week=>P1W]].",
        "[[At least 30 days=>P30D]] passed before it [[recently=>PAST_REF]] moved; it is [[now=>PRESENT_REF]] still.",
        # what is no time
        "The 24-year-old pilot of Flight 1549 paid $1990 for 2000 shares; a second man, Mr. March, may march on.",
        "Yields of 1,998 kg at 3:1 odds in section 4.2 of the act.",
        "At 500 flights a week and $3 million a year it is the second largest.",
    ],
)  # fmt: skip
def test_in_running_text(text):
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "It fell [[Friday=>XXXX-WXX-5]], weeks after the storm of [[April=>XXXX-04]].".replace(
            "weeks", "[[weeks=>PXW]]"
        ),
        "It fell [[yesterday=>PAST_REF]] and opens [[tomorrow=>FUTURE_REF]], it says [[today=>PRESENT_REF]].",
        "It fell [[last week=>PAST_REF]] and again in [[1931=>1931]].",
        "It fell on [[2 May=>XXXX-05-02]]. At [[5 p.m.=>XXXX-XX-XXT17:00]] it",
    ],
)
def test_without_a_date_none_is_invented(text):
    check(text, day=None)


@pytest.mark.parametrize("day", ["31-31-31", "", "yesterday", "0001-01-01", "9999-12-31", "1850-06-01"])
def test_impossible_and_far_dates(day):
    text = (
        "They met last week, on Friday, 400 years ago, 9,000 years from now, next Easter, next decade; on 31 February."
    )
    found = find(Report("r", text, "", "outlet", published=day, language="en"))
    assert "31 February" not in {text[e.start : e.end] for e in found}


def test_the_update_counts_where_nothing_was_published():
    report = Report("r", "It fell on Friday.", "", "outlet", updated="2024-12-01T08:12:00+05:30", language="en")
    assert [e.value for e in find(report)] == ["2024-11-29"]


def test_only_in_paragraphs():
    text = "Updated Monday\nIt fell on Friday."
    report = Report("r", text, "", "outlet", published="2024-11-30", language="en", paragraphs=((15, len(text)),))
    assert [text[e.start : e.end] for e in find(report)] == ["Friday"]


def test_other_languages_get_nothing():
    assert find(Report("r", "Am Friday, 2. May 2024", "", "outlet", language="de")) == ()


PIECES = [
    "the",
    "next",
    "two",
    "weeks",
    "ago",
    "Friday",
    "May",
    "3",
    "1999",
    ",",
    "of",
    "last",
    "year's",
    "'90s",
    "\udc80",
]


@given(st.text(max_size=400) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_ordered_spans_apart(text):
    found = find(Report("r", text, "", "outlet", published="2024-11-30", language="en"))
    for e in found:
        assert 0 <= e.start < e.end <= len(text)
        assert text[e.start : e.end].strip() == text[e.start : e.end]
        assert e.type in ("DATE", "TIME", "DURATION", "SET")
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(0, 300))
@settings(max_examples=30, deadline=None)
def test_what_stands_before_moves_the_spans_only(n):
    text = "The ferry sank on 3 May 2019, two years after the fire."
    alone = find(Report("r", text, "", "outlet", published="2024-11-30", language="en"))
    later = find(Report("r", "x" * n + ". " + text, "", "outlet", published="2024-11-30", language="en"))
    assert [(e.start + n + 2, e.value) for e in alone] == [(e.start, e.value) for e in later]


@pytest.mark.parametrize(
    "piece", ["a", "1", " ", "two ", "the ", "2 1/2 ", "May 3, ", "weeks or months or ", "1999-", "early late mid "]
)
def test_long_lines_take_linear_time(piece):
    def seconds(size: int) -> float:
        report = Report("r", (piece * size)[:size], "", "outlet", published="2024-11-30", language="en")
        began = time.process_time()
        find(report)
        return time.process_time() - began

    assert seconds(20_000) < 8 * seconds(5_000) + 0.2
