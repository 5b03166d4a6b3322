"""The example desk (invented reports in the package): what docs/example-desk.md says, point by point."""

from __future__ import annotations

from pathlib import Path

import pytest

import secondsource
from secondsource.pipeline import analyse
from secondsource.reading import read

REPORTS = Path(secondsource.__file__).parent / "example"
DISPATCH = {"corrin-courier", "northern-standard", "bayline", "tessel-herald"}
RELEASE = {"pressline-kessler", "dockside-business"}
INQUIRY = {"bayline-inquiry", "northern-standard-inquiry"}
BLAST = DISPATCH | RELEASE | INQUIRY | {"harbour-gazette", "channel-six", "veldara-times-denial", "veldara-times-toll"}


class Desk:
    """The analysis, asked by the words of the reports. Reports are named without their ending."""

    def __init__(self):
        self.reading = read([REPORTS])
        self.analysis = analyse(self.reading.reports)
        self.text = {name(r.id): r.text for r in self.analysis.reports}
        self.findings = {frozenset(map(name, f.story.reports)): f for f in self.analysis.findings}
        self.statements = {s.id: s for f in self.analysis.findings for s in f.statements}
        self.claims = [c for f in self.analysis.findings for c in f.claims]
        self.conflicts = [c for f in self.analysis.findings for c in f.conflicts]

    def words(self, statement):
        text = self.text[name(statement.report)]
        return " ".join(text[s:e] for s, e in statement.content)

    def stated(self, report, words):
        """The statements of a report whose content holds the words."""
        found = [s for s in self.statements.values() if name(s.report) == report and words in self.words(s)]
        assert found, f"{report} states nowhere: {words}"
        return found

    def claim(self, report, words):
        """The claim that a statement of the report with these words belongs to, told by most reports."""
        ids = {s.id for s in self.stated(report, words)}
        return max((c for c in self.claims if ids & set(c.statements)), key=lambda c: len(c.report_ids))

    def days(self, words):
        """The dates on which the timeline has a sentence with these words."""
        events = [e for f in self.analysis.findings for e in f.events]
        return {e.date for e in events if words in self.text[name(e.report)][e.start : e.end]}

    def entity(self, canonical):
        return [e for f in self.analysis.findings for e in f.entities if e.name == canonical]

    def forms(self, canonical):
        return {self.text[name(m.report)][m.start : m.end] for e in self.entity(canonical) for m in e.mentions}


def name(report_id):
    return report_id.removesuffix(".txt")


@pytest.fixture(scope="module")
def desk():
    return Desk()


# 1 · stories --------------------------------------------------------------------------------------------------------


def test_all_are_read(desk):
    assert len(desk.analysis.reports) == 14
    assert desk.reading.set_aside == ()
    assert all(r.language == "en" and r.source_given and r.published for r in desk.analysis.reports)


def test_three_stories(desk):
    assert set(desk.findings) == {frozenset(BLAST), frozenset({"lisk-echo"}), frozenset({"orlin-post"})}


def test_the_like_fire_elsewhere_is_in_no_story_with_the_blast(desk):
    for story in desk.findings:
        assert not ({"lisk-echo", "orlin-post"} & story and BLAST & story)


# 2 · furniture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("corrin-courier", "Share this article"),
        ("corrin-courier", "Facebook | X | Email"),
        ("corrin-courier", "Read more: How Port Maren"),
        ("bayline", "Advertisement"),
        ("bayline", "Photograph: Agencies"),
        ("bayline", "Port Maren in pictures"),
        ("bayline", "How to help"),
        ("harbour-gazette", "Caption: Residents sweep up"),
        ("harbour-gazette", "By Mira Castellan"),
        ("tessel-herald", "Updated: 11 March 2026"),
        ("dockside-business", "Share this  Facebook"),
        ("pressline-kessler", "Media contact:"),
    ],
)
def test_furniture_is_marked(desk, report, words):
    [found] = [r for r in desk.analysis.reports if name(r.id) == report]
    at = found.text.index(words)
    assert any(f.start <= at < f.end for f in found.furniture)


