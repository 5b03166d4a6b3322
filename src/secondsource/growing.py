"""A desk kept up to date: what its reports share, who copied whom, which stories they make; only what is new is asked.

A report that comes, goes or is judged is *pending* in the desk's file until this is done, so that a kill loses nothing.
Accepted gaps, until the reports concerned are touched again or the desk is read as a whole: a line that becomes an
outlet's furniture because the outlet has more reports now; rarities of words that have moved since two were compared.
So it is read as a whole whenever it has doubled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from secondsource import comparing, grouping, lineage, reuse, stories
from secondsource.pipeline import ON_REPORTS, Progress, judged_edges, judged_matches
from secondsource.records import Doubt, Edge, FurnitureKind, Judgement, Match, MatchKind, Report, Story
from secondsource.store import fingerprints, pile
from secondsource.store import stories as index
from secondsource.store.connect import Store

# From so many pending reports on a desk is read as a whole, where they are the larger part of it: that costs some 3 ms
# a report, one by itself some 50 ms.
BATCH = 50
PART = 0.1
# A desk that has grown so many times since it was read as a whole is read so again: words have become more or less rare
# meanwhile, and what was joined or told apart by them may not be so any more. It costs each report as much again.
GROWN = 2


def update(store: Store, judgements: Sequence[Judgement], progress: Progress | None = None) -> None:
    """Finds matches, copying and stories anew, of all that is pending; marks the stories that changed as stale."""
    with store.reading() as connection:
        todo, held = index.pending(connection), index.size(connection)
        many = len(todo) >= BATCH and len(todo) >= PART * held
        grown = bool(todo) and held + len(todo) >= GROWN * max(BATCH, pile.read_at(connection))
        whole = pile.made_by(connection) != _versions() or many or grown
    if whole:
        _all(store, judgements, progress or (lambda *_: None))
    elif todo:
        comparing.take(store, todo)
        with store.writing() as connection:
            _Change(connection, judgements).make()


def leave(connection: Connection, report: Report, seq: int) -> None:
    """Takes a report that is to be forgotten out of all that is kept to compare with; the desk must still have it.

    Those that it shared passages or a story with are pending; an address that it gave a story leads to the next.
    """
    near = fingerprints.sharing(connection, [seq])
    near |= comparing.leave(connection, seq, report)
    grouping.forget(connection, seq, report)
    old = pile.stories(connection, pile.stories_of(connection, [report.id]))
    place = pile.seqs(connection, [r for story in old.values() for r in story.reports if r != report.id])
    heir = min(place, key=lambda r: place[r], default=None)
    pile.lead_on(connection, report.id, stories.story_id(report.id), heir)
    pile.drop_stories(connection, old)
    index.put_pending(connection, (near | {*place.values()}) - {seq})


def give_way(connection: Connection, report: Report, heir: str) -> None:
    """The same for a report whose place its next version takes: the addresses of its story lead to that one."""
    [seq] = pile.seqs(connection, [report.id]).values()
    pile.lead_on(connection, report.id, stories.story_id(report.id), heir)
    leave(connection, report, seq)


def _versions() -> str:
    """By which versions of the stages a pile as a whole is read."""
    return f"{reuse.VERSION} {lineage.VERSION} {stories.VERSION}"


def _all(store: Store, judgements: Sequence[Judgement], progress: Progress) -> None:
    """Reads the desk as a whole."""
    progress("comparing reports", 0, 0)
    comparing.update(store)
    with store.reading() as connection:
        asked, held = index.pending(connection), pile.reports(connection)
    reports = [*held.values()]
    matches = judged_matches(comparing.matches(store, reports), judgements)
    ids = {r.id for r in reports}
    edges = judged_edges(lineage.trace(reports, matches), judgements, ids)
    progress("grouping into stories", 0, len(reports))
    made = grouping.study(held, matches, judgements)
    with store.writing() as connection:
        grouping.keep(connection, made)
        pile.replace_all_links(connection, matches, edges)
        _put(connection, made.found, held, pile.stories(connection))
        index.clear_pending(connection, asked.values())
        pile.set_made_by(connection, _versions(), len(held))


class _Change:
    """One transaction that brings the desk up to date with what is pending."""

    def __init__(self, connection: Connection, judgements: Sequence[Judgement]) -> None:
        self._connection = connection
        self._judgements = judgements
        self._held: dict[int, Report] = {}

    def make(self) -> None:
        asked = index.pending(self._connection)
        todo = [*self._load(asked)]
        matches = self._match(todo)
        self._trace({self._held[seq].id for seq in todo})
        for seq in todo:
            if not index.holds(self._connection, seq):
                self._add(seq, matches)
        self._group(todo)
        index.clear_pending(self._connection, asked.values())

    def _load(self, seqs: Iterable[int]) -> dict[int, Report]:
        """These reports, each read once, in the order in which they came."""
        wanted = sorted(set(seqs))
        missing = [seq for seq in wanted if seq not in self._held]
        self._held.update(pile.reports(self._connection, missing))
        return {seq: self._held[seq] for seq in wanted if seq in self._held}

    def _match(self, todo: Sequence[int]) -> Sequence[Match]:
        """Judges anew what the pending reports share with others, and what these share; the matches."""
        chosen = {*todo} | fingerprints.sharing(self._connection, todo)
        outlets = pile.outlets(self._connection)
        fresh = comparing.judge_some(self._connection, chosen, self._load, outlets)
        fresh = judged_matches(fresh, self._judgements)
        ids = {self._held[seq].id for seq in self._load(chosen)}
        before = set(pile.matches(self._connection, ids))
        if before != set(fresh):
            pile.replace_matches(self._connection, ids, fresh)
            changed = before ^ set(fresh)
            self._stale({end for m in changed for end in (m.a, m.b)})
        return fresh

    def _trace(self, ids: set[str]) -> None:
        """Finds anew who copied whom, among all that hand on text with one another around the pending reports."""
        found: set[str] = set(ids)
        matches: dict[Match, None] = {}
        edge = set(ids)
        while edge:
            more = [m for m in pile.matches(self._connection, edge) if m.kind in (MatchKind.COPIED, MatchKind.VERSION)]
            matches.update(dict.fromkeys(more))
            edge = {end for m in more for end in (m.a, m.b)} - found
            found |= edge
        reports = [*self._load(pile.seqs(self._connection, found).values()).values()]
        before = pile.edges(self._connection, found)
        fresh = _numbered(lineage.trace(reports, [*matches]), before, pile.last_wire(self._connection))
        said = {end for j in self._judgements if j.verdict == "copied" for end in (j.a, j.b)}
        fresh = [
            e for e in judged_edges(fresh, self._judgements, pile.seqs(self._connection, said)) if e.child in found
        ]
        if set(before) != set(fresh):
            pile.replace_edges(self._connection, found, fresh)
            self._stale({e.child for e in set(before) ^ set(fresh)})

    def _add(self, seq: int, matches: Sequence[Match]) -> None:
        """Takes in one report; one that shares a passage and is to be taken in after it meets it then."""
        report = self._held[seq]
        mine = [m for m in matches if report.id in (m.a, m.b) and m.a != m.b]
        others = pile.seqs(self._connection, {end for m in mine for end in (m.a, m.b)} - {report.id})
        there = [other for other in others.values() if index.holds(self._connection, other)]
        grouping.add(self._connection, seq, report, self._load(there), mine)

    def _group(self, todo: Sequence[int]) -> None:
        """Arranges the stories near the pending reports anew."""
        near = self._load({*todo, *grouping.near(self._connection, todo)})
        ids = {r.id for r in near.values()}
        ids |= {end for j in self._judgements if j.verdict in ON_REPORTS and {j.a, j.b} & ids for end in (j.a, j.b)}
        old = pile.stories(self._connection, pile.stories_of(self._connection, ids))
        ids |= {r for story in old.values() for r in story.reports}
        held = self._load(pile.seqs(self._connection, ids).values())
        matches = [m for m in pile.matches(self._connection, ids) if m.a in ids and m.b in ids]
        fresh = grouping.arrange(self._connection, held, matches, self._judgements)
        _put(self._connection, [_with_doubts_elsewhere(story, old, ids) for story in fresh], held, old)

    def _stale(self, ids: Iterable[str]) -> None:
        pile.mark_stale(self._connection, pile.stories_of(self._connection, ids))


def _put(connection: Connection, fresh: Sequence[Story], held: Mapping[int, Report], old: Mapping[str, Story]) -> None:
    """Keeps the stories that came to be or changed, and removes the old ones that are none any more."""
    pile.drop_stories(connection, set(old) - {story.id for story in fresh})
    by_id = {r.id: r for r in held.values()}
    named = {r: stories.story_id(r) for r in by_id}
    changed = [s for s in fresh if s.id not in old or old[s.id].reports != s.reports]
    pile.put_stories(connection, changed, {s.id: title([by_id[r] for r in s.reports]) for s in changed}, named)
    for story in fresh:
        if story.id in old and old[story.id].reports == story.reports and old[story.id] != story:
            pile.say_anew(connection, story, named)


def _with_doubts_elsewhere(story: Story, old: Mapping[str, Story], ids: set[str]) -> Story:
    """The story with what was unsure between its reports and those of stories that weren't looked at."""
    before: dict[str, list[Doubt]] = defaultdict(list)
    for one in old.values():
        for doubt in one.unsure:
            if doubt.other not in ids:
                before[doubt.report].append(doubt)
    kept = tuple(doubt for report in story.reports for doubt in before[report])
    return replace(story, unsure=(*story.unsure, *kept))


