"""Who says what where, and how much of an outlet's reporting is its own."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any

from fastapi import Query, Request

from secondsource import lines as to
from secondsource.records import Stance
from secondsource.show.plain import line, short
from secondsource.show.words import count, number, sentence, when
from secondsource.store import browse, queries
from secondsource.store.browse import Said
from secondsource.web import addresses
from secondsource.web.site import NotHereError, View, site_of

Name = Annotated[str, Query(max_length=400)]


def speaker(request: Request, name: Name = "") -> View:
    """Somebody who is quoted: what they say, story by story, and through whom it came."""
    site = site_of(request)
    said, total = browse.said_by(site.store, name) if name else ((), 0)
    if not total:
        raise NotHereError(f"Nobody called “{short(name, 60)}” is quoted on this desk.")
    return View(
        "speaker",
        line(name),
        {"name": name},
        "speaker.html",
        lambda alone: _speaker(name, said, total, () if alone else browse.people_beside(site.store, name), alone),
        "statements",
        lambda: [to.as_dict(queries.statement_line(s.statement)) for s in said],
        lambda: {
            "speaker": name,
            "total": total,
            "statements": [
                {
                    **to.as_dict(queries.statement_line(s.statement)),
                    "text": s.words,
                    "story": s.story,
                    "source": s.source,
                }
                for s in said
            ],
        },
    )


def outlet(request: Request, name: Name = "") -> View:
    """An outlet: its reports, how much of them is its own, whom it carries and who carries it."""
    site = site_of(request)
    found = browse.outlet(site.store, name) if name else None
    if found is None:
        raise NotHereError(f"No report of an outlet “{short(name, 60)}” on this desk.")
    ids = [row["id"] for row in found["rows"]]
    return View(
        "outlet",
        line(name),
        {"name": name},
        "outlet.html",
        lambda alone: _outlet(found, alone),
        "reports",
        lambda: [to.as_dict(queries.report_line(r, text=False)) for r in browse.reports(site.store, ids)],
        lambda: {"outlet": found},
    )


def _speaker(name: str, said: tuple[Said, ...], total: int, beside: tuple[str, ...], alone: bool) -> dict[str, Any]:
    stories: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        stories[s.story].append(s)
    shown: list[dict[str, Any]] = [
        {
            "title": short(own[0].title, 160) or "A story without a headline",
            "href": None if alone else addresses.story(story, own[0].statement.report),
            "said": [_said(same, alone) for same in _alike(own)],
        }
        for story, own in stories.items()
    ]
    things = sum(len(story["said"]) for story in shown)
    where = "one story" if len(shown) == 1 else f"{number(len(shown))} stories"
    outlets = count(len({s.source for s in said}), "outlet")
    return {
        "name": line(name), "given": name, "stories": shown, "more": total - len(said), "beside": beside,
        "meta": sentence(f"{count(things, 'thing')} said in {where}, printed by {outlets}"),
        "find": None if alone else addresses.address("/", q=f'"{name}"'),
    }  # fmt: skip


def _alike(own: list[Said]) -> list[list[Said]]:
    """Those that print the same words together; a clause of what is shown whole is left out."""
    groups: dict[tuple[str, Stance], list[Said]] = defaultdict(list)
    for s in (s for s in own if not any(_is_part(s, other) for other in own)):
        groups["".join(c for c in s.words.casefold() if c.isalnum())[:200], s.statement.stance].append(s)
    return sorted(groups.values(), key=lambda same: -len(same))


def _is_part(said: Said, other: Said) -> bool:
    """Whether its words stand inside the other's, in one report, with the same stance."""
    a, b = said.statement, other.statement
    if a is b or a.report != b.report or a.stance is not b.stance or not a.content or not b.content:
        return False
    inside = all(any(s2 <= s and e <= e2 for s2, e2 in b.content) for s, e in a.content)
    return inside and a.content != b.content


def _said(same: list[Said], alone: bool) -> dict[str, Any]:
    first, words = same[0].statement, same[0].words.removeprefix("that ")
    by: dict[str, tuple[str | None, str]] = {}
    for s in same:
        href = None if alone else addresses.report(s.statement.report, s.statement.content)
        by.setdefault(line(s.source), (href, when(s.published)))
    through = [" and ".join(map(line, link)) for link in first.chain[1:] if not any("@" in name for name in link)]
    return {
        "words": ("… " if words[:1].islower() else "") + short(words, 500), "by": by, "through": through,
        "denies": first.stance is Stance.DENIES, "declines": first.stance is Stance.DECLINES,
        "claim": None if alone else addresses.claim(first.id),
    }  # fmt: skip


def _outlet(found: dict[str, Any], alone: bool) -> dict[str, Any]:
    def page(name: str) -> str | None:
        return None if alone else addresses.address("/outlet", name=name)

    most = max((many for *_, many in (*found["carries"], *found["carried_by"])), default=1)
    rows = [
        {
            "title": short(row["title"] or "", 160) or line(row["id"]),
            "when": when(row["published"] or row["updated"]) or "no date",
            "own": row["own"], "href": None if alone else addresses.report(row["id"]),
            "told": short(row["told"] or "", 120),
            "story": None if alone or not row["story"] else addresses.story(row["story"], row["id"]),
        }
        for row in found["rows"]
    ]  # fmt: skip
    carries = [
        (_carried(name, unseen), many, many / most, None if unseen else page(name))
        for name, unseen, many in found["carries"]
    ]
    return {
        "name": line(found["name"]), "reports": found["reports"], "own": found["own"], "copying": found["copying"],
        "carries": carries, "rows": rows, "more": found["reports"] - len(rows),
        "carried_by": [(line(n), many, many / most, page(n)) for n, many in found["carried_by"]],
        "find": None if alone else addresses.address("/", outlet=found["name"]),
    }  # fmt: skip


def _carried(name: str, unseen: bool) -> str:
    """Whom an outlet carries: an outlet, or a text that is known only from its copies."""
    return ", ".join(filter(None, (line(name), "a text that no one here has" if unseen else "")))
