"""Dated events out of parsed reports: triggers, what an undated sentence inherits, and merging."""

from dataclasses import replace
from itertools import permutations

import pytest

from secondsource.dates import find
from secondsource.language.parse import bind, parse
from secondsource.records import Kind, Match, MatchKind, Parsed, Report, Statement, Story
from secondsource.timeline import arrange
from secondsource.timeline.tellings import names_event, words

DAY = "2024-11-30"  # a Saturday


def parsed(name: str, text: str, day: str | None = DAY) -> Parsed:
    report = Report(name, text, "", name, published=day, language="en", paragraphs=((0, len(text)),))
    return Parsed(report, tuple(bind(table, text, 0) for table in parse([text])))


def told(*reports: Parsed, matches: tuple[Match, ...] = ()) -> list[tuple[str, str, tuple[str, ...]]]:
    """(date, trigger, reports) of each event."""
    texts = {p.report.id: p.report.text for p in reports}
    dates = [e for p in reports for e in find(p.report)]
    story = Story("s", tuple(p.report.id for p in reports))
    events = arrange(story, reports, dates, (), matches)
    for e in events:
        assert e.start <= e.trigger[0] < e.trigger[1] <= e.end
        assert e.why
    return [(e.date, texts[e.report][slice(*e.trigger)], e.reports) for e in events]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("The bridge at Ostrava Hill collapsed on Friday.", [("2024-11-29", "collapsed")]),
        ("In June, Arland and Borduria signed a treaty.", [("2024-06", "signed")]),
        ("The mayor slammed a council decision earlier in November to close the quay.", [("2024-11", "decision")]),
        ("Divers found the wreck on Friday, the harbour master said on Saturday.",
         [("2024-11-29", "found"), ("2024-11-30", "said")]),
        ("The ferry was built in 1998 and sank on Thursday.", [("1998", "built"), ("2024-11-28", "sank")]),
        ("The 2010 Games are remembered in Port Ellis.", []),
        ("It rains a lot in Port Ellis.", []),
        ("The school will stay closed until Monday.", []),
        ("The bakery has made bread in Lisk since 1961.", []),
        ("The last inspection of the dock was in September.", [("2024-09", "inspection")]),
        ("On Friday the harbour had no lights.", []),
        ("The mayor did not resign on Friday.", []),
        ("The minister should publish the reports on Monday.", []),
        ("Inspectors had ordered the barrels to be moved in January 2024.", [("2024-01", "ordered")]),
        ("The mayor told residents to leave on Monday.", []),
        ("The quay will open on Monday.", [("2024-12-02", "open")]),
        ("The baker handed out yesterday's bread.", []),
        ("The mayor spoke of Friday's explosion at the quay.", [("2024-11-29", "explosion")]),
        ("There were two explosions on Friday.", [("2024-11-29", "explosions")]),
        ("The company denied that a guard had opened the gate on Friday.", []),
        ("The company denied on Friday that a guard had opened the gate.", [("2024-11-29", "denied")]),
        ("A diver died on Friday, the harbour master said late on Friday.", [("2024-11-29", "died")]),
    ],
)  # fmt: skip
def test_triggers(text, events):
    assert [(date, trigger) for date, trigger, _ in told(parsed("a", text))] == events


def test_the_finest_date_of_a_trigger():
    text = "Yesterday, at this year's fair in Port Ellis, Mayor Ada Bell opened the quay."
    assert told(parsed("a", text)) == [("2024-11-29", "opened", ("a",))]


def test_what_follows_a_dated_lead_carries_its_day():
    text = (
        "Mayor Ada Bell opened the new quay on Friday. Bell thanked the divers. It may rain in May. The quay is long."
    )
    assert [(d, t) for d, t, _ in told(parsed("a", text))][:2] == [("2024-11-29", "opened"), ("2024-11-29", "thanked")]


def test_nothing_is_carried_from_an_old_lead():
    text = "Mayor Ada Bell opened the old quay on 3 May 2019. Bell thanked the divers."
    assert [(d, t) for d, t, _ in told(parsed("a", text))] == [("2019-05-03", "opened")]


def test_an_undated_lead_is_news_of_the_day():
    assert told(parsed("a", "Mayor Ada Bell opened the new quay.")) == [(DAY, "opened", ("a",))]


def test_an_undated_lead_beside_another_recent_day_stays_undated():
    text = "Mayor Ada Bell has opened the new quay. The divers arrived on Friday."
    assert told(parsed("a", text)) == [("2024-11-29", "arrived", ("a",))]


