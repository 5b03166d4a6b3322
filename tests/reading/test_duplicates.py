"""The same id again."""

import hashlib

from secondsource.reading.duplicates import Register
from secondsource.records import Report, SetAside


def report(text: str, *, url: str | None = None, source: str | None = None) -> Report:
    return Report(
        "r", text, hashlib.sha256(text.encode()).hexdigest(), source or "r", source_given=source is not None, url=url
    )


def test_the_same_text_is_one_report() -> None:
    register = Register()
    first = register.admit(report("one"), "here")
    assert isinstance(first, Report)
    assert first.id == "r"
    assert register.admit(report("one"), "there") is None


def test_another_text_at_the_same_address_is_a_version() -> None:
    register = Register()
    register.admit(report("one", url="http://example.org/1"), "here")
    second = register.admit(report("two", url="http://example.org/1"), "there")
    third = register.admit(report("three", url="http://example.org/1", source="The Example"), "there")
    fourth = register.admit(report("four", source="the example"), "there")
    assert [r.id for r in (second, third, fourth) if isinstance(r, Report)] == ["r@v2", "r@v3", "r@v4"]
    assert isinstance(second, Report)
    assert second.notes == ("version 2 of r",)
    assert register.admit(report("two", url="http://example.org/1"), "again") is None


def test_another_text_with_nothing_in_common_is_set_aside() -> None:
    register = Register()
    register.admit(report("one"), "here")
    result = register.admit(report("two"), "pile.jsonl, line 2")
    assert isinstance(result, SetAside)
    assert result.input == "pile.jsonl, line 2"
    assert "'r' is taken" in result.reason
