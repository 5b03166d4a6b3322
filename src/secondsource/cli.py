"""The command line: verbs that print lines, and commands around them. Heavy imports wait until a command runs."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondsource.errors import NothingReadError, SecondsourceError, UsageError

if TYPE_CHECKING:
    from secondsource.desk import Desk, Pile
    from secondsource.records import Judgement, SetAside

DONE, FAILED, WRONG_USAGE, SOME_SET_ASIDE = 0, 1, 2, 3

# Set-asides printed one by one; beyond that they are counted by reason, so that a folder of empty files stays readable.
LISTED = 12
QUIET_SECONDS = 2.0

app = typer.Typer(
    name="secondsource",
    help="Who actually knows this? Finds what each claim in a pile of news reports rests on.\n\n"
    "INPUT is files, folders, - (standard input), addresses or a desk, mixed. "
    "Every figure measures dependence between reports, never truth.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cache_app = typer.Typer(help="What is kept of piles without a desk: results, never texts.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="Files, folders, -, addresses or a desk.", show_default=False),
]
DeskOption = Annotated[Path | None, typer.Option("--desk", metavar="FILE", help="The desk to use.")]
DeskNeeded = Annotated[Path, typer.Option("--desk", metavar="FILE", help="The desk to use.")]
Meta = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Fills gaps: columns id, source, published, …")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep nothing in the cache folder.")]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Another installed spaCy model.")]
AsJsonl = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Comma-separated values.")]
AsParquet = Annotated[Path | None, typer.Option("--parquet", metavar="FILE", help="Write a Parquet file.")]
AsJsonld = Annotated[bool, typer.Option("--jsonld", help="statements as Web Annotations, claims as PROV.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Addresses may lead to this machine and the networks around it.")
]
WithText = Annotated[bool, typer.Option("--text", help="reports: their texts too.")]

_VERBS = {
    "reports": "The reports: outlet, dates, credit, furniture.",
    "reuse": "Pairs of passages that share their words.",
    "lineage": "The copy tree: who has how much from whom, and why we think so.",
    "stories": "Which reports are about the same event.",
    "statements": "Who says what, through whom.",
    "claims": "What is told, by how many, and what it rests on.",
    "conflicts": "Where reports disagree; both sides.",
    "dates": "Temporal expressions and their values.",
    "timeline": "What happened when.",
    "entities": "People, organisations and places, and where they are mentioned.",
}


def main() -> None:
    """Entry point: errors become one clear message on stderr and an exit code, never a traceback."""
    try:
        sys.exit(app(standalone_mode=False) or DONE)
    except NothingReadError as why:
        _set_aside(why.set_aside)
        _complain(str(why))
        sys.exit(FAILED)
    except SecondsourceError as why:
        _complain(str(why))
        sys.exit(WRONG_USAGE if isinstance(why, UsageError) else FAILED)
    except typer.Exit as why:
        sys.exit(why.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except Exception as why:
        if _is_usage(why):
            why.show()  # type: ignore[attr-defined]
            sys.exit(WRONG_USAGE)
        raise


def _verb(name: str) -> Callable[..., int]:
    """The command of a verb, as the library reads its options from a function."""

    def command(
        inputs: Inputs = None,
        desk: DeskOption = None,
        meta: Meta = None,
        jsonl: AsJsonl = False,
        csv: AsCsv = False,
        parquet: AsParquet = None,
        jsonld: AsJsonld = False,
        no_cache: NoCache = False,
        model: Model = None,
        text: WithText = False,
        allow_private: AllowPrivate = False,
    ) -> int:
        _one_format(jsonl, csv, parquet, jsonld)
        if text and name != "reports":
            raise UsageError(f"{name} --text: only reports have a text to print.")
        if jsonld and name not in _LINKED:
            raise UsageError(f"{name} --jsonld: only {' and '.join(_LINKED)} are linked data. Here use --jsonl.")
        with _pile(inputs, desk, meta, no_cache, model, allow_private) as pile:
            _remark(name, pile)
            if jsonld:
                _LINKED[name](pile)
                return _set_aside(_fresh(pile))
            lines = (pile.reports(text=text) if name == "reports" else pile.answer(name)).to_dicts()
            if not (jsonl or csv or parquet):
                lines = _with_words(name, lines, pile)
            _print(name, lines, jsonl, csv, parquet, pile.made_by())
            return _set_aside(_fresh(pile))

    return command


def _timeline(
    inputs: Inputs = None,
    about: Annotated[
        str | None, typer.Option(metavar="NAME", help="Across stories: what is told of a person or organisation.")
    ] = None,
    desk: DeskOption = None,
    meta: Meta = None,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    parquet: AsParquet = None,
    no_cache: NoCache = False,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    _one_format(jsonl, csv, parquet, False)
    with _pile(inputs, desk, meta, no_cache, model, allow_private) as pile:
        _print("timeline", pile.timeline(about).to_dicts(), jsonl, csv, parquet, pile.made_by())
        return _set_aside(_fresh(pile))


for _name, _help in _VERBS.items():
    app.command(_name, help=_help)(_timeline if _name == "timeline" else _verb(_name))


@app.command()
def report(
    inputs: Inputs = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where to write the page.")] = Path(
        "page.html"
    ),
    desk: DeskOption = None,
    meta: Meta = None,
    no_cache: NoCache = False,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    """Write one self-contained page: what each claim rests on, who copied whom, where reports disagree."""
    with _pile(inputs, desk, meta, no_cache, model, allow_private) as pile:
        _say(f"{pile.report(out)}: open it in a browser.")
        _remark("report", pile)
        return _set_aside(_fresh(pile))


@app.command()
def who(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What is said, in any words.", show_default=False)],
    inputs: Inputs = None,
    desk: DeskOption = None,
    meta: Meta = None,
    jsonl: AsJsonl = False,
    no_cache: NoCache = False,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    """Answer for one sentence: the claims that say this, and what each rests on."""
    with _pile(inputs, desk, meta, no_cache, model, allow_private) as pile:
        found = pile.who(words)
        _remark("who", pile)
        if jsonl:
            _print("claims", found.to_dicts(), jsonl=True)
        else:
            from secondsource.show import terminal

            near = [] if found else pile.near(words).to_dicts()
            _console().print(terminal.who(words, found.to_dicts(), near))
        return _set_aside(_fresh(pile))


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help="A file, or the id of a report.", show_default=False)],
    b: Annotated[str, typer.Argument(help="Another.", show_default=False)],
    inputs: Inputs = None,
    desk: DeskOption = None,
    meta: Meta = None,
    jsonl: AsJsonl = False,
    no_cache: NoCache = False,
    allow_private: AllowPrivate = False,
) -> int:
    """Show what two reports share, and what only one of them says."""
    from secondsource.show import terminal

    given = inputs or ([] if desk else [a, b])
    with _pile(given, desk, meta, no_cache, None, allow_private) as pile:
        found = pile.compare(a, b)
        if jsonl:
            _write_lines(found.lines())
        else:
            _console().print(terminal.comparison(found))
        return _set_aside(_fresh(pile))


@app.command()
def add(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, -, addresses, files that list them, or another desk."),
    ],
    desk: DeskNeeded,
    meta: Meta = None,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    """Take reports into a desk and analyse them. Running it again adds nothing twice."""
    with _open(desk, model, create=True, allow_private=allow_private) as opened:
        added, aside = opened.add(inputs, meta=meta, stdin=_stdin(inputs))
        _say(f"{desk}: {_count(len(added), 'new report')}, {_count(len(opened), 'report')} in all.")
        _remark("add", opened, frozenset(added))
        return _set_aside(aside)


@app.command()
def watch(
    desk: DeskNeeded,
    feeds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FEEDS...", help="Addresses of feeds, OPML files, files that list addresses. None: as last time."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due any more: for cron.")] = False,
    jsonl: AsJsonl = False,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Post the news there too, as JSON.")] = None,
    no_analysis: Annotated[
        bool, typer.Option("--no-analysis", help="Only take reports in; the next command analyses them.")
    ] = False,
    list_feeds: Annotated[bool, typer.Option("--list", help="Show the feeds that are followed, and stop.")] = False,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    """Follow feeds: take in what they bring, and print new stories, changed figures and first second sources.

    Ctrl-C stops it; the next call goes on where this one was.
    """
    from secondsource.watching import feeds_in

    addresses = feeds_in(feeds or [])
    with _open(desk, model, create=bool(addresses), allow_private=allow_private) as opened:
        if list_feeds:
            _print("feeds", opened.feeds(), jsonl)
            return DONE
        if not (addresses or opened.feeds()):
            raise UsageError(f"no FEEDS: {desk} follows none yet. Give addresses, OPML files or lists of addresses.")
        counts = _watch(opened, addresses, once, jsonl, webhook, not no_analysis)
    _say(
        f"{desk}: {_count(counts.asked, 'look')} at feeds ({counts.failed:,} failed), {_count(counts.pages, 'item')}, "
        f"{_count(counts.reports, 'new report')}, {_count(counts.versions, 'new version')}"
        + (f", {counts.set_aside:,} set aside." if counts.set_aside else ".")
    )
    return SOME_SET_ASIDE if counts.set_aside else DONE


def _watch(desk: Desk, addresses: list[str], once: bool, jsonl: bool, webhook: str | None, analyse: bool) -> Any:  # noqa: ANN401
    """Watches until all is done or somebody stops it; how much was done."""
    import signal
    import threading

    from secondsource.lines import as_dict
    from secondsource.visiting import make_fetcher
    from secondsource.watching import Hook, Watch, is_followable

    stop = threading.Event()
    with contextlib.ExitStack() as stack:
        hook = None
        if webhook:
            if not is_followable(webhook):
                raise UsageError("--webhook: no web address. Give it as https://HOST/PATH.")
            fetcher = stack.enter_context(make_fetcher(desk.settings))
            hook = Hook(webhook, fetcher, sleep=stop.wait, complain=_complain)

        def tell(news: Sequence[Any]) -> None:
            lines = [as_dict(line) for line in news]
            if jsonl:
                _write_lines(lines)
            else:
                from secondsource.show import terminal

                for line in lines:
                    typer.echo("\n".join(map(_printable, terminal.news(line).split("\n"))))
            if hook:
                hook.send(lines)

        for name in (signal.SIGINT, signal.SIGTERM):
            before = signal.signal(name, lambda *_: _stopped(stop))
            stack.callback(signal.signal, name, before)
        watching = stack.enter_context(
            Watch(
                desk,
                lambda: make_fetcher(desk.settings),
                tell=tell,
                complain=_complain,
                sleep=stop.wait,
                analyse=analyse,
            )
        )
        if addresses:
            watching.follow(addresses)
        return watching.run(stop.is_set, once=once)


def _stopped(stop: Any) -> None:  # noqa: ANN401 — threading.Event
    """Asks the watch to stop; who asks twice won't wait for what is under way."""
    if stop.is_set():
        raise KeyboardInterrupt
    stop.set()
    _say("stopping …")


