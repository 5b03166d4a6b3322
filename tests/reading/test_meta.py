"""Fields from a table beside the reports."""

from pathlib import Path

import pytest

from secondsource.errors import UsageError
from secondsource.reading.drafts import Draft
from secondsource.reading.meta import Meta


def load(tmp_path: Path, text: str) -> Meta:
    path = tmp_path / "meta.csv"
    path.write_text(text, encoding="utf-8-sig")
    return Meta.load(path)


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_gaps_are_filled_and_nothing_is_overruled(tmp_path: Path, comma: str) -> None:
    meta = load(
        tmp_path,
        comma.join(["ID", "Source", "published", "other"]) + "\n" + comma.join(["a", "The Example", "2020-05-04", "x"]),
    )
    filled = meta.fill(Draft("a", "It fell.", "a", {"published": "2020-01-01"}))
    assert filled.fields == {"source": "The Example", "published": "2020-01-01"}
    other = Draft("b", "It fell.", "b")
    assert meta.fill(other) is other


@pytest.mark.parametrize("text", ["", "name,source\na,b\n"])
def test_a_table_without_ids_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="no column 'id'"):
        load(tmp_path, text)


def test_a_missing_or_unreadable_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        Meta.load(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(bytes(range(32)) * 10)
    with pytest.raises(UsageError, match="not text"):
        Meta.load(tmp_path / "x.csv")
