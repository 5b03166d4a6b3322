"""Of all that could be attributions, those that are kept: strong enough, one per cue, one per quotation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from secondsource.records import Span
from secondsource.statements import lexicon
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import common, length

# The least share of marked sightings for a cue in a frame to be believed. Swept .25, .3, .35, .4 on dev: joint@.5 is
# .658, .658, .651, .639; of the best two the one with more precision.
STRONG_ENOUGH = 0.3

# The same for a cue inside what another cue already gives to someone: the annotators marked one level only, so the
# counts speak of that level; only plain verbs of saying are worth a second.
NESTED_STRONG_ENOUGH = 0.6
NESTED_FRAMES = {"clause", "after", "phrase", "quote-before", "quote-after", "quote-that"}

# Frames in the order in which one is preferred to another of the same verb: what stands beside a quote knows more.
_ORDER = ("phrase", "quote-before", "quote-that", "quote-after", "after", "clause")


def weigh(candidates: Iterable[Draft]) -> list[Draft]:
    """The candidates that have content and are strong enough, each with its strength."""
    kept = []
    for draft in candidates:
        if not draft.content:
            continue
        found = 1.0 if draft.frame == "phrase" else lexicon.strength(draft.lemma, draft.frame)
        if found >= STRONG_ENOUGH:
            kept.append(replace(draft, strength=found))
    return kept


def choose(layout: Layout, candidates: Iterable[Draft]) -> list[Draft]:
    """The attributions of one paragraph, in the order of their contents."""
    best = _one_per_quote(_one_per_cue(weigh(candidates)))
    kept = [d for d in best if _stands(layout, d, best)]
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _one_per_cue(drafts: list[Draft]) -> list[Draft]:
    chosen: dict[int, Draft] = {}
    for draft in drafts:
        other = chosen.get(draft.anchor)
        chosen[draft.anchor] = draft if other is None else _better(draft, other)
    return list(chosen.values())


def _better(a: Draft, b: Draft) -> Draft:
    """The better reading of one cue: the one beside a quote, unless the other holds that quote and more."""
    if "clause" in {a.frame, b.frame} and {a.frame, b.frame} & {"quote-after", "quote-that"}:
        direct, clause = (b, a) if a.frame == "clause" else (a, b)
        return clause if _within(direct.content, clause.content) else direct
    rank = {frame: k for k, frame in enumerate(_ORDER)}
    first, second = (rank.get(d.frame, len(rank)) for d in (a, b))
    if first != second:
        return a if first < second else b
    return a if a.strength >= b.strength else b


def _one_per_quote(drafts: list[Draft]) -> list[Draft]:
    """Where two cues claim one quotation, the stronger one; a cue that follows the quote wins a tie."""
    beside = [d for d in drafts if d.frame in {"quote-before", "quote-after", "quote-that"}]
    beside.sort(key=lambda d: (-d.strength, d.frame != "quote-before", -d.anchor))
    taken: list[Draft] = []
    for draft in beside:
        if not any(common(draft.content, t.content) > length(draft.content) / 2 for t in taken):
            taken.append(draft)
    return [d for d in drafts if d not in beside or d in taken]


def _stands(layout: Layout, draft: Draft, others: list[Draft]) -> bool:
    """Whether the attribution stands on its own, or is strong enough to stand inside another."""
    cue = draft.cue[0]
    for other in others:
        if other.anchor == draft.anchor or not _within([cue], other.content):
            continue
        if _within([other.cue[0]], draft.content) and other.strength < draft.strength:
            continue
        if layout.quote[draft.anchor] >= 0:
            return False
        if draft.frame not in NESTED_FRAMES or draft.strength < NESTED_STRONG_ENOUGH:
            return False
    return True


def _within(inner: Iterable[Span], outer: Iterable[Span]) -> bool:
    spans = list(outer)
    return all(any(s <= start and end <= e for s, e in spans) for start, end in inner)
