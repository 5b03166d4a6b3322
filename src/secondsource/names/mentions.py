"""Where a report names someone or something: spaCy's entities, cleaned, and what the tables and capitals add."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from secondsource.language.given import men, women
from secondsource.language.papers import PAPERS
from secondsource.names.spelling import fold, is_acronym
from secondsource.names.tables import countries, houses, titles, word_list
from secondsource.records import Paragraph, Parsed, Token


class Sort(StrEnum):
    """What a mention looks like, before names are merged."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    COUNTRY = "country"
    HOUSE = "house"  # a news organisation of the table
    UNKNOWN = "unknown"  # a capitalised name of no clear sort


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as it stands: its span and words without title, what it looks like, and the title before it."""

    report: str
    start: int
    end: int
    text: str
    sort: Sort
    known: str | None = None  # canonical name, from a table
    title: str | None = None  # class of office, or the honorific
    title_start: int = 0
    title_end: int = 0
    acts: bool = False  # does or says something in its sentence
    titled: bool = False  # stands in a line that is written as a title


# An American or Canadian station's call sign.
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}")

_SORTS = {
    "PERSON": Sort.PERSON, "ORG": Sort.ORGANISATION, "GPE": Sort.PLACE, "LOC": Sort.PLACE, "FAC": Sort.PLACE,
    "NORP": Sort.UNKNOWN, "PRODUCT": Sort.UNKNOWN, "WORK_OF_ART": Sort.UNKNOWN, "EVENT": Sort.UNKNOWN,
    "LAW": Sort.UNKNOWN,
}  # fmt: skip


def find(parsed: Parsed) -> list[Found]:
    """All mentions of one report, in the order of the text; none overlap."""
    found: list[Found] = []
    for paragraph in parsed.paragraphs:
        mine = _paragraph(parsed.report.id, paragraph)
        found += [replace(m, titled=True) for m in mine] if is_titled(paragraph) else mine
    return found


def is_titled(paragraph: Paragraph) -> bool:
    """Whether a line is written as a title, each word with a capital: the parser takes *Poe Reverses* for a name."""
    words = [t.text for t in paragraph.tokens if t.text[:1].isalpha()]
    long = [w for w in words if len(w) >= LONG_IN_TITLES]
    if not FEWEST_IN_TITLES <= len(words) <= MOST_IN_TITLES or paragraph.tokens[-1].text in {".", "?", "!", "”", '"'}:
        return False
    return sum(w[:1].isupper() for w in long) >= TITLED * len(long)


# Words of this length have a capital in titles, all but one in ten; fewer words than four may be a name alone.
LONG_IN_TITLES, FEWEST_IN_TITLES, MOST_IN_TITLES, TITLED = 4, 4, 24, 0.9


def find_again(parsed: Parsed, surnames: frozenset[str], taken: frozenset[int]) -> list[Found]:
    """Words that the parser took for no name, but that are a surname (folded) of someone whom the report names."""
    found = []
    for paragraph in parsed.paragraphs:
        for token in paragraph.tokens:
            if (
                token.text[:1].isupper()
                and token.start not in taken
                and fold(token.text) in surnames
                and len(token.text) > 2
            ):
                around = paragraph.tokens[max(0, token.i - 1) : token.i + 2]
                if not any(
                    t.i != token.i and t.pos == "PROPN" and t.start not in taken and not t.entity for t in around
                ):
                    acts = _acts(paragraph.tokens, token.i, token.i)
                    found.append(Found(parsed.report.id, token.start, token.end, token.text, Sort.UNKNOWN, acts=acts))
    return found


def _paragraph(report: str, paragraph: Paragraph) -> list[Found]:
    """The mentions of one paragraph."""
    tokens = paragraph.tokens
    taken = [False] * len(tokens)
    found: list[Found] = []
    for first, last, sort, known in (
        *_seats(tokens),
        *_forces(tokens),
        *_nicknamed(tokens),
        *_known(tokens),
        *_entities(tokens),
        *_capitals(tokens),
    ):
        if any(taken[first : last + 1]):
            continue
        mention = _mention(report, tokens, first, last, sort, known)
        if mention:
            taken[first : last + 1] = [True] * (last + 1 - first)
            found.append(mention)
    return sorted(found, key=lambda m: m.start)


Run = tuple[int, int, Sort, str | None]


def _seats(tokens: Sequence[Token]) -> Iterator[Run]:
    """Runs that name a body after whoever heads it: *Harbour County Sheriff's Office*, which the parser often cuts."""
    for at in range(2, len(tokens)):
        if tokens[at].text.lower() not in word_list("seats"):
            continue
        role = at - 2 if _is_genitive(tokens, at - 1) else at - 3 if _is_genitive(tokens, at - 2, 2) else -1
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
        while first > 0 and (_in_name(tokens[first - 1]) or (first > 1 and _is_genitive(tokens, first - 1))):
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
_AREAS = frozenset({"city", "county", "township", "town", "village", "borough", "parish"})


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
    if tokens[end - 1].text.lower() in _AREAS and end - first > 1:
        return True
    whole = tokens[end - 1].entity in ("GPE", "LOC") and tokens[end - 1].tag != "POS"
    return whole and _key(tokens[first:end]) not in _forms()


