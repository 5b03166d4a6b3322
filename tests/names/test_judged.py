"""A reader's word on names."""

from secondsource.names import judged, resolve
from secondsource.records import Judgement

LEAD = (
    "Minister Orla Fenwick visited Norway on Friday. Fenwick met Governor Tomas Brandt.\n"
    "The Selby Harbour Board objected. The Port Authority of Selby gave no details, and Brandt left."
)


def forms(entities, parsed):
    texts = {p.report.id: p.report.text for p in parsed}
    return {e.name: {texts[m.report][m.start : m.end] for m in e.mentions} for e in entities}


def test_two_names_that_a_reader_says_are_one(story):
    parsed = story(LEAD)
    found = judged(resolve(parsed), parsed, [Judgement("one-name", "Orla Fenwick", "Tomas Brandt", "2031-01-01")])
    one = forms(found, parsed)
    assert "Tomas Brandt" not in one or "Orla Fenwick" not in one
    assert {"Orla Fenwick", "Tomas Brandt", "Brandt"} <= one.get("Orla Fenwick", one.get("Tomas Brandt"))
    assert any("a reader said" in why for e in found for why in e.why)


def test_a_name_that_a_reader_says_is_somebody_elses(story):
    parsed = story(LEAD)
    before = forms(resolve(parsed), parsed)
    assert "Fenwick" in before["Orla Fenwick"]
    found = forms(judged(resolve(parsed), parsed, [Judgement("two-names", "Orla Fenwick", "Fenwick", "2031")]), parsed)
    assert "Fenwick" not in found["Orla Fenwick"]
    assert found["Fenwick"] == {"Fenwick"}


def test_names_that_are_not_here_change_nothing(story):
    parsed = story(LEAD)
    entities = resolve(parsed)
    said = [Judgement("one-name", "Ann Poe", "Bo Poe", "2031"), Judgement("two-names", "Ann Poe", "Poe", "2031")]
    assert judged(entities, parsed, said) == entities
