"""Writes docs/reference.md and the files of ARCHITECTURE.md from the code; a test fails when they differ."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import typer.main

import secondsource
from secondsource import lines
from secondsource.cli import app
from secondsource.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "secondsource"
OPEN, CLOSE = "<!-- files -->", "<!-- /files -->"

HEAD = """# Reference

Made by `python docs/make_reference.py`; don't edit it by hand.

Every figure measures how reporting depends on reporting, never truth. Offsets are `[start, end)` in Unicode code points
into the report's `text`. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some inputs were set aside (listed on
stderr and kept in the desk, with the reason).

## What goes in

INPUT is files, folders (read whole, hidden files left out), `-` (standard input), addresses or a desk, mixed; `--desk
FILE` beside other inputs adds that desk's reports to them, for this run only.

- **JSON Lines** (`.jsonl`, `.ndjson`, `.json`, also packed with gzip): one report a line, an object with `id` and
  `text`, and where known `title`, `source` (the outlet), `published`, `updated` (ISO 8601), `url`, `language`,
  `author`.
- **Plain text** (`.txt`): kept exactly as it is. It may open with lines `source:`, `title:`, `url:`, `published:`,
  `author:` (an empty line ends them), or with a line `date YYYY-MM-DD …`. The id is the file's path below the input
  folder.
- **HTML** (`.html`, `.htm`): the article is taken out of the page; what extracted it and the page's digest are kept.
- **Addresses** (`https://…`): pages, texts, JSON Lines and archives, fetched safely; a feed's address stands for its
  items, and a text file that holds nothing but addresses, one a line, for those. Addresses near this machine need
  `--allow-private`, or the setting `allow_private`. [More](watching.md).
- **`--meta FILE.csv`** fills gaps: a column `id`, and any of the fields above. Rows that match no report are told.

Give outlets and dates where you can: without a date no one can say who copied whom, and reports of one event may not
find each other; without an outlet the report's id stands for one of its own. The same id with the same text is one
report; with another text a version (`ID@v2`), if address or outlet agree. On a desk, a version at the same address
takes the place of the report before it, whose text is kept (`versions`).

Ids: a statement is `REPORT:START-END`, the place of its content. `anonymous@REPORT` is a source that the report
doesn't name (`anonymous2@REPORT` its second one), `agencies@REPORT` an agency that it credits without a name,
`wire:1` a text that none of the reports is, known from its copies.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_verbs(), *_commands(), *_settings(), *_python()]) + "\n"


def _verbs() -> list[str]:
    out = ["## What each verb prints", "", "`secondsource VERB INPUT… --jsonl` (or `--csv`, `--parquet FILE`).", ""]
    for verb, kind in (lines.VERBS | lines.DESK_VERBS).items():
        out += [
            f"### `{verb}`",
            "",
            f"One line: {(kind.__doc__ or '').strip()[0].lower()}{(kind.__doc__ or '').strip()[1:]}",
            "",
        ]
        out += ["| field | meaning |", "|---|---|"]
        out += [f"| `{name}` | {meaning} |" for name, meaning in lines.fields(verb)]
        out.append("")
    return out


def _commands() -> list[str]:
    group = typer.main.get_command(app)
    out = ["## Commands", ""]
    for name, command in _each(group, ""):
        if name.split()[0] in lines.VERBS:
            continue
        out += [f"### `{name}`", "", (command.help or "").strip(), "", "| option | meaning |", "|---|---|"]
        for parameter in command.params:
            if "--help" in parameter.opts:
                continue
            names = ", ".join(f"`{o}`" for o in parameter.opts)
            out.append(f"| {names} | {getattr(parameter, 'help', '') or ''} |")
        out.append("")
    return out


def _each(group: object, prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            found += _each(command, f"{prefix}{name} ")
        else:
            found.append((prefix + name, command))
    return found


def _settings() -> list[str]:
    out = ["## Settings", ""]
    out += [
        "From the command line, the environment (`SECONDSOURCE_MODEL`), `secondsource.toml` in the working folder, or",
        "the default; `secondsource doctor` says which.",
        "",
    ]
    out += ["| setting | meaning |", "|---|---|"]
    return out + [f"| `{s.name}` | {s.meaning} |" for s in Settings.load(environ={}).values] + [""]


def _python() -> list[str]:
    out = [
        "## Python",
        "",
        "```python",
        "import secondsource as ss",
        "",
        'pile = ss.read(["reports/"])',
        'desk = ss.open("desk.db")',
        'desk.add("more.jsonl")',
        "desk.claims()[0].independent_origins",
        "```",
        "",
    ]
    out += ["| name | what it is |", "|---|---|"]
    for name in secondsource.__all__:
        if name.startswith("__"):
            continue
        out.append(f"| `{name}` | {_first(getattr(secondsource, name))} |")
    for title, kind in (("`Pile`, and so `Desk`", secondsource.Pile), ("`Desk` only", secondsource.Desk)):
        out += ["", f"### {title}", "", "| method | returns |", "|---|---|"]
        for name, member in sorted(vars(kind).items()):
            if callable(member) and not name.startswith("_"):
                out.append(f"| `{name}()` | {_first(member)} |")
    return out


def _first(thing: object) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0].rstrip(".")


def architecture(page: str) -> str:
    """ARCHITECTURE.md with its list of files as they are now."""
    head, _, rest = page.partition(OPEN)
    _, _, tail = rest.partition(CLOSE)
    return f"{head}{OPEN}\n{_files()}\n{CLOSE}{tail}"


def _files() -> str:
    """A line for each module: the first line of its docstring."""
    rows = ["| file | what it is |", "|---|---|"]
    for path in sorted(SOURCE.rglob("*.py"), key=lambda p: (p.relative_to(SOURCE).parts[:-1], p.name)):
        first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
        rows.append(f"| `{path.relative_to(SOURCE)}` | {first.replace('|', chr(92) + '|')} |")
    return "\n".join(rows)


if __name__ == "__main__":
    (ROOT / "docs" / "reference.md").write_text(reference(), "utf-8")
    (ROOT / "ARCHITECTURE.md").write_text(architecture((ROOT / "ARCHITECTURE.md").read_text("utf-8")), "utf-8")
