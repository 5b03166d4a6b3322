"""How the statements of one story reached the reader: one name for each link, and the way of each, outlet last."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from secondsource.claims import houses, words
from secondsource.claims.copies import Copies
from secondsource.claims.restson import Way
from secondsource.records import Chain, Kind, Link, Parsed, Span, Stance, Statement

# Words in the name of a link that is a medium: it passes on what others say.
MEDIA = re.compile(
    r"\b(?:news|times|post|herald|tribune|gazette|journal|magazine|radio|tv|television|broadcasting|press|daily|"
    r"agency|media|network|chronicle|observer|standard|mirror|star|sun|register|reporter|wire)\b|\.(?:com|net|org|co)\b",
    re.IGNORECASE,
)
QUOTE = re.compile(r"[\"“”‘'`]")
# Words in a row that two reports don't hit upon by chance; reuse takes eight for a copied passage, quotes are shorter.
VERBATIM = 6
UNNAMED = ("anonymous", "agencies@", "wire:")
POLICING = words.listed("policing")


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
        names = [r.source for r in self.reports.values()] + [*self.texts.values()]
        names += [n for s in statements for link in s.chain for n in link]
        self.houses = houses.one_house(names)
        self.outlets = frozenset(map(self.outlet, self.reports))
        self.through = self._through(statements)
        self.unnamed = self._unnamed(statements)
        self.spelled = self._spelled(statements)
        self.sourced = self._sourced(statements)

    def outlet(self, report: str) -> str:
        """The house that printed a report."""
        source = self.reports[report].source if report in self.reports else report
        return self.houses.get(source, source)

    def name(self, name: str) -> str:
        """The one name of a link: of its house, or of the unseen text that a credit stands for."""
        if name in self.texts:
            return self.houses.get(self.texts[name], self.texts[name])
        if name in self.reports:
            return self.outlet(name)
        return self.houses.get(name, name)

    def way(self, statement: Statement, beside: Sequence[Statement] = ()) -> Way:
        """Layers from the inside outward, the outlet last; links that a reader called wrong left out.

        ``beside`` are the other statements of the claim: where one was copied from a report, its own way goes on there.
        """
        layers = [self._link(statement, link) for link in self._fuller(statement, beside)]
        layers += [(self.name(text),) for text in self._copied(statement, beside)]
        layers.append((self.outlet(statement.report),))
        return tuple(link for k, link in enumerate(layers) if link and link not in layers[k + 1 :])

    def _fuller(self, statement: Statement, beside: Sequence[Statement]) -> Chain:
        """The fullest chain of those who print the same words: who drops *she said* makes no new origin."""
        found = statement.chain
        for other in beside:
            longer = len(other.chain) > len(found) and (not found or other.chain[0] == found[0])
            if longer and other.report != statement.report and self._verbatim(statement, other):
                found = other.chain
        return found

    def _verbatim(self, one: Statement, other: Statement) -> bool:
        """Whether the words of one of the two stand in the other, and are too many for chance."""
        mine, theirs = sorted((self.words(one), self.words(other)), key=len)
        return mine.count(" ") + 1 >= VERBATIM and f" {mine} " in f" {theirs} "

    def words(self, statement: Statement) -> str:
        """The words of its content, in lower case and without marks."""
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

    def speaks_through(self, chain: Chain) -> Chain:
        """The chain, with the institution through which its speaker speaks elsewhere in the story."""
        body = self.through.get(chain[0]) if chain else None
        if body is None or body in chain:
            return chain
        return (chain[0], body, *chain[1:])

    def is_sure(self, statement: Statement) -> bool:
        """Whether the sentence or quotation marks give it to its source: what only goes on may be the report's own."""
        if not statement.carried or not statement.content:
            return True
        start, end = statement.content[0][0], statement.content[-1][1]
        quoted = self._quoted(statement)
        told = self.sourced.get((statement.report, statement.chain[:1]), ())
        return quoted or any(s <= start and end <= e for s, e in told)

    def _quoted(self, statement: Statement) -> bool:
        """Whether the statement is a quotation, or begins with one."""
        report = self.reports.get(statement.report)
        at = statement.content[0][0] if statement.content else 0
        opens = report is not None and bool(QUOTE.search(report.text[max(0, at - 1) : at + 1]))
        return opens or statement.kind in (Kind.DIRECT, Kind.MIXED)

    def _sourced(self, statements: Sequence[Statement]) -> dict[tuple[str, Chain], list[Span]]:
        """A report and a speaker → the stretches that its words give to that speaker."""
        found: dict[tuple[str, Chain], list[Span]] = defaultdict(list)
        for s in statements:
            if s.source and s.content:
                found[s.report, s.chain[:1]].append((s.content[0][0], s.content[-1][1]))
        return found

    def _unnamed(self, statements: Sequence[Statement]) -> frozenset[str]:
        """The sources without a name that are people of a police body: *detectives*, *investigators*."""
        return frozenset(
            s.chain[0][0]
            for s in statements
            if s.chain and s.chain[0][0].startswith("anonymous") and s.source and self._of_police(s)
        )

    def _spelled(self, statements: Sequence[Statement]) -> Counter[tuple[str, str]]:
        """A report and a police body → how often its words for a source name that body; *police* name none."""
        found: Counter[tuple[str, str]] = Counter()
        for s in statements:
            said = self._source_words(s)
            bodies = {n for link in s.chain for n in link if police_words(n) is not None}
            officer = (
                bool(s.chain)
                and bool(bodies)
                and not bodies & set(s.chain[0])
                and not s.chain[0][0].startswith(UNNAMED)
            )
            found.update((s.report, n) for n in bodies if (where := police_words(n)) and (officer or said & where))
        return found

    def _source_words(self, statement: Statement) -> set[str]:
        report = self.reports.get(statement.report)
        text = " ".join(report.text[start:end] for start, end in statement.source) if report else ""
        return set(re.findall(r"\w+", text.casefold()))

    def _of_police(self, statement: Statement) -> bool:
        return bool(self._source_words(statement) & POLICING)

    def _through(self, statements: Sequence[Statement]) -> dict[Link, Link]:
        """Each speaker → the link through which most of what they say reaches the reader, if that is no medium."""
        following: dict[Link, Counter[Link]] = defaultdict(Counter)
        for s in statements:
            if s.chain and len(s.chain[0]) == 1 and not s.chain[0][0].startswith(UNNAMED):
                following[s.chain[0]][s.chain[1] if len(s.chain) > 1 else ()] += 1
        return {
            speaker: body
            for speaker, after in following.items()
            for body, n in after.most_common(1)
            if len(body) == 1
            and 2 * n >= after.total()
            and not is_medium(body[0], self)
            and not body[0].startswith(UNNAMED)
        }

    def _link(self, statement: Statement, link: Link) -> Link:
        """The link under its names; who said the same words together said them once."""
        kept = tuple(dict.fromkeys(self.name(n) for n in link if (statement.id, n) not in self.wrong))
        jointly = len(kept) > 1 and link == statement.chain[0] and self._quoted(statement)
        return (" and ".join(kept),) if jointly else kept

    def _unseen(self) -> dict[str, str]:
        """``wire:N`` and ``agencies@REPORT`` → the one name of the text that both stand for."""
        texts = {wire: houses.house(name) for wire, name in self.copies.names.items()}
        for report in self.reports:
            wire = self.copies.unseen(report)
            if wire:
                texts[f"agencies@{report}"] = texts.get(wire, wire)
        return texts


POLICE, FORMS, DESKS = words.listed("police"), words.listed("forms"), words.listed("desks")


@functools.lru_cache(maxsize=4096)
def police_words(name: str) -> frozenset[str] | None:
    """The words that tell a police body from others, none in *Police News Affairs*; None where it is no such body.

    >>> sorted(police_words("Selby Police Department")), police_words("police"), police_words("police report")
    (['selby'], frozenset(), None)
    """
    said = frozenset(re.findall(r"\w\w+", name.casefold()))
    return said - POLICE - FORMS - DESKS if said & POLICE and not said & PAPERS else None


PAPERS = frozenset({"report", "reports", "records", "affidavit", "statement", "blotter"})


def is_medium(name: str, paths: Paths) -> bool:
    """Whether a link is an outlet or an agency, which passes on what others say."""
    return name in paths.outlets or _sounds_like_one(name)


@functools.lru_cache(maxsize=4096)
def _sounds_like_one(name: str) -> bool:
    return name.startswith(("wire:", "agencies@")) or bool(MEDIA.search(name)) or houses.is_listed(name)
