"""A pile with reports in a language that has no model: quotations are given, and the page says what isn't read."""

import json

import pytest

import secondsource as ss

GERMAN = (
    "Die Brücke von Ostermoor bleibt nach dem Sturm bis Freitag gesperrt.\n\n"
    "„Wir öffnen sie erst nach der Prüfung“, sagte Bürgermeisterin Anke Dorn am Montag."
)
ENGLISH = "The bridge at Ostermoor stays shut after the storm, mayor Anke Dorn said on Monday."


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    path = tmp_path_factory.mktemp("pile") / "reports.jsonl"
    rows = [{"id": "de", "text": GERMAN, "language": "de"}, {"id": "en", "text": ENGLISH, "language": "en"}]
    path.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    return ss.read(path, cache=False)


def test_its_quotations_are_statements_that_say_why_nobody_is_named(pile):
    [said] = [s for s in pile.statements().to_dicts() if s["report"] == "de"]
    assert [GERMAN[a:b] for a, b in said["content"]] == ["„Wir öffnen sie erst nach der Prüfung“"]
    assert (said["kind"], said["speaker"], said["chain"], said["source"]) == ("direct", None, [], [])
    assert any("have a model" in why for why in said["why"])


def test_a_quotation_of_nobody_known_makes_no_claim(pile):
    assert {r for claim in pile.claims().to_dicts() for r in claim["report_ids"]} == {"en"}


def test_the_page_says_so(pile, tmp_path):
    html = pile.report(tmp_path / "page.html").read_text("utf-8")
    assert "another language (de)" in html
    assert "direct quotations are given" in html
