"""What of a desk is news: stories, figures and first second sources that were not told yet, and changed reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.lines import ClaimLine, NewsLine, StoryLine
from secondsource.show.figures import range_words
from secondsource.store import feeds, queries, versions
from secondsource.store.connect import Store

LONGEST = 200


@dataclass(frozen=True, slots=True)
class News:
    """News, and what is to be remembered as told once they are."""

    lines: tuple[NewsLine, ...]
    reports: tuple[str, ...]
    figures: tuple[tuple[str, str, int, int], ...] | None
    versions: tuple[tuple[str, int], ...]

    def remember(self, store: Store) -> None:
        """Keeps that all this was told."""
        feeds.tell(store, self.reports, self.figures, self.versions)


def news(store: Store, at: str) -> News:
    """What is new on an analysed desk since it was last told."""
    members: dict[str, list[str]] = {}
    for line in queries.lines(store, "stories"):
        assert isinstance(line, StoryLine)  # noqa: S101 — what the verb prints
        members.setdefault(line.story, []).append(line.report)
    claims = list(queries.claim_lines(store))
    known = feeds.reports_told(store)
    old = {story for story, ids in members.items() if any(first(r) in known for r in ids)}
    titles = queries.titles(store)
    lines = [
        *(_story(story, ids, titles, at) for story, ids in members.items() if story not in old),
        *_figures(store, [c for c in claims if c.story in old], titles, at),
    ]
    changed, told = _changed(store, at)
    figures = ((s, s.rpartition(":")[0], *c.independent_origins) for c in claims for s in c.statements)
    reports = dict.fromkeys(first(r) for ids in members.values() for r in ids)
    return News((*lines, *changed), tuple(reports), tuple(figures), told)


def changed(store: Store, at: str) -> News:
    """The same of versions alone, for a desk that isn't analysed."""
    lines, told = _changed(store, at)
    return News(tuple(lines), (), None, told)


def gone(url: str, title: str, at: str) -> NewsLine:
    """The news that a feed has ended."""
    return NewsLine(
        "gone", at, f"The feed {title or url} has ended (410): it is not asked again.", title=title, url=url
    )


def _story(story: str, ids: Sequence[str], titles: dict[str, str], at: str) -> NewsLine:
    title = titles.get(story, "")
    count = "1 report" if len(ids) == 1 else f"{len(ids)} reports"
    return NewsLine("story", at, f"New story: {title} ({count})", story=story, title=title, reports=list(ids))


def _figures(store: Store, claims: Sequence[ClaimLine], titles: dict[str, str], at: str) -> Iterator[NewsLine]:
    """Claims that were there before, and whose figure is another now."""
    told = feeds.figures_told(store)
    for claim in claims:
        before = max((told[s] for s in claim.statements if s in told), key=lambda pair: pair[::-1], default=None)
        now = claim.independent_origins
        if before is None or before == now or claim.opinion:
            continue
        second = before[1] <= 1 and now[0] >= 2
        words = claim.text if len(claim.text) <= LONGEST else claim.text[:LONGEST].rsplit(" ", 1)[0] + " …"
        said = f"{range_words(*before)} → {range_words(*now)}"
        why = f"First second source ({said}): {words}" if second else f"Rests on {said}: {words}"
        yield NewsLine(
            "second source" if second else "figure", at, why, story=claim.story, title=titles.get(claim.story),
            claim=claim.claim, text=claim.text, before=before, now=now, reports=claim.report_ids,
        )  # fmt: skip


def _changed(store: Store, at: str) -> tuple[list[NewsLine], tuple[tuple[str, int], ...]]:
    """Reports that changed and were not told yet, and which of them are to be remembered as told."""
    untold = feeds.versions_untold(store)
    lines = []
    for version in versions.lines(store) if untold else ():
        if (version.report, version.version) not in untold or version.trivial or not version.changes:
            continue
        kinds = ", ".join(dict.fromkeys(c.kind for c in version.changes))
        how = "Changed silently" if version.silent else "Changed"
        why = f"{how} ({kinds}): {version.title or version.report} ({version.source})"
        lines.append(
            NewsLine(
                "version", at, why, title=version.title, reports=[version.id], changes=version.changes,
                silent=version.silent, url=version.url,
            )
        )  # fmt: skip
    return lines, tuple(sorted(untold))


def first(report: str) -> str:
    """The id of a report's first version."""
    base, _, number = report.rpartition("@v")
    return base if base and number.isdigit() else report
