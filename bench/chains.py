"""Chains and speakers on the hand-labelled sets in gold/: `python bench/chains.py [PART …] [--second FILE]`.

The parts are chains, speakers, speakers-second and speakers-third: the last two were labelled and measured before
anything of them was read, and nothing of the third was read since.

Reads the reports as a user would and compares what `statements` and `entities` print with gold/README.md's labels.

chain     A gold chain is compared with the statement whose content fits best: Dice of letters and digits at least .5;
          one that the words attribute comes before one that is carried. A link is right where the program gives the
          gold source's words to one of the link's names: a statement of that speaker has the source (Dice at least
          .5, or one within the other), or a mention of the name stands within the gold source. exact: as many links,
          each right, in order. Links that no words of the sentence name, which the labels leave out (the office that
          somebody speaks through, a document's maker, the report's credit), are taken out where the program says that
          they are such. Whom a statement was told to counts as a link, as in the labels; there the program says which
          words it takes for the institution (*told to Selby Police Department (“officers”)*), and they are compared.
speaker   Of labelled sources that a statement has: the entity named covers the canonical mention; anonymous where the
          label is; null where the label is.
Measure a commit, not a tree that is being edited: one run over such a tree lost nine attributions in ten, without an
error. 507 reports take about 150 CPU seconds.

--second  the agreement of a second reader: a file in the form of either gold file, any part of it.
--speed   words per CPU-second of a set's reports, through every stage up to `statements`, and of a pile of as many
          words in which 60 % are copied: whole paragraphs of the set's first reports, taken over at random (seed 1) as
          reports of other outlets. Run it alone on the machine.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import secondsource as ss

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = Path(__file__).parent / "gold"

SETS = {
    "polnear-dev": "statements/polnear-dev.jsonl.gz",
    "polnear-train": "statements/polnear-train.jsonl.gz",
    "basil": "stories/basil-dev.jsonl.gz",
    "ecbplus": "stories/ecbplus-dev.jsonl.gz",
    "gva": "stories/gva-dev.jsonl.gz",
    "claims": "claims/claims-dev-reports.jsonl.gz",
}

PRONOUNS = frozenset(["he", "she", "they", "it", "his", "her", "their", "its", "him", "them"])

# How the program's reasons tell links that no words of the sentence name.
OFFICE = re.compile(r"speaks through it$|^made by ")
CREDIT = re.compile(r"^the report credits ")
TOLD = re.compile(r"^told to (?P<name>.+) \(“(?P<words>.+)”\)$")

# The same thresholds as eval/statements.py, so that the figures can be laid side by side.
SAME = 0.5
LETTERS = 3

ERRORS_SHOWN = 10

# The share of copied words in the pile that issue 4 asks a figure for.
COPIED = 0.6

Row = Mapping[str, Any]
Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one label fared: under which headings it is counted, what was right, and the kind of error, or none."""

    groups: tuple[str, ...]
    right: frozenset[str]
    error: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program says of one report."""

    text: str
    statements: tuple[Row, ...]
    mentions: Mapping[str, Spans]  # by canonical name

    def letters(self, spans: Spans) -> frozenset[int]:
        """The positions of letters and digits in the spans."""
        return frozenset(i for s, e in spans for i in range(s, e) if self.text[i].isalnum())

    def words(self, span: Sequence[int]) -> str:
        """The words of a span."""
        return self.text[span[0] : span[1]]

    def names(self, name: str, span: Sequence[int]) -> bool:
        """Whether the program means ``name`` by the words of the span."""
        gold = self.letters([span])
        if any(fits(gold, self.letters(s["source"])) for s in self.statements if s["speaker"] == name):
            return True
        mentioned = (self.letters([m]) for m in self.mentions.get(name, ()))
        return any(m and m <= gold for m in mentioned) or same_words(name, self.words(span))

    def is_canonical(self, name: str, span: Sequence[int]) -> bool:
        """Whether ``name`` is the name of what stands at the span."""
        gold = self.letters([span])
        mentioned = self.mentions.get(name, ())
        return any(gold & self.letters([m]) for m in mentioned) or same_words(name, self.words(span))


def dice(a: frozenset[int], b: frozenset[int]) -> float:
    """The overlap of two sets, 0–1; 0 where either is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def fits(gold: frozenset[int], pred: frozenset[int]) -> bool:
    """Whether two sources are the same, as eval/statements.py has it."""
    return (
        dice(gold, pred) >= SAME
        or (pred <= gold and len(pred) >= LETTERS)
        or (gold <= pred and bool(gold) and len(gold) >= LETTERS)
    )