def _is_genitive(tokens: Sequence[Token], at: int, size: int = 1) -> bool:
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
        area = tokens[i + 1].text.lower() in _AREAS  # *Prince George's County*
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


def _mention(
    report: str, tokens: Sequence[Token], first: int, last: int, sort: Sort, known: str | None
) -> Found | None:
    """The run as a mention: trimmed, its title set apart; None where nothing of a name is left."""
    title = None
    if known in (None, FORCE):
        first, last = _without_rank(tokens, *_trim(tokens, first, last))
        if sort is Sort.PERSON and last - first > 1 and tokens[first].text.lower() in word_list("short_posts"):
            first += 1
        first, title = _title(tokens, _after_place(tokens, first, last), last)
    if first > last:
        return None
    text = _text(tokens, first, last)
    if known == FORCE:  # called by its place alone, with or without a capital
        known, text = None, f"{text.removesuffix(tokens[last].text)}police"
    if known is None and not _is_name(text, tokens[first : last + 1]):
        return None
    if known is None:
        sort = Sort.ORGANISATION if _is_paper(tokens, first, last) else _sort(sort, text, title)
    kind, start, end = title or (None, 0, 0)
    acts = _acts(tokens, first, last)
    return Found(report, tokens[first].start, tokens[last].end, text, sort, known, kind, start, end, acts)


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run is the subject of a verb, the agent of a passive, or what something is *according to*."""
    head = next((t for t in tokens[first : last + 1] if not first <= t.head <= last or t.head == t.i), tokens[last])
    if head.dep == "pobj":
        above = tokens[head.head]
        return above.dep == "agent" or (above.text == "to" and tokens[above.head].lemma in ("accord", "according"))
    return head.dep == "nsubj" and tokens[head.head].pos == "VERB"


def _sort(sort: Sort, text: str, title: tuple[str, int, int] | None) -> Sort:
    """The sort of a mention, where words tell better than the parser."""
    words = fold(text).split()
    if title and sort is not Sort.PLACE and words[-1] not in word_list("organisation"):
        return Sort.PERSON
    if words[-1] in word_list("organisation") and len(words) > 1:
        return Sort.ORGANISATION
    if is_acronym(text) and len(text) > 2 and sort in (Sort.UNKNOWN, Sort.PERSON):
        return Sort.ORGANISATION
    return sort


def _is_paper(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run is a paper's short name: *the Herald*."""
    article = first > 0 and tokens[first - 1].text.lower() == "the"
    return article and first == last and tokens[first].text.lower() in PAPERS


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The run without article, possessive, quote marks and trailing small words."""
    while last >= first and (tokens[last].tag == "POS" or _is_edge(tokens[last])):
        last -= 1
    while first <= last and (tokens[first].text.lower() in ("the", "a", "an", "'s", "’s") or _is_edge(tokens[first])):
        first += 1
    while first < last and tokens[first].text.lower() in word_list("before_names"):
        first += 1
    while first < last and tokens[last].text in word_list("staff"):
        last -= 1
    return first, last


def _without_rank(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The run without the rank at its end that is whose who is named after it: *State Police Col. Ann Poe*."""
    body = last > first and fold(tokens[last - 1].text) in word_list("organisation")
    ranked = body and _bare(tokens[last]) in word_list("ranks") and _office_at(tokens, first, last) == 0
    return first, last - ranked


