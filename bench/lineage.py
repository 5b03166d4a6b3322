"""Who copied whom, on planted copy trees: ``python bench/lineage.py --seed 1 [--undated] [--piles 20] [--size 25]``.

Reports are made of newswire (``--base``, by default ../shared's Reuters-21578) as newsrooms make them of one another:
cut at the end, paragraphs left out or put in, an own lede, words changed, slips of the keyboard, quotation marks in the
house's form, a credit, passages of two reports in one, an outlet's own later version. Some originals are not in the
pile (an unseen wire, which several outlets take). The reports are read as a user's would be, in random order, and the
edges found are compared with the planted ones: an unseen text counts as the planted one whose copies it mostly holds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from secondsource import lineage, reading, reuse
from secondsource.records import Edge, Report

BASE = Path(__file__).resolve().parents[2] / "shared" / "data" / "load" / "reuters21578.jsonl.gz"
SHORTEST = 900  # characters of a base report: five paragraphs or so

# How often a report of the pile copies another one; how many originals are unseen; how many copies take a passage of a
# second report too, are their outlet's later version, or keep the credit of the unseen wire.
COPIES = 0.85
UNSEEN = 0.35
SPLICED = 0.06
VERSIONS = 0.06
CREDITS = 0.6
AT_ONCE = 2, 4  # outlets that take an unseen wire's text at once
LEDE, CLOSING = 0.3, 0.15  # own paragraphs at the head and the foot
RATES = (0.005, 0.01, 0.02, 0.04)  # of words that are changed
SLIPS = (0, 0, 1, 2)  # slips of the keyboard in a copy

STRAIGHT = str.maketrans("“”‘’", "\"\"''")
Tree = set[tuple[str, str]]


@dataclass(slots=True)
class Written:
    """A report as it was planted."""

    id: str
    source: str
    parts: list[str]
    parents: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)  # the originals that any of it is from
    seen: bool = True
    credit: str = ""


@dataclass(slots=True)
class Score:
    """Edges right, found and wanted."""

    right: int = 0
    undirected: int = 0  # right, or the other way round
    found: int = 0
    wanted: int = 0
    sure: dict[float, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def f1(self, right: int) -> float:
        """F1 of so many right ones."""
        return 2 * right / max(1, self.found + self.wanted)


def main() -> None:
    """Prints the edge F1 over the piles, with how often edges of each confidence are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--piles", type=int, default=20)
    parser.add_argument("--size", type=int, default=25, help="reports in a pile")
    parser.add_argument("--undated", action="store_true", help="withhold the dates")
    parser.add_argument("--base", type=Path, default=BASE, help="JSON Lines (.gz too) with text")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path, help="write the first pile there, to look at, and stop")
    given = parser.parse_args()
    base = load(given.base)
    rng = random.Random(given.seed)  # noqa: S311 - reports, not secrets
    score, took = Score(), 0.0
    for _ in range(given.piles):
        written = plant(rng, base, given.size)
        if given.out:
            rows(rng, written, not given.undated, given.out)
            return
        pile = read(rng, written, not given.undated)
        matches = reuse.match(pile)
        before = time.process_time()
        edges = lineage.trace(pile, matches)
        took += time.process_time() - before
        count(score, edges, tree(written), hidden(written))
    report(score, given.piles, given.size, took, given.json)


def report(score: Score, piles: int, size: int, took: float, as_json: bool) -> None:
    """Prints the figures."""
    figures = {
        "edge F1": round(score.f1(score.right), 4),
        "precision": round(score.right / max(1, score.found), 4),
        "recall": round(score.right / max(1, score.wanted), 4),
        "either way round F1": round(score.f1(score.undirected), 4),
    }
    if as_json:
        print(json.dumps({**figures, "piles": piles, "reports": piles * size, "edges": score.wanted}))
        return
    print(f"{piles} piles of {size} reports, {score.wanted} planted edges, {score.found} found, {took:.1f} CPU-seconds")
    for name, value in figures.items():
        print(f"  {name:22}{value:.3f}")
    for sure, (right, of) in sorted(score.sure.items()):
        print(f"  of confidence about {sure:.1f}: {right:5} of {of:5} right, {right / of:.2f}")


