"""The command line: exit codes, messages, formats, desks."""

from __future__ import annotations

import csv
import io
import json
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from piles import REPORTS, write
from secondsource import cli
from secondsource.errors import ModelError
from secondsource.lines import VERBS


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Runs a command as from a shell: (exit code, stdout, stderr). The cache is the test's own."""
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(tmp_path / "cache"))

    def call(*args):
        monkeypatch.setattr(sys, "argv", ["secondsource", *map(str, args)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return call


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_prints_json_lines_csv_and_a_table(run, tmp_path, verb):
    path = write(tmp_path)
    code, out, err = run(verb, path, "--jsonl")
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    assert run(verb, path, "--csv")[0] == 0
    assert len(list(csv.DictReader(io.StringIO(run(verb, path, "--csv")[1])))) == len(lines)
    assert run(verb, path)[0] == 0


def test_statements_are_web_annotations_one_a_line_and_other_verbs_have_none(run, tmp_path):
    path = write(tmp_path)
    code, out, err = run("statements", path, "--jsonld")
    assert (code, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert len(found) == len(run("statements", path, "--jsonl")[1].splitlines())
    assert {a["type"] for a in found} == {"Annotation"}
    code, out, err = run("reports", path, "--jsonld")
    assert (code, out) == (2, "")
    assert "statements and claims" in err
    assert run("statements", path, "--jsonld", "--csv")[0] == 2


def test_claims_are_graphs_of_provenance_one_a_line(run, tmp_path):
    path = write(tmp_path)
    code, out, err = run("claims", path, "--jsonld")
    assert (code, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert len(found) == len(run("claims", path, "--jsonl")[1].splitlines())
    assert {graph["@graph"][0]["type"][0] for graph in found} == {"schema:Claim"}


def test_parquet_holds_the_same_lines_and_names_version_and_settings(run, tmp_path):
    import polars

    path = write(tmp_path)
    lines = [json.loads(line) for line in run("claims", path, "--jsonl")[1].splitlines()]
    assert run("claims", path, "--parquet", tmp_path / "claims.parquet")[0] == 0
    table = polars.read_parquet(tmp_path / "claims.parquet")
    assert table["claim"].to_list() == [line["claim"] for line in lines]
    assert table["independent_origins"].to_list() == [line["independent_origins"] for line in lines]
    made_by = polars.read_parquet_metadata(tmp_path / "claims.parquet")
    assert made_by["secondsource"]
    assert made_by["settings"]


def test_wrong_usage_is_two_and_says_what_to_do(run, tmp_path):
    for args in (
        ["claims"],
        ["claimz", tmp_path],
        ["reports", write(tmp_path), "--jsonl", "--csv"],
        ["judge", "maybe"],
    ):
        code, _, err = run(*args)
        assert code == 2, args
        assert err, args
        assert "Traceback" not in err


def test_what_does_not_exist_is_named(run, tmp_path):
    code, _, err = run("claims", tmp_path / "nowhere.jsonl")
    assert code in (1, 2, 3)
    assert "nowhere.jsonl" in err


def test_a_desk_that_does_not_exist_is_named(run, tmp_path):
    code, _, err = run("claims", tmp_path / "no.db")
    assert code == 2
    assert "no such desk" in err


@pytest.mark.parametrize("place", ["no/such/folder/x.parquet", "."])
def test_a_table_that_can_not_be_written_is_wrong_usage(run, tmp_path, place):
    code, _, err = run("reports", write(tmp_path), "--parquet", tmp_path / place)
    assert code == 2
    assert "--parquet" in err


def test_what_a_desk_set_aside_is_told_once(run, tmp_path):
    path, desk = write(tmp_path), tmp_path / "desk.db"
    path.write_text(path.read_text("utf-8") + "broken\n", "utf-8")
    assert run("add", path, "--desk", desk)[0] == 3
    assert run("reports", desk)[0] == 0


def test_rows_of_meta_that_match_nothing_are_told(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORTS[0]["text"], "utf-8")
    (tmp_path / "meta.csv").write_text("id,source\na.txt,Courier\nb,Post\n", "utf-8")
    code, out, err = run("reports", tmp_path / "in", "--meta", tmp_path / "meta.csv", "--jsonl")
    assert code == 3
    assert json.loads(out)["source"] == "Courier"
    assert "1 of 2 rows" in err
    assert "'b'" in err


def test_some_set_aside_is_three_and_the_rest_goes_on(run, tmp_path):
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8") + '{"id": "broken", \n', "utf-8")
    code, out, err = run("reports", path, "--jsonl")
    assert code == 3
    assert len(out.splitlines()) == len(REPORTS)
    assert "line 4" in err


def test_nothing_to_read_is_one(run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    code, _, err = run("claims", tmp_path / "empty.txt")
    assert code == 1
    assert "empty.txt" in err


def test_ten_thousand_empty_files_are_counted_not_listed(run, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(10_000):
        (folder / f"{n}.txt").touch()
    write(folder)
    since = time.monotonic()
    code, out, err = run("reports", folder, "--jsonl")
    assert code == 3
    assert len(out.splitlines()) == len(REPORTS)
    assert len(err.splitlines()) < 40
    assert "9,988" in err
    assert time.monotonic() - since < 60


def test_a_file_name_does_not_steer_the_terminal(run, tmp_path):
    (tmp_path / "bad\x1b[2Jname.xyz").write_text("x", "utf-8")
    write(tmp_path)
    code, _, err = run("reports", tmp_path, "--jsonl")
    assert code == 3
    assert "\x1b" not in err


def test_desk_from_first_to_last(run, tmp_path):
    desk = tmp_path / "desk.db"
    code, _, err = run("add", write(tmp_path), "--desk", desk)
    assert code == 0
    assert "3 new reports" in err
    assert "0 new reports" in run("add", tmp_path / "reports.jsonl", "--desk", desk)[2]
    assert len(run("reports", desk, "--jsonl")[1].splitlines()) == 3
    assert run("forget", "b", "--desk", desk)[0] == 0
    assert len(run("reports", "--desk", desk, "--jsonl")[1].splitlines()) == 2
    assert run("forget", "b", "--desk", desk)[0] == 1
    more = write(tmp_path, [{**REPORTS[1], "id": "z"}], "more.jsonl")
    assert len(run("reports", desk, more, "--jsonl")[1].splitlines()) == 3


def test_judgements_are_listed_and_taken_back(run, tmp_path):
    desk = tmp_path / "desk.db"
    run("add", write(tmp_path), "--desk", desk)
    assert run("judge", "not-copied", "a", "b", "--desk", desk)[0] == 0
    [kept] = run("judge", "--desk", desk, "--jsonl")[1].splitlines()
    assert json.loads(kept)["verdict"] == "not-copied"
    assert run("judge", "not-copied", "a", "nobody", "--desk", desk)[0] == 2
    assert run("judge", "copied", "a", "a", "--desk", desk)[0] == 2
    statement = json.loads(run("statements", desk, "--jsonl")[1].splitlines()[0])["id"]
    assert run("judge", "wrong-link", statement, "No Such Link", "--desk", desk)[0] == 2
    assert run("judge", "not-copied", "a", "b", "--undo", "--desk", desk)[0] == 0
    assert run("judge", "--desk", desk)[1] == ""
    log = [json.loads(line) for line in run("judge", "--desk", desk, "--jsonl")[1].splitlines()]
    assert [line["verdict"] for line in log] == ["not-copied", "undo"]


def test_judgements_go_from_desk_to_desk(run, tmp_path):
    one, other, log = tmp_path / "one.db", tmp_path / "other.db", tmp_path / "log.jsonl"
    for desk in (one, other):
        run("add", write(tmp_path), "--desk", desk)
    statement = json.loads(run("statements", one, "--jsonl")[1].splitlines()[0])["id"]
    assert run("judge", "not-a-statement", statement, "--who", "Nora", "--note", "a caption", "--desk", one)[0] == 0
    assert statement not in run("statements", one, "--jsonl")[1]
    log.write_text(run("judge", "--desk", one, "--jsonl")[1], "utf-8")
    assert json.loads(log.read_text("utf-8"))["who"] == "Nora"
    assert "1 new" in run("judge", "--import", log, "--desk", other)[2]
    assert "0 new" in run("judge", "--import", log, "--desk", other)[2]
    assert statement not in run("statements", other, "--jsonl")[1]
    assert run("judge", "not-a-statement", statement, "--undo", "--desk", other)[0] == 0
    assert statement in run("statements", other, "--jsonl")[1]


@pytest.mark.parametrize("line", ["no json", '{"verdict": "same"}', '{"verdict": "true", "a": "x", "b": "y"}'])
def test_what_is_no_judgement_is_not_taken(run, tmp_path, line):
    desk, log = tmp_path / "desk.db", tmp_path / "log.jsonl"
    run("add", write(tmp_path), "--desk", desk)
    log.write_text(line, "utf-8")
    code, _, err = run("judge", "--import", log, "--desk", desk)
    assert code == 2
    assert "line 1" in err


def test_who_says_this_and_nobody_says_that(run, tmp_path):
    path = write(tmp_path)
    code, out, _ = run("who", "the ferry ran aground with 212 people", path, "--jsonl")
    assert code == 0
    assert json.loads(out.splitlines()[0])["reports"] == 2
    assert "obody" in run("who", "the mayor resigned over a bridge", path)[1]
    assert run("who", "…", path)[0] == 2


def test_a_text_is_only_a_report_s(run, tmp_path):
    code, _, err = run("claims", write(tmp_path), "--text")
    assert code == 2
    assert "only reports have a text" in err


def test_what_would_help_is_said_once(run, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "The ferry ran aground."}\n{"id": "b"}\n{"id": "c"}\n?\n')
    code, _, err = run("reports", tmp_path / "a.jsonl")
    assert code == 3
    assert err.count("A record is one line") == 1
    assert "line 4: not JSON (expecting value at its character 1)" in err


def test_records_of_a_crawl_that_are_no_pages_are_counted_and_no_fault(run, tmp_path):
    head = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: http://post.example/1\r\nContent-Type: {}\r\n"
    text = b"The ferry ran aground off Port Sella on Monday, the coast guard said."
    made = [(head.format("request", "application/http"), b"GET"), (head.format("resource", "text/plain"), text)]
    crawl = b"".join(f"{h}Content-Length: {len(b)}\r\n\r\n".encode() + b + b"\r\n\r\n" for h, b in made)
    (tmp_path / "a.warc").write_bytes(crawl)
    code, _, err = run("reports", tmp_path / "a.warc")
    assert code == 0, err
    assert "1 record holds no page: it is a request" in err
    desk = tmp_path / "desk.db"
    assert run("add", tmp_path / "a.warc", "--desk", desk)[0] == 0


def test_compare_two_files(run, tmp_path):
    for report in REPORTS[:2]:
        (tmp_path / f"{report['id']}.txt").write_text(report["text"], "utf-8")
    code, out, _ = run("compare", tmp_path / "a.txt", tmp_path / "b.txt", "--jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert any(line.get("kind") == "copied" for line in lines)
    assert ["Lind Lines" in line["text"] for line in lines if line.get("only") == "b.txt"] == [True]
    assert run("compare", tmp_path / "a.txt", tmp_path / "b.txt")[0] == 0


def test_a_wrong_link_is_gone_from_statements(run, tmp_path):
    desk = tmp_path / "desk.db"
    run("add", write(tmp_path), "--desk", desk)
    lines = [json.loads(line) for line in run("statements", desk, "--jsonl")[1].splitlines()]
    statement = next(line for line in lines if len(line["chain"]) > 1)
    link = statement["chain"][-1][0]
    assert run("judge", "wrong-link", statement["id"], link, "--desk", desk)[0] == 0
    lines = [json.loads(line) for line in run("statements", desk, "--jsonl")[1].splitlines()]
    mended = next(line for line in lines if line["id"] == statement["id"])
    assert mended["chain"] == statement["chain"][:-1]
    assert any("reader" in why for why in mended["why"])


def test_a_statement_whose_only_link_is_wrong_is_its_report_s_own(run, tmp_path):
    desk = tmp_path / "desk.db"
    run("add", write(tmp_path), "--desk", desk)
    lines = [json.loads(line) for line in run("statements", desk, "--jsonl")[1].splitlines()]
    statement = next(line for line in lines if len(line["chain"]) == 1 and line["source"])
    assert run("judge", "wrong-link", statement["id"], statement["chain"][0][0], "--desk", desk)[0] == 0
    code, out = run("claims", desk, "--jsonl")[:2]
    assert code == 0
    assert any(statement["id"] in json.loads(line)["statements"] for line in out.splitlines())


def test_report_and_export_write_what_they_say(run, tmp_path):
    path = write(tmp_path)
    assert run("report", path, "-o", tmp_path / "page.html")[0] == 0
    assert "Port Sella" in (tmp_path / "page.html").read_text("utf-8")
    assert run("report", path, "-o", tmp_path / "no" / "such" / "page.html")[0] == 2
    assert run("export", path, "-o", tmp_path / "out")[0] == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["secondsource"]
    assert manifest["settings"]
    assert {f"{verb}.{kind}" for verb in VERBS for kind in ("jsonl", "csv", "parquet", "schema.json")} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_the_cache_holds_no_text_and_can_be_cleared(run, tmp_path):
    run("report", write(tmp_path), "-o", tmp_path / "page.html")
    kept = b"".join(p.read_bytes() for p in (tmp_path / "cache").glob("results.db*"))
    assert kept
    assert b"ran aground off" not in kept
    assert run("cache", "clear")[0] == 0
    assert not list((tmp_path / "cache").glob("results.db*"))


def test_no_cache_leaves_nothing(run, tmp_path):
    run("claims", write(tmp_path), "--no-cache", "--jsonl")
    assert not (tmp_path / "cache").exists()


def test_everything_works_with_the_network_blocked(run, tmp_path, monkeypatch):
    def refuse(*_args):
        raise AssertionError("the network was used")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    assert run("report", write(tmp_path), "-o", tmp_path / "page.html")[0] == 0


def test_standard_input(tmp_path):
    data = write(tmp_path).read_bytes()
    command = [sys.executable, "-m", "secondsource", "reports", "-", "--jsonl", "--no-cache"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(REPORTS)


def test_a_closed_pipe_is_no_error(tmp_path):
    command = f"{sys.executable} -m secondsource reports {write(tmp_path)} --text --jsonl --no-cache | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_doctor_finds_the_model_that_was_measured(run):
    code, out, _ = run("doctor")
    assert code == 0, out
    assert "FAULT" not in out


def test_doctor_tells_that_the_reader_is_missing(run, monkeypatch):
    def gone():
        raise ModelError("the model that reads attributions: not installed")

    monkeypatch.setattr("secondsource.doctor.ready", gone)
    code, out, _ = run("doctor")
    assert code != 0
    assert "the model that reads attributions: not installed" in out


def test_help_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(verb in out for verb in (*VERBS, "report", "who", "compare", "add", "forget", "judge", "export"))


def test_meta_beside_a_desk_alone_is_an_error(run, tmp_path):
    desk = tmp_path / "desk.db"
    assert run("add", write(tmp_path), "--desk", desk)[0] == 0
    for given in (tmp_path / "none.csv", write(tmp_path)):
        code, _, err = run("reports", "--desk", desk, "--meta", given)
        assert code == 2
        assert "--meta" in err


def test_a_report_in_another_language_is_told_what_it_does_not_get(run, tmp_path):
    text = "Die Brücke von Ostermoor bleibt nach dem Sturm bis Freitag gesperrt, sagte die Bürgermeisterin am Montag."
    path = write(tmp_path, [{"id": "de-1", "source": "Post", "published": "2031-03-10", "text": text}])
    code, _, err = run("claims", path, "--jsonl")
    assert code == 0
    assert "de-1 (language: de): compared, grouped" in err
    assert run("reuse", path, "--jsonl")[2] == ""


def test_a_database_that_is_no_desk_is_read_and_left_as_it_is(run, tmp_path):
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE news (id TEXT, content TEXT, source TEXT)")
        database.execute("INSERT INTO news VALUES ('n1', ?, 'Post')", (REPORTS[0]["text"],))
    database.close()
    before = path.read_bytes()
    code, out, err = run("reports", path, "--jsonl")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (0, ["n1"])
    assert "text ← content" in err
    assert path.read_bytes() == before
    bad = tmp_path / "bad.db"
    bad.write_text("no database")
    code, _, err = run("reports", bad)
    assert code == 1
    assert "no database, though it is named so" in err
