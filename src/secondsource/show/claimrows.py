"""The claims as the page lists them: each with its figure, what it rests on, and the words, chain by chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from secondsource.records import Claim, Stance, Statement, Status
from secondsource.show import neck
from secondsource.show.figures import Figure, figure, status_word
from secondsource.show.lookup import Known
from secondsource.show.paths import OWN, steps, tellers, ways
from secondsource.show.room import Room
from secondsource.show.words import listed, reason, rests_sentence, sentence


@dataclass(frozen=True, slots=True)
class Told:
    """Words that a claim stands in, with everyone who tells it in these words, as (outlet, link)."""

    by: tuple[tuple[str, str | None], ...]
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Route:
    """One chain with the statements that came by it."""

    links: tuple[str, ...]
    denies: bool
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the page lists it."""

    id: str
    figure: Figure
    words: str
    under: str
    status: str
    disputed: bool
    why: tuple[str, ...]
    meet: str
    routes: tuple[Route, ...]
    missing: int
    outline: Markup | None
    parts: tuple[ClaimRow, ...] = ()


def rows(heads: Sequence[Claim], known: Known, room: Room, drawn: Sequence[Claim]) -> list[ClaimRow]:
    """The claims as rows; a claim that is a part of a fuller one stands under it."""
    under: dict[str, list[Claim]] = defaultdict(list)
    for claim in known.view.findings.claims:
        if claim.id in known.folded:
            under[known.folded[claim.id]].append(claim)
    made = []
    for n, claim in enumerate(heads):
        few = room.statements if n < room.claims else room.statements // 2
        row = _claim(claim, known, f"{known.prefix}-c{n + 1}", few, outline=n < room.outlines and claim not in drawn)
        parts = tuple(
            _claim(part, known, f"{row.id}-{k}", room.statements // 4, outline=False)
            for k, part in enumerate(under[claim.id][:6], 1)
        )
        made.append(replace(row, parts=parts))
    return made


def chief(claims: Sequence[Claim], known: Known, room: Room) -> list[Claim]:
    """The claims whose necks stand open: the one that narrows most, a disputed one, the best supported one."""
    told = [c for c in claims[: room.claims + room.claims_folded] if len(ways(c, known)) >= 2]
    wanted = [
        max(told, key=_narrowing, default=None),
        next((c for c in told if c.status is Status.DISPUTED), None),
        max((c for c in told if c.independent_origins[0] >= 2), key=lambda c: c.independent_origins[0], default=None),
    ]
    return list(dict.fromkeys(c for c in wanted if c))[: 1 + room.necks]


def anchored(heads: Sequence[Claim], made: Sequence[ClaimRow], known: Known) -> dict[str, str]:
    """The claims on the page by id, each with the anchor of its chains; a part's are those of the fuller one."""
    anchors = {claim.id: f"{row.id}-chains" for claim, row in zip(heads, made, strict=False)}
    return anchors | {part: anchors[whole] for part, whole in known.folded.items() if whole in anchors}


def href(statement: Statement, known: Known) -> str | None:
    """The link to the statement's words, or None where the page doesn't hold them."""
    return known.href(statement.report, statement.content[0][0] if statement.content else None)


def _narrowing(claim: Claim) -> tuple[bool, float, int]:
    """How many tell a claim for each who knows it: what a reader must see first. Views come last."""
    told = len(claim.report_ids)
    return not claim.opinion, told / max(claim.independent_origins[1], 1), told


def _claim(claim: Claim, known: Known, anchor: str, room: int, *, outline: bool) -> ClaimRow:
    shown = known.statements.get(claim.shown)
    statements = [known.statements[i] for i in claim.statements if i in known.statements]
    meet = known.links(claim.bottlenecks)
    return ClaimRow(
        anchor,
        figure(claim),
        known.told(shown, 280) if shown else "",
        rests_sentence(claim, known),
        _status(claim, statements, known),
        claim.status in (Status.DISPUTED, Status.DENIED_ONLY),
        # The first reason is the figure in a sentence, which stands above in the page's own names.
        tuple(reason(why, known) for why in claim.why[1:]),
        sentence(f"every way passes through {listed(meet, 6)}") if meet else "",
        _routes(statements[:room], known, tellers(statements)),
        max(0, len(statements) - room),
        neck.draw_narrow(claim, known).markup if outline and len(ways(claim, known)) >= 2 else None,
    )


def _status(claim: Claim, statements: Sequence[Statement], known: Known) -> str:
    """The word beside a claim: who denies it, where someone does."""
    if claim.status in (Status.DISPUTED, Status.DENIED_ONLY):
        deniers = [s.speaker or known.outlet(s.report) for s in statements if s.stance is Stance.DENIES]
        only = "only " if claim.status is Status.DENIED_ONLY else ""
        names = listed(known.links(deniers), 2)
        return f"{only}denied by {names}" if names else status_word(claim)
    if claim.only_party:
        return f"only {known.link(claim.only_party)} can know"
    return status_word(claim)


def note(statement: Statement) -> str:
    """What a reader should know of how a statement has its source, in a few words; nothing where the words say it."""
    notes = (
        "goes on with the source just named" if statement.carried else "",
        "as a fuller copy gives it" if statement.inherited else "",
        "hedged: names no one" if statement.hedge else "",
        "declines to say" if statement.stance is Stance.DECLINES else "",
    )
    return ", ".join(filter(None, notes))


def _routes(statements: Iterable[Statement], known: Known, held: Mapping[str, Statement]) -> tuple[Route, ...]:
    """The statements by the chain that brought them, those in the same words together."""
    grouped: dict[tuple[tuple[str, ...], bool], dict[tuple[str, str], list[Statement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for s in statements:
        links = tuple(_link_words(step, known) for step in steps(s, known, held))
        grouped[links, s.stance is Stance.DENIES][known.told(s, 200), note(s)].append(s)
    return tuple(
        Route(
            links,
            denies,
            tuple(
                Told(tuple(dict.fromkeys((known.outlet(s.report), href(s, known)) for s in same)), words, note)
                for (words, note), same in told.items()
            ),
        )
        for (links, denies), told in grouped.items()
    )


def _link_words(step: Sequence[str], known: Known) -> str:
    if step[0].startswith(OWN):
        return "in its own voice"
    return " and ".join(known.link(name) for name in step)
