"""Nameless sources of copied passages: one name, and two of one report stay two."""

from hypothesis import given
from hypothesis import strategies as st

from secondsource.chains.nameless import Telling, one_name, renamed

A, A2, B, C = (("anonymous@a",),), (("anonymous2@a",),), (("anonymous@b",),), (("anonymous@c",),)


def test_the_original_gives_the_name_whichever_comes_first() -> None:
    copy, original = Telling(A, 0, copied=True), Telling(B, 1, copied=False)
    names = one_name([(copy, original)])
    assert renamed(A, names) == renamed(B, names) == B


def test_without_an_original_the_first_report_does() -> None:
    names = one_name([(Telling(C, 2, copied=True), Telling(B, 1, copied=True))])
    assert renamed(C, names) == B


def test_two_of_one_report_stay_two() -> None:
    one, two, other = Telling(A, 0, copied=False), Telling(A2, 0, copied=False), Telling(B, 1, copied=True)
    names = one_name([(one, other), (one, other), (two, other)])
    assert renamed(B, names) == A
    assert renamed(A2, names) == A2


def test_chains_that_differ_elsewhere_say_nothing() -> None:
    one, other = Telling((*A, ("KLTV",)), 0, copied=False), Telling((*B, ("Reuters",)), 1, copied=True)
    assert one_name([(one, other)]) == {}


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_no_report_loses_a_source_and_names_are_settled(numbers) -> None:
    tellings = [Telling(((f"anonymous{n % 3}@r{n // 3}",),), n // 3, copied=n % 2 == 0) for n in range(9)]
    names = one_name([(tellings[a], tellings[b]) for a, b in numbers if a // 3 != b // 3])
    for report in range(3):
        mine = [f"anonymous{k}@r{report}" for k in range(3)]
        assert len({names.get(n, n) for n in mine}) == 3
    assert all(names.get(n, n) == n for n in names.values())
