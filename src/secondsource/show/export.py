"""A verb's lines as JSON Lines, CSV, an Arrow table or Parquet.

Lines are mappings as INTERFACE lists them. Tables keep nested values nested; CSV holds them as JSON in their cell.
Lone surrogates become U+FFFD everywhere, one for one, because no file format can hold them.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from secondsource.errors import UsageError
from secondsource.lines import TABLES, VERBS, schema
from secondsource.show.plain import REPLACEMENT, safe
from secondsource.store.queries import PileView

Line = Mapping[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_jsonl(lines: Iterable[Line]) -> str:
    """The lines as JSON, one a line, each ended by a newline; fit for UTF-8."""
    return "".join(json.dumps(_fit(line), ensure_ascii=False) + "\n" for line in lines)


def to_csv(lines: Iterable[Line], verb: str | None = None) -> str:
    """The lines as CSV (RFC 4180) with a head row; lists and records stand as JSON in their cell.

    With ``verb`` the head row stands there even without lines.
    """
    rows = [_fit(line) for line in lines]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if verb and not rows:
        names = [name for name in typing.get_type_hints(TABLES[verb]) if (verb, name) != ("reports", "text")]
    out = io.StringIO()
    writer = csv.writer(out)
    if names:
        writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def to_arrow(lines: Sequence[Line], verb: str, metadata: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
    """An Arrow table (arro3) of the lines, which polars, pandas, DuckDB and pyarrow take as it is.

    Fields that INTERFACE does not list are kept, with the kind that their values show. Raises UsageError for an
    unknown verb.
    """
    from arro3.core import Schema, Table
    from arro3.io import infer_json_schema, read_json

    if verb not in TABLES:
        raise UsageError(f"'{verb}': no such table. There are {', '.join(VERBS)}.")
    rows = [_fit(line) for line in lines]
    given = set().union(*rows) if rows else set()
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    known = typing.get_type_hints(TABLES[verb])
    if verb == "reports" and "text" not in given:
        del known["text"]
    fields = [_field(name, kind) for name, kind in known.items()]
    more = sorted(given - set(known))
    if more:
        guessed = infer_json_schema(io.BytesIO(data))
        fields += [guessed.field(name) for name in more]
    columns = Schema(fields, metadata=dict(metadata or {}))
    if not rows:
        return columns.empty_table()
    return Table.from_arrow(read_json(io.BytesIO(data), columns, batch_size=65_536).read_all())


def to_parquet(
    lines: Sequence[Line], path: str | Path, verb: str | None = None, metadata: Mapping[str, str] | None = None
) -> None:
    """Write the lines to a Parquet file; without ``verb`` it is told from the lines' fields."""
    from arro3.io import write_parquet

    made = dict(metadata or {})
    # In the file's own metadata too: not every reader unpacks the Arrow schema that is kept there.
    write_parquet(to_arrow(lines, verb or _verb_of(lines), made), str(path), key_value_metadata=made or None)


def everything(
    folder: Path, answers: Mapping[str, Sequence[Line]], pile: PileView, made_by: Mapping[str, str]
) -> list[Path]:
    """Write all verbs' lines in all formats, their schemas, the page and a manifest into the folder; the paths."""
    from secondsource.show import page

    made = {**made_by, "made_at": pile.made_at}
    written = []
    for verb, lines in answers.items():
        (folder / f"{verb}.jsonl").write_text(to_jsonl(lines), "utf-8")
        (folder / f"{verb}.csv").write_text(to_csv(lines, verb), "utf-8", newline="")
        to_parquet(lines, folder / f"{verb}.parquet", verb, made)
        (folder / f"{verb}.schema.json").write_text(json.dumps(schema(verb), indent=1), "utf-8")
        written += [folder / f"{verb}{end}" for end in (".jsonl", ".csv", ".parquet", ".schema.json")]
    (folder / "page.html").write_text(page.render(pile), "utf-8")
    lines_of = {verb: len(lines) for verb, lines in answers.items()}
    (folder / "manifest.json").write_text(json.dumps({**made, "lines": lines_of}, indent=1) + "\n", "utf-8")
    return [*written, folder / "page.html", folder / "manifest.json"]


def _verb_of(lines: Sequence[Line]) -> str:
    """The verb whose fields the first line has most fully."""
    if not lines:
        raise UsageError("no lines: name the verb whose empty table is to be written.")
    names = set(lines[0])
    return max(VERBS, key=lambda verb: len(names & _names(verb)) / len(names | _names(verb)))


def _names(verb: str) -> set[str]:
    return set(typing.get_type_hints(TABLES[verb]))


def _field(name: str, kind: Any) -> Any:  # noqa: ANN401
    from arro3.core import Field

    return Field(name, _type(kind), nullable=True)


def _type(kind: Any) -> Any:  # noqa: ANN401
    """The Arrow type of a field of a verb's lines."""
    from arro3.core import DataType

    plain = {str: DataType.utf8, int: DataType.int64, float: DataType.float64, bool: DataType.bool}
    if kind in plain:
        return plain[kind]()
    if dataclasses.is_dataclass(kind):
        return DataType.struct([_field(name, inner) for name, inner in typing.get_type_hints(kind).items()])
    # list[X] and pairs (tuple[int, int]) are lists of X; X | None is X, for every field may be null.
    inner = next(x for x in typing.get_args(kind) if x is not type(None))
    return DataType.list(_field("item", inner)) if typing.get_origin(kind) in (list, tuple) else _type(inner)


def _fit(value: Any) -> Any:  # noqa: ANN401
    """The value as JSON can hold it: no lone surrogates, tuples as lists."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {str(name): _fit(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(inner) for inner in value]
    return value


def _cell(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return safe(value) if isinstance(value, str) else value
