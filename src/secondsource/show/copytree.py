"""The copy tree: time runs left to right, each report a mark at its hour, a line from what it copied.

Every report has a row of its own, below that from which it was copied: so no line ever runs through a name. Where there
are more than rows, the lesser copies of a report are drawn together, as one row below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secondsource.records import Edge
from secondsource.show.lookup import Known
from secondsource.show.svg import Drawing, Pen, block, text_width
from secondsource.show.words import day_words, moment_of

WIDTH, NARROW_WIDTH = 976, 358
ROW = 27
# Reports beyond these are drawn together in rows *N more*; all stand in the list of reports. 24 rows fill one screen.
ROWS = 24
# A copy's mark stands at least so far right of what it was copied from, or their lines would be one.
STEP = 14.0
# What an unseen text, or an undated one that was copied, stands before its first copy.
LEAD = 44.0
NO_DATES = "No report gives a date: the order is that of the texts."
# Below this the direction of an edge is drawn as unsure (dashed). Half: as likely the other way round.
SURE = 0.5
# What the key of a row of several copies ends with: no id of a report does.
TOGETHER = "\0together"


@dataclass(frozen=True, slots=True)
class Scale:
    """Hours from left to right."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, moment: datetime) -> float:
        """Where a moment stands."""
        span = max((self.last - self.first).total_seconds(), 1)
        return self.left + (self.right - self.left) * (moment - self.first).total_seconds() / span


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the tree: a report, an unseen text, several copies together, or *and N more*."""

    key: str
    label: str
    note: str
    moment: datetime | None
    parent: str | None = None
    edge: Edge | None = None
    unseen: bool = False
    href: str | None = None
    until: datetime | None = None  # of several copies: when the last one appeared
    together: bool = False


def draw(known: Known, narrow: bool = False) -> Drawing | None:
    """The drawing, or None where nothing was copied."""
    rows = _rows(known)
    if not any(row.edge for row in rows):
        return None
    width = NARROW_WIDTH if narrow else WIDTH
    left, right = (34.0, 176.0) if narrow else (70.0, 720.0)
    pen = Pen(width)
    scale = _scale(rows, left, right)
    x = _places(rows, scale, left, right)
    y = {row.key: 14.0 + n * ROW for n, row in enumerate(rows)}
    height = 14 + len(rows) * ROW
    if scale:
        _axis(pen, scale, height, left, narrow)
    else:
        pen.text(left, height + 14, NO_DATES, "s", size=12.5)
    # What is unsure lies under what is sure, where both leave one report.
    for row in sorted(rows, key=lambda row: bool(row.edge and row.edge.confidence >= SURE)):
        if row.edge and row.parent in x:
            _line(pen, row.edge, x[row.parent], y[row.parent], x[row.key], y[row.key])
    for row in rows:
        end = scale.x(row.until) if scale and row.until else 0.0
        _mark(pen, row, x[row.key], end, y[row.key], width)
    return pen.drawing(height + 34, _spoken(known), "narrow" if narrow else "wide")


def _rows(known: Known) -> list[Row]:
    """The rows from the top: each text above its copies, the earliest copy first, those drawn together last."""
    children: dict[str, list[str]] = defaultdict(list)
    for child, edge in known.parents.items():
        children[edge.parent].append(child)
    in_tree = set(known.parents) | set(children)
    roots = [key for key in children if key not in known.parents] or _in_a_circle(known)
    moments = {r.id: moment_of(r.published or r.updated) for r in known.view.reports}
    roots.sort(key=lambda k: (-_size(k, children), k))
    kept, together = _room(roots, children, known)
    alone = [r.id for r in known.view.reports if r.id not in in_tree]
    kept.update(alone[: max(0, ROWS - len(kept) - len(together))])
    rows: list[Row] = []
    todo = [*reversed([*roots, *alone])]
    seen: set[str] = set()
    while todo:
        key = todo.pop()
        if key.endswith(TOGETHER):
            rows.append(_together(key, together[key.removesuffix(TOGETHER)], known, moments))
        elif key not in seen:
            seen.add(key)
            if key in kept:
                rows.append(_row(key, known, moments))
            todo += [key + TOGETHER] if key in together else []
            todo += sorted(children[key], key=lambda k: (moments.get(k) or datetime.max, k), reverse=True)
    drawn = {row.key for row in rows}.union(*together.values())
    missing = len({r.id for r in known.view.reports} - drawn)
    if missing:
        rows.append(Row("more", f"and {missing} more, listed below", "", None))
    return rows


def _room(roots: Sequence[str], children: dict[str, list[str]], known: Known) -> tuple[set[str], dict[str, list[str]]]:
    """The texts that have a row of their own, and for some of them the copies below them that are drawn together."""
    for most in range(ROWS, 0, -1):
        kept = _kept(roots, children, known, most)
        together = _below(kept, children)
        for key, few in list(together.items()):
            if len(few) == 1:  # takes no more room by itself
                kept.update(together.pop(key))
        if len(kept) + len(together) <= ROWS:
            break
    return kept, together


def _kept(roots: Sequence[str], children: dict[str, list[str]], known: Known, most: int) -> set[str]:
    """The texts that are drawn: those with most copies and those that copied most, with all that they come from."""
    everyone = [*roots, *known.parents]
    ranked = sorted(
        everyone, key=lambda k: (-_size(k, children), -(known.parents[k].share if k in known.parents else 1))
    )
    kept: set[str] = set()
    for key in ranked:
        line = [key]
        while line[-1] in known.parents and known.parents[line[-1]].parent not in line:
            line.append(known.parents[line[-1]].parent)
        if len(kept | set(line)) <= most:
            kept |= set(line)
    return kept


def _below(kept: set[str], children: dict[str, list[str]]) -> dict[str, list[str]]:
    """All that come from a text that is drawn, and have no row themselves, by the nearest text that has one."""
    found: dict[str, list[str]] = {}
    for key in kept:
        todo = [c for c in children.get(key, ()) if c not in kept]
        seen = set(todo)
        while todo:
            for child in children.get(todo.pop(), ()):
                if child not in seen and child not in kept:
                    seen.add(child)
                    todo.append(child)
        if seen:
            found[key] = sorted(seen)
    return found


def _size(key: str, children: dict[str, list[str]]) -> int:
    """How many texts come from this one, it included."""
    todo, seen = [key], {key}
    while todo:
        for child in children.get(todo.pop(), ()):
            if child not in seen:
                seen.add(child)
                todo.append(child)
    return len(seen)


def _in_a_circle(known: Known) -> list[str]:
    """Where each text has another as its parent, the first one with any child begins."""
    return [next(iter(known.parents.values())).parent] if known.parents else []


def _row(key: str, known: Known, moments: dict[str, datetime | None]) -> Row:
    edge = known.parents.get(key)
    if key not in known.reports:
        label = known.label(key) + (" text" if known.unseen.get(key) else "")
        return Row(key, label, "no one here has it", None, edge.parent if edge else None, edge, unseen=True)
    report = known.reports[key]
    note = f"{edge.share:.0%}" if edge else ""
    if report.credit:
        note += f" · credits {report.credit}" if note else f"credits {report.credit}"
    moment = moments.get(key)
    if moment is None and any(moments.values()):
        note += " · no date" if note else "no date"
    return Row(key, known.outlet(key), note, moment, edge.parent if edge else None, edge, href=known.href(key))


def _together(key: str, reports: Sequence[str], known: Known, moments: dict[str, datetime | None]) -> Row:
    """Several copies as one row: how many, from when to when, how much of them comes from there, and whose they are."""
    edges = [known.parents[r] for r in reports]
    edge = Edge(
        key.removesuffix(TOGETHER),
        key,
        sum(e.share for e in edges) / len(edges),
        (),
        sum(e.confidence for e in edges) / len(edges),
    )
    dated = sorted(m for m in map(moments.get, reports) if m)
    names = ", ".join(known.outlets(tuple(sorted(reports, key=lambda r: (moments.get(r) or datetime.max, r)))))
    first, last = (dated[0], dated[-1]) if dated else (None, None)
    return Row(key, f"{len(reports)} more: {names}", "", first, edge.parent, edge, href=None, until=last, together=True)


def _scale(rows: Sequence[Row], left: float, right: float) -> Scale | None:
    """Where each hour stands, if any report is dated; an unseen text needs room before the first."""
    dated = [moment for row in rows for moment in (row.moment, row.until) if moment]
    if not dated:
        return None
    lead = LEAD if _needs_lead(rows) else 0.0
    return Scale(min(dated), max(dated), left + lead, right)


def _needs_lead(rows: Sequence[Row]) -> bool:
    parents = {row.parent for row in rows}
    return any(row.unseen or (row.key in parents and not row.moment) for row in rows)


def _places(rows: Sequence[Row], scale: Scale | None, left: float, right: float) -> dict[str, float]:
    """Where each mark stands: at its hour; an unseen text before its first copy, an undated one behind its parent."""
    x = {row.key: scale.x(row.moment) for row in rows if row.moment and scale}
    lead = LEAD if _needs_lead(rows) else 0.0
    for row in rows:
        copies = [x[r.key] for r in rows if r.parent == row.key and r.key in x]
        if row.unseen or (copies and row.key not in x):
            x[row.key] = max(left, min(copies, default=left + lead) - lead)
    for row in rows:  # what was copied stands above its copies, so it has its place already
        above = x.get(row.parent or "")
        if row.key not in x:
            x[row.key] = min(right, (left if above is None else above) + 24)
        elif above is not None:
            x[row.key] = min(right, max(x[row.key], above + STEP))
    return x


def _axis(pen: Pen, scale: Scale, y: float, left: float, narrow: bool) -> None:
    """The line of hours or days under the rows, its labels apart."""
    pen.path(f"M{left} {y}H{scale.right}", "rule", 1)
    placed: list[tuple[float, float]] = []
    # Days before hours: on a narrow screen there is no room for both.
    for moment, words in sorted(
        _ticks(scale.first, scale.last), key=lambda tick: tick[0].time() != datetime.min.time()
    ):
        place = scale.x(moment)
        half = text_width(words, 12.5) / 2
        middle = max(half, place) if narrow else place
        clear = all(middle + half + 14 < start or end + 14 < middle - half for start, end in placed)
        if clear and left - 30 <= place <= scale.right + 1:
            pen.path(f"M{place:.1f} {y}v5", "rule", 1)
            pen.text(middle, y + 20, words, "s", size=12.5, anchor="middle")
            placed.append((middle - half, middle + half))


def _ticks(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """Round hours or days from the first report to the last."""
    span = last - first
    if span <= timedelta(hours=1):
        return [
            (
                first,
                f"{day_words(first.date())}, {first:%H:%M}"
                if first.time() != datetime.min.time()
                else day_words(first.date()),
            )
        ]
    if span <= timedelta(hours=48):
        step = next(h for h in (1, 2, 3, 6, 12) if span / timedelta(hours=h) <= 8 or h == 12)
        start = first.replace(minute=0, second=0, microsecond=0)
        hours = [start + timedelta(hours=h) for h in range(0, 50, 1)]
        ticks = [h for h in hours if h.hour % step == 0 and first <= h <= last]
        return [(h, _hour(h, named=n == 0)) for n, h in enumerate(ticks or [first])]
    days = span.days + 2
    step = next((d for d in (1, 2, 7, 14, 30, 91, 365) if days / d <= 10), max(days // 10, 1))
    begin = datetime(first.year, first.month, first.day)
    return [(begin + timedelta(days=d), _day(begin + timedelta(days=d), step)) for d in range(0, days, step)][:12]


def _hour(moment: datetime, *, named: bool) -> str:
    """The day at midnight, else the hour; the first mark of all is ``named`` with both."""
    if moment.hour == 0:
        return day_words(moment.date())
    return f"{day_words(moment.date())}, {moment:%H:%M}" if named else f"{moment:%H:%M}"


def _day(moment: date, step: int) -> str:
    return day_words(moment).split(" ", 1)[1] + (f" {moment.year}" if step > 30 else "")


def _line(pen: Pen, edge: Edge, x: float, y: float, to_x: float, to_y: float) -> None:
    """Down from what was copied, then along the copy's row: names stand right of their marks, so none is crossed."""
    bend = min(18.0, abs(to_y - y), max(to_x - x, 0))
    css = "c" if edge.confidence >= SURE else "c unsure"
    d = f"M{x:.1f} {y:.1f}V{to_y - bend:.1f}Q{x:.1f} {to_y:.1f} {x + bend:.1f} {to_y:.1f}H{to_x:.1f}"
    pen.path(d, css, 1.5 + 6 * max(0.0, min(edge.share, 1.0)))


