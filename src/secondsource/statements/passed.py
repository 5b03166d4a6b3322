"""What a source has from another.

*…, citing a diver*; *quoted a diver as saying …*; *…, police said, OPA reported*; *“As a diver told me, …”*; *…, Orne
said a diver told him*. The trained reader gives such words to whoever is nearest to its cue, once; a chain needs both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondsource.records import Span, Token
from secondsource.statements.clauses import is_verb
from secondsource.statements.draft import Draft
from secondsource.statements.heard import is_another
from secondsource.statements.layout import Layout
from secondsource.statements.spans import subtract, tidy
from secondsource.statements.stance import says
from secondsource.statements.words import lemmas

_CITING = {"cite", "quote"}
_NAMES = {"PERSON", "ORG", "GPE", "NORP", "WORK_OF_ART"}
_MOST_VERBS = 6  # up the tree from *citing* to the cue that it belongs to


def passed_on(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """The drafts, and for each that cites or quotes somebody the same words as that one's; none that cites a thing."""
    kept = [d for d in found if not _is_citing(layout, d.anchor)]
    by_anchor = {d.anchor: d for d in kept}
    given = [d for d in kept if d.source]
    for verb in layout.tokens:
        if not is_verb(verb) or verb.lemma not in _CITING or layout.quote[verb.i] >= 0:
            continue
        told = _from(layout, verb)
        if told is None:
            continue
        outer = _outer(layout, verb, by_anchor) or _beside(layout, verb, given)
        if outer is not None and not _has(kept, told):
            inner = _same_words(layout, outer, verb, told)
            if inner.content:
                kept = [replace(d, content=inner.content) if d is outer else d for d in kept]
                kept.append(inner)
    for d in tuple(kept):
        kept += [inner for inner in _asides(layout, d) if inner.content and not _cued(kept, inner)]
        for inner in _told_before(layout, d):
            if not _cued(kept, inner):
                telling = (inner.source[0][0], inner.cue[0][1])
                kept = [replace(o, content=(*o.content, telling)) if o is d else o for o in kept]
                kept.append(inner)
    return _second_tags(layout, kept)


def _cued(found: Sequence[Draft], inner: Draft) -> bool:
    """Whether an attribution has this cue already."""
    return any(s < inner.cue[0][1] and inner.cue[0][0] < e for d in found for s, e in d.cue)


def _asides(layout: Layout, outer: Draft) -> Iterator[Draft]:
    """*“As a diver told me, the hull was cracked,” Orne said*: the diver said so."""
    for span in outer.content:
        for verb in layout.tokens_within(*span):
            mark = layout.tokens[layout.left[verb.i]]
            who = layout.child(verb.i, "nsubj")
            first, end = layout.units[layout.unit[verb.i]]
            apart = mark.i == first or layout.tokens[mark.i - 1].pos == "PUNCT"  # not *as rich as he says he is*
            opens = mark.lemma.lower() == "as" and mark.dep == "mark" and verb.dep == "advcl" and mark.i < verb.i
            if not (apart and opens and who is not None and says(verb.lemma) and _another(layout, who)):
                continue
            clause = layout.span(mark.i, layout.right[verb.i])
            sentence = layout.span(first, end - 1)
            within = (max(sentence[0], span[0]), min(sentence[1], span[1]))
            yield _given(layout, outer, verb, _whole_name(layout, who), subtract(within, [clause]))


def _told_before(layout: Layout, outer: Draft) -> Iterator[Draft]:
    """*“The hull was cracked,” Orne said a diver told him*; *… recalled a diver telling him*: the diver said so."""
    if not outer.content or outer.content[-1][1] > outer.cue[0][0]:
        return
    object_ = layout.child(outer.anchor, "dobj")
    tellers = [(layout.child(verb.i, "nsubj"), verb) for verb in layout.children(outer.anchor, "ccomp")]
    if object_ is not None:
        hanging = (*layout.children(object_.i, "acl"), *layout.children(outer.anchor, "advcl"))
        tellers += [(object_, verb) for verb in hanging if verb.tag == "VBG" and verb.i > object_.i]
    for who, verb in tellers:
        if who is not None and _tells_nothing(layout, verb) and _another(layout, who):
            yield _given(layout, outer, verb, _whole_name(layout, who), outer.content)


def _tells_nothing(layout: Layout, verb: Token) -> bool:
    """Whether the clause only says that somebody told it: *told him*, *telling her*."""
    heard = layout.child(verb.i, "dobj", "dative")
    bare = layout.child(verb.i, "ccomp", "xcomp") is None and heard is not None and heard.tag == "PRP"
    return bare and verb.lemma == "tell"


