"""Whom a pronoun or a bare noun means: the nearest compatible speaker or subject before it."""

from __future__ import annotations

from collections.abc import Callable

from secondsource.chains.pages import Name, Page
from secondsource.language.given import men, women
from secondsource.records import EntityKind, Paragraph, Token

Speakers = list[tuple[int, str]]
"""The sources read so far: where each stands, and the entity's id."""

# How many sentences back a pronoun may reach. Beyond six the dev reports have no right one, and wrong ones begin.
REACH = 6

# What makes a name the likely one, in sentences of distance: a subject wins over an object of the same sentence, a
# speaker over a subject of the sentence after it. Read off the dev reports, then swept ±1: nothing changed by more
# than two statements.
SUBJECT = 1.0
SPEAKER = 1.5
OPENS = 0.4

# What a description whose every word is told beside a name counts, in sentences of distance.
FITS = 3.0

# What is told beside many a name.
PARTIES = frozenset({"republican", "democrat", "democratic", "conservative", "liberal", "labour"})

_MALE = frozenset({"he", "him", "his"})
_FEMALE = frozenset({"she", "her", "hers"})
_MR = ("mr", "sir", "king", "prince", "lord")
_MRS = ("mrs", "ms", "miss", "queen", "princess", "lady", "dame")


def person_before(
    page: Page, at: int, pronoun: str, speakers: Speakers, barred: frozenset[str] = frozenset()
) -> Name | None:
    """The person that *he* or *she* at an offset means, none of the ``barred`` entities.

    ``speakers`` are (offset, entity id) of sources before it.
    """

    def fits(name: Name) -> bool:
        return name.person and name.entity.id not in barred and _gender_fits(page, name, pronoun.lower())

    return nearest(page, at, speakers, fits)


def person_described(
    page: Page,
    at: int,
    told: frozenset[str],
    pronoun: str,
    speakers: Speakers,
    barred: frozenset[str] = frozenset(),
    unlikely: frozenset[str] = frozenset(),
    *,
    told_so: bool = False,
) -> Name | None:
    """The person that a description at an offset means: its words, told beside a name, count with how near that is.

    None of the ``barred`` entities: who tells of *the mayor* is somebody else. One of the ``unlikely`` only where a
    word of the description is told beside the name: *the Fenwick lawmaker* may go on to name herself.
    With ``told_so`` one of them must be told beside the name: *the Fenwick Democrat* may be anyone's rival.
    """

    def fit(name: Name) -> float:
        return FITS * len(told & page.words_beside(name.entity.id)) / max(len(told), 1)

    def fits(name: Name) -> bool:
        others = name.person and name.entity.id not in barred
        if any(word.startswith("spokes") for word in page.words_beside(name.entity.id)):
            return False  # *the candidate* isn't who speaks for one
        if name.entity.id in unlikely and not told & page.words_beside(name.entity.id):
            return False
        return others and _gender_fits(page, name, pronoun) and (not told_so or fit(name) > 0)

    return nearest(page, at, speakers, fits, fit)


def just_spoke(page: Page, at: int, speakers: Speakers, barred: frozenset[str]) -> Name | None:
    """The person who spoke last, in the sentence before or this one; none of the ``barred`` entities."""
    offset, entity = speakers[-1] if speakers else (0, "")
    if entity in barred or page.sentence(at) - page.sentence(offset) > 1:
        return None
    return next((n for n in page.names_before(at) if n.person and n.entity.id == entity), None)


def body_before(page: Page, at: int, speakers: Speakers, organisations_only: bool = False) -> Name | None:
    """The organisation or country that *it* or *the company* means; no country, if so asked."""
    kinds = (EntityKind.ORGANISATION,) if organisations_only else (EntityKind.ORGANISATION, EntityKind.PLACE)
    return nearest(page, at, speakers, lambda n: n.entity.kind in kinds)


def nearest(
    page: Page,
    at: int,
    speakers: Speakers,
    fits: Callable[[Name], bool],
    more: Callable[[Name], float] = lambda _: 0.0,
    reach: int | None = REACH,
) -> Name | None:
    """The fitting name with the highest standing at most ``reach`` sentences before the offset, or None.

    Without a reach, the first that fits on the way back.
    """
    here = page.sentence(at)
    spoke = {(page.sentence(offset), entity) for offset, entity in speakers}
    best, standing = None, 0.0
    for name in page.names_before(at):
        away = here - page.sentence(name.start)
        if reach is not None and away > reach:
            break
        if name.start in page.asking or not fits(name):
            continue
        if reach is None:
            return name
        score = 1 + REACH - away + _standing(page, name) + more(name)
        score += SPEAKER if (page.sentence(name.start), name.entity.id) in spoke else 0
        if score > standing:
            best, standing = name, score
    return best


def _standing(page: Page, name: Name) -> float:
    """How much a name stands out in its own sentence."""
    places = page.places((name.start, name.end))
    if not places:
        return 0.0
    inside = {p.token.i for p in places}
    head = next((p.token for p in places if p.token.head not in inside or p.token.head == p.token.i), places[-1].token)
    return (SUBJECT if _is_subject(places[0].paragraph, head) else 0.0) + (
        OPENS if _opens(places[0].paragraph, head) else 0.0
    )


def _is_subject(paragraph: Paragraph, token: Token) -> bool:
    """Whether the token is a subject, or joined to one, or names one in apposition, or whose it is."""
    for _ in range(4):
        if token.dep in ("nsubj", "nsubjpass"):
            return True
        if token.dep not in ("conj", "appos", "compound", "nmod", "poss"):
            return False
        token = paragraph.tokens[token.head]
    return False


def _opens(paragraph: Paragraph, token: Token) -> bool:
    """Whether the token stands in its sentence's main clause."""
    return paragraph.tokens[token.head].dep == "ROOT"


def _gender_fits(page: Page, name: Name, pronoun: str) -> bool:
    """Whether neither an honorific before any of the person's names nor the given name speaks against the pronoun."""
    if pronoun not in _MALE | _FEMALE:
        return True
    wrong, right = (_MRS, _MR) if pronoun in _MALE else (_MR, _MRS)
    told = page.honorifics(name.entity.id)
    if told & frozenset((*wrong, *right)):
        return not told & frozenset(wrong)
    given = name.entity.name.split()
    others = women() if pronoun in _MALE else men()
    return given[0].casefold() not in others
