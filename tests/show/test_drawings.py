# ruff: noqa: E501
"""The drawings: no words on top of one another at any size, nothing left out unsaid, shared links drawn as one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.records import (
    Claim,
    Edge,
    Entity,
    EntityKind,
    Event,
    Findings,
    Mention,
    Report,
    Stance,
    Statement,
    Status,
    Story,
)
from secondsource.show import copytree, neck, strip
from secondsource.show.lookup import Known
from secondsource.show.paths import OUTLETS, graph, ways
from secondsource.show.svg import Drawing, apart, fit, text_width, wrap
from secondsource.store.queries import StoryView

from .example import story


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    return [(a.text, b.text) for a, b in combinations(drawing.boxes, 2) if a.meets(b)]


def outside(drawing: Drawing) -> list[str]:
    return [b.text for b in drawing.boxes if b.left < -1 or b.right > drawing.width + 1]


def made_story(streams: int, *, each_its_own: bool = False, events: int = 0) -> Known:
    reports = tuple(
        Report(f"r{n}", f"The bridge at Oss fell on day {n}.", "", f"The Daily Gazette of Upper Oss {n}",
               published=f"2031-04-{1 + n % 20:02d}T{n % 24:02d}:10")
        for n in range(streams)
    )  # fmt: skip
    statements = tuple(
        Statement(f"t{n}", r.id, "indirect", (), (), ((0, 15),), "x",
                  ((f"Witness number {n} of the harbour",),) if each_its_own else (("Mayor Ilse Vandermolen",), ("Town council of Oss",)),
                  copied_from=None if each_its_own else "wire:1")
        for n, r in enumerate(reports)
    )  # fmt: skip
    claim = Claim(
        "c-1", "s", "t0", tuple(s.id for s in statements), (), ("Town council of Oss",), ("Town council of Oss",), (1, 1),
        1, tuple(r.id for r in reports), False, None, Status.SINGLE, (),
    )  # fmt: skip
    edges = tuple(Edge("wire:1", r.id, 0.3 + 0.7 * n / streams, (), 0.9) for n, r in enumerate(reports))
    dated = tuple(
        Event("s", f"2031-{3 + n % 3:02d}-{1 + n % 28:02d}" if n % 4 else "2031-04", "r0", 0, 20, (4, 10),
              tuple(r.id for r in reports[: 1 + n % streams]))
        for n in range(events)
    )  # fmt: skip
    found = Findings(Story("s", tuple(r.id for r in reports)), statements, claims=(claim,), events=dated)
    return Known(StoryView("s", "A bridge falls", reports, (), edges, found))


@pytest.mark.parametrize("streams", [2, 12, 60])
@pytest.mark.parametrize("each_its_own", [False, True])
@pytest.mark.parametrize("draw", [neck.draw, neck.draw_narrow])
def test_no_words_of_a_neck_meet(streams, each_its_own, draw):
    known = made_story(streams, each_its_own=each_its_own)
    drawing = draw(known.view.findings.claims[0], known)
    assert overlaps(drawing) == []
    assert outside(drawing) == []


@pytest.mark.parametrize("streams", [2, 12, 60, 200])
@pytest.mark.parametrize("narrow", [False, True])
def test_no_words_of_a_copy_tree_meet(streams, narrow):
    drawing = copytree.draw(made_story(streams), narrow)
    assert drawing is not None
    assert overlaps(drawing) == []
    assert outside(drawing) == []


@pytest.mark.parametrize("events", [5, 500])
@pytest.mark.parametrize("narrow", [False, True])
def test_no_words_of_a_strip_meet(events, narrow):
    drawing = strip.draw(made_story(12, events=events), narrow)
    assert drawing is not None
    assert overlaps(drawing) == []
    assert outside(drawing) == []


@pytest.mark.parametrize(
    ("sentence", "trigger", "said"),
    [
        (
            "Nobody knows how, but two cranes fell into the harbour on Friday.",
            "fell",
            "two cranes fell into the harbour",
        ),
        ("In 2019 a fire closed the dock.", "closed", "a fire closed the dock"),
        ("The mayor said the new quay would open by 30 June, and left.", "open", "the new quay would open"),
        ("A funeral for a diver, Tom Okafor of Lisk, will be held on Friday in St Anne.", "held", "held in St Anne"),
        ("Residents of the old town heard of Friday’s explosion at nine.", "explosion", "explosion at nine"),
        ("“We saw it burn,” said Ada Bell.", "said", "said Ada Bell"),
    ],
)
def test_a_strip_says_what_happened_in_a_clause_without_its_day(sentence, trigger, said):
    start = sentence.index(trigger)
    day = next((w for w in ("Friday", "2019", "30 June") if w in sentence), "today")
    event = Event("s", "2031-03-07", "r", 0, len(sentence), (start, start + len(trigger)), ("r",), f"“{day}” is it")
    report = Report("r", sentence, "", "r")
    assert (
        strip.what(event, Known(StoryView("s", "A bridge falls", (report,), (), (), Findings(Story("s", ("r",))))))
        == said
    )


def test_each_day_of_a_week_is_named_on_the_strip():
    known = made_story(1)
    events = tuple(Event("s", f"2031-03-0{n}", "r0", 0, 20, (4, 10), ("r0",)) for n in range(1, 7))
    report = replace(known.view.reports[0], published="2031-03-04")
    view = replace(known.view, reports=(report,), findings=replace(known.view.findings, events=events))
    drawing = strip.draw(Known(view))
    assert overlaps(drawing) == []
    assert sum("one report" in box.text for box in drawing.boxes) == 6


@pytest.mark.parametrize("days", [60, 1_200, 20_000])
@pytest.mark.parametrize("narrow", [False, True])
def test_five_hundred_events_make_columns_whose_words_stay_apart(days, narrow):
    known = made_story(12)
    first = date(2031, 3, 1)
    dates = [(first + timedelta(days=n * days // 500)).isoformat() for n in range(500)]
    events = tuple(Event("s", d if n % 9 else d[:7], "r0", 0, 20, (4, 10), ("r0",)) for n, d in enumerate(dates))
    reports = tuple(replace(r, published=dates[37 * n]) for n, r in enumerate(known.view.reports))
    view = replace(known.view, reports=reports, findings=replace(known.view.findings, events=events))
    drawing = strip.draw(Known(view), narrow)
    assert overlaps(drawing) == []
    assert outside(drawing) == []
    assert any("ach column is a" in box.text for box in drawing.boxes)
    assert drawing.markup.count("<rect") <= 2 * drawing.width / 8
    assert "<circle" not in drawing.markup


def test_the_example_s_drawings_are_clear():
    known = Known(story())
    drawings = [d(c, known) for c in known.view.findings.claims for d in (neck.draw, neck.draw_narrow)]
    drawings += [f(known, narrow) for f in (copytree.draw, strip.draw) for narrow in (False, True)]
    assert [overlaps(d) for d in drawings if overlaps(d)] == []


def test_outlets_beyond_the_tenth_are_counted():
    known = made_story(60)
    drawing = neck.draw(known.view.findings.claims[0], known)
    words = [b.text for b in drawing.boxes]
    assert f"and {60 - OUTLETS} more" in words
    assert sum(w.startswith("The Daily Gazette") for w in words) == OUTLETS


def test_every_stream_of_one_dispatch_passes_its_links():
    known = made_story(12)
    nodes = graph(ways(known.view.findings.claims[0], known), known)
    through = [n for n in nodes.values() if n.carried == 12]
    assert [n.label for n in through] == ["Mayor Ilse Vandermolen", "Town council of Oss", "A text"]


@pytest.mark.parametrize("draw", [neck.draw, neck.draw_narrow])
def test_no_name_of_usual_length_is_cut(draw):
    known = made_story(9)
    drawing = draw(known.view.findings.claims[0], known)
    assert not [b.text for b in drawing.boxes if "…" in b.text]


@pytest.mark.parametrize("draw", [neck.draw, neck.draw_narrow])
def test_a_name_that_is_cut_stands_whole_in_its_title(draw):
    known = made_story(3)
    name = (
        "The Joint Committee for the Inspection of Bridges, Locks, Weirs and Other Works of the Upper and Lower Oss "
        * 2
    )
    said = tuple(replace(s, chain=((name.strip(),),)) for s in known.view.findings.statements)
    known = Known(replace(known.view, findings=replace(known.view.findings, statements=said)))
    drawing = draw(known.view.findings.claims[0], known)
    assert f"<title>{name.strip()}</title>" in drawing.markup or f"<title>{name.strip()} (" in drawing.markup
    assert overlaps(drawing) == []
    assert outside(drawing) == []


def test_an_agency_and_its_unseen_text_are_drawn_once():
    known = made_story(3)
    said = tuple(replace(s, chain=(("Ilse Maas",), ("Oss Press Agency",))) for s in known.view.findings.statements)
    texts = tuple(replace(r, text="The OPA did so.") for r in known.view.reports)
    agency = Entity("organisation:opa", EntityKind.ORGANISATION, "Oss Press Agency", (Mention("r0", 4, 7),))
    edges = tuple(replace(e, name="OPA") for e in known.view.edges)
    found = replace(known.view.findings, statements=said, entities=(agency,))
    known = Known(replace(known.view, reports=texts, edges=edges, findings=found))
    nodes = graph(ways(found.claims[0], known), known)
    assert [(n.label, n.kind) for n in nodes.values() if n.kind != "outlet"] == [
        ("Ilse Maas", "link"), ("Oss Press Agency", "unseen"),
    ]  # fmt: skip


def test_a_copy_passes_all_that_its_original_passes():
    known = made_story(2)
    first, second = known.view.findings.statements
    first = replace(first, chain=(("Ilse Maas",), ("Oss Press Agency",)), copied_from=None)
    second = replace(second, chain=(("Ilse Maas",),), copied_from="r0")
    known = Known(replace(known.view, edges=(), findings=replace(known.view.findings, statements=(first, second))))
    nodes = graph(ways(known.view.findings.claims[0], known), known)
    assert next(n for n in nodes.values() if n.label == "Oss Press Agency").carried == 2


def test_drawings_say_in_words_what_they_show():
    known = Known(story())
    left = known.view.findings.claims[0]
    for drawing in (neck.draw(left, known), neck.draw_narrow(left, known)):
        assert 'role="img"' in drawing.markup
        assert "It rests on Orrin River Board." in drawing.markup
        assert "Tessaly Courier" in re.search('aria-label="(.*?)"', drawing.markup).group(1)
    # What holds links is a group of them: they would be lost inside a picture.
    assert 'role="group"' in copytree.draw(known).markup


def test_ways_that_share_nothing_stay_apart():
    known = made_story(3, each_its_own=True)
    nodes = graph(ways(known.view.findings.claims[0], known), known)
    assert [len(n.onward) for n in nodes.values() if n.kind == "link"] == [1, 1, 1]
    assert all(len(n.back) == 1 for n in nodes.values() if n.kind == "outlet")


def test_ways_that_are_only_counted_do_not_look_like_a_neck():
    known = made_story(60, each_its_own=True)
    nodes = graph(ways(known.view.findings.claims[0], known), known)
    assert max(n.carried for n in nodes.values()) == 1
    assert [n.label for n in nodes.values() if n.kind == "fold"] == ["53 more ways"]


def test_a_chain_of_single_links_is_drawn_level():
    known = made_story(60)
    circles = re.findall(
        r'<circle class="[nh]" cx="[\d.]+" cy="([\d.-]+)"', str(neck.draw(known.view.findings.claims[0], known).markup)
    )
    assert len(set(circles[:3])) == 1


def test_a_denial_has_its_own_end_and_colour():
    known = Known(story())
    motor = next(c for c in known.view.findings.claims if c.id == "c-motor")
    nodes = graph(ways(motor, known), known)
    assert {n.label for n in nodes.values() if n.denies} == {"Halden Power", "Halden Post"}
    assert "denies it" in [b.text for b in neck.draw(motor, known).boxes]


def test_links_in_a_circle_are_drawn_all_the_same():
    known = made_story(2, each_its_own=True)
    a, b = (replace(s, chain=c) for s, c in zip(
        known.view.findings.statements, [(("X",), ("Y",)), (("Y",), ("X",))], strict=True))  # fmt: skip
    known = Known(replace(known.view, findings=replace(known.view.findings, statements=(a, b))))
    assert overlaps(neck.draw(known.view.findings.claims[0], known)) == []


def test_a_declined_comment_is_no_way():
    known = made_story(2)
    silent = tuple(replace(s, stance=Stance.DECLINES) for s in known.view.findings.statements)
    known = Known(replace(known.view, findings=replace(known.view.findings, statements=silent)))
    assert ways(known.view.findings.claims[0], known) == []


def test_reports_that_copy_in_a_circle_or_without_dates_are_drawn():
    known = made_story(3)
    reports = tuple(replace(r, published=None) for r in known.view.reports)
    edges = (Edge("r0", "r1", 0.5, (), 0.5), Edge("r1", "r0", 0.5, (), 0.5))
    drawing = copytree.draw(Known(replace(known.view, reports=reports, edges=edges)))
    assert drawing is not None
    assert len([b for b in drawing.boxes if "Gazette" in b.text]) == 3


@pytest.mark.parametrize("streams", [12, 40, 200])
@pytest.mark.parametrize("dated", [True, False])
def test_every_report_stands_in_the_copy_tree_or_is_counted_with_its_like(streams, dated):
    known = made_story(streams)
    edges = tuple(Edge(f"r{n // 7}" if n > 6 else "wire:1", f"r{n}", 0.8, (), 0.9) for n in range(streams))
    reports = known.view.reports if dated else tuple(replace(r, published=None) for r in known.view.reports)
    drawing = copytree.draw(Known(replace(known.view, reports=reports, edges=edges)))
    words = [b.text for b in drawing.boxes]
    counted = [int(w.split()[0]) for w in words if re.match(r"\d+ more: ", w)]
    alone = [w for w in words if w.startswith("The Daily Gazette")]
    assert len(alone) + sum(counted) == streams
    assert bool(counted) == (streams > copytree.ROWS)
    assert len(alone) + len(counted) <= copytree.ROWS
    assert (copytree.NO_DATES in words) == (not dated)


def test_a_copy_stands_right_of_what_it_was_copied_from():
    known = made_story(3)
    reports = tuple(replace(r, published="2031-04-01T10:00") for r in known.view.reports[:2]) + known.view.reports[2:]
    edges = (Edge("r0", "r1", 1.0, (), 0.9), Edge("r1", "r2", 1.0, (), 0.9))
    drawing = copytree.draw(Known(replace(known.view, reports=reports, edges=edges)))
    places = [float(x) for x in re.findall(r'<circle[^>]* cx="([\d.]+)"', drawing.markup)]
    assert places == sorted(places)
    assert places[1] - places[0] >= copytree.STEP


def test_the_first_mark_of_a_day_s_hours_names_the_day():
    known = Known(story())
    drawing = copytree.draw(known)
    assert re.search(r">\w{3} 14 Apr, \d\d:\d\d<", drawing.markup)


def test_nothing_copied_needs_no_tree():
    assert copytree.draw(Known(replace(story(), edges=()))) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031-04-14", "2031-04-14", "2031-04-14"),
        ("2031-02", "2031-02-01", "2031-02-28"),
        ("2031-12", "2031-12-01", "2031-12-31"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-04-01/2031-04-03", "2031-04-01", "2031-04-03"),
        ("2031-13", None, None),
        ("soon", None, None),
        ("2031-04-03/2031-04-01", None, None),
        ("0000", None, None),
        ("9999-12", None, None),
    ],
)
def test_days_of_a_date(value, first, last):
    days = strip.covers(value)
    assert tuple(d.isoformat() for d in days or ()) == ((first, last) if first else ())


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(0, 50), st.floats(0, 50)), max_size=40))
def test_things_set_apart_never_overlap_and_keep_their_order(things):
    places = apart([t[0] for t in things], [t[1:] for t in things])
    for n in range(1, len(places)):
        assert places[n] - things[n][1] >= places[n - 1] + things[n - 1][2] - 1e-6


@given(st.text(max_size=80), st.floats(20, 400))
def test_fitted_text_fits(text, width):
    assert text_width(fit(text, 14, width), 14) <= width + 14
    assert all(text_width(part, 14) <= width + 14 for part in wrap(text, 14, width, 2))
