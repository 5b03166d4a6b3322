"""Attributions to statements: names resolved, and the chain complete, link by link from whoever says it outward."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondsource.chains.copies import Copies, Extents, dice, extent
from secondsource.chains.institutions import Institutions
from secondsource.chains.interviews import Interview, interviews, told_in
from secondsource.chains.nameless import Telling, has_nameless, one_name, renamed
from secondsource.chains.nesting import nested
from secondsource.chains.pages import Name, Page, is_house, pages
from secondsource.chains.sources import Sources, ToldOf
from secondsource.chains.tables import words
from secondsource.chains.voices import Source
from secondsource.records import (
    Attribution,
    Chain,
    Credit,
    Edge,
    Entity,
    EntityKind,
    Kind,
    Link,
    Match,
    Parsed,
    Report,
    Span,
    Statement,
)  # fmt: skip

# Two contents are the same passage in two reports where they share this much once one is laid over the other.
SAME = 0.5

# Of several statements that overlap a copy, those are its twins whose overlap is this near to the best: a statement
# and the clause nested in it differ by more, two readings of one sentence by less. Swept .05-.2 on the dev stories.
AS_NEAR = 0.1

# Characters before a house in which *carried by* or *quoted as saying by* ends.
_BY = 8


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before copying and credit are known: its chain by the words, the office and carrying on."""

    report: str
    given: Attribution
    chain: Chain
    why: tuple[str, ...]
    inherited: bool = False
    copied_from: str | None = None


def link(
    parsed: Sequence[Parsed],
    attributions: Sequence[Sequence[Attribution]],
    entities: Sequence[Entity],
    matches: Sequence[Match],
    edges: Sequence[Edge],
) -> tuple[Statement, ...]:
    """One story's statements, in the order of reports and attributions, each with its speaker and chain.

    1 the words and the office, 2 nesting and *told to*, 3 carrying on, 4 a fuller copy, 5 the credit.
    """
    laid = pages(parsed, entities)
    institutions = Institutions(laid, entities)
    media = _state_media(entities)
    copies = Copies(matches, edges)
    drafts: list[list[_Draft]] = []
    for one, given in zip(parsed, attributions, strict=True):
        drafts.append(_read(laid[one.report.id], given, institutions, media))  # 1–3
    drafts = _one_nameless(_copied(drafts, copies), copies)  # 4
    found: list[Statement] = []
    houses = _houses(parsed, entities)
    for one, mine in zip(parsed, drafts, strict=True):
        found += _statements(one.report, mine, entities, houses)  # 5
    return tuple(found)


# 1–3: what the report's own words give -----------------------------------------------------------------------------


def _read(page: Page, given: Sequence[Attribution], institutions: Institutions, media: dict[str, str]) -> list[_Draft]:
    """Each attribution's chain by the report's own words."""
    given = nested(page, given)
    page.asking = frozenset(n.start for a in given for s in a.told_to for n in page.names_in(*s) if n.person)
    sources = Sources(page, institutions, media)
    order = sorted(range(len(given)), key=lambda k: (given[k].source or given[k].content or ((0, 0),))[0])
    read: dict[int, Source] = {}
    known: dict[tuple[Span, ...], Source] = {}
    named: dict[tuple[Span, ...], ToldOf] = defaultdict(ToldOf)
    for a in given:
        named[a.source] |= _told_of(page, a, given)
    for k in order:
        spans = given[k].source
        if spans:
            around, quoted = _told_by(page, given, k)
            read[k] = (
                known[spans] if spans in known else sources.read(spans, around, quoted=quoted, told_of=named[spans])
            )
            known[spans] = read[k]
    given_to = interviews(page)
    told = {k: _told_to(page, a, sources) or _interviewed(page, a, read.get(k), given_to) for k, a in enumerate(given)}
    return [_chain(page, given, k, read, told) for k in range(len(given))]


def _told_of(page: Page, mine: Attribution, given: Sequence[Attribution]) -> ToldOf:
    """The people whom what is said names after whoever says it, or between quote marks."""
    if not mine.source or not mine.content:
        return ToldOf()
    after, begins = max(end for _, end in mine.source), mine.content[0][0]
    names = [n for span in mine.content for n in page.names_in(*span) if n.person and _by_name(page, n)]
    tellers = [span for a in given if a.content and a.content[0][0] <= begins for span in a.source]
    quoted = {n.start for n in names if mine.kind is Kind.DIRECT or _in_quotes(page, mine, n.start)}
    others = [n for n in names if not any(s <= n.start < e for s, e in tellers)]
    told = [n for n in others if n.start >= after or n.start in quoted]
    foremost = (n.entity.id for n in told if n.start in quoted or n.start - begins <= AT_ONCE)
    return ToldOf(frozenset(n.entity.id for n in told), frozenset(foremost))


