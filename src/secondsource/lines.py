"""What each verb prints: one dataclass a verb; the reference and the JSON Schemas come from here.

Offsets are ``[start, end)`` in Unicode code points into the text of the report that is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import Meta

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report."""

    id: Annotated[str, Meta(description="the report's id, unique in the pile")]
    title: Annotated[str | None, Meta(description="its headline, or null")]
    source: Annotated[str, Meta(description="the outlet; the input's name where none is given")]
    published: Annotated[str | None, Meta(description="when it came out, ISO 8601, or null")]
    updated: Annotated[str | None, Meta(description="when it was last changed, ISO 8601, or null")]
    url: Annotated[str | None, Meta(description="its address, or null")]
    language: Annotated[str | None, Meta(description="ISO 639-1 code, or null where the text is too short to tell")]
    sha256: Annotated[str, Meta(description="digest of the text, in hex")]
    read_at: Annotated[str, Meta(description="when it was read, ISO 8601")]
    credit: Annotated[str | None, Meta(description="the agency named by the outlet, as written, or null")]
    furniture: Annotated[list[Pair], Meta(description="spans that are page furniture, not reporting")]
    author: Annotated[str | None, Meta(description="the author as given, or null")] = None
    notes: Annotated[
        list[str], Meta(description="what a reader should know: a guessed encoding, a date ahead of today")
    ] = field(default_factory=list)
    text: Annotated[str | None, Meta(description="the text as it was read; with `--text` only")] = None


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """A pair of passages that share their words."""

    a: Annotated[str, Meta(description="id of the one report")]
    a_start: Annotated[int, Meta(description="where the passage starts there")]
    a_end: Annotated[int, Meta(description="where it ends there")]
    b: Annotated[str, Meta(description="id of the other report, or the same")]
    b_start: Annotated[int, Meta(description="where the passage starts there")]
    b_end: Annotated[int, Meta(description="where it ends there")]
    similarity: Annotated[float, Meta(description="0–1: share of both passages' words that stand aligned and equal")]
    kind: Annotated[str, Meta(description="copied, quoted, phrase, furniture or version")]
    why: Annotated[str, Meta(description="the reason, in words")]


