"""The sentences that the program writes: plain English, figures in words up to twelve, no verdict on what is right."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from secondsource.records import Claim, Report, Stance, Status
from secondsource.show.figures import spoken_range
from secondsource.show.lookup import Known
from secondsource.show.plain import line, short

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MOST = 0.5  # a report "is" another text where that makes up at least half of its reporting


def count(n: int, thing: str) -> str:
    """The number in words up to twelve, with its thing: *one outlet*, *14 outlets*."""
    return f"{number(n)} {thing}{'' if n == 1 else 's'}"


def number(n: int) -> str:
    """The number, in words up to twelve."""
    return NUMBERS[n] if 0 <= n <= 12 else str(n)


def listed(names: Sequence[str], limit: int = 4) -> str:
    """The names as one reads them out.

    >>> listed(["A", "B", "C"], limit=2)
    'A, B and one more'
    """
    shown = list(names[:limit])
    if len(names) > limit:
        shown.append(f"{number(len(names) - limit)} more")
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
    if len(claim.report_ids) == 1:
        return f"Only {known.outlet(claim.report_ids[0])} tells it."
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
        return "some of them share passages" if known.parents else "no passage of one stands in another"
    parent, carriers = parents.most_common(1)[0]
    total, text = len(known.view.reports), _one(known.link(parent))
    if parent in known.reports:
        if carriers + 1 == total:
            return f"{'the other mostly prints' if total == 2 else 'the others mostly print'} {text}"
        return f"{number(carriers)} of them mostly print{'s' if carriers == 1 else ''} {text}"
    if carriers == total:
        return f"{'both' if total == 2 else 'all'} carry {text}"
    partly = sum(1 for e in known.parents.values() if e.parent == parent) - carriers
    if total == 2 and partly == 1:
        shares = listed([f"{known.parents[r.id].share:.0%}" for r in known.view.reports])
        return f"both carry {text}, which makes up {shares} of their reporting"
    tail = f", and {number(partly)} more take{'s' if partly == 1 else ''} part of it" if partly else ""
    return f"{number(carriers)} of them mostly carr{'ies' if carriers == 1 else 'y'} {text}{tail}"


def _one(text: str) -> str:
    """*A text of …* as *one text of …*: that it is the same one is the point."""
    return re.sub(r"^an? ", "one ", text)


def _of_claims(known: Known) -> list[str]:
    """Sentences on the claims: the most carried one, the best supported, a disputed one, and all in figures."""
    claims = known.view.findings.claims
    several = [c for c in claims if len(c.report_ids) >= 2]
    said: list[str] = []
    if several and several[0].independent_origins == (1, 1) and several[0].rests_on and not several[0].opinion:
        said.append(f"{_quoted(several[0], known)} rests on {known.link(several[0].rests_on[0])} alone.")
    firm = max((c for c in several if c.independent_origins[0] >= 2), key=_support, default=None)
    disputed = next((c for c in claims if c.status is Status.DISPUTED), None)
    if firm:
        low = firm.independent_origins[0]
        denied = f"; {_deniers(firm, known)}" if firm is disputed else ""
        least = "at least " if firm.independent_origins[1] > low else ""
        said.append(f"{_quoted(firm, known)} rests on {least}{number(low)} origins that share nothing{denied}.")
    if disputed and disputed is not firm:
        said.append(f"{_quoted(disputed, known)}: {_deniers(disputed, known)}.")
    if len(several) > 1:
        narrow = sum(c.independent_origins[1] <= 1 for c in several)
        which = "all of them" if narrow == len(several) else number(narrow)
        verb = "rests" if narrow == 1 else "rest"
        said.append(f"Of {count(len(several), 'claim')} that more than one report tells, {which} {verb} on one origin.")
    return said


def _support(claim: Claim) -> tuple[int, int]:
    return claim.independent_origins[0], len(claim.report_ids)


def _deniers(claim: Claim, known: Known) -> str:
    said = [known.statements[i] for i in claim.statements if i in known.statements]
    names = dict.fromkeys(known.link(s.speaker or s.report) for s in said if s.stance is Stance.DENIES)
    verb = "denies" if len(names) == 1 else "deny"
    return f"{listed(list(names), 2)} {verb} it" if names else "it is disputed"


def _quoted(claim: Claim, known: Known, limit: int = 90) -> str:
    statement = known.statements.get(claim.shown)
    words = (
        short(known.words(statement.report, statement.content).removeprefix("that ").strip(' .,“”"'), limit)
        if statement
        else "this"
    )
    return f"“{words}”"
