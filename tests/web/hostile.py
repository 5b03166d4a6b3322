# ruff: noqa: E501
"""A desk on which every field of every report, and everything found in them, tries to run as script."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice, product
from pathlib import Path

from desks import put
from secondsource.records import Doubt, Entity, EntityKind, Findings, Judgement, Mention, SetAside, Statement
from secondsource.store import writer
from secondsource.store.connect import Store
from secondsource.store.queries import StoryView
from show.example import story

HIT = "window.hit=1;alert(1)"

# How script has been smuggled into pages, by where the words end up: text, attribute, address, style, SVG, template.
WAYS = (
    "<script>{x}</script>", "<img src=q onerror={x}>", '"><svg onload={x}>', "'><details open ontoggle={x}>",
    "</title><script>{x}</script>", "</style><script>{x}</script>", "</textarea><img src=q onerror={x}>",
    "</bdi><iframe srcdoc='<script>parent.{x}</script>'>", '" autofocus onfocus={x} x="', "' onpointerenter={x} '",
    "javascript:{x}", "java\tscript:{x}", "data:text/html,<script>{x}</script>", "vbscript:{x}",
    "<svg><animate onbegin={x} attributeName=x dur=1s>", "<math><mi xlink:href='javascript:{x}'>a</mi></math>",
    "<body onload={x}>", "<base href='javascript:{x}//'>", "<meta http-equiv=refresh content='0;javascript:{x}'>",
    "<link rel=stylesheet href='data:text/css,*{{}}'><script>{x}</script>", "{{{{ ''.__class__ }}}}<script>{x}</script>",
    "<!--><script>{x}</script>-->", "<![CDATA[<script>{x}</script>]]>", "<scr<script>ipt>{x}</scr</script>ipt>",
    "&lt;script&gt;{x}&lt;/script&gt;", "&#60;script&#62;{x}&#60;/script&#62;", "\\u003cscript\\u003e{x}\\u003c/script\\u003e",
    "+ADw-script+AD4-{x}+ADw-/script+AD4-", "<a href=javascript:{x} id=main>main</a>", "<form action=javascript:{x}><button>",
)  # fmt: skip
DISGUISES = (
    lambda s: s, str.upper, lambda s: f"\u202e{s}", lambda s: s.replace(" ", "/"), lambda s: f"{s}\x00",
    lambda s: s.replace("=", " = "), lambda s: f'"{s}"', lambda s: f"]]>{s}<!--", lambda s: f"'{s}", lambda s: f"--!>{s}",
    lambda s: s.replace("<", "<\x0c"), lambda s: f"</p></div>{s}", lambda s: s.swapcase(), lambda s: f"\ud83d{s}",
)  # fmt: skip

# The script itself keeps its letters in every disguise, or it couldn't run.
PAYLOADS = tuple(
    islice(
        dict.fromkeys(
            disguise(way.format(x="\x01")).replace("\x01", HIT) for disguise, way in product(DISGUISES, WAYS)
        ),
        300,
    )
)


def make(path: Path) -> list[StoryView]:
    """Writes the desk; every payload stands in every field of a report of its own, and among what is found in it."""
    numbers = count()
    views = []
    while (first := next(numbers)) * 9 < len(PAYLOADS):
        views.append(_story(first, [PAYLOADS[(9 * first + k) % len(PAYLOADS)] for k in range(9)]))
    store = Store(path)
    writer.add_reports(store, [], [SetAside(p, PAYLOADS[7], PAYLOADS[9]) for p in PAYLOADS[:40]])
    said = zip(PAYLOADS[:60], PAYLOADS[60:120], strict=True)
    writer.judge(store, [Judgement("same", p, q, p, q, p) for p, q in said])
    put(store, *views)
    store.close()
    return views


def _story(n: int, bad: list[str]) -> StoryView:
    """The story of the dam with the n-th nine payloads in place of all names, words and reasons."""
    base = story()
    new = {r.id: f"{n}.{k} {bad[k]}" for k, r in enumerate(base.reports)}
    evil = {r.id: bad[k] for k, r in enumerate(base.reports)}
    reports = tuple(
        replace(
            r, id=new[r.id], source=evil[r.id], title=evil[r.id], author=evil[r.id], url=evil[r.id],
            language=evil[r.id][:40], text=f"{r.text}\n\n{evil[r.id]}", notes=(evil[r.id],), read_at=evil[r.id],
        )
        for r in base.reports
    )  # fmt: skip
    ids = {s.id: f"{new[s.report]}:{s.content[0][0]}-{s.content[0][1]}" for s in base.findings.statements}

    def said(s: Statement) -> Statement:
        word = evil[s.report]
        tail = (len(next(r for r in reports if r.id == new[s.report]).text) - len(word), 10**9)
        return replace(
            s, id=ids[s.id], report=new[s.report], speaker=word if s.speaker else None,
            chain=tuple((word,) for _ in s.chain), copied_from=s.copied_from and new.get(s.copied_from, word), via=(),
            content=(*s.content, tail) if len(s.content) == 1 else s.content, why=(word,),
        )  # fmt: skip

    found = base.findings
    statements = tuple(said(s) for s in found.statements)
    claims = tuple(
        replace(
            c, id=f"c-{n}-{k}", story=f"s-{n}", shown=ids[c.shown], statements=tuple(ids[s] for s in c.statements),
            origins=(), rests_on=tuple(bad[: len(c.rests_on)]), bottlenecks=tuple(bad[: len(c.bottlenecks)]),
            report_ids=tuple(new[r] for r in c.report_ids), why=tuple(bad[:3]), same=tuple(bad[3:6]),
            only_party=bad[4] if k == 2 else None,
        )
        for k, c in enumerate(found.claims)
    )  # fmt: skip
    conflicts = tuple(
        replace(
            c, story=f"s-{n}", about=bad[0], why=bad[1], kind=bad[2], label=c.label,
            sides=tuple(
                replace(s, value=bad[3], spans=tuple(replace(x, report=new[x.report]) for x in s.spans)) for s in c.sides
            ),
        )
        for c in found.conflicts
    )  # fmt: skip
    events = tuple(
        replace(e, story=f"s-{n}", report=new[e.report], reports=tuple(new[r] for r in e.reports), why=bad[5])
        for e in found.events
    )
    entities = (Entity(bad[6], EntityKind.PERSON, bad[6], (Mention(reports[0].id, 0, 9),), (bad[7],)),)
    edges = tuple(
        replace(e, parent=new.get(e.parent, e.parent), child=new[e.child], why=(bad[8],), name=e.name and bad[8])
        for e in base.edges
    )
    matches = tuple(replace(m, a=new[m.a], b=new[m.b], why=bad[0]) for m in base.matches)
    members = tuple(new[r.id] for r in base.reports)
    findings = Findings(
        replace(found.story, id=f"s-{n}", reports=members, why=tuple((m, bad[1]) for m in members), unsure=(Doubt(members[0], members[1], "one-story", bad[3]),)),
        statements, entities, (), claims, conflicts, events, (bad[2],),
    )  # fmt: skip
    return StoryView(f"s-{n}", bad[4], reports, matches, edges, findings)
