"""The two reports this project started from, and the nine points that they must give (../shared/seeds/EXPECTED.md).

Spans are given by offset; ``A`` is the first report, ``B`` the second.
"""

from __future__ import annotations

import pytest

import secondsource as ss
from secondsource.lines import ClaimLine

pytestmark = pytest.mark.shared

A, B = "000_9736bbe31a2a5aa9.txt", "004_915998f58a079707.txt"


@pytest.fixture(scope="module")
def pile(shared):
    return ss.read([shared / "seeds" / A, shared / "seeds" / B], cache=False)


@pytest.fixture(scope="module")
def texts(pile):
    return {r.id: r.text for r in pile.reports(text=True)}


@pytest.fixture(scope="module")
def reports(pile):
    return {r.id: r for r in pile.reports()}


@pytest.fixture(scope="module")
def statements(pile):
    return list(pile.statements())


def covered(spans, start, end):
    """The share of ``[start, end)`` that the spans cover."""
    inside = {i for s, e in spans for i in range(max(s, start), min(e, end))}
    return len(inside) / (end - start)


def dice(spans, start, end):
    mine, other = {i for s, e in spans for i in range(s, e)}, set(range(start, end))
    return 2 * len(mine & other) / (len(mine) + len(other))


def told(statements, report, start, end, chain=None):
    """The statement of the report whose content is this span, best fit first; of this chain, if one is given."""
    fits = [s for s in statements if s.report == report and dice(s.content, start, end) >= 0.5]
    if chain is not None:
        fits = [s for s in fits if s.chain[: len(chain)] == chain] or fits
    assert fits, f"no statement at {report} {start}–{end}"
    return max(fits, key=lambda s: dice(s.content, start, end))


def claim_with(pile, *statement_ids) -> ClaimLine:
    found = [c for c in pile.claims() if set(statement_ids) <= set(c.statements)]
    assert found, f"no claim holds {statement_ids}"
    return found[0]


# 1 · one story ------------------------------------------------------------------------------------------------------


def test_one_story_of_two_reports(pile):
    assert {(s.story, s.report) for s in pile.stories()} == {(pile.stories()[0].story, A), (pile.stories()[0].story, B)}


def test_dates_dateline_and_credit(reports, pile):
    assert reports[A].published == reports[B].published == "2024-11-30"
    assert reports[A].updated == "2024-12-01T08:12+05:30"
    assert reports[B].updated is None
    assert reports[A].credit == "Agencies"
    assert reports[B].credit is None
    datelines = {r.id: r.dateline.place for v in pile.view().stories for r in v.reports}
    assert datelines == {A: "Seoul", B: "Seoul"}


# 2 · furniture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end"),
    [(17, 30), (31, 107), (109, 160), (161, 171), (173, 176), (178, 417), (419, 495), (497, 554)],
    ids=["section", "headline", "updated", "credit", "top", "standfirst", "headline again", "caption"],
)
def test_furniture_is_marked(reports, start, end):
    assert covered(reports[A].furniture, start, end) > 0.9


def test_no_reporting_is_furniture_and_no_statement_stands_in_it(reports, statements):
    assert covered(reports[A].furniture, 555, 1968) == 0
    for s in statements:
        for start, end in s.content:
            assert covered(reports[s.report].furniture, start, end) == 0


def test_the_repeated_standfirst_is_not_counted_twice(pile):
    own = [m for m in pile.reuse() if m.a == m.b == A]
    assert {m.kind for m in own} == {"furniture"}
    across = [m for m in pile.reuse() if {m.a, m.b} == {A, B} and (m.a_start if m.a == A else m.b_start) < 500]
    assert {m.kind for m in across} <= {"furniture"}


# 3 · copied wire text ------------------------------------------------------------------------------------------------


def test_copied_passage_and_shares(pile):
    copied = [m for m in pile.reuse() if m.kind == "copied"]
    a = [(m.a_start, m.a_end) if m.a == A else (m.b_start, m.b_end) for m in copied]
    b = [(m.b_start, m.b_end) if m.a == A else (m.a_start, m.a_end) for m in copied]
    assert len(copied) <= 3
    assert covered(a, 555, 1968) > 0.97
    assert covered(b, 293, 1741) > 0.97
    assert covered(b, 1798, 3600) == 0


