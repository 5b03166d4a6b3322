"""One name for each speaker of a claim, whom reports name more and less fully."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from secondsource.claims import words
from secondsource.claims.paths import FORMS, POLICE, UNNAMED, Paths, is_medium, police_words
from secondsource.records import Chain, Statement

TITLES, OTHERS = words.listed("titles"), words.listed("others")


def one_name(statements: Sequence[Statement], paths: Paths) -> list[Statement]:
    """The statements, a speaker whom they name more and less fully given one name: *Insp Gask*, *detectives*.

    Two reports that give one claim to names of which one holds the other's words mean the same speaker, unless the
    shorter fits two; the detectives of the one are of the police body of the other, if only one speaks here.
    """
    names = {n for s in statements for link in s.chain for n in link if not n.startswith(UNNAMED)}
    bare = {n: words for n in sorted(names) if not is_medium(n, paths) and (words := _bare(n))}
    fuller = {n: full for n in bare if (full := _fullest_name(n, bare)) != n}
    named = _one_force([replace(s, chain=_renamed(s.chain, fuller)) for s in statements], paths)
    named = [replace(s, chain=paths.speaks_through(s.chain)) for s in named]
    bodies = {n for s in named for link in s.chain for n in link if set(re.findall(r"\w+", n.casefold())) & POLICE}
    if len(bodies) != 1 or not paths.unnamed:
        return named
    body = dict.fromkeys(paths.unnamed, *bodies)
    return [replace(s, chain=_renamed(s.chain, body)) for s in named]


def _one_force(statements: Sequence[Statement], paths: Paths) -> list[Statement]:
    """The statements, bare *police* given to the body that another report of the claim names, or that the story does.

    A story's police are one body, unless the report that says *police* names another as its source somewhere.
    """
    bodies = {n for s in statements for link in s.chain for n in link if police_words(n) is not None}
    named = {n for s in statements for link in s.chain for n in link if (s.report, n) in paths.spelled}
    if len(bodies) < 2:
        return list(statements)
    told: Counter[str] = Counter()
    for (_, body), n in paths.spelled.items():
        told[body] += n
    most = max(named or bodies, key=lambda n: (told[n], n))
    if not named and not told[most]:
        return list(statements)
    bare = [{n: most for n in bodies if (s.report, n) not in paths.spelled} for s in statements]
    return [replace(s, chain=_renamed(s.chain, of)) for s, of in zip(statements, bare, strict=True)]


def _fullest_name(name: str, bare: Mapping[str, frozenset[str]]) -> str:
    """The name with the most words of those that hold this one's, where all of them are one; else itself."""
    mine = bare[name]
    holding = {theirs for theirs in bare.values() if mine <= theirs and not (theirs - mine) & OTHERS}
    longest = max(holding, key=lambda words: (len(words), sorted(words)))
    if any(not words <= longest for words in holding):
        return name
    return min((n for n, words in bare.items() if words == longest), key=lambda n: (len(n), n))


def _renamed(chain: Chain, fuller: Mapping[str, str]) -> Chain:
    return tuple(tuple(dict.fromkeys(fuller.get(n, n) for n in link)) for link in chain)


@functools.lru_cache(maxsize=4096)
def _bare(name: str) -> frozenset[str]:
    """The words of a name without initials, a genitive's ending, titles before it and what any office is called."""
    found = re.findall(r"\w\w+", re.sub(r"['’]s\b", "", name.casefold()))
    while len(found) > 1 and found[0] in TITLES:
        found = found[1:]
    return frozenset(w for w in found if w not in FORMS)
