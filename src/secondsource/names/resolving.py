"""All names of one story as entities: mentions found, people and bodies told apart and merged, roles added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.names import headlines, houses, people, roles
from secondsource.names.mentions import Found, find, find_again
from secondsource.names.narrowing import narrow
from secondsource.names.organisations import Organisations
from secondsource.names.runs import Sort
from secondsource.names.spelling import fold, is_acronym, organisation_words, person_words, place_key
from secondsource.names.tables import is_office
from secondsource.records import Entity, EntityKind, Mention, Parsed, Report


@dataclass
class _Draft:
    """An entity while its mentions are gathered."""

    kind: EntityKind
    forms: Counter[str] = field(default_factory=Counter)
    name: str | None = None
    mentions: dict[Mention, None] = field(default_factory=dict)
    why: dict[str, None] = field(default_factory=dict)
    outlets: dict[str, None] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    acts: bool = False


def resolve(parsed: Sequence[Parsed]) -> tuple[Entity, ...]:
    """The people, organisations and places that one story's reports name, each by one name, with all its mentions.

    Each report's outlet is among the organisations (``Entity.outlets`` holds the ``Report.source`` that names it), so
    that an outlet which another report quotes is one link with itself.
    """
    english = [p for p in parsed if p.report.language in (None, "en")]
    mentions = narrow([m for p in english for m in _mentions(p)])
    drafts = _gather(mentions)
    _add_outlets(drafts, [p.report for p in parsed])
    _add_roles(drafts, english)
    _add_headlines(list(drafts.values()), [p.report for p in english])
    return tuple(sorted(_finish(drafts), key=lambda e: (e.kind, e.id)))


def _mentions(parsed: Parsed) -> list[Found]:
    """The report's mentions, with bare surnames that only what was found at first makes out to be names."""
    first = find(parsed)
    full = [person_words(m.text) for m in first if m.sort is Sort.PERSON]
    surnames = frozenset(words[-1] for words in full if len(words[-1]) > (2 if len(words) > 1 else ALONE))
    taken = frozenset(at for m in first for at in range(m.start, m.end))
    again = find_again(parsed, surnames, taken)
    return sorted([*first, *again], key=lambda m: m.start)


# Letters of a name that the parser finds once by itself, so that it is one wherever it stands with a capital.
ALONE = 4


def _gather(mentions: Sequence[Found]) -> dict[tuple[str, str], _Draft]:
    """The mentions, put together by whom or what they name."""
    persons = people.People(mentions)
    bodies = Organisations([m for m in mentions if _is_body(m) and persons.of(m) is None])
    drafts: dict[tuple[str, str], _Draft] = {}
    for mention in mentions:
        person = persons.of(mention)
        if person is not None:
            draft = _draft(drafts, ("person", " ".join(person)), EntityKind.PERSON)
        elif mention.sort is Sort.COUNTRY:
            draft = _draft(drafts, ("country", mention.known or ""), EntityKind.PLACE, mention.known)
            if mention.text != mention.known:
                draft.why[f"“{mention.text}” is or stands for {mention.known}"] = None
        elif bodies.knows(mention):
            key = bodies.of(mention)
            draft = _draft(drafts, ("body", key), EntityKind.ORGANISATION)
            draft.name = draft.name or mention.known
        elif mention.sort is Sort.UNKNOWN and (short := bodies.short_for(mention)) is not None:
            draft = _draft(drafts, ("body", short), EntityKind.ORGANISATION)
        elif mention.sort is Sort.PLACE:
            draft = _draft(drafts, ("place", place_key(mention.text)), EntityKind.PLACE)
        else:
            continue
        _note(draft, mention)
    for (sort, key), draft in drafts.items():
        reasons = persons.why(tuple(key.split())) if sort == "person" else bodies.why(key) if sort == "body" else ()
        draft.why.update(dict.fromkeys(reasons))
    return drafts


def _is_body(mention: Found) -> bool:
    """Whether a mention, if no person, names a body: by the parser, or because it acts under a name of its own."""
    if mention.sort in (Sort.ORGANISATION, Sort.HOUSE):
        return True
    named = len(mention.text.split()) > 1 or is_acronym(mention.text)
    return mention.sort is Sort.UNKNOWN and mention.acts and named


def _draft(
    drafts: dict[tuple[str, str], _Draft], key: tuple[str, str], kind: EntityKind, name: str | None = None
) -> _Draft:
    return drafts.setdefault(key, _Draft(kind, name=name))


def _note(draft: _Draft, mention: Found) -> None:
    """Adds a mention, and its title where that is an office."""
    draft.forms[mention.text] += 1
    draft.acts |= mention.acts
    draft.mentions[Mention(mention.report, mention.start, mention.end)] = None
    if mention.title and draft.kind is EntityKind.PERSON:
        draft.titles.add(mention.title)
        if is_office(mention.title):
            draft.mentions[Mention(mention.report, mention.title_start, mention.title_end)] = None


def _add_outlets(drafts: dict[tuple[str, str], _Draft], reports: Iterable[Report]) -> None:
    """Makes each report's outlet an organisation, the one that is named in the texts where there is one."""
    named: dict[str, _Draft] = {}
    for (sort, key), draft in drafts.items():
        if sort == "body":
            named[key] = draft
            if draft.name:
                named.setdefault(houses.house_key(draft.name), draft)
    for report in reports:
        name = houses.outlet(report.source) if report.source_given else report.source
        same = _printed(named, report, name) if report.source_given else None
        if same is not None and houses.host_of(name) is None and (name != report.source or _is_short(same, name)):
            same.name = name
        outlet = same or _draft(drafts, ("outlet", name), EntityKind.ORGANISATION, name)
        outlet.outlets[report.source] = None
        outlet.why[f"“{report.source}” is the outlet {name}" if name != report.source else f"“{name}” is an outlet"] = (
            None
        )


