"""Records to table rows and back: a column for each field, what is no plain value as JSON."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

import msgspec

from secondsource import records

R = TypeVar("R")

_PLAIN = (str, int, float, bool, type(None))


def to_row(record: object, **more: object) -> dict[str, Any]:
    """The record's fields as column values, and ``more`` columns beside them."""
    return {f.name: _column(getattr(record, f.name)) for f in fields(record)} | more  # type: ignore[arg-type]


def from_row(kind: type[R], row: Mapping[Any, Any]) -> R:
    """The record of this kind that a row holds; columns that it has no field for are left out."""
    hints = _hints(kind)  # type: ignore[arg-type]  # mypy takes type[R] for unhashable
    return kind(**{name: _field(row[name], hint) for name, hint in hints.items() if name in row})


def _column(value: object) -> object:
    if isinstance(value, str):
        return str(value)  # an enum's value, not the enum
    return value if isinstance(value, _PLAIN) else msgspec.to_builtins(value)


def _field(value: object, hint: object) -> object:
    if type(value) is hint:
        return value
    return msgspec.convert(value, hint, strict=False)


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(records))
