"""The tables of a desk. They open in Datasette: plain names, one row a finding, lists as JSON."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _table(name: str, *columns: Column[object] | UniqueConstraint) -> Table:
    return Table(name, metadata, *columns)


reports = _table(
    "reports",
    Column("seq", Integer, primary_key=True),
    Column("id", Text, unique=True, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_given", Boolean, nullable=False),
    Column("title", Text),
    Column("published", Text),
    Column("updated", Text),
    Column("url", Text),
    Column("language", Text, index=True),
    Column("author", Text),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("read_at", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("page_sha256", Text),
    Column("dateline", JSON),
    Column("credits", JSON),
    Column("furniture", JSON),
    Column("paragraphs", JSON),
    Column("notes", JSON),
    Column("date_doubtful", Boolean, nullable=False, server_default="0"),
)
Index("ix_reports_outlet", reports.c.source, reports.c.source_given)
set_aside = _table(
    "set_aside",
    Column("seq", Integer, primary_key=True),
    Column("input", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("fault", Boolean, nullable=False, server_default="1"),
    UniqueConstraint("input", "reason"),
)
matches = _table(
    "matches",
    Column("seq", Integer, primary_key=True),
    Column("a", Text, nullable=False, index=True),
    Column("a_start", Integer, nullable=False),
    Column("a_end", Integer, nullable=False),
    Column("b", Text, nullable=False, index=True),
    Column("b_start", Integer, nullable=False),
    Column("b_end", Integer, nullable=False),
    Column("similarity", Float, nullable=False),
    Column("kind", Text, nullable=False),
    Column("why", Text, nullable=False),
)
edges = _table(
    "edges",
    Column("seq", Integer, primary_key=True),
    Column("parent", Text, nullable=False, index=True),
    Column("child", Text, nullable=False, index=True),
    Column("share", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("name", Text),
    Column("why", JSON),
)
stories = _table(
    "stories",
    Column("position", Integer, nullable=False),  # orders them: those of most reports first, then as they came
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("key", Text, nullable=False),  # digest of all that its findings were computed from
    Column("notes", JSON),
)
story_reports = _table(
    "story_reports",
    Column("story", Text, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("report", Text, nullable=False, index=True),
    Column("why", Text, nullable=False),
    Column("unsure", JSON),
    Column("named", Text, index=True),  # the story's id, if this report is the first of it that came
)
story_names = _table(  # addresses of stories whose first report was forgotten, and the report that they lead to now
    "story_names",
    Column("named", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
)
pending = Table(  # reports whose matches, copying and story are to be found anew; asked again, under a new number
    "pending",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", Integer, unique=True, nullable=False),  # seq
    sqlite_autoincrement=True,
)
stale_stories = Table(  # stories whose findings are to be found anew; asked again, under a new number
    "stale_stories",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("story", Text, unique=True, nullable=False),
    sqlite_autoincrement=True,
)
statements = _table(
    "statements",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("report", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("speaker", Text),
    Column("chain", JSON),
    Column("copied_from", Text),
    Column("stance", Text, nullable=False),
    Column("carried", Boolean, nullable=False),
    Column("inherited", Boolean, nullable=False),
    Column("hedge", Boolean, nullable=False),
    Column("source", JSON),
    Column("cue", JSON),
    Column("content", JSON),
    Column("via", JSON),
    Column("why", JSON),
)
entities = _table(
    "entities",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("mentions", JSON),
    Column("outlets", JSON),
    Column("why", JSON),
)
dates = _table(
    "dates",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("report", Text, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
)
claims = _table(
    "claims",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("independent_origins", JSON),
    Column("rests_on", JSON),
    Column("bottlenecks", JSON),
    Column("named_sources", Integer, nullable=False),
    Column("report_ids", JSON),
    Column("opinion", Boolean, nullable=False),
    Column("only_party", Text),
    Column("shown", Text, nullable=False),
    Column("statements", JSON),
    Column("origins", JSON),
    Column("why", JSON),
    Column("same", JSON),
)
conflicts = _table(
    "conflicts",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("sides", JSON),
    Column("why", Text, nullable=False),
)
events = _table(
    "events",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("date", Text, nullable=False),
    Column("report", Text, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("trigger", JSON),
    Column("reports", JSON),
    Column("why", Text, nullable=False),
)
judgements = _table(
    "judgements",
    Column("seq", Integer, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("who", Text, nullable=False, server_default=""),
)
results = _table(
    "results",
    Column("digest", String(64), primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("settings", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
compared = _table(  # the reports that the index of fingerprints holds
    "compared",
    Column("report", Integer, primary_key=True),  # seq
    Column("words", Integer, nullable=False),
    Column("rank", Text, nullable=False, server_default=""),  # what its anchors are chosen by
)
fingerprints = Table(  # who holds which run of words, and what the words around it are
    "fingerprints",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("report", Integer, primary_key=True),  # seq
    Column("place", Integer, primary_key=True),
    Column("around", Integer, nullable=False),
    sqlite_with_rowid=False,
)
common_fingerprints = _table(  # those that too many reports hold
    "common_fingerprints",
    Column("key", Integer, primary_key=True),
    Column("reports", Integer, nullable=False),
)
anchors = Table(  # of each of these, the reports that all who hold it are compared with
    "anchors",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("report", Integer, primary_key=True, index=True),  # seq
    sqlite_with_rowid=False,
)
passages = Table(  # of a pair of reports, packed: what the matches are judged from
    "passages",
    metadata,
    Column("a", Integer, primary_key=True),  # seq
    Column("b", Integer, primary_key=True, index=True),  # seq
    Column("passages", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
story_terms = _table(  # words, and pairs of them, by which reports are grouped
    "story_terms",
    Column("key", Integer, primary_key=True),
    Column("term", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("held", Integer, nullable=False),  # reports that hold it
    Column("inside", Integer, nullable=False),
    Column("capital", Integer, nullable=False),
    Column("figure", Integer, nullable=False),
)
story_rows = _table(  # of each report that is grouped: its terms, packed, and when it stands
    "story_rows",
    Column("report", Integer, primary_key=True),  # seq
    Column("day", Float),
    Column("year", Float),
    Column("weekdays", Integer, nullable=False, index=True),  # indexed so that rows are counted without reading them
    Column("terms", LargeBinary, nullable=False),
)
story_keys = Table(  # the terms by which a report can be found
    "story_keys",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("day", Float, primary_key=True),
    Column("report", Integer, primary_key=True, index=True),  # seq
    sqlite_with_rowid=False,
)
story_pairs = Table(  # reports that were compared, each pair both ways, and the first score
    "story_pairs",
    metadata,
    Column("a", Integer, primary_key=True),  # seq
    Column("b", Integer, primary_key=True),  # seq
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)
facts = _table(  # about the desk itself: what was analysed, by which version
    "facts",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
cards = _table(  # what the list of stories shows of each; made from the tables above
    "cards",
    Column("story", Text, primary_key=True),
    Column("key", Text, nullable=False),  # the story's key when this was made
    Column("title", Text, nullable=False),
    Column("reports", Integer, nullable=False, index=True),
    Column("outlets", Integer, nullable=False),
    Column("first", Text, nullable=False),  # when the first report came out, ISO 8601, or empty
    Column("last", Text, nullable=False, index=True),
    Column("told", Integer, nullable=False),  # of the chief claim: by how many reports it is told …
    Column("low", Integer, nullable=False),  # … and on how many origins it rests
    Column("high", Integer, nullable=False),
    Column("chief", Text, nullable=False),  # id of the statement that stands for it, or empty
    Column("words", Text, nullable=False),
    Column("disputed", Integer, nullable=False),  # claims that somebody denies
    Column("conflicts", Integer, nullable=False),
    Column("copied", Float, nullable=False),  # the largest part of a report that comes from another text
    Column("changed_at", Text, nullable=False, index=True),
    Column("report_ids", JSON),
    Column("figures", JSON),  # of each claim: its statement, by how many it is told, low, high, disputed
)
card_names = Table(  # who stands in a story: outlets, and people
    "card_names",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("story", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
changes = _table(  # what changed in a story, and when
    "changes",
    Column("seq", Integer, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("what", JSON),
)
schema_versions = _table(
    "schema_versions",
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("applied_at", Text, nullable=False),
)

OF_A_STORY = (statements, entities, dates, claims, conflicts, events)
"""Tables whose rows are found anew when anything in their story changes."""
