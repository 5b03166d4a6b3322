"""The story page: what matters first, what it rests on, who copied whom, when, who speaks, and what is new."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Query, Request

from secondsource import lines as to
from secondsource.records import Claim, Doubt
from secondsource.show import claimrows, page, sidebyside
from secondsource.show.plain import line, short
from secondsource.show.room import Room
from secondsource.show.words import count, reason, sentence, spread, story_sentence, when
from secondsource.store import browse, queries
from secondsource.store.queries import StoryView
from secondsource.web import addresses
from secondsource.web.linked import Linked
from secondsource.web.looked import Looked
from secondsource.web.site import NotHereError, Site, View, site_of

# A claim's chains stand on its own page, so a story has room for more claims than the page that stands alone.
ROOM = Room(
    claims=10, claims_folded=40, statements=0, outlines=0, necks=2, events=8, events_folded=30,
    speakers=6, speakers_folded=14, quotes=3, quotes_folded=0,
)  # fmt: skip
# Reports that the page lists one by one; a story of more is told by its outlets, and exported whole.
REPORTS = 120
# Doubts about which reports are of the story; the rest is in the table of stories.
DOUBTS = 12
TABLES = ("claims", "reports", "reuse", "lineage", "statements", "conflicts", "dates", "timeline", "entities")
Id = Annotated[str, Query(max_length=2000)]


def story(
    request: Request,
    id: Annotated[str, Query(max_length=200)] = "",  # noqa: A002 — the address names it so
    of: Id = "",
    table: Annotated[str, Query(pattern=f"^({'|'.join(TABLES)})?$")] = "",
) -> View:
    """One story, by its id or by a report of it; ``table`` chooses what CSV, JSON Lines and Parquet hold."""
    site = site_of(request)
    view = view_of(site, id, of)
    looked = Looked(request.cookies, site.name)
    verb = table or "claims"
    return View(
        "story",
        short(view.title, 200) or "A story without a headline",
        {"id": view.id, "of": view.reports[0].id},
        "story_page.html",
        lambda _: _context(site, view, looked.since(view.id)),
        verb,
        lambda: [to.as_dict(row) for row in queries.lines_of(view, verb)],
        lambda: facts(view, TABLES),
        {looked.name: looked.look(view.id)},
        # By itself a story holds its reports' words, so that every link still leads to them.
        lambda: page.render(site.pile(view)),
    )


def view_of(site: Site, wanted: str, report: str = "") -> StoryView:
    """The story by its id, or else the one that holds the report. Raises NotHereError."""
    found = site.story(wanted) if wanted else None
    if found is None and wanted and (heir := queries.resolve(site.store, wanted)):
        found = site.story(heir)
    if found is None and report and (other := browse.story_of(site.store, report)):
        found = site.story(other)
    if found is None:
        what = f"No story “{short(wanted or report, 60)}” on this desk."
        raise NotHereError(what, "It may have been told anew under another name: search for its words.")
    return found


def facts(view: StoryView, tables: Iterable[str]) -> dict[str, Any]:
    """A story as JSON: the lines of each table."""
    head = {"id": view.id, "title": view.title, "reports": [r.id for r in view.reports]}
    return {"story": head, **{verb: [to.as_dict(row) for row in queries.lines_of(view, verb)] for verb in tables}}


def _context(site: Site, view: StoryView, since: str) -> dict[str, Any]:
    drawn = site.drawn(view, "story", lambda: _drawn(view))
    known = Linked(view, "s")
    return {
        **drawn,
        "anew": not browse.story_key(site.store, view.id),
        "news": _news(site, known, since),
        "since": when(since),
    }


def _drawn(view: StoryView) -> dict[str, Any]:
    """All of the page that depends on the story alone."""
    known = Linked(view, "s")
    lead, rest = story_sentence(known)
    found = view.findings
    heads = [c for c in found.claims if c.id not in known.folded]
    chief = claimrows.chief(heads, known, ROOM)
    if chief:
        heads = [chief[0], *(c for c in heads if c is not chief[0])]
    shown = heads[: ROOM.claims + ROOM.claims_folded]
    rows = claimrows.rows(shown, known, ROOM, drawn=chief)
    pairs = [(row, addresses.claim(c.shown)) for row, c in zip(rows, shown, strict=True)]
    chains = {c.id: addresses.claim(c.shown) for c in found.claims}
    return {
        "title": short(view.title, 200) or "A story without a headline",
        "lead": lead, "rest": rest,
        "meta": sentence(f"{count(len(view.reports), 'report')}, {spread(view.reports)}").rstrip("."),
        "notes": [line(note) for note in found.notes],
        "claims": pairs[: ROOM.claims], "folded": pairs[ROOM.claims :], "left_out": len(heads) - len(shown),
        "chief": page.neck_of(chief[0], rows[0], known) if chief else None,
        "necks": [(page.neck_of(c, rows[heads.index(c)], known), pairs[heads.index(c)][1]) for c in chief[1:]],
        "tree": page.tree_of(known),
        **page.lists(known, ROOM, chains),
        "reports": [_report(r.id, known) for r in view.reports[:REPORTS]], "more_reports": len(view.reports) - REPORTS,
        "unsure": [_doubt(doubt, known) for doubt in found.story.unsure[:DOUBTS]],
        "tables": TABLES, "story_id": view.id, "speaks": _speakers(known),
    }  # fmt: skip


def _report(report: str, known: Linked) -> dict[str, Any]:
    head = page.head_of(known.reports[report], known)
    bar = sidebyside.bar(known.reports[report], known, 120).markup
    return {**head, "id": report, "href": known.href(report), "bar": bar, "source": known.reports[report].source}


def _doubt(doubt: Doubt, known: Linked) -> dict[str, Any]:
    """What is unsure about a report's place, with the judgement that settles it."""
    settled = {"one-story": "They are of one story", "two-stories": "They are of two stories"}
    return {
        "outlet": known.outlet(doubt.report), "href": known.href(doubt.report), "why": reason(doubt.why, known),
        "other": addresses.report(doubt.other), "a": doubt.report, "b": doubt.other, "verdict": doubt.verdict,
        "words": settled.get(doubt.verdict, ""),
    }  # fmt: skip