def _numbered(edges: Sequence[Edge], before: Sequence[Edge], last: int) -> list[Edge]:
    """The edges, their unseen texts by the numbers that they had before, or new ones above ``last``."""
    old, new = _children(before), _children(edges)
    numbers: dict[str, str] = {}
    for wire, children in new.items():
        alike = {o: len(children & had) for o, had in old.items() if o not in numbers.values() and children & had}
        if not alike:
            last += 1
        numbers[wire] = max(alike, key=lambda o: alike[o], default=f"wire:{last}")
    return [replace(e, parent=numbers.get(e.parent, e.parent)) for e in edges]


def _children(edges: Sequence[Edge]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.parent.startswith("wire:"):
            found[edge.parent].add(edge.child)
    return found


def title(reports: Sequence[Report]) -> str:
    """What to call a story: the headline of its first report that has one, else how its first report begins."""
    for report in reports:
        if named := report.title or _headline(report):
            return " ".join(named.split())
    return _opening(reports[0])


def _headline(report: Report) -> str | None:
    spans = [f for f in report.furniture if f.kind is FurnitureKind.HEADLINE]
    return report.text[spans[0].start : spans[0].end] if spans else None


def _opening(report: Report, longest: int = 90) -> str:
    start, end = report.paragraphs[0] if report.paragraphs else (0, len(report.text))
    words = " ".join(report.text[start : min(end, start + 4 * longest)].split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
