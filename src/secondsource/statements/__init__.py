"""Who says what: attributions with source, cue and content, and the report's own voice.

The layers, in the order in which they run: quote marks and units (``quotes``, ``layout``), candidates by parse and by
word order (``verbs``, ``nominal``, ``direct``, ``wordorder``, ``phrases``), the trained reader (``tagger``, with
``signs`` and ``pieces``), what is believed of both (``believe`` and ``heard``; ``choose``, ``lexicon`` and ``features``
for the rules), floating quotes (``floating``), and what stands around and between them (``assemble``, with ``stance``,
``addressee``, ``own`` and ``carry``). A report in a language that has none of this gives its quotations (``foreign``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from secondsource.records import Attribution, Parsed, Span
from secondsource.statements import tagger
from secondsource.statements.assemble import assemble
from secondsource.statements.believe import believe
from secondsource.statements.choose import weigh
from secondsource.statements.direct import direct_candidates
from secondsource.statements.draft import Draft
from secondsource.statements.floating import attach
from secondsource.statements.foreign import quotations
from secondsource.statements.layout import Layout, lay_out
from secondsource.statements.nominal import nominal_candidates
from secondsource.statements.phrases import phrase_candidates
from secondsource.statements.quotes import find_quotes
from secondsource.statements.tagger import Reading, ready
from secondsource.statements.verbs import verb_candidates
from secondsource.statements.wordorder import wordorder_candidates

# Of the trained reader: what it reads is kept by itself, so that a change of the rules doesn't have it read again.
READER_VERSION = "4"
VERSION = f"24.{READER_VERSION}"

__all__ = ["READER_VERSION", "VERSION", "Reading", "Sheet", "attribute", "read", "ready", "sheets", "tell"]

# What the rules, counts and weights are made for. Another language gives its direct quotations until it has its own.
LANGUAGE = "en"

SheetKey = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paragraph laid out for reading, with the candidates of the rules, however weak."""

    layout: Layout
    drafts: tuple[Draft, ...]

    @property
    def key(self) -> SheetKey:
        """All that a reading depends on: the paragraph's text, and where in it quotations run."""
        p = self.layout.paragraph
        quotes = tuple((q.start - p.start, q.end - p.start) for q in self.layout.quotes)
        return self.layout.text[p.start : p.end], quotes


def sheets(parsed: Parsed) -> tuple[Sheet, ...]:
    """The report's paragraphs laid out; none for a report that isn't English."""
    if parsed.report.language not in {LANGUAGE, None}:
        return ()
    text = parsed.report.text
    spans = [(p.start, p.end) for p in parsed.paragraphs]
    quotes = find_quotes(text, spans)
    layouts = [lay_out(text, k, p, q) for k, (p, q) in enumerate(zip(parsed.paragraphs, quotes, strict=True))]
    return tuple(Sheet(layout, tuple(weigh(layout, _candidates(layout), least=0.0))) for layout in layouts)


def read(of: Sequence[Sheet]) -> dict[SheetKey, tuple[Reading, ...]]:
    """The trained reader's readings of each distinct paragraph."""
    distinct = list({sheet.key: sheet for sheet in of}.values())
    readings = tagger.read([s.layout for s in distinct], [s.drafts for s in distinct])
    return {sheet.key: found for sheet, found in zip(distinct, readings, strict=True)}


def tell(
    parsed: Parsed, of: Sequence[Sheet], readings: Mapping[SheetKey, tuple[Reading, ...]]
) -> tuple[Attribution, ...]:
    """Every statement of the report in the order of the text, from its sheets and what was read on them.

    ``via`` and ``carries`` are positions in the tuple that is returned.
    """
    if not of and parsed.report.language != LANGUAGE:
        return quotations(parsed.report)
    layouts = [sheet.layout for sheet in of]
    chosen = [believe(sheet.layout, readings[sheet.key], sheet.drafts) for sheet in of]
    return assemble(parsed.report.id, layouts, attach(layouts, chosen))


def attribute(parsed: Parsed) -> tuple[Attribution, ...]:
    """``sheets``, ``read`` and ``tell`` in one, for one report."""
    laid = sheets(parsed)
    return tell(parsed, laid, read(laid))


def _candidates(layout: Layout) -> Iterator[Draft]:
    """All that could be an attribution, before any is believed."""
    finders = (phrase_candidates, direct_candidates, verb_candidates, wordorder_candidates, nominal_candidates)
    return chain.from_iterable(find(layout) for find in finders)
