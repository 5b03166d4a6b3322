"""Cards and the index of words are in step with the desk, whatever is done to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from desks import put
from secondsource.desk import open_desk
from secondsource.store import browse, cards, migrations, queries, schema, search
from secondsource.store.connect import Store
from show.example import story


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "desk.db")
    yield made
    made.close()


def test_a_story_has_the_figure_of_the_claim_that_narrows_most(store):
    put(store, story())
    [card] = browse.find(store, browse.Asked()).cards
    told = {c.shown: (len(c.report_ids), *c.independent_origins) for c in story().findings.claims}
    assert (card.reports, card.outlets) == (9, 9)
    assert told[card.chief] == (card.told, card.low, card.high)
    assert card.told / card.high == max(t / max(h, 1) for t, _, h in told.values())
    assert card.words
    assert card.disputed == sum(c.status == "disputed" for c in story().findings.claims)
    assert card.copied == max(e.share for e in story().edges)


def test_one_story_is_read_as_it_was_stored(store):
    put(store, story())
    [whole] = queries.stories(store)
    assert browse.story(store, whole.id) == whole
    assert browse.story(store, "s-none") is None
    for verb in ("reports", "claims", "statements", "conflicts", "timeline", "lineage", "reuse"):
        assert queries.lines_of(whole, verb) == list(queries.lines(store, verb))


def test_what_changed_is_told_and_what_didn_t_is_not(store):
    view = story()
    few = replace(view, reports=view.reports[:-1])
    less = replace(view.findings.story, reports=tuple(r.id for r in few.reports))
    first = view.findings.claims[0]
    lower = replace(first, report_ids=first.report_ids[:2])
    put(store, replace(few, findings=replace(view.findings, story=less, claims=(lower, *view.findings.claims[1:]))))
    before = browse.card(store, view.id)
    assert browse.changes(store, view.id, "") == []
    put(store, view, key="2")
    [change] = browse.changes(store, view.id, "")
    assert change["reports"] == ["upload-07.txt"]
    [[said, was, now]] = change["figures"]
    assert (said, was[0], now[0]) == (first.shown, 2, len(first.report_ids))
    assert browse.changes(store, view.id, change["at"]) == []
    put(store, view, key="3")
    assert len(browse.changes(store, view.id, "")) == 1
    assert browse.card(store, view.id).changed_at >= before.changed_at


def test_a_story_that_is_gone_has_no_card(store):
    view = story()
    put(store, view)
    put(store, replace(view, id="s-2", findings=replace(view.findings, story=replace(view.findings.story, id="s-2"))))
    with store.reading() as connection:
        for table in (schema.cards, schema.card_names):
            assert set(connection.scalars(select(table.c.story))) == {"s-2"}


def test_what_is_forgotten_is_found_no_more_and_leaves_no_word(store, tmp_path):
    view = story()
    put(store, view)
    assert browse.find(store, browse.Asked(words="Quill")).total == 1
    desk = open_desk(tmp_path / "desk.db")
    desk.forget("ledger")
    desk.close()
    assert browse.find(store, browse.Asked(words="Quill")).total == 0
    store.close()
    for path in tmp_path.glob("desk.db*"):
        assert b"quill" not in path.read_bytes().lower()


def test_an_older_desk_gets_cards_and_words(tmp_path):
    path = tmp_path / "desk.db"
    store = Store(path)
    put(store, story())
    with store.writing() as connection:
        for name in ("cards", "card_names", "changes", "report_words"):
            connection.execute(text(f"DROP TABLE {name}"))
        for name in ("added", "gone", "changed"):
            connection.execute(text(f"DROP TRIGGER report_words_{name}"))
        number = next(n for n, (title, _) in enumerate(migrations.STEPS, 1) if title.startswith("cards"))
        connection.execute(text(f"DELETE FROM schema_versions WHERE number = {number}"))
    store.close()
    store = Store(path)
    assert browse.find(store, browse.Asked(words="siren")).total == 1
    store.close()


def another():
    """The same story under other names, of other reports."""
    view = story()
    new = {r.id: f"{r.id}-2" for r in view.reports}
    members = replace(view.findings.story, id="s-2", reports=tuple(new.values()))
    said = tuple(replace(s, id=f"{s.id}-2", report=new[s.report]) for s in view.findings.statements)
    claims = tuple(
        replace(
            c, id=f"{c.id}-2", story="s-2", shown=f"{c.shown}-2", statements=tuple(f"{s}-2" for s in c.statements),
            report_ids=tuple(new[r] for r in c.report_ids),
        )
        for c in view.findings.claims
    )  # fmt: skip
    findings = replace(view.findings, story=members, statements=said, claims=claims, conflicts=(), events=())
    edges = tuple(replace(e, parent=new.get(e.parent, e.parent), child=new[e.child]) for e in view.edges)
    reports = tuple(replace(r, id=new[r.id]) for r in view.reports)
    return replace(view, id="s-2", reports=reports, edges=edges, matches=(), findings=findings)


def test_filters_count_what_they_leave(store):
    put(store, story(), another())
    found = browse.find(store, browse.Asked())
    for kind, names in (("outlet", found.facets.outlets), ("person", found.facets.people)):
        for name, many in names:
            assert browse.find(store, browse.Asked(**{kind: name})).total == many
    for flag, many in found.facets.flags:
        assert browse.find(store, browse.Asked(flags=(flag,))).total == many
    assert browse.find(store, browse.Asked(since="2031-04-16")).total == 0
    assert browse.find(store, browse.Asked(until="2031-04-13")).total == 0
    assert browse.find(store, browse.Asked(since="2031-04-15", until="2031-04-15")).total == 2
    assert dict(found.facets.flags)["disputed"] == 2


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ferry", '"ferry"'),
        ('ferry "coast guard" -drill', '"ferry" AND "coast guard" NOT "drill"'),
        ("“coast guard”", '"coast guard"'),
        ('"open phrase', '"open phrase"'),
        ("title:x OR y*", '"title:x" AND "OR" AND "y*"'),
        ("-only -out", None),
        ("… — !", None),
    ],
)
def test_what_is_typed_is_never_taken_for_syntax(typed, wanted):
    assert search.wanted(typed) == wanted


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_words_can_be_asked_for(typed):
    store = Store(None)
    with store.reading() as connection:
        assert search.hits(connection, typed) == []
    store.close()


def test_a_statement_that_was_cut_anew_is_found_by_its_place(store):
    view = story()
    said = view.findings.statements[0]
    start, end = said.content[0]
    named = replace(said, id=f"{said.report}:{start}-{end}")
    put(store, replace(view, findings=replace(view.findings, statements=(named, *view.findings.statements[1:]))))
    assert browse.statement(store, named.id)[0].id == named.id
    assert browse.statement(store, f"{said.report}:{start + 3}-{end + 1}")[0].id == named.id
    assert browse.statement(store, f"{said.report}:999990-999999") is None
    assert browse.statement(store, "nonsense") is None


def test_only_the_stories_that_are_named_are_looked_at(store):
    put(store, story())
    with store.writing() as connection:
        connection.execute(schema.cards.delete())
        cards.refresh(connection, ["s-other"])
        assert connection.scalar(select(schema.cards.c.story)) is None
        cards.refresh(connection, [story().id])
        assert connection.scalar(select(schema.cards.c.story)) == story().id
        connection.execute(schema.stories.delete())
        cards.sweep(connection)
        assert connection.scalar(select(schema.cards.c.story)) is None


def test_refreshing_twice_changes_nothing(store):
    put(store, story())
    with store.writing() as connection:
        before = connection.execute(select(schema.cards)).all()
        cards.refresh(connection)
        assert connection.execute(select(schema.cards)).all() == before
