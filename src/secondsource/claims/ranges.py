"""How many independent origins a claim has: a range, equal where nothing is unsure, with each reason in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.claims import houses
from secondsource.claims.copies import Copies
from secondsource.claims.restson import Rest, Way, rest
from secondsource.records import Chain, Link, Parsed, Stance, Statement

# Words in the name of a link that is a medium: it passes on what others say.
MEDIA = re.compile(
    r"\b(?:news|times|post|herald|tribune|gazette|journal|magazine|radio|tv|television|broadcasting|press|daily|"
    r"agency|media|network|chronicle|observer|standard|mirror|star|sun|register|reporter|wire)\b|\.(?:com|net|org|co)\b",
    re.IGNORECASE,
)


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
# Words in a row that two reports don't hit upon by chance; reuse takes eight for a copied passage, quotes are shorter.
VERBATIM = 6


class Paths:
    """How the statements of one story reached the reader, with one name for each house and each unseen text."""

    def __init__(
        self,
        parsed: Sequence[Parsed],
        statements: Sequence[Statement],
        copies: Copies,
        wrong: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.copies = copies
        self.wrong = frozenset(wrong)
        self.reports = {p.report.id: p.report for p in parsed}
        self.texts = self._unseen()
        names = [r.source for r in self.reports.values()]
        names += [n for s in statements for link in s.chain for n in link]
        self.houses = houses.one_house(names)
        self.outlets = frozenset(map(self.outlet, self.reports))

    def outlet(self, report: str) -> str:
        """The house that printed a report."""
        source = self.reports[report].source if report in self.reports else report
        return self.houses.get(source, source)

    def name(self, name: str) -> str:
        """The one name of a link: of its house, or of the unseen text that a credit stands for."""
        if name in self.texts:
            return self.texts[name]
        if name in self.reports:
            return self.outlet(name)
        return self.houses.get(name, name)

    def way(self, statement: Statement, beside: Sequence[Statement] = ()) -> Way:
        """Layers from the inside outward, the outlet last; links that a reader called wrong left out.

        ``beside`` are the other statements of the claim: where one was copied from a report, its own way goes on there.
        """
        layers = [self._link(statement, link) for link in statement.chain or self._fuller(statement, beside)]
        layers += [(self.name(text),) for text in self._copied(statement, beside)]
        layers.append((self.outlet(statement.report),))
        return tuple(link for k, link in enumerate(layers) if link and link not in layers[k + 1 :])

    def _fuller(self, statement: Statement, beside: Sequence[Statement]) -> Chain:
        """The chain of another report's statement with the same words: who drops *she said* makes no new origin."""
        mine = self._words(statement)
        if mine.count(" ") + 1 < VERBATIM:
            return ()
        for other in beside:
            if other.chain and other.report != statement.report:
                theirs = self._words(other)
                if f" {mine} " in f" {theirs} " or (theirs.count(" ") + 1 >= VERBATIM and f" {theirs} " in f" {mine} "):
                    return other.chain
        return ()

    def _words(self, statement: Statement) -> str:
        report = self.reports.get(statement.report)
        text = " ".join(report.text[start:end] for start, end in statement.content) if report else ""
        return " ".join(re.findall(r"\w+", text.casefold()))

    def _copied(self, statement: Statement, beside: Sequence[Statement]) -> list[str]:
        """The texts that the statement was copied through, the first printed first."""
        through: list[str] = []
        at: Statement | None = statement
        while at is not None:
            text = at.copied_from or (None if at.chain else self._mostly(at.report, beside))
            if text is None or text in through or text == statement.report:
                break
            through.append(text)
            at = next((s for s in beside if s.report == text and s.stance is Stance.ASSERTS), None)
        return through[::-1]

    def _mostly(self, report: str, beside: Sequence[Statement]) -> str | None:
        """The text that most of the report is copied from, if unseen or among those that tell the claim too."""
        text = self.copies.mostly(report)
        if text is None or text not in self.reports or any(s.report == text for s in beside):
            return text
        return None

    def _link(self, statement: Statement, link: Link) -> Link:
        kept = (n for n in link if (statement.id, n) not in self.wrong)
        return tuple(dict.fromkeys(self.name(n) for n in kept))

    def _unseen(self) -> dict[str, str]:
        """``wire:N`` and ``agencies@REPORT`` → the one name of the text that both stand for."""
        texts = {wire: houses.house(name) for wire, name in self.copies.names.items()}
        for report in self.reports:
            wire = self.copies.unseen(report)
            if wire:
                texts[f"agencies@{report}"] = texts.get(wire, wire)
        return texts


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
    if opinion:
        return _said(asserting, paths)
    told = _sort(asserting, paths, only_party)
    high = rest(told.ways)
    low, why = _low(told, loose := _loosely(asserting, paths))
    if high.size >= MANY:
        low = max(low, 2)
    if loose and low < high.size:
        why.append("What one report alone has may come from the text that it shares with others.")
    if only_party:
        low, why = 1, [f"Only {only_party} can know; what others tell may go back there."]
    low = min(low, high.size)
    return Range(low, high.size, high, tuple(why) if low < high.size else ())


