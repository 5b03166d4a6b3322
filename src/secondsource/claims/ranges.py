"""How many independent origins a claim has: a range, equal where nothing is unsure, with each reason in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from secondsource.claims.paths import UNNAMED, VERBATIM, Paths, is_medium
from secondsource.claims.restson import Rest, Way, rest
from secondsource.claims.speakers import one_name
from secondsource.records import Kind, Link, Stance, Statement


@dataclass(frozen=True, slots=True)
class Range:
    """``low`` to ``high`` independent origins; ``rest`` is what the claim rests on at the high end."""

    low: int
    high: int
    rest: Rest
    why: tuple[str, ...]


# From this many ways that share no link on, one unseen source behind all of them is no longer assumed: of the labelled
# claims with four ways or more 6 of 7 have 2 at the low end, of those with three 5 of 16.
MANY = 4


@dataclass(slots=True)
class Known:
    """The asserting statements of a claim, sorted by how each is known."""

    ways: list[Way] = field(default_factory=list)
    own: list[Way] = field(default_factory=list)  # in a report's own voice
    anonymous: list[Way] = field(default_factory=list)  # by sources that no report names
    named: list[Way] = field(default_factory=list)


def measure(statements: Sequence[Statement], paths: Paths, opinion: bool, only_party: str | None) -> Range:
    """The range of independent origins of a claim, and why."""
    asserting = ways_told(statements)
    if not asserting:
        return Range(0, 0, Rest((), ()), ())
    asserting = one_name(asserting, paths)
    if opinion:
        return _said(asserting, paths, heard_apart=_heard_apart(statements, paths))
    told = _sort(asserting, paths, only_party)
    high = rest(told.ways)
    low, why = _low(told, loose := _loosely(asserting, paths), high)
    if high.size >= MANY:
        low = max(low, 2)
    if loose and low < high.size:
        why.append("What one report alone has may come from the text that it shares with others.")
    low = min(low, high.size)
    return Range(low, high.size, high, tuple(why) if low < high.size else ())


def ways_told(statements: Sequence[Statement]) -> list[Statement]:
    """The asserting statements that are each a way to the reader.

    A report's own words for what it attributes elsewhere carry that source on: they are no way of their own.
    """
    asserting = carried([s for s in statements if s.stance is Stance.ASSERTS], statements)
    attributing = {s.report for s in asserting if s.chain and (s.source or s.carried)}
    ways = [s for s in asserting if s.chain or s.copied_from or s.report not in attributing]
    return _fullest(innermost([s for s in ways if s.chain or not s.hedge] or ways))


def _fullest(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without those that a report gives to the same speaker again by a shorter way."""
    ways: dict[tuple[str, Link], list[tuple[int, bool]]] = defaultdict(list)
    for s in statements:
        if s.chain:
            ways[s.report, s.chain[0]].append((len(s.chain), s.copied_from is not None))
    return [s for s in statements if not s.chain or _full(s) >= max(ways[s.report, s.chain[0]])]


def _full(statement: Statement) -> tuple[int, bool]:
    return len(statement.chain), statement.copied_from is not None


