"""The claim page: every statement in its words, by which chain it came, why these are one, what would change that."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request

from secondsource import lines as to
from secondsource.records import Claim, Stance, Statement
from secondsource.show import claimrows, page, speakers
from secondsource.show.figures import CAUTION
from secondsource.show.plain import short
from secondsource.show.room import Room
from secondsource.show.whatif import would_change
from secondsource.show.words import listed, quoted, reason, sentence, when
from secondsource.store import browse, queries
from secondsource.store.queries import StoryView
from secondsource.web import addresses
from secondsource.web.linked import Linked
from secondsource.web.site import NotHereError, View, site_of
from secondsource.web.stories import Id, view_of

# Statements that the page shows; a claim of more repeats itself, and the export has them all.
STATEMENTS = 60
ROOM = Room(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
# Other claims of the story that a reader may call the same.
OTHERS = 60


def claim(request: Request, of: Id = "", id: Annotated[str, Query(max_length=200)] = "") -> View:  # noqa: A002
    """One claim, by a statement that belongs to it (``of``), or by its id."""
    site = site_of(request)
    said = browse.statement(site.store, of) if of else None
    story = said[1] if said else browse.claim_story(site.store, id) if id else None
    if story is None:
        raise NotHereError(f"No claim “{short(of or id, 60)}” on this desk.")
    view = view_of(site, story)
    found = browse.claim_of(view, said[0].id) if said else next((c for c in view.findings.claims if c.id == id), None)
    if found is None:
        raise NotHereError("These words belong to no claim any more.", "Open their report, or search for the story.")
    known = Linked(view, "s")
    own = [known.statements[i] for i in found.statements if i in known.statements]
    return View(
        "claim",
        quoted(found, known, 160),
        {"of": found.shown},
        "claim.html",
        lambda alone: site.drawn(view, f"claim {found.id} {alone}", lambda: _context(found, view, alone)),
        "statements",
        lambda: [row for row in _rows(view) if row["id"] in set(found.statements)],
        lambda: {
            "claim": next(to.as_dict(row) for row in queries.lines_of(view, "claims") if row.claim == found.id),
            "statements": [row for row in _rows(view) if row["id"] in {s.id for s in own}],
            "would_change": would_change(found, known),
            "caution": CAUTION,
        },
    )


def _rows(view: StoryView) -> list[dict[str, Any]]:
    return [to.as_dict(row) for row in queries.lines_of(view, "statements")]


def _context(claim: Claim, view: StoryView, alone: bool) -> dict[str, Any]:
    known = Linked(view, "s", alone=alone)
    [row] = claimrows.rows([claim], known, ROOM, drawn=[claim])
    own = [known.statements[i] for i in claim.statements if i in known.statements]
    same = dict(zip(claim.statements[1:], claim.same, strict=False))
    parts = [c for c in view.findings.claims if known.folded.get(c.id) == claim.id]
    whole = next((c for c in view.findings.claims if c.id == known.folded.get(claim.id)), None)
    others = [c for c in view.findings.claims if c.id != claim.id and c.id not in known.folded][:OTHERS]
    told = _with_clauses([(s, _statement(s, same.get(s.id, ""), claim, known)) for s in own[:STATEMENTS]])
    return {
        "row": row, "picture": page.neck_of(claim, row, known) if len(own) > 1 else None,
        "story": (short(view.title, 200), None if alone else addresses.story(view.id, view.reports[0].id)),
        "asserts": [t for t in told if not t["denies"]], "denies": [t for t in told if t["denies"]],
        "missing": max(0, len(own) - STATEMENTS), "figure": _why_figure(claim, row, known),
        "changes": would_change(claim, known), "shown": claim.shown,
        "parts_of": [_link(c, known) for c in parts], "whole": _link(whole, known) if whole else None,
        "others": [(c.shown, quoted(c, known, 100)) for c in others],
    }  # fmt: skip


def _why_figure(claim: Claim, row: claimrows.ClaimRow, known: Linked) -> list[str]:
    """The reasons for the figure; nothing where the sentence above has said all."""
    low, high = claim.independent_origins
    said = [row.meet, *row.why]
    if not row.meet and low == high > 1:
        rests = listed(known.links(claim.rests_on), 6)
        said.insert(0, sentence(f"the ways by which it came from {rests} have no link in common"))
    if not any(said) and len(claim.report_ids) == 1:
        said.append("One report tells it, and nobody else.")
    return [words for words in said if words]


def _with_clauses(told: list[tuple[Statement, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The statements, those whose words stand inside another's under that one: a clause is no second telling."""
    whole: list[tuple[Statement, dict[str, Any]]] = []
    for said, shown in sorted(told, key=lambda one: -sum(e - s for s, e in one[0].content)):
        fuller = next((made for other, made in whole if _is_clause(said, other)), None)
        if fuller is None or shown["shown"]:
            whole.append((said, {**shown, "clauses": []}))
        else:
            fuller["clauses"].append(shown)
    place = {said.id: n for n, (said, _) in enumerate(told)}
    return [made for _, made in sorted(whole, key=lambda one: place[one[0].id])]


def _is_clause(said: Statement, other: Statement) -> bool:
    """Whether its words stand inside the other's, in one report, with the same stance."""
    if said.report != other.report or said.stance is not other.stance or not said.content:
        return False
    return all(any(s2 <= s and e <= e2 for s2, e2 in other.content) for s, e in said.content)


def _link(claim: Claim, known: Linked) -> tuple[str, str | None]:
    return quoted(claim, known, 160), None if known.alone else addresses.claim(claim.shown)


def _statement(said: Statement, same: str, claim: Claim, known: Linked) -> dict[str, Any]:
    """A statement as the page shows it: words, outlet, chain, and the reasons for each."""
    report = known.reports[said.report]
    return {
        "id": said.id, "outlet": known.outlet(said.report), "when": when(report.published),
        "words": known.told(said, 900), "href": claimrows.href(said, known), "denies": said.stance is Stance.DENIES,
        "route": speakers.route([said], known), "shown": said.id == claim.shown,
        "note": claimrows.note(said),
        "why": [reason(why, known) for why in said.why], "same": reason(same, known),
        "links": [name for link in said.chain for name in link],
    }  # fmt: skip
