"""The institutions of a story, and who speaks through which: *Chief Lee Harmon* ← the police department."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondsource.chains.antecedents import body_before, nearest
from secondsource.chains.bodies import body_called
from secondsource.chains.pages import Name, Page
from secondsource.chains.tables import words
from secondsource.records import Entity, EntityKind, Paragraph, Token

# What a body's name looks like, by kind.
_NAMED = {
    "police": re.compile(r"\bpolice\b|\bPD\b|\bpublic safety\b|highway patrol|state patrol", re.IGNORECASE),
    "sheriff": re.compile(r"\bsheriff(?:['’]?s)?\b", re.IGNORECASE),
    "trooper": re.compile(r"highway patrol|state patrol|state police|state troopers", re.IGNORECASE),
    "fire": re.compile(r"\bfire\b.*\b(?:department|dept|district|rescue|ems)\b", re.IGNORECASE),
    "coroner": re.compile(r"\bcoroner|medical examiner", re.IGNORECASE),
    "prosecutor": re.compile(r"\battorney['’]?\s?s office|\bprosecutor", re.IGNORECASE),
}  # fmt: skip
_ENDINGS = {
    "police": "Police Department", "sheriff": "Sheriff's Office", "fire": "Fire Department",
    "coroner": "Coroner's Office", "prosecutor": "District Attorney's Office", "trooper": "State Patrol",
}  # fmt: skip
_BARE = {"police": "police", "sheriff": "sheriff's office", "fire": "fire department", "trooper": "state patrol",
         "coroner": "coroner", "prosecutor": "prosecutors"}  # fmt: skip
# In a story of more reports than this, a body that only one of them names, and once, is not that of the others.
SMALL = 2

_FORCES = ("police", "sheriff", "trooper")

# *Covington police*, *Covington Police Department*, *Jefferson County sheriff's deputies* in running text. Words are at
# most 40 letters, so that a text of one endless word is read in one pass.
_PLACED = re.compile(
    r"\b((?:[A-Z][\w.'’-]{0,40}[^\S\n]){0,3}[A-Z][\w.'’-]{0,40})[^\S\n]{1,3}"
    r"(?i:(police)|(sheriff)(?:['’]s)?|(fire\s(?:department|chief|and ems|& ems|rescue|district)))\b(?!\s?[-:])"
)


# *Fenwick County Coroner*, *Fenwick County deputy medical examiner*.
_CORONER = re.compile(
    r"\b((?:[A-Z][\w’'-]{0,40}\s){0,2}[A-Z][\w’'-]{0,40})\s(?:[Dd]eputy\s)?(?:[Cc]oroner|[Mm]edical\s[Ee]xaminer)\b"
)


# *Fenwick County Assistant District Attorney*, *Fenwick County State's Attorney*: the office of the county's.
_RANK = r"(?:Assistant|Deputy|Chief|Senior)\b"
_ATTORNEY = re.compile(
    rf"\b((?:[A-Z][\w’'-]{{0,40}}\s){{0,2}}(?!{_RANK})[A-Z][\w’'-]{{0,40}})\s"
    rf"(?:(?:{_RANK}\s){{1,2}}(District|State|County|City)|(?:{_RANK}\s){{0,2}}((?:State|Commonwealth)['’]s))\sAttorney\b"
)


@dataclass(frozen=True, slots=True)
class Office:
    """The institution that a person speaks through, and why."""

    institution: str
    why: str
    told: bool = True  # beside the person, not only somewhere in the story


# Reasons of those who speak or work for others.
_FOR_OTHERS = re.compile(
    r"\bis an? (?:[\w-]+ ){0,2}(?:spokes\w+|press secretary|aide|advis[eo]r|manager|strategist) of\b"
)


class Institutions:
    """The institutions of one story."""

    def __init__(self, pages: Mapping[str, Page], entities: Sequence[Entity]) -> None:
        self._pages = pages
        self._named = _named(entities)
        self._placed = {report: _placed(page) for report, page in pages.items()}
        self._bodies: dict[tuple[str, str], tuple[str, bool]] = {}
        self.offices = self._offices()
        self.speaking = frozenset(k for k, o in self.offices.items() if _FOR_OTHERS.search(o.why))
        """Who speaks or works for somebody, and is no *governor* or *candidate*."""

    def body(self, kind: str, report: str) -> tuple[str, bool]:
        """The story's institution of a kind, and whether the story names it: in this report, else in any.

        A kind of *force* is whichever force the report names most: *detectives* are of the police or of the sheriff. So
        are *police*, where no police department is named.
        """
        if (kind, report) not in self._bodies:
            found = self._most_named(_FORCES if kind == "force" else (kind,), report)
            if kind == "police" and not found[1]:
                force = self._most_named(_FORCES, report)
                found = force if force[1] else found
            self._bodies[kind, report] = found
        return self._bodies[kind, report]

    def _most_named(self, kinds: Sequence[str], report: str) -> tuple[str, bool]:
        """The institution of these kinds that is named most."""
        for where in (report, None):
            counts: Counter[str] = Counter()
            for kind in kinds:
                counts += self._counts(kind, where)
            if where is None and len(self._pages) > SMALL:
                counts = Counter({n: k for n, k in counts.items() if k > 1})
            if counts:
                return max(counts, key=lambda n: (counts[n], len(n))), True
        return _BARE[kinds[0]], False

    def _counts(self, kind: str, where: str | None) -> Counter[str]:
        """How often a report, or all of them, names each institution of a kind."""
        counts: Counter[str] = Counter()
        for name, by_report in self._named.get(kind, {}).items():
            counts[name] = by_report[where] if where else sum(by_report.values())
        for r, placed in self._placed.items():
            if where in (None, r):
                for name, n in placed.get(kind, Counter()).items():
                    counts[self._same(kind, name)] += n
        return +counts

    def of_place(self, kind: str, place: str) -> str:
        """The institution of a kind that a place has: *Toledo police* → Toledo Police Department."""
        return self._same(kind, f"{place} {_ENDINGS[kind]}")

    def _same(self, kind: str, name: str) -> str:
        """The entity whose words are among those of a name built from the text, or the name."""
        mine = _telling(kind, name)
        for other in self._named.get(kind, {}):
            theirs = _telling(kind, other)
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
                    house = _house_before(page, name)
                    if house:
                        reason = f"{name.entity.name} is told as {house.name}’s"
                        found[name.entity.id][Office(house.name, reason)] += 1
                    if (body := _body_after(page, name)) is not None:
                        found[name.entity.id][Office(body, f"{name.entity.name} is told to be of {body}")] += 1
                    for role, near, text in _roles(page, name):
                        if role in words().selves:
                            selves.add(name.entity.id)
                        office = self._office(page, name, role, near, text)
                        if office:
                            found[name.entity.id][office] += 1
        return {k: max(c, key=lambda o: (o.told, c[o], o.institution)) for k, c in found.items() if k not in selves}

    def _office(self, page: Page, name: Name, role: str, near: Sequence[Name], text: str) -> Office | None:
        """The institution of a role that is told beside a person."""
        person, at = name.entity, name.start
        kind = words().officers.get(role)
        if kind is None:
            return None
        bodies = [n.entity for n in near if n.entity.kind is EntityKind.ORGANISATION]
        said = re.search(r"\b(police|sheriff|fire|state patrol|highway patrol)\b", text, re.IGNORECASE)
        force = said.group(1).lower() if said and said.group(1).lower() in _BARE else None
        force = "trooper" if force == "police" and _NAMED["trooper"].search(text) else force
        if kind == "any" and (bodies or force is None):  # *Covington police chief of staff Ann Poe* names its body too
            if "spokes" in role and not bodies and (meant := _body_meant(page, at, text, near)):
                return Office(meant.name, f"{person.name} is {_article(role)}{role} of {meant.name}")
            return self._any(person, role, text, near, bodies or ([] if near else _own_body(page, at, role, text)))
        kind = force or kind
        fitting = (whole_name(kind, b.name) for b in bodies if _NAMED[kind].search(b.name))
        body = next(fitting, None) or _built(kind, text)
        beside = body is not None
        if body is None:
            body, told = self.body(kind, page.report.id)
            if not told and kind == "trooper" and (said := _NAMED[kind].search(text)):
                body, told = said.group().lower(), True
            if not told and not re.search(rf"\b{kind}s?\b", page.report.text, re.IGNORECASE):
                return None
        of = self._same(kind, body)
        said_as = re.sub(r" (?=['’]s )", "", role)  # *state's attorney*
        return Office(of, f"{person.name} is {_article(said_as)}{said_as} of {of}", beside)

    def _any(
        self, person: Entity, role: str, text: str, near: Sequence[Name], bodies: Sequence[Entity]
    ) -> Office | None:
        """The body, or for a spokesperson the person, that a role is of."""
        if not bodies and ("spokes" in role or role == "press secretary" or role == "aide"):
            bodies = [n.entity for n in near if n.entity.id != person.id]
        if bodies and "spokes" in role:
            bodies = _led(near, person) or bodies
        if campaign := _campaign(text, near, person):
            return Office(campaign, f"{person.name} is {_article(role)}{role} of the {campaign}")
        if role in ("director", "founder", "host", "writer"):
            bodies = [b for b in bodies if _BODY.search(b.name)]
        if not bodies or (role in ("president", "vice president") and bodies[0].kind is not EntityKind.ORGANISATION):
            return None
        return Office(bodies[0].name, f"{person.name} is {_article(role)}{role} of {bodies[0].name}")


def _campaign(text: str, near: Sequence[Name], person: Entity) -> str:
    """The campaign that a role is of: *a spokeswoman for the Fenwick campaign*, *Fenwick campaign manager*."""
    if not re.search(r"\bcampaign\b", text, re.IGNORECASE):
        return ""
    whose = [n.entity.name for n in near if n.person and n.entity.id != person.id]
    return f"{whose[0]} campaign" if len(whose) == 1 else ""


def _led(near: Sequence[Name], person: Entity) -> list[Entity]:
    """Who leads the body that a spokesperson's words begin with: *a spokesman for House Speaker Ann Poe*."""
    for body, other in pairwise(near):
        if not body.person and other.person and other.entity.id != person.id and other.start - body.end <= _TITLE:
            return [other.entity]
    return []


