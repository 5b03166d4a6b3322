"""Who alone can know what is claimed: whoever made the arrest, has the plan, took the decision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from secondsource.claims import words
from secondsource.claims.facts import Fact, kin
from secondsource.claims.paths import UNNAMED, Paths, is_medium
from secondsource.records import EntityKind, Kind

OWN, DONE_TO = words.listed("own"), words.listed("done_to")
ACTS = words.acts()
CHOSEN = words.listed("chosen")
SPOKEN_FOR = frozenset(map(kin, words.listed("spoken_for")))
EMPLOYER = "employer"
US, THEM = frozenset({"i", "we"}), frozenset({"he", "she", "they", "it"})
# The share of a claim's statements that must tell an act or a plan. Half is the plain majority; not tuned.
MAJORITY = 0.5


def only_party(asserting: Sequence[Fact], paths: Paths, kinds: Mapping[str, EntityKind]) -> str | None:
    """The one party that can know what is claimed, its own act, plan or decision; None where others can too."""
    telling = [f for f in asserting if not f.fragment] or list(asserting)
    acts = [act for f in telling if (act := _act(f))]
    if acts and len(acts) >= MAJORITY * len(telling):
        if acts[0] != EMPLOYER:
            return _authority(telling, paths, kinds) or acts[0]
        if employer := _employer(telling, kinds):
            return employer
    for fact in telling:
        if party := _planner(fact, paths, kinds):
            return party
    return None


def _act(fact: Fact) -> str:
    """Whose act the statement tells, by the bare name of those who do such: *police* make arrests."""
    if fact.mood in ("may", "must"):
        return ""
    if fact.head_lemma in ACTS:
        return ACTS[fact.head_lemma]
    for act in words.done():
        nouns = fact.lemmas & act.nouns
        if fact.head_lemma in act.verbs and (nouns or not act.nouns):
            return act.party
        if act.party == "police" and fact.turning & nouns:
            return act.party
    return ""


def _authority(telling: Sequence[Fact], paths: Paths, kinds: Mapping[str, EntityKind]) -> str | None:
    """The institution that a chain names, its officer where no chain does; else the body that the words say acted."""
    officer = None
    for fact in telling:
        links = [n for link in fact.statement.chain for n in link if not _passes_on(n, paths)]
        for name in reversed(links):
            if kinds.get(name) is not EntityKind.PERSON:
                return name
            officer = officer or name
    bodies = {f"@{n.casefold()}": n for n, kind in kinds.items() if kind is EntityKind.ORGANISATION}
    acting = (bodies[t] for f in telling for t in sorted(f.subject) if t in bodies)
    return next(acting, officer)


def _employer(telling: Sequence[Fact], kinds: Mapping[str, EntityKind]) -> str | None:
    """The body that the statements name, who acts first."""
    bodies = {f"@{n.casefold()}": n for n, kind in kinds.items() if kind is EntityKind.ORGANISATION}
    named = [*(t for f in telling for t in sorted(f.subject)), *(t for f in telling for t in sorted(f.names))]
    return next((bodies[t] for t in named if t in bodies), None)


def _planner(fact: Fact, paths: Paths, kinds: Mapping[str, EntityKind]) -> str | None:
    """Whoever tells a plan, a promise or a decision of their own, or of those whom they speak for; else whose it is."""
    if fact.mood != "will" and fact.head_lemma not in OWN:
        return None
    chain = fact.statement.chain
    if chain and len(chain[0]) == 1 and not _passes_on(chain[0][0], paths) and _acts(chain[0][0], fact):
        return chain[0][0]
    suffered = fact.head_lemma in DONE_TO and fact.root is not None and fact.root.tag == "VBN"
    # a named outsider's word on it may be a guess
    by_no_other = (not chain or chain[0][0].startswith("anonymous")) and not suffered
    if by_no_other and (fact.head_lemma in CHOSEN or fact.head_lemma in OWN):
        named = {f"@{n.casefold()}": n for n, kind in kinds.items() if kind is not EntityKind.PLACE}
        return next((named[t] for t in sorted(fact.subject) if t in named), None)
    return None


def _acts(speaker: str, fact: Fact) -> bool:
    """Whether the speaker is who acts: *I* in direct speech, *he* or a name of theirs in indirect."""
    if fact.subject & US or fact.subject & SPOKEN_FOR:
        return True
    if fact.actors:
        return any(_one_of(speaker, t[1:]) for t in fact.actors)
    if fact.subject & {kin(word) for word in re.findall(r"\w\w+", speaker.casefold())}:
        return True
    return fact.statement.kind is not Kind.DIRECT and bool(fact.subject & THEM)


def _one_of(speaker: str, other: str) -> bool:
    """Whether the words of one of the two names are among those of the other."""
    mine, theirs = (set(re.findall(r"\w\w+", name.casefold())) for name in (speaker, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _passes_on(name: str, paths: Paths) -> bool:
    return name.startswith(UNNAMED) or is_medium(name, paths)
