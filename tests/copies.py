"""Reports about invented places, and how to make more of them."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
from typing import Any

from secondsource.records import Report

DISPATCH = (
    "The harbour of Ostrava Bay was closed on Tuesday after a freighter carrying grain ran onto the northern mole "
    "in thick fog, the port authority of Velmark said.\n\n"
    "Twelve sailors were taken off by a pilot boat shortly before dawn and nobody was badly hurt, although two of "
    "them were treated for cold at the seamen's mission.\n\n"
    "Harbour master Ilse Torvald told reporters that the vessel had lost its steering when a cable parted, and that "
    "tugs from three neighbouring ports would try to pull it clear at the next spring tide.\n\n"
    "The closure halts the export of barley on which half of the island lives, and merchants in the upper town said "
    "that every lost day would cost them as much as a month of rent."
)

MEADOW = (
    "Voters in the hill district of Karsenfeld rejected a plan to dam the river Ulm by a wide margin, in a count "
    "that went on until the early hours.\n\n"
    "The mayor, who had staked his office on the project, left the hall without a word while farmers from the lower "
    "valley sang outside and lit a fire of old fence posts."
)


def report(name: str, text: str, **known: Any) -> Report:
    """A report whose reporting is all of its lines, by an outlet of its own unless one is given."""
    known.setdefault("source", name)
    return Report(
        id=name,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        paragraphs=tuple(m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)),
        **known,
    )


def marked(name: str, text: str, **known: Any) -> tuple[Report, list[tuple[int, int]]]:
    """A report out of a text with ``<<passages>>`` marked, and their spans without the marks."""
    spans: list[tuple[int, int]] = []
    plain = ""
    for piece in re.split(r"(<<|>>)", text):
        if piece == "<<":
            spans.append((len(plain), -1))
        elif piece == ">>":
            spans[-1] = (spans[-1][0], len(plain))
        else:
            plain += piece
    return report(name, plain, **known), spans


def sentences(rng: random.Random, words: int) -> str:
    """Text of so many words that is copied from nowhere."""
    syllables = ["ka", "mo", "ri", "tes", "lun", "ba", "vor", "dil", "ne", "sha", "pek", "om"]
    return " ".join("".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(words))


def changed(rng: random.Random, text: str, rate: float) -> str:
    """The text with a share of its words replaced by others."""
    return " ".join(sentences(rng, 1) if rng.random() < rate else word for word in text.split(" "))


def at(made: Report, published: str) -> Report:
    """The report with a date."""
    return dataclasses.replace(made, published=published)
