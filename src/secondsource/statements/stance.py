"""What the source does with the content: asserts, denies, declines; and whether the words hedge it."""

from __future__ import annotations

from secondsource.records import Span, Stance
from secondsource.statements.clauses import negated
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.words import lemmas, phrases

# Words of the content that are searched for one of falsehood: further on, they speak of something else.
MOST_LOOKED_AT = 25


def stance_of(layout: Layout, draft: Draft) -> Stance:
    """Asserts, denies or declines, by the cue and what it is said of."""
    lemma, content = draft.lemma, _content_lemmas(layout, draft)
    verb = layout.tokens[draft.anchor]
    if verb.dep == "xcomp" and layout.head(verb.i).lemma in lemmas("refusal"):
        return Stance.DECLINES  # "declined to say whether": what isn't said
    if negated(layout, draft.anchor):
        if lemma in lemmas("silence") or lemma in lemmas("denial"):
            return Stance.DECLINES
        return Stance.DENIES if lemma in lemmas("belief") else Stance.ASSERTS
    if lemma in lemmas("denial"):
        return Stance.DENIES
    if lemma in lemmas("refusal") and content[:3] and set(content[:3]) & lemmas("silence"):
        return Stance.DECLINES
    if lemma in lemmas("rejection") and set(content[:4]) & lemmas("allegation"):
        return Stance.DENIES
    if lemma in lemmas("naming") and set(content) & lemmas("falsehood"):
        return Stance.DENIES
    return Stance.ASSERTS


def silent(text: str, span: Span) -> bool:
    """Whether a sentence in the report's own voice tells that something isn't known."""
    return phrases("unknown").search(text, *span) is not None


def hedged(text: str, span: Span, cue: Span | None = None) -> bool:
    """Whether the span hedges: *reportedly*, *is believed to*, *it is understood*; of a cue, whether the cue does."""
    for match in phrases("hedge").finditer(text, *span):
        if cue is None or (match.start() < cue[1] and match.end() > cue[0]):
            return True
    return False


def always(lemma: str) -> bool:
    """Whether the lemma is a cue wherever it has content: denials are too dear to lose for a low count."""
    return lemma in lemmas("denial")


def learned(draft: Draft) -> bool:
    """Whether an outlet says what it found out: *…, The Post has learned*."""
    return draft.frame in {"after", "tag"} and draft.lemma in lemmas("learning")


def says(lemma: str) -> bool:
    """Whether the lemma is a plain verb of saying."""
    return lemma in lemmas("saying")


def _content_lemmas(layout: Layout, draft: Draft) -> list[str]:
    words = layout.tokens_within(*draft.content[0])
    return [t.lemma for t in words if t.pos not in {"DET", "PART", "PUNCT"}][:MOST_LOOKED_AT]
