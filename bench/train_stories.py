"""Makes the two tables of secondsource.stories from labelled reports.

    python bench/train_stories.py background DATA     how common each word is in news, from reports of several kinds
    python bench/train_stories.py weights DATA        what each sign of sameness weighs, cross-validated by topic

DATA is the folder of labelled reports (stories/, statements/, dates/, timelines/, load/). The tables hold words that
occur in many unrelated stories, and figures; no text of anyone.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from secondsource import reuse
from secondsource.reading import iter_read
from secondsource.records import Report
from secondsource.stories import candidates, clusters
from secondsource.stories.group import copies
from secondsource.stories.nearness import SIGNS as NEAR
from secondsource.stories.nearness import Nearness
from secondsource.stories.profiles import Floats, Ints, profile
from secondsource.stories.surroundings import SIGNS as AROUND
from secondsource.stories.surroundings import Surroundings
from secondsource.stories.terms import opens, spelling, words

PACKAGE = Path(__file__).resolve().parents[1] / "src/secondsource/stories"

# A word stands in the table if it occurs in so many stories of the pooled kinds: names of one event do not.
FEWEST_STORIES = 12

# kind of news → files, with the most reports taken of each (every n-th of the file)
KINDS = {
    "world and politics": [("statements/polnear-train", 900), ("stories/basil-dev", 200), ("stories/ecbplus-dev", 800)],
    "wire": [("load/reuters21578", 1500), ("dates/timebank", 200), ("dates/aquaint", 100)],
    "local": [("stories/gva-dev", 2500)],
}


# set → its importance in the fit. BASIL's events lie months apart, which makes it easy: it counts half.
SETS = {"ecbplus": 1.0, "basil": 0.5, "gva": 1.0}

# Small piles: a few topics each, so many of each set.
TOPICS_IN_SMALL_PILE = {"ecbplus": 1, "basil": 4, "gva": 12}
SMALL_PILES = 30

FOLDS = 5
RIDGE = 1e-3


@dataclass(frozen=True)
class Labelled:
    """A report as the program reads it, with the story and the topic that its label names."""

    report: Report
    story: str
    topic: str


def labelled(data: Path, name: str) -> list[Labelled]:
    """The reports of a gold file, read as a user's are: by the same readers, from the same fields."""
    gold = data / f"{name}.jsonl.gz"
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.jsonl"
        command = [sys.executable, *map(str, (data.parent / "eval/inputs.py", gold, given))]
        subprocess.run(command, check=True, capture_output=True)
        read = {item.id: item for item in iter_read([given]) if isinstance(item, Report)}
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if str(row["id"]) in read]
    return [Labelled(read[str(row["id"])], *_labels(row)) for row in rows]


def _labels(row: dict[str, Any]) -> tuple[str, str]:
    """The story, and the topic that folds are made by."""
    story = str(row.get("incident") or row.get("story") or row["id"])
    return story, str(row.get("topic") or story)