def test_both_come_from_an_unseen_text_that_the_credit_names(pile):
    edges = {e.child: e for e in pile.lineage()}
    assert {e.parent for e in edges.values()} == {"wire:1"}
    assert edges[A].share > 0.9
    assert 0.3 < edges[B].share < 0.5
    assert any("Agencies" in why for why in edges[A].why)


# 4 · only in B ------------------------------------------------------------------------------------------------------


def test_what_only_b_says(pile, texts):
    only = [line for line in pile.compare(A, B).lines() if line.get("only") == B]
    spans = [(line["start"], line["end"]) for line in only]
    for start, end in [(23, 290), (1784, 2100), (2143, 2300), (2476, 2600), (2700, 3500)]:
        assert covered(spans, start, min(end, len(texts[B]))) > 0.9
    assert not [line for line in pile.compare(A, B).lines() if line.get("only") == A and line["start"] > 555]


# 5 · statements with their chain --------------------------------------------------------------------------------------

KIM, KCNA = ["Kim Jong Un"], ["KCNA"]


@pytest.mark.parametrize(
    ("report", "start", "end", "chain"),
    [
        (A, 593, 654, [KIM, KCNA]),
        (B, 331, 392, [KIM, KCNA]),
        (A, 1027, 1291, [KCNA]),
        (B, 771, 1035, [KCNA]),
        (A, 1309, 1478, [KIM, KCNA]),
        (B, 1052, 1221, [KIM, KCNA]),
        (B, 1842, 1896, [["United States", "Ukraine", "South Korea"]]),
    ],
)
def test_chain(statements, report, start, end, chain):
    found = told(statements, report, start, end, chain)
    seen = [sorted(link) for link in found.chain if not link[0].startswith(("wire:", "agencies@"))]
    assert seen == [sorted(link) for link in chain]


def test_what_both_countries_call_nato_s_advance(statements, texts):
    for report in (A, B):
        start = texts[report].index("both Moscow and Pyongyang")
        found = [
            s for s in statements if s.report == report and any(s_ < start + 25 and e > start for s_, e in s.source)
        ]
        assert found
        assert sorted(found[0].chain[0]) == ["North Korea", "Russia"]


def test_kim_slammed_goes_back_to_kcna(statements, texts):
    for report in (A, B):
        start = texts[report].index("Kim slammed")
        found = [s for s in statements if s.report == report and any(start <= s_ < start + 250 for s_, e in s.content)]
        assert any(s.chain[:1] == [KIM] for s in found)
        assert any(KCNA in s.chain for s in found)


def test_the_timely_measure_is_kim_s_through_kcna_and_a_quote_difference(statements, texts, pile):
    start = texts[B].index("a timely and")
    found = [s for s in statements if s.report == B and covered(s.content, start, start + 20) > 0.8]
    assert any(s.chain[:2] == [KIM, KCNA] for s in found)
    assert any(c.kind == "quote" and _touches(c, B, start) for c in pile.conflicts())


def _touches(conflict, report, at):
    return any(s.report == report and s.start <= at + 20 and s.end >= at for side in conflict.sides for s in side.spans)


def test_zelenskyy_through_sky_news(statements, texts):
    start = texts[B].index("“If we want to stop")
    found = told(statements, B, start, start + 140)
    assert found.chain[0] == ["Volodymyr Zelenskyy"] or found.chain[0] == ["Vlodomir Zelenskyy"]
    assert ["Sky News"] in found.chain


def test_shared_statements_are_copied_from_the_wire(statements):
    for report, start, end in [(A, 1027, 1291), (B, 771, 1035), (A, 593, 654), (B, 331, 392)]:
        found = told(statements, report, start, end)
        assert found.copied_from == "wire:1" or [f"agencies@{A}"] in found.chain


# 6 · what it rests on -----------------------------------------------------------------------------------------------


