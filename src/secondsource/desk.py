"""Piles and desks: reports with everything found in them, in memory or in one file.

>>> import secondsource as ss                                    # doctest: +SKIP
>>> pile = ss.read(["reports/"])                                 # doctest: +SKIP
>>> for claim in pile.claims():                                  # doctest: +SKIP
...     print(claim.reports, "→", claim.independent_origins, claim.text)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from secondsource import growing
from secondsource.errors import DeskError, NothingReadError, UsageError
from secondsource.inputs import parted
from secondsource.lines import NEEDS, VersionLine
from secondsource.pipeline import (
    ON_NAMES,
    ON_REPORTS,
    STAGES,
    Analysis,
    Progress,
    analyse,
    ask,
    read_stories,
    report_key,
)
from secondsource.records import Findings, Judgement, Report, SetAside
from secondsource.settings import VERSION, Settings
from secondsource.show.answers import Answer
from secondsource.show.comparison import Comparison
from secondsource.store import about as store_about
from secondsource.store import feeds, pile, queries, versions, writer
from secondsource.store.connect import Store, is_desk
from secondsource.store.results import Results, digest
from secondsource.store.versions import Outcome, Settled

if TYPE_CHECKING:
    from secondsource.visiting import Arrived

# Reports acknowledged together: small enough that a kill loses seconds, large enough that 10,000 go in quickly.
ADDED_AT_ONCE = 200

# Stories that are read and kept in one transaction: a kill loses no more.
READ_AT_ONCE = 20

# What is found in a desk's pile as a whole, before any story is read.
WHOLE = ("reuse", "lineage", "stories")

VERDICTS = ("same", "different", *ON_REPORTS, "wrong-link", "not-a-statement", *ON_NAMES)

Inputs = str | Path | Sequence[str | Path]


class Pile:
    """Reports in memory with all that is found in them, found when it is first asked for."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        results: Results,
        name: str,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._results = results
        self._progress = progress
        self.settings = settings
        self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}: {len(queries.reports(self._store))} reports>"

    def _repr_html_(self) -> str:
        from secondsource.show import notebook

        return notebook.stories(self.view())

    def reports(self, *, text: bool = False) -> Answer:
        """The reports; their texts too, if asked for."""
        return Answer("reports", queries.lines(self._store, "reports", text=text))

    def reuse(self) -> Answer:
        """The pairs of passages that share their words."""
        return self.answer("reuse")

    def lineage(self) -> Answer:
        """The edges of the copy tree."""
        return self.answer("lineage")

    def stories(self) -> Answer:
        """Each report's story."""
        return self.answer("stories")

    def statements(self) -> Answer:
        """Who says what, through whom."""
        return self.answer("statements")

    def claims(self) -> Answer:
        """The claims, most carried first, and what each rests on."""
        return self.answer("claims")

    def conflicts(self) -> Answer:
        """Where the reports disagree."""
        return self.answer("conflicts")

    def dates(self) -> Answer:
        """The temporal expressions."""
        return self.answer("dates")

    def timeline(self, about: str | None = None) -> Answer:
        """What happened when; across all stories what is told ``about`` a person or organisation, if one is named.

        Raises UsageError for a name that nobody here has, or that several have.
        """
        if about is None:
            return self.answer("timeline")
        self.analyse(NEEDS["timeline"] or STAGES[-1])
        return Answer("timeline", store_about.timeline(self._store, about))

    def entities(self) -> Answer:
        """The people, organisations and places."""
        return self.answer("entities")

    def answer(self, verb: str) -> Answer:
        """The lines of a verb, by name. Raises UsageError for a name that is no verb."""
        if verb not in NEEDS:
            raise UsageError(f"no verb '{verb}'. There are: {', '.join(NEEDS)}.")
        if stage := NEEDS[verb]:
            self.analyse(stage)
        return Answer(verb, queries.lines(self._store, verb))

    def made_by(self) -> dict[str, str]:
        """The program's version and the digest of its settings, as exports name them."""
        return {"secondsource": VERSION, "settings": self.settings.digest, "model": self.settings["model"]}

    def set_aside(self) -> tuple[SetAside, ...]:
        """The inputs that were not taken in, each with its reason."""
        return queries.set_aside(self._store)

    def view(self) -> queries.PileView:
        """Everything, as a page shows it."""
        self.analyse()
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        stories, aside = queries.stories(self._store), self.set_aside()
        return queries.PileView(self.name, stories, aside, VERSION, self.settings.digest, made_at)

    def report(self, path: str | Path) -> Path:
        """Writes one self-contained HTML page; returns its path. Raises UsageError where it can't be written."""
        from secondsource.show import page

        html = page.render(self.view())
        try:
            Path(path).write_text(html, "utf-8", errors="replace")
        except OSError as why:
            raise UsageError(f"{path}: can't be written ({why.strerror}). Choose another place with -o.") from why
        return Path(path)

    def who(self, words: str) -> Answer:
        """The claims that say this, in any words, best first; none where nobody here says so.

        Raises UsageError where there is nothing to look for in the words.
        """
        return self._asked(words)[0]

    def near(self, words: str, most: int = 3) -> Answer:
        """The claims that come nearest to what nobody here says: part of it, another figure, or the contrary."""
        return self._asked(words, most)[1]

    def _asked(self, words: str, most: int = 0) -> tuple[Answer, Answer]:
        if not any(c.isalnum() for c in words):
            raise UsageError('who: no words to look for. Ask for instance: who "the bridge was closed" INPUT…')
        self.analyse("claims")
        found = [(view.reports, view.findings) for view in queries.stories(self._store)]
        said, near = ask(words, found, self.settings, self._results)
        lines = {line.claim: line for line in queries.claim_lines(self._store)}
        told, close = (
            Answer("claims", [replace(lines[c], why=[*lines[c].why, f"{how}: {why}"]) for c, why in hits])
            for how, hits in (("asked for", said.items()), ("near what was asked", list(near.items())[:most]))
        )
        return told, close

    def compare(self, a: str, b: str) -> Comparison:
        """What two reports share, and what only one of them says.

        ``a`` and ``b`` are reports' ids, or files by the names they were read by. Raises UsageError for others.
        """
        self.analyse("reuse")
        held = {r.id: r for r in queries.reports(self._store)}
        first, second = (_held(given, held) for given in (a, b))
        if first is second:
            raise UsageError(f"compare: '{first.id}' twice. Give two different reports.")
        shared = [m for m in queries.reuse_lines(self._store) if {m.a, m.b} == {first.id, second.id}]
        return Comparison(first, second, tuple(shared))

    def export(self, folder: str | Path) -> list[Path]:
        """Writes all lines in all formats, their schemas, the page, and a manifest with version and settings.

        Returns the paths. Raises UsageError where the folder can't be written.
        """
        from secondsource.show import export

        answers = {verb: self.answer(verb).to_dicts() for verb in NEEDS}
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            written = export.everything(Path(folder), answers, self.view(), self.made_by())
        except OSError as why:
            raise UsageError(f"{folder}: can't be written ({why.strerror}). Choose another place with -o.") from why
        return written

    def analyse(self, upto: str = STAGES[-1]) -> None:
        """Finds all that isn't found yet, up to a stage."""
        state = self._state()
        if _depth(queries.fact(self._store, writer.ANALYSED), state) >= STAGES.index(upto):
            return
        found = analyse(
            queries.reports(self._store),
            settings=self.settings,
            results=self._results,
            judgements=queries.judgements(self._store),
            upto=upto,
            progress=self._progress,
        )
        by_id = {r.id: r for r in found.reports}
        told = [(f"{key} {upto}", f) for key, f in _told(found)]
        heads = [(key, growing.title([by_id[r] for r in f.story.reports]), f) for key, f in told]
        writer.store_pile(self._store, f"{state} {upto}", (found.matches, found.edges), heads)

    def _state(self) -> str:
        """A digest of what findings depend on beside reports and judgements, whose changes drop the stored state."""
        return digest(VERSION, self.settings.digest)


