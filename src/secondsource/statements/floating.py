"""Quotations without a cue of their own: they go on with the speaker before them, or else after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secondsource.records import Span
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout, Unit
from secondsource.statements.spans import common, tidy

# A quotation that fills a paragraph goes on with a speaker at most so many paragraphs back: further up, the report has
# moved on, or the marks are scare quotes.
FARTHEST_BACK = 6

_SPEECH = {"quote-before", "quote-after", "after", "clause", "phrase", "verse"}


def attach(layouts: Sequence[Layout], chosen: Sequence[list[Draft]]) -> list[list[Draft]]:
    """The attributions of each paragraph with the floating quotes of theirs and of later paragraphs added."""
    drafts = [list(d) for d in chosen]
    speaker: tuple[int, int] | None = None  # paragraph and position of the one who spoke last
    for number, layout in enumerate(layouts):
        for unit in layout.units:
            own = _speaker_in(layout, unit, drafts[number])
            quote = _floating(layout, unit, drafts[number])
            if own is not None:
                speaker = number, own
            if not quote:
                if own is None and not _is_quoted(layout, unit):
                    speaker = speaker if speaker and speaker[0] == number else None
                continue
            if speaker is not None and number - speaker[0] <= FARTHEST_BACK:
                _extend(layout.text, drafts[speaker[0]], speaker[1], quote)
    return drafts


def _speaker_in(layout: Layout, unit: Unit, drafts: list[Draft]) -> int | None:
    """Position of the last attribution whose cue stands in the unit and which a quotation may go on with."""
    found = [
        k for k, d in enumerate(drafts) if unit[0] <= d.anchor < unit[1] and d.frame in _SPEECH and layout.quote[d.anchor] < 0
    ]
    return max(found, key=lambda k: (drafts[k].strength >= 0.5, drafts[k].anchor), default=None)


def _floating(layout: Layout, unit: Unit, drafts: list[Draft]) -> list[Span]:
    """The unit's quotations, where it holds little else and no attribution has them."""
    if not _is_quoted(layout, unit):
        return []
    whole = layout.span(unit[0], unit[1] - 1)
    if any(common([whole], d.content) for d in drafts):
        return []
    return [whole]


def _is_quoted(layout: Layout, unit: Unit) -> bool:
    """Whether all words of the unit stand inside quote marks."""
    words = [i for i in range(*unit) if layout.tokens[i].text[:1].isalnum()]
    return bool(words) and all(layout.quote[i] >= 0 for i in words)


def _extend(text: str, drafts: list[Draft], k: int, quote: list[Span]) -> None:
    drafts[k] = replace(drafts[k], content=tidy(text, [*drafts[k].content, *quote]))
