import random

import numpy as np
import pytest

from copies import DISPATCH, MEADOW, at, changed, report, sentences
from secondsource import reuse
from secondsource.records import MatchKind
from secondsource.reuse import adding, anchors, passages


def outlets(rng, many):
    """A dispatch that so many outlets print, one a minute, some with openings of their own, cuts and changes."""
    parts = f"{DISPATCH}\n\n{MEADOW}".split("\n\n")
    pile = []
    for k in range(many):
        text, luck = "\n\n".join(parts), rng.random()
        if k > 0 and luck < 0.1:
            text = "\n\n".join(parts[: rng.randint(2, 5)])
        elif k > 0 and luck < 0.2:
            text = f"{sentences(rng, 30)}.\n\n{text}"
        elif k > 0 and luck < 0.3:
            text = changed(rng, text, 0.02)
        pile.append(at(report(f"o{k:04}", text), f"2024-03-01T{k // 60:02}:{k % 60:02}"))
    return pile


def notices(rng, many, words, **known):
    """So many unrelated reports with one notice at the end."""
    notice = sentences(rng, words)
    return [report(f"n{k:04}", f"{sentences(rng, 180)}.\n\n{notice}", **known) for k in range(many)]


def test_every_outlet_shares_a_dispatch_with_the_first():
    pile = outlets(random.Random(1), 300)
    found = reuse.match(random.Random(2).sample(pile, len(pile)))
    assert {m.kind for m in found} == {MatchKind.COPIED}
    sharing = {frozenset((m.a, m.b)) for m in found}
    assert all(frozenset(("o0000", r.id)) in sharing for r in pile[1:])


def test_pairs_grow_as_the_outlets_do():
    few, many = (len(reuse.find(outlets(random.Random(3), n))) for n in (300, 600))
    assert many < 2.5 * few < 2.5 * 2 * 300 * anchors.ANCHORS


@pytest.mark.parametrize("words", [30, 80, 120])
def test_a_notice_in_hundreds_of_reports_is_no_copying(words):
    found = reuse.match(notices(random.Random(4), 300, words))
    assert {m.kind for m in found} == {MatchKind.PHRASE}
    assert len(found) > 300


def test_a_notice_and_a_dispatch_of_hundreds_are_told_apart():
    rng = random.Random(5)
    found = reuse.match([*outlets(rng, 300), *notices(rng, 300, 80)])
    assert {m.kind for m in found if m.a[0] == m.b[0] == "o"} == {MatchKind.COPIED}
    assert {m.kind for m in found if "n" in (m.a[0], m.b[0])} == {MatchKind.PHRASE}


def test_what_an_outlet_prints_under_hundreds_of_reports_is_its_furniture():
    found = reuse.match(notices(random.Random(6), 300, 40, source="courier.example"))
    assert {m.kind for m in found} == {MatchKind.FURNITURE}


def test_the_earliest_come_first_and_what_has_no_date_last():
    dates = ["2024-03-01", "2024-03-01T03:00:00+05:00", "2024-03-01T00:30", "soon", None, "0001-01-01T00:00:00+09:00"]
    ranks = [anchors.rank(at(report(str(k), DISPATCH), date)) for k, date in enumerate(dates)]
    assert sorted(range(len(dates)), key=ranks.__getitem__) == [1, 0, 2, 3, 4, 5]


def test_anchors_are_the_first_of_each_group():
    reports = [at(report(f"r{k}", str(k)), f"2024-03-{30 - k:02}") for k in range(30)]
    groups = np.array([0] * 20 + [1] * 18)
    texts = np.array([*range(20), *range(12, 30)])
    chosen = anchors.first(reports, groups, texts)
    assert texts[:20][chosen[:20]].tolist() == list(range(4, 20))
    assert texts[20:][chosen[20:]].tolist() == list(range(14, 30))


@pytest.mark.parametrize("most", [1, 3])
def test_the_order_of_the_pile_makes_no_difference(monkeypatch, most):
    for module in (reuse, passages, adding):
        monkeypatch.setattr(module, "COMMONEST", 4)
    monkeypatch.setattr(anchors, "ANCHORS", most)
    rng = random.Random(7)
    pile = [*outlets(rng, 12), *notices(rng, 6, 30)]
    found = {(m.a, m.a_start, m.b, m.b_start, m.kind) for m in reuse.match(pile)}
    turned = {(m.b, m.b_start, m.a, m.a_start, m.kind) for m in reuse.match(pile[::-1])}
    assert found == turned
    assert any("o0000" in (a, b) for a, _, b, _, _ in found)
