"""Results of stages, kept by text digest × stage × version × settings, so that nothing is computed twice."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from secondsource.store import schema
from secondsource.store.connect import Store

T = TypeVar("T")

AT_ONCE = 400
"""Digests in one query: below SQLite's oldest limit of 999 variables."""


class Results:
    """Results of stages in one store, each as bytes of MessagePack: offsets, names and figures, no texts."""

    def __init__(self, store: Store, settings_digest: str) -> None:
        self._store = store
        self._settings = settings_digest

    def get(self, stage: str, version: str, digests: Iterable[str], kind: type[T]) -> dict[str, T]:
        """The results that are known, by digest. One that can't be read (of an older form) is as one not known."""
        wanted, found = list(dict.fromkeys(digests)), dict[str, T]()
        table = schema.results
        with self._store.reading() as connection:
            for at in range(0, len(wanted), AT_ONCE):
                query = select(table.c.digest, table.c.value).where(
                    table.c.stage == stage,
                    table.c.version == version,
                    table.c.settings == self._settings,
                    table.c.digest.in_(wanted[at : at + AT_ONCE]),
                )
                for digest, value in connection.execute(query):
                    try:
                        found[digest] = msgspec.msgpack.decode(zlib.decompress(value), type=kind)
                    except (zlib.error, msgspec.DecodeError, msgspec.ValidationError):
                        continue
        return found

    def put(self, stage: str, version: str, results: Sequence[tuple[str, Any]]) -> None:
        """Keeps the results, one of each digest, in one transaction."""
        if not results:
            return
        rows = [
            {
                "digest": digest,
                "stage": stage,
                "version": version,
                "settings": self._settings,
                "value": zlib.compress(msgspec.msgpack.encode(value), 1),
            }
            for digest, value in results
        ]
        with self._store.writing() as connection:
            connection.execute(insert(schema.results).on_conflict_do_nothing(), rows)

    def drop(self, digests: Iterable[str]) -> None:
        """Forgets all results of these digests."""
        wanted = list(digests)
        with self._store.writing() as connection:
            for at in range(0, len(wanted), AT_ONCE):
                connection.execute(delete(schema.results).where(schema.results.c.digest.in_(wanted[at : at + AT_ONCE])))

    def count(self) -> int:
        """How many results there are."""
        with self._store.reading() as connection:
            return connection.scalar(select(func.count()).select_from(schema.results)) or 0


def text_digest(text: str) -> str:
    """The SHA-256, in hex, of a text; half of a surrogate pair counts as a question mark."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def digest(*parts: object) -> str:
    """The SHA-256, in hex, of values that have one MessagePack form."""
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()