class Desk(Pile):
    """A pile that is kept in one file: reports are added, judged and forgotten, and nothing is computed twice."""

    @property
    def path(self) -> Path:
        """The desk's file."""
        path = self._store.path
        assert path is not None  # noqa: S101 — a desk is made with a path
        return path

    @property
    def store(self) -> Store:
        """The open file, for what is kept beside reports and findings."""
        return self._store

    def add(
        self, inputs: Inputs, *, meta: Path | None = None, stdin: BinaryIO | None = None, now: bool = True
    ) -> tuple[list[str], tuple[SetAside, ...]]:
        """Takes reports in; returns the ids of those that are new, and what was set aside.

        A report is safe once it is stored, before it is analysed (``now``): a kill loses nothing that was stored, and
        the next command analyses the rest.
        """
        addresses, rest = parted(_listed(inputs))
        added, aside = self._visit(addresses)
        known = {r.id: r for r in (*versions.known(self._store), *queries.met(self._store))}
        for reports, refused in _batches(_items(rest, meta, stdin, (*known.values(),), self._progress, self.settings)):
            fresh = [r for r in reports if r.id not in known]
            known.update({r.id: r for r in fresh})
            again = [r for r in fresh if _same_address(r, known)]
            writer.add_reports(self._store, [r for r in fresh if r not in again], refused)
            for report in again:
                self.take(replace(report, id=_base(report.id)), live=False)
            added += [r.id for r in fresh]
            aside += refused
        if now:
            self.analyse()
        return added, tuple(aside)

    def __len__(self) -> int:
        """How many reports there are."""
        return queries.size(self._store)

    def resolve(self, story: str) -> str | None:
        """The story to which an address leads that was ever given out here; see ``queries.resolve``."""
        self.analyse("stories")
        return queries.resolve(self._store, story)

    def _visit(self, addresses: Sequence[str]) -> tuple[list[str], list[SetAside]]:
        """Takes in what stands at addresses; the ids of what is new, and what was set aside."""
        added: list[str] = []
        aside: list[SetAside] = []
        for item in _visited(addresses, self.settings):
            if isinstance(item, SetAside):
                writer.add_reports(self._store, (), [item])
                aside.append(item)
                continue
            settled = self.take(item.report, alone=item.alone)
            if settled.outcome in (Outcome.NEW, Outcome.VERSION):
                added.append(settled.id)
            if self._progress:
                self._progress("reports read", len(added), 0)
        return added, aside

    def take(self, report: Report, *, live: bool = True, alone: str | None = None) -> Settled:
        """Takes in one report by its id: as new, as a version of the one that is here, or not at all.

        ``live``: it was read at its address just now, so that a text it had before is a change again. ``alone`` is its
        id where the report that is here is another text altogether.
        """
        from secondsource import revisions

        with self._store.writing() as connection:
            settled = versions.settle(connection, report, revisions.compare, growing.give_way, live=live, alone=alone)
        if old := settled.replaced:
            kept = {report_key(report), *writer.paragraph_digests(report)}
            versions.drop_results(self._store, {report_key(old), *writer.paragraph_digests(old)} - kept)
        return settled

    def versions(self, report: str | None = None, *, trivial: bool = False) -> list[VersionLine]:
        """The texts of reports that changed at their address, or of one report; trivial ones only if asked for.

        Raises DeskError where the desk has no such report.
        """
        if report is not None and versions.first_of(self._store, report) is None:
            self._held_report(report)
        return [line for line in versions.lines(self._store, report) if trivial or not line.trivial]

    def feeds(self) -> list[dict[str, object]]:
        """The feeds that are followed: address, title, when they were and will be asked, what the last look gave."""
        return [
            {
                "url": row["url"], "title": row["title"], "asked_at": _moment(row["asked_at"]),
                "next_at": None if row["gone"] else _moment(row["next_at"]), "failures": row["failures"],
                "state": row["state"],
            }
            for row in feeds.followed(self._store)
        ]  # fmt: skip

    def forget(self, report: str) -> None:
        """Removes a report everywhere: its text, what was found in it, and what was kept of it.

        Raises DeskError where the desk has no such report.
        """
        first = versions.first_of(self._store, report)
        gone = self._held_report(versions.current_id(self._store, first) if first else report)
        others = [r for r in queries.reports(self._store) if r.id != gone.id]
        shared = {d for r in others for d in writer.paragraph_digests(r)}
        results = {report_key(gone), *writer.paragraph_digests(gone)} - shared
        with self._store.writing() as connection:
            [seq] = pile.seqs(connection, [gone.id]).values()
            growing.leave(connection, gone, seq)
            versions.forget(connection, report)
            feeds.forget(connection, [gone.id, report, first or report])
            writer.forget(connection, gone, results)
        writer.clean(self._store)

    def judge(self, verdict: str, a: str, b: str = "", note: str = "", who: str = "") -> Judgement:
        """Keeps a reader's judgement, which wins over the program from now on.

        ``verdict`` is *same* or *different* (two statements), *copied* (the second from the first), *not-copied*,
        *one-story* or *two-stories* (two reports), *wrong-link* (a statement, and the name of the link),
        *not-a-statement* (one alone), *one-name* or *two-names* (names as ``entities`` shows them, or as reports print
        them). ``who`` judges, and ``note`` says why. Raises UsageError for anything else.
        """
        if verdict not in VERDICTS:
            raise UsageError(f"no verdict '{verdict}'. There are: {', '.join(VERDICTS)}.")
        if a == b:
            raise UsageError(f"judge {verdict}: '{a}' twice. Give two different ids.")
        self._check(verdict, a, b)
        judgement = Judgement(verdict, a, b, datetime.now(UTC).isoformat(timespec="seconds"), note, who)
        writer.judge(self._store, [judgement])
        return judgement

    def unjudge(self, a: str, b: str = "", note: str = "", who: str = "") -> bool:
        """Takes a judgement back, by one more line of the log; False if there was none on these two."""
        if not any({j.a, j.b} == {a, b} for j in self.judgements()):
            return False
        undo = Judgement("undo", a, b, datetime.now(UTC).isoformat(timespec="seconds"), note, who)
        writer.judge(self._store, [undo])
        return True

    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements that hold, oldest first."""
        return queries.judgements(self._store)

    def judgement_log(self) -> tuple[Judgement, ...]:
        """Every judgement that was ever made here, oldest first; *undo* takes back the last on the same two things."""
        return queries.judgement_log(self._store)

    def take_judgements(self, lines: Iterable[str]) -> int:
        """Adds another desk's log of judgements (JSON Lines) to this one's; returns how many lines were new.

        Those on reports that aren't here are kept, for when they come. Raises UsageError for a line that is none.
        """
        known = set(self.judgement_log())
        given = [_judgement(line, n) for n, line in enumerate(lines, 1) if line.strip()]
        fresh = [j for j in dict.fromkeys(given) if j not in known]
        writer.judge(self._store, fresh)
        return len(fresh)

    def close(self) -> None:
        """Lets go of the file."""
        self._store.close()

    def analyse(self, upto: str = STAGES[-1]) -> None:
        """Finds all that isn't found yet, up to a stage: only what a report that came, went or was judged touches."""
        judgements = self.judgements()
        growing.update(self._store, judgements, self._progress)
        if upto in WHOLE:
            return
        state, found = self._state(), queries.fact(self._store, writer.ANALYSED)
        known = _depth(found, state)
        deep = max(known, STAGES.index(upto))
        every = queries.story_ids(self._store) if deep > known else []
        with self._store.writing() as connection:
            pile.mark_stale(connection, every)
            asked = pile.stale(connection)
        done = 0
        for part in _parts(asked):
            self._read({story: asked[story] for story in part}, judgements, STAGES[deep])
            done += len(part)
            if self._progress:
                self._progress("stories read", done, len(asked))
        if deep > known:
            writer.set_state(self._store, f"{state} {STAGES[deep]}")

    def _read(self, asked: Mapping[str, int], judgements: Sequence[Judgement], upto: str) -> None:
        """Finds what is in some stories, but for those that were read so before from the same."""
        how = f"{self._state()[:16]} {upto}"
        with self._store.reading() as connection:
            found = pile.stories(connection, asked)
            chosen = [found[story] for story in asked if story in found]
            ids = {r for story in chosen for r in story.reports}
            reports = pile.reports(connection, pile.seqs(connection, ids).values())
            links = pile.matches(connection, ids), pile.edges(connection, ids)
            known = {s: key.removesuffix(f" {how}") for s, key in pile.keys(connection, asked).items()}
        read = read_stories(
            [*reports.values()],
            chosen,
            links,
            settings=self.settings,
            results=self._results,
            judgements=judgements,
            upto=upto,
            known=known,
            progress=self._progress,
        )
        writer.store_findings(self._store, asked.values(), [(f"{key} {how}", f) for key, f in read])

    def _held_report(self, report: str) -> Report:
        """A report of the desk by its id. Raises DeskError where there is none."""
        held = {r.id: r for r in queries.reports(self._store)}
        if report not in held:
            near = ", ".join(sorted(held)[:3])
            raise DeskError(
                f"{self.path}: no report '{report}'. `secondsource reports {self.path}` lists them ({near} …)."
            )
        return held[report]

    def _check(self, verdict: str, a: str, b: str) -> None:
        if verdict in ON_NAMES:
            self._check_names(a, b)
            return
        if verdict in ON_REPORTS:
            known, what = {r.id for r in queries.met(self._store)}, "report"
        else:
            known, what = {s.id for s in self.statements()}, "statement"
        if verdict == "not-a-statement" and b:
            raise UsageError(f"judge {verdict}: takes one id, a statement's. '{b}' is too much.")
        if verdict == "wrong-link":
            links = {name for s in self.statements() if s.id == a for link in s.chain for name in link}
            if a in known and b not in links:
                raise UsageError(f"'{a}' has no link '{b}'. It has: {', '.join(sorted(links)) or 'none'}.")
        for given in (a,) if verdict in ("wrong-link", "not-a-statement") else (a, b):
            if given not in known:
                raise UsageError(f"no {what} '{given}' on this desk. `secondsource {what}s {self.path}` lists them.")

    def _check_names(self, *given: str) -> None:
        texts = {r.id: r.text for r in queries.reports(self._store)}
        known = {e.name.casefold() for e in self.entities()}
        known |= {texts[m.report][m.start : m.end].casefold() for e in self.entities() for m in e.mentions}
        for name in given:
            if name.casefold() not in known:
                raise UsageError(f"no name '{name}' on this desk. `secondsource entities {self.path}` lists them.")

    def apart(self, a: str, b: str) -> bool:
        """Whether two statements are of different stories, where a *same* or *different* on them changes nothing."""
        story = {s.report: s.story for s in self.stories()}
        told = {s.id: story.get(s.report) for s in self.statements() if s.id in (a, b)}
        return len(set(told.values())) > 1


