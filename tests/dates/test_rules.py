"""Every row of the tables does something: each rule finds its own examples, each word of a class can match."""

import re

import pytest

from secondsource.dates import find
from secondsource.dates.expressions import readings, windows
from secondsource.dates.grammar import modifiers, rules, words
from secondsource.dates.numbers import number, spoken_year
from secondsource.records import Report, TimeExpression

DAY = "2024-03-14"  # a Thursday


def marked(example: str) -> tuple[str, int, int, str]:
    """The text, the span and the expectation of ``some [[words]] here => expectation``."""
    text, _, expected = example.partition(" => ")
    start = text.index("[[")
    end = text.index("]]") - 2
    return text.replace("[[", "").replace("]]", ""), start, end, expected


def found_in(text: str, day: str | None = DAY) -> tuple[TimeExpression, ...]:
    return find(Report("r", text, "", "outlet", published=day, language="en"))


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in rules() for e in r.examples], ids=lambda x: getattr(x, "name", x)
)
def test_every_rule_finds_its_examples(rule, example):
    text, start, end, expected = marked(example)
    assert any(m.end() <= end and m.end() > start for m in rule.pattern.finditer(text)), "the rule itself"
    assert (start, end, *expected.split()) in [(e.start, e.end, e.type, e.value) for e in found_in(text)]


@pytest.mark.parametrize("modifier", modifiers(), ids=lambda m: m.name)
def test_every_modifier_widens_its_examples(modifier):
    for example in modifier.examples:
        text, start, end, _ = marked(example)
        assert (start, end) in [(r.start, r.end) for r in readings(text, 0, len(text))], example


@pytest.mark.parametrize("name", ["month", "weekday", "holiday_cased"])
def test_every_word_of_a_class_is_found(name):
    for word in words(name):
        text = f"It came on {word.title().replace('’S', '’s').replace(chr(39) + 'S', chr(39) + 's')} 3 or so."
        cased = re.sub(r"\bThe\b", "the", text).replace(" De ", " de ").replace(" Of ", " of ")
        assert found_in(cased), word


@pytest.mark.parametrize("name", ["unit", "season", "part", "decade", "zone", "vague", "weekday_short"])
def test_every_word_stands_in_a_rule(name):
    pattern = "\n".join(rule.pattern.pattern for rule in rules())
    for word in words(name):
        letters = re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]")
        assert re.search(rf"(?i:{re.escape(letters)})", pattern), word


def test_every_trigger_opens_a_window():
    for word in words("trigger"):
        assert list(windows(f"so {word} it is", 0, 40)), word


def test_rules_have_names_of_their_own():
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "value"),
    [("10,000", 10000), ("twenty-four", 24), ("2 1/2", 2.5), ("a couple of", 2), ("two dozen", 24), ("a hundred", 100),
     ("two and a half", 2.5), ("three to five", 3), ("half a", 0.5), ("an", 1)],
)  # fmt: skip
def test_numbers(text, value):
    assert float(number(text) or 0) == value


def test_no_number():
    assert number("several") is None


def test_spoken_years():
    assert spoken_year("nineteen ninety-seven") == 1997
    assert spoken_year("two thousand and four") == 2004
