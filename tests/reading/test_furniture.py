"""The table of lines that are no reporting: every rule takes its line, and leaves what only looks like one."""

import time

import pytest

from secondsource.reading import furniture
from secondsource.reading.furniture import Rule


@pytest.mark.parametrize("rule", furniture.rules(), ids=lambda rule: rule.takes[:30])
def test_every_rule_takes_its_line(rule: Rule) -> None:
    assert rule.pattern.fullmatch(rule.takes)
    assert furniture.kind_of(rule.takes) is not None


@pytest.mark.parametrize("line", [line for rule in furniture.rules() for line in rule.leaves])
def test_what_looks_like_furniture_is_left(line: str) -> None:
    assert furniture.kind_of(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "The mayor said on Friday that the bridge is closed.",
        "Police: 3 dead after a fire in the mill",
        "“We saw nothing,” she told The Example.",
        "Date: 03/07/2031 10:47 AM",
        "More than 10,000 came to the harbour.",
        "Share prices fell by a third, the exchange said.",
        "By noon the fire was out, said the fire brigade.",
        "@anna_berg.",
        "Top officials met in secret.",
        "Follow the money, he told the court.",
        "x" * (furniture.LONGEST + 1),
    ],
)
def test_reporting_is_left(line: str) -> None:
    assert furniture.kind_of(line) is None


@pytest.mark.parametrize(
    "unit", ["a", "By A ", "1 ", ". ", "may ", "(", "follow a ", "share ", "x (photo: ", "a@", "A-"]
)
def test_no_line_takes_long(unit: str) -> None:
    line = (unit * furniture.LONGEST)[: furniture.LONGEST]
    furniture.kind_of("warm up")
    start = time.process_time()
    furniture.kind_of(line)
    assert time.process_time() - start < 0.2