def _is_short(draft: _Draft, name: str) -> bool:
    """Whether the texts have only other forms of an outlet's name: *the Herald* for the Selby Herald."""
    return houses.house_key(name) not in {houses.house_key(form) for form in draft.forms}


# Letters of a host that can be the end of a house's name, where the house's own report has the name, and anywhere:
# *tribune* ends many names, *dailycourier* few.
SHORTEST_END, TELLING_END = 6, 9


def _printed(named: Mapping[str, _Draft], report: Report, name: str) -> _Draft | None:
    """The organisation of the texts that is this outlet.

    By its name or host; a station's name that opens its host (*FOX 5*, fox5dc.com); in its own report, by the end of
    its name (*The Times* in The New York Times).
    """
    keys = (houses.house_key(name), houses.house_key(report.source))
    found = next((named[key] for key in keys if key in named), None)
    if found is not None:
        return found
    if houses.host_of(report.source) is not None:
        openers = [key for key in named if keys[1].startswith(key) and any(c.isdigit() for c in key)]
        return named[max(openers, key=len)] if openers else _ended(named, report, keys[1])
    short = named.get((organisation_words(name) or ("",))[-1])
    own = short is not None and any(m.report == report.id for m in short.mentions)
    return short if own else None


def _ended(named: Mapping[str, _Draft], report: Report, host: str) -> _Draft | None:
    """The one organisation whose name ends with a host's: *Selby Daily Courier*, dailycourier.com."""
    fits = {id(d): d for key, d in named.items() if key.endswith(host)}.values() if len(host) >= SHORTEST_END else ()
    found = next(iter(fits), None) if len(fits) == 1 else None
    telling = len(host) >= TELLING_END or (found is not None and any(m.report == report.id for m in found.mentions))
    return found if telling else None


def _add_roles(drafts: dict[tuple[str, str], _Draft], parsed: Sequence[Parsed]) -> None:
    """Adds what names a person by office alone: *Russia's defence chief*, *the governor*."""
    holders = [(key, draft) for key, draft in drafts.items() if draft.kind is EntityKind.PERSON and draft.titles]
    texts = {p.report.id: p.report.text for p in parsed}
    people_of = {
        key: roles.Holder(frozenset(d.titles), Counter(m.report for m in d.mentions), _beside(d.mentions, texts))
        for key, d in holders
    }
    taken = {m for d in drafts.values() for m in d.mentions}
    for role in roles.find(parsed, people_of):
        if role.mention in taken:
            continue
        draft = drafts[role.holder]
        draft.mentions[role.mention] = None
        draft.why[role.why] = None


# Characters around a name in which it stands where somebody is from.
AROUND = 40


def _beside(mentions: Iterable[Mention], texts: Mapping[str, str]) -> frozenset[str]:
    """The capitalised words that stand beside any of the mentions."""
    near = set[str]()
    for text, m in ((texts[m.report], m) for m in mentions if m.report in texts):
        before = _END.split(text[max(0, m.start - AROUND) : m.start])[-1]
        near |= {*_CAPITAL.findall(before), *_CAPITAL.findall(_END.split(text[m.end : m.end + AROUND])[0])}
    return frozenset(near)


_END = re.compile(r"(?<=[a-z][a-z])[.!?]\s")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")


def _add_headlines(drafts: Sequence[_Draft], reports: Sequence[Report]) -> None:
    """Adds what headlines, captions and datelines name, which are not parsed."""
    texts = {report.id: report.text for report in reports}
    named = ((texts[m.report][m.start : m.end], n, m.report) for n, d in enumerate(drafts) for m in d.mentions)
    owners = headlines.gathered((form, n, report) for form, n, report in named if form in drafts[n].forms)
    for report in reports:
        for n, mention in headlines.find(report, owners):
            drafts[n].mentions[mention] = None


def _finish(drafts: dict[tuple[str, str], _Draft]) -> Iterable[Entity]:
    """The drafts as entities, with ids that differ."""
    used: Counter[str] = Counter()
    for draft in drafts.values():
        kind = draft.kind
        if draft.name is None:
            draft.name = people.shown(draft.forms) if kind is EntityKind.PERSON else _whole(_usual(draft.forms))
        slug = f"{kind}:{_slug(draft.name)}"
        used[slug] += 1
        number = f"-{used[slug]}" if used[slug] > 1 else ""
        mentions = tuple(sorted(draft.mentions, key=lambda m: (m.report, m.start, m.end)))
        yield Entity(slug + number, kind, draft.name, mentions, tuple(draft.why), tuple(draft.outlets))


def _usual(forms: Counter[str]) -> str:
    """A body's or place's usual name: an acronym that is mostly used, else the fullest form."""
    return max(forms, key=lambda f: (f != f.upper() or len(forms) == 1, len(f.split()), forms[f], f))


def _whole(name: str) -> str:
    """The name; of a force that the texts call by its place alone (*Harbour City police*), in full."""
    return f"{name.removesuffix(' police')} Police Department" if name.endswith(" police") else name


def _slug(name: str) -> str:
    return re.sub(r"\s+", "-", fold(name)) or "unnamed"