def _judgement(line: str, number: int) -> Judgement:
    try:
        judgement = msgspec.json.decode(line, type=Judgement)
    except msgspec.DecodeError as why:
        remedy = "`secondsource judge --desk FILE --jsonl` makes them."
        raise UsageError(f"line {number}: no judgement ({why}). {remedy}") from None
    if judgement.verdict not in (*VERDICTS, "undo"):
        raise UsageError(f"line {number}: no verdict '{judgement.verdict}'. There are: {', '.join(VERDICTS)}, undo.")
    return judgement


def read(
    inputs: Inputs,
    *,
    meta: Path | None = None,
    stdin: BinaryIO | None = None,
    settings: Settings | None = None,
    cache: bool = True,
    progress: Progress | None = None,
) -> Pile:
    """A pile of the reports that files, folders, standard input (``-``) and desks hold.

    Results, never texts, are kept in the user's cache folder by digest; with ``cache`` False nothing is. Raises
    NothingReadError where there is no report in any of them.
    """
    settings = settings or Settings.load()
    store = Store(None)
    kept = _cache(settings) if cache else store
    names = _listed(inputs)
    for reports, aside in _batches(_items(names, meta, stdin, (), progress, settings)):
        writer.add_reports(store, reports, aside)
    if not queries.reports(store):
        given = ", ".join(map(str, names))
        raise NothingReadError(
            f"{given}: no report to read. INPUT is text, JSON Lines, HTML, folders of them, or addresses.",
            queries.set_aside(store),
        )
    return Pile(
        store, settings, Results(kept, settings.digest), ", ".join(Path(n).name or str(n) for n in names), progress
    )