def ways_told(statements: Sequence[Statement]) -> list[Statement]:
    """The asserting statements that are each a way to the reader.

    A report's own words for what it attributes elsewhere carry that source on: they are no way of their own.
    """
    asserting = carried([s for s in statements if s.stance is Stance.ASSERTS], statements)
    attributing = {s.report for s in asserting if s.chain and (s.source or s.carried)}
    return _fullest(innermost([s for s in asserting if s.chain or s.copied_from or s.report not in attributing]))


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
        if only_party and statement.chain:
            way = ((only_party,), *(link for link in way if link != (only_party,)))
        told.ways.append(way)
        names = [n for link in statement.chain for n in link if not n.startswith("agencies@")]
        if not statement.chain or not names:
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


def _low(told: Known, loose: Mapping[Way, Way]) -> tuple[int, list[str]]:
    """The figure if every dependence that may well exist does, with what may."""
    why = []
    if told.named:
        ways = [_without_anonymous(loose.get(way, way)) for way in told.named]
        if told.own:
            why.append("What is told without a source may go back to the source that another report names.")
        if told.anonymous:
            why.append("The unnamed source may be one of those that are named.")
        return rest(ways).size, why
    if told.anonymous:
        if told.own:
            why.append("What is told without a source may go back to the unnamed source of another report.")
        if len(told.anonymous) > 1:
            why.append("The unnamed sources may be one.")
        return 1, why
    why.append("A shared source that no report names can't be ruled out.")
    return 1, why


def _without_anonymous(way: Way) -> Way:
    inner = tuple(n for n in way[0] if not n.startswith("anonymous"))
    return (inner or way[0], *way[1:])


def _said(asserting: Sequence[Statement], paths: Paths) -> Range:
    """Of an opinion: by how many ways it is known that it was said."""
    speakers = {n for s in asserting for link in s.chain for n in link if not is_medium(n, paths)}
    ways = []
    for statement in asserting:
        way = tuple(tuple(n for n in link if n not in speakers) for link in paths.way(statement, asserting)[:-1])
        ways.append((*(link for link in way if link), (paths.outlet(statement.report),)))
    high = rest(ways)
    why = ("Outlets that tell what was said may have it from one another, or from one text.",) if high.size > 1 else ()
    return Range(1, high.size, high, why)


def is_medium(name: str, paths: Paths) -> bool:
    """Whether a link is an outlet or an agency, which passes on what others say."""
    return (
        name.startswith(("wire:", "agencies@"))
        or name in paths.outlets
        or bool(MEDIA.search(name))
        or houses.is_listed(name)
    )


def named_sources(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Those whom the asserting statements name as saying so; who only passes on a named one isn't counted."""
    found: dict[str, None] = {}
    passing: set[str] = set()
    for s in statements:
        if s.stance is not Stance.ASSERTS or not (s.source or s.carried or s.inherited):
            continue
        named = [[n for n in link if not n.startswith(("anonymous", "agencies@", "wire:"))] for link in s.chain]
        links = [link for link in named if link]
        if links and named[0]:
            found.update((n, None) for n in links[0])
        passing |= {n for link in links[1:] for n in link}
    return tuple(n for n in found if n not in passing)
