"""Credits, in the forms in which outlets print them."""

import pytest

from secondsource.reading import agencies

AP = "Associated Press"


def found(line: str, outlet: str | None = None) -> list[tuple[str, str | None, bool]]:
    credited = agencies.in_line(line, 7, outlet)
    return [(line[c.start - 7 : c.end - 7], c.name, c.contributed) for c in credited.credits] if credited else []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Agencies |", [("Agencies", None, False)]),
        ("AP", [("AP", AP, False)]),
        ("By The Associated Press", [("Associated Press", AP, False)]),
        ("By JANE ROEAssociated Press", [("Associated Press", AP, False)]),
        ("By Jane Roe, Reuters", [("Reuters", "Reuters", False)]),
        ("© 2018 Washington Post", [("Washington Post", "Washington Post", False)]),
        ("Copyright 2031 The Associated Press. Kept for the mill.", [("Associated Press", AP, False)]),
        ("(With inputs from PTI)", [("PTI", "Press Trust of India", False)]),
        ("With agency inputs", [("agency", None, False)]),
        ("The bridge is closed. (Reuters)", [("Reuters", "Reuters", False)]),
        ("The bridge is closed. — AP", [("AP", AP, False)]),
        ("The Associated Press contributed to this report.", [("Associated Press", AP, True)]),
        ("Contributing: Jane Roe, The Associated Press", [("Associated Press", AP, True)]),
        ("Copyright 2017 WXYZ. All rights reserved.", []),
        ("He told Reuters that the bridge is closed.", []),
        ("The Associated Press contributed to the fund, the mayor said.", []),
        ("The bridge is closed, AP reported.", []),
        ("WRAP", []),
        ("From Bloomberg:", []),
    ],
)
def test_lines(line: str, expected: list[tuple[str, str | None, bool]]) -> None:
    assert found(line) == expected


@pytest.mark.parametrize("form", sorted(agencies.table().names))
def test_every_form_is_found_and_named(form: str) -> None:
    written = next(f for f in _forms() if " ".join(f.casefold().split()) == form)
    assert found(f"© 2020 {written}" if written in _papers() else f"Source: {written}") == [
        (written, agencies.table().names[form], False)
    ]


@pytest.mark.parametrize("outlet", ["Reuters", "reuters.com", "www.reuters.com", "https://www.reuters.com"])
def test_an_outlet_that_names_itself_credits_no_one(outlet: str) -> None:
    assert found("(Reuters)", outlet) == []
    assert found("(AP)", outlet) == [("AP", AP, False)]


def test_brackets_beside_a_station_have_contributed() -> None:
    assert [(c.name, c.contributed) for c in agencies.in_brackets("WXYZ/AP", 0)] == [(AP, True)]
    assert [(c.name, c.contributed) for c in agencies.in_brackets("AP", 0)] == [(AP, False)]
    assert agencies.in_brackets("WXYZ", 0) == ()


@pytest.mark.parametrize("name", ["Selby Press", "Northern News Agency", "Coast Newswire", "Selby Press Association"])
def test_an_agency_that_no_table_lists_signs_by_its_name(name: str) -> None:
    assert [c.name for c in agencies.in_brackets(name, 0)] == [name]
    assert found(name) == [(name, name, False)]
    assert found(f"The {name.lower()} was there") == []


def test_an_outlets_own_house_is_no_agency() -> None:
    assert found("Selby Sun-Times Wire", "homicides.suntimes.example") == []
    assert agencies.in_brackets("QRS", 0, "selby.qrslocal.example") == ()
    assert [c.name for c in agencies.in_brackets("QRS", 0, "selby.other.example")] == ["QRS"]


def _rows() -> dict[str, list[dict[str, list[str]]]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads((files("secondsource.reading") / "data" / "agencies.toml").read_text("utf-8"))


def _papers() -> set[str]:
    return {form for row in _rows()["paper"] for form in row["forms"]}


def _forms() -> list[str]:
    rows = _rows()
    listed = [form for kind in ("agency", "paper") for row in rows[kind] for form in row["forms"]]
    return listed + [str(form) for form in rows["generic"]]