# Characters of *that the* before the name of whom something is said.
AT_ONCE = 10


def _by_name(page: Page, name: Name) -> bool:
    """Whether somebody is told by name, not by office."""
    return page.text(name.start, name.end).split()[-1] in name.entity.name.split()


def _told_by(page: Page, given: Sequence[Attribution], k: int) -> tuple[tuple[Span, ...], bool]:
    """The words that name who tells where one attribution stands inside another, and whether that is quoted there."""
    around = next((given[v] for v in given[k].via if 0 <= v < len(given)), None)
    if around is None or not given[k].source:
        return (), False
    quoted = around.kind is Kind.DIRECT or (
        around.kind is Kind.MIXED and _in_quotes(page, around, given[k].source[0][0])
    )
    return around.source, quoted


def _in_quotes(page: Page, around: Attribution, at: int) -> bool:
    """Whether a quote mark is open at an offset of a content that is quoted in part."""
    before = page.text(min(s for s, _ in around.content), at)
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _chain(
    page: Page,
    given: Sequence[Attribution],
    k: int,
    read: Mapping[int, Source],
    told: Mapping[int, list[tuple[str, str]]],
) -> _Draft:
    """One attribution's chain: its source or the one it carries, whom it was told to, and what it is nested in."""
    links: list[Link] = []
    heard: set[Link] = set()
    why: list[str] = []
    if given[k].kind is Kind.DIRECT and not given[k].source:
        why.append(given[k].why)
    carrier = _carrier(given, k)
    if carrier != k:
        why.append("goes on with what the source just named was telling")
    for at in (carrier, *(v for v in given[carrier].via if 0 <= v < len(given) and v != carrier)):
        own = read.get(at)
        if own and links and _said_for(links[-1], own, heard):
            links.pop()  # *Pell says police believe …*: what the officer says for the police, the officer says
        for link_ in own.links if own else ():
            _append(links, link_)
        why += own.why if own else ()
        for name, reason in told[at]:
            heard.add((name,))  # *told officers, according to a police report*: they took it down
            _append(links, (name,))
            why.append(reason)
    return _Draft(page.report.id, given[k], tuple(links), tuple(dict.fromkeys(filter(None, why))))


def _said_for(last: Link, own: Source, heard: set[Link]) -> bool:
    """Whether the next source speaks for the last link; not a document of those who were told and took it down."""
    speaker, *through = own.links or ((),)
    paper = last in heard and bool((words().documents.keys() - _ASKED) & set(speaker))
    return last in through and not paper


# Documents of those who ask, not of those who were told.
_ASKED = frozenset({"poll", "survey", "study"})


def _carrier(given: Sequence[Attribution], k: int) -> int:
    """The attribution whose source the ``k``-th carries on; itself, where it has one of its own."""
    seen = set()
    while not given[k].source and given[k].carries is not None and k not in seen:
        seen.add(k)
        target = given[k].carries
        if target is None or not 0 <= target < len(given):
            break
        k = target
    return k


def _told_to(page: Page, given: Attribution, sources: Sources) -> list[tuple[str, str]]:
    """Whom it was told to, where that is a link, with why: an outlet but the report's own, the police, a poll."""
    found = []
    for start, end in given.told_to:
        houses = [n for n in page.names_in(start, end) if is_house(n)]
        if houses:
            name = houses[0].entity
            how = "carried by" if page.text(max(0, start - _BY), start).split()[-1:] == ["by"] else "told to"
            found += [(name.name, f"{how} {name.name}")] if page.report.source not in name.outlets else []
        else:
            heard, said = sources.heard((start, end)), page.text(start, end)
            words_ = "" if heard == said else f" (“{said}”)"
            found += [(heard, f"told to {heard}{words_}")] if heard else []
    return found


