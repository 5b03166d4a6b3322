# ruff: noqa: E501
"""An invented story for tests and for looking: a dam gate jams above the town of Tessaly; nine reports, one dispatch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from secondsource.records import (
    Claim,
    Conflict,
    Credit,
    Edge,
    Event,
    Findings,
    Furniture,
    FurnitureKind,
    Kind,
    Match,
    MatchKind,
    Origin,
    Report,
    SetAside,
    Side,
    Span,
    Spot,
    Stance,
    Statement,
    Status,
    Story,
)
from secondsource.store.queries import PileView, StoryView

LEAD = "A gate of the Kelso dam jammed half open on Monday, sending a wave of water down the Orrin valley."
LEAVE = (
    "About 4,200 people were told to leave the lower town of Tessaly, the Orrin River Board said. "
    "“Nobody is to go back before the gate is shut,” board chair Maren Holt told a briefing."
)
WARN = "The gate had been due for repair since March, a person who has seen the inspection papers said."
HURT = "Eleven people were hurt, hospital director Ivo Brandt said."

TEXTS: dict[str, tuple[str, str, str | None, str]] = {
    "courier": (
        "Tessaly Courier",
        "Thousands flee as Kelso dam gate jams",
        "2031-04-14T08:20",
        "Thousands flee as Kelso dam gate jams\n\nShare  Listen  Updated 10:05\n\n"
        f"{LEAD} {LEAVE}\n\n{WARN}\n\n{HURT}\n\nThe Courier’s office in Mill Lane stood under half a metre of water.",
    ),
    "herald": (
        "Valley Herald",
        "Lower town emptied after dam fault",
        "2031-04-14T09:05",
        f"MPA\n\n{LEAD} {LEAVE.replace('4,200', '4,000')}\n\n{WARN}\n\n{HURT.replace('Eleven', 'Twelve')}",
    ),
    "radio": (
        "Radio Orrin",
        "Dam gate jams, town told to leave",
        "2031-04-14T09:40",
        f"{LEAD.replace('Kelso dam', 'Kelso dam in the hills')} {LEAVE}\n\n(MPA)",
    ),
    "northern": (
        "The Northern Day",
        "Wave hits Tessaly",
        "2031-04-14T12:10",
        f"{LEAD}\n\nAbout 4,200 people were told to leave the lower town of Tessaly. {WARN}\n\n"
        "The government in Marn promised help. “We will leave no one standing in the water,” minister Elin Aske said.",
    ),
    "observer": (
        "Orrin Observer",
        "At the dam: “We heard it go”",
        "2031-04-14T15:30",
        "At seven the siren had not sounded. “We heard it go before any siren,” said Tomas Rell, who keeps the sluice "
        "house.\n\nMaren Holt of the River Board told the Observer that 4,200 people had been sent out of the lower "
        "town.\n\nThe gate’s motor had failed on Sunday, Rell said.",
    ),
    "ledger": (
        "Brae Ledger",
        "Engineer: motor failed the day before",
        "2031-04-15T07:00",
        "The motor of the gate failed a day before the wave, former engineer Ada Quill told the Ledger in an interview.\n\n"
        "“They knew on Sunday,” she said. The dam’s own log, which the Ledger has read, records the failure at 21:14 on "
        "13 April.\n\nFog had closed the valley road that morning.",
    ),
    "post": (
        "Halden Post",
        "Halden Power rejects claims over motor",
        "2031-04-15T11:45",
        "Halden Power, which runs the dam, denied that the motor of the gate failed on Sunday. “Every part worked until "
        "Monday morning,” spokeswoman Birte Lund said.\n\nAn inquiry opens on 17 April.",
    ),
    "evening": (
        "Marn Evening",
        "What we know about Kelso",
        "2031-04-15T18:00",
        "The motor of the gate failed on Sunday, according to the Brae Ledger. Fog had closed the valley road.\n\n"
        "An inquiry opens on 17 April.",
    ),
    "upload-07.txt": (
        "upload-07.txt",
        "",
        None,
        f"{LEAD}\n\nThe water was up to the windows in April 2031, one resident wrote.",
    ),
}


class Maker:
    """Makes records from words: spans are found, never counted by hand."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.text = {r.id: r.text for r in reports}
        self.made: list[Statement] = []

    def span(self, report: str, words: str) -> Span:
        start = self.text[report].index(words)
        return start, start + len(words)

    def say(self, report: str, words: str, chain: tuple[tuple[str, ...], ...] = (), *, source: str = "", **more) -> str:
        made = Statement(
            f"{report}#{len(self.made)}",
            report,
            more.pop("kind", Kind.INDIRECT if chain else Kind.OWN),
            (self.span(report, source),) if source else (),
            (),
            (self.span(report, words),),
            chain[0][0] if chain else None,
            chain,
            **more,
        )
        self.made.append(made)
        return made.id

    def match(self, a: str, first: str, b: str, second: str = "", kind: MatchKind = MatchKind.COPIED) -> Match:
        return Match(
            a, *self.span(a, first), b, *self.span(b, second or first), 0.96, kind, "they print the same words"
        )


