"""Claims that are parts of fuller ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from secondsource.records import Claim, Kind, Span, Stance, Statement, Status
from secondsource.show.fold import parts

Told = dict[str, Span]


def made(**claims: Told) -> tuple[list[Claim], dict[str, Statement]]:
    statements = {
        f"{name}:{report}": Statement(f"{name}:{report}", report, Kind.OWN, (), (), (span,), None, ())
        for name, told in claims.items()
        for report, span in told.items()
    }
    return [
        Claim(name, "s", f"{name}:{next(iter(told))}", tuple(f"{name}:{r}" for r in told), (), (), (), (1, 1), 0,
              tuple(told), False, None, Status.SINGLE, ())
        for name, told in claims.items()
    ], statements  # fmt: skip


def test_a_clause_of_a_claim_is_a_part_of_it():
    claims, statements = made(whole={"a": (0, 90), "b": (10, 95)}, clause={"a": (40, 90), "b": (50, 95)})
    assert parts(claims, statements) == {"clause": "whole"}


def test_a_part_of_a_part_stands_under_the_fullest():
    claims, statements = made(word={"a": (60, 70)}, clause={"a": (40, 90)}, whole={"a": (0, 90)})
    assert parts(claims, statements) == {"word": "whole", "clause": "whole"}


def test_another_figure_another_report_or_words_outside_make_a_claim_of_its_own():
    whole = {"a": (0, 90), "b": (10, 95)}
    claims, statements = made(whole=whole, clause={"a": (40, 90), "b": (50, 95)})
    assert parts([claims[0], replace(claims[1], independent_origins=(1, 2))], statements) == {}
    assert parts(*made(whole=whole, clause={"a": (40, 90), "c": (50, 95)})) == {}
    assert parts(*made(whole=whole, clause={"a": (40, 91), "b": (50, 95)})) == {}


def test_a_denial_outside_the_fuller_claim_keeps_the_clause_apart():
    claims, statements = made(whole={"a": (0, 90)}, clause={"a": (40, 90)})
    denied = replace(statements["clause:a"], id="no", report="b", stance=Stance.DENIES)
    claims[1] = replace(claims[1], statements=(*claims[1].statements, "no"))
    assert parts(claims, {**statements, "no": denied}) == {}


spans = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda at: (at[0], at[0] + at[1]))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.fixed_dictionaries({"r": spans}), max_size=8))
def test_the_fuller_claim_is_never_a_part_itself(claims):
    folded = parts(*made(**claims))
    assert not set(folded.values()) & set(folded)