def _mark(pen: Pen, row: Row, x: float, end: float, y: float, width: float) -> None:
    if row.together:
        end = max(end, x + STEP / 2)
        pen.bar(x, y - 1.5, end - x, 3, "span")
        pen.dot(x, y, 4)
        pen.dot(end, y, 4)
        x = end
    elif row.key != "more":
        pen.dot(x, y, 7 if row.unseen else 5, "h" if row.unseen else "n")
    room = width - x - 14
    css = "b" if row.unseen else ("s" if row.together or row.key == "more" else "")
    label = block(row.label, room, sizes=(14, 12.5, 11.5), lines=1, bold=row.unseen)
    # The note never costs the name a letter: where there is no room for all of it, the list of reports has it.
    words = " ".join(label.lines)
    left = room - text_width(words, label.size, bold=row.unseen) - 8
    note = next((n for n in (row.note, row.note.split(" · ")[0]) if text_width(n, 12.5) <= left), "")
    pen.text(x + 13, y + 5, words, css, size=label.size, href=row.href, note=note, full=label.full)


def _spoken(known: Known) -> str:
    parts = [f"{known.outlet(c)} has {e.share:.0%} from {known.text(e.parent)}" for c, e in known.parents.items()]
    return "Who copied whom. " + "; ".join(parts[:30]) + "."