def test_a_report_without_a_date_gives_no_day():
    assert told(parsed("a", "Mayor Ada Bell opened the new quay. Divers arrived on Friday.", day=None)) == []


def test_nothing_is_counted_from_a_date_that_cannot_be_right():
    p = parsed("a", "Mayor Ada Bell opened the new quay. Divers arrived on Friday. The old one opened on 3 May 2019.")
    doubtful = replace(p, report=replace(p.report, date_doubtful=True))
    assert told(doubtful) == [("2019-05-03", "opened", ("a",))]


def test_copies_are_one_event():
    text = "The ferry Aurelia sank off Port Ellis on Friday."
    a, b = parsed("a", text), parsed("b", "Breaking news. " + text)
    match = Match("a", 0, len(text), "b", 15, 15 + len(text), 1.0, MatchKind.COPIED)
    assert told(a, b, matches=(match,)) == [("2024-11-29", "sank", ("a", "b"))]


def test_retellings_are_one_event():
    a = parsed("a", "The ferry Aurelia sank off Port Ellis on Friday.")
    b = parsed("b", "On Friday the Aurelia, a ferry of 1931, sank with all hands.")
    assert ("2024-11-29", "sank", ("a", "b")) in told(a, b)


def test_two_sayings_of_a_day_are_two_events():
    a = parsed("a", "On Friday Mayor Ada Bell said that the old quay was safe for all ships.")
    b = parsed("b", "On Friday Ada Bell said that she had married the harbour master.")
    assert len([e for e in told(a, b) if e[1] == "said"]) == 2


def test_the_order_of_the_reports_changes_no_event():
    reports = [
        parsed("a", "The ferry Aurelia sank off Port Ellis on Friday."),
        parsed("b", "In June the Aurelia was sold. On Friday the Aurelia sank."),
        parsed("c", "Divers found the Aurelia early on Saturday."),
    ]
    seen = {tuple((d, t, frozenset(r)) for d, t, r in told(*order)) for order in permutations(reports)}
    assert len(seen) == 1


def test_a_time_in_the_content_does_not_date_the_saying():
    text = "Police told reporters in Port Ellis the quay was safe Friday."
    p = parsed("a", text)
    content = (text.index("the quay"), len(text) - 1)
    statement = Statement("1", "a", Kind.INDIRECT, ((0, 6),), ((7, 11),), (content,), None, ())

    def triggers(*statements: Statement) -> list[str]:
        events = arrange(Story("s", ("a",)), [p], find(p.report), statements, ())
        return [text[slice(*e.trigger)] for e in events]

    assert triggers() == ["told"], "the parser hangs Friday on the wrong verb"
    assert triggers(statement) == [], "and that it was safe is no event"


def test_empty_and_broken():
    assert told() == []
    assert told(parsed("a", "")) == []
    assert told(parsed("a", "“On Friday \u202e)) (( “ \ufffd")) in ([], [("2024-11-29", "Friday", ("a",))])


def test_every_ending_and_exception_counts():
    for ending in words("endings"):
        assert names_event("x" + ending)
    for noun in words("no_events"):
        assert not names_event(noun)
        assert noun.endswith(tuple(words("endings"))), f"{noun}: no ending would take it for an event"
    for noun in words("events"):
        assert names_event(noun)


@pytest.mark.parametrize("verb", sorted(words("states") - {"be"}))
def test_no_verb_of_how_things_are_tells_an_event(verb):
    assert {t.lemma for t in parsed("a", f"They {verb} it.").paragraphs[0].tokens} >= {verb}


@pytest.mark.shared
def test_the_seeds(shared):
    """Point 8 of what the two seed reports must give."""
    reports = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        at = [(i, j) for i, j in _lines(text) if j - i > 200]
        report = Report(path.stem[:3], text, "", path.stem, published=DAY, language="en", paragraphs=tuple(at))
        tables = parse([text[i:j] for i, j in at])
        reports.append(Parsed(report, tuple(bind(t, text[i:j], i) for t, (i, j) in zip(tables, at, strict=True))))
    events = {(date, trigger) for date, trigger, _ in told(*reports)}
    assert {
        ("2024-06", "signed"), ("2024-10", "sent"), ("2024-11", "decision"), ("2024-11-29", "arrived"),
        ("2024-11-29", "meeting"), ("2024-11-29", "interview"), ("2024-11-30", "reported"),
    } <= events  # fmt: skip


def _lines(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        found.append((at, at + len(line.rstrip())))
        at += len(line)
    return found
