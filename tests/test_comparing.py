import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copies import DISPATCH, at, changed, report, sentences
from secondsource import comparing, reuse
from secondsource.records import Furniture, FurnitureKind, MatchKind
from secondsource.reuse import adding, passages
from secondsource.store import fingerprints as index
from secondsource.store import writer
from secondsource.store.connect import Store


def pile(rng, size):
    """Reports that share passages, some of them by one outlet, some with one line that many carry."""
    base = [sentences(rng, 60) for _ in range(3)]
    line = sentences(rng, 20)
    texts = [changed(rng, " ".join(rng.sample(base, 2)), 0.05) for _ in range(size)]
    return [
        report(f"r{rng.random():.9f}", f"{text}\n\n{line}" if rng.random() < 0.6 else text, source=rng.choice("ab"))
        for text in texts
    ]


def star(rng, size):
    """Reports that many share passages of, some of them dated, some with openings of their own, some with a notice."""
    base, notice = [sentences(rng, 60) for _ in range(3)], sentences(rng, 20)
    pile = []
    for _ in range(size):
        text = changed(rng, " ".join(rng.sample(base, rng.randint(1, 3))), rng.choice([0, 0.02, 0.1]))
        text += f"\n\n{notice}" * rng.choice([0, 1, 1, 2])
        if rng.random() < 0.3:
            text = f"{sentences(rng, 20)}\n\n{text}"
        made = report(f"r{rng.random():.9f}", text, source=rng.choice("abcdef"))
        pile.append(
            at(made, rng.choice([None, "2024-03-01", "2024-03-02T10:00:00+05:00", "2024-03-01T23:00Z", "soon"]))
        )
    return pile


def chosen(store):
    """The anchors of each common fingerprint, by id."""
    query = "SELECT key, id FROM anchors JOIN reports ON seq = report ORDER BY key, id"
    with store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def kept(store, reports):
    return comparing.matches(store, reports)


def added(reports, *, one_by_one=True):
    store = Store(None)
    for part in [[r] for r in reports] if one_by_one else [reports]:
        writer.add_reports(store, part)
        assert comparing.update(store) == len(part)
    return store


@pytest.fixture(params=[1, 2])
def few_are_common(monkeypatch, request):
    """So that fingerprints become common, and stop being so, and change their anchors, in a handful of reports."""
    for module in (reuse, passages, adding):
        monkeypatch.setattr(module, "COMMONEST", 3)
    monkeypatch.setattr(reuse.anchors, "ANCHORS", request.param)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_order_of_adding_gives_what_one_batch_gives(seed):
    rng = random.Random(seed)
    reports = pile(rng, 6)
    batch = reuse.match(reports)
    assert kept(added(rng.sample(reports, 6)), reports) == batch
    assert len(batch) > 3


@pytest.mark.parametrize("seed", range(12))
def test_so_it_does_where_fingerprints_become_common(seed, few_are_common):
    rng = random.Random(seed)
    reports = pile(rng, 8)
    assert kept(added(rng.sample(reports, 8)), reports) == reuse.match(reports)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_after_forgetting_is_what_was_never_added(seed, few_are_common):
    rng = random.Random(seed)
    reports = pile(rng, 9)
    store = added(reports)
    gone = rng.sample(reports, 4)
    left = [r for r in reports if r not in gone]
    with store.writing() as connection:
        numbers = index.numbers(connection)
        for one in gone:
            comparing.forget(connection, numbers[one.id], one, compiled=False)
    assert kept(store, left) == reuse.match(left)


@pytest.mark.parametrize("seed", range(6))
def test_a_star_is_the_same_however_reports_come_and_go(seed, few_are_common):
    rng = random.Random(seed)
    reports = star(rng, 10)
    store, batch = added(rng.sample(reports, 10)), reuse.match(reports)
    assert kept(store, reports) == batch
    anchors = chosen(store)
    assert len(anchors) > 10
    for one in rng.sample(reports, 4):
        with store.writing() as connection:
            comparing.leave(connection, index.number(connection, one.id), one)
            writer.forget(connection, one, ())
        writer.add_reports(store, [one])
        comparing.update(store)
    assert (kept(store, reports), chosen(store)) == (batch, anchors)
    with store.writing() as connection:
        comparing._all(connection)
    assert (kept(store, reports), chosen(store)) == (batch, anchors)


def test_a_batch_and_one_by_one_give_the_same(monkeypatch):
    reports = pile(random.Random(1), 9)
    one_by_one = kept(added(reports), reports)
    monkeypatch.setattr(comparing, "BATCH", 5)
    assert kept(added(reports, one_by_one=False), reports) == one_by_one == reuse.match(reports)


def test_an_index_of_another_version_is_made_anew(monkeypatch):
    reports = pile(random.Random(2), 5)
    store = added(reports)
    assert comparing.update(store) == 0
    monkeypatch.setattr(reuse, "VERSION", "next")
    assert comparing.update(store) == 5
    assert comparing.update(store) == 0
    assert kept(store, reports) == reuse.match(reports)


def test_nothing_of_a_forgotten_report_is_left():
    first, second = report("a", DISPATCH), report("b", DISPATCH)
    store = added([first, second])
    with store.writing() as connection:
        for name, made in (("a", first), ("b", second)):
            comparing.forget(connection, index.numbers(connection)[name], made, compiled=False)
        for table in ("fingerprints", "common_fingerprints", "anchors", "passages", "compared"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_furniture_is_kept_beside_the_text():
    line = (
        "The Velmark Courier is owned by its readers and printed in the old rope works beside the harbour of the town"
    )
    made = [report(name, f"{line}.\n\n{sentences(random.Random(k), 50)}.") for k, name in enumerate("abc")]
    kind = FurnitureKind.READ_MORE
    reports = [dataclasses.replace(r, furniture=(Furniture(0, len(line), kind),)) for r in made]
    found = kept(added(reports), reports)
    assert found == reuse.match(reports)
    assert {m.kind for m in found} == {MatchKind.FURNITURE}


@pytest.mark.parametrize("text", ["", " ", "\ud800 \udfff", "word " * 3000, "港" * 500])
def test_odd_texts_can_be_added_and_forgotten(text):
    first, second = report("a", text), report("b", DISPATCH)
    if "\ud800" in text:
        assert reuse.fingerprint(first).words == 0
        return
    store = added([second, first])
    assert kept(store, [first, second]) == reuse.match([first, second])
    with store.writing() as connection:
        comparing.forget(connection, index.numbers(connection)["a"], first, compiled=False)
    assert kept(store, [second]) == reuse.match([second])
