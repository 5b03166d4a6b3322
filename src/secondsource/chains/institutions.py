"""The institutions of a story, and who speaks through which: *Chief Lee Harmon* ← the police department."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondsource.chains.pages import Name, Page
from secondsource.chains.tables import words
from secondsource.records import Entity, EntityKind, Paragraph, Token

# What a body's name looks like, by kind.
_NAMED = {
    "police": re.compile(r"\bpolice\b|\bpolice department\b|\bPD\b|\bpublic safety\b|highway patrol|state patrol", re.IGNORECASE),
    "sheriff": re.compile(r"\bsheriff(?:['’]?s)?\b", re.IGNORECASE),
    "trooper": re.compile(r"highway patrol|state patrol|state police|state troopers", re.IGNORECASE),
    "fire": re.compile(r"\bfire\b.*\b(?:department|dept|district|rescue|ems)\b|\bfire department\b|\bfire (?:and|&) ems\b", re.IGNORECASE),
    "coroner": re.compile(r"\bcoroner|medical examiner", re.IGNORECASE),
    "prosecutor": re.compile(r"\battorney['’]?s office|\bprosecutor", re.IGNORECASE),
}  # fmt: skip
_ENDINGS = {
    "police": "Police Department", "sheriff": "Sheriff's Office", "fire": "Fire Department", "coroner": "Coroner's Office",
    "prosecutor": "District Attorney's Office", "trooper": "State Patrol",
}  # fmt: skip
_BARE = {"police": "police", "sheriff": "sheriff's office", "fire": "fire department", "trooper": "state patrol",
         "coroner": "coroner", "prosecutor": "prosecutors"}  # fmt: skip

# *Covington police*, *Covington Police Department*, *Jefferson County sheriff's deputies* in running text.
_PLACED = re.compile(
    r"\b((?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*)\s+"
    r"(?:(police)(?:\s(?:department|dept\.?|officers?|detectives?|chief|sgt\.?|lt\.?|capt\.?))?|(sheriff)(?:['’]s)?|(fire\s(?:department|chief)))\b",
    re.IGNORECASE,
)
_NOT_PLACES = frozenset(
    """the a an local state county city and but when after said says as by to from for that local several many two three
    four five former officials metropolitan according while on in at if since also then why how what some all one chief
    interim assistant deputy village town campus until because where although though once before these those most""".split()
)


@dataclass(frozen=True, slots=True)
class Office:
    """The institution that a person speaks through, and why."""

    institution: str
    why: str


class Institutions:
    """The institutions of one story."""

    def __init__(self, pages: Mapping[str, Page], entities: Sequence[Entity]) -> None:
        self._pages = pages
        self._named = _named(entities)
        self._placed = {report: _placed(page) for report, page in pages.items()}
        self._own = {e.name for e in entities if e.outlets}
        self.offices = self._offices()

    def body(self, kind: str, report: str) -> tuple[str, bool]:
        """The story's institution of a kind, and whether the story names it: in this report, else in any."""
        for where in (report, None):
            counts: Counter[str] = Counter()
            for name, by_report in self._named.get(kind, {}).items():
                counts[name] = by_report[where] if where else sum(by_report.values())
            for r, placed in self._placed.items():
                if where in (None, r):
                    for name, n in placed.get(kind, Counter()).items():
                        counts[self._same(kind, name)] += n
            best = max(counts, key=lambda n: (counts[n], len(n)), default=None)
            if best is not None and counts[best]:
                return best, True
        return _BARE[kind], False

    def _same(self, kind: str, name: str) -> str:
        """The entity whose words are among those of a name built from the text, or the name."""
        mine = set(re.findall(r"\w+", name.lower()))
        for other in self._named.get(kind, {}):
            theirs = set(re.findall(r"\w+", other.lower()))
            if theirs <= mine or mine <= theirs:
                return other
        return name

    def _offices(self) -> dict[str, Office]:
        """Of each person (by entity id) whose role is told, the institution spoken for."""
        found: dict[str, Counter[Office]] = defaultdict(Counter)
        selves = set()
        for page in self._pages.values():
            for name in page.names:
                if name.person:
                    for role, near, text in _roles(page, name):
                        if role in words().selves:
                            selves.add(name.entity.id)
                        office = self._office(page, name.entity, role, near, text)
                        if office:
                            found[name.entity.id][office] += 1
        return {k: max(c, key=lambda o: (c[o], o.institution)) for k, c in found.items() if k not in selves}

    def _office(self, page: Page, person: Entity, role: str, near: Sequence[Name], text: str) -> Office | None:
        """The institution of a role that is told beside a person."""
        kind = words().officers.get(role)
        if kind is None:
            return None
        bodies = [n.entity for n in near if n.entity.kind is EntityKind.ORGANISATION]
        if kind == "any":
            return self._any(person, role, near, bodies)
        said = re.search(r"\b(police|sheriff|fire|state patrol|highway patrol)\b", text, re.IGNORECASE)
        if said and said.group(1).lower() in _BARE:
            kind = said.group(1).lower()
        body = next((b.name for b in bodies), None) or _built(kind, text)
        if body is None:
            body, told = self.body(kind, page.report.id)
            if not told and kind != "police":
                return None
        return Office(self._same(kind, body), f"{person.name} is {_article(role)}{role} of {self._same(kind, body)}")

    def _any(self, person: Entity, role: str, near: Sequence[Name], bodies: Sequence[Entity]) -> Office | None:
        """The body, or for a spokesperson the person, that a role is of."""
        if not bodies and ("spokes" in role or role == "press secretary" or role == "aide"):
            bodies = [n.entity for n in near if n.entity.id != person.id]
        if not bodies or (role in ("president", "vice president") and bodies[0].kind is not EntityKind.ORGANISATION):
            return None
        return Office(bodies[0].name, f"{person.name} is {_article(role)}{role} of {bodies[0].name}")


