"""What would change a claim's figure: said in words, so that an editor knows whom to call."""

from __future__ import annotations

from secondsource.records import Claim, Kind, Status
from secondsource.show.lookup import Known
from secondsource.show.words import count, listed, number, sentence


def would_change(claim: Claim, known: Known) -> list[str]:
    """One sentence for each thing that would raise or lower the figure, or leave it as it is."""
    low, high = claim.independent_origins
    rests = known.links(claim.rests_on)
    if claim.opinion:
        who = listed(rests, 3) or "whoever said it"
        return [
            sentence(f"nothing: it is a view, and only {who} can hold it. Another report of it tells that it was said")
        ]
    if claim.only_party:
        who = known.link(claim.only_party)
        return [sentence(f"no further report: only {who} can know. A document of its own, or its own denial, would")]
    if claim.status is Status.DENIED_ONLY or not high:
        return [sentence("a report that asserts it: so far it is told only to be denied")]
    said = [_more(rests, high, claim, known), _fewer(rests, low, high), *_unsure(claim, low, high, known)]
    return [sentence(s) for s in said if s]


def _more(rests: list[str], high: int, claim: Claim, known: Known) -> str:
    through = [n for n in known.links(claim.bottlenecks) if n not in rests]
    by_way = f", or by way of {listed(through, 3)}" if through else ""
    return (
        f"a report that has it from somebody else than {listed(rests, 4)} would raise it to {number(high + 1)}; "
        f"one more that has it from there{by_way} changes nothing"
    )


def _fewer(rests: list[str], low: int, high: int) -> str:
    if high < 2 or low < 2:
        return ""
    return f"if two of {listed(rests, 4)} turned out to have it from one source, it would fall to {number(low - 1)}"


def _unsure(claim: Claim, low: int, high: int, known: Known) -> list[str]:
    """Whom to ask where the figure is a range: whoever tells it without saying from whom."""
    if low == high:
        return []
    own = [known.statements[s] for s in claim.statements if s in known.statements]
    silent = list(dict.fromkeys(known.outlet(s.report) for s in own if s.kind is Kind.OWN and not s.chain))
    if not silent:
        return [f"the range closes once it is known which of these ways are one: see why it is {low} to {high}"]
    rest = "its source" if len(silent) == 1 else "their sources"
    outlets = count(len(silent), "outlet")
    tells = "tells" if len(silent) == 1 else "tell"
    return [f"{outlets} {tells} it without saying from whom: {listed(silent, 5)}. Knowing {rest} would close the range"]