def _title(tokens: Sequence[Token], first: int, last: int) -> tuple[int, tuple[str, int, int] | None]:
    """Where the name starts after its titles, and the last title: those inside the run or directly before it."""
    table = titles()
    at, found = first, None
    while at <= last and not _of_area(tokens, at, last):
        size = _office_at(tokens, at, last)
        if size and at + size < last and (_is_genitive(tokens, at + size) or _is_genitive(tokens, at + size, 2)):
            break  # "Sheriff's Office": the office that the title's holder heads
        if size and {fold(t.text) for t in tokens[at + size : last + 1]} <= word_list("organisation"):
            break  # "Justice Department", "Governor Office"
        if size and at + size <= last:
            office = table.offices[_lower(tokens[at : at + size])]
            found = (office, tokens[at].start, tokens[at + size - 1].end)
        elif _bare(tokens[at]) in table.honorifics and at < last:
            size, found = 1, found or (_bare(tokens[at]), tokens[at].start, tokens[at].end)
        else:
            break
        at += size
    if found is None and at <= last:
        found = _before(tokens, at)
    return at, found


def _of_area(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether what looks like an honorific begins the name of a county: *Prince George's County*."""
    return at + 3 <= last and _is_genitive(tokens, at + 2) and tokens[at + 3].text.lower() in _AREAS


def _after_place(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the office starts in a run of place, office and full name: *Fenwick Governor Ann Poe*; else its start."""
    if any(t.pos != "PROPN" for t in tokens[first : last + 1]):
        return first
    for at in range(first + 1, last - 1):
        size = _office_at(tokens, at, last)
        office = titles().offices.get(_lower(tokens[at : at + size])) if size else None
        names = tokens[at + size : last + 1]
        led = office in word_list("led_by_place") or (office and at == first + 1 and is_acronym(tokens[first].text))
        if led and len(names) > 1 and names[-1].entity != "ORG":
            return at
    return first


def _before(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """The title that ends directly before token ``at``."""
    table = titles()
    if at > 1 and tokens[at - 1].text == "." and _bare(tokens[at - 2]) in table.offices:
        at -= 1  # "Ald. Poe": a full stop that the parser took for a sentence's
    for size in range(min(table.longest, at), 0, -1):
        key = _lower(tokens[at - size : at])
        if key in table.offices:
            return table.offices[key], tokens[at - size].start, tokens[at - 1].end
    if at and _bare(tokens[at - 1]) in table.honorifics:
        return _bare(tokens[at - 1]), tokens[at - 1].start, tokens[at - 1].end
    return None


def _office_at(tokens: Sequence[Token], at: int, last: int) -> int:
    """How many tokens from ``at`` are an office (the longest), or 0."""
    table = titles()
    for size in range(min(table.longest, last - at + 1), 0, -1):
        if _lower(tokens[at : at + size]) in table.offices:
            return size
    return 0


# *(D-Ohio)* behind a name, whatever the parser makes of it.
_PARTY_AND_STATE = re.compile(r"[DRI]\s?[-–]?\s?[A-Z][a-z]{1,5}\.?")


def _is_name(text: str, tokens: Sequence[Token]) -> bool:
    """Whether the words are a name at all."""
    words = fold(text).split()
    if _lower(tokens) in titles().offices:
        return False
    if not words or all(w in word_list("no_names") or w.isdigit() for w in words) or len(text) > 120 or "\n" in text:
        return False
    if not any(t.text[:1].isupper() for t in tokens) or _PARTY_AND_STATE.fullmatch(text):
        return False
    return len(words) > 1 or tokens[0].pos in ("PROPN", "NOUN", "ADJ", "X") or is_acronym(text)


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words as they stand, one space where white space stands."""
    parts = [t.text + (" " if t.space and t.i != tokens[last].i else "") for t in tokens[first : last + 1]]
    return "".join(parts).strip()


def _key(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens).replace("’", "'")


def _bare(token: Token) -> str:
    return token.text.lower().rstrip(".")


def _lower(tokens: Sequence[Token]) -> str:
    return " ".join(_bare(t) for t in tokens).replace(" - ", "-").replace(" 's", "'s")


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


def _is_edge(token: Token) -> bool:
    """Whether the token can be no part of a name at its edge."""
    return not any(c.isalnum() for c in token.text)
