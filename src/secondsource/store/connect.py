"""Opening a desk: one SQLite file in WAL mode, one writer at a time (``BEGIN IMMEDIATE``), any number of readers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from secondsource.errors import DeskError
from secondsource.store.migrations import migrate

# Another writer (the web desk, a second `add`) may hold the file for as long as a large analysis takes to be stored.
BUSY_SECONDS = 60
# Readers at once, a connection each: as many threads as the desk in the browser answers with, so that none waits.
AT_ONCE = 40


class Store:
    """An open desk file, or a pile in memory (``path`` None). Threads may read; writers wait for one another."""

    def __init__(self, path: Path | None, *, create: bool = True) -> None:
        self.path = path
        if path is not None and not create and not path.is_file():
            raise DeskError(f"{path}: no such desk. `secondsource add INPUT… --desk {path}` makes one.")
        self.engine = _engine(path)
        try:
            with self.writing() as connection:
                migrate(connection)
        except DeskError as why:
            raise DeskError(f"{path}: {why}") from None
        except DatabaseError as why:
            raise DeskError(f"{path}: can't be opened as a desk ({why.orig}). Choose another file.") from None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; all or nothing."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the desk throughout."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Lets go of the file."""
        self.engine.dispose()


def is_desk(path: Path) -> bool:
    """Whether the file is a desk: SQLite, and with a desk's tables, or with none that could be told."""
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                return False
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except OSError:
        return False
    except sqlite3.Error:
        return True  # broken: opening it as a desk tells what is wrong
    return not tables or "set_aside" in tables


def _engine(path: Path | None) -> Engine:
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=AT_ONCE)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's late one
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