def same_words(a: str, b: str) -> bool:
    """Whether two names are the same words, but for case and articles."""
    x, y = (set(re.findall(r"\w+", re.sub(r"['’]s\b", "", name.casefold()))) - {"the", "a", "an"} for name in (a, b))
    return bool(x) and x == y


def score_chain(gold: Row, report: Reading) -> Verdict:
    """Whether the program has this chain."""
    length = len(gold["chain"])
    groups = ("all", f"{min(length, 3)} links" + (" or more" if length > 2 else ""), gold["set"])
    found = fitting(gold["content"], report)
    if not found:
        return Verdict(groups, frozenset(), "no statement there")
    hits = aligned(gold, found, report)
    right = {"found"}
    if hits and hits[0] == 0:
        right.add("innermost")
    error = chain_error(gold["chain"], hits)
    return Verdict(groups, frozenset(right | ({"exact"} if error is None else set())), error)


def fitting(content: Spans, report: Reading) -> Row | None:
    """The statement with this content: one that words attribute before a carried one, then the nearest in extent."""
    wanted = report.letters(content)
    shares = [(dice(wanted, report.letters(s["content"])), s) for s in report.statements]
    fit = [(bool(s["source"]), share, len(s["via"]), k) for k, (share, s) in enumerate(shares) if share >= SAME]
    return report.statements[max(fit)[3]] if fit else None


def aligned(gold: Row, statement: Row, report: Reading) -> list[int | None]:
    """For each link of the statement's chain, which of the gold chain's it is, or None.

    Links that are none of them and stand for an office, a document's maker or the report's credit are left out.
    """
    links = statement["chain"]
    free = list(range(len(gold["chain"])))
    hits: list[int | None] = []
    for k, link in enumerate(links):
        at = next((k for k in free if same_link(gold["chain"][k], link, report, statement["why"])), None)
        if at is not None:
            free.remove(at)
        elif unworded(link, statement["why"], last=k == len(links) - 1):
            continue
        hits.append(at)
    return hits


def unworded(link: Sequence[str], reasons: Sequence[str], *, last: bool) -> bool:
    """Whether the program says that no words of the sentence make this link."""
    office = any(name in why for name in link for why in reasons if OFFICE.search(why))
    return office or (last and any(CREDIT.search(why) for why in reasons))


def same_link(gold: Row, link: Sequence[str], report: Reading, reasons: Sequence[str]) -> bool:
    """Whether a link of the program is this link of the gold chain."""
    if not gold["source"]:
        return False
    if any(report.names(name, gold["source"]) for name in link):
        return True
    told = (m for why in reasons if gold["cue"] is None and (m := TOLD.match(why)))
    return any(m["name"] in link and same_words(m["words"], report.words(gold["source"])) for m in told)


def chain_error(chain: Sequence[Row], hits: Sequence[int | None]) -> str | None:
    """What is wrong with a chain whose links are aligned with the gold ones; None where nothing is."""
    if list(hits) == list(range(len(chain))):
        return None
    if not hits:
        return "the report's own voice, no chain"
    missing = [k for k in range(len(chain)) if k not in hits]
    if not missing:
        return "a link too many" if None in hits else "the right links in another order"
    if None in hits:
        return "another source innermost" if 0 in missing else "another source further out"
    if 0 in missing:
        return "innermost source missing, only the outer one"
    if chain[missing[0]]["cue"] is None:
        return "who was told (outlet, police) or shown as the place missing"
    return "outer source missing"


def score_speaker(gold: Row, report: Reading) -> Verdict:
    """Whether the program names who speaks here."""
    groups = ("all", source_kind(gold, report), gold["set"])
    wanted = report.letters([gold["source"]])
    fit = [s for s in report.statements if fits(wanted, report.letters(s["source"]))]
    if not fit:
        return Verdict(groups, frozenset(), "no statement with this source")
    statement = min(fit, key=lambda s: min((abs(c[0] - gold["cue"][0]) for c in s["cue"]), default=len(report.text)))
    error = speaker_error(gold, statement["speaker"], report)
    return Verdict(groups, frozenset({"found"} | ({"right"} if error is None else set())), error)


def source_kind(gold: Row, report: Reading) -> str:
    """How the source is printed: pronoun, one name, full name, description, anonymous."""
    words = report.words(gold["source"]).split()
    if gold["anonymous"]:
        return "anonymous"
    if words[0].casefold() in PRONOUNS and len(words) == 1:
        return "pronoun"
    names = [w for w in words if not w.endswith(".")]
    if all(w[0].isupper() for w in names) and words[0] != "The":
        return "one name" if len(names) == 1 else "full name"
    return "description"


