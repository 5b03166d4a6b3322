"""Denials find what they deny: *that is not true* says nothing that could be compared, but it points back."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import resources

from secondsource.claims.facts import Fact
from secondsource.records import Stance

# How far back what is denied may stand, in characters: about three paragraphs of news.
REACH = 900
# How far back it may stand where nothing shows that it is an accusation.
NEAR = 400
# The share of the telling words of the shorter that a contradiction must repeat. Chosen by reading, not swept.
MOST = 0.6
# A rejection of more words says something of its own.
LONGEST = 18


def marked(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, those that reject what was said before them taken as its denial."""
    return tuple(
        replace(f, statement=replace(f.statement, stance=Stance.DENIES))
        if f.statement.stance is Stance.ASSERTS and ((f.statement.chain and rejects(f.text)) or _refuted(f))
        else f
        for f in facts
    )


def _refuted(fact: Fact) -> bool:
    return fact.refuted and not fact.statement.cue


def turned(facts: Sequence[Fact], groups: Iterable[Sequence[int]]) -> tuple[Fact, ...]:
    """The facts, those that say no to what another source says yes to in the same group taken as its denial."""
    made = list(facts)
    for group in groups:
        told = [facts[i] for i in group if facts[i].statement.stance is Stance.ASSERTS]
        for i in group:
            if any(opposed(facts[i], other) for other in told):
                made[i] = _denying(facts[i])
        _take_sides(made, group)
    return tuple(made)


def _denying(fact: Fact) -> Fact:
    return replace(fact, statement=replace(fact.statement, stance=Stance.DENIES))


def _take_sides(made: list[Fact], group: Sequence[int]) -> None:
    """Puts what a denier says beside the denial on the denial's side: a party and its officers are one.

    Unless it says what the others say: then the party changed its account.
    """
    parties = {n for i in group if made[i].statement.stance is Stance.DENIES for n in _party(made[i])}
    mine = [i for i in group if made[i].statement.stance is Stance.ASSERTS and parties & _party(made[i])]
    others = [made[i] for i in group if made[i].statement.stance is Stance.ASSERTS and i not in mine]
    if not others:
        return
    for i in mine:
        if made[i].turned or not any(made[i].head and made[i].head == other.head for other in others):
            made[i] = _denying(made[i])


def _party(fact: Fact) -> set[str]:
    """Who speaks, and for whom: the innermost links, without those of whoever reports them."""
    return {n for link in fact.statement.chain[:2] for n in link if not n.startswith(UNNAMED)}


UNNAMED = ("anonymous", "agencies@", "wire:")


def opposed(no: Fact, yes: Fact) -> bool:
    """Whether ``yes`` says of the same what ``no`` says isn't so, by another source.

    *The tank did not leak* and *a leaking tank caused the fire*: what is negated need not be the other's verb.
    """
    if not (no.turned & yes.terms) - yes.denied or yes.turned or yes.negated or no.mood != yes.mood:
        return False
    apart = not set(no.statement.chain[:1]) & set(yes.statement.chain[:1]) if no.statement.chain else True
    by_other = apart and (no.statement.report != yes.statement.report or no.statement.chain != yes.statement.chain)
    own, theirs = no.terms - no.names or no.terms, yes.terms - yes.names or yes.terms
    shared, least = len(no.terms & yes.terms), min(len(own), len(theirs))
    acting = no.subject - PRONOUNS - no.turned
    return by_other and shared > 1 and shared >= MOST * least and (not acting or bool(acting & yes.terms))


def of_one_matter(denial: Fact, told: Fact) -> bool:
    """Whether the two share more than the names in them: the place of a fire is no reason to deny its cause."""
    shared = {t for t in (denial.terms & told.terms) - denial.names - told.names if not t.startswith(("@", "#"))}
    own = denial.terms - denial.names
    turns = {denial.head, *denial.subject} & {told.head, *told.subject} & shared
    return bool(shared) and (len(shared) > 1 or bool(turns) or len(own) <= FEW)


# A denial of so few telling words, names aside, has no more of them to share.
FEW = 2
PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "you", "that", "this", "there"})