def _roles(page: Page, name: Name) -> Iterator[tuple[str, list[Name], str]]:
    """The roles told beside a person's name: before it, and in apposition to it."""
    places = page.places((name.start, name.end))
    if not places:
        return
    paragraph, head = places[-1].paragraph, places[-1].token
    first = places[0].token.i
    start = _phrase_start(paragraph, first)
    if start < first:
        yield from _in_phrase(page, paragraph.tokens[start:first], name)
    for k in (*paragraph.children[head.i], *(paragraph.children[head.head] if head.dep == "appos" else ())):
        child = paragraph.tokens[k]
        if child.dep == "appos" and k > head.i and child.pos == "NOUN":
            tokens = [t for t in paragraph.subtree(k) if t.i < k + _APPOSITION and t.i > head.i]
            yield from _in_phrase(page, tokens, name)
    if head.dep == "appos" and paragraph.tokens[head.head].pos == "NOUN":
        tokens = [t for t in paragraph.subtree(head.head) if first - _APPOSITION < t.i < first]
        yield from _in_phrase(page, tokens, name)


# Tokens of an apposition that are read: "…, a spokesman for the regional office of the agency" and no relative clause.
_APPOSITION = 14


def _phrase_start(paragraph: Paragraph, first: int) -> int:
    """The first token of the nominal run that ends before token ``first``."""
    at = first
    while at > 0 and first - at < _APPOSITION:
        token = paragraph.tokens[at - 1]
        if token.pos not in ("PROPN", "NOUN", "ADJ", "DET", "PART", "NUM") or token.tag in ("TO", "RB") or token.pos == "VERB":
            break
        at -= 1
    return at


def _in_phrase(page: Page, tokens: Sequence[Token], name: Name) -> Iterator[tuple[str, list[Name], str]]:
    """The roles that the tokens name, with the names beside them."""
    if not tokens:
        return
    text = page.text(tokens[0].start, tokens[-1].end)
    near = [n for n in page.names_in(tokens[0].start, tokens[-1].end) if n.entity.id != name.entity.id]
    bare = [t.text.lower().rstrip(".") for t in tokens]
    known = words()
    at = 0
    while at < len(bare):
        size = next((n for n in (3, 2, 1) if (k := " ".join(bare[at : at + n])) in known.officers or k in known.selves), 0)
        if size:
            yield " ".join(bare[at : at + size]), near, text
        at += size or 1


def _built(kind: str, text: str) -> str | None:
    """An institution's name made from the place before the role: *Covington Police Chief* → Covington Police Department."""
    found = _PLACED.search(text)
    place = _place(found.group(1)) if found else None
    return f"{place} {_ENDINGS[kind]}" if place else None


def _placed(page: Page) -> Mapping[str, Counter[str]]:
    """The institutions that the report names by place and kind: *Covington police*."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for paragraph in page.paragraphs:
        for match in _PLACED.finditer(page.text(paragraph.start, paragraph.end)):
            place = _place(match.group(1))
            kind = "police" if match.group(2) else "sheriff" if match.group(3) else "fire"
            if place:
                found[kind][f"{place} {_ENDINGS[kind]}"] += 1
    return found


def _place(text: str) -> str | None:
    """The capitalised words at the end of a text, without those that open a sentence."""
    kept: list[str] = []
    for word in reversed(text.split()):
        if not word[:1].isupper() or word.lower().strip(".") in _NOT_PLACES:
            break
        kept.insert(0, re.sub(r"['’]s$", "", word))
    return " ".join(kept) or None


def _named(entities: Sequence[Entity]) -> Mapping[str, Mapping[str, Counter[str]]]:
    """The organisations of each kind, with how often each report names them."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
    for entity in entities:
        for kind, pattern in _NAMED.items():
            if entity.kind is EntityKind.ORGANISATION and entity.mentions and pattern.search(entity.name):
                found[kind][entity.name] = Counter(m.report for m in entity.mentions)
    return found


def _article(role: str) -> str:
    return "" if role in ("chief", "sheriff", "president", "principal", "ceo") else "a "
