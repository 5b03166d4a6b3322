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
    for number, layout in enumerate(layouts):
        for unit in layout.units:
            floats = _floats(layout, unit, covers[number])
            own = _speaker_in(layout, unit, drafts[number])
            if own is not None:
                speaker = number, own
            elif floats and speaker is not None and number - speaker[0] <= FARTHEST_BACK:
                _extend(layout, drafts[speaker[0]], speaker[1], unit)
            elif not _is_quoted(layout, unit) and (speaker is None or speaker[0] != number):
                speaker = None
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


def _speaker_in(layout: Layout, unit: Unit, drafts: list[Draft]) -> int | None:
    """Position of the attribution whose cue stands in the unit and which a quotation would go on with."""
    found = [
        k
        for k, d in enumerate(drafts)
        if unit[0] <= d.anchor < unit[1] and d.frame in _SPEECH and layout.quote[d.anchor] < 0
    ]
    return max(
        found,
        key=lambda k: (drafts[k].frame in _BESIDE_QUOTES, drafts[k].strength >= 0.5, drafts[k].anchor),
        default=None,
    )


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


def _extend(layout: Layout, drafts: list[Draft], k: int, unit: Unit) -> None:
    quote: Span = layout.span(unit[0], unit[1] - 1)
    drafts[k] = replace(drafts[k], content=tidy(layout.text, [*drafts[k].content, quote]))
