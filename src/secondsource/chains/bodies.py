"""Which body a common noun means: *the union* is a union that was named, and no newspaper."""

from __future__ import annotations

import re
from collections.abc import Callable

from secondsource.chains.antecedents import REACH, Speakers, nearest
from secondsource.chains.pages import Name, Page
from secondsource.chains.tables import words
from secondsource.records import EntityKind

# What a body whose name shows the noun's kind counts before one whose name shows none, in sentences of distance.
SHOWN = 2.0

_ACRONYM = re.compile(r"[A-Z]{2,6}")


def body_called(page: Page, at: int, noun: str, speakers: Speakers) -> Name | None:
    """The organisation that a noun (*union*, *paper*, *company*) at an offset means; None where none is of its kind.

    One that shows its kind may be named long before, or only later if it is the only such one in the report. One whose
    name tells nothing of its kind is meant by an open noun alone, or where it is an acronym, and only from near.
    """
    kind = words().kind_of_noun.get(noun, noun)

    def shows(name: Name) -> bool:
        return name.entity.kind is EntityKind.ORGANISATION and kind in kinds_shown(page, name, noun, kind)

    def may_be(name: Name) -> bool:
        return _untold(page, name, noun, kind)

    near = nearest(page, at, speakers, lambda n: shows(n) or may_be(n), lambda n: SHOWN * shows(n), reach=REACH)
    return near or nearest(page, at, speakers, shows, reach=None) or _only(page, shows)


def kinds_shown(page: Page, name: Name, noun: str, kind: str) -> frozenset[str]:
    """The kinds of body that a name's words show; by what is told beside it where they show none."""
    known = words()
    said = re.findall(r"[^\W\d_]+", name.entity.name.lower())
    shown = {k for word in said for k in known.kinds_of_name.get(word, ())}
    if name.entity.outlets:
        shown.add("news")
    if noun in said or (not shown and noun in page.words_beside(name.entity.id)):
        shown.add(kind)
    return frozenset(shown)


def _untold(page: Page, name: Name, noun: str, kind: str) -> bool:
    """Whether a body whose name shows no kind may be called by the noun."""
    if name.entity.kind is not EntityKind.ORGANISATION or kinds_shown(page, name, noun, kind):
        return False
    known = words()
    return noun in known.open_bodies or noun in known.houses or bool(_ACRONYM.fullmatch(name.entity.name))


def _only(page: Page, shows: Callable[[Name], bool]) -> Name | None:
    """The one body of the report that fits, wherever it is named."""
    found = {n.entity.id: n for n in reversed(page.names) if shows(n)}
    return next(iter(found.values())) if len(found) == 1 else None
