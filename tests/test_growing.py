"""A desk whose reports come, go and are judged one by one: its stories keep their ids, and end where a batch ends."""

import random
from dataclasses import replace

import pytest

from copies import report, sentences
from secondsource import growing, lineage, reuse, stories
from secondsource.records import Judgement, MatchKind
from secondsource.store import pile, queries, writer
from secondsource.store import stories as index
from secondsource.store.connect import Store


def told(rng, lines):
    """So many sentences of made-up words about two made-up names."""
    people = [sentences(rng, 1).title() + str(rng.choice("aeiou")) for _ in range(2)]
    made = [sentences(rng, 12).capitalize() for _ in range(lines)]
    return [f"{line} {rng.choice(people)} on {rng.randint(100, 9_000)}." for line in made]


def events(seed, count=6):
    """Reports of some events, each told by one to four that share sentences, in order of date."""
    rng = random.Random(seed)
    found = []
    for event in range(count):
        text = told(rng, 12)
        for k in range(rng.randint(1, 4)):
            kept = [line for line in text if rng.random() < 0.7] or text
            made = report(f"e{event}-{k}", "\n".join([*told(rng, 1), *kept]), source=f"Outlet {rng.randint(1, 4)}")
            found.append(replace(made, published=f"2031-03-{1 + event:02}", language="en"))
    return found


class Desk:
    """A store with what is asked of it here."""

    def __init__(self, reports=()):
        self.store = Store(None)
        self.said = []
        self.add(*reports)

    def add(self, *reports):
        writer.add_reports(self.store, reports)
        self.update()

    def one_by_one(self, reports):
        for one in reports:
            self.add(one)
        return self

    def update(self):
        growing.update(self.store, queries.judgements(self.store))

    def judge(self, verdict, a, b):
        writer.judge(self.store, [Judgement(verdict, a, b)])
        self.update()

    def forget(self, name):
        held = {r.id: r for r in queries.reports(self.store)}
        with self.store.writing() as connection:
            growing.leave(connection, held[name], pile.seqs(connection, [name])[name])
            writer.forget(connection, held[name], [])
        self.update()

    def stories(self):
        with self.store.reading() as connection:
            return pile.stories(connection)

    def sets(self):
        return {frozenset(s.reports) for s in self.stories().values()}

    def of(self, name):
        return next(s for s in self.stories().values() if name in s.reports)


TEXT = [*told(random.Random(5), 14), *told(random.Random(7), 14)]
FIRST = replace(report("first", "\n".join(TEXT[:14])), published="2031-03-01")
SECOND = replace(report("second", "\n".join(TEXT[14:])), published="2031-03-02")
BOTH = replace(report("both", "\n".join(TEXT)), published="2031-03-03")
OTHER = replace(report("other", "\n".join(told(random.Random(6), 14))), published="2031-03-01")


def test_a_report_that_comes_later_joins_two_stories_and_both_addresses_lead_there():
    desk = Desk().one_by_one([OTHER, FIRST, SECOND])
    first, second = desk.of("first").id, desk.of("second").id
    assert first != second
    desk.add(BOTH)
    joined = desk.of("both")
    assert set(joined.reports) == {"first", "second", "both"}
    assert joined.id == first == queries.resolve(desk.store, first) == queries.resolve(desk.store, second)
    assert queries.resolve(desk.store, second[:10]) == first


def test_a_story_that_splits_keeps_its_id_and_the_other_part_has_its_own():
    desk = Desk().one_by_one([FIRST, SECOND, BOTH, OTHER])
    address = desk.of("second").id
    desk.forget("both")
    assert desk.sets() == {frozenset({"first"}), frozenset({"second"}), frozenset({"other"})}
    assert desk.of("first").id == address == queries.resolve(desk.store, address)
    assert desk.of("second").id == stories.story_id("second")


def test_an_address_leads_on_when_its_first_report_is_forgotten():
    desk = Desk().one_by_one([FIRST, BOTH, OTHER])
    address = desk.of("both").id
    desk.forget("first")
    assert queries.resolve(desk.store, address) == desk.of("both").id != address
    desk.forget("both")
    assert queries.resolve(desk.store, address) is None
    assert queries.resolve(desk.store, "no address") is None


def test_copies_that_come_together_are_one_story():
    desk = Desk([OTHER, SECOND])
    desk.add(FIRST, replace(FIRST, id="copy", source="Another Outlet"), BOTH)
    assert {"first", "copy", "both"} <= set(desk.of("first").reports)
    assert (
        desk.sets()
        == Desk([OTHER, SECOND]).one_by_one([FIRST, replace(FIRST, id="copy", source="Another Outlet"), BOTH]).sets()
    )


@pytest.mark.parametrize("seed", range(6))
def test_reports_that_come_one_by_one_end_in_the_stories_of_one_batch(seed):
    reports = events(seed)
    batch = {frozenset(s.reports) for s in stories.group(reports, reuse.match(reports))}
    assert Desk().one_by_one(reports).sets() == Desk(reports).sets() == batch


