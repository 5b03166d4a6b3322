"""Runs of tokens that can be a name: by the tables, by spaCy's entities, by capitals, and by how bodies are called."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from secondsource.language.given import men, women
from secondsource.names.tables import countries, houses, word_list
from secondsource.records import Token


class Sort(StrEnum):
    """What a mention looks like, before names are merged."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    COUNTRY = "country"
    HOUSE = "house"  # a news organisation of the table
    UNKNOWN = "unknown"  # a capitalised name of no clear sort


# An American or Canadian station's call sign.
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}")

_SORTS = {
    "PERSON": Sort.PERSON, "ORG": Sort.ORGANISATION, "GPE": Sort.PLACE, "LOC": Sort.PLACE, "FAC": Sort.PLACE,
    "NORP": Sort.UNKNOWN, "PRODUCT": Sort.UNKNOWN, "WORK_OF_ART": Sort.UNKNOWN, "EVENT": Sort.UNKNOWN,
    "LAW": Sort.UNKNOWN,
}  # fmt: skip


Run = tuple[int, int, Sort, str | None]
"""First and last token, what it looks like, and its canonical name if a table knows it."""


def runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """Every run, those that tell more before others of the same words; they may overlap."""
    yield from _seats(tokens)
    yield from _forces(tokens)
    yield from _nicknamed(tokens)
    yield from _known(tokens)
    yield from _entities(tokens)
    yield from _capitals(tokens)