def rejects(text: str) -> bool:
    """Whether the words reject what was said before them.

    >>> rejects("That is not true."), rejects("these attacks are garbage"), rejects("The false alarm was costly")
    (True, True, False)
    """
    opening = text.split(" … ")[0]
    return len(opening.split()) <= LONGEST and bool(_pattern().search(opening))


def targets(facts: Sequence[Fact], group_of: Mapping[int, int], groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """For each denial whose group asserts nothing: the position of the nearest assertion that it can answer."""
    row = sorted(range(len(facts)), key=lambda i: (facts[i].statement.report, _start(facts[i]), i))
    found: dict[int, int] = {}
    for n, i in enumerate(row):
        fact = facts[i]
        if fact.statement.stance is not Stance.DENIES or any(
            facts[k].statement.stance is Stance.ASSERTS for k in groups[group_of[i]]
        ):
            continue
        answered = [k for k in _before(facts, row, n) if _answers(fact, facts[k]) and _meant(fact, facts[k])]
        if answered:
            found[i] = max(answered, key=lambda k: _aimed_at(fact, facts[k]))
        elif told := [k for k in row if _answers(fact, facts[k]) and _says(fact, facts[k])]:
            found[i] = max(told, key=lambda k: _aimed_at(fact, facts[k]))
    return found


def _before(facts: Sequence[Fact], row: Sequence[int], n: int) -> list[int]:
    """The positions of what the same report tells within reach before the n-th of the row."""
    found = []
    report, start = facts[row[n]].statement.report, _start(facts[row[n]])
    for m in range(n - 1, -1, -1):
        k = row[m]
        other = facts[k]
        if other.statement.report != report or start - _start(other) > REACH:
            break
        found.append(k)
    return found


def _meant(denial: Fact, told: Fact) -> bool:
    """Whether what stands before a denial can be what it denies: it points back at it, or it is about the denier.

    *That is not true* is of what was said just before. *He denied the accusations* is of an accusation of him.
    """
    if rejects(denial.text) or _says(denial, told) or len((denial.terms & told.terms) - denial.names) > 1:
        return True
    who = {f"@{name.casefold()}" for name in _party(denial)}
    return bool(who & (told.names | told.actors)) or not denial.statement.chain


def _aimed_at(denial: Fact, told: Fact) -> tuple[bool, bool, int, int]:
    """What speaks for a denial being of this: its source is named, it is an accusation, it shares words, it is near."""
    return _says(denial, told), _alleged(told), len(denial.terms & told.terms), _start(told)


def _alleged(told: Fact) -> bool:
    return told.statement.hedge or told.cue in _table()["alleges"]


def _says(denial: Fact, told: Fact) -> bool:
    """Whether the denial names who tells it (*the Gazette's story is false*)."""
    names = {f"@{n.casefold()}" for link in told.statement.chain for n in link}
    return bool(names & denial.names)


def _answers(denial: Fact, told: Fact) -> bool:
    """Whether the denial can be of what is told: somebody else's assertion, told in full, that it doesn't overlap."""
    one, other = denial.statement, told.statement
    speaker = set(one.chain[0]) if one.chain else set()
    apart = all(e <= start or end <= s for s, e in one.content for start, end in other.content)
    own = bool(other.chain) and bool(speaker & set(other.chain[0]))
    if other.stance is not Stance.ASSERTS or not apart or own or len(told.terms) < 2:
        return False
    return one.report != other.report or _alleged(told) or _start(denial) - _start(told) <= NEAR


def _start(fact: Fact) -> int:
    return fact.statement.content[0][0] if fact.statement.content else 0


@functools.cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(
        resources.files(__package__).joinpath("denials.toml").read_text(encoding="utf-8")
    )
    return table


@functools.cache
def _pattern() -> re.Pattern[str]:
    table = _table()
    back, says = "|".join(table["points_back"]), "|".join(table["rejects"])
    opening = r"^\W*(?:[^:.]{1,40}: )?(?:of course,? |no,? |well,? )?"
    return re.compile(
        rf"{opening}(?:(?:{back})\s?(?:{says})|(?:i|we|he|she|they)\s?(?:{'|'.join(table['disowns'])}))", re.IGNORECASE
    )
