"""A report with its words, and two or more compared: what is copied, what was changed, what only one says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request

from secondsource import lines as to
from secondsource.records import Findings, Report, Span, Statement, Story
from secondsource.show import claimrows, comparison, lanes, page, sidebyside
from secondsource.show.plain import line, short
from secondsource.show.room import Room
from secondsource.show.sidebyside import Part, Piece
from secondsource.show.words import when
from secondsource.store import browse, queries
from secondsource.store.queries import StoryView
from secondsource.web import addresses, watched
from secondsource.web.linked import Linked
from secondsource.web.site import NotHereError, Site, View, site_of
from secondsource.web.stories import Id

# Reports that are compared at once, and claims that a report's page lists beside its words.
COMPARED, CLAIMS = 24, 30
ROOM = Room(CLAIMS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Lit:
    """Some words of a report; ``lit``: the link that led here means them; ``first``: the page opens at them."""

    piece: Piece
    lit: bool
    first: bool


def report(request: Request, id: Id = "", at: Annotated[str, Query(max_length=400)] = "") -> View:  # noqa: A002
    """One report as it was read, with the words at ``at`` (``120-340,400-420``) marked."""
    site = site_of(request)
    held = browse.report(site.store, id) if id else None
    if held is None:
        raise NotHereError(f"No report “{short(id, 60)}” on this desk.", "`secondsource reports` lists them.")
    view = _story(site, held)
    spans = addresses.spans_of(at)
    changed = watched.address_of(site, held.id)
    facts = {
        "report": {**to.as_dict(next(r for r in _lines(view, "reports") if r.id == held.id)), "text": held.text},
    }
    return View(
        "report",
        short(held.title or "", 160) or f"{line(held.source)}, {when(held.published) or 'no date'}",
        {"id": held.id, "at": at},
        "report.html",
        lambda alone: site.drawn(
            view, f"report {held.id} {at} {alone} {changed}", lambda: _report(held, view, spans, alone, changed)
        ),
        "statements",
        lambda: [to.as_dict(s) for s in _lines(view, "statements") if s.report == held.id],
        lambda: {
            **facts,
            "story": view.id,
            "statements": [to.as_dict(s) for s in _lines(view, "statements") if s.report == held.id],
            "lineage": [to.as_dict(e) for e in _lines(view, "lineage") if held.id in (e.parent, e.child)],
        },
    )


def compare(
    request: Request,
    r: Annotated[list[Annotated[str, Query(max_length=2000)]], Query(max_length=COMPARED)] = [],  # noqa: B006
    to_: Annotated[str, Query(alias="to", max_length=2000)] = "",
) -> View:
    """Two or more reports side by side: the first beside each of the others, ``to`` opened."""
    site = site_of(request)
    held = browse.reports(site.store, r)
    if len(held) < 2:
        raise NotHereError("Compare needs two reports that are here.", "Tick two or more in a story, then compare.")
    base, others = held[0], held[1:]
    view = _together(site, held)
    pairs = [sidebyside.between(base, other, view.matches) for other in others]
    chosen = next((p for p in pairs if p.b.id == to_), None) or max(pairs, key=lambda p: p.share[0])
    found = comparison.Comparison(
        base, chosen.b, tuple(m for m in _lines(view, "reuse") if {m.a, m.b} == {base.id, chosen.b.id})
    )
    names = Linked(view, "r")
    return View(
        "compare",
        f"{names.outlet(base.id)} beside {names.outlet(chosen.b.id)}",
        {"r": [x.id for x in held], "to": chosen.b.id},
        "compare.html",
        lambda alone: _compare(base, pairs, chosen, view, alone),
        "reuse",
        lambda: [to.as_dict(m) for m in _lines(view, "reuse") if base.id in (m.a, m.b) and m.a != m.b],
        lambda: {
            "reports": [x.id for x in held],
            "shares": [{"report": p.b.id, "of_first": p.share[0], "of_other": p.share[1]} for p in pairs],
            "opened": chosen.b.id,
            "lines": found.lines(),
        },
    )


def _lines(view: StoryView, verb: str) -> list[Any]:
    return queries.lines_of(view, verb)


def _story(site: Site, held: Report) -> StoryView:
    """The report's story, or the report alone where it isn't analysed yet."""
    found = browse.story_of(site.store, held.id)
    view = site.story(found) if found else None
    return view or StoryView("", "", (held,), (), (), Findings(Story("", (held.id,))))


def _together(site: Site, held: Sequence[Report]) -> StoryView:
    """The reports as a story of their own, with their houses' names where they are of one."""
    ids = tuple(r.id for r in held)
    stories = {browse.story_of(site.store, r) for r in ids}
    story = site.story(next(iter(stories)) or "") if len(stories) == 1 else None
    edges = tuple(e for e in story.edges if e.child in ids) if story else ()
    entities = story.findings.entities if story else ()
    matches = browse.matches_between(site.store, ids)
    return StoryView(
        story.id if story else "", story.title if story else "", tuple(held), matches, edges,
        Findings(Story("", ids), entities=entities),
    )  # fmt: skip