def innermost(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without those that overlap another of their report with a longer chain, or hold one as long.

    Of a sentence and its clause only one is a way to the reader: the one that says most of where it comes from.
    """
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        by_report[s.report].append(s)
    return [s for s in statements if not any(_says_more(t, s) for t in by_report[s.report] if t is not s)]


def _says_more(one: Statement, other: Statement) -> bool:
    if not any(s < end and start < e for s, e in one.content for start, end in other.content):
        return False
    return (len(one.chain), -_size(one), one.id) > (len(other.chain), -_size(other), other.id)


def _size(statement: Statement) -> int:
    return sum(end - start for start, end in statement.content)


def carried(asserting: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """Without those that a report tells only to have them denied: its denier passes them on, or comes first."""
    denials = [s for s in statements if s.stance is Stance.DENIES]
    return [s for s in asserting if not any(d.report == s.report and _passes_on(d, s) for d in denials)]


def _passes_on(denial: Statement, told: Statement) -> bool:
    deniers = set(denial.chain[0]) if denial.chain else set()
    if all(any(s <= start and end <= e for s, e in told.content) for start, end in denial.content):
        return True  # the sentence that holds the denial
    if told.chain and denial.content and told.content and denial.content[0] < told.content[0]:
        return True  # a report that has the denial first tells the rest for its sake
    return told.id in denial.via or any(deniers & set(link) for link in told.chain[1:])


def _sort(asserting: Sequence[Statement], paths: Paths, only_party: str | None) -> Known:
    told = Known()
    for statement in asserting:
        way = paths.way(statement, asserting)
        if only_party:  # whoever else tells it has it from there
            way = ((only_party,), *(link for link in way if link != (only_party,)))
        told.ways.append(way)
        names = [n for link in statement.chain for n in link if not n.startswith("agencies@")]
        credited = not statement.source and all(is_medium(n, paths) for n in names)
        if not statement.chain or credited or not paths.is_sure(statement):
            told.own.append(way)
        elif all(n.startswith("anonymous") for n in statement.chain[0]):
            told.anonymous.append(way)
        else:
            told.named.append(way)
    return told


def _loosely(asserting: Sequence[Statement], paths: Paths) -> dict[Way, Way]:
    """Each way of a report that shares part of an unseen text → the way if all that it tells is of that text."""
    loose: dict[Way, Way] = {}
    for statement in asserting:
        text = paths.copies.partly(statement.report)
        if text and not statement.copied_from:
            way = paths.way(statement, asserting)
            loose[way] = (*(link for link in way[:-1] if link != (paths.name(text),)), (paths.name(text),), way[-1])
    return loose


def _low(told: Known, loose: Mapping[Way, Way], high: Rest) -> tuple[int, list[str]]:
    """The figure if every dependence that may well exist does, with what may."""
    why = []
    if told.named:
        ways = [_without_anonymous(loose.get(way, way)) for way in told.named]
        forces = {link for way in ways for link in way if any(_FORCE.search(n) for n in link)}
        if len(forces) == 1 and any(_charges(way) for way in ways):
            ways = [(*forces, *way) if _charges(way) and not forces & set(way) else way for way in ways]
            why.append("Prosecutors and courts may have it from the police.")
        if told.own:
            why.append("What is told without a source may go back to the source that another report names.")
        if told.anonymous:
            why.append("The unnamed source may be one of those that are named.")
        return (high.size if ways == told.ways else rest(ways).size), why
    if told.anonymous:
        if told.own:
            why.append("What is told without a source may go back to the unnamed source of another report.")
        if len(told.anonymous) > 1:
            why.append("The unnamed sources may be one.")
        return 1, why
    why.append("A shared source that no report names can't be ruled out.")
    return 1, why


# A force that investigates, and those who go by what it found.
_FORCE = re.compile(r"\bpolice\b|\bsheriff|\b(?:state|highway) patrol\b|\btroopers?\b", re.IGNORECASE)
_CHARGES = re.compile(
    r"\bprosecut|\battorney['’]?s?['’]? office\b|\bdistrict attorney\b|\bstate['’]s attorney\b|\baffidavit\b"
    r"|\bindictment\b|\bcomplaint\b|\b(?:court|charging) (?:documents?|papers|records)\b|\barrest warrant\b",
    re.IGNORECASE,
)


def _charges(way: Way) -> bool:
    """Whether it comes by a prosecutor or a paper of the court, who go by what the police found."""
    return any(_CHARGES.search(n) for link in way for n in link)


def _without_anonymous(way: Way) -> Way:
    inner = tuple(n for n in way[0] if not n.startswith("anonymous"))
    return (inner or way[0], *way[1:])


def _said(asserting: Sequence[Statement], paths: Paths, *, heard_apart: bool) -> Range:
    """Of an opinion: by how many ways it is known that it was said."""
    speakers = {n for s in asserting for link in s.chain for n in link if not is_medium(n, paths)}
    ways = []
    for statement in asserting:
        way = tuple(tuple(n for n in link if n not in speakers) for link in paths.way(statement, asserting)[:-1])
        ways.append((*(link for link in way if link), (paths.outlet(statement.report),)))
    high = rest(ways)
    if high.size > 1 and heard_apart:
        return Range(2, high.size, high, ("The words are printed differently, so that each outlet heard them itself.",))
    why = ("Outlets that tell what was said may have it from one another, or from one text.",) if high.size > 1 else ()
    return Range(1, high.size, high, why)


# From this share of words in common on two quotations are of one speech. Chosen by reading, not swept.
ONE_SPEECH = 0.6


def _heard_apart(statements: Sequence[Statement], paths: Paths) -> bool:
    """Whether two outlets print one speaker's words in transcriptions of their own: alike, but with words changed."""
    told = [s for s in statements if s.stance is Stance.ASSERTS and s.kind in (Kind.DIRECT, Kind.MIXED) and s.chain]
    quoted = [(s, paths.words(s).split()) for s in told]
    for n, (one, mine) in enumerate(quoted):
        for other, theirs in quoted[n + 1 :]:
            copied = one.copied_from or other.copied_from
            apart = paths.outlet(one.report) != paths.outlet(other.report) and not copied
            if apart and one.chain[0] == other.chain[0] and _changed(mine, theirs):
                return True
    return False


def _changed(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a word of one is another of the other, between words that are the same."""
    if min(len(mine), len(theirs)) < VERBATIM:
        return False
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    codes = matcher.get_opcodes()
    inner = codes[1:-1] if codes[0][0] != "equal" or codes[-1][0] != "equal" else codes
    same = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag == "equal")
    return same >= ONE_SPEECH * min(len(mine), len(theirs)) and any(tag == "replace" for tag, *_ in inner)


def named_sources(statements: Sequence[Statement], paths: Paths) -> tuple[str, ...]:
    """Those whom the asserting statements name as saying so; who only passes on a named one isn't counted."""
    found: dict[str, None] = {}
    passing: set[str] = set()
    for s in statements:
        if s.stance is not Stance.ASSERTS or not (s.source or s.carried or s.inherited):
            continue
        named = [[n for n in link if not n.startswith(UNNAMED)] for link in s.chain]
        links = [link for link in named if link]
        if links and named[0]:  # *the Herald has learned*, in the Herald, is its own voice
            found.update((n, None) for n in links[0] if paths.name(n) != paths.outlet(s.report))
        passing |= {n for link in links[1:] for n in link}
    return tuple(n for n in found if n not in passing)
