"""What would change a figure is said in words, for each kind of claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondsource.records import Status
from secondsource.show.lookup import Known
from secondsource.show.whatif import would_change

from .example import story


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(story())


def a_claim(known, **fields):
    return replace(known.view.findings.claims[0], opinion=False, only_party=None, status=Status.SINGLE, **fields)


def test_one_origin_is_raised_by_somebody_else(known):
    claim = a_claim(known, independent_origins=(1, 1), rests_on=("Orrin River Board",), bottlenecks=())
    [said] = would_change(claim, known)
    assert said.startswith("A report that has it from somebody else than")
    assert "would raise it to two; one more that has it from there changes nothing." in said


def test_several_fall_if_two_are_one(known):
    claim = a_claim(known, independent_origins=(3, 3), rests_on=("A", "B", "C"), bottlenecks=())
    more, fewer = would_change(claim, known)
    assert "would raise it to four" in more
    assert fewer == "If two of A, B and C turned out to have it from one source, it would fall to two."


def test_a_range_names_who_is_silent(known):
    own = [s.id for s in known.view.findings.statements if s.kind == "own" and not s.chain][:2]
    claim = a_claim(known, independent_origins=(1, 2), statements=tuple(own), bottlenecks=())
    assert any("without saying from whom" in said for said in would_change(claim, known))
    claim = a_claim(known, independent_origins=(1, 2), statements=(), bottlenecks=())
    assert any("the range closes" in said.lower() for said in would_change(claim, known))


def test_what_no_report_can_change_is_said(known):
    base = known.view.findings.claims[0]
    assert would_change(replace(base, opinion=True), known)[0].startswith("Nothing: it is a view")
    assert (
        "only Halden Power can know" in would_change(replace(base, opinion=False, only_party="Halden Power"), known)[0]
    )
    denied = replace(base, opinion=False, only_party=None, status=Status.DENIED_ONLY, independent_origins=(0, 0))
    assert would_change(denied, known) == ["A report that asserts it: so far it is told only to be denied."]
