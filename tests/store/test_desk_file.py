"""The desk's file: migrations, one writer, results that are not computed twice, nothing left of what is forgotten."""

import sqlite3

import pytest

import secondsource as ss
from piles import DISPATCH, REPORTS, write
from secondsource import pipeline
from secondsource.errors import DeskError, UsageError
from secondsource.language import parse
from secondsource.store import queries
from secondsource.store.connect import Store
from secondsource.store.migrations import STEPS


@pytest.fixture
def desk(tmp_path):
    opened = ss.open(tmp_path / "desk.db")
    yield opened
    opened.close()


def rows(desk, query):
    with sqlite3.connect(desk.path) as connection:
        return connection.execute(query).fetchall()


def test_migrations_are_applied_once_and_numbered(tmp_path):
    for _ in range(2):
        Store(tmp_path / "desk.db").close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        numbers = [n for (n,) in connection.execute("select number from schema_versions order by number")]
    assert numbers == list(range(1, len(STEPS) + 1))


def test_another_sqlite_file_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("create table songs (title text)")
    with pytest.raises(DeskError, match="no desk of secondsource"):
        ss.open(tmp_path / "other.db")


def test_a_newer_desk_is_refused(tmp_path):
    Store(tmp_path / "desk.db").close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("insert into schema_versions values (999, 'from the future', '')")
    with pytest.raises(DeskError, match="newer secondsource"):
        ss.open(tmp_path / "desk.db")


def test_not_a_desk_at_all(tmp_path):
    (tmp_path / "desk.db").write_bytes(b"SQLite format 3\x00" + b"x" * 4000)
    with pytest.raises(DeskError, match=r"desk\.db"):
        ss.open(tmp_path / "desk.db")


def test_adding_twice_adds_nothing_and_computes_nothing(desk, tmp_path, monkeypatch):
    path = write(tmp_path)
    first, _ = desk.add(path)
    tables = ["reports", "matches", "edges", "stories", "statements", "claims", "events", "results"]
    before = [rows(desk, f"select * from {t}") for t in tables]

    def refuse(*_args, **_more):
        raise AssertionError("computed again")

    monkeypatch.setattr(parse, "parse", refuse)
    second, _ = desk.add(path)
    assert first == ["a", "b", "c"]
    assert second == []
    assert [rows(desk, f"select * from {t}") for t in tables] == before


def test_one_more_report_parses_only_its_own_paragraphs(desk, tmp_path, monkeypatch):
    desk.add(write(tmp_path, REPORTS[:1]))
    parsed = []
    real = parse.parse

    def watched(paragraphs, *args):
        parsed.extend(paragraphs)
        return real(paragraphs, *args)

    monkeypatch.setattr(parse, "parse", watched)
    more = {
        **REPORTS[0],
        "id": "d",
        "source": "Coast Radio",
        "text": DISPATCH + "\nA tug is on its way from Norrvik.\n",
    }
    desk.add(write(tmp_path, [more], "more.jsonl"))
    assert parsed, "the new paragraph was read"
    assert all(p not in REPORTS[0]["text"] for p in parsed)


def test_a_story_that_nothing_touches_is_left_as_it_is(desk, tmp_path, monkeypatch):
    desk.add(write(tmp_path, REPORTS[1:]))
    from secondsource import claims

    gathered = []
    real = claims.gather

    def watched(story, *args, **more):
        gathered.append(story.reports)
        return real(story, *args, **more)

    monkeypatch.setattr(claims, "gather", watched)
    desk.add(write(tmp_path, REPORTS[:1], "more.jsonl"))
    assert all("c" not in reports for reports in gathered)


def test_forget_leaves_no_trace_in_the_file(desk, tmp_path):
    desk.add(write(tmp_path))
    desk.forget("b")
    desk.analyse()
    assert [r.id for r in desk.reports()] == ["a", "c"]
    desk.close()
    left = b"".join(p.read_bytes() for p in tmp_path.glob("desk.db*"))
    assert b"Lind Lines" not in left
    assert b"Port Sella" in left, "the other report is still there"


def test_forgetting_what_isnt_there_says_what_is(desk, tmp_path):
    desk.add(write(tmp_path))
    with pytest.raises(DeskError, match="no report 'zz'"):
        desk.forget("zz")


def test_what_was_set_aside_is_a_row_with_its_reason(desk, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"id": "x"\n', "utf-8")
    for _ in range(2):
        desk.add(tmp_path / "bad.jsonl")
    [(given, reason)] = rows(desk, "select input, reason from set_aside")
    assert "bad.jsonl" in given
    assert reason


def test_judgements_win_and_are_replayed(desk, tmp_path):
    desk.add(write(tmp_path))
    before = {frozenset((m.a, m.b)) for m in desk.reuse() if m.kind == "copied"}
    desk.judge("not-copied", "a", "b", note="they share a press release")
    after = {frozenset((m.a, m.b)) for m in desk.reuse() if m.kind == "copied"}
    assert frozenset("ab") in before
    assert frozenset("ab") not in after
    desk.unjudge("a", "b")
    assert frozenset("ab") in {frozenset((m.a, m.b)) for m in desk.reuse() if m.kind == "copied"}


def test_a_name_that_a_reader_says_is_another_is_so_until_taken_back(desk, tmp_path):
    desk.add(write(tmp_path))
    one, other = "Mara Teel", "Anna Lind"
    desk.judge("one-name", one, other)
    assert len({one, other} & {e.name for e in desk.entities()}) == 1
    desk.unjudge(one, other)
    assert {one, other} <= {e.name for e in desk.entities()}
    with pytest.raises(UsageError, match="no name 'Zed Nobody'"):
        desk.judge("one-name", one, "Zed Nobody")


def test_the_last_judgement_on_two_things_holds_and_the_log_keeps_all(desk, tmp_path):
    desk.add(write(tmp_path))
    desk.judge("not-copied", "a", "b", who="Nora")
    desk.judge("copied", "b", "a", who="Orla")
    assert [(j.verdict, j.who) for j in desk.judgements()] == [("copied", "Orla")]
    assert desk.unjudge("a", "b")
    assert not desk.unjudge("a", "b")
    assert desk.judgements() == ()
    assert [j.verdict for j in desk.judgement_log()] == ["not-copied", "copied", "undo"]


def test_an_older_desks_judgements_are_nobodys(tmp_path):
    path = tmp_path / "desk.db"
    ss.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("alter table judgements drop column who")
        connection.execute("delete from schema_versions where number = 3")
        connection.execute("insert into judgements (verdict, a, b, made_at, note) values ('same', 'x', 'y', '', '')")
    assert [j.who for j in ss.open(path).judgements()] == [""]


def test_readers_see_one_state_while_a_writer_writes(tmp_path):
    store = Store(tmp_path / "desk.db")
    desk = ss.open(tmp_path / "desk.db")
    desk.add(write(tmp_path), now=False)
    with store.writing() as connection:
        connection.exec_driver_sql("delete from reports")
        assert len(queries.reports(desk._store)) == 3
    assert len(queries.reports(desk._store)) == 0


def test_stages_name_what_can_be_asked_for():
    assert set(pipeline.STAGES) >= {stage for stage in ss_needs() if stage}


def ss_needs():
    from secondsource.lines import NEEDS

    return set(NEEDS.values())