@pytest.mark.parametrize("report", ["corrin-courier", "bayline", "veldara-times-toll", "lisk-echo"])
def test_the_headline_above_the_text_is_furniture(desk, report):
    [found] = [r for r in desk.analysis.reports if name(r.id) == report]
    at = found.text.index(found.title, found.text.index("author:"))
    assert any(f.start <= at and at + len(found.title) <= f.end for f in found.furniture)


def test_credits(desk):
    credit = {name(r.id): r.credit for r in desk.analysis.reports}
    assert "MPA" in (credit["corrin-courier"] or "")
    assert credit["bayline"] == "Agencies"
    assert credit["northern-standard"] is None


# 3 · copied passages ------------------------------------------------------------------------------------------------


def copied(desk):
    return {
        frozenset((name(m.a), name(m.b)))
        for m in desk.analysis.matches
        if m.kind.value in ("copied", "version") and m.a != m.b
    }


def test_who_shares_copied_passages(desk):
    among = {frozenset((a, b)) for a in DISPATCH for b in DISPATCH if a < b}
    assert copied(desk) == among | {frozenset(RELEASE)}


def test_the_changed_figure_does_not_break_the_passage(desk):
    figure = desk.text["bayline"].index("60 tonnes")
    spans = [
        (m.a_start, m.a_end) if name(m.a) == "bayline" else (m.b_start, m.b_end)
        for m in desk.analysis.matches
        if m.kind.value == "copied" and {name(m.a), name(m.b)} == {"bayline", "corrin-courier"}
    ]
    assert any(s <= figure < e for s, e in spans)


# 4 · lineage --------------------------------------------------------------------------------------------------------


def ancestors(desk, report):
    parents = {name(e.parent) for e in desk.analysis.edges if name(e.child) == report}
    return parents | {a for p in parents for a in ancestors(desk, p)}


@pytest.mark.parametrize("report", sorted(DISPATCH))
def test_the_dispatch_is_unseen(desk, report):
    assert {a for a in ancestors(desk, report) if a.startswith("wire:")} == {"wire:1"}


def test_the_press_release_was_printed_as_news(desk):
    [edge] = [e for e in desk.analysis.edges if name(e.child) == "dockside-business"]
    assert name(edge.parent) == "pressline-kessler"
    assert edge.share > 0.6
    assert edge.why


@pytest.mark.parametrize(
    "report", [*sorted(BLAST - DISPATCH - RELEASE), "lisk-echo", "orlin-post", "pressline-kessler"]
)
def test_the_others_come_from_no_one(desk, report):
    assert ancestors(desk, report) == set()


# 5 · the neck -------------------------------------------------------------------------------------------------------

TONNES = "tonnes of ammonium nitrate"


def test_the_claim_of_the_unnamed_official_is_told_by_four_and_rests_on_one(desk):
    claim = desk.claim("corrin-courier", TONNES)
    assert DISPATCH - {"bayline"} <= set(map(name, claim.report_ids))
    assert "veldara-times-denial" not in set(map(name, claim.report_ids))
    assert claim.independent_origins == (1, 1)
    assert len(claim.rests_on) == 1
    assert claim.named_sources == 0


def test_the_unnamed_official_is_the_nearest_link(desk):
    for statement in desk.stated("corrin-courier", TONNES):
        assert statement.chain[0] == ("anonymous@corrin-courier.txt",)


def test_the_denial_disputes_it(desk):
    assert desk.claim("corrin-courier", TONNES).status.value == "disputed"
    assert any(s.stance.value == "denies" for s in desk.stated("veldara-times-denial", "ammonium nitrate was stored"))


# 6 · more than one who knows ----------------------------------------------------------------------------------------


def test_two_explosions_rest_on_several(desk):
    claim = desk.claim("channel-six", "There were two explosions")
    assert {"channel-six", "harbour-gazette"} | DISPATCH <= set(map(name, claim.report_ids))
    assert claim.independent_origins[0] >= 2
    assert claim.named_sources == 3
    assert claim.status.value == "corroborated"