def reports() -> tuple[Report, ...]:
    made = []
    for name, (source, title, published, text) in TEXTS.items():
        furniture, credits_ = [], []
        if name == "courier":
            furniture = [
                Furniture(0, len(title), FurnitureKind.HEADLINE),
                Furniture(len(title) + 2, text.index("A gate") - 2, FurnitureKind.SHARE),
            ]
        for where in [text.find("MPA")] if "MPA" in text else []:
            furniture.append(Furniture(where, where + 3, FurnitureKind.CREDIT))
            credits_.append(Credit(where, where + 3, "Marn Press Agency"))
        start = max((f.end for f in furniture if f.start == 0 or f.kind is FurnitureKind.SHARE), default=0)
        body = text[start:]
        end = start + len(body.rstrip()) - (5 if body.endswith("(MPA)") else 0)
        start += len(body) - len(body.lstrip())
        made.append(
            Report(
                name,
                text,
                hashlib.sha256(text.encode()).hexdigest(),
                source,
                source_given=name != "upload-07.txt",
                title=title or None,
                published=published,
                url=f"https://{name}.example/kelso" if published else None,
                language="en",
                credits=tuple(credits_),
                furniture=tuple(furniture),
                paragraphs=((start, end),),
            )
        )
    return tuple(made)


def claim(
    name: str, statements: Sequence[str], rests: Sequence[str], figure: tuple[int, int], status: Status, **more
) -> Claim:
    told = more.pop("told")
    return Claim(
        f"c-{name}",
        "s-kelso",
        statements[0],
        tuple(statements),
        tuple(Origin(r, "person", tuple(statements), "named in the words") for r in rests),
        tuple(rests),
        tuple(more.pop("meet", ())),
        figure,
        more.pop("named", len(rests)),
        tuple(told),
        more.pop("opinion", False),
        None,
        status,
        tuple(more.pop("why", ())),
    )