@dataclass(frozen=True, slots=True)
class LineageLine:
    """One edge of the copy tree."""

    story: Annotated[str, Meta(description="the child's story")]
    parent: Annotated[str, Meta(description="id of the report copied from, or an unseen text `wire:N`")]
    child: Annotated[str, Meta(description="id of the report that copied")]
    share: Annotated[float, Meta(description="0–1: part of the child's reporting that comes from the parent")]
    why: Annotated[list[str], Meta(description="the evidence, in words")]
    confidence: Annotated[float, Meta(description="0–1: how sure the direction is")]
    name: Annotated[str | None, Meta(description="of an unseen parent, where a credit names it, else null")]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """What is unsure about a report's place."""

    story: Annotated[str, Meta(description="the other report's story")]
    report: Annotated[str, Meta(description="the other report")]
    verdict: Annotated[str, Meta(description="what a reader may judge of the two: one-story or two-stories")]
    why: Annotated[str, Meta(description="the reason, in words")]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A report's place in a story: each report stands in exactly one."""

    story: Annotated[str, Meta(description="the story's id: that of its first report, so it lasts")]
    report: Annotated[str, Meta(description="the report's id")]
    why: Annotated[str, Meta(description="why it belongs there")]
    unsure: Annotated[list[DoubtLine], Meta(description="what is unsure about its place: `judge` settles it")] = field(
        default_factory=list
    )


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A stretch of one report that tells something, and whom the report gives it to."""

    report: Annotated[str, Meta(description="the report's id")]
    id: Annotated[str, Meta(description="the statement's id")]
    kind: Annotated[str, Meta(description="direct, indirect, mixed, or own: the report's own voice")]
    source: Annotated[list[Pair], Meta(description="spans of the words that name the source")]
    cue: Annotated[list[Pair], Meta(description="spans of the words that give it to the source")]
    content: Annotated[list[Pair], Meta(description="spans of what is told")]
    speaker: Annotated[str | None, Meta(description="canonical name of who says it, or null")]
    chain: Annotated[
        list[list[str]], Meta(description="links from the inside outward, each a list of names side by side")
    ]
    copied_from: Annotated[
        str | None, Meta(description="a link known only from copying: a report, an agency, `wire:N`")
    ]
    carried: Annotated[bool, Meta(description="goes on telling what the source just named was telling")]
    inherited: Annotated[bool, Meta(description="the attribution is that of a fuller copy")]
    hedge: Annotated[bool, Meta(description="reportedly, allegedly: names no link")]
    via: Annotated[list[str], Meta(description="ids of the statements that it is nested in, innermost first")]
    stance: Annotated[str, Meta(description="asserts, denies or declines")]
    why: Annotated[list[str], Meta(description="a reason for each link")]


@dataclass(frozen=True, slots=True)
class OriginLine:
    """One of the ways by which a claim reached the reader."""

    origin: Annotated[str, Meta(description="the innermost link's name")]
    kind: Annotated[str, Meta(description="person, organisation, place, anonymous, agency, unseen or outlet")]
    statements: Annotated[list[str], Meta(description="ids of the statements that came this way")]
    why: Annotated[str, Meta(description="the reason, in words")]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """Statements of one story that say the same, and what they rest on: dependence between reports, never truth."""

    claim: Annotated[str, Meta(description="the claim's id")]
    story: Annotated[str, Meta(description="the story's id")]
    text: Annotated[str, Meta(description="the words of the statement that stands for it")]
    statements: Annotated[list[str], Meta(description="ids of the statements")]
    origins: Annotated[list[OriginLine], Meta(description="the ways by which it reached the reader")]
    rests_on: Annotated[list[str], Meta(description="the minimum cut: links that would all have to be wrong")]
    bottlenecks: Annotated[list[str], Meta(description="links that all chains pass through")]
    independent_origins: Annotated[Pair, Meta(description="size of the cut, [low, high]: equal where sure")]
    named_sources: Annotated[int, Meta(description="how many sources are named")]
    reports: Annotated[int, Meta(description="how many reports assert it")]
    report_ids: Annotated[list[str], Meta(description="ids of the reports that assert it")]
    opinion: Annotated[bool, Meta(description="can't be corroborated: the figure is that of *that they said it*")]
    only_party: Annotated[str | None, Meta(description="the only party that can know, or null")]
    status: Annotated[
        str,
        Meta(
            description="said: an opinion; denied-only; disputed: somebody denies; single-origin: high is 1; "
            "corroborated: low is 2 or more; else unsure"
        ),
    ]
    why: Annotated[list[str], Meta(description="one sentence of plain English, then the reasons")]


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A span in a report."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SideLine:
    """One side of a disagreement."""

    value: Annotated[str, Meta(description="what this side says")]
    spans: Annotated[list[SpotLine], Meta(description="where it says so")]
    origins: Annotated[Pair, Meta(description="what it rests on, [low, high]")]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A disagreement within a story, or what only looks like one."""

    story: Annotated[str, Meta(description="the story's id")]
    kind: Annotated[str, Meta(description="number, date, name, place, quote, denial, headline or other")]
    label: Annotated[str, Meta(description="conflict, update, inclusion, slip or within-report")]
    about: Annotated[str, Meta(description="what it is about")]
    sides: Annotated[list[SideLine], Meta(description="the sides; nothing is settled by vote")]
    why: Annotated[str, Meta(description="the reason, in words")]