def _speakers(known: Linked) -> dict[str, str]:
    """The pages of those who speak, by the name that the page calls them."""
    names = {s.speaker for s in known.view.findings.statements if s.speaker}
    return {
        sentence(known.link(known.same(n))).rstrip("."): addresses.address("/speaker", name=n)
        for n in sorted(names)
        if "@" not in n
    }


def _news(site: Site, known: Linked, since: str) -> list[dict[str, Any]]:
    """What changed since the editor last looked, in sentences."""
    if not since:
        return []
    told: list[dict[str, Any]] = []
    by_words = {c.shown: c for c in known.view.findings.claims}
    for change in browse.changes(site.store, known.view.id, since):
        came = [r for r in change.get("reports", ()) if r in known.reports]
        if came:
            told.append({"said": f"{count(len(came), 'report')} came:", "links": _named(came, known)})
        if gone := change.get("gone"):
            told.append({"said": sentence(f"{count(gone, 'report')} went"), "links": []})
        for said, before, after in change.get("figures", ())[:12]:
            if claim := by_words.get(said):
                told.append({"said": _figures(before, after), "links": [_claim_link(claim, known)]})
        fresh = [by_words[said] for said in change.get("claims", ()) if said in by_words]
        if fresh:
            new = [_claim_link(c, known) for c in fresh[:5]]
            told.append({"said": f"{count(len(fresh), 'claim')} that several tell or somebody denies:", "links": new})
    return told


def _figures(before: list[Any], after: list[Any]) -> str:
    told, low, high, disputed = after
    was = f"{before[0]} → {before[1]}" + (f"–{before[2]}" if before[2] != before[1] else "")
    now = f"{told} → {low}" + (f"–{high}" if high != low else "")
    change = f"{was} became {now}" if was != now else ""
    said = ("now disputed" if disputed else "no longer disputed") if disputed != before[3] else ""
    return sentence(" and ".join(filter(None, (change, said)))).rstrip(".") + ":"


def _named(reports: list[str], known: Linked) -> list[tuple[str, str | None]]:
    return [(known.outlet(r), known.href(r)) for r in reports[:12]]


def _claim_link(claim: Claim, known: Linked) -> tuple[str, str | None]:
    shown = known.statements.get(claim.shown)
    words = known.told(shown, 120) if shown else "a claim"
    return words, addresses.claim(claim.shown)