def load(path: Path, most: int | None = None) -> list[list[str]]:
    """The paragraphs of reports that are long enough and share no run of seven words with an earlier one.

    Of the first ``most`` such reports, or of all.
    """
    seen: set[tuple[str, ...]] = set()
    kept = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            parts = paragraphs(json.loads(line)["text"])
            words = re.findall(r"\w+", " ".join(parts).lower())
            runs = {tuple(words[k : k + 7]) for k in range(len(words) - 6)}
            if sum(map(len, parts)) >= SHORTEST and len(parts) > 3 and not runs & seen:
                kept.append(parts)
                seen |= runs
                if len(kept) == most:
                    break
    return kept


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs: an empty line, an indent, or where there are neither, lines."""
    cut = r"\n\s*\n|\n {2,}" if re.search(r"\n\s*\n|\n {2,}", text) else r"\n"
    found = (" ".join(p.split()) for p in re.split(cut, re.sub(r"(?i)\s*reuters?\W*\Z", "", text)))
    return [p for p in found if len(p) > 40]  # shorter ones are headings and signatures


def plant(rng: random.Random, base: Sequence[list[str]], size: int) -> list[Written]:
    """Reports in the order in which they were written, unseen ones among them; ``size`` are seen."""
    originals = rng.sample(base, len(base))
    fresh = iter([p for parts in originals[size:] for p in parts])  # each is used once
    written: list[Written] = []
    wanted: list[Written] = []
    seen = 0
    while seen < size:
        key = f"r{len(written)}"
        if written and (wanted or rng.random() < COPIES):
            made = copied(rng, key, wanted.pop() if wanted else rng.choice(written), written, fresh)
        else:
            made = Written(key, key, list(originals.pop(0)), roots={key}, seen=rng.random() >= UNSEEN)
            if not made.seen:
                made.credit = rng.choice(("(Reuters)", "(AP)", "Agencies"))
                wanted = [made] * rng.randint(*AT_ONCE)
        seen += made.seen
        written.append(made)
    return written


def copied(rng: random.Random, key: str, parent: Written, written: Sequence[Written], fresh: Iterator[str]) -> Written:
    """A report made of its parent."""
    version = parent.seen and rng.random() < VERSIONS
    made = Written(
        key, parent.source if version else f"Outlet {key}", list(parent.parts), {parent.id}, set(parent.roots)
    )
    if version:
        made.parts.insert(rng.randint(1, len(made.parts)), next(fresh))
        return made
    made.parts = chosen(rng, parent.parts, fresh)
    if rng.random() < SPLICED:
        strange = [w for w in written if w.seen and not w.roots & parent.roots]
        if strange:
            other = rng.choice(strange)
            made.roots |= other.roots
            made.parts += rng.sample(other.parts, min(2, len(other.parts)))
            made.parents.add(other.id)
    if rng.random() < LEDE:
        made.parts.insert(0, next(fresh))
    if rng.random() < CLOSING:
        made.parts.append(next(fresh))
    house = rng.choice((curly, straight, str))
    rate, slips = rng.choice(RATES), rng.choice(SLIPS)
    made.parts = [edited(rng, house(p), rate, parent.parts) for p in made.parts]
    for _ in range(slips):
        k = rng.randrange(len(made.parts))
        made.parts[k] = slipped(rng, made.parts[k])
    made.credit = parent.credit if rng.random() < CREDITS else ""
    return made


def chosen(rng: random.Random, parts: Sequence[str], fresh: Iterator[str]) -> list[str]:
    """What a copy keeps of its parent's paragraphs."""
    way = rng.random()
    if way < 0.4:
        return list(parts[: max(1, int(len(parts) * rng.uniform(0.4, 0.95)))])
    if way < 0.6:
        return [p for p in parts if rng.random() > 0.25] or [parts[0]]
    if way < 0.8:
        put_in = (next(fresh) if rng.random() < 0.2 else "" for _ in parts)
        return [p for pair in zip(parts, put_in, strict=True) for p in pair if p]
    return list(parts)


