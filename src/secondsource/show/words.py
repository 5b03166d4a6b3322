"""The sentences that the program writes: plain English, figures in words up to twelve, no verdict on what is right."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from secondsource.records import Claim, Report, Stance, Status
from secondsource.show.lookup import Known
from secondsource.show.plain import line, short

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_STAMP = re.compile(r"\b\d{4}-\d\d\b(?!-)|\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
# Words that end in a point of their own: *p.m.*, *U.S.*
_ABBREVIATED = re.compile(r"\b(?:[^\W\d_]\.){2,}$")
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
    if len(outlets) == 1:
        told = f"only {outlets[0]} tells it, in {count(len(known.view.reports), 'report')}"
    else:
        told = f"{count(len(outlets), 'outlet')} tell it"
    common = sentence(_common_text(known))
    if not common and len(outlets) > 1:
        told += ", each in its own words"
    return f"{sentence(told)} {common}".strip(), " ".join(_of_claims(known))


def rests_sentence(claim: Claim, known: Known) -> str:
    """By whom the claim is told and what it rests on, in one sentence."""
    low, high = claim.independent_origins
    if claim.status is Status.DENIED_ONLY:
        return "No report asserts it; it is told only to be denied."
    outlets = known.outlets(claim.report_ids)
    if not high or not outlets:
        return "No report asserts it."
    names = [name for name in known.links(claim.rests_on) if name != outlets[0] or len(outlets) > 1]
    who = f"only {outlets[0]} tells it" if len(outlets) == 1 else f"{count(len(outlets), 'outlet')} tell it"
    if len(claim.report_ids) > len(outlets):
        who += f", in {count(len(claim.report_ids), 'report')}"
    if claim.only_party and high == 1:
        return sentence(f"{who}; only {known.link(claim.only_party)} can know")
    if not names:
        return sentence(who)
    return sentence(f"{who}; {_goes_back(names, low, high, claim, known)}")


def _goes_back(names: list[str], low: int, high: int, claim: Claim, known: Known) -> str:
    """What a told claim goes back to, as sure as the program is."""
    if high == 1:
        outlets = known.outlets(claim.report_ids)
        way = [n for n in known.links(claim.bottlenecks) if n not in names and n not in outlets]
        all_goes = "it goes" if len(outlets) == 1 else "all goes"
        return f"{all_goes} back to {listed(names)}" + (f", by way of {listed(way)}" if way else "")
    if low == high:
        return f"{number(high)} origins share no link: {listed(names)}"
    if low == 1:
        return f"at most {number(high)} origins, {listed(names)}, but all may go back to one"
    return f"at least {number(low)} of these origins share no link: {listed(names)}"


def reason(why: str, known: Known) -> str:
    """A stage's reason as a sentence: reports and unseen texts by their names, times as one reads them."""
    text = known.spelled(line(why))
    return sentence(_STAMP.sub(lambda found: _brief(found[0]), text))


def when(iso: str | None) -> str:
    """A date or time as the page writes it: *Sat 30 Nov 2024, 08:12*; empty for none, the text itself if unreadable."""
    if not iso:
        return ""
    moment = moment_of(iso)
    if moment is None:
        return short(iso, 40)
    clock = f", {moment:%H:%M}" if "T" in iso or " " in iso.strip() else ""
    return f"{day_words(moment.date())} {moment.year}{clock}"


def _brief(iso: str) -> str:
    """*11 Mar 07:10*, for a time that stands inside a sentence."""
    moment = moment_of(iso)
    if moment is None:
        return date_words(iso)
    return f"{moment.day} {calendar.month_abbr[moment.month]}" + (
        f" {moment:%H:%M}" if "T" in iso else f" {moment.year}"
    )


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
    moments = sorted(m for m in (moment_of(r.appeared) for r in reports) if m)
    if not moments:
        return "no dates given"
    first, last = moments[0].date(), moments[-1].date()
    if first == last:
        return f"{day_words(first)} {first.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day_words(first)}{year} – {day_words(last)} {last.year}"


