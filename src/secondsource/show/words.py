"""The sentences that the program writes: plain English, figures in words up to twelve, no verdict on what is right."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from secondsource.records import Claim, Report, Status
from secondsource.show.figures import spoken_range
from secondsource.show.lookup import Known
from secondsource.show.plain import line, short

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MOST = 0.5  # a report "is" another text where that makes up at least half of its reporting


def count(n: int, thing: str) -> str:
    """The number in words up to twelve, with its thing: *one outlet*, *14 outlets*."""
    return f"{NUMBERS[n] if 0 <= n <= 12 else n} {thing}{'' if n == 1 else 's'}"


def listed(names: Sequence[str], limit: int = 4) -> str:
    """The names as one reads them out.

    >>> listed(["A", "B", "C"], limit=2)
    'A, B and one more'
    """
    shown = list(names[:limit])
    if len(names) > limit:
        shown.append(f"{NUMBERS[len(names) - limit] if len(names) - limit <= 12 else len(names) - limit} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def sentence(text: str) -> str:
    """The text with a capital at its head and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…”" else ".")


def story_sentence(known: Known) -> tuple[str, str]:
    """What the program says of a story: who tells it and what that goes back to, then its chief claims."""
    outlets = list(known.per_outlet)
    if len(known.view.reports) == 1:
        return f"Only {outlets[0]} tells it.", "Nothing here can be set beside it."
    told = f"{sentence(count(len(outlets), 'outlet'))[:-1]} tell{'s' if len(outlets) == 1 else ''} it"
    return f"{told}; {_common_text(known)}.", " ".join(_of_claims(known))


def rests_sentence(claim: Claim, known: Known) -> str:
    """What the claim rests on, in one sentence."""
    names = [known.link(name) for name in claim.rests_on]
    if claim.status is Status.DENIED_ONLY:
        return "No report asserts it; it is told only to be denied."
    if not names:
        return f"It rests on {spoken_range(*claim.independent_origins)}."
    return sentence(f"rests on {listed(names)}")


def path_words(chain: Sequence[Sequence[str]], copied_from: str | None, outlet: str, known: Known) -> list[str]:
    """The links from whoever says it to the outlet, each as the page names it."""
    links = [" and ".join(known.link(name) for name in link) for link in chain]
    if copied_from:
        links.append(known.link(copied_from))
    return [*(links or ["in its own voice"]), outlet]


def when(iso: str | None) -> str:
    """A date or time as the page writes it: *Sat 30 Nov 2024, 08:12*; empty for none, the text itself if unreadable."""
    if not iso:
        return ""
    moment = moment_of(iso)
    if moment is None:
        return short(iso, 40)
    clock = f", {moment:%H:%M}" if "T" in iso or " " in iso.strip() else ""
    return f"{day_words(moment.date())} {moment.year}{clock}"


def moment_of(iso: str | None) -> datetime | None:
    """The moment that an ISO 8601 date or time names, as the clock stood where it was written; None if unreadable."""
    try:
        return datetime.fromisoformat(iso).replace(tzinfo=None) if iso else None
    except ValueError:
        return None


def day_words(day: date) -> str:
    """*Sat 30 Nov*."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {calendar.month_abbr[day.month]}"


def date_words(value: str) -> str:
    """An event's date as one reads it: a day, a month, a year, or between two."""
    if "/" in value:
        first, _, last = value.partition("/")
        return f"between {date_words(first)} and {date_words(last)}"
    if re.fullmatch(r"\d{4}-\d{2}", value) and 1 <= int(value[5:]) <= 12:
        return f"{calendar.month_name[int(value[5:])]} {value[:4]}"
    moment = moment_of(value)
    return f"{day_words(moment.date())} {moment.year}" if moment else line(value)


def spread(reports: Sequence[Report]) -> str:
    """From when to when the reports came out."""
    moments = sorted(m for m in (moment_of(r.published or r.updated) for r in reports) if m)
    if not moments:
        return "no dates given"
    first, last = moments[0].date(), moments[-1].date()
    if first == last:
        return f"{day_words(first)} {first.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day_words(first)}{year} – {day_words(last)} {last.year}"


def _common_text(known: Known) -> str:
    """How much of the story is one text."""
    parents = Counter(edge.parent for edge in known.parents.values() if edge.share >= MOST)
    if not parents:
        return "no two of them carry mostly the same text" if not known.parents else "some of them share passages"
    parent, carriers = parents.most_common(1)[0]
    seen = parent in known.reports
    outlets = list(dict.fromkeys(known.outlet(c) for c, e in known.parents.items() if e.parent == parent))
    carriers = sum(1 for c, e in known.parents.items() if e.parent == parent and e.share >= MOST)
    total = len(known.view.reports)
    text = known.link(parent)
    if carriers + seen == total:
        who = "both carry" if total == 2 else "all carry"
        return f"they {who} {text}" if not seen else f"the rest of them mostly print {text}"
    also = len(outlets) - carriers
    tail = f", and {NUMBERS[also] if also <= 12 else also} more take part of it" if also > 0 else ""
    return f"{NUMBERS[carriers] if carriers <= 12 else carriers} of them mostly carr{'ies' if carriers == 1 else 'y'} {text}{tail}"


def _of_claims(known: Known) -> list[str]:
    """Sentences on the claims: where those that several reports tell meet, what rests on more, what is denied."""
    claims = [c for c in known.view.findings.claims if len(c.report_ids) >= 2]
    said: list[str] = []
    if claims:
        narrow = [c for c in claims if c.independent_origins[1] <= 1]
        meet = Counter(name for c in narrow for name in c.bottlenecks if not known.is_unseen(name)).most_common(1)
        head = f"{sentence(count(len(claims), 'claim'))[:-1]} {'is' if len(claims) == 1 else 'are'} told by more than one report"
        if len(narrow) == len(claims):
            head += "; it rests on one origin" if len(claims) == 1 else "; each of them rests on one origin"
        else:
            head += f"; {NUMBERS[len(narrow)] if len(narrow) <= 12 else len(narrow)} of them rest{'s' if len(narrow) == 1 else ''} on one origin"
        if meet:
            name, times = meet[0]
            ways = (
                "it goes"
                if len(narrow) == 1
                else (
                    "all of these go"
                    if times == len(narrow)
                    else f"{count(times, 'of these')[:-1] if False else NUMBERS[times] if times <= 12 else times} of these go"
                )
            )
            head += f" ({ways} through {known.link(name)})"
        said.append(head + ".")
        firm = [c for c in claims if c.independent_origins[0] >= 2]
        if firm:
            best = max(firm, key=lambda c: (c.independent_origins[0], len(c.report_ids)))
            said.append(f"That “{_shown(best, known)}” rests on {spoken_range(*best.independent_origins)}.")
    disputed = [c for c in known.view.findings.claims if c.status is Status.DISPUTED]
    if disputed:
        said.append(f"“{sentence(_shown(disputed[0], known)).rstrip('.')}” is disputed.")
    return said


def _shown(claim: Claim, known: Known, limit: int = 90) -> str:
    statement = known.statements.get(claim.shown)
    return short(known.words(statement.report, statement.content).rstrip(" ."), limit) if statement else ""
