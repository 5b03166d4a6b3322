"""What things are called on the page: one name for one organisation, words for what has no name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondsource.records import Entity, EntityKind, Mention
from secondsource.show.lookup import LONGEST, Known
from secondsource.show.words import reason

from .example import story


def known() -> Known:
    view = story()
    at = next(r.text for r in view.reports if r.id == "herald").index("MPA")
    agency = Entity("o1", EntityKind.ORGANISATION, "Marn Press Agency", (Mention("herald", at, at + 3),))
    day = Entity("o2", EntityKind.ORGANISATION, "Northern Day Group", (), outlets=("The Northern Day",))
    return Known(replace(view, findings=replace(view.findings, entities=(agency, day))))


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("MPA", "Marn Press Agency"),
        ("Marn Press Agency", "Marn Press Agency"),
        ("wire:1", "Marn Press Agency"),
        ("agencies@herald", "Marn Press Agency"),
        ("agencies@post", "an agency that Halden Post doesn’t name"),
        ("anonymous@courier", "a source that Tessaly Courier doesn’t name"),
        ("The Northern Day", "Northern Day Group"),
        ("northern", "Northern Day Group"),
        ("wire:9", "a text that no one here has"),
        ("fire department", "the fire department"),
        ("police", "police"),
        ("Maren Holt", "Maren Holt"),
    ],
)
def test_a_link_in_words(name, called):
    assert known().link(name) == called


def test_links_of_one_name_are_named_once():
    assert known().links(["MPA", "Marn Press Agency", "wire:1"]) == ["Marn Press Agency"]


def test_a_form_that_two_share_names_neither():
    view = known().view
    other = replace(view.findings.entities[0], id="o3", name="Meadow Press Agency")
    both = Known(replace(view, findings=replace(view.findings, entities=(*view.findings.entities, other))))
    assert both.link("MPA") == "MPA"


def test_an_unnamed_text_is_an_agency_s_only_where_a_copy_credits_one():
    view = story()
    nameless = tuple(replace(e, name=None) for e in view.edges)
    assert Known(replace(view, edges=nameless)).link("wire:1") == "an agency text that no one here has"
    bare = tuple(replace(r, credits=()) for r in view.reports)
    assert Known(replace(view, edges=nameless, reports=bare)).link("wire:1") == "a text that no one here has"


def test_reasons_name_reports_and_read_out_times():
    view = story()
    reports = tuple(replace(r, id="post-1.txt") if r.id == "post" else r for r in view.reports)
    said = "post-1.txt appeared before (2031-04-15T11:45+01:00); the radio came later, in 2031-05"
    assert reason(said, Known(replace(view, reports=reports))) == (
        "Halden Post appeared before (15 Apr 11:45); the radio came later, in May 2031."
    )


def test_a_link_to_white_space_leads_to_the_words_behind_it():
    view = story()
    text = next(r.text for r in view.reports if r.id == "ledger")
    gap = text.index("\n\n")
    assert known().href("ledger", gap) == known().href("ledger", gap + 2)
    assert known().place("ledger", LONGEST) is None


def test_a_credit_is_the_unseen_text_that_the_report_has_by_way_of_another():
    view = story()
    copied = next(e for e in view.edges if e.parent == "wire:1")
    on = replace(copied, parent=copied.child, child="post", name=None)
    assert Known(replace(view, edges=(*view.edges, on))).link("agencies@post") == Known(view).link("wire:1")
