"""A story with its lookups: who is who, what a link is called on the page, and where its words stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from secondsource.records import Edge, Entity, EntityKind, Report, Span, Statement
from secondsource.show.fold import parts
from secondsource.show.plain import line, short
from secondsource.store.queries import StoryView

# Of one report the page shows at most so many characters: a long read is 30,000, and no browser minds 60,000.
LONGEST = 60_000

_INK = re.compile(r"\S")


@dataclass(frozen=True)
class Known:
    """One story as the drawings and sentences read it.

    ``prefix`` opens every anchor of the story; ``opened`` are the ids of the reports whose words the page holds.
    """

    view: StoryView
    prefix: str = "s1"
    opened: frozenset[str] | None = None

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports by id."""
        return {r.id: r for r in self.view.reports}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements by id."""
        return {s.id: s for s in self.view.findings.statements}

    @cached_property
    def parents(self) -> dict[str, Edge]:
        """For each report that copied, the edge from where most of it comes."""
        best: dict[str, Edge] = {}
        for edge in self.view.edges:
            if edge.child not in best or edge.share > best[edge.child].share:
                best[edge.child] = edge
        return best

    @cached_property
    def unseen(self) -> dict[str, str | None]:
        """The texts that no one has in hand, with the name that a credit gives them."""
        names: dict[str, str | None] = {}
        for edge in self.view.edges:
            if edge.parent not in self.reports:
                names[edge.parent] = edge.name or names.get(edge.parent)
        return names

    @cached_property
    def _outlets(self) -> dict[str, str]:
        houses = {source: e.name for e in self.view.findings.entities for source in e.outlets}
        return {r.id: short(houses.get(r.source, ""), 60) or outlet(r) for r in self.view.reports}

    @cached_property
    def _usual(self) -> dict[str, str]:
        """Each written form of an organisation's name, where only one has it, with the name that it goes by."""
        forms: dict[str, set[str]] = defaultdict(set)
        for entity in self.view.findings.entities:
            if entity.kind is EntityKind.ORGANISATION:
                for form in self._forms(entity):
                    forms[_letters(form)].add(entity.name)
        return {form: names.pop() for form, names in forms.items() if len(names) == 1 and form}

    def _forms(self, entity: Entity) -> set[str]:
        """The forms of a name; *the agency* and *police* are none, because another may be meant elsewhere."""
        texts = {self.reports[m.report].text[m.start : m.end] for m in entity.mentions if m.report in self.reports}
        return {entity.name, *entity.outlets, *(form for form in texts if form[:1].isupper())}

    @cached_property
    def _unseen_names(self) -> frozenset[str]:
        """The agencies whose texts are known only from their copies."""
        named = {self.same(name) for name in self.unseen if self.unseen[name]}
        return frozenset(named - set(self._outlets.values()))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {r.id: n for n, r in enumerate(self.view.reports, 1)}

    @cached_property
    def folded(self) -> dict[str, str]:
        """The claims that are parts of fuller ones, each with the fuller one's id."""
        return parts(self.view.findings.claims, self.statements)

    @cached_property
    def per_outlet(self) -> Counter[str]:
        """How many reports each outlet has in the story."""
        return Counter(self._outlets.values())

    def outlet(self, report: str) -> str:
        """The name of the report's outlet; the id where there is no such report."""
        return self._outlets.get(report) or line(report)

    def outlets(self, reports: tuple[str, ...]) -> list[str]:
        """The names of the reports' outlets, each once, in the order of the reports."""
        return list(dict.fromkeys(self.outlet(r) for r in reports))

    def anchor(self, report: str) -> str:
        """The anchor at which the report starts."""
        return f"{self.prefix}-r{self._numbers.get(report, 0)}"

    def href(self, report: str, start: int | None = None) -> str | None:
        """The link to the words at ``start`` of the report, or None where the page doesn't hold its words."""
        if report not in self.reports or (self.opened is not None and report not in self.opened):
            return None
        place = None if start is None else self.place(report, start)
        return f"#{self.anchor(report)}" + ("" if place is None else f"-{place}")

    def place(self, report: str, start: int) -> int | None:
        """Where the words at ``start`` begin on the page: white space is not shown, nor what lies beyond its limit."""
        text = self.reports[report].text[:LONGEST] if report in self.reports else ""
        found = _INK.search(text, max(start, 0))
        return found.start() if found else None

    def words(self, report: str, spans: tuple[Span, ...]) -> str:
        """The words at the spans on one line; *…* stands where something lies between them."""
        text = self.reports[report].text if report in self.reports else ""
        return " … ".join(line(text[s : min(e, s + 4000)]) for s, e in spans)

    def same(self, name: str) -> str:
        """The link's one name: an agency's text, its short form and a credit that doesn't name it are the agency."""
        kind, at, report = name.partition("@")
        if at and kind == "agencies":
            name = self._first(report) or name
        name = self.unseen.get(name) or name
        if name in self.reports:
            return self.outlet(name)
        return self._usual.get(_letters(name), name)

    def _first(self, report: str) -> str | None:
        """The unseen text that the report has its own from, by way of others or straight away, or None."""
        seen = {report}
        while (edge := self.parents.get(report)) and edge.parent not in seen:
            report = edge.parent
            if report in self.unseen:
                return report
            seen.add(report)
        return None

    def told(self, statement: Statement, limit: int = 300) -> str:
        """The words of the statement, cut at ``limit``; *…* opens them where they start inside a sentence."""
        words = self.words(statement.report, statement.content).removeprefix("that ")
        # The comma that led on to *she said* leads nowhere here.
        words = re.sub(r",\s?([”\"’']?)$", r"\1", words)
        return ("… " if words[:1].islower() else "") + short(words, limit)

    def link(self, name: str) -> str:
        """What a link is called in a sentence."""
        name = self.same(name)
        if name in self.unseen or name.startswith("wire:"):
            return f"{self._kind_of(name)} that no one here has"
        kind, at, report = name.partition("@")
        if at and kind.startswith("anonymous"):
            return f"a source that {self.outlet(report)} doesn’t name"
        if at and kind == "agencies":
            return f"an agency that {self.outlet(report)} doesn’t name"
        name = line(name)
        # *fire department* is named by what it is, so it takes an article; *police* and *officials* take none.
        return f"the {name}" if _COMMON.fullmatch(name) and not name.endswith(("s", "police", "media")) else name

    @cached_property
    def _spelling(self) -> re.Pattern[str] | None:
        ids = [name for name in self.reports if _ID.fullmatch(name)]
        names = [*ids, *(f"{kind}@{r}" for r in self.reports for kind in ("agencies", "anonymous")), *self.unseen]
        longest = sorted((re.escape(name) for name in names if name.strip()), key=len, reverse=True)
        return re.compile(rf"(?<![\w@/.-])(?:{'|'.join(longest)})(?![\w@/-])") if longest else None

    def spelled(self, text: str) -> str:
        """The text with the ids of reports, texts and unnamed sources in it spelled as names."""
        return self._spelling.sub(lambda found: self.link(found[0]), text) if self._spelling else text

    def links(self, names: Iterable[str]) -> list[str]:
        """What the links are called in a sentence, each once."""
        return list(dict.fromkeys(self.link(name) for name in names))

    def text(self, key: str) -> str:
        """What a text is called that others were copied from: a report, or one that no one here has."""
        if key in self.reports:
            return f"{self.outlet(key)}’s report"
        return f"a {self.same(key)} text that no one here has" if self.unseen.get(key) else self.link(key)

    def label(self, name: str) -> str:
        """What a link is called in a drawing, where a note under it says whether anyone has it."""
        name = self.same(name)
        words = self._kind_of(name) if name in self.unseen else self.link(name).removeprefix("the ")
        return words[:1].upper() + words[1:]

    def is_unseen(self, name: str) -> bool:
        """Whether the link is a text, or an agency's text, that is known only from its copies."""
        name = self.same(name)
        return name.startswith(("agencies@", "wire:")) or name in self._unseen_names

    def _kind_of(self, text: str) -> str:
        """An unseen text is an agency's where one of its copies credits an agency."""
        copies = [self.reports.get(edge.child) for edge in self.view.edges if edge.parent == text]
        return "an agency text" if any(report and report.credit for report in copies) else "a text"


# An id that can't be taken for a word or a figure inside a sentence: *courier.txt*, *a1-7*; not *radio*, not *12*.
_ID = re.compile(r"(?=.*[^\W\d_])(?=.*[\d._/-])\S{4,}")
_COMMON = re.compile(r"[a-z][a-z’' -]*")


def outlet(report: Report) -> str:
    """The name of the report's outlet, short enough for a drawing."""
    return short(report.source, 60) or short(report.id, 60) or "a report without a name"


def _letters(name: str) -> str:
    """The letters and digits that a name is told by: *the A.P.* and *AP* are one."""
    return re.sub(r"^the\s+|[\W_]+", "", name.strip().casefold())
