"""Who says what: attributions with source, cue and content, and the report's own voice, by rules over the parse.

The layers, in the order in which they run: quote marks and units (``quotes``, ``layout``), candidates by parse and by
word order (``verbs``, ``nominal``, ``direct``, ``wordorder``, ``phrases``), the choice among them (``choose``, with
``lexicon`` and ``features``), floating quotes (``floating``), and what stands around and between them (``assemble``,
with ``stance``, ``addressee``, ``own`` and ``carry``).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from secondsource.records import Attribution, Parsed
from secondsource.statements.assemble import assemble
from secondsource.statements.choose import choose
from secondsource.statements.direct import direct_candidates
from secondsource.statements.draft import Draft
from secondsource.statements.floating import attach
from secondsource.statements.layout import Layout, lay_out
from secondsource.statements.nominal import nominal_candidates
from secondsource.statements.phrases import phrase_candidates
from secondsource.statements.quotes import find_quotes
from secondsource.statements.verbs import verb_candidates
from secondsource.statements.wordorder import wordorder_candidates

VERSION = "4"

__all__ = ["VERSION", "attribute"]

# What the rules and counts are made for. Another language gives no statements until it has its own.
LANGUAGE = "en"


def attribute(parsed: Parsed) -> tuple[Attribution, ...]:
    """Every statement of the report in the order of the text; nothing for a report that isn't English.

    ``via`` and ``carries`` are positions in the tuple that is returned.
    """
    if parsed.report.language not in {LANGUAGE, None}:
        return ()
    text = parsed.report.text
    spans = [(p.start, p.end) for p in parsed.paragraphs]
    quotes = find_quotes(text, spans)
    layouts = [lay_out(text, k, p, q) for k, (p, q) in enumerate(zip(parsed.paragraphs, quotes, strict=True))]
    chosen = [choose(layout, _candidates(layout)) for layout in layouts]
    return assemble(parsed.report.id, layouts, attach(layouts, chosen))


def _candidates(layout: Layout) -> Iterator[Draft]:
    """All that could be an attribution, before any is believed."""
    finders = (phrase_candidates, direct_candidates, verb_candidates, wordorder_candidates, nominal_candidates)
    return chain.from_iterable(find(layout) for find in finders)