@dataclass(frozen=True, slots=True)
class DateLine:
    """A temporal expression (TIMEX3)."""

    report: Annotated[str, Meta(description="the report's id")]
    start: Annotated[int, Meta(description="where it starts")]
    end: Annotated[int, Meta(description="where it ends")]
    type: Annotated[str, Meta(description="DATE, TIME, DURATION or SET")]
    value: Annotated[str, Meta(description="TIMEX3 value, such as 2024-11-29 or P2D")]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """A dated event."""

    story: Annotated[str, Meta(description="the story's id")]
    date: Annotated[str, Meta(description="ISO 8601: a day, `2024-11` a month, `A/B` between")]
    report: Annotated[str, Meta(description="the report whose sentence is shown")]
    start: Annotated[int, Meta(description="where the sentence starts")]
    end: Annotated[int, Meta(description="where it ends")]
    trigger: Annotated[Pair, Meta(description="span of the word for what happened")]
    text: Annotated[str, Meta(description="the sentence")]
    reports: Annotated[list[str], Meta(description="ids of all reports that tell it")]
    why: Annotated[str, Meta(description="the reason for the date, in words")]


@dataclass(frozen=True, slots=True)
class EntityLine:
    """A person, organisation or place."""

    entity: Annotated[str, Meta(description="the entity's id")]
    kind: Annotated[str, Meta(description="person, organisation or place")]
    name: Annotated[str, Meta(description="its canonical name")]
    mentions: Annotated[list[SpotLine], Meta(description="where it is mentioned")]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference between two versions."""

    kind: str
    before: str
    after: str
    before_span: Pair | None = None
    after_span: Pair | None = None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One text of a report whose text changed at its address."""

    report: Annotated[str, Meta(description="the id of the first version, which all versions share")]
    version: Annotated[int, Meta(description="1 for the first text, and so on")]
    id: Annotated[str, Meta(description="the id that this text had or has among the reports: only the newest counts")]
    source: Annotated[str, Meta(description="the outlet")]
    title: Annotated[str | None, Meta(description="its headline, or null")]
    url: Annotated[str | None, Meta(description="its address, or null")]
    published: Annotated[str | None, Meta(description="when it came out, ISO 8601, or null")]
    updated: Annotated[str | None, Meta(description="when the page says that it was changed, ISO 8601, or null")]
    read_at: Annotated[str, Meta(description="when this text was read, ISO 8601")]
    sha256: Annotated[str, Meta(description="digest of the text, in hex")]
    trivial: Annotated[bool, Meta(description="only blanks, marks or furniture differ from the version that counts")]
    silent: Annotated[
        bool, Meta(description="a figure, day, name or headline has changed, and no note on the page says so")
    ]
    changes: Annotated[
        list[ChangeLine],
        Meta(
            description="what changed: list of `{kind, before, after, before_span, after_span}`; kind is headline, "
            "figure, day, name, wording, added or removed (a paragraph); spans in the text before and after"
        ),
    ]
    why: Annotated[str, Meta(description="what the page says of it, in words")]


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed that a desk follows."""

    url: Annotated[str, Meta(description="its address, as given")]
    title: Annotated[str, Meta(description="its title, or empty")]
    asked_at: Annotated[str | None, Meta(description="when it was last asked, ISO 8601, or null")]
    next_at: Annotated[str | None, Meta(description="when it is asked next, ISO 8601, or null where it has ended")]
    failures: Annotated[int, Meta(description="how many looks in a row have failed")]
    state: Annotated[str, Meta(description="what the last look gave, in words")]


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something that a newsroom that watches feeds wants to know."""

    kind: Annotated[
        str,
        Meta(
            description="story: a new one; second source: a claim that rested on one origin now rests on two or more; "
            "figure: another change of independent_origins; version: a report's text changed; gone: a feed ended"
        ),
    ]
    at: Annotated[str, Meta(description="when it was found, ISO 8601")]
    why: Annotated[str, Meta(description="the news in a sentence")]
    story: Annotated[str | None, Meta(description="the story's id, or null")] = None
    title: Annotated[str | None, Meta(description="the story's title, or the report's, or null")] = None
    claim: Annotated[str | None, Meta(description="the claim's id, or null")] = None
    text: Annotated[str | None, Meta(description="the words of the claim, or null")] = None
    before: Annotated[Pair | None, Meta(description="its independent_origins as last told, or null")] = None
    now: Annotated[Pair | None, Meta(description="its independent_origins now, or null")] = None
    reports: Annotated[list[str], Meta(description="ids of the reports that it is about")] = field(default_factory=list)
    changes: Annotated[list[ChangeLine], Meta(description="of a version, as `versions` prints them")] = field(
        default_factory=list
    )
    silent: Annotated[bool, Meta(description="of a version: changed without a note to readers")] = False
    url: Annotated[str | None, Meta(description="the address of the report or feed, or null")] = None


