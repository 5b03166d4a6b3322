"""Cues read off the order of the words where the parse has lost the clause: *…, the patrol said.*; *told X that …*."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.clauses import SUBJECTS, is_verb, source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import tidy

# A tag ends its sentence: so many words may follow its verb ("said in a statement on Friday"), so many name its source.
MOST_AFTER, MOST_BEFORE = 10, 16

# *that* stands at most so many words from the verb that it depends on: "told Radio Selby in a letter that".
FARTHEST_THAT = 12

# A clause without *that* begins at most so many words from *told*: "told two Selby police officers he was ill".
FARTHEST_TOLD = 7

_TELLING = {"tell", "inform", "remind", "assure", "warn"}
_TOLD = {"DET", "ADJ", "NOUN", "PROPN", "PRON", "PART", "NUM"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_NAMING = {"NOUN", "PROPN", "PRON"}
_OPENING = {",", "”", '"', "''", "—", "–", "--"}


def wordorder_candidates(layout: Layout) -> Iterator[Draft]:
    """Tags at the ends of sentences, and clauses with *that*, that the parse does not give to their verb."""
    for start, end in layout.units:
        tag = _tag(layout, start, end)
        if tag is not None:
            yield tag
    for token in layout.tokens:
        if is_verb(token) and layout.child(token.i, "ccomp") is None:
            told = _that(layout, token) or _told(layout, token)
            if told is not None:
                yield told


def _tag(layout: Layout, start: int, end: int) -> Draft | None:
    """The tag that ends a sentence: *…, the harbour patrol said*."""
    verb = next((i for i in range(end - 1, max(start, end - MOST_AFTER) - 1, -1) if _plain_verb(layout, i)), None)
    if verb is None or any(c.dep in {"ccomp", "dobj", "xcomp"} and c.i > verb for c in layout.children(verb)):
        return None
    first = verb_group(layout, verb)[0]
    open_at = _opening(layout, start, first)
    if open_at is None:
        return None
    named = layout.tokens[open_at + 1 : first]
    if not _names(named) or not any(is_verb(t) for t in layout.tokens[start:open_at]):
        return None
    content = tidy(layout.text, [layout.span(start, open_at)])
    return _make(layout, verb, "tag", (layout.span(open_at + 1, first - 1),), content)


def _plain_verb(layout: Layout, i: int) -> bool:
    token = layout.tokens[i]
    return (
        token.tag in {"VBD", "VBZ", "VBP", "VBN"}
        and layout.quote[i] < 0
        and token.dep not in {"aux", "auxpass", "amod", "acl"}
    )


def _opening(layout: Layout, start: int, first: int) -> int | None:
    """The comma or quote mark that sets the tag off: the last one before the words that name its source."""
    for i in range(first - 1, max(start, first - MOST_BEFORE) - 1, -1):
        token = layout.tokens[i]
        if token.pos in {"VERB", "AUX", "SCONJ"} or token.dep in {"mark", "cc"}:
            return None
        if token.text in _OPENING or layout.quote[i] >= 0:
            return i
    return None


def _names(words: tuple[Token, ...]) -> bool:
    return any(t.pos in _NAMING for t in words) and words[0].pos not in {"ADP", "SCONJ", "CCONJ", "ADV"}


def _that(layout: Layout, verb: Token) -> Draft | None:
    """*told Radio Selby in a letter that he was ill*, where *that …* hangs from the letter."""
    end = min(layout.units[layout.unit[verb.i]][1], verb.i + FARTHEST_THAT)
    for i in range(verb.i + 1, end):
        token = layout.tokens[i]
        if token.text.lower() == "that" and token.dep in {"mark", "nsubj", "dobj"} and token.head > i:
            source = () if _of_object(layout, verb, token.head) else _actor(layout, verb)
            return _make(layout, verb.i, "that-far", source, _clause(layout, i, token.head)) if source else None
        if is_verb(token) or layout.quote[i] >= 0 or token.text in {",", ";", ":"}:
            return None
    return None


def _told(layout: Layout, verb: Token) -> Draft | None:
    """*told detectives he had bought the boat*, where the clause hangs from those who were told."""
    if verb.lemma not in _TELLING or layout.child(verb.i, "nsubjpass", "auxpass") is not None:
        return None
    end = layout.units[layout.unit[verb.i]][1]
    at = verb.i + 1
    while at < min(end, verb.i + FARTHEST_TOLD) and layout.tokens[at].pos in _TOLD and not _opens_clause(layout, at):
        at += 1
    if at == verb.i + 1 or at >= end or not _opens_clause(layout, at) or layout.quote[at] != layout.quote[verb.i]:
        return None
    source = _actor(layout, verb)
    head = _clause_verb(layout, at)
    return _make(layout, verb.i, "clause", source, _clause(layout, at, head)) if source and head is not None else None


def _opens_clause(layout: Layout, at: int) -> bool:
    """Whether a clause begins with the token: it is, or belongs to, the subject of a finite verb that follows."""
    return layout.tokens[at].dep != "dobj" and _clause_verb(layout, at) is not None


def _clause_verb(layout: Layout, at: int) -> int | None:
    """The verb whose subject begins with the token, or None."""
    token = layout.tokens[at]
    subject_ = token if token.dep in SUBJECTS else layout.head(at)
    verb = layout.head(subject_.i)
    begins = subject_.dep in SUBJECTS and layout.left[subject_.i] == at and verb.i > subject_.i
    finite = verb.tag in _FINITE or any(c.tag in _FINITE for c in layout.children(verb.i, "aux", "auxpass"))
    return verb.i if begins and finite else None


def _of_object(layout: Layout, verb: Token, clause: int) -> bool:
    """Whether the clause says what the verb's object is: *rejected claims that …*."""
    noun = layout.head(clause)
    return layout.tokens[clause].dep in {"acl", "relcl"} and noun.dep == "dobj" and noun.head == verb.i


def _clause(layout: Layout, that: int, head: int) -> tuple[Span, ...]:
    return tidy(layout.text, [layout.span(that, max(head, layout.right[head]))])


def _actor(layout: Layout, verb: Token) -> tuple[Span, ...]:
    """The verb's subject, or the words that open its sentence."""
    who = subject(layout, verb.i)
    if who is not None:
        return source_span(layout, who, verb.i)
    start = layout.units[layout.unit[verb.i]][0]
    words = layout.tokens[start : verb.i]
    plain = bool(words) and len(words) <= MOST_BEFORE and not any(t.text in {",", ";", ":"} for t in words)
    return (layout.span(start, verb.i - 1),) if plain and words[0].text[:1].isupper() else ()


def _make(layout: Layout, verb: int, frame: str, who: tuple[Span, ...], content: tuple[Span, ...]) -> Draft:
    first, last = verb_group(layout, verb)
    lemma = layout.tokens[verb].lemma
    return Draft(layout.number, verb, lemma, frame, tidy(layout.text, who), (layout.span(first, last),), content)