@app.command()
def versions(
    desk: DeskNeeded,
    report_id: Annotated[str | None, typer.Argument(metavar="REPORT", help="One report's only.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that differ in typography only.")] = False,
    jsonl: AsJsonl = False,
) -> int:
    """Show reports whose text changed at their address: what changed, and whether readers were told."""
    from secondsource.lines import as_dict

    with _open(desk, None, create=False) as opened:
        lines = [as_dict(line) for line in opened.versions(report_id, trivial=everything)]
    _print("versions", lines, jsonl)
    return DONE


@app.command()
def forget(
    report_id: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id.", show_default=False)],
    desk: DeskNeeded,
) -> int:
    """Remove a report from a desk, everywhere."""
    with _open(desk, None, create=False) as opened:
        opened.forget(report_id)
        _say(f"{desk}: '{report_id}' is forgotten.")
    return DONE


@app.command()
def judge(
    desk: DeskNeeded,
    verdict: Annotated[
        str | None,
        typer.Argument(
            help="same, different, copied, not-copied, one-story, two-stories, wrong-link, not-a-statement, one-name, "
            "two-names."
        ),
    ] = None,
    a: Annotated[
        str | None,
        typer.Argument(help="A statement's id; a report's, for copied, not-copied, one-story and two-stories; a name."),
    ] = None,
    b: Annotated[str | None, typer.Argument(help="Another; for wrong-link the name of the link.")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    who: Annotated[str, typer.Option(metavar="NAME", help="Who judges.")] = "",
    taken: Annotated[
        Path | None,
        typer.Option(
            "--import", metavar="FILE", help="Add another desk's judgements (JSON Lines, as --jsonl prints them)."
        ),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the judgement on these two back (give its verdict, too).")
    ] = False,
    jsonl: AsJsonl = False,
) -> int:
    """Say that the program is wrong: your judgement is kept, replayed after every run, and wins. Alone: list them."""
    with _open(desk, None, create=False) as opened:
        if taken is not None:
            _say(f"{opened.take_judgements(_lines_of(taken))} new.")
        elif verdict is None:
            _list_judgements(opened.judgement_log() if jsonl else opened.judgements(), jsonl)
        elif a is None or (b is None and verdict != "not-a-statement"):
            raise UsageError(f"judge {verdict}: needs two ids. `secondsource statements {desk}` lists statements.")
        elif undo:
            if not opened.unjudge(a, b or "", note, who):
                raise UsageError(f"{desk}: no judgement on '{a}' and '{b}'.")
            _say("taken back.")
        else:
            opened.judge(verdict, a, b or "", note, who)
            _say("kept." if verdict not in ("same", "different") or not opened.apart(a, b or "") else _KEPT_APART)
    return DONE


@app.command()
def export(
    inputs: Inputs = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="Where to write.")] = Path("export"),
    desk: DeskOption = None,
    meta: Meta = None,
    no_cache: NoCache = False,
    model: Model = None,
    allow_private: AllowPrivate = False,
) -> int:
    """Write everything: each verb as JSON Lines, CSV and Parquet, their schemas, the page, and a manifest."""
    with _pile(inputs, desk, meta, no_cache, model, allow_private) as pile:
        for path in pile.export(out):
            _say(str(path))
        _remark("export", pile)
        return _set_aside(_fresh(pile))