def edited(rng: random.Random, part: str, rate: float, others: Sequence[str]) -> str:
    """The paragraph with words changed, left out, put in or put the other way round."""
    pool = " ".join(others).split()
    out: list[str] = []
    for word in part.split(" "):
        luck = rng.random()
        if luck >= rate:
            out.append(word)
        elif luck < 0.4 * rate:
            out.append(rng.choice(pool))
        elif luck < 0.6 * rate:
            out += [rng.choice(pool), word]
        elif luck < 0.8 * rate and out:
            out.insert(-1, word)
    return " ".join(out) or part


def slipped(rng: random.Random, part: str) -> str:
    """The paragraph with a slip of the keyboard in one of its longer words."""
    words = part.split(" ")
    long = [k for k, w in enumerate(words) if w.isalpha() and len(w) > 4]
    if not long:
        return part
    k = rng.choice(long)
    at = rng.randrange(1, len(words[k]) - 1)
    a, b = words[k][at], words[k][at + 1]
    words[k] = words[k][:at] + rng.choice((b + a, a + a + b, b)) + words[k][at + 2 :]
    return " ".join(words)


def curly(text: str) -> str:
    """The text with curly quotation marks."""
    text = re.sub(r'(^|[\s(\[—-])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[“])'", r"\1‘", text).replace("'", "’")


def straight(text: str) -> str:
    """The text with straight quotation marks."""
    return text.translate(STRAIGHT)


def rows(rng: random.Random, written: Sequence[Written], dated: bool, path: Path) -> None:
    """Writes the reports that are seen as JSON Lines, in random order, an hour or so apart."""
    minutes = 0
    lines = []
    for made in written:
        minutes += rng.randint(5, 90)
        text = "\n\n".join([made.credit, *made.parts] if made.credit else made.parts)
        row = {"id": made.id, "source": made.source, "text": text}
        if dated:
            row["published"] = f"2024-03-{1 + minutes // 1440:02}T{minutes // 60 % 24:02}:{minutes % 60:02}:00+00:00"
        if made.seen:
            lines.append(json.dumps(row, ensure_ascii=False))
    rng.shuffle(lines)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read(rng: random.Random, written: Sequence[Written], dated: bool) -> tuple[Report, ...]:
    """The reports as a user's are read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pile.jsonl"
        rows(rng, written, dated, path)
        return reading.read([path]).reports


def tree(written: Sequence[Written]) -> Tree:
    """The planted edges; an unseen text with a single copy that doesn't credit it leaves no trace, and makes none."""
    unseen = hidden(written)
    copies = Counter(p for w in written for p in w.parents)
    return {(p, w.id) for w in written for p in w.parents if p not in unseen or copies[p] > 1 or w.credit}


def hidden(written: Sequence[Written]) -> set[str]:
    """The originals that are not in the pile."""
    return {w.id for w in written if not w.seen}


def count(score: Score, edges: Sequence[Edge], wanted: Tree, unseen: set[str]) -> None:
    """Adds the edges of one pile."""
    names = wires(edges, {(p, c) for p, c in wanted if p in unseen})
    found = {(names.get(e.parent, e.parent), e.child): e.confidence for e in edges}
    score.right += len(found.keys() & wanted)
    score.undirected += sum((a, b) in wanted or (b, a) in wanted for a, b in found)
    score.found += len(found)
    score.wanted += len(wanted)
    for edge, sure in found.items():
        score.sure[round(sure, 1)][0] += edge in wanted
        score.sure[round(sure, 1)][1] += 1


def wires(edges: Sequence[Edge], wanted: Tree) -> dict[str, str]:
    """The planted unseen text that each found one is: that with which it shares most copies."""
    copies: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.parent.startswith("wire:"):
            copies[edge.parent].add(edge.child)
    pairs = Counter((wire, parent) for parent, child in wanted for wire, held in copies.items() if child in held)
    names: dict[str, str] = {}
    for (wire, parent), _ in pairs.most_common():
        if wire not in names and parent not in names.values():
            names[wire] = parent
    return names


if __name__ == "__main__":
    main()
