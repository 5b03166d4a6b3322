"""The file opens in Datasette, with tables that read well."""

import json
import subprocess
import sys

import pytest

import secondsource as ss
from piles import write

READABLE = {
    "reports": {"id", "source", "title", "published", "text"},
    "claims": {"story", "status", "independent_origins", "rests_on", "bottlenecks", "report_ids"},
    "statements": {"report", "kind", "speaker", "chain", "stance"},
    "edges": {"parent", "child", "share", "why"},
    "set_aside": {"input", "reason", "remedy"},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    opened = ss.open(folder / "desk.db")
    opened.add(write(folder))
    opened.close()
    return folder / "desk.db"


@pytest.mark.parametrize("table", READABLE)
def test_tables_open(desk, table):
    command = [sys.executable, "-m", "datasette", str(desk), "--get", f"/desk/{table}.json?_shape=objects"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    rows = found["rows"]
    assert rows or table == "set_aside"
    for row in rows:
        assert READABLE[table] <= set(row)
        assert not any(isinstance(value, dict) for value in row.values()), "no cell of bytes"