@pytest.mark.parametrize(
    ("report", "words", "speaker"),
    [
        ("corrin-courier", "There were two explosions", "Ilsa Brandt"),
        ("channel-six", "There were two explosions", "Marek Dorn"),
        ("harbour-gazette", "There were two explosions", "Joran Pell"),
        ("tessel-herald", "a man was lying in the road", "Lena Marsh"),
        ("veldara-times-denial", "no ammonium nitrate in Warehouse 9", "Hugo Lanz"),
        ("bayline-inquiry", "report by 30 June", "Dalia Renn"),
        ("northern-standard-inquiry", "who they pick", "Aya Sato"),
        ("dockside-business", "too early to speak about causes", "Viktor Amsel"),
    ],
)
def test_who_says_it(desk, report, words, speaker):
    assert {s.speaker for s in desk.stated(report, words)} == {speaker}


def test_the_heralds_own_reporting_does_not_rest_on_the_dispatch(desk):
    claim = desk.claim("tessel-herald", "a man was lying in the road")
    assert claim.rests_on == ("Lena Marsh",)
    assert not any("wire" in b or "Meridian" in b for b in claim.bottlenecks)


# 7 · only one party can know ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "words", "tellers"),
    [
        ("dockside-business", "relief fund of 2 million marks", RELEASE),
        ("bayline-inquiry", "report by 30 June", INQUIRY),
    ],
    ids=["fund", "inquiry"],
)
def test_only_one_party_can_know(desk, report, words, tellers):
    claim = desk.claim(report, words)
    assert set(map(name, claim.report_ids)) == tellers
    assert claim.independent_origins == (1, 1)


# 8 · conflicts ------------------------------------------------------------------------------------------------------


def tolls(desk):
    return [c for c in desk.conflicts if c.kind == "number" and any(s.value.startswith(("12", "15")) for s in c.sides)]


def test_the_two_tolls_of_wednesday_conflict(desk):
    [found] = [c for c in tolls(desk) if {"12", "15"} <= {s.value[:2] for s in c.sides} and c.label == "conflict"]
    tellers = {s.value[:2]: {name(spot.report) for spot in s.spans} for s in found.sides}
    assert tellers["15"] == {"channel-six"}
    assert tellers["12"] >= DISPATCH


def test_the_toll_of_thursday_is_an_update(desk):
    assert any(c.label == "update" and any(s.value.startswith("19") for s in c.sides) for c in desk.conflicts)


def test_sixty_for_six_hundred_tonnes_is_a_slip(desk):
    found = [c for c in desk.conflicts if any(spot_words(desk, s, "60 tonnes") for s in c.sides)]
    assert "slip" in {c.label for c in found}


def spot_words(desk, side, words):
    return any(words in desk.text[name(spot.report)][spot.start : spot.end] for spot in side.spans)


def test_the_denial_is_a_conflict(desk):
    assert "denial" in {c.kind for c in desk.conflicts}


# 9 · names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "short"),
    [
        ("Ilsa Brandt", "Brandt"),
        ("Tomas Okoro", "Okoro"),
        ("Marek Dorn", "Dorn"),
        ("Hugo Lanz", "Lanz"),
        ("Dalia Renn", "Renn"),
        ("Joran Pell", "Pell"),
        ("Emil Sato", "Emil"),
    ],
)
def test_people(desk, person, short):
    assert {e.kind.value for e in desk.entity(person)} == {"person"}
    assert any(short in f and person not in f for f in desk.forms(person))


def test_brother_and_sister_are_two(desk):
    assert not desk.forms("Aya Sato") & desk.forms("Emil Sato")


def test_the_agency_has_one_name(desk):
    assert {"MPA", "Meridian Press Agency"} <= desk.forms("Meridian Press Agency")


# 10 · timeline ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("In 2019 a fire", "2019"),
        ("ordered to be moved in January", "2026-01"),
        ("Twelve people were killed", "2026-03-10"),
        ("has risen to 19", "2026-03-12"),
        ("would lead the inquiry|A judge will lead the inquiry", "2026-03-13"),
        ("A funeral for Emil Sato", "2026-03-14"),
        ("would open again on Monday", "2026-03-16"),
        ("report by 30 June", "2026-06-30"),
    ],
)
def test_days(desk, words, day):
    assert day in set().union(*(desk.days(w) for w in words.split("|")))


def test_the_four_copies_tell_of_the_explosions_once(desk):
    events = [e for f in desk.analysis.findings for e in f.events if e.date == "2026-03-10"]
    assert any(set(map(name, e.reports)) >= DISPATCH for e in events)
