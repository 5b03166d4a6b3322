"""Fields by the names that exports give them."""

import pytest

from secondsource.reading.columns import folded, named, read_record, table
from secondsource.reading.drafts import FIELDS, Draft

TEXT = "The ferry ran aground."


def draft(**record: object) -> Draft:
    found = read_record(record, "here")
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize(("field", "name"), [(f, n) for f, names in table().items() for n in names])
def test_every_name_of_the_table_is_found(field: str, name: str) -> None:
    assert named({name.upper(): "x"}).values == {field: "x"}


def test_the_table_has_every_field_once() -> None:
    assert set(table()) == {"id", "text", "html", *FIELDS}
    names = [n for field_names in table().values() for n in field_names]
    assert len(names) == len(set(names))


def test_own_names_win_over_others() -> None:
    found = draft(id="1", text=TEXT, body="Another text.", source="Post", publisher="House", date="2031-01-01")
    assert (found.text, found.fields) == (TEXT, {"source": "Post", "published": "2031-01-01"})
    assert found.notes == ("Fields read by other names: published ← date.",)


def test_addresses_people_and_dates() -> None:
    found = draft(
        url="https://post.example/1", text=TEXT, source={"id": None, "name": "Post"},
        author=[{"name": "Jane Roe"}, "Joe Doe"], published=1930896000000,
    )  # fmt: skip
    assert found.id == "https://post.example/1"
    assert found.fields["author"] == "Jane Roe, Joe Doe"
    assert found.fields["published"] == "2031-03-10T08:00:00+00:00"
    assert found.fields["source"] == "Post"


def test_an_address_as_outlet_is_the_address() -> None:
    found = draft(id="1", text=TEXT, source="https://post.example/a/1", hostname="post.example")
    assert (found.fields["url"], found.fields["source"]) == ("https://post.example/a/1", "post.example")


def test_markup_is_taken_off_where_the_name_or_the_text_shows_it() -> None:
    assert draft(id="1", body_html=f"<p>{TEXT}</p><p>Two.</p>").text == f"{TEXT}\n\nTwo."
    assert draft(id="1", content=f"<p>{TEXT}</p>").text == TEXT
    assert draft(id="1", text="Kept: <p>as it is</p>").text == "Kept: <p>as it is</p>"


def test_names_are_compared_without_case_and_signs() -> None:
    assert folded("Date_Publish") == folded("datePublish") == folded("date publish") == "datepublish"


def test_no_value_is_no_value() -> None:
    assert draft(id="1", text=TEXT, title="None", author="nan", language="").fields == {}
