"""The order of the stages, numbered as in ARCHITECTURE.md's diagram; nothing is computed whose result is known.

1 read → 2 reuse → 3 lineage → 4 stories; below, story by story: 5 parse → 6 statements, dates → 7 names →
8 chains → 9 claims → 10 timeline. Stages never see one another: each takes and gives records, and only this file
knows who is next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from secondsource.records import (
    Attribution,
    Edge,
    Findings,
    Judgement,
    Match,
    MatchKind,
    Parsed,
    Report,
    Statement,
    Story,
    TimeExpression,
)
from secondsource.settings import Settings
from secondsource.store.connect import Store
from secondsource.store.results import Results, digest, text_digest

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are (0: not known)."""

ON_NAMES = ("one-name", "two-names")
STAGES = ("reuse", "lineage", "stories", "dates", "names", "chains", "claims", "timeline")
"""What a caller can ask for, each deeper than the one before it."""

ON_REPORTS = ("copied", "not-copied", "one-story", "two-stories")
"""What a reader may judge of two reports; the rest is judged of statements."""

# Paragraphs that go through the parser in one batch: enough to fill its batches, few enough to lose little when killed.
PARSED_AT_ONCE = 512

# Reports whose results are computed and kept in one batch, for the same reason.
COMPUTED_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in a pile. ``findings`` has one entry a story, in the order of ``stories``; ``keys`` beside it."""

    reports: tuple[Report, ...]
    matches: tuple[Match, ...] = ()
    edges: tuple[Edge, ...] = ()
    stories: tuple[Story, ...] = ()
    findings: tuple[Findings, ...] = ()
    keys: tuple[str, ...] = ()


def analyse(
    reports: Sequence[Report],
    *,
    settings: Settings | None = None,
    results: Results | None = None,
    judgements: Sequence[Judgement] = (),
    upto: str = "timeline",
    progress: Progress | None = None,
) -> Analysis:
    """All that the stages up to ``upto`` find in the reports.

    ``results`` keeps what was computed (in memory, if none are given); ``judgements`` are a reader's and win.
    """
    settings = settings or Settings.load()
    results = results or Results(Store(None), settings.digest)
    run = _Run(tuple(reports), settings, results, tuple(judgements), progress or (lambda *_: None))
    return run.upto(upto)


def read_stories(
    reports: Sequence[Report],
    stories: Sequence[Story],
    links: tuple[Sequence[Match], Sequence[Edge]],
    *,
    settings: Settings,
    results: Results,
    judgements: Sequence[Judgement],
    upto: str,
    known: Mapping[str, str],
) -> Iterator[tuple[str, Findings]]:
    """What the stages below the line, up to ``upto``, find in some stories, each with its key.

    ``reports`` are those of the stories, ``links`` the matches and edges to them. Stories whose key is ``known`` (by
    story) are passed over: nothing that they are made from has changed.
    """
    run = _Run(tuple(reports), settings, results, tuple(judgements), lambda *_: None)
    return run.findings(stories, *links, upto, known)


def report_key(report: Report) -> str:
    """A digest of all of a report that results depend on: not of when it was read."""
    return digest(replace(report, read_at="", page_sha256=None))


def ask(
    words: str, found: Sequence[tuple[Sequence[Report], Findings]], settings: Settings, results: Results
) -> tuple[dict[str, str], dict[str, str]]:
    """The claims that say ``words``, and those that only come near it, best first, each with why.

    ``found`` is each story's reports and findings.
    """
    from secondsource.claims import asking

    sha = text_digest(words)
    question = Report("(asked)", words, sha, "", language="en", paragraphs=((0, len(words)),))
    run = _Run((question,), settings, results, (), lambda *_: None)
    [asked] = run.parse((question,))
    hits = [
        hit
        for reports, story in found
        if _may_say(words, reports)
        for hit in asking.ask(asked, run.parse(reports), story.statements, story.entities, story.dates, story.claims)
    ]
    hits.sort(key=lambda h: -h.coverage)
    said, near = ({hit.claim: hit.why for hit in hits if hit.near is apart} for apart in (False, True))
    return said, near


def _may_say(words: str, reports: Sequence[Report]) -> bool:
    """Whether a third of the longer words asked for begin as words of the reports do: saves reading the rest."""
    stems = {w[:5] for w in re.findall(r"\w{4,}|\d+", words.casefold())}
    text = " ".join(r.text for r in reports).casefold()
    return 3 * sum(stem in text for stem in stems) >= len(stems)


class _Run:
    """One pass over one pile."""

    def __init__(
        self,
        reports: tuple[Report, ...],
        settings: Settings,
        results: Results,
        judgements: tuple[Judgement, ...],
        progress: Progress,
    ) -> None:
        self.reports = reports
        self.by_id = {r.id: r for r in reports}
        self.settings = settings
        self.results = results
        self.judgements = judgements
        self.progress = progress
        self.keys = {r.id: report_key(r) for r in reports}

    def upto(self, last: str) -> Analysis:
        """The numbered cascade."""
        reports = self.reports
        matches = self._reuse()  # 2
        if last == "reuse":
            return Analysis(reports, matches)
        edges = self._lineage(matches)  # 3
        stories = self._stories(matches)  # 4
        if last in ("lineage", "stories"):
            return Analysis(reports, matches, edges, stories)
        keys, findings = [], []
        for key, found in self.findings(stories, matches, edges, last):  # 5–10
            keys.append(key)
            findings.append(found)
            self.progress("stories read", len(findings), len(stories))
        return Analysis(reports, matches, edges, stories, tuple(findings), tuple(keys))

    # 2–4: the whole pile -------------------------------------------------------------------------------------------

    def _reuse(self) -> tuple[Match, ...]:
        from secondsource import reuse

        self.progress("comparing reports", 0, len(self.reports))
        found = self._pile("reuse", reuse.VERSION, list[Match], lambda: reuse.match(self.reports))
        return judged_matches(found, self.judgements)

    def _lineage(self, matches: tuple[Match, ...]) -> tuple[Edge, ...]:
        from secondsource import lineage

        found = self._pile("lineage", lineage.VERSION, list[Edge], lambda: lineage.trace(self.reports, matches))
        return judged_edges(found, self.judgements, self.by_id)

    def _stories(self, matches: tuple[Match, ...]) -> tuple[Story, ...]:
        from secondsource import stories

        self.progress("grouping into stories", 0, len(self.reports))
        return self._pile(
            "stories", stories.VERSION, list[Story], lambda: stories.group(self.reports, matches, self.judgements)
        )

    def _pile(self, stage: str, version: str, kind: Any, compute: Callable[[], Sequence[Any]]) -> tuple[Any, ...]:  # noqa: ANN401
        """A stage's result over the whole pile: kept by the digest of all reports, and of the judgements on these."""
        said = [(j.verdict, j.a, j.b) for j in self.judgements if j.verdict in ON_REPORTS]
        key = digest(stage, said, [self.keys[r.id] for r in self.reports])
        known = self.results.get(stage, version, [key], kind).get(key)
        if known is None:
            known = compute()
            self.results.put(stage, version, [(key, known)])
        return tuple(known)

    # 5–10: story by story ------------------------------------------------------------------------------------------

    def findings(
        self,
        stories: Sequence[Story],
        matches: Sequence[Match],
        edges: Sequence[Edge],
        last: str,
        passed: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[str, Findings]]:
        """Each story's key and findings, but for those whose key is in ``passed``."""
        stage, version = f"findings to {last}", _versions(last)
        inside = _by_story(stories, matches, edges)
        keys = {story.id: self._story_key(story, *inside[story.id]) for story in stories}
        asked = [s for s in stories if passed is None or passed.get(s.id) != keys[s.id]]
        known = self.results.get(stage, version, [keys[s.id] for s in asked], Findings)
        for story in asked:
            key = keys[story.id]
            found = known.get(key)
            if found is None:
                found = self._story(story, *inside[story.id], last)
                self.results.put(stage, version, [(key, found)])
            yield key, replace(found, story=story)

    def _story_key(self, story: Story, matches: Sequence[Match], edges: Sequence[Edge]) -> str:
        said = [j for j in self.judgements if self._is_on(j, story)]
        return digest(
            story.id, [self.keys[r] for r in story.reports], matches, edges, [(j.verdict, j.a, j.b) for j in said]
        )

    def _is_on(self, judgement: Judgement, story: Story) -> bool:
        """Whether a judgement can change what is found in the story: it is on one of its reports, or a name in them.

        Which reports are of one story has been settled when a story is read.
        """
        from secondsource.names.spelling import fold

        sides = judgement.a, judgement.b
        if judgement.verdict in ON_NAMES:
            named = [fold(side) for side in sides]
            return any(name in fold(self.by_id[r].text) for r in story.reports for name in named)
        if judgement.verdict in ("one-story", "two-stories"):
            return False
        return any(_is_of(spot, r) for r in story.reports for spot in sides)

    def _story(self, story: Story, matches: Sequence[Match], edges: Sequence[Edge], last: str) -> Findings:
        from secondsource import chains, claims, names, timeline

        reports = [self.by_id[r] for r in story.reports]
        if last == "dates":
            return Findings(story, dates=_flat(self._dates(reports)))
        parsed = self.parse(reports)  # 5
        attributions = self._statements(parsed)  # 6
        dates = _flat(self._dates(reports))
        entities = names.judged(names.resolve(parsed), parsed, self.judgements)  # 7
        found = Findings(story, entities=entities, dates=dates, notes=_notes(reports))
        if last == "names":
            return found
        statements = _mended(chains.link(parsed, attributions, entities, matches, edges), self.judgements)  # 8
        found = replace(found, statements=statements)
        if last == "chains":
            return found
        # A quotation whose speaker can't be read rests on nobody knows whom: it makes no claim.
        read = tuple(s for s in statements if self.by_id[s.report].language == "en")
        told, conflicts = claims.gather(story, parsed, read, entities, dates, matches, edges, self.judgements)  # 9
        found = replace(found, claims=told, conflicts=conflicts)
        if last == "claims":
            return found
        return replace(found, events=timeline.arrange(story, parsed, dates, read, matches))  # 10

    def parse(self, reports: Sequence[Report]) -> list[Parsed]:
        """Each report with its reporting parsed. Only English is: other languages get no paragraphs."""
        texts = {r.id: [r.text[s:e] for s, e in r.paragraphs] if r.language == "en" else [] for r in reports}
        tables = self._tables([t for ts in texts.values() for t in ts])
        return [_bind(r, texts[r.id], tables) for r in reports]

    def _tables(self, texts: Sequence[str]) -> dict[str, Any]:
        from secondsource.language import parse

        distinct = {text_digest(t): t for t in texts}
        tables = self.results.get("parse", parse.VERSION, distinct, parse.Table)
        todo = [(d, t) for d, t in distinct.items() if d not in tables]
        for at in range(0, len(todo), PARSED_AT_ONCE):
            part = todo[at : at + PARSED_AT_ONCE]
            made = zip((d for d, _ in part), parse.parse([t for _, t in part], self.settings["model"]), strict=True)
            fresh = list(made)
            self.results.put("parse", parse.VERSION, fresh)
            self.progress("reading a story's paragraphs", at + len(part), len(todo))
            tables.update(fresh)
        return {t: tables[d] for d, t in distinct.items()}

    def _statements(self, parsed: Sequence[Parsed]) -> list[tuple[Attribution, ...]]:
        from secondsource import statements

        def tell(part: Sequence[Parsed]) -> list[Sequence[Attribution]]:
            laid = [statements.sheets(p) for p in part]
            readings = self._readings([sheet for sheets in laid for sheet in sheets])
            return [statements.tell(p, sheets, readings) for p, sheets in zip(part, laid, strict=True)]

        said = "reading who says what"
        return self._each("statements", statements.VERSION, list[Attribution], parsed, tell, said)

    def _readings(self, sheets: Sequence[Any]) -> dict[Any, Any]:
        """What the trained reader finds in each paragraph; each distinct one is read once."""
        from secondsource import statements

        by_digest = {digest(sheet.key): sheet for sheet in sheets}
        known = self.results.get("readings", statements.READER_VERSION, by_digest, tuple[statements.Reading, ...])
        read = statements.read([sheet for d, sheet in by_digest.items() if d not in known])
        self.results.put("readings", statements.READER_VERSION, [(digest(key), found) for key, found in read.items()])
        return read | {by_digest[d].key: found for d, found in known.items()}

    def _dates(self, reports: Sequence[Report]) -> list[tuple[TimeExpression, ...]]:
        from secondsource import dates

        return self._each(
            "dates", dates.VERSION, list[TimeExpression], reports, lambda part: [dates.find(r) for r in part]
        )

    def _each(
        self,
        stage: str,
        version: str,
        kind: Any,  # noqa: ANN401
        inputs: Sequence[Any],
        compute: Callable[[Sequence[Any]], Sequence[Sequence[Any]]],
        said: str = "",
    ) -> list[tuple[Any, ...]]:
        """A stage's result for each report, kept by the report's digest; some are computed at once."""
        keys = [self.keys[(x.report if isinstance(x, Parsed) else x).id] for x in inputs]
        known = self.results.get(stage, version, keys, kind)
        todo = [(k, x) for k, x in zip(keys, inputs, strict=True) if k not in known]
        for at in range(0, len(todo), COMPUTED_AT_ONCE):
            part = todo[at : at + COMPUTED_AT_ONCE]
            fresh = list(zip((k for k, _ in part), compute([x for _, x in part]), strict=True))
            self.results.put(stage, version, fresh)
            known.update(fresh)
            if said:
                self.progress(said, at + len(part), len(todo))
        return [tuple(known[k]) for k in keys]