@app.command()
def serve(
    desk: DeskNeeded,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 for any that is free.")] = 8050,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Beyond this machine it asks for a token.")
    ] = "127.0.0.1",
    model: Model = None,
) -> int:
    """Open the desk in the browser, on this machine only."""
    from secondsource.settings import Settings
    from secondsource.web.serve import serve as run

    run(desk, host=host, port=port, settings=Settings.load({"model": model}), say=_say)
    return DONE


@app.command()
def doctor() -> int:
    """Check the installation: versions, the language model, settings and where they come from."""
    from secondsource import doctor as checks

    problems = 0
    for check in checks.run():
        problems += not check.fine
        _console().print(
            ("ok    " if check.fine else "FAULT ") + f"{check.about}: {check.finding}", markup=False, highlight=False
        )
    return FAILED if problems else DONE


@app.command()
def demo(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where to write the page.")] = Path(
        "demo.html"
    ),
) -> int:
    """Analyse the example desk (invented reports) and write its page."""
    from importlib.resources import as_file, files

    with as_file(files("secondsource") / "example") as folder, _pile([str(folder)], None, None, True, None) as pile:
        _say(f"{pile.report(out)}: open it in a browser. All its reports, places and people are invented.")
    return DONE


@cache_app.command("clear")
def cache_clear() -> int:
    """Empty the cache folder."""
    from secondsource.desk import cache_path
    from secondsource.settings import Settings

    path = cache_path(Settings.load())
    size = sum(p.stat().st_size for p in path.parent.glob("results.db*"))
    for part in path.parent.glob("results.db*"):
        part.unlink()
    _say(f"{path.parent}: {size / 1e6:.1f} MB of results removed.")
    return DONE


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from secondsource.settings import VERSION

        typer.echo(f"secondsource {VERSION}")
        raise typer.Exit


