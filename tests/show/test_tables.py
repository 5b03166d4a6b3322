"""Lines as tables: for people, for notebooks, for polars, for files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from secondsource.errors import UsageError
from secondsource.lines import VERBS, ReuseLine
from secondsource.records import Report
from secondsource.show import export, notebook, terminal
from secondsource.show.comparison import Comparison
from secondsource.show.figures import CAUTION

from .example import pile

CLAIM = {
    "claim": "c-1", "story": "s", "text": "The [b]dam[/b] <i>broke</i>\ud800", "statements": ["t1", "t2"],
    "origins": [{"origin": "Ann", "kind": "person", "statements": ["t1"], "why": "named"}], "rests_on": ["Ann"],
    "bottlenecks": [], "independent_origins": (1, 2), "named_sources": 1, "reports": 4, "report_ids": ["a", "b"],
    "opinion": False, "only_party": None, "status": "unsure", "why": ["because"],
}  # fmt: skip
STATEMENT = {
    "report": "a", "id": "t1", "kind": "direct", "source": [(0, 3)], "cue": [], "content": [(4, 9), (12, 20)],
    "speaker": None, "chain": [["Ann", "Ben"], ["Gazette"]], "copied_from": None, "carried": False, "inherited": False,
    "hedge": False, "via": [], "stance": "asserts", "why": [],
}  # fmt: skip


def drawn(renderable) -> str:
    console = Console(file=io.StringIO(), width=160, color_system=None)
    console.print(renderable)
    return console.file.getvalue()


def test_polars_takes_the_table_with_its_nested_fields():
    frame = pl.DataFrame(export.to_arrow([STATEMENT], "statements"))
    assert frame.schema["content"] == pl.List(pl.List(pl.Int64))
    assert frame["chain"].to_list() == [[["Ann", "Ben"], ["Gazette"]]]
    assert frame["speaker"].to_list() == [None]


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_has_an_empty_table_with_its_columns(verb):
    table = export.to_arrow([], verb)
    assert table.num_rows == 0
    names = set(VERBS[verb].__dataclass_fields__) - ({"text"} if verb == "reports" else set())
    assert set(table.column_names) == names
    assert next(csv.reader([export.to_csv([], verb)])) == [n for n in VERBS[verb].__dataclass_fields__ if n in names]


def test_an_unknown_verb_names_the_choices():
    with pytest.raises(UsageError, match="statements"):
        export.to_arrow([], "opinions")


def test_parquet_keeps_what_the_lines_hold(tmp_path: Path):
    export.to_parquet([CLAIM], tmp_path / "claims.parquet", metadata={"secondsource": "0.1.0"})
    row = pl.read_parquet(tmp_path / "claims.parquet").to_dicts()[0]
    assert row["origins"] == CLAIM["origins"]
    assert row["independent_origins"] == [1, 2]
    assert row["text"].endswith("\ufffd")


def test_jsonl_and_csv_can_be_read_again():
    assert json.loads(export.to_jsonl([STATEMENT])) == json.loads(json.dumps(STATEMENT))
    row = next(csv.DictReader(io.StringIO(export.to_csv([CLAIM]))))
    assert json.loads(row["origins"]) == CLAIM["origins"]
    export.to_csv([CLAIM]).encode("utf-8")


def test_everything_is_written_with_its_version(tmp_path: Path):
    paths = export.everything(tmp_path, {"claims": [CLAIM], "statements": []}, pile(), {"settings": "3f2a90c1"})
    assert all(path.is_file() for path in paths)
    assert len(paths) == 4 * 2 + 2
    assert {p.name for p in paths} >= {"claims.jsonl", "claims.csv", "claims.parquet", "page.html", "manifest.json"}
    assert json.loads((tmp_path / "manifest.json").read_text())["settings"] == "3f2a90c1"


def test_a_table_for_people_shows_figures_and_words_as_they_are():
    words = drawn(terminal.table("claims", [CLAIM]))
    assert "4 → 1–2" in words
    assert "[b]dam[/b]" in words
    assert CAUTION in words


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_has_a_table_even_without_lines(verb):
    assert verb in terminal.COLUMNS
    assert drawn(terminal.table(verb, [])).strip() == f"No {verb}."


def test_statements_on_a_terminal():
    assert "unsure" in drawn(terminal.table("statements", [STATEMENT]))
    assert "4–9, 12–20" in drawn(terminal.table("statements", [STATEMENT]))


REPORTS = [{"id": "a", "text": "Ann: “The dam broke at noon on Monday.”"}, {"id": "b", "text": "The dam broke."}]


def test_a_table_for_people_shows_the_words_that_its_lines_are_about():
    told = terminal.with_words("statements", [{**STATEMENT, "content": [(6, 19), (31, 37)]}], REPORTS)
    assert "The dam broke … Monday" in drawn(terminal.table("statements", told))
    date = {"report": "a", "start": 31, "end": 37, "type": "DATE", "value": "2031-04-14"}
    assert "Monday" in drawn(terminal.table("dates", terminal.with_words("dates", [date], REPORTS)))
    match = {"a": "a", "a_start": 6, "a_end": 19, "b": "b", "b_start": 0, "b_end": 13, "similarity": 1.0}
    shared = [{**match, "kind": kind} for kind in ("furniture", "copied")]
    said = drawn(terminal.table("reuse", terminal.with_words("reuse", shared, REPORTS)))
    assert said.index("copied") < said.index("furniture")
    assert "The dam broke" in said


def test_a_time_is_not_cut_and_an_outlet_that_is_not_given_is_said():
    given = {"id": "a.txt", "source": "a.txt", "published": "2031-04-14T08:20+01:00", "title": "Dam " * 60}
    console = Console(file=io.StringIO(), width=60, color_system=None)
    console.print(terminal.table("reports", [given]))
    assert "2031-04-14 08:20" in console.file.getvalue()
    assert "not given" in console.file.getvalue()


def test_a_comparison_tells_what_was_changed_inside_what_is_shared():
    one = Report("a", "About 600 tonnes lay there, a port official told the agency on Tuesday evening.", "", "A")
    other = replace(one, id="b", text=one.text.replace("600", "60").replace("told the agency", "said"), source="B")
    match = ReuseLine("a", 0, len(one.text), "b", 0, len(other.text), 0.9, "copied", "")
    said = drawn(terminal.comparison(Comparison(one, other, (match,))))
    assert "“600” → “60”" in said
    assert "“told the agency” → “said”" in said
    assert [c.weighs for c in Comparison(one, other, (match,)).changed()] == [True, False]


def test_who():
    said = drawn(terminal.who("the dam broke", [CLAIM]))
    assert "rests on Ann" in said
    assert "because" in said
    assert "Nobody here says so." in drawn(terminal.who("the dam broke", []))


def test_notebook_snippets_are_escaped_and_cautioned():
    html = notebook.table("claims", [CLAIM])
    assert "<i>" not in html
    assert CAUTION in html
    cards = notebook.stories(pile())
    assert "A dam gate jams above Tessaly" in cards
    assert "<b>5 → 1</b>" in cards