@dataclass(frozen=True, slots=True)
class CardLine:
    """A story as the desk's list shows it, with the figure of the claim that narrows most."""

    story: Annotated[str, Meta(description="the story's id")]
    title: Annotated[str, Meta(description="its headline")]
    reports: Annotated[int, Meta(description="how many reports it has")]
    outlets: Annotated[int, Meta(description="how many outlets tell it")]
    first: Annotated[str, Meta(description="when its first report came out, ISO 8601, or empty")]
    last: Annotated[str, Meta(description="when its last one did")]
    told: Annotated[int, Meta(description="how many reports tell the claim that narrows most")]
    low: Annotated[int, Meta(description="the least number of independent origins that it rests on")]
    high: Annotated[int, Meta(description="the greatest")]
    chief: Annotated[str, Meta(description="id of the statement that stands for that claim, or empty")]
    words: Annotated[str, Meta(description="its words")]
    disputed: Annotated[int, Meta(description="how many claims somebody denies")]
    conflicts: Annotated[int, Meta(description="how many disagreements there are")]
    copied: Annotated[float, Meta(description="0–1: the largest part of a report that comes from another text")]
    changed_at: Annotated[str, Meta(description="when its findings last changed, ISO 8601")]


VERBS: dict[str, type] = {
    "reports": ReportLine,
    "reuse": ReuseLine,
    "lineage": LineageLine,
    "stories": StoryLine,
    "statements": StatementLine,
    "claims": ClaimLine,
    "conflicts": ConflictLine,
    "dates": DateLine,
    "timeline": TimelineLine,
    "entities": EntityLine,
}
"""The verbs, and what one line of each holds."""

DESK_VERBS: dict[str, type] = {
    "versions": VersionLine,
    "watch": NewsLine,
}
"""What commands print that read a desk only."""

TABLES: dict[str, type] = {**VERBS, "cards": CardLine, "feeds": FeedLine, "versions": VersionLine}
"""All tables that can be exported: the verbs' lines, and those of a desk: its stories, feeds and versions."""

NEEDS = {
    "reports": None,
    "reuse": "reuse",
    "lineage": "stories",
    "stories": "stories",
    "statements": "chains",
    "claims": "claims",
    "conflicts": "claims",
    "dates": "dates",
    "timeline": "timeline",
    "entities": "names",
}
"""The last stage that each verb stands on; None: reading alone."""


def as_dict(line: object) -> dict[str, Any]:
    """A line as plain values, ready for JSON; `text` of a report that wasn't asked for is left out."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(line))
    if isinstance(line, ReportLine) and line.text is None:
        del plain["text"]
    return plain


def schema(verb: str) -> dict[str, Any]:
    """The JSON Schema of a verb's lines."""
    return msgspec.json.schema((VERBS | DESK_VERBS)[verb])


def fields(verb: str) -> list[tuple[str, str]]:
    """Name and meaning of each field of a verb's lines, in order."""
    info = msgspec.inspect.type_info((VERBS | DESK_VERBS)[verb])
    return [(f.encode_name, _meaning(f.type)) for f in info.fields]  # type: ignore[attr-defined]


def _meaning(kind: msgspec.inspect.Type) -> str:
    extra = kind.extra_json_schema if isinstance(kind, msgspec.inspect.Metadata) else None
    return str((extra or {}).get("description", ""))
