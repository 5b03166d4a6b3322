"""Noun and adjective cues: *a report that …*, *his promise to …*, *criticism of …*, *is confident that …*."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.clauses import source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import tidy
from secondsource.statements.words import lemmas


def nominal_candidates(layout: Layout) -> Iterator[Draft]:
    """Every way in which a noun or an adjective of the paragraph could be a cue by its parse."""
    for token in layout.tokens:
        if token.pos == "NOUN":
            yield from _noun(layout, token)
        elif token.pos in {"ADJ", "VERB"} and token.dep in {"acomp", "amod", "acl"}:
            yield from _adjective(layout, token)


def _noun(layout: Layout, noun: Token) -> Iterator[Draft]:
    owner, light = _owner(layout, noun)
    who = _owner_span(layout, owner, noun)
    first = min(noun.i, light) if light is not None else noun.i
    kind = "noun" if owner is not None else "bare"
    for child in layout.children(noun.i):
        if child.i < noun.i:
            continue
        if child.dep in {"acl", "ccomp", "relcl"} and child.pos in {"VERB", "AUX"}:
            marks = {c.lemma for c in layout.children(child.i, "mark", "aux")}
            if "that" in marks and child.dep != "relcl":
                yield _make(layout, noun, f"{kind}-that", who, first, noun.i, layout.extent(child.i))
            elif "to" in marks and child.dep == "acl":
                yield _make(layout, noun, f"{kind}-to", who, first, noun.i, layout.extent(child.i))
        elif child.dep == "prep":
            inner = layout.child(child.i, "pobj", "pcomp")
            if inner is not None and (owner is None or inner.i != owner.i) and child.i == noun.i + 1:
                yield _make(layout, noun, f"{kind}-{child.lemma}", who, first, child.i, layout.extent(inner.i))


def _owner(layout: Layout, noun: Token) -> tuple[Token | None, int | None]:
    """Whose the noun is: *his plan*, *a report by X*, or the subject of the light verb that it is the object of."""
    own = layout.child(noun.i, "poss")
    if own is not None:
        return own, None
    for prep in layout.children(noun.i, "prep"):
        if prep.lemma in {"by", "from"}:
            return layout.child(prep.i, "pobj"), None
    head = layout.head(noun.i)
    if noun.dep == "dobj" and head.lemma in lemmas("light"):
        return subject(layout, head.i), verb_group(layout, head.i)[0]
    return None, None


def _owner_span(layout: Layout, owner: Token | None, noun: Token) -> tuple[Span, ...]:
    if owner is None:
        return ()
    if owner.i > noun.i:
        return (layout.extent(owner.i),)
    return source_span(layout, owner, noun.i)


def _adjective(layout: Layout, adjective: Token) -> Iterator[Draft]:
    head = layout.head(adjective.i)
    copula = adjective.dep == "acomp" and head.lemma in lemmas("copula")
    who = subject(layout, head.i) if copula else head if adjective.dep == "amod" else None
    if who is None:
        return
    if who.dep == "expl" or who.lemma == "it":
        source: tuple[Span, ...] = ()
        kind = "it-adj"
    else:
        source, kind = source_span(layout, who, adjective.i), "adj"
    first = verb_group(layout, head.i)[0] if copula else adjective.i
    for child in layout.children(adjective.i):
        if child.i < adjective.i:
            continue
        if child.dep in {"ccomp", "xcomp"}:
            marks = {c.lemma for c in layout.children(child.i, "aux")}
            frame = f"{kind}-to" if "to" in marks else f"{kind}-that"
            yield _make(layout, adjective, frame, source, first, adjective.i, layout.extent(child.i))
        elif child.dep == "prep":
            inner = layout.child(child.i, "pobj", "pcomp")
            if inner is not None:
                yield _make(layout, adjective, f"{kind}-{child.lemma}", source, first, child.i, layout.extent(inner.i))


def _make(
    layout: Layout, word: Token, frame: str, who: tuple[Span, ...], first: int, last: int, content: Span
) -> Draft:
    cue = layout.span(min(first, word.i), max(last, word.i))
    return Draft(layout.number, word.i, word.lemma, frame, tidy(layout.text, who), (cue,), tidy(layout.text, [content]))
