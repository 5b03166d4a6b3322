"""The tables of what is watched: feeds, their items, the versions of reports, and what was told of which claim."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Connection, Float, Integer, String, Table, Text, UniqueConstraint

from secondsource.store.schema import metadata

versions = Table(
    "versions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("report", Text, nullable=False, index=True),  # the id of the first version
    Column("number", Integer, nullable=False),
    Column("id", Text, nullable=False),  # the id that this text had or has among the reports
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("published", Text),
    Column("updated", Text),
    Column("read_at", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("trivial", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("changes", JSON),
    Column("why", Text, nullable=False),
    Column("told", Boolean, nullable=False, server_default="0"),  # whether `watch` has printed it
    UniqueConstraint("report", "number"),
)
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),  # as it was given
    Column("at", Text, nullable=False),  # where it is now: redirects for good are followed once
    Column("host", Text, nullable=False),
    Column("followed", Boolean, nullable=False),  # asked for in the last call of `watch`
    Column("title", Text, nullable=False, server_default=""),
    Column("etag", Text),
    Column("modified", Text),
    Column("next_at", Float, nullable=False, index=True),  # seconds since 1970, UTC, as all times here
    Column("asked_at", Float),
    Column("news_at", Float),  # when it last had something new
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("state", Text, nullable=False, server_default=""),  # what the last look gave, in words
    Column("gone", Boolean, nullable=False, server_default="0"),
)
feed_items = Table(
    "feed_items",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # the entry's id, or its address
    Column("url", Text, nullable=False, index=True),  # of its page; empty where it has none
    Column("host", Text, nullable=False),
    Column("sha256", String(64), nullable=False),  # of what the feed says of it: another one is news
    Column("entry", JSON),  # what the feed says of it, until its report is in
    Column("seen_at", Float, nullable=False),
    Column("next_at", Float, index=True),  # when its page is to be looked at; null: never again
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("modified", Text),
    Column("page_sha256", String(64)),
    Column("report", Text),  # the id of its report
    Column("state", Text, nullable=False, server_default=""),
)
told = Table(  # the figure that was last told of each statement's claim
    "told",
    metadata,
    Column("statement", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
)
told_reports = Table("told_reports", metadata, Column("report", Text, primary_key=True))  # those in a story told


def create(connection: Connection) -> None:
    """Makes the tables, for a desk that lacks them."""
    metadata.create_all(connection, tables=[versions, feeds, feed_items, told, told_reports])