def speaker_error(gold: Row, speaker: str | None, report: Reading) -> str | None:
    """What is wrong with the name given; None where nothing is."""
    unnamed = speaker is not None and speaker.startswith("anonymous")
    if gold["canonical"] is None and not gold["anonymous"]:
        return None if speaker is None else "a name where no reader can tell"
    if speaker is None:
        return "no speaker given"
    if gold["anonymous"]:
        described = speaker not in report.mentions and same_words(speaker, report.words(gold["described"]))
        return None if unnamed or described else "a name for an anonymous source"
    if unnamed:
        return "anonymous where the report names the source"
    return None if report.is_canonical(speaker, gold["canonical"]) else "another one's name"


def agree_chain(a: Row, b: Row, report: Reading) -> bool:
    """Whether two readers give the same sources in the same order."""
    return len(a["chain"]) == len(b["chain"]) and all(
        same_source(x["source"], y["source"], report) for x, y in zip(a["chain"], b["chain"], strict=True)
    )


def same_source(a: Sequence[int] | None, b: Sequence[int] | None, report: Reading) -> bool:
    """Whether two readers mean the same words by a source; None is a link without one."""
    if a is None or b is None:
        return a is b
    return fits(report.letters([a]), report.letters([b]))


def agree_speaker(a: Row, b: Row, report: Reading) -> bool:
    """Whether two readers name the same one."""
    if a["canonical"] is None or b["canonical"] is None:
        return bool(a["canonical"] == b["canonical"] and a["anonymous"] == b["anonymous"])
    x, y = (report.words(row["canonical"]) for row in (a, b))
    spans = (report.letters([row["canonical"]]) for row in (a, b))
    return same_words(x, y) or fits(*spans)


def read_gold(path: Path) -> list[Row]:
    """The labels of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def texts(needed: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The reports that labels need, as input for the program, their ids led by their set's name. Needs ../shared."""
    wanted = defaultdict(set)
    for name, report in needed:
        wanted[name].add(report)
    found = []
    for name in wanted:
        command = [sys.executable, str(SHARED / "eval" / "inputs.py"), str(SHARED / "data" / SETS[name])]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows = (json.loads(line) for line in printed.splitlines())
        found += [{**row, "id": f"{name}:{row['id']}"} for row in rows if row["id"] in wanted[name]]
    return found


def run(reports: Sequence[Mapping[str, Any]]) -> dict[str, Reading]:
    """What the program says of the reports, by id."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(r) + "\n" for r in reports), "utf-8")
        pile = ss.read([path], cache=False)
        statements, entities = pile.statements().to_dicts(), pile.entities().to_dicts()
    said: dict[str, list[Row]] = defaultdict(list)
    for s in statements:
        said[s["report"]].append(s)
    mentions: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for e in entities:
        for m in e["mentions"]:
            mentions[m["report"]][e["name"]].append((m["start"], m["end"]))
    return {r["id"]: Reading(r["text"], tuple(said[r["id"]]), mentions[r["id"]]) for r in reports}


def words_per_second(reports: Sequence[Mapping[str, Any]]) -> tuple[int, float]:
    """The words of the reports, and how many of them a CPU-second reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(r) + "\n" for r in reports), "utf-8")
        began = time.process_time()
        ss.read([path], cache=False).statements()
        took = time.process_time() - began
    words = sum(len(r["text"].split()) for r in reports)
    return words, words / took


