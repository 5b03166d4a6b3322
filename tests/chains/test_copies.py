"""Copied passages: what overlaps a place, and whom a reason names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secondsource.chains.copies import NAMED, Copies, Extents
from secondsource.records import Edge, Match, MatchKind

SPANS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(SPANS, max_size=20), SPANS)
def test_what_is_near_is_all_that_overlaps(stretches, place):
    found = list(Extents(stretches).near(*place))
    assert sorted(found) == [k for k, (s, e) in enumerate(stretches) if s < place[1] and e > place[0]]


def test_a_reason_names_a_few_reports_and_counts_the_rest():
    outlets = [f"outlet{n}" for n in range(NAMED + 3)]
    matches = [Match("courier", 0, 100, o, 0, 100, 1.0, MatchKind.COPIED, "invented") for o in outlets]
    edges = [Edge("outlet0", "courier", 1.0, ("invented",), 0.9)]
    origin = Copies(matches, edges).origin("courier", [(10, 60)])
    assert origin is not None
    parent, why = origin
    assert parent == "outlet0"
    assert why.count("outlet") == NAMED + 1
    assert "and 3 others" in why


def test_what_comes_from_a_parent_without_a_match_is_shown_by_its_other_copies():
    matches = [Match("courier", 0, 100, "bayline", 0, 100, 1.0, MatchKind.COPIED, "invented")]
    edges = [Edge("pressline", r, 1.0, ("invented",), 0.9) for r in ("courier", "bayline")]
    origin = Copies(matches, edges).origin("courier", [(10, 60)])
    assert origin is not None
    assert origin[0] == "pressline"
    met = [*matches, Match("courier", 200, 300, "pressline", 0, 100, 1.0, MatchKind.COPIED, "invented")]
    assert Copies(met, edges).origin("courier", [(10, 60)]) is None
