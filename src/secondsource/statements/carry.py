"""Sentences that no one is named for, and that plainly go on telling what the source just named was telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secondsource.records import Span, Stance, Token
from secondsource.statements.draft import Draft
from secondsource.statements.features import family
from secondsource.statements.layout import Layout, Unit
from secondsource.statements.spans import Cover, length
from secondsource.statements.stance import says
from secondsource.statements.words import lemmas

# A source is carried on only from a cue that is as good as certain.
CERTAIN = 0.6

# A lead is attributed further down if so large a share of its words of substance stand there, and at least so many.
# Swept .4–.8 on the claims' dev stories: of 25 clauses so carried at .4 and 9 at .6, gold attributes 4 of 6 and 3 of 4
# of those that it labels; past .6 little is carried.
LEAD_SHARE, LEAD_WORDS = 0.6, 4

# A lead is among the first so many sentences.
LEAD_UNITS = 3

_TELLING = {"clause", "tag", "phrase"}
_SUBSTANCE = {"NOUN", "PROPN", "VERB", "NUM", "ADJ"}
_PERSONAL = {"he", "she", "they"}


def carried(layouts: Sequence[Layout], flat: Sequence[Draft], taken: Sequence[Cover]) -> dict[tuple[int, int], int]:
    """For each sentence, by paragraph and unit, that carries a source on: the position of that source's attribution."""
    by_unit = _by_unit(layouts, flat)
    found: dict[tuple[int, int], int] = {}
    for layout in layouts:
        source: int | None = None
        for number, unit in enumerate(layout.units):
            here = by_unit.get((layout.number, number), [])
            if here:
                source = next((k for k in here if _tells_on(layout, flat[k])), None)
            elif taken[layout.number].touching(layout.span(unit[0], unit[1] - 1)):
                source = None
            elif source is not None and _goes_on(layout, unit, flat[source]):
                found[layout.number, number] = source
            else:
                source = None
    return found


def _past(layout: Layout, subject: Token) -> bool:
    verb = layout.head(subject.i)
    return verb.tag == "VBD" or any(c.tag == "VBD" for c in layout.children(verb.i, "aux", "auxpass"))


class Leads:
    """What the report itself attributes further down, so that its first sentences can be asked who backs them."""

    def __init__(self, layouts: Sequence[Layout], flat: Sequence[Draft]) -> None:
        self._backing = [
            (
                k,
                d.start,
                length(d.content),
                _substance(t for s, e in d.content for t in layouts[d.paragraph].tokens_within(s, e)),
            )
            for k, d in enumerate(flat)
            if _backs(d)
        ]
        units = [layout.span(u[0], u[1] - 1) for layout in layouts[:LEAD_UNITS] for u in layout.units[:LEAD_UNITS]]
        self._end = units[:LEAD_UNITS][-1][1] if units else 0

    def backing(self, layout: Layout, span: Span) -> int | None:
        """Position of the attribution that tells the span's words again, later; the innermost such."""
        words = _substance(layout.tokens_within(*span)) if span[1] <= self._end else set()
        if len(words) < LEAD_WORDS:
            return None
        best: tuple[float, int, int] | None = None
        for k, start, size, there in self._backing:
            share = (
                len(words & there) / min(len(words), len(there)) if start >= span[1] and len(there) >= LEAD_WORDS else 0
            )
            if share >= LEAD_SHARE and (best is None or (share, -size) > best[:2]):
                best = share, -size, k
        return None if best is None else best[2]


def _by_unit(layouts: Sequence[Layout], flat: Sequence[Draft]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for k, draft in enumerate(flat):
        found.setdefault((draft.paragraph, layouts[draft.paragraph].unit[draft.anchor]), []).append(k)
    return found


def _tells_on(layout: Layout, draft: Draft) -> bool:
    """Whether the attribution is one that the next sentence may go on with: certain, indirect, of a named source."""
    if not draft.source or draft.strength < CERTAIN or draft.stance is not Stance.ASSERTS or draft.hedge:
        return False
    if family(draft.frame) not in _TELLING or draft.lemma == ":":
        return False
    start, end = draft.content[-1]
    return not any(layout.quote[t.i] >= 0 for t in layout.tokens_within(start, end))


def _goes_on(layout: Layout, unit: Unit, draft: Draft) -> bool:
    """Whether a sentence without a source goes on with what the draft's source was telling."""
    tokens = layout.tokens[unit[0] : unit[1]]
    root = next((t for t in tokens if t.dep == "ROOT"), None)
    if root is None or root.pos not in {"VERB", "AUX"} or tokens[0].lemma in lemmas("break") or tokens[-1].text == "?":
        return False
    if any(layout.quote[t.i] >= 0 for t in tokens) or any(t.lemma in {"i", "we", "you"} for t in tokens):
        return False
    subject = layout.child(root.i, "nsubj", "nsubjpass")
    if subject is None or subject.i > root.i:
        return False
    return _same_matter(layout, subject, draft)


def _same_matter(layout: Layout, subject: Token, draft: Draft) -> bool:
    """Whether the sentence's subject is someone or something that the content told of."""
    content = [t for s, e in draft.content for t in layout.tokens_within(s, e)]
    source = [t for s, e in draft.source for t in layout.tokens_within(s, e)]
    if subject.lemma in _PERSONAL:
        person = any(t.entity == "PERSON" for t in source) or (len(source) == 1 and source[0].lemma in _PERSONAL)
        return not person or any(t.entity == "PERSON" for t in content)
    if subject.lemma in {"it", "this", "that"}:
        return subject.lemma == "it"
    words = {t.lemma for t in content if t.pos in {"NOUN", "PROPN"}}
    if (
        any(t.lemma in lemmas("official") for t in source)
        and subject.pos in {"NOUN", "PROPN"}
        and _past(layout, subject)
    ):
        return True
    naming = layout.tokens[layout.left[subject.i] : subject.i + 1]
    if any(t.lemma in lemmas("further") for t in naming):
        return True
    return subject.lemma in words and subject.lemma not in {t.lemma for t in source}


def _backs(draft: Draft) -> bool:
    """Whether the attribution is one that a lead may rest on."""
    told = family(draft.frame) in _TELLING or says(draft.lemma)
    return told and bool(draft.source) and draft.strength >= CERTAIN and draft.stance is Stance.ASSERTS


def _substance(tokens: Iterable[Token]) -> set[str]:
    return {t.lemma for t in tokens if t.pos in _SUBSTANCE}