def _another(layout: Layout, who: Token) -> bool:
    return is_another(layout.tokens[layout.left[who.i] : who.i + 1])


def _given(layout: Layout, outer: Draft, cue: Token, named: Span, content: Sequence[Span]) -> Draft:
    """The words given to whom the outer source has them from, as ``named``."""
    return replace(
        outer,
        anchor=cue.i,
        lemma=cue.lemma,
        frame="phrase",
        source=tidy(layout.text, [named]),
        cue=(layout.span(cue.i, cue.i),),
        content=tidy(layout.text, content),
    )


def _whole_name(layout: Layout, who: Token) -> Span:
    return layout.span(min(layout.left[who.i], who.i), who.i)


def _second_tags(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """The drafts, with who says so as part of what a second tag gives on: *…, police said, OPA reported*."""
    alike: dict[tuple[Span, ...], list[Draft]] = {}
    for d in found:
        alike.setdefault(d.content, []).append(d)
    given = []
    for d in found:
        inner = next((o for o in alike[d.content] if o is not d and _tags(layout.text, d, o)), None)
        if inner is not None:
            start, end = d.content[-1][0], max(e for _, e in (*inner.source, *inner.cue))
            d = replace(d, content=(*d.content[:-1], (start, end)))
        given.append(d)
    return given


def _tags(text: str, outer: Draft, inner: Draft) -> bool:
    """Whether one draft gives on the same words with who says so, right after that."""
    if outer.frame == "phrase" or not (inner.source and outer.source):
        return False
    inside, around = (sorted([*d.source, *d.cue]) for d in (inner, outer))
    if inside[0][0] < inner.content[-1][1]:
        return False
    return text[max(e for _, e in inside) : around[0][0]].strip() == ","


def _is_citing(layout: Layout, anchor: int) -> bool:
    """Whether the cue is a *citing* that says from whom, so that the words are no content: *citing a diver*."""
    verb = layout.tokens[anchor]
    return verb.tag == "VBG" and verb.lemma in _CITING and _from(layout, verb) is not None


def _from(layout: Layout, verb: Token) -> Token | None:
    """Whom the verb cites, where that is somebody or a paper: not *citing the weather*, *citing his refusal*."""
    who = layout.child(verb.i, "dobj")
    if who is None or who.i < verb.i:
        return None
    if verb.tag != "VBG" and _saying(layout, verb) is None:
        return None
    known = who.entity in _NAMES or who.lemma.lower() in lemmas("cited") or who.tag == "PRP"
    return who if known else None


def _saying(layout: Layout, verb: Token) -> Token | None:
    """The *saying* of *quoted a diver as saying*."""
    preps = [p for p in layout.children(verb.i, "prep") if p.lemma == "as"]
    who = layout.child(verb.i, "dobj")
    preps += [p for p in layout.children(who.i, "prep") if p.lemma == "as"] if who is not None else []
    return next((v for p in preps for v in layout.children(p.i, "pcomp") if v.tag == "VBG"), None)


def _outer(layout: Layout, verb: Token, by_anchor: dict[int, Draft]) -> Draft | None:
    """The attribution that the verb is the cue of, or hangs from."""
    at = verb
    for _ in range(_MOST_VERBS):
        if at.i in by_anchor:
            return by_anchor[at.i]
        above = layout.head(at.i)
        if above.i == at.i:
            return None
        at = above
    return None


def _beside(layout: Layout, verb: Token, given: Sequence[Draft]) -> Draft | None:
    """The attribution whose cue stands nearest in the same sentence."""
    here = [d for d in given if layout.unit[d.anchor] == layout.unit[verb.i] and layout.quote[d.anchor] < 0]
    return min(here, key=lambda d: abs(d.anchor - verb.i), default=None)


def _has(found: Sequence[Draft], who: Token) -> bool:
    """Whether an attribution has this source already."""
    return any(s <= who.start < e for d in found for s, e in d.source)


def _same_words(layout: Layout, outer: Draft, verb: Token, who: Token) -> Draft:
    """The outer one's words, given to whom it has them from."""
    saying = _saying(layout, verb)
    cue = saying or verb
    last = max((t.i for t in _own(layout, who)), default=who.i)
    named = layout.span(min(layout.left[who.i], who.i), last)
    apart = [(min(named[0], verb.start), max(named[1], cue.end))]
    return _given(layout, outer, cue, named, [s for span in outer.content for s in subtract(span, apart)])


def _own(layout: Layout, who: Token) -> Iterator[Token]:
    """The words that name who is cited, without *as saying …*."""
    for token in layout.tokens[who.i : layout.right[who.i] + 1]:
        if token.text in {",", ";", "”", "“"} or (token.lemma == "as" and token.dep == "prep"):
            return
        yield token