def _report(held: Report, view: StoryView, spans: tuple[Span, ...], alone: bool, changed: str | None) -> dict[str, Any]:
    known = Linked(view, "r", alone=alone)
    edges = [place for span in spans for place in span]
    own = [s for s in view.findings.statements if s.report == held.id]
    edges += [s.content[0][0] for s in own if s.content]
    parts = sidebyside.alone(held, known, {held.id: sorted(set(edges))})
    claims = [c for c in view.findings.claims if held.id in c.report_ids and c.id not in known.folded]
    claims.sort(key=lambda c: -len(c.report_ids))
    rows = claimrows.rows(claims[:CLAIMS], known, ROOM, drawn=claims)
    edge = known.parents.get(held.id)
    others = [r for r in view.reports if r.id != held.id]
    place = {s.id: s for s in own}
    return {
        "head": page.head_of(held, known), "id": held.id, "title": short(held.title or "", 300),
        "author": short(held.author or "", 80), "source": held.source,
        "parts_": lit(parts, spans), "bar": sidebyside.bar(held, known).markup,
        "lost": bool(spans) and not _inside(held, spans),
        "claims": [(row, _spot(c.statements, place, known)) for row, c in zip(rows, claims, strict=False)],
        "claim_pages": [None if alone else addresses.claim(c.shown) for c in claims[:CLAIMS]],
        "more_claims": max(0, len(claims) - CLAIMS),
        "changed": None if alone else changed,
        "parent": edge.parent if edge and edge.parent in known.reports else None,
        "parent_name": known.outlet(edge.parent) if edge else "",
        "others": [(r.id, known.outlet(r.id), when(r.published)) for r in others[:200]],
        "compared": [r.id for r in others[:12]],
        "story": (short(view.title, 160), None if alone else addresses.story(view.id, held.id)) if view.id else None,
    }  # fmt: skip


def _spot(statements: Sequence[str], own: dict[str, Statement], known: Linked) -> str | None:
    return next((claimrows.href(own[s], known) for s in statements if s in own), None)


def _inside(held: Report, spans: Sequence[Span]) -> bool:
    return all(end <= len(held.text) for _, end in spans)


def lit(parts: Sequence[Part], spans: Sequence[Span]) -> list[tuple[str, list[Lit]]]:
    """The parts with those of their words marked that stand in the spans."""
    made, opened = [], False
    for part in parts:
        pieces = []
        for piece in part.pieces:
            shown = any(s <= piece.at < e for s, e in spans)
            pieces.append(Lit(piece, shown, shown and not opened))
            opened = opened or shown
        made.append((part.kind, pieces))
    return made


def _compare(
    base: Report, pairs: Sequence[sidebyside.Pair], chosen: sidebyside.Pair, view: StoryView, alone: bool
) -> dict[str, Any]:
    known = Linked(view, "r", alone=alone)
    ids = [base.id, *(p.b.id for p in pairs)]
    links = {} if alone else {p.b.id: addresses.address("/compare", r=ids, to=p.b.id) for p in pairs}
    swapped = [chosen.b.id, *(i for i in ids if i != chosen.b.id)]
    rows = sidebyside.rows(chosen, known, {})
    changed = sum(piece.kind in ("changed", "weighs") for row in rows for part in row.right for piece in part.pieces)
    weighs = sum(piece.kind == "weighs" for row in rows for part in row.right for piece in part.pieces)
    drawn = len(pairs) > 1
    return {
        "heads": [{**page.head_of(x, known), "href": known.href(x.id), "id": x.id} for x in (chosen.a, chosen.b)],
        "shares": [f"{share:.0%}" for share in chosen.share], "rows": rows, "moved": bool(chosen.moved),
        "shared": bool(chosen.passages or chosen.moved), "changed": changed, "weighs": weighs,
        "wide": sidebyside.overview(chosen, known).markup, "narrow": sidebyside.overview(chosen, known, 358).markup,
        "lanes": lanes.draw(base, pairs, known, chosen.b.id, links).markup if drawn else None,
        "lanes_narrow": lanes.draw(base, pairs, known, chosen.b.id, links, 358).markup if drawn else None,
        "others": len(pairs), "base": known.outlet(base.id),
        "swap": None if alone else addresses.address("/compare", r=swapped, to=base.id),
        "story": (short(view.title, 160), None if alone else addresses.story(view.id, base.id)) if view.id else None,
    }  # fmt: skip