# Characters of a title between a body and whoever leads it: *House Speaker*.
_TITLE = 20


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


# A body that has a director, unlike a film: an office of some kind, or initials.
_BODY = re.compile(
    r"(?i:\b(?:department|agency|bureau|cent(?:er|re)|institute|foundation|association|office|service|council|campaign|museum|news|"
    r"radio|tv|television|school|university|college|hospital|society|union|committee|group|network|fund)\b)|\b[A-Z]{2,6}\b"
)

# Tokens of an apposition that are read: "…, a spokesman for the regional office of the agency" and no relative clause.
_APPOSITION = 14


def _own_body(page: Page, at: int, role: str, text: str) -> list[Entity]:
    """The body that was named last, where a role tells of none but must have one: *team president Ann Poe*."""
    if not (role in _HEADS or (role in ("president", "owner", "chairman") and _OWN.search(text))):
        return []
    body = body_before(page, at, [], organisations_only=True)
    public = body is not None and any(pattern.search(body.entity.name) for pattern in _NAMED.values())
    return [body.entity] if body and not public else []


def _body_meant(page: Page, at: int, text: str, near: Sequence[Name]) -> Entity | None:
    """The body of *casino spokeswoman Ann Poe*, *a spokeswoman for the department*; of a bare one, the last named."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    nouns = [w for w in said if w in words().bodies | words().houses]
    if nouns:
        body = body_called(page, at, nouns[-1], [])
    else:
        told = {w for w in said if not w.startswith("spokes")} - {"the", "for", "a", "an", "of", "its", "s"}
        shown = sorted(page.names, key=lambda n: (n.start > at, abs(n.start - at)))
        like = [
            n.entity
            for n in shown
            if n.entity.kind is EntityKind.ORGANISATION and told and told <= _words(n.entity.name)
        ]
        if like or near or told:
            return like[0] if like else None
        body = nearest(page, at, [], lambda n: n.entity.kind is EntityKind.ORGANISATION, reach=0)
    return body.entity if body is not None else None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.lower()))


# Roles that are always of some body, named beside them or before.
_HEADS = frozenset(
    {"executive director", "principal", "superintendent", "chief executive", "ceo", "general manager", "head coach"}
)
_OWN = re.compile(r"\b(?:team|club|company|firm|union|school|university|group)\b", re.IGNORECASE)


def _house_before(page: Page, name: Name) -> Entity | None:
    """The organisation whose *'s* stands directly before a person: *Harbour News' Ann Poe*."""
    title = page.text(name.start, name.end).lower() in words().selves  # *State's Attorney Ann Poe* is no house's
    if title or not re.search(r"(?:['’]s|s['’])\s$", page.text(max(0, name.start - 4), name.start)):
        return None
    before = [n for n in page.names_in(max(0, name.start - 4), name.start) if n.end <= name.start]
    bodies = [n.entity for n in before if n.entity.kind is EntityKind.ORGANISATION]
    return bodies[-1] if bodies else None


def _body_after(page: Page, name: Name) -> str | None:
    """The force that somebody is said to be of, right behind the name: *Lt. Ann Poe of the Fenwick State Police*."""
    of = re.match(r",?\sof\s(?:the\s)?", page.text(name.end, name.end + _OF))
    if of is None:
        return None
    at = name.end + of.end()
    bodies = (n.entity for n in page.names_in(at, at + 1) if n.entity.kind is EntityKind.ORGANISATION)
    return next((whole_name(k, b.name) for b in bodies for k in _FORCES if _NAMED[k].search(b.name)), None)


# Characters of *, of the*.
_OF = 10


def _phrase_start(paragraph: Paragraph, first: int) -> int:
    """The first token of the nominal run that ends before token ``first``."""
    at = first
    while at > 0 and first - at < _APPOSITION:
        token = paragraph.tokens[at - 1]
        inside = token.pos in ("PROPN", "NOUN", "ADJ", "DET", "PART", "NUM") and token.tag not in ("TO", "RB")
        if not inside and not _within_title(paragraph, at - 1):
            break
        at -= 1
    return at


def _within_title(paragraph: Paragraph, at: int) -> bool:
    """Whether a small word or stop stands inside a title: *Chief of Staff Ann Poe*, *Sgt. Ann Poe*."""
    before, token = paragraph.tokens[at - 1] if at else None, paragraph.tokens[at]
    after = paragraph.tokens[at + 1] if at + 1 < len(paragraph.tokens) else None
    if before is None or after is None:
        return False
    known = words()
    if token.text == ".":
        return before.text.lower() in _SHORT
    title = f"{before.text} {token.text} {after.text}".lower()
    return token.text == "of" and (title in known.officers or title in known.selves)


# Titles that are written with a full stop.
_SHORT = frozenset({"ald", "capt", "cmdr", "cpl", "det", "gov", "lt", "maj", "rep", "sen", "sgt", "supt"})


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
        size = next(
            (n for n in (3, 2, 1) if (k := " ".join(bare[at : at + n])) in known.officers or k in known.selves), 0
        )
        if size:
            yield " ".join(bare[at : at + size]), near, text
            if bare[at + size : at + size + 1] and bare[at + size] in ("for", "to"):
                return  # *a spokesman for Senator Ann Poe*: who it is for has the other office
        at += size or 1


def _built(kind: str, text: str) -> str | None:
    """An institution named by the place before a role: *Covington Police Chief* → Covington Police Department."""
    attorney = _ATTORNEY.search(text) if kind == "prosecutor" else None
    if attorney:
        return f"{attorney.group(1)} {attorney.group(2) or attorney.group(3)} Attorney's Office"
    found = (_CORONER if kind == "coroner" else _PLACED).search(text)
    place = _place(found.group(1)) if found else None
    ending = _ENDINGS[kind]
    if place and found and kind == "coroner" and "examiner" in found.group().lower():
        ending = "Medical Examiner's Office"
    return f"{place} {ending}" if place else None


def _placed(page: Page) -> Mapping[str, Counter[str]]:
    """The institutions that the report names by place and kind: *Covington police*."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for paragraph in page.paragraphs:
        for match in _PLACED.finditer(page.text(paragraph.start, paragraph.end)):
            place = _place(match.group(1))
            kind = "police" if match.group(2) else "sheriff" if match.group(3) else "fire"
            if place:
                found[kind][f"{place} {_ending(kind, match.group(0))}"] += 1
    return found