# ---------------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _pile(
    inputs: Sequence[str] | None,
    desk: Path | None,
    meta: Path | None,
    no_cache: bool,
    model: str | None,
    allow_private: bool = False,
) -> Iterator[Pile]:
    """The pile that a verb asks: a desk alone is opened; anything else is read into memory."""
    from secondsource.desk import read
    from secondsource.settings import Settings
    from secondsource.store.connect import is_desk

    given = list(inputs or ())
    if desk is None and len(given) == 1 and is_desk(Path(given[0])):
        desk, given = Path(given[0]), []
    if desk is not None and not given:
        if meta is not None:
            raise UsageError(
                f"--meta {meta}: fills gaps while reports are read, and the desk's are read already. "
                f"`secondsource add INPUT… --desk {desk} --meta {meta}` takes it."
            )
        with _open(desk, model, create=False) as opened:
            yield opened
        return
    for missing in (g for g in given if g.endswith(".db") and "://" not in g and not Path(g).exists()):
        raise UsageError(f"{missing}: no such desk. `secondsource add INPUT… --desk {missing}` makes one.")
    if not given:
        raise UsageError("no INPUT: give files, folders, - for standard input, or --desk FILE.")
    with _Progress() as progress:
        everything = [*([str(desk)] if desk else []), *given]
        pile = read(
            everything,
            meta=meta,
            stdin=_stdin(given),
            settings=Settings.load({"model": model, "allow_private": "yes" if allow_private else None}),
            cache=not no_cache,
            progress=progress,
        )
        yield pile


