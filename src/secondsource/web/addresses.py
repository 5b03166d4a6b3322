"""Where each thing stands on the desk: the address says what is shown, so that a link leads back to the same."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from secondsource.records import Span


def address(path: str, **asked: object) -> str:
    """The path with what is asked for, without what is empty.

    >>> address("/report", id="a b.txt", at="")
    '/report?id=a%20b.txt'
    """
    given = {name: value for name, value in asked.items() if value not in ("", None, (), [])}
    query = urlencode(given, doseq=True, quote_via=quote, safe=":,/", errors="replace")
    return f"{path}?{query}" if query else path


def report(wanted: str, spans: Sequence[Span] = ()) -> str:
    """A report, opened at the spans of its text where some are given."""
    at = ",".join(f"{s}-{e}" for s, e in spans)
    return address("/report", id=wanted, at=at) + ("#at" if at else "")


def claim(shown: str) -> str:
    """A claim, by the statement that stands for it: its id says where the words are, which no re-run moves."""
    return address("/claim", of=shown)


def story(wanted: str, first: str = "") -> str:
    """A story; ``first`` is a report of it, by which it is found again if a re-run renames it."""
    return address("/story", id=wanted, of=first)


def spans_of(at: str) -> tuple[Span, ...]:
    """The spans that an address names, in order; what is no span is left out.

    >>> spans_of("12-40,50-60,x")
    ((12, 40), (50, 60))
    """
    found = []
    for part in at[:400].split(","):
        start, _, end = part.partition("-")
        if _is_place(start) and _is_place(end) and int(start) < int(end):
            found.append((int(start), int(end)))
    return tuple(sorted(found))


def _is_place(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) < 10
