"""Full-text search over reports: an FTS5 index that triggers keep in step with the table of reports."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

# Of the reports that hold the words, the newest so many are looked at: *said* stands in all of a hundred thousand, and
# no editor reads on behind five thousand. Swept 1,000–50,000 on a desk of 100,000: 5,000 take 30 ms, 50,000 take 300.
MOST = 5_000

_COLUMNS = "title, source, author, text"
_TRIGGERS = {
    "report_words_added": "AFTER INSERT ON reports BEGIN {add} END",
    "report_words_gone": "AFTER DELETE ON reports BEGIN {drop} END",
    "report_words_changed": f"AFTER UPDATE OF {_COLUMNS} ON reports BEGIN {{drop}} {{add}} END",
}
_ADD = "INSERT INTO report_words(rowid, {c}) VALUES (new.seq, {n});"
_DROP = "INSERT INTO report_words(report_words, rowid, {c}) VALUES ('delete', old.seq, {n});"

# A phrase between quotation marks, straight or curly, or a word; a minus before it leaves out what holds it.
_TERM = re.compile(r'(?<!\S)(-?)(?:["“„]([^"”“]*)["”“]?|(\S+))')
_WORD = re.compile(r"\w")


def create(connection: Connection) -> None:
    """Makes the index and its triggers where they are missing, and fills it from the reports that are there."""
    connection.execute(
        text(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS report_words USING fts5({_COLUMNS}, content='reports', "
            "content_rowid='seq', tokenize='unicode61 remove_diacritics 2')"
        )
    )
    names = _COLUMNS.split(", ")
    parts = {
        "add": _ADD.format(c=_COLUMNS, n=", ".join(f"new.{n}" for n in names)),
        "drop": _DROP.format(c=_COLUMNS, n=", ".join(f"old.{n}" for n in names)),
    }
    for name, body in _TRIGGERS.items():
        connection.execute(text(f"CREATE TRIGGER IF NOT EXISTS {name} {body.format(**parts)}"))
    connection.execute(text("INSERT INTO report_words(report_words) VALUES ('rebuild')"))


def purge(connection: Connection) -> None:
    """Rewrites the index, so that no word of a report that is gone stays in it."""
    connection.execute(text("INSERT INTO report_words(report_words) VALUES ('optimize')"))


def wanted(words: str) -> str | None:
    """What is asked for, as FTS5 reads it: all words and phrases, without those behind a minus; None for no word.

    >>> wanted('ferry "coast guard" -drill')
    '"ferry" AND "coast guard" NOT "drill"'
    """
    held: list[str] = []
    left_out: list[str] = []
    for found in _TERM.finditer(words[:400]):
        term = (found[2] if found[3] is None else found[3]).replace('"', " ").replace("\x00", " ").strip()
        if _WORD.search(term):
            (left_out if found[1] else held).append(f'"{term}"')
    if not held:
        return None
    return " NOT ".join([" AND ".join(held), *left_out])


def terms(words: str) -> list[str]:
    """The words and phrases that are asked for, as they were typed: to find them again in a text."""
    found = (f[2] if f[3] is None else f[3] for f in _TERM.finditer(words[:400]) if not f[1])
    return [term.strip('".,;:!?()') for term in found if _WORD.search(term)]


def hits(connection: Connection, words: str) -> list[int]:
    """The reports that hold the words, by ``seq``, newest first; at most ``MOST``, none where there is no word."""
    query = wanted(words)
    if query is None:
        return []
    sql = "SELECT rowid FROM report_words WHERE report_words MATCH :q ORDER BY rowid DESC LIMIT :most"
    return list(connection.scalars(text(sql), {"q": query, "most": MOST}))