def _seats(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs that name a body after whoever heads it: *Harbour County Sheriff's Office*, which the parser often cuts."""
    for at in range(2, len(tokens)):
        if tokens[at].text.lower() not in word_list("seats"):
            continue
        role = at - 2 if is_genitive(tokens, at - 1) else at - 3 if is_genitive(tokens, at - 2, 2) else -1
        if role < 0 or tokens[role].text.lower() not in word_list("seated") or not tokens[role].text[:1].isupper():
            continue
        first = role
        while first > 0 and tokens[first - 1].pos == "PROPN" and tokens[first - 1].text[:1].isupper():
            first -= 1
        if first < role or tokens[at].text[:1].isupper():
            yield first, at, Sort.ORGANISATION, None


def _forces(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs that name a place's force: *Harbour City police*, of which the parser sees the place alone."""
    for at, token in enumerate(tokens):
        if token.text.lower() != "police":
            continue
        first = at
        while first > 0 and (_in_name(tokens[first - 1]) or (first > 1 and is_genitive(tokens, first - 1))):
            first -= 1
        while first < at and not tokens[first].text[:1].isupper():
            first += 1
        last = at + (at + 1 < len(tokens) and tokens[at + 1].text.lower().rstrip(".") in _OF_FORCES)
        if first < at and _is_place(tokens, first, at) and (last == at or tokens[last].text[:1].isupper()):
            yield first, last, Sort.ORGANISATION, FORCE if last == at else None


# Stands for the name of a force until it is read from the words.
FORCE = "police"
# How a police force may be called after the place and *Police*.
_OF_FORCES = frozenset({"department", "dept", "bureau", "service", "force", "division"})
AREAS = frozenset({"city", "county", "township", "town", "village", "borough", "parish"})


def _nicknamed(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs that name a person with a byname in the middle: *Emma “Em” Vale*, *Robert (Bob) Vale*."""
    for at in range(1, len(tokens) - 2):
        closing = _BYNAMES.get(tokens[at].text)
        first = tokens[at - 1]
        alone = first.entity_begins or not first.entity
        if closing is None or first.pos != "PROPN" or not (alone or first.entity == "PERSON"):
            continue
        size = next((n for n in (2, 3) if at + n + 1 < len(tokens) and tokens[at + n].text in closing), 0)
        inside = tokens[at + 1 : at + size]
        if not size or not all(t.text[:1].isupper() and t.entity not in ("ORG", "GPE") for t in inside):
            continue
        last = tokens[at + size + 1]
        if not (_in_name(first) and _in_name(last)) or last.entity not in ("", "PERSON", "WORK_OF_ART"):
            continue
        if tokens[at].text == "(" and first.text.casefold() not in men() | women():
            continue  # *Vale (Labour) Poe*
        begin = at - 1
        while begin and tokens[begin - 1].entity == "PERSON" and _in_name(tokens[begin - 1]):
            begin -= 1
        end = at + size + 1
        while end + 1 < len(tokens) and _inside(tokens[end + 1]) and tokens[end + 1].entity == "PERSON":
            end += 1
        yield begin, end, Sort.PERSON, None


# What may stand around a byname.
_BYNAMES = {"“": "”", '"': '"', "‘": "’", "'": "'", "(": ")", "``": "''"}


def _in_name(token: Token) -> bool:
    named = token.pos == "PROPN" or token.entity in ("GPE", "LOC")
    return named and token.text[:1].isupper() and token.text[-1:].isalnum()


def _is_place(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words are a town's or a county's name, and no country's: *Greek police* are named by theirs."""
    if tokens[end - 1].text.lower() in AREAS and end - first > 1:
        return True
    whole = tokens[end - 1].entity in ("GPE", "LOC") and tokens[end - 1].tag != "POS"
    return whole and _key(tokens[first:end]) not in _forms()


def is_genitive(tokens: Sequence[Token], at: int, size: int = 1) -> bool:
    """Whether *'s* stands at a token, in one piece or in two (*’ s*)."""
    return "".join(t.text for t in tokens[at : at + size]).lower() in ("'s", "’s")


def _known(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs of tokens that a table knows, longest first at each place."""
    forms = _forms()
    at = 0
    while at < len(tokens):
        if _CALL_SIGN.fullmatch(tokens[at].text) and tokens[at].pos == "PROPN":
            last = (
                at + 2 if [t.text for t in tokens[at + 1 : at + 3]] in (["-", "TV"], ["-", "FM"], ["-", "AM"]) else at
            )
            yield at, last, Sort.HOUSE, forms.get(tokens[at].text, (Sort.HOUSE, tokens[at].text, False))[1]
            at = last + 1
            continue
        hit = next(
            ((n, forms[key]) for n in range(min(6, len(tokens) - at), 0, -1)
             if (key := _key(tokens[at : at + n])) in forms), None,
        )  # fmt: skip
        if hit and _may_stand(tokens, at, at + hit[0] - 1):
            sort, name, speaks = hit[1]
            if not speaks or _speaks(tokens, at + hit[0] - 1):
                yield at, at + hit[0] - 1, sort, name
                at += hit[0]
                continue
            if tokens[at].entity == "PERSON" and name.casefold() not in men() | women():
                yield at, at + hit[0] - 1, Sort.PLACE, None  # a capital, and nobody
        at += 1


def _may_stand(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a form of the tables is meant as that name here, and is not part of a longer one."""
    text = _key(tokens[first : last + 1])
    before, after = tokens[first - 1] if first else None, tokens[last + 1] if last + 1 < len(tokens) else None
    if text.lower() in ("the north", "the south"):
        return not (after and (after.text[:1].isupper() or after.text == "of")) and not _region(tokens, last)
    if text.lower() in word_list("ordinary") and text != "US":
        name = first + (text[:4].lower() == "the " and not tokens[first].entity)
        if text == "People" and not (before and before.text.lower() == "the") and not _magazine(after):
            return False  # *People close to her say*
        alone = tokens[name].entity and tokens[name].entity_begins and not (after and _inside(after))
        return bool(alone) and not (before and before.pos == "PROPN" and before.entity == "PERSON")
    if tokens[first].entity == "PERSON" and (not tokens[first].entity_begins or (after and _inside(after))):
        return False
    longer = after and _inside(after) and tokens[last].entity == "ORG" and after.text[:1].isupper()
    return not longer


def _magazine(after: Token | None) -> bool:
    """Whether what follows shows that a common word is a paper's name."""
    return after is not None and (after.text.lower() in ("magazine", "'s", "’s") or after.tag in ("VBZ", "VBD"))


def _region(tokens: Sequence[Token], at: int) -> bool:
    """*in the North*, *the North Shore*: a region, unless it owns or does something."""
    return tokens[at].dep not in ("nsubj", "nsubjpass", "poss", "agent", "pobj", "conj")


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital stands for its government: it does something, something is done by it, or is a state's."""
    token = tokens[at]
    for _ in range(_JOINED):
        if token.dep != "conj":
            break
        token = tokens[token.head]  # "both Moscow and Pyongyang call …"
    if token.dep == "nsubj":
        verb = tokens[token.head]
        return verb.pos in ("VERB", "AUX") and verb.lemma not in ("be", "lie", "become", "remain", "have")
    if token.dep == "poss":
        return tokens[token.head].lemma in word_list("of_states")
    return token.dep == "pobj" and tokens[token.head].dep == "agent"


# Names joined by *and* over which a capital's part in the sentence is looked up.
_JOINED = 4


def _inside(token: Token) -> bool:
    return bool(token.entity) and not token.entity_begins


def _entities(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs of tokens that spaCy calls a name, split where a title or a possessive stands inside."""
    at = 0
    while at < len(tokens):
        label = tokens[at].entity
        if label not in _SORTS:
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and tokens[end].entity == label and not tokens[end].entity_begins:
            end += 1
        for first, last in _pieces(tokens, at, end - 1):
            yield first, last, _SORTS[label], None
        at = end


def _pieces(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The run, cut after *'s* where a capitalised word follows (*MASN Sports' Ann Poe* is two names)."""
    start = first
    whole = tokens[first].entity == "ORG" and tokens[last].text.lower() in word_list("organisation")
    for i in range(first, last):
        if i > start and tokens[i].text in ("told", "said", "says"):  # *Poe told Business*
            yield start, i - 1
            start = i + 1
        area = tokens[i + 1].text.lower() in AREAS  # *Prince George's County*
        if i >= start and not whole and not area and tokens[i].tag == "POS" and tokens[i + 1].text[:1].isupper():
            yield start, i
            start = i + 1
        elif tokens[i].text == "and" and i == first + 1 and tokens[last].text == "Police":
            yield start, i - 1  # "Okafor and Harbour City Police"
            start = i + 1
    yield start, last


def _capitals(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs of proper nouns that spaCy gave no label."""
    at = 0
    while at < len(tokens):
        end = at
        while (
            end < len(tokens)
            and tokens[end].pos == "PROPN"
            and tokens[end].text[:1].isupper()
            and not tokens[end].entity
        ):
            end += 1
        if end > at:
            yield at, end - 1, Sort.UNKNOWN, None
        at = max(end, at + 1)


def _key(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens).replace("’", "'")


@functools.cache
def _forms() -> Mapping[str, tuple[Sort, str, bool]]:
    """Each written form of the tables: sort, canonical name, and whether it counts only where it speaks."""
    found: dict[str, tuple[Sort, str, bool]] = {}
    for house in houses():
        for form in (house.name, *house.forms):
            found.setdefault(_spaced(form), (Sort.HOUSE, house.name, False))
    for country in countries():
        for form in country.capitals:
            found.setdefault(_spaced(form), (Sort.COUNTRY, country.name, True))
        for form in (country.name, *country.demonyms, *country.forms):
            for written in (form, form[:1].upper() + form[1:]):
                found[_spaced(written)] = (Sort.COUNTRY, country.name, False)
    return found


def _spaced(form: str) -> str:
    """A form as the tokeniser would part it."""
    apart = form.replace("'s", " 's").replace("-", " - ").replace("/", " / ")
    return apart.replace("! ", " ! ").replace(". com", " . com")