def _ending(kind: str, text: str) -> str:
    """What follows the place in the institution's name."""
    ems = re.search(r"fire (?:and|&) ems", text, re.IGNORECASE)
    return "Fire and EMS" if ems else _ENDINGS[kind]


def _bare(word: str) -> str:
    return word.lower().strip(".").removesuffix("'s").removesuffix("’s")


# Words that are no place alone, and end the names of some: *Fenwick County*, *Harbour City*.
_AREAS = frozenset({"city", "county", "town", "village"})

# Places' words that are written with a full stop.
_SHORTENED = frozenset({"st.", "ft.", "mt.", "n.", "s.", "e.", "w."})


def _place(text: str) -> str | None:
    """The capitalised words at the end of a text, without those that open a sentence."""
    kept: list[str] = []
    said = text.split()
    for at in reversed(range(len(said))):
        word = said[at]
        county = (
            _bare(word) in _AREAS
            and at > 0
            and said[at - 1][:1].isupper()
            and _bare(said[at - 1]) not in words().not_places
        )
        if not word[:1].isupper() or (_bare(word) in words().not_places and not county):
            break
        if word.endswith(".") and "." not in word[:-1] and word.lower() not in _SHORTENED:
            break  # the end of the sentence before
        kept.insert(0, word if kept else re.sub(r"['’]s$", "", word))  # *Prince George's County*, *Selby's police*
    return " ".join(kept) or None


