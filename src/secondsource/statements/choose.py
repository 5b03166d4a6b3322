"""Of all that could be attributions, those that are kept: strong enough, one per cue, one per quotation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from secondsource.records import Span
from secondsource.statements import lexicon
from secondsource.statements.direct import is_utterance
from secondsource.statements.draft import Draft
from secondsource.statements.features import family, features
from secondsource.statements.layout import Layout
from secondsource.statements.spans import Cover
from secondsource.statements.stance import always, learned, says

# The least share of marked sightings for a cue in a frame to be believed. Swept .25, .3, .35, .4 on dev: joint@.5 is
# .713, .712, .711, .709: flat, and precision reads better.
STRONG_ENOUGH = 0.35

# The same for a cue inside what another cue already gives to someone: the annotators marked one level only, so the
# counts speak of that level. Plain verbs of saying (``saying`` in words.toml) are worth a second level as they are:
# who told the one who tells is what a chain is made of. Not so where their object is a thing (*called him late*) or a
# deed, unless some of it stands in quote marks: on dev 16 of 18 such were no attributions, 4 of them in quote marks.
NESTED_STRONG_ENOUGH = 0.6
_PLAIN_FRAMES = {"object", "clause", "that", "that-far", "to"}
NESTED_FRAMES = {
    "tag",
    "that",
    "that-far",
    "object",
    "to",
    "passive-to",
    "clause",
    "after",
    "phrase",
    "quote-before",
    "quote-that",
}
_WEAKER = {"object", "to"}

# Frames in the order in which one is preferred to another of the same verb: what stands beside a quote knows more.
_ORDER = (
    "phrase",
    "quote-before",
    "quote-that",
    "quote-after",
    "quote-far",
    "after",
    "tag",
    "that",
    "clause",
    "that-far",
)
_CLAUSES = {"clause", "that"}
_BESIDE_QUOTES = {"quote-before", "quote-after", "quote-far", "quote-that"}


def weigh(layout: Layout, candidates: Iterable[Draft], least: float = STRONG_ENOUGH) -> list[Draft]:
    """The candidates that have content and at least this strength, each with its strength."""
    kept = []
    for draft in candidates:
        if not draft.content:
            continue
        found = 1.0 if draft.frame == "phrase" else _strength(layout, draft)
        if draft.source and ((always(draft.lemma) and draft.frame in _PLAIN_FRAMES) or learned(draft)):
            found = max(found, STRONG_ENOUGH)
        if found >= least:
            kept.append(replace(draft, strength=found))
    return kept


def _strength(layout: Layout, draft: Draft) -> float:
    found = features(layout, draft)
    if says(draft.lemma):  # the annotators' one level counts against cues below another; a chain needs them
        found = ["hangs ROOT" if name == "hangs ccomp" else name for name in found]
    return lexicon.strength(draft.lemma, draft.frame, family(draft.frame), found)


def choose(layout: Layout, weighed: Iterable[Draft]) -> list[Draft]:
    """The attributions of one paragraph by the rules alone, in the order of their contents."""
    spoken = {k for k in layout.quoted_tokens() if is_utterance(layout, k)}
    # What a quoted speaker says that others say stays in the quotation: the speaker is the one to ask.
    strong = (d for d in weighed if d.strength >= STRONG_ENOUGH)
    heard = [d for d in strong if d.frame == "phrase" or layout.quote[d.anchor] not in spoken]
    best = _one_per_quote(_one_per_cue(heard))
    cover = Cover((span, k) for k, d in enumerate(best) for span in d.content)
    kept = [d for k, d in enumerate(best) if _stands(layout, d, [best[o] for o in cover.around(d.cue[0]) if o != k])]
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _one_per_cue(drafts: list[Draft]) -> list[Draft]:
    chosen: dict[int, Draft] = {}
    for draft in drafts:
        other = chosen.get(draft.anchor)
        chosen[draft.anchor] = draft if other is None else _better(draft, other)
    return list(chosen.values())


def _better(a: Draft, b: Draft) -> Draft:
    """The better reading of one cue: the one beside a quote, unless the other holds that quote and more."""
    if {a.frame, b.frame} & _CLAUSES and {a.frame, b.frame} & _BESIDE_QUOTES - {"quote-before"}:
        direct, clause = (b, a) if a.frame in _CLAUSES else (a, b)
        return clause if _within(direct.content, clause.content) else direct
    rank = {frame: k for k, frame in enumerate(_ORDER)}
    first, second = (rank.get(d.frame, len(rank)) for d in (a, b))
    if first != second:
        return a if first < second else b
    return a if a.strength >= b.strength else b


def _one_per_quote(drafts: list[Draft]) -> list[Draft]:
    """Where two cues claim one quotation, the stronger one; a cue that follows the quote wins a tie."""
    beside = [d for d in drafts if d.frame in _BESIDE_QUOTES]
    beside.sort(key=lambda d: (-d.strength, d.frame != "quote-before", -d.anchor))
    taken: dict[int, int] = {}  # the quotation's end, and the cue that has it
    for draft in beside:
        if not any(end in taken for _, end in draft.content[:1]):
            taken.update((end, draft.anchor) for _, end in draft.content)
    return [d for d in drafts if d.frame not in _BESIDE_QUOTES or taken.get(d.content[0][1]) == d.anchor]


def _stands(layout: Layout, draft: Draft, around: list[Draft]) -> bool:
    """Whether the attribution stands on its own, or is strong enough to stand inside the others."""
    for other in around:
        if _within([other.cue[0]], draft.content) and other.strength < draft.strength:
            continue
        if layout.quote[draft.anchor] >= 0 or not nests(layout, draft):
            return False
    return True


def nests(layout: Layout, draft: Draft) -> bool:
    """Whether the attribution is strong enough for a second level, inside what another cue gives to someone."""
    own_words = any(layout.quote[t.i] >= 0 for span in draft.content for t in layout.tokens_within(*span))
    plain = says(draft.lemma) and (own_words or draft.frame not in _WEAKER)
    needed = STRONG_ENOUGH if plain else NESTED_STRONG_ENOUGH
    return draft.frame in NESTED_FRAMES and draft.strength >= needed


def _within(inner: Iterable[Span], outer: Iterable[Span]) -> bool:
    spans = list(outer)
    return all(any(s <= start and end <= e for s, e in spans) for start, end in inner)