def _interviewed(
    page: Page, given: Attribution, source: Source | None, known: Sequence[Interview]
) -> list[tuple[str, str]]:
    """The house that the speaker was speaking to, as told in a sentence before."""
    if source is None or len(source.voices) != 1 or not known or given.via:
        return []  # what a quoted speaker says that others say wasn't said in the speaker's interview
    interview = told_in(page, known, source.voices[0].entity, given.source[0][0])
    return [(interview.house, f"said in an interview with {interview.house}")] if interview else []


def _append(links: list[Link], link_: Link) -> None:
    """Adds a link, unless all its names stand in the chain already: an organisation is one link."""
    fresh = tuple(n for n in link_ if not any(n in have for have in links))
    if fresh:
        links.append(fresh)


# 4: copies ---------------------------------------------------------------------------------------------------------


def _copied(drafts: Sequence[Sequence[_Draft]], copies: Copies) -> list[list[_Draft]]:
    """The drafts with what they were copied from, and with the fullest attribution among their copies."""
    told = {mine[0].report: _Told(mine) for mine in drafts if mine}
    return [[_fullest(_from(d, copies), copies, told) for d in mine] for mine in drafts]


def _from(draft: _Draft, copies: Copies) -> _Draft:
    origin = copies.origin(draft.report, draft.given.content)
    if origin is None:
        return draft
    return replace(draft, copied_from=origin[0], why=(*draft.why, origin[1]))


def _fullest(draft: _Draft, copies: Copies, told: Mapping[str, _Told]) -> _Draft:
    """The draft with the longest chain among its copies that goes on from its own."""
    best: _Draft | None = None
    for passage in copies.passages(draft.report, draft.given.content):
        there = [passage.across(span) for span in draft.given.content]
        twins = told[passage.other].twins(there) if passage.other in told else []
        if any(twin.chain == draft.chain for twin in twins):
            continue  # its own copy says no more
        enough = sum(max(0, min(e, passage.end) - max(s, passage.start)) for s, e in draft.given.content) >= NAMED_BY
        for twin in twins:
            fuller = len(twin.chain) > len(best.chain if best else draft.chain)
            if fuller and _extends(draft.chain, twin.chain) and (enough or not has_nameless(draft.chain)):
                best = twin
    if best is None:
        return draft
    why = f"a fuller copy in {best.report} gives it to {' ← '.join(' and '.join(names) for names in best.chain)}"
    return replace(draft, chain=best.chain, inherited=True, why=(*draft.why, why))


# Characters that must be copied for the one whom a report leaves nameless to be named by another report's copy: *three
# people were hurt* is said by whoever is asked. Some eight words; chosen by reading, not swept.
NAMED_BY = 40


def _one_nameless(drafts: Sequence[Sequence[_Draft]], copies: Copies) -> list[list[_Draft]]:
    """The drafts, each nameless source by the name that it has in the text that its passages were copied from."""
    told = {mine[0].report: _Told(mine) for mine in drafts if mine}
    order = {report: k for k, report in enumerate(told)}

    def telling(draft: _Draft) -> Telling:
        return Telling(draft.chain, order[draft.report], draft.copied_from is not None)

    names = one_name(
        (telling(d), telling(twin))
        for mine in drafts
        for d in mine
        if has_nameless(d.chain)
        for passage in copies.passages(d.report, d.given.content)
        if passage.other in told
        for twin in told[passage.other].twins([passage.across(span) for span in d.given.content])
    )
    return [[_renamed(d, names) for d in mine] for mine in drafts]


def _renamed(draft: _Draft, names: Mapping[str, str]) -> _Draft:
    chain = renamed(draft.chain, names)
    if chain == draft.chain:
        return draft
    other = next(n for link_ in chain for n in link_ if n in names.values()).partition("@")[2]
    return replace(draft, chain=chain, why=(*draft.why, f"the nameless source is the one of {other}, the same passage"))


class _Told:
    """A report's drafts by where their contents stand."""

    def __init__(self, drafts: Sequence[_Draft]) -> None:
        self._drafts = [d for d in drafts if d.given.content]
        self._places = Extents(extent(d.given.content) for d in self._drafts)

    def twins(self, there: Sequence[Span]) -> list[_Draft]:
        """The statements that stand where the copy of one must stand: the nearest in extent, and those as near."""
        around = (self._drafts[k] for k in self._places.near(*extent(there)))
        near = [(d, score) for d in around if (score := dice(there, d.given.content)) >= SAME]
        best = max((score for _, score in near), default=0.0)
        return [d for d, score in near if score >= best - AS_NEAR]