def _telling(kind: str, name: str) -> frozenset[str]:
    """The words of an institution's name but for what any of its kind is called: *Office*, *Department*."""
    said = frozenset("department" if w == "bureau" else w for w in re.findall(r"\w\w+", name.lower()))
    return said - _SEATS if kind in _SEATED else said


# Kinds of which a place has one, whether it is called an office or a department.
_SEATED = ("sheriff", "coroner", "prosecutor")
_SEATS = frozenset({"office", "department", "dept"})


def _named(entities: Sequence[Entity]) -> Mapping[str, Mapping[str, Counter[str]]]:
    """The organisations of each kind, with how often each report names them."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
    for entity in entities:
        for kind, pattern in _NAMED.items():
            if entity.kind is not EntityKind.ORGANISATION or not entity.mentions or not _says_whose(entity.name):
                continue
            if pattern.search(entity.name):
                found[kind][whole_name(kind, entity.name)] = Counter(m.report for m in entity.mentions)
    return found


def _says_whose(name: str) -> bool:
    """Whether a name tells more than the kind: *Police Department* may be any town's."""
    return bool(set(re.findall(r"[^\W\d_]{2,}", name.lower())) - _ANY_ONES)


# Words of an institution's name that any of its kind has.
_ANY_ONES = frozenset(
    {"police", "department", "dept", "sheriff", "sheriffs", "office", "fire", "county", "city", "the", "force"}
)


def whole_name(kind: str, name: str) -> str:
    """An institution's name where the parser took its staff or its head for the end of it."""
    if kind == "sheriff" and re.search(r"sheriff(?:['’]?s)?$", name, re.IGNORECASE):
        return re.sub(r"sheriff(?:['’]?s)?$", _ENDINGS[kind], name, flags=re.IGNORECASE)
    bare = _STAFF.sub("", name)
    return name if bare == name else f"{bare} {_ENDINGS[kind].split()[-1]}"


# What the parser takes for the end of an institution's name, and is its staff.
_STAFF = re.compile(
    r"\s+(?:officers?|officials?|detectives?|chief|deput(?:y|ies)|investigators?|spokes\w+)$", re.IGNORECASE
)


def _article(role: str) -> str:
    if role in ("chief", "sheriff", "president", "principal", "ceo"):
        return ""
    return "an " if role[0] in "aeiou" else "a "