@contextlib.contextmanager
def _open(desk: Path, model: str | None, *, create: bool, allow_private: bool = False) -> Iterator[Desk]:
    from secondsource.desk import open_desk
    from secondsource.settings import Settings

    with _Progress() as progress:
        settings = Settings.load({"model": model, "allow_private": "yes" if allow_private else None})
        opened = open_desk(desk, create=create, settings=settings, progress=progress)
        try:
            yield opened
        finally:
            opened.close()


class _Progress:
    """Tells on stderr, on a terminal, what takes longer than two seconds."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._shown = False
        self._wanted = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._wanted and time.monotonic() - self._since > QUIET_SECONDS:
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{stage}: {done:,}" + (f" of {total:,}" if total else ""))
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")


_KEPT_APART = "kept; the two are of different stories, so it changes nothing unless these become one."


def _list_judgements(judgements: Sequence[Judgement], jsonl: bool) -> None:
    if not judgements and not jsonl:
        _say("no judgements yet. `secondsource judge --help` says how to make one.")
    for j in judgements:
        if jsonl:
            _write_lines([asdict(j)])
        else:
            about = ", ".join(filter(None, (j.a, j.b)))
            by = f" by {j.who}" if j.who else ""
            typer.echo(_printable(f"{j.made_at}{by}  {j.verdict}: {about}" + (f" ({j.note})" if j.note else "")))


def _lines_of(path: Path) -> Sequence[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        raise UsageError(f"{path}: can't be read ({why}).") from None


def _print(
    verb: str,
    lines: list[dict[str, Any]],
    jsonl: bool,
    csv: bool = False,
    parquet: Path | None = None,
    made_by: dict[str, str] | None = None,
) -> None:
    if jsonl:
        _write_lines(lines)
    elif csv or parquet:
        from secondsource.show import export

        if parquet:
            try:
                export.to_parquet(lines, parquet, verb, made_by)
            except OSError as why:
                raise UsageError(
                    f"--parquet {parquet}: can't be written ({why}). Give a file in a folder that is there."
                ) from why
            _say(f"{parquet}: {_count(len(lines), 'line')}.")
        else:
            sys.stdout.write(export.to_csv(lines, verb))
    else:
        from secondsource.show import terminal

        _console().print(terminal.table(verb, lines))


def _with_words(verb: str, lines: list[dict[str, Any]], pile: Pile) -> list[dict[str, Any]]:
    """The lines as a table for people shows them: with the words that they are about."""
    from secondsource.show import terminal

    if verb not in terminal.PLACES:
        return lines
    return [dict(line) for line in terminal.with_words(verb, lines, pile.reports(text=True).to_dicts())]


def _print_annotations(pile: Pile) -> None:
    from secondsource.show import export
    from secondsource.show.annotations import annotate

    found = annotate(pile.statements().to_dicts(), pile.reports(text=True).to_dicts(), pile.made_by())
    for annotation in found:
        sys.stdout.write(export.to_jsonl([annotation]))
    sys.stdout.flush()


def _print_provenance(pile: Pile) -> None:
    from secondsource.show import export
    from secondsource.show.provenance import describe

    claims, statements = pile.claims().to_dicts(), pile.statements().to_dicts()
    for graph in describe(claims, statements, pile.reports(text=True).to_dicts(), pile.made_by()):
        sys.stdout.write(export.to_jsonl([graph]))
    sys.stdout.flush()


_LINKED = {"statements": _print_annotations, "claims": _print_provenance}


def _write_lines(lines: Sequence[dict[str, Any]]) -> None:
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _one_format(jsonl: bool, csv: bool, parquet: Path | None, jsonld: bool) -> None:
    if jsonl + csv + (parquet is not None) + jsonld > 1:
        raise UsageError("--jsonl, --csv, --parquet and --jsonld: choose one.")


def _fresh(pile: Pile) -> Sequence[SetAside]:
    """What was set aside in this run: a desk told it when it was added, and shows it on its page."""
    from secondsource.desk import Desk

    return () if isinstance(pile, Desk) else pile.set_aside()


def _set_aside(aside: Sequence[SetAside]) -> int:
    """Tells what was set aside and why, and what was only counted; returns the exit code."""
    for item in [item for item in aside if not item.fault][:LISTED]:
        _complain(f"{item.input}: {item.reason}.")
    aside = [item for item in aside if item.fault]
    helped: set[str] = set()
    for item in aside[:LISTED]:
        reason = item.reason if item.reason.endswith((".", "!", "?")) else f"{item.reason}."
        _complain(f"set aside: {item.input}: {reason} {'' if item.remedy in helped else item.remedy}".rstrip())
        helped.add(item.remedy)
    if len(aside) > LISTED:
        rest: dict[str, int] = {}
        for item in aside[LISTED:]:
            rest[item.reason] = rest.get(item.reason, 0) + 1
        for reason, count in sorted(rest.items(), key=lambda x: -x[1])[:LISTED]:
            _complain(f"set aside: {count:,} more: {reason}")
    return SOME_SET_ASIDE if aside else DONE


def _remark(verb: str, pile: Pile, only: frozenset[str] | None = None) -> None:
    """Tells which reports get less than others, and how fields of exports were read; a desk's, when they are added."""
    from secondsource.desk import Desk
    from secondsource.show.remarks import remarks

    if isinstance(pile, Desk) and not only:
        return
    reports = [r for r in pile.reports().to_dicts() if only is None or r["id"] in only]
    for line in remarks(verb, reports):
        _complain(line)


def _stdin(inputs: Sequence[str]) -> Any:  # noqa: ANN401
    return sys.stdin.buffer if "-" in inputs else None


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _say(words: str) -> None:
    typer.echo(_printable(words), err=True)


def _complain(words: str) -> None:
    typer.echo(_printable(f"secondsource: {words}"), err=True)


def _printable(words: str) -> str:
    """The words without control characters: a file's name must not steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)


def _console() -> Any:  # noqa: ANN401
    from rich.console import Console

    return Console()


def _is_usage(why: Exception) -> bool:
    """Whether an exception is the command-line library's word on wrong usage."""
    return hasattr(why, "show") and hasattr(why, "exit_code")
