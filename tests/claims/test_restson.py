"""What a claim rests on, by the cases of the definition and against a cut found by trying all."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.claims.restson import Rest, rest


@pytest.mark.parametrize(
    ("ways", "cut", "bottlenecks"),
    [
        ([], (), ()),
        ([(("Herald",),)], ("Herald",), ("Herald",)),
        # Ten outlets, one dispatch.
        ([(("Kim",), ("KCNA",), (f"outlet {n}",)) for n in range(10)], ("Kim",), ("Kim", "KCNA")),
        # Three governments in one text: the outlet alone stands between them and the reader.
        ([(("Arn", "Bel", "Cor"), ("Herald",))], ("Herald",), ("Herald",)),
        # Each quoted in another outlet's own reporting.
        ([(("Arn",), ("Herald",)), (("Bel",), ("Post",)), (("Cor",), ("Echo",))], ("Arn", "Bel", "Cor"), ()),
        # A sheriff in one outlet, his unnamed department in another.
        ([(("Rowe",), ("Department",), ("Herald",)), (("Department",), ("Post",))], ("Department",), ("Department",)),
        # Two reporters at one press conference.
        ([(("Mayor",), ("Herald",)), (("Mayor",), ("Post",))], ("Mayor",), ("Mayor",)),
        ([(("Herald",),), (("Post",),)], ("Herald", "Post"), ()),
    ],
)
def test_the_cases_of_the_definition(ways, cut, bottlenecks):
    assert rest(ways) == Rest(cut, bottlenecks)


def test_the_cut_nearest_to_the_event():
    ways = [(("Ann",), ("Herald",), ("Echo",)), (("Bo",), ("Post",), ("Star",))]
    assert rest(ways).cut == ("Ann", "Bo")


names = st.sampled_from("abcdefg")
links = st.lists(names, min_size=1, max_size=2, unique=True).map(tuple)
way = st.lists(links, min_size=1, max_size=3).map(tuple)


@given(st.lists(way, min_size=1, max_size=5))
def test_no_smaller_set_breaks_all_ways(ways):
    cut = rest(ways).cut
    assert breaks(ways, set(cut))
    everyone = sorted({n for w in ways for link in w for n in link})
    for size in range(len(cut)):
        assert not any(breaks(ways, set(some)) for some in combinations(everyone, size))


@given(st.lists(way, min_size=1, max_size=5), st.randoms())
def test_the_order_of_the_ways_does_not_change_the_figure(ways, random):
    shuffled = ways[:]
    random.shuffle(shuffled)
    assert rest(shuffled).size == rest(ways).size
    assert sorted(rest(shuffled).bottlenecks) == sorted(rest(ways).bottlenecks)


def breaks(ways, gone):
    """Whether no path from the event to the reader is left once some links are gone."""
    after = {}
    for w in ways:
        layers = [("event",), *w, ("reader",)]
        for near, far in pairwise(layers):
            for u in near:
                after.setdefault(u, set()).update(far)
    todo, seen = ["event"], {"event"}
    while todo:
        for v in after.get(todo.pop(), ()):
            if v not in seen and v not in gone:
                seen.add(v)
                todo.append(v)
    return "reader" not in seen
