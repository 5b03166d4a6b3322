"""The parts of the stage: words, days, tables, joining."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from secondsource.records import Report
from secondsource.stories import background, clusters, doubts, nearness, surroundings, when
from secondsource.stories.profiles import Channel, profile
from secondsource.stories.spellings import LEAD, Spellings
from secondsource.stories.terms import opens, spelling, words


def report(text, **fields):
    return Report("r", text, "", "", **fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom’s 14-year-old son", "tom 14 year old son"),
        ("at 9.40 p.m. on 1,200 acres", "at 9.40 p m on 1,200 acres"),
        ("L'Écho d'Orlin", "l'écho d'orlin"),
        ("北京地震", "北京 京地 地震"),
        ("", ""),
    ],
)
def test_words(text, expected):
    assert " ".join(spelling(word).word for word in words(report(text)).written) == expected


def test_a_capital_counts_only_where_a_word_would_have_none():
    read = words(report("Fire broke out. Later Tom Merrin came, “Look” he said."))
    found = {word: (spelling(word).capital, opens(gap)) for word, gap in zip(read.written, read.gaps, strict=True)}
    assert found["Fire"] == found["Later"] == found["Look"] == (True, True)
    assert found["Tom"] == found["Merrin"] == (True, False)
    assert found["came"] == (False, False)


def test_any_word_of_a_title_may_have_a_capital():
    read = words(report("Fire", title="Ferry Burns In Orlin"))
    assert [opens(gap) for gap in read.gaps] == [True] * 5
    assert read.title == 4


def test_furniture_is_left_out_and_the_lead_ends():
    text = "Share this\n" + "word " * (LEAD + 10)
    one = report(text, title="Ferry burns", paragraphs=((11, len(text)),))
    assert "Share" not in words(one).written
    [laid] = Spellings().lay([one])
    assert laid.lead.sum() == 2 + LEAD
    assert len(laid.lead) == 2 + LEAD + 10


def test_names_and_pairs():
    found = profile([report("The ferry was steered by Ulf Merrin off Brannock Point on 14 May.")])
    of = {found.shown[t]: Channel(int(c)) for t, c in zip(found.term, found.channel, strict=True)}
    assert of["Ulf Merrin"] is of["14 May"] is Channel.PAIR
    assert of["Merrin"] is Channel.NAME
    assert of["14"] is Channel.FIGURE
    assert of["ferry"] is Channel.WORD


def test_each_kind_of_term_has_length_one():
    found = profile([report("Ulf Merrin met Ulf Merrin at 14 Hill Street."), report("")])
    for kind in Channel:
        here = found.channel == kind
        assert math.isclose((found.weight[here] ** 2).sum(), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Posted 14 March 2024, 6 p.m.", date(2024, 3, 14)),
        ("MARCH 14, 2024", date(2024, 3, 14)),
        ("Sept. 2nd, 2023 by staff", date(2023, 9, 2)),
        ("14. Dezember 2023", date(2023, 12, 14)),
        ("le 1 août 2022", date(2022, 8, 1)),
        ("2024-03-14 08:00", date(2024, 3, 14)),
        ("3/14/2024", date(2024, 3, 14)),
        ("14.03.2024", date(2024, 3, 14)),
        ("3 / 4 / 2024", None),  # two days, by two customs
        ("30 February 2024", None),
        ("in March 2024", None),
        ("99/99/2024", None),
        ("x" * 400 + " 14 March 2024", None),
    ],
)
def test_the_day_that_a_page_prints(text, expected):
    found = when.day(report(text))
    assert math.isnan(found) if expected is None else found == expected.toordinal()


def test_the_day_that_is_given_wins():
    assert when.day(report("14 March 2024", published="2023-01-02T03:04+05:00")) == date(2023, 1, 2).toordinal()


def test_every_name_of_a_month_and_weekday_is_known():
    for name, place in when._numbers("months").items():
        assert when.day(report(f"5 {name} 2021")) == date(2021, place + 1, 5).toordinal(), name
    for name, place in when._numbers("weekdays").items():
        assert when.weekdays([name]) == 1 << place


def test_year():
    assert when.year(["1776", "2019", "2012", "20199", "٢٠٢٠"]) == 2019
    assert math.isnan(when.year(["14"]))


def test_every_word_of_the_table_can_match():
    listed = background.table()
    assert len(listed) > 5000
    unmatched = [word for word in listed if [spelling(w).word for w in words(report(word)).written] != [word]]
    assert unmatched == []
    assert all(0 < usage.share <= 1 and 0 <= usage.capital <= 1 for usage in listed.values())


def test_function_words_of_other_languages_are_common():
    german = frozenset({"de"})
    assert background.shares(german)["nicht"] > 0.1 > background.shares(frozenset()).get("nicht", 0)
    assert "brannock" not in background.shares(german)
    assert background.stop_words("xx0") == frozenset()


def test_the_weights_name_exactly_the_signs():
    table = nearness.table()
    assert set(table["nearness"]["weights"]) == set(nearness.SIGNS)
    assert set(table["surroundings"]["weights"]) == set(surroundings.SIGNS)
    assert len(nearness.weights()) == len(nearness.SIGNS)


def joined(count, scores):
    """Groups by a table of scores; pairs that it lacks score −9."""
    pairs = np.array(sorted(scores), np.int64).reshape(-1, 2)
    return clusters.join(count, pairs, lambda some: np.array([scores.get((i, j), -9.0) for i, j in some.tolist()]))


def test_near_reports_join():
    assert joined(4, {(0, 1): 5, (2, 3): 5, (1, 2): -5}) == [[0, 1], [2, 3]]


def test_one_look_alike_does_not_chain_two_stories():
    tight = {(0, 1): 6, (0, 2): 6, (1, 2): 6, (3, 4): 6, (3, 5): 6, (4, 5): 6}
    assert joined(6, tight | {(2, 3): 3}) == [[0, 1, 2], [3, 4, 5]]


def test_pairs_that_nobody_compared_are_compared_before_joining():
    asked = []

    def scores(pairs):
        asked.extend(map(tuple, pairs.tolist()))
        return np.full(len(pairs), 4.0)

    assert clusters.join(3, np.array([(0, 1), (1, 2)]), scores) == [[0, 1, 2]]
    assert (0, 2) in asked


def test_nothing_to_compare():
    assert joined(2, {}) == [[0], [1]]
    assert joined(0, {}) == []


def judged(count, scores, **said):
    pairs = np.array(sorted(scores), np.int64).reshape(-1, 2)
    return clusters.join(
        count, pairs, lambda some: np.array([scores.get((i, j), -9.0) for i, j in some.tolist()]), **said
    )


def test_a_reader_joins_and_parts_whatever_the_scores_say():
    scores = {(0, 1): 5, (2, 3): 5, (1, 2): -5}
    assert judged(4, scores, together=[(0, 3)]) == [[0, 1, 2, 3]]
    assert judged(4, scores, apart=[(0, 1)]) == [[0], [1], [2, 3]]


def test_what_is_judged_apart_never_meets_through_others():
    scores = {(0, 1): 5, (1, 2): 5, (0, 2): 5}
    assert judged(3, scores, apart=[(0, 2)]) in ([[0, 1], [2]], [[0], [1, 2]])
    assert judged(3, scores, apart=[(0, 2)], together=[(1, 2)]) == [[0], [1, 2]]


def test_of_two_judgements_that_exclude_each_other_apart_wins_and_the_first_together():
    assert judged(3, {}, together=[(0, 1), (1, 2)], apart=[(0, 2)]) == [[0, 1], [2]]


def test_groups_that_nearly_join_are_named_with_what_they_lack():
    needed = clusters.JOIN + clusters.ALONE
    table = {(0, 1): 6.0, (1, 2): -9.0, (0, 3): needed - 0.2, (2, 4): needed - clusters.CLOSE - 0.1}
    pairs = np.array(sorted(table), np.int64)
    groups, close = clusters.grouped(
        5, pairs, lambda some: np.array([table.get(tuple(x), -9.0) for x in some.tolist()])
    )
    assert groups == [[0, 1], [2], [3], [4]]
    assert [(c.one, c.other) for c in close] == [((3,), (0, 1))] or [(c.one, c.other) for c in close] == [
        ((0, 1), (3,))
    ]
    assert 0 < close[0].short < clusters.CLOSE


def test_what_is_unsure_names_two_reports_and_what_may_be_judged():
    pile = [replace(report("x"), id=name) for name in "abcd"]
    table = {(0, 1): 5.0, (0, 2): 0.1, (1, 2): 0.2, (0, 3): -1.0, (1, 3): -2.0, (2, 3): -3.0}
    scores = lambda some: np.array([table[i, j] for i, j in some.tolist()])  # noqa: E731
    close = [clusters.Close((0, 1, 2), (3,), 0.1)]
    found = doubts.tell(pile, [[0, 1, 2], [3]], close, scores, ())
    assert [(d.report, d.other, d.verdict) for row in sorted(found) for d in found[row]] == [
        ("a", "d", "one-story"),
        ("c", "b", "two-stories"),
        ("d", "a", "one-story"),
    ]
    settled = doubts.tell(pile, [[0, 1, 2], [3]], [], scores, {2})
    assert dict(settled) == {}