def _common_text(known: Known) -> str:
    """How much of the story is one text: how many reports are mostly that text, at first hand or by way of another."""
    carried = Counter(filter(None, (_mostly(report.id, known) for report in known.view.reports)))
    total = len(known.view.reports)
    if not carried:
        return "some of them share passages" if known.parents else ""
    key, carriers = carried.most_common(1)[0]
    several = f"{number(carriers)} of the {number(total)} reports mostly print{'s' if carriers == 1 else ''}"
    if key in known.reports:
        who = known.outlet(key)
        if carriers + 1 < total:
            return f"{several} what {who} had"
        return f"{'the other mostly prints' if total == 2 else 'the others mostly print'} what {who} had"
    if carriers == 1 and total > 2:
        return "some of them share passages"
    text = re.sub(r"^an? ", "one ", known.text(key))
    if carriers == total:
        return f"{'both' if total == 2 else 'all'} mostly print {text}"
    if total == 2 and all(r.id in known.parents and known.parents[r.id].parent == key for r in known.view.reports):
        shares = listed([f"{known.parents[r.id].share:.0%}" for r in known.view.reports])
        return f"both carry {text}, which makes up {shares} of their reporting"
    return f"{several} {text}"


def _mostly(report: str, known: Known) -> str | None:
    """The text that most of the report is, followed to where it comes from; None where it is mostly its own."""
    seen = {report}
    key = report
    while (edge := known.parents.get(key)) and edge.share >= MOST and edge.parent not in seen:
        key = edge.parent
        seen.add(key)
    return key if key != report else None


def _of_claims(known: Known) -> list[str]:
    """Sentences on the claims: all in figures, the best supported one, a disputed one."""
    claims = [c for c in known.view.findings.claims if c.id not in known.folded]
    several = [c for c in claims if len(c.report_ids) >= 2]
    said: list[str] = []
    if len(several) > 1:
        narrow = sum(c.independent_origins[1] <= 1 for c in several)
        which = "all of them" if narrow == len(several) else number(narrow)
        verb = "rests" if narrow == 1 else "rest"
        said.append(f"Of {count(len(several), 'claim')} that more than one report tells, {which} {verb} on one origin.")
    elif several and several[0].independent_origins == (1, 1) and several[0].rests_on and not several[0].opinion:
        said.append(f"{quoted(several[0], known)} rests on {known.link(several[0].rests_on[0])} alone.")
    firm = max((c for c in several if c.independent_origins[0] >= 2), key=_support, default=None)
    disputed = next((c for c in claims if c.status is Status.DISPUTED), None)
    if firm:
        low, high = firm.independent_origins
        denied = f"; {_deniers(firm, known)}" if firm is disputed else ""
        least = "at least " if high > low else ""
        said.append(f"{quoted(firm, known)} rests on {least}{number(low)} origins that share nothing{denied}.")
    if disputed and disputed is not firm:
        said.append(f"{quoted(disputed, known)}: {_deniers(disputed, known)}.")
    return said


def _support(claim: Claim) -> tuple[int, int]:
    return claim.independent_origins[0], len(claim.report_ids)


def _deniers(claim: Claim, known: Known) -> str:
    said = [known.statements[i] for i in claim.statements if i in known.statements]
    names = known.links(s.speaker or s.report for s in said if s.stance is Stance.DENIES)
    verb = "denies" if len(names) == 1 else "deny"
    return f"{listed(names, 2)} {verb} it" if names else "it is disputed"


def quoted(claim: Claim, known: Known, limit: int = 90) -> str:
    """The claim's words between quotation marks, those inside them single."""
    statement = known.statements.get(claim.shown)
    if statement is None:
        return "this"
    words = known.words(statement.report, statement.content).removeprefix("that ")
    words = words.replace("``", "“").replace("''", "”").strip(' ,;:“”"')
    words = words if _ABBREVIATED.search(words) else words.rstrip(' .,;:“”"')
    return f"“{'… ' if words[:1].islower() else ''}{short(words, limit).translate(_INNER)}”"