def _versions(last: str) -> str:
    """The versions of every stage that findings stand on, as one."""
    from secondsource import chains, claims, dates, names, statements, timeline
    from secondsource.language import parse

    stages = [parse, statements, dates, names, chains, claims, timeline]
    return ".".join(m.VERSION for m in stages) if last != "dates" else dates.VERSION


def judged_matches(matches: Iterable[Match], judgements: Sequence[Judgement]) -> tuple[Match, ...]:
    """The matches, those that a reader judged not copied turned into phrases."""
    parted = {frozenset((j.a, j.b)) for j in judgements if j.verdict == "not-copied"}
    return tuple(
        replace(m, kind=MatchKind.PHRASE, why="a reader judged that it was not copied")
        if frozenset((m.a, m.b)) in parted
        else m
        for m in matches
    )


def judged_edges(edges: Sequence[Edge], judgements: Sequence[Judgement], present: Container[str]) -> tuple[Edge, ...]:
    """The edges, those that a reader judged put instead of others to the same reports, where both are ``present``."""
    said = [(j.a, j.b) for j in judgements if j.verdict == "copied" and j.a in present and j.b in present]
    children = {b for _, b in said}
    kept = [e for e in edges if e.child not in children]
    return (*kept, *(Edge(a, b, 1.0, ("a reader judged that it was copied",), 1.0) for a, b in said))


