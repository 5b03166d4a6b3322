"""Quotations without a cue of their own: they go on with the speaker before them, or else after them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from secondsource.records import Span
from secondsource.statements.clauses import is_verb, source_span, subject, verb_group
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout, Unit
from secondsource.statements.spans import Cover, tidy

# A quotation that fills a paragraph goes on with a speaker at most so many paragraphs back: further up, the report has
# moved on, or the marks are scare quotes.
FARTHEST_BACK = 6

# A quotation that opens a passage waits for its speaker for at most so many sentences.
MOST_WAITING = 5

# Of two cues in one sentence a quotation goes on with the likelier one, before the later one.
LIKELY = 0.5

_SPEECH = {"quote-before", "quote-after", "quote-far", "quote-that", "after", "clause", "that", "phrase", "colon"}
_BESIDE_QUOTES = {"quote-before", "quote-after", "colon", "phrase"}


def attach(layouts: Sequence[Layout], chosen: Sequence[list[Draft]]) -> list[list[Draft]]:
    """The attributions of each paragraph with the floating quotes of theirs and of later paragraphs added.

    A paragraph that ends *She added:* has the next one as its content.
    """
    drafts = [list(d) for d in chosen]
    for layout, following in itertools.pairwise(layouts):
        _announce(layout, following, drafts[layout.number])
    covers = _covers(layouts, drafts)
    speaker: tuple[int, int] | None = None  # paragraph and position of the one who spoke last
    waiting: list[Span] = []  # quotations at the head of a passage, which the next speaker may own
    gone_on: dict[tuple[int, int], list[Span]] = {}
    for number, layout in enumerate(layouts):
        speakers = _speakers(layout, drafts[number])
        for k, unit in enumerate(layout.units):
            floats = _floats(layout, unit, covers[number])
            if k in speakers:
                speaker = number, speakers[k]
                if waiting and drafts[number][speakers[k]].frame == "quote-before":
                    gone_on.setdefault(speaker, []).extend(waiting)
            elif floats and speaker is not None and number - speaker[0] <= FARTHEST_BACK:
                gone_on.setdefault(speaker, []).append(layout.span(unit[0], unit[1] - 1))
            elif not _is_quoted(layout, unit) and (speaker is None or speaker[0] != number):
                speaker = None
            waiting = (
                [*waiting[-MOST_WAITING:], layout.span(unit[0], unit[1] - 1)] if floats and speaker is None else []
            )
    for (number, k), spans in gone_on.items():
        draft = drafts[number][k]
        drafts[number][k] = replace(draft, content=tidy(layouts[number].text, [*draft.content, *spans]))
    return drafts


def _announce(layout: Layout, following: Layout, drafts: list[Draft]) -> None:
    """Give a paragraph that ends with a colon the next paragraph as its content, where a verb there has none."""
    if not layout.tokens or layout.tokens[-1].text != ":" or not following.tokens:
        return
    start, end = layout.units[-1]
    verbs = [i for i in range(start, end) if is_verb(layout.tokens[i]) and layout.quote[i] < 0 and subject(layout, i)]
    if not verbs or following.quote[0] < 0:
        return
    verb = next((i for i in verbs if layout.tokens[i].dep == "ROOT"), verbs[-1])
    who = subject(layout, verb)
    if who is None:
        return
    content = tidy(layout.text, [(following.paragraph.start, following.paragraph.end)])
    known = next((k for k, d in enumerate(drafts) if d.anchor == verb), None)
    source = tidy(layout.text, source_span(layout, who, verb))
    cue = layout.span(*verb_group(layout, verb))
    draft = Draft(layout.number, verb, layout.tokens[verb].lemma, "colon", source, (cue,), content)
    if known is None:
        drafts.append(draft)
    else:
        drafts[known] = draft


def _speakers(layout: Layout, drafts: list[Draft]) -> dict[int, int]:
    """By unit: the position of the attribution whose cue stands in it and which a quotation would go on with."""
    found: dict[int, int] = {}
    for k, draft in enumerate(drafts):
        if draft.frame not in _SPEECH or layout.quote[draft.anchor] >= 0:
            continue
        unit = layout.unit[draft.anchor]
        if unit not in found or _weight(draft) > _weight(drafts[found[unit]]):
            found[unit] = k
    return found


def _weight(draft: Draft) -> tuple[bool, bool, int]:
    return draft.frame in _BESIDE_QUOTES, draft.strength >= LIKELY, draft.anchor


def _covers(layouts: Sequence[Layout], drafts: Sequence[list[Draft]]) -> list[Cover]:
    """What the attributions of each paragraph, and of the one before it (*She added:*), hold already."""
    found = []
    for number in range(len(layouts)):
        near = drafts[number] + (drafts[number - 1] if number else [])
        found.append(Cover((span, 0) for d in near for span in d.content))
    return found


def _floats(layout: Layout, unit: Unit, cover: Cover) -> bool:
    """Whether the unit is a quotation that no attribution has."""
    return _is_quoted(layout, unit) and not cover.touching(layout.span(unit[0], unit[1] - 1))


def _is_quoted(layout: Layout, unit: Unit) -> bool:
    """Whether all words of the unit stand inside quote marks."""
    words = [i for i in range(*unit) if layout.tokens[i].text[:1].isalnum()]
    return bool(words) and all(layout.quote[i] >= 0 for i in words)