def _extends(mine: Chain, fuller: Chain) -> bool:
    """Whether a copy's chain holds all of this one's, so that it only says more."""
    told = {n for names in fuller for n in names}
    return all(n in told or n.startswith("anonymous") for names in mine for n in names)


# 5: the credit, and the finished statement ---------------------------------------------------------------------------


# A reporter's own name stands before such a credit: *By Ann Poe and agencies*.
SHARED_CREDIT = re.compile(r"\bby [^\n]{1,80}(?:\band|&|,)\s*\Z", re.IGNORECASE)


def _houses(parsed: Sequence[Parsed], entities: Sequence[Entity]) -> dict[str, str]:
    """The organisations by every form in which the story writes them: a credit may use the short one."""
    texts = {p.report.id: p.report.text for p in parsed}
    return {
        texts[m.report][m.start : m.end]: e.name
        for e in entities
        if e.kind is EntityKind.ORGANISATION
        for m in e.mentions
        if m.report in texts
    }


def _statements(
    report: Report, drafts: Sequence[_Draft], entities: Sequence[Entity], houses: Mapping[str, str]
) -> list[Statement]:
    """The report's statements, their ids counted where two would be the same."""
    ids = _ids(report.id, [d.given for d in drafts])
    own = {e.name for e in entities if report.source in e.outlets}
    credit = next((c for c in report.credits if not c.contributed), None)
    found = []
    for k, draft in enumerate(drafts):
        given = draft.given
        chain, why = _credited(
            _without_outlet(draft.chain, own), draft.why, report, credit, own, houses, draft.copied_from is not None
        )
        via = tuple(ids[v] for v in given.via if 0 <= v < len(drafts))
        carried = not given.source and given.carries is not None
        found.append(
            Statement(
                ids[k], report.id, given.kind, given.source, given.cue, given.content, _speaker(draft, chain), chain,
                draft.copied_from, carried, draft.inherited, given.hedge, via, given.stance, why,
            )
        )  # fmt: skip
    return found


def _speaker(draft: _Draft, chain: Chain) -> str | None:
    """The innermost name, where the words give the statement to someone."""
    if not draft.chain or (
        draft.given.kind is Kind.OWN and not draft.given.source and draft.given.carries is None and not draft.inherited
    ):
        return None
    return chain[0][0] if chain else None


def _without_outlet(chain: Chain, own: set[str]) -> Chain:
    """The chain without the report's own outlet at its outer end: that link is the outlet itself."""
    while len(chain) > 1 and set(chain[-1]) <= own:
        chain = chain[:-1]
    return chain


def _credited(
    chain: Chain,
    why: tuple[str, ...],
    report: Report,
    credit: Credit | None,
    own: set[str],
    houses: Mapping[str, str],
    copied: bool,
) -> tuple[Chain, tuple[str, ...]]:
    """The chain with the report's credit as its outermost link; a byline's *and agencies* is for what was copied."""
    if credit is None or (SHARED_CREDIT.search(report.text, 0, credit.start) and not copied):
        return chain, why
    name = houses.get(credit.name, credit.name) if credit.name else f"agencies@{report.id}"
    if name in own or any(name in names for names in chain):
        return chain, why
    said = report.text[credit.start : credit.end]
    return (*chain, (name,)), (*why, f"the report credits “{said}” for its text")


def _ids(report: str, given: Sequence[Attribution]) -> list[str]:
    """``REPORT:START-END`` of each content, with a letter where it is taken."""
    used: Counter[str] = Counter()
    found = []
    for a in given:
        start = min((s for s, _ in a.content), default=0)
        end = max((e for _, e in a.content), default=0)
        base = f"{report}:{start}-{end}"
        used[base] += 1
        found.append(base + _letter(used[base]))
    return found


def _letter(n: int) -> str:
    """Nothing for the first, then b, c … z, and a number beyond."""
    if n == 1:
        return ""
    return "abcdefghijklmnopqrstuvwxyz"[n - 1] if n <= 26 else f"-{n}"


# what the whole story tells -------------------------------------------------------------------------------------------


def _state_media(entities: Sequence[Entity]) -> dict[str, str]:
    """Each state whose own agency is known and that the story is about, with the agency."""
    named = {e.name for e in entities}
    return {state: agency for state, agency in words().state_media.items() if state in named}
