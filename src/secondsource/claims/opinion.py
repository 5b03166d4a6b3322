"""Whether a statement can be corroborated at all: opinions, feelings, demands and outsiders' predictions can't."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from importlib import resources

from secondsource.claims.facts import Fact

# The share of a claim's statements that must read as opinion. Half is the plain majority; not tuned.
MAJORITY = 0.5


def is_opinion(facts: Sequence[Fact]) -> bool:
    """Whether most of a claim's statements tell a view, not a fact."""
    return sum(map(views, facts)) >= MAJORITY * len(facts) if facts else False


def views(fact: Fact) -> bool:
    """Whether one statement tells a view: by its root, its mood, and the word that introduces it."""
    words = lists()
    if (fact.cue in words["cue"] and not fact.figures) or fact.mood == "must":
        return True
    sought = fact.head_lemma == "want" and fact.root is not None and fact.root.tag == "VBN"  # *is wanted on a charge*
    if (fact.head_lemma in words["verb"] and not sought) or (fact.head_lemma in words["mine"] and fact.subject & SELF):
        return True
    if fact.turning & words["noun"] or (fact.predicate in words["adjective"] and not fact.figures):
        return True
    if fact.statement.chain and fact.lemmas & words["strong"]:
        return True
    return _guesses(fact, words)


SELF = frozenset({"i", "we"})


def _guesses(fact: Fact, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether somebody says what may be, of others: *I could hear* is no guess, nor is *he couldn't walk*."""
    unable = fact.negated and "could" in fact.lemmas
    told = bool(fact.statement.chain) and fact.mood == "may" and not fact.past and not unable
    return told and fact.head_lemma not in words["sense"] and not fact.subject & SELF


@functools.cache
def lists() -> Mapping[str, frozenset[str]]:
    """Where a word stands → the lemmas that tell a view there."""
    rows = resources.files(__package__).joinpath("opinion.tsv").read_text(encoding="utf-8").splitlines()
    table = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {place: frozenset(words) for place, *words in table}
