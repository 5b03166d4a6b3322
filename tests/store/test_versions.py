"""Reports whose text changes at their address: one report, all its texts kept."""

import json
import sqlite3
from dataclasses import replace

import jsonschema
import pytest

import secondsource as ss
from piles import DISPATCH, REPORTS, write
from secondsource import lines
from secondsource.errors import DeskError
from secondsource.reading import read
from secondsource.store.versions import Outcome

URL = "https://sella.example/ferry"


@pytest.fixture
def desk(tmp_path):
    opened = ss.open(tmp_path / "desk.db")
    yield opened
    opened.close()


@pytest.fixture
def make(tmp_path):
    def made(text, **fields):
        path = tmp_path / "one.jsonl"
        record = {"id": URL, "url": URL, "source": "Sella Courier", "title": "Ferry aground", "text": text, **fields}
        path.write_text(json.dumps(record) + "\n", "utf-8")
        [report] = read([path]).reports
        return report

    return made


def ids(desk):
    return [r.id for r in desk.reports()]


def test_another_text_is_a_version_and_the_newest_counts(desk, make):
    assert desk.take(make(DISPATCH)).outcome is Outcome.NEW
    assert desk.take(make(DISPATCH)).outcome is Outcome.SAME
    settled = desk.take(make(DISPATCH.replace("212", "214")))
    assert (settled.outcome, settled.id) == (Outcome.VERSION, f"{URL}@v2")
    assert ids(desk) == [f"{URL}@v2"]
    first, second = desk.versions()
    assert (first.version, first.id, first.changes) == (1, URL, [])
    assert (second.version, second.id, second.silent) == (2, f"{URL}@v2", True)
    assert [(c.kind, c.before, c.after) for c in second.changes] == [("figure", "212", "214")]
    assert {s.report for s in desk.statements()} == {f"{URL}@v2"}


def test_typography_is_kept_but_hidden_and_replaces_nothing(desk, make):
    desk.take(make(DISPATCH))
    other = make(DISPATCH.replace("“", '"').replace("”", '"'))
    assert desk.take(other).outcome is Outcome.TRIVIAL
    assert desk.take(other).outcome is Outcome.SAME
    assert desk.take(make(DISPATCH)).outcome is Outcome.SAME
    assert ids(desk) == [URL]
    assert len(desk.versions()) == 1
    assert [v.trivial for v in desk.versions(trivial=True)] == [False, True]
    assert desk.take(make(DISPATCH.replace("212", "214"))).id == f"{URL}@v3"


def test_a_text_that_comes_back_is_a_change_again_when_live_and_nothing_new_from_a_file(desk, make):
    desk.take(make(DISPATCH))
    desk.take(make(DISPATCH.replace("212", "214")))
    assert desk.take(make(DISPATCH), live=False).outcome is Outcome.SAME
    assert desk.take(make(DISPATCH)).id == f"{URL}@v3"
    assert ids(desk) == [f"{URL}@v3"]


def test_files_with_id_and_address_make_versions_and_adding_again_adds_nothing(desk, tmp_path):
    old = write(tmp_path, [{**REPORTS[0], "url": URL}], "old.jsonl")
    new = write(tmp_path, [{**REPORTS[0], "url": URL, "text": DISPATCH.replace("212", "214")}], "new.jsonl")
    for path in (old, new, old, new):
        desk.add(path)
        assert len(ids(desk)) == 1
    assert ids(desk) == ["a@v2"]
    assert [v.id for v in desk.versions()] == ["a", "a@v2"]
    plain = ss.open(tmp_path / "both.db")
    plain.add([old, new])
    assert ids(plain) == ["a@v2"]
    plain.close()


def test_forgetting_by_any_id_leaves_nothing(desk, make, tmp_path):
    for by in (URL, f"{URL}@v2"):
        desk.take(make(DISPATCH))
        desk.analyse()
        desk.take(make(DISPATCH.replace("Mara Teel", "Jorun Kask")))
        desk.analyse()
        desk.forget(by)
        assert ids(desk) == []
        assert desk.versions(trivial=True) == []
        for path in tmp_path.glob("desk.db*"):
            assert b"Mara Teel" not in path.read_bytes()
            assert b"Jorun Kask" not in path.read_bytes()
    with pytest.raises(DeskError):
        desk.forget(URL)


def test_a_version_is_compared_with_others_like_any_report(desk, make):
    desk.take(make(DISPATCH))
    desk.take(replace(make(DISPATCH), id="https://norrvik.example/f", source="Norrvik Post", url=None))
    assert len(desk.reuse()) > 0
    desk.take(make("The harbour of Port Sella is closed until further notice, its master said."))
    assert len(desk.reuse()) == 0
    assert len(desk.stories()) == 2


def test_lines_fit_their_schema(desk, make):
    desk.take(make(DISPATCH))
    desk.take(make(DISPATCH.replace("212", "214"), title="Ferry sinks"))
    for line in desk.versions():
        plain = lines.as_dict(line)
        jsonschema.validate(plain, lines.schema("versions"))
        assert list(plain) == [name for name, _ in lines.fields("versions")]
    assert all(meaning for _, meaning in lines.fields("versions"))


def test_an_older_desk_gets_the_table(tmp_path):
    ss.open(tmp_path / "old.db").close()
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("drop table versions")
        connection.execute("delete from schema_versions where title = 'what is watched'")
    opened = ss.open(tmp_path / "old.db")
    assert opened.versions() == []
    opened.close()
