"""A verb's lines as a table for people on a terminal, and the answer to ``who``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsource.records import Report
from secondsource.show.comparison import Comparison
from secondsource.show.diff import Replaced
from secondsource.show.figures import CAUTION, figure_words, range_words
from secondsource.show.plain import line as one_line
from secondsource.show.plain import short

Line = Mapping[str, Any]

# What stands in the cells of a table for people; --jsonl has every field.
COLUMNS: dict[str, tuple[tuple[str, Callable[[Line], str]], ...]] = {
    "reports": (
        ("report", lambda x: _cell(x["id"])),
        ("outlet", lambda x: _cell(x["source"]) if x["source"] != x["id"] else "not given"),
        ("published", lambda x: _minute(x.get("published"))),
        ("credit", lambda x: _cell(x.get("credit"))),
        ("title", lambda x: _cell(x.get("title"))),
    ),
    "reuse": (
        ("report", lambda x: f"{_cell(x['a'])} {_at(x, 'a')}"),
        ("shares with", lambda x: f"{_cell(x['b'])} {_at(x, 'b')}"),
        ("same words", lambda x: f"{x['similarity']:.0%}"),
        ("kind", lambda x: _cell(x["kind"])),
        ("begins", lambda x: _words(x, 60)),
    ),
    "lineage": (
        ("report", lambda x: _cell(x["child"])),
        ("comes from", lambda x: _cell(x["parent"]) + (f" ({_cell(x['name'])})" if x.get("name") else "")),
        ("share", lambda x: f"{x['share']:.0%}"),
        ("sure", lambda x: f"{x['confidence']:.0%}"),
        ("why", lambda x: "; ".join(map(one_line, x["why"]))),
    ),
    "stories": (
        ("story", lambda x: _cell(x["story"])),
        ("report", lambda x: _cell(x["report"])),
        ("unsure", lambda x: "; ".join(one_line(doubt["why"]) for doubt in x["unsure"])),
    ),
    "statements": (
        ("report", lambda x: f"{_cell(x['report'])} {', '.join(f'{s}–{e}' for s, e in x['content'])}"),
        ("who", lambda x: _cell(x.get("speaker") or ("own voice" if x["kind"] == "own" else "unsure"))),
        ("what", lambda x: ("" if x["stance"] == "asserts" else f"{_cell(x['stance'])}: ") + _words(x, 220)),
        ("through", lambda x: " ← ".join(", ".join(map(one_line, link)) for link in x["chain"][1:])),
    ),
    "claims": (
        ("told → rests on", lambda x: figure_words(x["reports"], *x["independent_origins"])),
        ("claim", lambda x: short(x["text"], 220)),
        ("status", lambda x: _cell(x["status"])),
        ("what it rests on", lambda x: ", ".join(map(one_line, x["rests_on"]))),
    ),
    "conflicts": (
        ("about", lambda x: short(x["about"], 120)),
        ("kind", lambda x: f"{_cell(x['kind'])}, {_cell(x['label'])}"),
        (
            "sides",
            lambda x: " · ".join(
                f"{short(s['value'], 80)} (rests on {range_words(*s['origins'])})" for s in x["sides"]
            ),
        ),
    ),
    "dates": (
        ("report", lambda x: _cell(x["report"])),
        ("where", lambda x: f"{x['start']}–{x['end']}"),
        ("words", lambda x: _words(x, 60)),
        ("type", lambda x: _cell(x["type"])),
        ("value", lambda x: _cell(x["value"])),
    ),
    "timeline": (
        ("date", lambda x: _cell(x["date"])),
        ("what", lambda x: short(x["text"], 220)),
        ("told by", lambda x: str(len(x["reports"]))),
    ),
    "entities": (
        ("name", lambda x: _cell(x["name"])),
        ("kind", lambda x: _cell(x["kind"])),
        ("mentions", lambda x: str(len(x["mentions"]))),
    ),
    "feeds": (
        ("feed", lambda x: _cell(x["url"])),
        ("title", lambda x: _cell(x["title"])),
        ("last look", lambda x: _minute(x["asked_at"])),
        ("next", lambda x: _minute(x["next_at"])),
        ("state", lambda x: _cell(x["state"])),
    ),
    "versions": (
        ("report", lambda x: _cell(x["report"])),
        ("version", lambda x: str(x["version"])),
        ("read", lambda x: _minute(x["read_at"])),
        ("silently", lambda x: "yes" if x["silent"] else ""),
        (
            "what changed",
            lambda x: "\n".join(change(c) for c in x["changes"]) or ("typography" if x["trivial"] else ""),
        ),
    ),
}
NUMBERS = {"same words", "share", "sure", "told by", "mentions", "version"}
FIGURED = {"claims", "conflicts"}
# Cells that are read as one: a time is not cut in two.
WHOLE = {"published", "where", "date", "value", "last look", "next", "read"}
# Characters a line that what somebody says gets at least: it is what people read.
NARROWEST = 36
# Of what is shared, people look for what was copied first.
SHARED = ("copied", "version", "quoted", "phrase", "furniture")

PLACES: dict[str, Callable[[Line], tuple[str, Sequence[tuple[int, int]]]]] = {
    "reuse": lambda x: (x["a"], [(x["a_start"], x["a_end"])]),
    "statements": lambda x: (x["report"], x["content"]),
    "dates": lambda x: (x["report"], [(x["start"], x["end"])]),
}
"""Where the words of a line stand: tables show them, the lines themselves give their offsets only."""


def table(verb: str, lines: Sequence[Line]) -> RenderableType:
    """A table of the lines, as rich draws it; any verb's lines, also of verbs without a table of their own.

    Lines of which the words are wanted hold them (``with_words``).
    """
    if verb == "reuse":
        lines = sorted(lines, key=lambda x: SHARED.index(x["kind"]))
    columns = COLUMNS.get(verb) or tuple((name, _getter(name)) for name in (lines[0] if lines else ()))
    if not lines:
        return Text(f"No {verb}.", style="dim")
    drawn = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for heading, _ in columns:
        side: Literal["left", "right"] = "right" if heading in NUMBERS else "left"
        narrowest = NARROWEST if heading == "what" else None
        drawn.add_column(heading, justify=side, overflow="fold", no_wrap=heading in WHOLE, min_width=narrowest)
    for line in lines:
        drawn.add_row(*(Text(cell(line)) for _, cell in columns))
    return Group(drawn, Text(CAUTION, style="dim")) if verb in FIGURED else drawn


def with_words(verb: str, lines: Sequence[Line], reports: Sequence[Line]) -> list[Line]:
    """The lines, each with the words that it is about, out of the reports' texts."""
    place, texts = PLACES[verb], {r["id"]: r["text"] for r in reports}

    def words(x: Line) -> str:
        report, spans = place(x)
        return " … ".join(texts[report][s:e] for s, e in spans)

    return [{**line, "words": words(line)} for line in lines]