def background(data: Path) -> None:
    """Writes background.tsv: the share of stories that hold a word (mean of the kinds), and how often it is capital."""
    shares: dict[str, float] = defaultdict(float)
    stories: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for files in KINDS.values():
        held: dict[str, set[str]] = defaultdict(set)
        count = set()
        for story, one in _sampled(data, files):
            count.add(story)
            read = words(one)
            for term, gap in zip(map(spelling, read.written), read.gaps, strict=True):
                held[term.word].add(story)
                if not opens(gap):
                    inside[term.word] += 1
                    capital[term.word] += term.capital
        for word, found in held.items():
            stories[word] += len(found)
            shares[word] += len(found) / len(count) / len(KINDS)
    kept = sorted((w for w in shares if stories[w] >= FEWEST_STORIES), key=lambda w: (-shares[w], w))
    with (PACKAGE / "background.tsv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        writer.writerow(("word", "stories_per_10000", "capital_percent"))
        for w in kept:
            writer.writerow((w, round(shares[w] * 10000), round(100 * capital[w] / inside[w]) if inside[w] else 0))
    print(len(kept), "words")


def _sampled(data: Path, files: list[tuple[str, int]]) -> Iterator[tuple[str, Report]]:
    for name, most in files:
        found = labelled(data, name)
        for one in found[:: max(1, len(found) // most)]:
            yield f"{name}/{one.story}", one.report


@dataclass
class Pile:
    """One labelled set, ready to be weighed: its candidate pairs with their signs, and each report's fold."""

    name: str
    stories: np.ndarray
    fold: np.ndarray
    pairs: Ints
    nearness: Nearness
    signs: Floats
    same: Floats
    importance: float


@dataclass
class Fitted:
    """The two regressions."""

    near: Floats
    near_bias: float
    around: Floats
    around_bias: float

    def scorer(self, pile: Pile) -> Callable[[Ints], Floats]:
        """What ``clusters.join`` asks for, with these weights."""
        around = Surroundings(len(pile.stories), pile.pairs, pile.signs @ self.near + self.near_bias)

        def scores(pairs: Ints) -> Floats:
            signs = pile.signs if pairs is pile.pairs else pile.nearness.signs(pairs)
            return around.signs(pairs, signs @ self.near + self.near_bias) @ self.around + self.around_bias

        return scores


def weights(data: Path) -> None:
    """Writes weights.toml, fitted on all; prints what folds that a fit has not seen give."""
    piles = [
        pile for name, share in SETS.items() for pile in _piles(name, labelled(data, f"stories/{name}-dev"), share)
    ]
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        fitted = _fit(piles, fold)
        for pile in piles:
            precision, recall = _bcubed(pile, clusters.join(len(pile.stories), pile.pairs, fitted.scorer(pile)))
            here = pile.fold == fold
            seen[pile.name] += zip(precision[here], recall[here], strict=True)
    for name, found in seen.items():
        p, r = np.mean(found, axis=0)
        print(f"{name}: B-cubed P {p:.3f} R {r:.3f} F {2 * p * r / (p + r):.4f}")
    _write(_fit(piles, None))


def _piles(name: str, found: list[Labelled], importance: float) -> Iterator[Pile]:
    """A set as one pile, and again cut into small piles of a few topics each: both are what people have."""
    order = np.random.default_rng(7).permutation(len(found))  # the files' order follows the gold
    found = [found[i] for i in order]
    yield _pile(name, found, importance)
    topics = list(dict.fromkeys(one.topic for one in found))
    size = TOPICS_IN_SMALL_PILE[name]
    small = [set(topics[k : k + size]) for k in range(0, min(len(topics), size * SMALL_PILES), size)]
    for part in small:
        yield _pile(f"{name}, small piles", [one for one in found if one.topic in part], importance / len(small))


def _pile(name: str, found: list[Labelled], importance: float) -> Pile:
    reports = [one.report for one in found]
    stories = np.array([one.story for one in found])
    copied = copies(reports, reuse.match(reports))
    profiles = profile(reports)
    pairs = candidates.pairs(profiles, copied)
    nearness = Nearness(profiles, copied)
    return Pile(
        name=name,
        stories=stories,
        fold=np.array([zlib.crc32(one.topic.encode()) % FOLDS for one in found]),
        pairs=pairs,
        nearness=nearness,
        signs=nearness.signs(pairs),
        same=(stories[pairs[:, 0]] == stories[pairs[:, 1]]).astype(float),
        importance=importance,
    )


def _fit(piles: list[Pile], left_out: int | None) -> Fitted:
    inside = [(p.fold[p.pairs] != left_out).all(axis=1) for p in piles]
    same = np.concatenate([p.same[i] for p, i in zip(piles, inside, strict=True)])
    share = np.concatenate(
        [np.full(int(i.sum()), p.importance / max(1, i.sum())) for p, i in zip(piles, inside, strict=True)]
    )
    near, near_bias = _logistic(np.concatenate([p.signs[i] for p, i in zip(piles, inside, strict=True)]), same, share)
    second = []
    for p, i in zip(piles, inside, strict=True):
        first = p.signs @ near + near_bias
        second.append(Surroundings(len(p.stories), p.pairs, first).signs(p.pairs, first)[i])
    around, around_bias = _logistic(np.concatenate(second), same, share)
    return Fitted(near, near_bias, around, around_bias)


def _logistic(x: Floats, y: Floats, share: Floats) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression (Newton's method, ridge on standardised signs)."""
    share = share / share.sum()
    mean = share @ x
    spread = np.sqrt(share @ (x - mean) ** 2) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    ridge = RIDGE * np.diag([0.0, *np.ones(x.shape[1])])
    b = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ b))
        slope = z.T @ (share * (p - y)) + ridge @ b
        bend = (z * (share * p * (1 - p))[:, None]).T @ z + ridge + 1e-9 * np.eye(len(b))
        b -= np.linalg.solve(bend, slope)
    found = b[1:] / spread
    return found, float(b[0] - found @ mean)


def _bcubed(pile: Pile, groups: list[list[int]]) -> tuple[Floats, Floats]:
    """B-cubed precision and recall of each report."""
    precision, recall = np.zeros((2, len(pile.stories)))
    size = Counter(pile.stories.tolist())
    for rows_ in groups:
        count = Counter(pile.stories[rows_].tolist())
        for i in rows_:
            story = str(pile.stories[i])
            precision[i], recall[i] = count[story] / len(rows_), count[story] / size[story]
    return precision, recall


def _write(fitted: Fitted) -> None:
    lines = [
        "# Log-odds that two reports tell of one event, made by bench/train_stories.py.",
        "# What the signs are: nearness.py, surroundings.py.",
    ]
    tables = (
        ("nearness", NEAR, fitted.near, fitted.near_bias),
        ("surroundings", AROUND, fitted.around, fitted.around_bias),
    )
    for name, signs, values, bias in tables:
        lines += ["", f"[{name}]", f"bias = {bias:.4f}", "", f"[{name}.weights]"]
        lines += [f"{sign} = {value:.4f}" for sign, value in zip(signs, values, strict=True)]
    (PACKAGE / "weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"background": background, "weights": weights}[sys.argv[1]](Path(sys.argv[2]))
