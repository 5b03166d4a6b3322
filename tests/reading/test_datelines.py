"""The place that opens a report."""

import pytest

from secondsource.reading import datelines


@pytest.mark.parametrize(
    ("paragraph", "place", "rest"),
    [
        ("SEOUL (AP) — The bridge", "Seoul", "The bridge"),
        ("Seoul: Amid the storm", "Seoul", "Amid the storm"),
        ("MENASHA, Wis. (AP) -- Police", "Menasha", "Police"),
        ("WASHINGTON, Feb 26 (Reuters) - The", "Washington", "The"),
        ("ÅBY (AP) — The", None, ""),
        ("MOSCOW (AP)_ The mayor", "Moscow", "The mayor"),
        ("MIAMI _", "Miami", ""),
        ("NEW ORLEANS\\/WASHINGTON ( Reuters ) - A judge", "New Orleans/Washington", "A judge"),
        ("Killingly (AP) — Police", "Killingly", "Police"),
        ("Raleigh, N.C. — A man", "Raleigh", "A man"),
        ("New Delhi: The bridge", "New Delhi", "The bridge"),
        ("BREAKING NEWS - 3 dead", None, ""),
        ("UPDATE: The bridge", None, ""),
        ("Police: A bridge fell", None, ""),
        ("A MAN - he was old -", None, ""),
        ("WXYZ — The bridge", None, ""),
        ("Well-known men met", None, ""),
        ("N.Y. MONEY OPENING INDICATIONS - firm", None, ""),
    ],
)
def test_opening(paragraph: str, place: str | None, rest: str) -> None:
    found = datelines.opening(paragraph, 5)
    assert (found.dateline.place if found else None) == place
    if found:
        assert paragraph[found.end - 5 :] == rest
        assert paragraph[: found.dateline.end - 5] == paragraph[: found.end - 5].rstrip()


def test_credit_in_brackets() -> None:
    found = datelines.opening("SEOUL (AP) — The bridge", 10)
    assert found is not None
    assert [(c.start, c.end, c.name) for c in found.credits] == [(17, 19, "Associated Press")]


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("date 2031-03-07 Norrvik: Rain", 15),
        ("date 2024-11-301", 0),
        ("LONDON | Wed Jun 16 , 2010 2:12 pm EDT LONDON (Reuters) - X", 38),
        ("dated 2024-11-30", 0),
    ],
)
def test_date_prefix(line: str, length: int) -> None:
    assert datelines.date_prefix(line) == length


def test_place_behind_a_bar() -> None:
    line = "Updated on: 07 March,2031 09:47 AM IST | Seoul"
    found = datelines.behind_bar(line, 0)
    assert found is not None
    assert line[found.start : found.end] == found.place == "Seoul"
    assert datelines.behind_bar("Updated on: 1 May 2020 | Politics", 0) is None
