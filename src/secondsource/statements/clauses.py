"""Who acts in a clause, how its verb group reads, and where its words stand."""

from __future__ import annotations

from secondsource.records import Span, Token
from secondsource.statements.layout import Layout

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_BEFORE = {"aux", "auxpass", "neg", "advmod"}
_TOGETHER = {"aux", "auxpass", "neg", "advmod", "prt"}
_QUOTING = {"quote", "cite"}
_CLIMB = 6  # verbs up the tree to look for a subject: "vowed to try to stop" is four


def subject(layout: Layout, verb: int) -> Token | None:
    """The subject of the verb: its own, or that of the verb it shares one with, or the noun that it describes."""
    at = verb
    for _ in range(_CLIMB):
        own = layout.child(at, *SUBJECTS)
        if own is not None:
            return own
        token = layout.tokens[at]
        head = layout.head(at)
        quoted = _quoted(layout, token)
        if quoted is not None:
            return quoted
        if head.i == at:
            return None
        if token.dep == "acl" or (token.dep == "relcl" and at == verb):
            return head
        if token.dep not in {"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "aux", "ccomp"} or (
            token.dep == "ccomp" and head.i > at
        ):
            return None
        at = layout.head(head.i).i if token.dep == "conj" and leaves_clause(layout, at) else head.i
    return None


def _quoted(layout: Layout, verb: Token) -> Token | None:
    """Who says what a house is told to quote: *The Courier quoted a diver as saying …*."""
    prep, quoting = layout.head(verb.i), layout.head(verb.head)
    if verb.dep != "pcomp" or prep.lemma != "as" or quoting.lemma not in _QUOTING:
        return None
    return layout.child(quoting.i, "dobj", "nsubjpass")


def leaves_clause(layout: Layout, verb: int) -> bool:
    """Whether a coordinated verb belongs to the cue above the clause that the parse puts it in.

    *Ruiz said the bridge would stay shut and added …*: a past tense doesn't go on with *would*.
    """
    token, head = layout.tokens[verb], layout.head(verb)
    finite = token.tag in {"VBD", "VBZ", "VBP"} and layout.child(verb, "nsubj", "nsubjpass", "aux") is None
    return token.dep == "conj" and finite and head.dep == "ccomp" and head.tag == "VB" and head.head < head.i


def source_span(layout: Layout, token: Token, verb: int) -> tuple[Span, ...]:
    """The words that name the source: the subject's subtree, without what holds the verb itself."""
    first, last = layout.left[token.i], layout.right[token.i]
    if first <= verb <= last:  # "a letter vowing to …": the noun as far as the verb
        clause = min(layout.left[verb], verb)
        last = clause - 1 if clause > token.i else token.i
    for child in layout.children(token.i, "punct"):
        if token.i < child.i <= last and child.text in {"—", "–", ":", ";"}:
            last = child.i - 1
    last = _before_quote(layout, token.i, last)
    span = layout.span(first, max(last, token.i))
    return (span,)


def verb_group(layout: Layout, verb: int, *, up_to: int | None = None) -> tuple[int, int]:
    """First and last token of the verb with the auxiliaries, negations and adverbs that stand against it."""
    first = last = verb
    while first > 0 and _belongs(layout, first - 1, verb, _BEFORE):
        first -= 1
    stop = len(layout.tokens) if up_to is None else up_to
    while last + 1 < stop and _belongs(layout, last + 1, verb, _TOGETHER):
        last += 1
    while first < verb and layout.tokens[first].dep == "advmod" and layout.tokens[first].text[:1].isupper():
        first += 1  # "Still, he says": a sentence's opening adverb is no part of the cue
    return first, last


def negated(layout: Layout, verb: int) -> bool:
    """Whether the verb is negated: *did not say*, *never said*."""
    group = [verb, *(c.i for c in layout.children(verb, "aux", "auxpass"))]
    return any(
        layout.tokens[c].lemma in {"not", "never", "n't", "n’t", "no"}
        for g in group
        for c in layout.paragraph.children[g]
    ) or any(c.dep == "neg" for c in layout.children(verb))


def is_verb(token: Token) -> bool:
    """Whether the token is a verb that may tell something (not an auxiliary)."""
    return token.pos in {"VERB", "AUX"} and token.tag[:1] == "V" and token.dep not in {"aux", "auxpass"}


def _belongs(layout: Layout, i: int, verb: int, labels: set[str]) -> bool:
    token = layout.tokens[i]
    return token.head == verb and token.dep in labels and layout.quote[i] == layout.quote[verb]


def _before_quote(layout: Layout, head: int, last: int) -> int:
    """The last token before a quote opens after the head: a source doesn't run into the quotation."""
    for i in range(head + 1, last + 1):
        if layout.quote[i] >= 0 and layout.quote[i] != layout.quote[head] and layout.tokens[i - 1].text in {",", ":"}:
            return i - 1
    return last
