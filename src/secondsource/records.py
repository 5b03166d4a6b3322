"""The records that stages hand to one another, frozen, in the order in which they come to be.

Offsets are always ``[start, end)`` in Unicode code points into the ``text`` of the report that is named, which never
changes once it is read. Every finding keeps its span; every verdict keeps its reasons, in words that a reader sees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]
"""``[start, end)`` in code points of a report's text."""

Link = tuple[str, ...]
"""One link of a chain: the canonical names that stand side by side at it."""

Chain = tuple[Link, ...]
"""Links from the inside (who says it) outward, without the outlet."""


# 1 · read -----------------------------------------------------------------------------------------------------------


class FurnitureKind(StrEnum):
    """What a span of page furniture is."""

    HEADLINE = "headline"  # the headline, where the text repeats it
    STANDFIRST = "standfirst"  # a summary that repeats a sentence of the body
    CAPTION = "caption"
    DATELINE = "dateline"  # the lines "date …", "Updated on …"; not "SEOUL (AP) —", which opens reporting
    BYLINE = "byline"
    CREDIT = "credit"
    SHARE = "share"  # share bars, "Top", "Advertisement"
    READ_MORE = "read more"  # pointers to other reports
    NOTE = "note"  # copyright lines, correction notes, calls for tips


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span of a report that is page furniture, not reporting: marked, never cut out."""

    start: int
    end: int
    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a report names the agency that it has its text from.

    ``name`` is the agency's canonical name (*Associated Press*), or None for a credit that names none (*Agencies*).
    ``contributed`` marks *AP contributed to this report*: noted, and no link.
    """

    start: int
    end: int
    name: str | None
    contributed: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place (and agency) that opens a report: ``SEOUL (AP) —``, ``Seoul:``."""

    start: int
    end: int
    place: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report, its text kept exactly as it was read.

    ``paragraphs`` are the spans of reporting, in order: no furniture stands in them, and together with ``furniture``
    and the dateline they cover every character that is not white space. ``published`` and ``updated`` are ISO 8601 (a
    date or a time with its zone as given). ``source`` is the outlet; where none is given it is the report's id and
    ``source_given`` is False. ``language`` is an ISO 639-1 code, or None where the text is too short to tell.
    ``notes`` are what the reader should know (a date in the future, an encoding that was guessed, …).
    """

    id: str
    text: str
    sha256: str
    source: str
    source_given: bool = True
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    read_at: str = ""
    credits: tuple[Credit, ...] = ()
    dateline: Dateline | None = None
    furniture: tuple[Furniture, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    extractor: str = "text"
    page_sha256: str | None = None
    notes: tuple[str, ...] = ()
    date_doubtful: bool = False  # it lies in the future, or before there was such news: nothing is counted from it

    @property
    def appeared(self) -> str | None:
        """When it came out, as far as that can be relied on: ISO 8601, or None."""
        return None if self.date_doubtful else self.published or self.updated

    @property
    def credit(self) -> str | None:
        """The agency named by the outlet as it is written (*Agencies*, *AP*), or None."""
        return next((self.text[c.start : c.end] for c in self.credits if not c.contributed), None)


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that was not taken in, why, and what would help; no ``fault`` where it is only counted as no report."""

    input: str
    reason: str
    remedy: str = ""
    fault: bool = True


class ChangeKind(StrEnum):
    """What differs between two versions of a report."""

    HEADLINE = "headline"
    FIGURE = "figure"
    DAY = "day"  # a weekday or a month
    NAME = "name"
    WORDING = "wording"
    ADDED = "added"  # a paragraph
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the words before and after, and where they stand in either text (None for headlines)."""

    kind: ChangeKind
    before: str
    after: str
    before_span: Span | None = None
    after_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """All that differs between two versions of a report; none where only blanks, marks and furniture do.

    ``silent``: a figure, day, name or headline differs, and no note on the page tells readers so. ``why`` says what the
    page tells.
    """

    changes: tuple[Change, ...]
    silent: bool
    why: str
    kept: float = 1.0  # 0–1: share of the words of the shorter that both have


# 2 · reuse ----------------------------------------------------------------------------------------------------------


class MatchKind(StrEnum):
    """What a pair of matching passages is."""

    COPIED = "copied"
    QUOTED = "quoted"  # shared only as words of one speaker
    PHRASE = "phrase"  # names and set phrases
    FURNITURE = "furniture"
    VERSION = "version"  # the same outlet's own report again


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages, of two reports or of one, that share their words."""

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    similarity: float  # 0–1: share of the words of both passages that stand aligned and equal
    kind: MatchKind
    why: str = ""


# 3 · lineage --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edge:
    """``child`` has ``share`` of its reporting from ``parent``: a report's id, or an unseen text ``wire:N``."""

    parent: str
    child: str
    share: float  # 0–1 of the child's reporting
    why: tuple[str, ...]
    confidence: float  # 0–1
    name: str | None = None  # of an unseen parent, where a credit names it


# 4 · stories --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is unsure about a report's place among the stories, and what a reader may judge of it and ``other``."""

    report: str
    other: str
    verdict: str  # one-story: they may be of one; two-stories: they may be of two
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """Reports of one event, in the order of their dates."""

    id: str
    reports: tuple[str, ...]
    why: tuple[tuple[str, str], ...] = ()  # (report, why it belongs here)
    unsure: tuple[Doubt, ...] = ()


# 5 · parse (distinct paragraphs; the language layer makes them) -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its sentence's tree; ``i`` and ``head`` count the paragraph's tokens, and a root heads itself."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str  # Universal POS
    tag: str  # Penn Treebank
    dep: str  # ClearNLP label, as spaCy's English models give it
    head: int
    sentence: int  # number of the sentence within the paragraph
    entity: str  # OntoNotes type (PERSON, ORG, GPE, …) or ""
    entity_begins: bool
    space: bool  # white space follows


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report, parsed. All offsets are into the report's text."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]  # of each token, in order

    def sentences(self) -> tuple[tuple[Token, ...], ...]:
        """The tokens of each sentence."""
        found: dict[int, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.sentence, []).append(token)
        return tuple(tuple(tokens) for tokens in found.values())

    def subtree(self, i: int) -> tuple[Token, ...]:
        """Token ``i`` and all that hangs from it, in the order of the text."""
        found, todo = {i}, [i]
        while todo:
            fresh = [c for c in self.children[todo.pop()] if c not in found]
            found.update(fresh)
            todo += fresh
        return tuple(self.tokens[k] for k in sorted(found))

    def head(self, i: int) -> Token:
        """The token that token ``i`` hangs from (itself, for a root)."""
        return self.tokens[self.tokens[i].head]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report with its reporting parsed, paragraph by paragraph; the title too, where it is not in the text."""

    report: Report
    paragraphs: tuple[Paragraph, ...]


# 6 · statements (spans only: names and chains come later) -----------------------------------------------------------


class Kind(StrEnum):
    """How a statement's words stand in the report."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    OWN = "own"  # the report's own voice


class Stance(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"  # to comment, to confirm; neither confirms nor denies


@dataclass(frozen=True, slots=True)
class Attribution:
    """A stretch of one report that tells something, and the words that give it to someone.

    ``own`` attributions have neither source nor cue. ``via`` are positions, in the same report's tuple of
    attributions, of those that this one is nested in, innermost first. ``carries`` is the position of the attribution
    whose source this one goes on with (pronoun-less continuation, a clause of its content told apart, or a lead that
    is attributed further down); ``told_to`` spans words that make an outlet a link (*told AFP*).
    """

    report: str
    kind: Kind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: Stance = Stance.ASSERTS
    hedge: bool = False  # reportedly, allegedly, it is understood
    via: tuple[int, ...] = ()
    carries: int | None = None
    told_to: tuple[Span, ...] = ()
    why: str = ""


# 7 · names and dates ------------------------------------------------------------------------------------------------


class EntityKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names, or stands for, someone or something; ``entity`` is filled once it is resolved."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation or place, by its canonical name, with all its mentions in one story."""

    id: str
    kind: EntityKind
    name: str
    mentions: tuple[Mention, ...]
    why: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # the values of Report.source that name this organisation


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression, TIMEX3 type (DATE, TIME, DURATION, SET) and value."""

    report: str
    start: int
    end: int
    type: str
    value: str


# 8 · chains ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with its names resolved and its chain complete. See ``Attribution`` for the spans."""

    id: str
    report: str
    kind: Kind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None
    chain: Chain
    copied_from: str | None = None
    carried: bool = False
    inherited: bool = False  # the attribution is that of a fuller copy
    hedge: bool = False
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTS
    why: tuple[str, ...] = ()  # one reason a link, in words


# 9 · claims ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """One of the ways by which a claim reached the reader: its innermost link."""

    origin: str
    kind: str  # person, organisation, place, anonymous, agency, unseen, outlet
    statements: tuple[str, ...]
    why: str


class Status(StrEnum):
    """What can be said of a claim's support, in one word."""

    SAID = "said"  # an opinion
    DENIED_ONLY = "denied-only"
    DISPUTED = "disputed"
    SINGLE = "single-origin"
    CORROBORATED = "corroborated"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements of one story that say the same, and what they rest on."""

    id: str
    story: str
    shown: str  # id of the statement whose words stand for the claim
    statements: tuple[str, ...]
    origins: tuple[Origin, ...]
    rests_on: tuple[str, ...]
    bottlenecks: tuple[str, ...]
    independent_origins: tuple[int, int]
    named_sources: int
    report_ids: tuple[str, ...]  # those that assert it
    opinion: bool
    only_party: str | None
    status: Status
    why: tuple[str, ...]
    same: tuple[str, ...] = ()  # why each statement after the first is the same claim, in their order


@dataclass(frozen=True, slots=True)
class Spot:
    """A span in a report."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement and what it rests on."""

    value: str
    spans: tuple[Spot, ...]
    origins: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement within a story about one thing in one scope, or what only looks like one (``label``)."""

    story: str
    kind: str  # number, date, name, place, quote, denial, headline, other
    label: str  # conflict, update, inclusion, slip, within-report
    about: str
    sides: tuple[Side, ...]
    why: str = ""


# 10 · timeline ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of a story: the sentence that tells it, its trigger, and all reports that tell it."""

    story: str
    date: str  # ISO 8601: a day, "2024-11" a month, "A/B" between
    report: str
    start: int
    end: int
    trigger: Span
    reports: tuple[str, ...]
    why: str = ""


# A reader's word ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader decided, replayed after every re-run: it wins over the program."""

    verdict: str  # see secondsource.desk.VERDICTS; undo takes back the last on a and b
    a: str  # statement or report id
    b: str  # statement or report id; for wrong-link the name of the link; empty for not-a-statement
    made_at: str = ""
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the stages found in one story."""

    story: Story
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = field(default=())
