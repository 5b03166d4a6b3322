"""Where something was said, by the order of the words: *on Harbour TV's Morning Show*, *when reached by Reuters*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secondsource.records import Span
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import subtract
from secondsource.statements.words import lemmas

# Characters before and after cue and content in which the occasion is looked for: "said on Monday night on the …".
REACH = 160

_NAME = r"[A-Z][\w&.-]*(?:\s(?:(?:of|the|and)\s)?[A-Z0-9][\w&.-]*){0,4}"
_KIND = r"(?:broadcast|edition|episode|airing|show|program(?:me)?|podcast|segment)"
_TITLE = r"[“\"‘'`]{1,2}[A-Z][^“”\"‘`\n]{2,40}?[,.]?[”\"’']{1,2}"

# "on CNN's “New Day”", "on Wednesday's broadcast of “New Day”", "on “Meet the Press”"; "told NBC's Today show".
_BROADCAST = re.compile(
    rf"\bon\s(?:(?:the|his|her|their|\w+day(?:['’]s)?|\w+day\s(?:morning|night|evening)(?:['’]s)?|an?|its|\w+)\s){{0,3}}?"
    rf"(?:{_KIND}\sof\s)?(?P<said>(?:{_NAME}(?:['’]s?)\s)?{_TITLE}"
    rf"|{_NAME}['’]s?\s{_NAME}(?:\s{_KIND})?)"
)
_TOLD = re.compile(rf"\btold\s(?P<said>(?:{_NAME}['’]s?\s)(?:{_TITLE}|{_NAME})(?:\s{_KIND})?)")
_REACHED = re.compile(
    rf"\b(?:contacted|reached|interviewed|approached|questioned)\s(?:\w+\s){{0,3}}?by\s(?:the\s)?(?P<said>{_NAME})"
)
_WRITTEN = re.compile(
    rf"\b(?:wr(?:ote|ites|itten)|argue[sd]?)\s(?:\w+day\s)?(?:in\san?\s(?:[\w-]+\s){{0,2}}(?:for|in)|in|for)\s(?:the\s)?(?P<said>{_NAME})"
)
_CARRIED = re.compile(
    r"\b(?:(?:statement|remarks|comments|speech|address|interview|letter|commentary)\s"
    r"(?:carried|published|broadcast|aired|distributed)|quoted\s(?:\w+day\s)?as\ssaying)\s(?:\w+day\s)?"
    r"(?:by|on|in)\s(?:the\s)?(?:(?:state|official|news|agency|broadcaster|television|daily|newspaper)\s){0,3}"
    rf"(?P<said>{_NAME})"
)
_QUOTING = {"quote"}  # *was quoted as saying by …*
_OUTLETS = {"ORG", "WORK_OF_ART"}


def occasions(layout: Layout, draft: Draft) -> Iterator[Span]:
    """The words that name a programme, or a house that asked or printed it, near the cue and in no content."""
    if draft.lemma not in lemmas("saying") | _QUOTING:
        return
    for start, end in _around(layout, draft):
        for pattern in (_BROADCAST, _TOLD, _REACHED, _WRITTEN, _CARRIED):
            for match in pattern.finditer(layout.text, start, end):
                span = _unstopped(layout.text, match.span("said"))
                if pattern in (_BROADCAST, _TOLD) or _is_outlet(layout, span):
                    yield span
    yield from _at_end(layout, draft)


def _at_end(layout: Layout, draft: Draft) -> Iterator[Span]:
    """The programme at the end of the sentence, where the content has been read as far as that."""
    start, end = draft.content[-1]
    for match in _BROADCAST.finditer(layout.text, max(start, end - REACH), end):
        rest = layout.text[match.end() : end]
        opening = layout.tokens_within(match.start(), match.start() + 1)
        if not any(c.isalnum() for c in rest) and opening and layout.quote[opening[0].i] < 0:
            yield match.span("said")


def _around(layout: Layout, draft: Draft) -> Sequence[Span]:
    """The stretches of the sentence near the cue that are no content of the draft's."""
    first, end = layout.units[layout.unit[draft.anchor]]
    unit = layout.span(first, end - 1)
    told = (*draft.cue, *draft.content)
    near = max(unit[0], min(s for s, _ in told) - REACH), min(unit[1], max(e for _, e in told) + REACH)
    return subtract(near, draft.content)


def _unstopped(text: str, span: Span) -> Span:
    """The span without the full stop that ends a sentence; that of *U.S.* stays."""
    said = text[span[0] : span[1]]
    return (span[0], span[1] - 1) if said.endswith(".") and "." not in said[:-1] else span


def _is_outlet(layout: Layout, span: Span) -> bool:
    """Whether the parser takes the words for an organisation or a title."""
    words = layout.tokens_within(*span)
    return bool(words) and all(t.entity in _OUTLETS for t in words[:1])