def who(words: str, claims: Sequence[Line], near: Sequence[Line] = ()) -> RenderableType:
    """Who says ``words``: the claims that say this, each with its figure, what it rests on, why; or the nearest."""
    asked = Text(f"Who says “{short(words, 200)}”?", style="bold")
    parts: list[RenderableType] = [asked]
    if not claims:
        parts.append(Text("Nobody here says so." + (" Nearest to it:" if near else "")))
    if not claims and not near:
        return Group(*parts)
    for claim in claims or near:
        row = Table.grid(padding=(0, 3, 0, 0))
        figure = Text(figure_words(claim["reports"], *claim["independent_origins"]), style="bold", no_wrap=True)
        row.add_row(figure, Group(short(claim["text"], 400), *(Text(one_line(w), style="dim") for w in _told(claim))))
        parts += ["", row]
    return Group(*parts, "", Text(CAUTION, style="dim"))


def comparison(found: Comparison) -> RenderableType:
    """What two reports share, passage by passage, and what only one of them says."""
    lines = [line for line in found.lines() if "only" not in line]
    parts: list[RenderableType] = [Text(f"{_named(found.a)} and {_named(found.b)}", style="bold"), ""]
    texts = [{"id": r.id, "text": r.text} for r in (found.a, found.b)]
    parts += [table("reuse", with_words("reuse", lines, texts))] if lines else [Text("They share no passage.")]
    if changed := found.changed():
        parts += ["", Text(f"Changed inside what is shared ({len(changed)}), figures, names and a lost “not” bold:")]
        parts += [Padding(_replaced(one), (0, 0, 0, 4)) for one in changed]
    for report in (found.a, found.b):
        spans = found.only(report)
        parts += ["", Text(f"Only {_named(report)} says ({len(spans)}):", style="bold")]
        parts += [Padding(Text(short(report.text[s:e], 400)), (0, 0, 0, 4)) for s, e in spans]
    return Group(*parts)


def news(line: Line) -> str:
    """Something new from the feeds, in a line; of a changed report what changed, indented."""
    stamp = str(line["at"])[:16].replace("T", " ")
    return "\n".join([f"{stamp}  {one_line(line['why'])}", *(f"    {change(c)}" for c in line["changes"])])


def change(line: Line) -> str:
    """One difference between two versions, in a line."""
    before, after = (short(line[side], 160) for side in ("before", "after"))
    if line["kind"] in ("added", "removed"):
        return f"{line['kind']}: “{after or before}”"
    return f"{line['kind']}: “{before}” → “{after}”"


def _named(report: Report) -> str:
    return one_line(report.source) + ("" if report.source_given else " (outlet not given)")


def _told(claim: Line) -> list[str]:
    """The lines that stand under a claim: its status, what it rests on, where all ways meet, and the reasons."""
    said = [f"{claim['status']} · told by {', '.join(claim['report_ids']) or 'no report'}"]
    if claim["rests_on"]:
        said.append(f"rests on {', '.join(claim['rests_on'])}")
    if set(claim["bottlenecks"]) - set(claim["rests_on"]):
        said.append(f"all ways pass through {', '.join(claim['bottlenecks'])}")
    return [*said, *claim["why"]]


def _replaced(one: Replaced) -> Text:
    """What stands in the one, and what in the other instead."""
    style = "bold" if one.weighs else ""
    sides = [short(side, 120) for side in (one.before, one.after)]
    return Text(" → ".join(f"“{side}”" if side else "nothing" for side in sides), style=style)


def _words(line: Line, longest: int) -> str:
    return short(line.get("words", ""), longest)


def _minute(moment: object) -> str:
    """A moment as people read it, to the minute."""
    return _cell(moment)[:16].replace("T", " ")


def _cell(value: object) -> str:
    return "" if value is None else one_line(str(value))


def _at(line: Line, side: str) -> str:
    return f"{line[f'{side}_start']}–{line[f'{side}_end']}"


def _getter(name: str) -> Callable[[Line], str]:
    return lambda line: _cell(line.get(name))
