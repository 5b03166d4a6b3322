"""What is followed: the feeds with what their last look gave, and the reports whose text changed at their address."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any

from fastapi import Query, Request

from secondsource import lines as to
from secondsource.lines import ChangeLine, VersionLine
from secondsource.show.plain import line, short, web_address
from secondsource.show.words import count, when
from secondsource.store import browse
from secondsource.store.versions import first_of
from secondsource.web import addresses
from secondsource.web.site import NotHereError, Site, View, site_of
from secondsource.web.stories import Id

# Feeds and changed reports that a page lists; the exports have them all.
LISTED = 200
# Characters of the words that changed, before and after.
LONGEST = 300


def feeds(request: Request) -> View:
    """The feeds that are followed, those that fail first: when each was asked, and what came of it."""
    site = site_of(request)
    held = site.desk.feeds()
    return View(
        "feeds",
        "Feeds",
        {},
        "feeds.html",
        lambda alone: _feeds(held, site, alone),
        "feeds",
        lambda: held,
        lambda: {"feeds": held},
    )


def versions(
    request: Request,
    id: Id = "",  # noqa: A002
    all_: Annotated[bool, Query(alias="all")] = False,
) -> View:
    """Reports whose text changed at their address, or one of them (``id``): what changed, and whether readers know."""
    site = site_of(request)
    if id and not (browse.report(site.store, id) or _changed(site, id)):
        raise NotHereError(f"No report “{short(id, 60)}” on this desk.")
    held = site.desk.versions(id or None, trivial=all_)
    return View(
        "versions",
        "Changed at their address",
        {"id": id, "all": "yes" if all_ else ""},
        "versions.html",
        lambda alone: _versions(held, id, all_, site, alone),
        "versions",
        lambda: [to.as_dict(one) for one in held],
        lambda: {"versions": [to.as_dict(one) for one in held]},
    )


def address_of(site: Site, report: str) -> str | None:
    """Where the versions of a report are told, if its text has changed."""
    return addresses.address("/versions", id=report) if _changed(site, report) else None


def _changed(site: Site, report: str) -> bool:
    return first_of(site.store, report) is not None


def _feeds(held: list[dict[str, Any]], site: Site, alone: bool) -> dict[str, Any]:
    failing = sum(bool(feed["failures"]) for feed in held)
    rows = [
        {
            "title": short(feed["title"] or "", 160) or line(feed["url"]), "url": line(feed["url"]),
            "href": web_address(feed["url"]), "failing": bool(feed["failures"]), "state": line(feed["state"] or ""),
            "asked": when(feed["asked_at"]), "next": when(feed["next_at"]),
        }
        for feed in sorted(held, key=lambda feed: -feed["failures"])[:LISTED]
    ]  # fmt: skip
    return {
        "rows": rows, "many": len(held), "failing": failing, "more": max(0, len(held) - LISTED),
        "changed": None if alone else addresses.address("/versions"), "desk_file": site.name,
    }  # fmt: skip


def _versions(held: list[VersionLine], asked: str, everything: bool, site: Site, alone: bool) -> dict[str, Any]:
    own: dict[str, list[VersionLine]] = defaultdict(list)
    for one in held:
        own[one.report].append(one)
    newest = sorted(own.values(), key=lambda one: one[-1].read_at, reverse=True)
    return {
        "reports": [_report(one, site, alone) for one in newest[:LISTED]], "more": max(0, len(newest) - LISTED),
        "many": len(newest), "silent": sum(any(v.silent for v in one) for one in newest),
        "one": bool(asked), "everything": everything,
        "other": None if alone else addresses.address("/versions", id=asked, all="" if everything else "yes"),
    }  # fmt: skip


def _report(own: list[VersionLine], site: Site, alone: bool) -> dict[str, Any]:
    """A report that changed: where its newest text stands, and what each version changed, the latest first."""
    last = own[-1]
    here = None if alone else next((v.id for v in reversed(own) if browse.report(site.store, v.id)), None)
    return {
        "title": short(last.title or "", 160) or line(last.report), "outlet": line(last.source),
        "href": None if here is None else addresses.report(here), "count": count(len(own), "text"),
        "changes": [
            {
                "number": v.version, "read": when(v.read_at), "silent": v.silent, "why": line(v.why),
                "trivial": v.trivial, "what": [_change(c) for c in v.changes],
            }
            for v in reversed(own) if v.version > 1
        ],
    }  # fmt: skip


def _change(change: ChangeLine) -> dict[str, str]:
    return {
        "kind": change.kind, "before": short(change.before, LONGEST), "after": short(change.after, LONGEST)
    }  # fmt: skip
