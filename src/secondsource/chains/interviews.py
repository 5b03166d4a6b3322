"""To which house a person gave an interview: told once, it holds for what the person says in the sentences after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.chains.pages import Page, is_house

# Sentences over which an interview that is told once goes on. Of the interviews in the dev reports none is quoted over
# more than nine sentences; beyond, a report that goes on with the same person has other sources, too.
REACH = 10

_OPENS = re.compile(
    r"\b(?:interview(?:s|ed)?|spoke|speaking|talked|talking|conversation|sat down|appearance|appearing|appeared)\s+"
    r"(?:\w+\s+){0,2}?(?:with|to|by|on)\s+(?:the\s+)?$"
    r"|\b(?:comments|remarks|statements?)\s+(?:\w+\s+){0,2}?(?:to|on)\s+(?:the\s+)?$"
    r"|\bon\s+(?:his|her|their|the)\s+(?:\w+\s+){0,2}?(?:show|program(?:me)?|podcast|broadcast)\s+on\s+$"
    r"|\b(?:said|says|speaking|appearing|appeared)\s+(?:\w+\s+)?on\s+(?:the\s+)?(?:talk\s+|local\s+)*(?:radio|television|tv)\s+"
    r"(?:station|show|program(?:me)?|channel)\s+$"
    r"|\btold\s+(?:our|its)\s+(?:\w+\s+)?partners?\s+(?:at|with)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


# *In a CNN interview*, *at an MSNBC town hall*, *on the Fox News program*.
_IN = re.compile(r"\b(?:in|at|on|during|to)\s+(?:an?|the|his|her|their)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_INTERVIEW = re.compile(
    r"(?:['’]s)?\s+(?:\w+\s+)?(?:interview|town hall|program(?:me)?|talk show|show|podcast)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Interview:
    """Who (entity id) spoke to which house, from which sentence on."""

    person: str
    house: str
    sentence: int


def interviews(page: Page) -> list[Interview]:
    """The interviews that a report tells of, in its order; not those that its own outlet made."""
    found = []
    for name in page.names:
        if not is_house(name) or page.report.source in name.entity.outlets:
            continue
        before, after = page.text(max(0, name.start - _BEFORE), name.start), page.text(name.end, name.end + _BEFORE)
        if not _OPENS.search(before) and not (_IN.search(before) and _INTERVIEW.match(after)):
            continue
        sentence = page.sentence(name.start)
        found += [Interview(person, name.entity.name, sentence) for person in _people_of(page, sentence, name.start)]
    return found


def told_in(page: Page, known: Sequence[Interview], person: str | None, at: int) -> Interview | None:
    """The interview in which the person says what stands at an offset: the last one told shortly before.

    What a sentence gives to another occasion was not said there.
    """
    here = page.sentence(at)
    fits = [i for i in known if i.person == person and 0 <= here - i.sentence <= REACH]
    if not fits or (fits[-1].sentence != here and _ELSEWHERE.search(page.sentence_text(at))):
        return None
    return fits[-1]


# What tells that a sentence's words were said on another occasion than the interview before it.
_ELSEWHERE = re.compile(
    r"\b(?:twitter|tweet(?:s|ed|ing)?|facebook|instagram|in (?:a|an|his|her|their) (?:\w+ )?(?:statement|speech|letter|"
    r"e-?mail|memo|blog|post|video|testimony)|(?:press|news) conference|debate|rally|town hall|on the floor|later told|"
    r"earlier (?:this|in the) (?:week|month|year)|last (?:week|month|year))\b",
    re.IGNORECASE,
)


# Characters around a house's name in which a person of the same sentence is looked for.
_AROUND = 400

# Characters before a house's name that can hold "in a telephone interview with the".
_BEFORE = 60


def _people_of(page: Page, sentence: int, at: int) -> list[str]:
    """The person of the sentence who is interviewed: the nearest one named after the house, else before it."""
    near = [n for n in page.names_in(at - _AROUND, at + _AROUND) if n.person and page.sentence(n.start) == sentence]
    after, before = [n for n in near if n.start > at], [n for n in near if n.start < at]
    chosen = after[0] if after and not before else before[0] if before else None
    return [chosen.entity.id] if chosen else []