def test_the_vow_rests_on_one(pile, statements):
    vow = claim_with(pile, told(statements, A, 593, 654).id, told(statements, B, 331, 392).id)
    assert vow.reports == 2
    assert vow.independent_origins == (1, 1)
    assert {"Kim Jong Un", "KCNA"} <= set(vow.bottlenecks)
    assert {"wire:1", f"agencies@{A}"} & set(vow.bottlenecks)


def test_the_troops(pile, statements):
    troops = claim_with(pile, told(statements, B, 1842, 1896).id)
    assert troops.named_sources == 3
    assert troops.independent_origins[0] == 1
    assert troops.independent_origins[1] in (1, 2)
    assert told(statements, A, 916, 973).id in troops.statements, "thousands agrees with more than 10,000"


def test_not_confirming_is_declining(statements, texts):
    start = texts[B].index("haven't formally")
    assert any(s.stance == "declines" for s in statements if s.report == B and _near(s, start, 100))


def _near(statement, start, reach):
    return any(s < start + reach and e > start - reach for s, e in (*statement.content, *statement.cue))


def test_the_arms_shipments_are_disputed(pile, statements, texts):
    start = texts[B].index("has also shipped artillery")
    arms = [s for s in statements if s.report == B and covered(s.content, start, start + 26) > 0.9]
    claims = [c for c in pile.claims() if {s.id for s in arms} & set(c.statements)]
    assert any(c.status == "disputed" for c in claims)
    disputed = next(c for c in claims if c.status == "disputed")
    assert disputed.reports == 1
    assert disputed.independent_origins == (1, 1)


# 7 · names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "report", "forms"),
    [
        ("Zelenskyy", B, ["Vlodomir Zelenskyy", "Zelenskyy"]),
        ("Belousov", A, ["Andrei Belousov", "Belousov", "Russia’s defence chief"]),
        ("North Korea", A, ["North Korea", "the North", "Pyongyang"]),
        ("Kim Jong Un", A, ["Kim Jong Un", "Kim"]),
        ("KCNA", A, ["Korean Central News Agency", "KCNA"]),
    ],
)
def test_names_are_one(pile, texts, name, report, forms):
    entities = [e for e in pile.entities() if name in e.name]
    mentioned = {texts[m.report][m.start : m.end] for e in entities for m in e.mentions if m.report == report}
    assert len(entities) == 1, [e.name for e in entities]
    assert all(any(form in m or m in form for m in mentioned) for form in forms), mentioned


# 8 · timeline -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "report", "near"),
    [
        ("2024-06", B, "signed a treaty"),
        ("2024-10", B, "sent thousands of troops"),
        ("2024-11", B, "earlier in November"),
        ("2024-11-29", B, "arrived in North Korea on"),
        ("2024-11-29", B, "interview with Sky News on"),
    ],
)
def test_timeline(pile, texts, date, report, near):
    at = texts[report].index(near)
    events = [e for e in pile.timeline() if e.date == date]
    assert any(e.report != report or e.start <= at < e.end for e in events), [e.date for e in pile.timeline()]
    assert any(report in e.reports for e in events)


def test_the_friday_meeting_and_the_saturday_report(pile):
    values = {(d.report, d.value) for d in pile.dates()}
    assert {(A, "2024-11-29"), (A, "2024-11-30"), (B, "2024-11-29"), (B, "2024-11-30")} <= values


# 9 · headline drift -------------------------------------------------------------------------------------------------


def test_headline_against_quote(pile):
    [drift] = [
        c for c in pile.conflicts() if c.kind == "headline" and any(s.report == A for x in c.sides for s in x.spans)
    ]
    spans = [(s.start, s.end) for side in drift.sides for s in side.spans if s.report == A]
    assert any(covered([span], 31, 107) > 0.5 or covered([span], 419, 495) > 0.5 for span in spans)
    assert covered(spans, 1322, 1470) > 0.8


# the page -----------------------------------------------------------------------------------------------------------


def test_who_knows_of_the_troops(pile):
    found = pile.who("more than 10,000 troops were sent to Russia")
    assert found[0].named_sources == 3
    assert len(pile.who("the queen opened a new bridge in Ottawa")) == 0
