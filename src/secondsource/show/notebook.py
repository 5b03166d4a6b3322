"""HTML snippets for notebooks: a verb's lines as a small table, a pile as cards; with their own style and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from secondsource.show.figures import CAUTION, figure
from secondsource.show.lookup import Known
from secondsource.show.terminal import COLUMNS, FIGURED
from secondsource.show.words import rests_sentence, story_sentence
from secondsource.store.queries import PileView

ROWS = 30
CLAIMS_ON_A_CARD = 5

# A notebook's page has its own colours: ours are taken from its text colour, so both themes stay readable.
STYLE = Markup(
    "<style>.ss-table,.ss-card{font:14px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:inherit}"
    ".ss-table td,.ss-table th{text-align:left;vertical-align:top;padding:3px 14px 3px 0;background:none}"
    ".ss-table th{font-weight:400;opacity:.75}.ss-card{margin:0 0 18px;max-width:52em}"
    ".ss-card b{font-weight:600}.ss-note{opacity:.75;font-size:13px}</style>"
)


def table(verb: str, lines: Sequence[Mapping[str, Any]]) -> str:
    """The first lines of a verb as an HTML table, with how many there are."""
    columns = COLUMNS.get(verb, ())
    head = Markup("").join(Markup("<th>{}</th>").format(name) for name, _ in columns)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell(line)) for _, cell in columns))
        for line in lines[:ROWS]
    )
    more = f"{len(lines)} {verb}, the first {ROWS} shown. " if len(lines) > ROWS else f"{len(lines)} {verb}. "
    note = Markup('<div class="ss-note">{}</div>').format(more + (CAUTION if verb in FIGURED else ""))
    return str(Markup('{}<table class="ss-table"><tr>{}</tr>{}</table>{}').format(STYLE, head, rows, note))


def stories(pile: PileView) -> str:
    """Each story as a card: its headline, what the program says of it, and its most carried claims."""
    drawn = [_card(Known(view)) for view in pile.stories[:ROWS]]
    return str(Markup("{}{}").format(STYLE, Markup("").join(drawn)))


def _card(known: Known) -> Markup:
    lead, rest = story_sentence(known)
    rows = []
    for claim in known.view.findings.claims[:CLAIMS_ON_A_CARD]:
        shown = known.statements.get(claim.shown)
        number = figure(claim)
        rows.append(
            Markup("<tr><td><b>{} → {}{}</b></td><td>{}<br><span class='ss-note'>{}</span></td></tr>").format(
                number.told,
                number.low,
                number.more,
                known.told(shown, 200) if shown else "",
                rests_sentence(claim, known),
            )
        )
    return Markup(
        '<div class="ss-card"><b>{}</b><div>{} {}</div>'
        '<table class="ss-table">{}</table><div class="ss-note">{}</div></div>'
    ).format(known.view.title, lead, rest, Markup("").join(rows), CAUTION)
