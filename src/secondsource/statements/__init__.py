"""Who says what: attributions with source, cue and content, and the report's own voice, by rules over the parse.

The layers, in the order in which they run: quote marks and units (``layout``), candidates by parse and by word order
(``verbs``, ``direct``, ``nominal``, ``phrases``), the choice among them by counts (``choose``, ``lexicon``), floating
quotes (``floating``), and then what stands around and between them (``assemble``: nesting, stance, own voice, carrying).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from secondsource.records import Attribution, Parsed
from secondsource.statements.assemble import assemble
from secondsource.statements.choose import choose
from secondsource.statements.direct import direct_candidates
from secondsource.statements.floating import attach
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout, lay_out
from secondsource.statements.nominal import nominal_candidates
from secondsource.statements.phrases import phrase_candidates
from secondsource.statements.verbs import verb_candidates

VERSION = "1"

__all__ = ["VERSION", "attribute"]

# What the rules and counts are made for. Another language gives no statements until it has its own.
LANGUAGE = "en"


def attribute(parsed: Parsed) -> tuple[Attribution, ...]:
    """Every statement of the report in the order of the text; nothing for a report that isn't English.

    ``via`` and ``carries`` are positions in the tuple that is returned.
    """
    if parsed.report.language not in {LANGUAGE, None}:
        return ()
    layouts = [lay_out(parsed.report.text, k, p) for k, p in enumerate(parsed.paragraphs)]
    chosen = [choose(layout, _candidates(layout)) for layout in layouts]
    return assemble(parsed.report.id, layouts, attach(layouts, chosen))


def _candidates(layout: Layout) -> Iterator[Draft]:
    """All that could be an attribution, before any is believed."""
    finders = (phrase_candidates, direct_candidates, verb_candidates, nominal_candidates)
    return chain.from_iterable(find(layout) for find in finders)
