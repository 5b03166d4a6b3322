"""Verb cues by parse: *said that …*, *vowed to …*, *called X Y*, *accused X of*, *is expected to …*.

Each frame is a way in which a verb takes its content; the lexicon knows how often each verb in each frame is a cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.clauses import is_verb, leaves_clause, source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import tidy

_TIMES = {"as", "after", "while", "when", "before", "until", "since", "though", "although"}
_NEXT_MATTER = {"cc", "conj", "parataxis", "ccomp"}
_QUOTE_MARKS = {"“", "”", '"', "''", "``", "‘", "’", "'"}
_OWN_MATTER = {"dobj", "ccomp", "xcomp", "acomp", "attr", "oprd", "conj"}
_BACK = {"would", "could", "might", "did", "do"}
_RAISED = {"xcomp", "oprd", "acomp", "ccomp", "attr"}


def verb_candidates(layout: Layout) -> Iterator[Draft]:
    """Every way in which any verb of the paragraph could be a cue by its parse, whatever the verb."""
    for token in layout.tokens:
        if is_verb(token):
            yield from _frames(layout, token)


def _frames(layout: Layout, verb: Token) -> Iterator[Draft]:
    who = subject(layout, verb.i)
    passive = layout.child(verb.i, "nsubjpass", "auxpass") is not None
    for clause in layout.children(verb.i, "ccomp"):
        if clause.i > verb.i:
            yield from _clause(layout, verb, clause, who, passive=passive)
            break
    after = _postposed(layout, verb, who)
    if after is not None:
        yield after
    if passive:
        yield from _passive(layout, verb, who)
    elif who is not None:
        yield from _active(layout, verb, who)


def _active(layout: Layout, verb: Token, who: Token) -> Iterator[Draft]:
    thing = next((c for c in layout.children(verb.i, "dobj", "oprd") if c.i > verb.i), None)
    goal = next((c for c in layout.children(verb.i, "xcomp") if c.i > verb.i), None)
    if goal is not None and thing is None:
        infinitive = any(c.lemma == "to" for c in layout.children(goal.i, "aux"))
        frame = "to" if infinitive else "raised"
        yield _make(layout, verb, frame, who, [layout.span(layout.left[goal.i], _before_time_clause(layout, goal.i))])
        if infinitive:
            content = [*source_span(layout, who, verb.i), layout.extent(goal.i)]
            yield _make(layout, verb, "seem", None, content)
    elif thing is not None:
        yield _make(layout, verb, "object", who, [_object(layout, verb, thing)])
        if goal is not None and goal.i > thing.i:
            yield _make(layout, verb, "object-to", who, [layout.extent(goal.i)])
    if thing is None and goal is None:
        yield from _prepositions(layout, verb, who)
        for clause in layout.children(verb.i, "acomp"):
            yield _make(layout, verb, "seem", None, [*source_span(layout, who, verb.i), layout.extent(clause.i)])


def _clause(layout: Layout, verb: Token, clause: Token, who: Token | None, *, passive: bool) -> Iterator[Draft]:
    """*said that …*; also *ordered the men to …*, where the clause has no finite verb."""
    finite = _finite(layout, clause.i)
    marked = any(
        c.lemma in {"that", "whether", "if", "how", "what", "why"}
        for c in layout.children(clause.i, "mark", "advmod", "dobj", "attr")
    )
    frame = ("passive-" if passive else "") + ("that" if finite and marked else "clause" if finite else "infinitive")
    source = None if passive or (who is not None and who.dep == "expl") else who
    first = max(layout.left[clause.i], verb.i + 1)
    span = layout.span(first, _end_of_clause(layout, verb.i, clause.i))
    agent = _agent(layout, verb)
    if who is not None and who.lemma == "it" and passive:
        who = None
    yield _make(layout, verb, frame, agent or (source if not passive else None), [span])


def _end_of_clause(layout: Layout, verb: int, clause: int) -> int:
    """The last token of what is said: not past a semicolon, nor into the next *and X warned …*."""
    last = _before_time_clause(layout, clause)
    for i in range(clause + 1, last + 1):
        if layout.quote[i] >= 0:
            continue
        token = layout.tokens[i]
        if token.text == ";":
            return i - 1
        if token.dep == "conj" and is_verb(token) and _starts_anew(layout, i):
            return max(clause, layout.left[i] - 1)
    return _quote_end(layout, verb, last)


def _before_time_clause(layout: Layout, clause: int) -> int:
    """The last token of a clause about what will be, without a clause of time that tells what was.

    *vowed support as he met him*: the meeting is not what was vowed.
    """
    last = layout.right[clause]
    if layout.tokens[clause].tag != "VB" or any(c.lemma in _BACK for c in layout.children(clause, "aux")):
        return last
    for child in layout.children(clause, "advcl"):
        at_end = all(t.pos == "PUNCT" for t in layout.tokens[layout.right[child.i] + 1 : last + 1])
        if child.i > clause and at_end and _side_clause(layout, child) and _past(layout, child):
            return layout.left[child.i] - 1
    return last


def _past(layout: Layout, verb: Token) -> bool:
    return verb.tag == "VBD" or any(c.tag == "VBD" for c in layout.children(verb.i, "aux", "auxpass"))


def _starts_anew(layout: Layout, verb: int) -> bool:
    """Whether a coordinated verb says something itself: with a subject of its own, or with that of the cue before."""
    if layout.child(verb, "ccomp") is None or layout.child(verb, "mark") is not None:
        return False
    return layout.child(verb, "nsubj") is not None or leaves_clause(layout, verb)


def _postposed(layout: Layout, verb: Token, who: Token | None) -> Draft | None:
    """*…, he said*; *…, said Kim, …*: the clause stands before its cue, or around it."""
    clause = next((c for c in layout.children(verb.i, "ccomp") if c.i < verb.i), None)
    head = layout.head(verb.i)
    around = verb.dep == "parataxis" and head.i < verb.i
    if verb.dep == "conj" and head.i < verb.i and not _joined(layout, verb, head, who):
        around = True
    if who is None or layout.head(who.i).i != verb.i or (clause is None and not around):
        return None
    if any(c.i > verb.i for c in layout.children(verb.i, "ccomp")):
        return None
    first = min(layout.left[who.i], verb_group(layout, verb.i)[0])
    start, end = layout.units[layout.unit[verb.i]]
    if first <= start or layout.tokens[first - 1].text not in {
        ",",
        "”",
        '"',
        "''",
        "’",
        "'",
        "—",
        "–",
        "-",
        "--",
        "?",
        "!",
    }:
        return None
    root = verb.i if clause is not None else head.i
    begin = start if layout.tokens[root].dep == "ROOT" else layout.left[clause.i if clause is not None else head.i]
    if begin >= first:
        return None
    content = [layout.span(begin, first - 1)]
    content += _resumed(layout, verb, clause if clause is not None else head, end)
    return _make(layout, verb, "after", who, content)


def _joined(layout: Layout, verb: Token, head: Token, who: Token | None) -> bool:
    """Whether a coordinated verb really is one: it has a conjunction, or something of its own to its right."""
    if who is None:
        return True
    first = min(layout.left[who.i], verb.i)
    if any(t.dep == "cc" for t in layout.tokens[max(head.i, first - 2) : first]):
        return True
    return any(c.i > verb.i and c.dep in _OWN_MATTER for c in layout.children(verb.i))


def _resumed(layout: Layout, verb: Token, clause: Token, end: int) -> list[Span]:
    """The rest of a clause that its cue interrupts: *The house, he said, is empty*."""
    last = layout.right[clause.i]
    if last <= verb.i:
        return []
    gone = set(range(layout.left[verb.i], layout.right[verb.i] + 1)) if clause.dep != "ccomp" else {verb.i}
    rest = [t.i for t in layout.paragraph.subtree(clause.i) if verb.i < t.i < end and t.i not in gone]
    return [layout.span(rest[0], rest[-1])] if rest else []


def _passive(layout: Layout, verb: Token, who: Token | None) -> Iterator[Draft]:
    """*is expected to …*, *was quoted as saying …*, *was asked about …*."""
    agent = _agent(layout, verb)
    raised = next((c for c in layout.children(verb.i, *_RAISED) if c.i > verb.i), None)
    if raised is not None and who is not None:
        content = [*source_span(layout, who, verb.i), layout.extent(raised.i)]
        yield _make(layout, verb, "passive-to", agent, content)
    for prep in layout.children(verb.i, "prep"):
        inner = layout.child(prep.i, "pcomp", "pobj")
        if inner is None or prep.i < verb.i:
            continue
        if prep.lemma == "as" and is_verb(inner) and who is not None:
            spoken = layout.child(inner.i, "ccomp", "dobj", "xcomp")
            if spoken is not None:
                yield _make(layout, verb, "quoted-as", who, [layout.extent(spoken.i)], until=inner.i)
        elif prep.lemma != "by":
            yield _make(layout, verb, f"passive-prep:{prep.lemma}", agent, [layout.extent(inner.i)], until=prep.i)
    if agent is not None and who is not None and raised is None:
        yield _make(layout, verb, "passive-by", agent, [*source_span(layout, who, verb.i)])


def _prepositions(layout: Layout, verb: Token, who: Token) -> Iterator[Draft]:
    for prep in layout.children(verb.i, "prep"):
        inner = layout.child(prep.i, "pobj", "pcomp")
        if inner is not None and prep.i > verb.i and prep.i - verb.i <= 3:
            yield _make(layout, verb, f"prep:{prep.lemma}", who, [layout.extent(inner.i)], until=prep.i)


def _agent(layout: Layout, verb: Token) -> Token | None:
    """The one by whom: *was named by the police*."""
    by = layout.child(verb.i, "agent")
    return layout.child(by.i, "pobj") if by is not None else None


def _object(layout: Layout, verb: Token, thing: Token) -> Span:
    """The object and what is said of it, up to the end of what belongs to it."""
    last = layout.right[thing.i]
    for child in layout.children(verb.i):
        if child.i <= last or child.dep == "punct":
            continue
        gap = layout.tokens[last + 1 : layout.left[child.i]]
        if child.dep in _NEXT_MATTER or any(t.text not in _QUOTE_MARKS for t in gap) or _side_clause(layout, child):
            break
        last = layout.right[child.i]
    first = layout.left[thing.i]
    last = _quote_end(layout, verb.i, _without_aside(layout, thing.i, last))
    return layout.span(max(first, verb.i + 1) if first <= verb.i < thing.i else first, last)


def _quote_end(layout: Layout, verb: int, last: int) -> int:
    """The last token of the quote that a content ends in: the parse may end within it."""
    if layout.quote[last] >= 0 and layout.quote[verb] < 0:
        while last + 1 < len(layout.tokens) and layout.quote[last + 1] == layout.quote[last]:
            last += 1
    return last


def _side_clause(layout: Layout, clause: Token) -> bool:
    """*as he met …*, *after the talks failed*: a clause of time, not part of what is said."""
    if clause.dep != "advcl":
        return False
    return any(c.dep in {"mark", "advmod"} and c.lemma in _TIMES for c in layout.children(clause.i))


def _without_aside(layout: Layout, thing: int, last: int) -> int:
    """The last token before a relative clause that a comma sets off: *Scott, who has never lost*."""
    for i in range(thing + 1, last + 1):
        if layout.tokens[i].text in {",", "-", "—", "–"} and layout.quote[i] < 0 and i + 1 <= last:
            after = layout.tokens[i + 1]
            if after.tag in {"WDT", "WP", "WP$", "WRB"}:
                return i - 1
    return last


def _finite(layout: Layout, verb: int) -> bool:
    token = layout.tokens[verb]
    if token.tag in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(c.tag in {"VBD", "VBZ", "VBP", "MD"} for c in layout.children(verb, "aux", "auxpass"))


def _make(
    layout: Layout,
    verb: Token,
    frame: str,
    who: Token | None,
    content: list[Span],
    *,
    until: int | None = None,
) -> Draft:
    first, last = verb_group(layout, verb.i)
    cue = layout.span(first, last if until is None else max(until, last))
    text = layout.text
    source = tidy(text, source_span(layout, who, verb.i)) if who is not None else ()
    return Draft(layout.number, verb.i, verb.lemma, frame, source, (cue,), tidy(text, content))
