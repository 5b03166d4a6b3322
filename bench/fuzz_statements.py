"""Mangled texts through the statements stage: `python bench/fuzz_statements.py [--texts 10000] [--seed 1]`.

Takes paragraphs of the example desk (invented), mangles them (letters, words dropped, doubled, exchanged; quote marks
opened and never closed; other scripts; halves of surrogate pairs; endless lines) and checks that every span stands
within the text, holds a word, and that positions of other statements exist. Prints how many texts failed, and how.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from importlib.resources import files

from secondsource.language.parse import bind, parse
from secondsource.records import Parsed, Report
from secondsource.statements import attribute

ODD = [
    "“",
    "”",
    '"',
    "‘",
    "’",
    "«",
    ":",
    " — ",
    "\u200f",
    "\u00ad",
    "\ud83d",
    "中文",
    "עברית",
    "\u0301",
    "…",
    "(",
    "\t",
    "@",
    "​",
]


def main() -> None:
    """Runs and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    rng = random.Random(given.seed)  # noqa: S311 — no secret
    folder = files("secondsource") / "example"
    texts = [page.read_text(encoding="utf-8") for page in folder.iterdir() if page.name.endswith(".txt")]
    whole = [p for text in texts for p in text.split("\n") if len(p) > 40]
    faults: Counter[str] = Counter()
    told, began = 0, time.process_time()
    for _ in range(given.texts):
        text = mangled(rng.choice(whole), rng)
        try:
            told += _check(text)
        except Exception as why:  # noqa: BLE001 — whatever comes is what is counted
            faults[f"{type(why).__name__}: {why}"] += 1
    seconds = time.process_time() - began
    print(f"{given.texts} texts, {told} statements, {sum(faults.values())} failed, {seconds:.0f} CPU-s")
    for fault, count in faults.most_common(10):
        print(f"  {count:5d}  {fault}")


def mangled(text: str, rng: random.Random) -> str:
    """The text after one to twelve accidents."""
    for _ in range(rng.randint(1, 12)):
        at, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        end = min(end, at + 30)
        match rng.randrange(6):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + rng.choice(ODD) + text[at:]
            case 2:
                text = text[:end] + text[at:end] + text[end:]
            case 3:
                words = text.split(" ")
                rng.shuffle(words)
                text = " ".join(words)
            case 4:
                text = text[:at] + text[at:end].swapcase() + text[end:]
            case _:
                text = text[:at] + "\n" + text[at:]
    return text


def _check(text: str) -> int:
    spans = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    tables = parse([text[s:e] for s, e in spans])
    paragraphs = tuple(bind(t, text[s:e], s) for t, (s, e) in zip(tables, spans, strict=True))
    report = Report("r", text, "", "x", language="en", paragraphs=tuple(spans))
    every = attribute(Parsed(report, paragraphs))
    for a in every:
        for start, end in (*a.source, *a.cue, *a.content, *a.told_to):
            if not 0 <= start < end <= len(text):
                raise AssertionError("a span stands outside the text")
        if not any(c.isalnum() for s, e in a.content for c in text[s:e]):
            raise AssertionError("a content holds no word")
        if any(not 0 <= k < len(every) for k in (*a.via, *(() if a.carries is None else (a.carries,)))):
            raise AssertionError("a position of no statement")
    return len(every)


if __name__ == "__main__":
    main()