def open_desk(
    path: str | Path, *, create: bool = True, settings: Settings | None = None, progress: Progress | None = None
) -> Desk:
    """The desk in this file, which is made if there is none (``create``). Raises DeskError where it can't be opened."""
    settings = settings or Settings.load()
    store = Store(Path(path), create=create)
    return Desk(store, settings, Results(store, settings.digest), Path(path).name, progress)


def cache_path(settings: Settings) -> Path:
    """Where results of piles without a desk are kept."""
    return Path(settings["cache"]) / "results.db"


def _cache(settings: Settings) -> Store:
    """The user's cache; one in memory where the folder can't be written."""
    path = cache_path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Store(path)
    except (OSError, DeskError):
        return Store(None)


def _items(
    inputs: Inputs,
    meta: Path | None,
    stdin: BinaryIO | None,
    known: Sequence[Report],
    progress: Progress | None,
    settings: Settings,
) -> Iterator[Report | SetAside]:
    """Reports and set-asides from desks among the inputs, from addresses, then from everything else."""
    from secondsource.reading import iter_read

    addresses, given = parted(_listed(inputs))
    desks = [Path(i) for i in given if str(i) != "-" and is_desk(Path(i))]
    for path in desks:
        store = Store(path, create=False)
        yield from queries.reports(store)
        yield from queries.set_aside(store)
        store.close()
    yield from _apart(_visited(addresses, settings))
    rest = [i for i in given if str(i) == "-" or Path(i) not in desks]
    if rest:
        count = (lambda n: progress("reports read", n, 0)) if progress else None
        yield from iter_read(rest, stdin=stdin, meta=meta, known=known, on_progress=count)