@pytest.mark.parametrize("seed", range(4))
def test_so_do_their_matches_and_who_copied_whom(seed):
    reports = events(seed)
    matches = reuse.match(reports)
    desk = Desk().one_by_one(reports)
    with desk.store.reading() as connection:
        ids = [r.id for r in reports]
        assert sorted(map(str, pile.matches(connection, ids))) == sorted(map(str, matches))
        found = {(e.child, None if e.parent.startswith("wire") else e.parent) for e in pile.edges(connection, ids)}
    traced = lineage.trace(reports, matches)
    assert found == {(e.child, None if e.parent.startswith("wire") else e.parent) for e in traced}


def test_a_desk_is_read_as_a_whole_whenever_it_has_doubled(monkeypatch):
    monkeypatch.setattr(growing, "BATCH", 2)
    desk, read = Desk(), []
    for made in events(5, 8)[:17]:
        desk.add(made)
        with desk.store.reading() as connection:
            read.append(pile.read_at(connection))
    assert sorted(set(read)) == [0, 4, 8, 16]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_after_forgetting_is_what_was_never_added(seed):
    reports = events(seed)
    gone = random.Random(seed).sample(reports, 4)
    desk = Desk(reports)
    for one in gone:
        desk.forget(one.id)
    left = [r for r in reports if r not in gone]
    assert desk.sets() == Desk(left).sets()
    with desk.store.reading() as connection:
        assert index.size(connection) == len(left)
        terms = connection.exec_driver_sql("SELECT count(*), sum(held) FROM story_terms").one()
        fresh = Desk(left)
        with fresh.store.reading() as other:
            assert terms == other.exec_driver_sql("SELECT count(*), sum(held) FROM story_terms").one()


def test_nothing_of_the_index_is_left_when_all_is_forgotten():
    desk = Desk([FIRST, BOTH])
    for name in ("first", "both"):
        desk.forget(name)
    with desk.store.reading() as connection:
        for table in ("story_terms", "story_rows", "story_keys", "story_pairs", "story_reports", "stories", "pending"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table


def test_a_story_that_nothing_touches_is_not_written_again():
    desk = Desk([FIRST, OTHER])
    with desk.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM stale_stories")
        connection.exec_driver_sql("UPDATE stories SET key = 'read'")
    desk.add(BOTH)
    found = desk.stories()
    with desk.store.reading() as connection:
        stale, keys = [*pile.stale(connection)], pile.keys(connection, found)
    assert stale == [desk.of("both").id]
    assert keys[desk.of("other").id] == "read"
    assert keys[desk.of("both").id] == ""


def test_a_reader_joins_and_parts_stories_and_takes_it_back():
    desk = Desk([FIRST, BOTH, OTHER])
    before = desk.sets()
    desk.judge("one-story", "other", "first")
    assert desk.sets() == {frozenset({"first", "both", "other"})}
    assert "a reader judged" in dict(desk.of("other").why)["other"]
    desk.judge("undo", "first", "other")
    assert desk.sets() == before
    desk.judge("two-stories", "first", "both")
    assert desk.of("first") != desk.of("both")
    desk.judge("undo", "first", "both")
    assert desk.sets() == before


def test_a_judgement_holds_for_reports_that_come_later_and_in_one_batch_too():
    desk = Desk([FIRST])
    writer.judge(desk.store, [Judgement("one-story", "other", "first"), Judgement("two-stories", "both", "first")])
    desk.one_by_one([BOTH, OTHER])
    assert desk.of("other") == desk.of("first") != desk.of("both")
    pile_ = [FIRST, BOTH, OTHER]
    said = queries.judgements(desk.store)
    assert {frozenset(s.reports) for s in stories.group(pile_, reuse.match(pile_), said)} == desk.sets()


def test_copying_that_a_reader_judged_is_kept_when_more_reports_come():
    desk = Desk([FIRST, BOTH])
    desk.judge("not-copied", "first", "both")
    desk.add(replace(report("third", "\n".join(TEXT[:20])), published="2031-03-04"))
    with desk.store.reading() as connection:
        found = pile.matches(connection, ["first"])
    assert {m.kind for m in found if {m.a, m.b} == {"first", "both"}} == {MatchKind.PHRASE}
    assert {m.kind for m in found if "third" in (m.a, m.b)} == {MatchKind.COPIED}


def test_unseen_texts_keep_their_numbers():
    one, other = told(random.Random(8), 9), told(random.Random(9), 9)
    cut = [
        report(n, "\n".join(text)) for n, text in (("a", one[:-1]), ("b", one[1:]), ("c", other[:-1]), ("d", other[1:]))
    ]
    desk = Desk().one_by_one([cut[2], cut[3], cut[0], cut[1]])
    with desk.store.reading() as connection:
        before = {e.child: e.parent for e in pile.edges(connection, "abcd")}
    desk.add(report("e", "\n".join(one)))
    with desk.store.reading() as connection:
        after = {e.child: e.parent for e in pile.edges(connection, "cd")}
    assert after == {child: before[child] for child in after}