def story() -> StoryView:
    held = reports()
    m = Maker(held)
    board, holt, wire = ("Orrin River Board",), ("Maren Holt",), "wire:1"
    carriers = ("courier", "herald", "radio", "northern")
    leave = "About 4,200 people were told to leave the lower town of Tessaly"
    left = [m.say("courier", leave, (board,), source="the Orrin River Board", copied_from=wire)]
    left += [m.say("herald", leave.replace("4,200", "4,000"), (board,), copied_from=wire)]
    left += [m.say("radio", leave, (board,), copied_from=wire)]
    left += [m.say("northern", leave, (board,), copied_from=wire, inherited=True)]
    left += [m.say("observer", "4,200 people had been sent out of the lower town", (holt, board))]
    jam = [m.say(r, "jammed half open on Monday", copied_from=wire) for r in (*carriers, "upload-07.txt")]
    back = [
        m.say(r, "Nobody is to go back before the gate is shut", (holt, board), copied_from=wire, kind=Kind.DIRECT)
        for r in carriers[:3]
    ]
    papers = [
        m.say(r, "The gate had been due for repair since March", (("anonymous@courier",),), copied_from=wire)
        for r in ("courier", "herald", "northern")
    ]
    hurt = [
        m.say("courier", "Eleven people were hurt", (("Ivo Brandt",),), copied_from=wire),
        m.say("herald", "Twelve people were hurt", (("Ivo Brandt",),), copied_from=wire),
    ]
    motor = [
        m.say("ledger", "The motor of the gate failed a day before the wave", (("Ada Quill",),)),
        m.say("ledger", "records the failure at 21:14 on 13 April", (("dam log",),)),
        m.say("observer", "The gate’s motor had failed on Sunday", (("Tomas Rell",),)),
        m.say("evening", "The motor of the gate failed on Sunday", (("Brae Ledger",),)),
        m.say("post", "the motor of the gate failed on Sunday", (("Halden Power",),), stance=Stance.DENIES),
    ]
    siren = [m.say("observer", "We heard it go before any siren", (("Tomas Rell",),), kind=Kind.DIRECT)]
    fog = [m.say("ledger", "Fog had closed the valley road"), m.say("evening", "Fog had closed the valley road")]
    no_one = [m.say("northern", "We will leave no one standing in the water", (("Elin Aske",),), kind=Kind.DIRECT)]
    inquiry = [m.say("post", "An inquiry opens on 17 April"), m.say("evening", "An inquiry opens on 17 April")]
    claims = (
        claim(
            "left", left, ["Orrin River Board"], (1, 1), Status.SINGLE, told=[*carriers, "observer"],
            meet=["Orrin River Board"],
            why=["Five reports tell it; four carry one dispatch, and all of it comes from the River Board",
                 "The Observer spoke to Maren Holt itself, but she speaks for the board"],
        ),
        claim(
            "jam", jam, ["wire:1"], (1, 2), Status.UNSURE, told=[*carriers, "upload-07.txt"], meet=["wire:1"],
            why=["Four outlets print one dispatch; whether the file without an outlet copied it too can’t be told"],
        ),
        claim(
            "motor", motor, ["Ada Quill", "dam log", "Tomas Rell"], (3, 3), Status.DISPUTED,
            told=["ledger", "observer", "evening"],
            why=["A former engineer, the dam’s log and the keeper of the sluice house say so; one outlet repeats the Ledger",
                 "Halden Power denies it"],
        ),
        claim(
            "papers", papers, ["anonymous@courier"], (1, 1), Status.SINGLE, told=["courier", "herald", "northern"],
            meet=["anonymous@courier", "wire:1"], why=["Three reports carry one dispatch, which cites someone it doesn’t name"],
        ),
        claim(
            "back", back, ["Maren Holt"], (1, 1), Status.SAID, told=carriers[:3], meet=["Maren Holt", "wire:1"], opinion=True,
            why=["Maren Holt said it at a briefing; what she orders can’t be counted"],
        ),
        claim("hurt", hurt, ["Ivo Brandt"], (1, 1), Status.SINGLE, told=["courier", "herald"], meet=["Ivo Brandt", "wire:1"],
              why=["Both print one dispatch, but not the same figure"]),
        claim("fog", fog, [], (1, 2), Status.UNSURE, told=["ledger", "evening"],
              why=["Both tell it in their own voice; a shared unseen source can’t be ruled out"]),
        claim("inquiry", inquiry, [], (1, 2), Status.UNSURE, told=["post", "evening"]),
        claim("siren", siren, ["Tomas Rell"], (1, 1), Status.SINGLE, told=["observer"]),
        claim("noone", no_one, ["Elin Aske"], (1, 1), Status.SAID, told=["northern"], opinion=True),
    )  # fmt: skip
    lead_leave = f"{LEAD} {LEAVE}"
    matches = (
        m.match("courier", f"{lead_leave}\n\n{WARN}\n\n{HURT}", "herald",
                TEXTS["herald"][3].removeprefix("MPA\n\n")),
        m.match("courier", lead_leave, "radio", TEXTS["radio"][3].removesuffix("\n\n(MPA)")),
        m.match("courier", f"{LEAD} {leave}", "northern", f"{LEAD}\n\n{leave}"),
        m.match("courier", WARN, "northern"),
        m.match("courier", LEAD, "upload-07.txt"),
        m.match("post", "An inquiry opens on 17 April.", "evening", kind=MatchKind.PHRASE),
    )  # fmt: skip
    same = ("both print the same 61 words, with the same order of clauses",)
    edges = (
        Edge("wire:1", "courier", 0.82, same, 0.9, "MPA"),
        Edge("wire:1", "herald", 1.0, ("credits MPA",), 0.95, "MPA"),
        Edge("wire:1", "radio", 1.0, ("credits MPA",), 0.95, "MPA"),
        Edge("wire:1", "northern", 0.61, same, 0.9, "MPA"),
        Edge("wire:1", "upload-07.txt", 0.55, ("one sentence is the same",), 0.4, "MPA"),
        Edge("ledger", "evening", 0.4, ("names the Ledger as its source",), 0.8),
    )

    def spot(report: str, words: str) -> Spot:
        return Spot(report, *m.span(report, words))

    conflicts = (
        Conflict("s-kelso", "number", "conflict", "How many were hurt", (
            Side("Eleven", (spot("courier", "Eleven"),), (1, 1)), Side("Twelve", (spot("herald", "Twelve"),), (1, 1)),
        ), "one dispatch is printed with two figures"),
        Conflict("s-kelso", "denial", "conflict", "Whether the motor failed on Sunday", (
            Side("It failed", (spot("ledger", "The motor of the gate failed"), spot("observer", "motor had failed")), (3, 3)),
            Side("It did not", (spot("post", "denied that the motor of the gate failed"),), (1, 1)),
        )),
        Conflict("s-kelso", "number", "slip", "How many were told to leave", (
            Side("4,200", (spot("courier", "4,200"), spot("radio", "4,200")), (1, 1)),
            Side("4,000", (spot("herald", "4,000"),), (1, 1)),
        )),
    )  # fmt: skip

    def event(day: str, report: str, sentence: str, trigger: str, told: Sequence[str]) -> Event:
        return Event("s-kelso", day, report, *m.span(report, sentence), m.span(report, trigger), tuple(told), "")

    events = (
        event("2031-03", "courier", WARN, "due for repair", ["courier", "herald", "northern"]),
        event(
            "2031-04-13",
            "ledger",
            "The motor of the gate failed a day before the wave",
            "failed",
            ["ledger", "observer"],
        ),
        event("2031-04-14", "courier", LEAD, "jammed", [*carriers, "upload-07.txt"]),
        event("2031-04-14", "observer", "At seven the siren had not sounded.", "siren", ["observer"]),
        event("2031-04-14/2031-04-15", "ledger", "Fog had closed the valley road", "closed", ["ledger", "evening"]),
        event("2031-04-17", "post", "An inquiry opens on 17 April.", "inquiry", ["post", "evening"]),
    )
    of_story = Story("s-kelso", tuple(r.id for r in held))
    found = Findings(of_story, tuple(m.made), (), (), claims, conflicts, events)
    return StoryView("s-kelso", "A dam gate jams above Tessaly", held, matches, edges, found)


def pile(*stories: StoryView) -> PileView:
    aside = (SetAside("photo.png", "a picture, not text", "Give the report’s text."),)
    return PileView("kelso", stories or (story(),), aside, "0.1.0", "3f2a90c1", "2031-04-16T09:00:00+00:00")