def _mended(statements: Sequence[Statement], judgements: Sequence[Judgement]) -> tuple[Statement, ...]:
    """The statements without those that a reader judged to be none, and without the links judged wrong."""
    none = {j.a for j in judgements if j.verdict == "not-a-statement"}
    if none:
        kept = (s for s in statements if s.id not in none)
        statements = [replace(s, via=tuple(v for v in s.via if v not in none)) for s in kept]
    wrong = {(j.a, j.b) for j in judgements if j.verdict == "wrong-link"}
    if not wrong:
        return tuple(statements)
    return tuple(_without(s, {name for at, name in wrong if at == s.id}) for s in statements)


def _without(statement: Statement, names: set[str]) -> Statement:
    if not names:
        return statement
    chain = tuple(kept for link in statement.chain if (kept := tuple(n for n in link if n not in names)))
    why = (*statement.why, *(f"a reader judged the link {name} wrong" for name in sorted(names)))
    speaker = chain[0][0] if statement.speaker in names and chain else statement.speaker
    return replace(statement, chain=chain, why=why, speaker=None if speaker in names else speaker)


def _is_of(spot: str, report: str) -> bool:
    """Whether an id is the report's or that of a statement in it."""
    return spot == report or spot.startswith(f"{report}:")


def _by_story(
    stories: Sequence[Story], matches: Iterable[Match], edges: Iterable[Edge]
) -> dict[str, tuple[list[Match], list[Edge]]]:
    """For each story the matches within it, and the edges to its reports."""
    story_of = {r: s.id for s in stories for r in s.reports}
    inside: dict[str, tuple[list[Match], list[Edge]]] = defaultdict(lambda: ([], []))
    for match in matches:
        story = story_of.get(match.a)
        if story is not None and story == story_of.get(match.b):
            inside[story][0].append(match)
    for edge in edges:
        inside[story_of[edge.child]][1].append(edge)
    return inside


def _bind(report: Report, texts: Sequence[str], tables: dict[str, Any]) -> Parsed:
    from secondsource.language import parse

    spans = report.paragraphs if texts else ()
    return Parsed(report, tuple(parse.bind(tables[t], t, s) for t, (s, _) in zip(texts, spans, strict=True)))


def _notes(reports: Sequence[Report]) -> tuple[str, ...]:
    """What a story doesn't get, where some of its reports are in a language that only the first stages read."""
    others = sorted({r.language or "unknown" for r in reports if r.language != "en"})
    if not others:
        return ()
    return (
        f"Reports in another language ({', '.join(others)}) are compared and grouped, and their direct quotations are "
        "given, but who says what, claims and dates are read in English only.",
    )


def _flat(lists: Iterable[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple(x for xs in lists for x in xs)
