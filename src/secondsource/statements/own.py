"""The report's own voice, and the clauses that sentences are made of."""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.layout import Layout
from secondsource.statements.spans import Cover, length, subtract, trim
from secondsource.statements.stance import says
from secondsource.statements.words import lemmas

# A clause told apart has at least so many words: below, it is a sliver that no one would quote.
FEWEST_WORDS = 4

# A relative clause by itself says little without its noun: "that we have", "who was killed there".
FEWEST_IN_SIDE_CLAUSE = 6

# A clause that is nearly the whole of what it was cut from is that.
NEARLY_ALL = 0.9

_CLAUSES = {"conj", "advcl", "relcl", "parataxis"}
_PARTICIPLES = {"advcl", "acl"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
# What a sentence that tells something has one of, as parsers tag: they take *A fisherman drowned* for a participle.
_VERBS = {"VBD", "VBZ", "VBP", "MD", "VBN"}
_RELATIVE = {"WDT", "WP", "WP$"}
_QUESTIONS = {"WRB", "WP", "WDT", "WP$"}
_OPENERS = {"“", '"', "‘", "''", "``"}

# Prepositions whose object tells of an event or a state as a clause would: "amid growing concern about …".
_TELLING_PREPOSITIONS = {"amid", "amidst", "following", "despite"}


def clauses(layout: Layout, span: Span, *, relative: bool = False) -> list[Span]:
    """The clauses that tell something within a span of one paragraph, without the span itself; none if it is one.

    Relative clauses only where asked for: without its noun *who lives there* tells nothing of anybody.
    """
    inside = layout.tokens_within(*span)
    if not inside:
        return []
    first, last = inside[0].i, inside[-1].i
    found: dict[Span, None] = {}
    for token in inside:
        if (not relative and _is_relative(layout, token)) or _is_supposed(layout, token, first):
            continue
        for piece in _pieces(layout, token, first, last):
            if length([piece]) < NEARLY_ALL * length([span]):
                found[piece] = None
    return list(found)


def sentences(layout: Layout, span: Span) -> list[Span]:
    """The sentences of the parse within a span, or their parts that stand in it."""
    inside = layout.tokens_within(*span)
    if not inside:
        return []
    found = []
    for first, end in layout.sentences[inside[0].sentence : inside[-1].sentence + 1]:
        piece = trim(layout.text, *layout.span(max(first, inside[0].i), min(end - 1, inside[-1].i)))
        if enough(layout.text, piece):
            found.append(piece)
    return found


def rest(layout: Layout, taken: Cover) -> Iterator[Span]:
    """The sentences of a paragraph, or what is left of them, that no content and no cue has taken."""
    for first, end in layout.units:
        whole = layout.span(first, end - 1)
        holes = taken.touching(whole)
        for start, stop in subtract(whole, holes):
            piece = trim(layout.text, start, stop)
            if not holes:
                if is_statement(layout, first, end):
                    yield piece
            elif enough(layout.text, piece) and any(_tells(layout, t) for t in layout.tokens_within(*piece)):
                yield piece


def is_statement(layout: Layout, first: int, end: int) -> bool:
    """Whether a sentence can be true or false: no name of an outlet, no question, no *Where the money went*."""
    tokens = layout.tokens[first:end]
    if not tokens or tokens[-1].text == "?":
        return False
    said = layout.text[tokens[0].start : tokens[-1].end]
    if said.isupper() and said[-1].isalnum():  # the outlet's name, a label: parsers read capitals as anything
        return False
    if not any(t.tag in _VERBS for t in tokens):
        return False
    opening = next((t for t in tokens if t.text[:1].isalnum()), tokens[0])
    hangs = opening.tag in _QUESTIONS or (opening.dep == "mark" and not _because_of(layout, opening))
    return not (hangs and layout.head(opening.i).dep == "ROOT" and layout.head(opening.i).i != opening.i)


def _because_of(layout: Layout, token: Token) -> bool:
    return token.i + 1 < len(layout.tokens) and layout.tokens[token.i + 1].lemma == "of"


def enough(text: str, span: Span, least: int = FEWEST_WORDS) -> bool:
    """Whether the span holds words enough to tell something."""
    return sum(any(c.isalnum() for c in w) for w in text[span[0] : span[1]].split()) >= least


def clause_around(layout: Layout, verb: int) -> Span | None:
    """The whole clause that a verb heads, subject and all."""
    first, end = layout.units[layout.unit[verb]]
    return next(iter(_pieces(layout, layout.tokens[verb], first, end - 1)), None)


def _tells(layout: Layout, token: Token) -> bool:
    """Whether the token heads a clause with a finite verb."""
    if token.pos not in {"VERB", "AUX"} or token.dep in {"aux", "auxpass"}:
        return False
    return token.tag in _FINITE or any(c.tag in _FINITE for c in layout.children(token.i, "aux", "auxpass"))


def _pieces(layout: Layout, head: Token, first: int, last: int) -> Iterator[Span]:
    """What the token heads, if it tells something: its clause, with and without a participle clause at its end."""
    if head.dep == "prep" and head.lemma in _TELLING_PREPOSITIONS:
        inner = layout.child(head.i, "pobj")
        if inner is not None and inner.i > head.i:
            yield from _cut(
                layout, inner, layout.left[inner.i], _before_side(layout, inner, min(last, layout.right[inner.i]))
            )
    if not _tells(layout, head):
        return
    start, end = max(first, layout.left[head.i]), min(last, layout.right[head.i])
    for child in layout.children(head.i):
        if child.dep not in _CLAUSES or not _tells(layout, child):
            continue
        left, right = layout.left[child.i], layout.right[child.i]
        if child.i > head.i and right >= end - 1 and left > head.i:
            end = min(end, left - 1)
        elif child.i < head.i and left <= start:
            start = max(start, right + 1)
    yield from _cut(layout, head, start, end)
    shorter = _before_side(layout, head, end)
    if shorter < end:
        yield from _cut(layout, head, start, shorter)


def _is_supposed(layout: Layout, token: Token, first: int) -> bool:
    """Whether the token stands in a clause that nobody says is so: *if he is late*, *don't believe he is*.

    Of a content that doesn't hold its *if* (*asked if …*) the parts are looked for all the same.
    """
    for _ in range(_DEEP):
        opening = layout.child(token.i, "mark")
        if opening is not None and opening.lemma.lower() in _SUPPOSING and opening.i >= first:
            return True
        if token.head == token.i:
            return False
        above = layout.head(token.i)
        if token.dep in {"ccomp", "acl", "relcl"} and above.i >= first and _says_no(layout, above):
            return True
        token = above
    return False


def _says_no(layout: Layout, above: Token) -> bool:
    """Whether what hangs from the word is not held to be so: *do not believe*, *no evidence*."""
    if above.pos == "NOUN":
        return above.lemma in _GROUNDS and any(c.lemma == "no" for c in layout.children(above.i, "det"))
    return above.lemma in lemmas("belief") and layout.child(above.i, "neg") is not None


_GROUNDS = {"evidence", "indication", "sign", "proof", "suggestion"}

# What opens a condition, and how many heads up from a clause in it the condition's verb is looked for.
_SUPPOSING, _DEEP = {"if", "unless"}, 4


def _is_relative(layout: Layout, head: Token) -> bool:
    """Whether the token heads a relative clause; where no relative word is, parsers take what somebody says for one.

    They also take *a chemical that inspectors ordered to be moved* for what *held a chemical* tells.
    """
    within = layout.tokens[layout.left[head.i] : head.i]
    if head.dep == "ccomp":
        verb, that = layout.head(head.i), within[0] if within else head
        thing = layout.child(verb.i, "dobj")
        return that.lemma == "that" and thing is not None and thing.i < that.i and not says(verb.lemma)
    return head.dep == "relcl" and any(t.tag in _RELATIVE or t.lemma == "that" for t in within)


def _before_side(layout: Layout, head: Token, end: int) -> int:
    """The last token before the first clause below the head that a comma or a time word sets off at the end."""
    for i in range(head.i + 1, end + 1):
        token = layout.tokens[i]
        if token.dep not in _CLAUSES | _PARTICIPLES or layout.right[i] < end - 1 or layout.left[i] <= head.i + 1:
            continue
        apart = layout.tokens[layout.left[i] - 1].text in {",", "—", "–", "-", "--"}
        if apart or (token.dep == "advcl" and _tells(layout, token)):
            return layout.left[i] - 1
    return end


def _cut(layout: Layout, head: Token, start: int, end: int) -> Iterator[Span]:
    """The clause without the conjunctions and commas at its edges, if enough is left of it."""
    while start < head.i and _joins(layout.tokens[start], head):
        start += 1
    while end > head.i and (layout.tokens[end].dep == "cc" or layout.tokens[end].text in {",", "—", "–", ";", ":"}):
        end -= 1
    if start <= end and layout.tokens[start].tag != "WRB":  # *where the money went* says nothing by itself
        piece = trim(layout.text, *layout.span(start, end))
        side = layout.tokens[start].tag in {"WDT", "WP", "WRB"} or layout.tokens[start].lemma == "that"
        if enough(layout.text, piece, FEWEST_IN_SIDE_CLAUSE if side else FEWEST_WORDS):
            yield piece


def _joins(token: Token, head: Token) -> bool:
    """Whether the token only joins the clause to another: *and*, *that*, *when*, a comma."""
    if token.tag == "WRB":
        return token.head == head.i
    return token.dep in {"mark", "cc", "punct"} and token.text not in _OPENERS