def _listed(inputs: Inputs) -> list[str | Path]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)


def _visited(addresses: Sequence[str], settings: Settings) -> Iterable[Arrived | SetAside]:
    """What stands at addresses; nothing that fetches is loaded where there are none."""
    if not addresses:
        return ()
    from secondsource import visiting

    return visiting.visit(addresses, settings)


def _apart(items: Iterable[Arrived | SetAside]) -> Iterator[Report | SetAside]:
    """Reports from addresses; two texts whose pages name one address keep an address of their own each."""
    texts: dict[str, str] = {}
    for item in items:
        if isinstance(item, SetAside):
            yield item
            continue
        report = item.report
        if texts.setdefault(report.id, report.sha256) != report.sha256:
            report = replace(report, id=item.alone, url=item.alone)
        yield report


def _batches(items: Iterable[Report | SetAside]) -> Iterator[tuple[list[Report], list[SetAside]]]:
    reports: list[Report] = []
    aside: list[SetAside] = []
    for item in items:
        (reports if isinstance(item, Report) else aside).append(item)  # type: ignore[arg-type]
        if len(reports) + len(aside) >= ADDED_AT_ONCE:
            yield reports, aside
            reports, aside = [], []
    if reports or aside:
        yield reports, aside


def _parts(stories: Iterable[str]) -> Iterator[list[str]]:
    every = [*stories]
    for at in range(0, len(every), READ_AT_ONCE):
        yield every[at : at + READ_AT_ONCE]


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _base(report: str) -> str:
    """The id of a version's first text."""
    base, _, number = report.rpartition("@v")
    return base if base and number.isdigit() else report


def _same_address(report: Report, known: dict[str, Report]) -> bool:
    """Whether a file's report is a version, by its id, of one that was read at the same address."""
    first = known.get(_base(report.id))
    return first is not None and first.id != report.id and report.url is not None and report.url == first.url


def _held(given: str, held: dict[str, Report]) -> Report:
    """The report that is meant by an id or by a file's path."""
    for name in (given, Path(given).name):
        if name in held:
            return held[name]
    near = ", ".join(sorted(held)[:5])
    raise UsageError(f"no report '{given}' here. There are: {near}{' …' if len(held) > 5 else ''}.")


def _depth(fact: str | None, state: str) -> int:
    """How deep the stored findings go; -1 where they are of another state."""
    found, _, upto = (fact or "").partition(" ")
    return STAGES.index(upto) if found == state and upto in STAGES else -1


def _told(found: Analysis) -> Iterator[tuple[str, Findings]]:
    """Each story's key and findings; a story whose inside wasn't asked for has none."""
    if found.findings:
        yield from zip(found.keys, found.findings, strict=True)
    else:
        yield from (("", Findings(story)) for story in found.stories)