def with_copies(reports: Sequence[Mapping[str, Any]], share: float = COPIED) -> list[dict[str, Any]]:
    """As many words as the reports have, of which the share is copied: runs of paragraphs of the first reports."""
    rng = random.Random(1)  # noqa: S311 — no secret
    whole = sum(len(r["text"].split()) for r in reports)
    pile: list[dict[str, Any]] = []
    held = 0
    for report in reports:
        if held < (1 - share) * whole:
            pile.append(dict(report))
            held += len(report["text"].split())
    originals = tuple(pile)
    while held < whole:
        first = rng.choice(originals)
        paragraphs = first["text"].split("\n")
        start = rng.randrange(max(1, len(paragraphs) // 2))
        text = "\n".join(paragraphs[start : start + rng.randint(max(1, len(paragraphs) // 2), len(paragraphs))])
        pile.append({**first, "id": f"copy {len(pile)}", "source": f"Outlet {len(pile)}", "text": text})
        held += len(text.split())
    return pile


def speed(name: str) -> list[str]:
    """Words per CPU-second on a set, and on a pile made of it with copied text."""
    printed = subprocess.run(
        [sys.executable, str(SHARED / "eval" / "inputs.py"), str(SHARED / "data" / SETS[name])],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    reports = [json.loads(line) for line in printed.splitlines()]
    words_per_second(reports[:2])  # loads the models
    lines = []
    for what, pile in ((name, reports), (f"{COPIED:.0%} copied", with_copies(reports))):
        words, rate = words_per_second(pile)
        lines.append(f"  {what:16s} {len(pile)} reports, {words:,} words: {rate:,.0f} words per CPU-second")
    return lines


def table(verdicts: Sequence[Verdict], steps: Sequence[str]) -> list[str]:
    """A line a group: how many labels, and how many are right at each step, of those found for the steps after it."""
    count: Counter[tuple[str, str]] = Counter()
    for v in verdicts:
        count.update((group, step) for group in v.groups for step in (*v.right, "n"))
    lines = []
    for group in dict.fromkeys(g for v in sorted(verdicts, key=lambda v: v.groups[1]) for g in v.groups):
        cells = []
        for step in steps:
            of = count[group, "n" if step == "found" else "found"]
            cells.append(f"{step} {count[group, step]}/{of} = {count[group, step] / of if of else 0:.3f}")
        share = count[group, steps[-1]] / count[group, "n"]
        lines.append(f"  {group:16s} n {count[group, 'n']:3d}   " + "   ".join(cells) + f"   of all {share:.3f}")
    return lines


def errors(verdicts: Iterable[Verdict]) -> list[str]:
    """The most frequent kinds of error, with counts."""
    kinds = Counter(v.error for v in verdicts if v.error)
    return [f"  {k:4d}  {kind}" for kind, k in kinds.most_common(ERRORS_SHOWN)]


def compare(second: Sequence[Row]) -> list[str]:
    """The agreement of a second reader with the gold file that holds the same labels."""
    chains = "chain" in second[0]
    gold = read_gold(GOLD / ("chains.jsonl" if chains else "speakers.jsonl"))

    def key(row: Row) -> str:
        return json.dumps([row["set"], row["report"], row["content"] if chains else row["source"]])

    first = {key(row): row for row in gold}
    both = [(first[key(row)], row) for row in second if key(row) in first]
    held = {r["id"]: Reading(r["text"], (), {}) for r in texts({(row["set"], row["report"]) for row, _ in both})}
    agreed = Counter[str]()
    for a, b in both:
        report = held[f"{a['set']}:{a['report']}"]
        if not chains:
            agreed["speaker"] += agree_speaker(a, b, report)
            continue
        agreed["chain"] += agree_chain(a, b, report)
        agreed["number of links"] += len(a["chain"]) == len(b["chain"])
        agreed["innermost"] += bool(b["chain"]) and same_source(
            a["chain"][0]["source"], b["chain"][0]["source"], report
        )
    lines = [f"  {what:16s} {n}/{len(both)} = {n / len(both) if both else 0:.3f}" for what, n in agreed.items()]
    return [f"two readers, {len(both)} labels ({len(second) - len(both)} of the second's fit none)", *lines]


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures of the parts that are named, or of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="chains, speakers, speakers-second, speakers-third")
    parser.add_argument("--second", type=Path, metavar="FILE", help="print the agreement with a second reader's labels")
    parser.add_argument("--speed", choices=SETS, help="words per CPU-second on a set, and with 60 % copied text")
    args = parser.parse_args(argv)
    if args.speed:
        print("\n".join(speed(args.speed)))
        return
    if args.second:
        print("\n".join(compare(read_gold(args.second))))
        return
    parts = args.parts or ["chains", "speakers", "speakers-second", "speakers-third"]
    gold = {part: read_gold(GOLD / f"{part}.jsonl") for part in parts}
    said = run(texts({(row["set"], row["report"]) for rows in gold.values() for row in rows}))
    for part, rows in gold.items():
        scorer, steps = (
            (score_chain, ("found", "innermost", "exact")) if part == "chains" else (score_speaker, ("found", "right"))
        )
        verdicts = [scorer(row, said[f"{row['set']}:{row['report']}"]) for row in rows]
        print(f"{part}: {len(rows)} labels in {len({(r['set'], r['report']) for r in rows})} reports")
        print("\n".join([*table(verdicts, steps), "errors", *errors(verdicts)]))


if __name__ == "__main__":
    main()
