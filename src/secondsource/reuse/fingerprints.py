"""Texts to words and fingerprints: struct of arrays, each text's part computed from that text alone.

Because no text's part depends on another text, a kept ``Prints`` can be added to, and gives what one batch would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report
from secondsource.reuse import kernels
from secondsource.reuse.engine import Engine
from secondsource.reuse.fold import Folding, folding

Ints = npt.NDArray[Any]

QUOTED = 1  # the word stands in quotation marks
CAPITAL = 2  # it opens with a capital
FURNITURE = 4  # it stands in page furniture
ALONE = 8  # it is a character of a script without spaces

# Room made at first: what news in spaced scripts stays below. Other texts make the columns grow, at the cost of a copy.
CHARACTERS_A_WORD = 4
WORDS_A_PRINT = 2

# Code points read in one go: keeps what is needed beyond the texts themselves small (about 50 bytes a code point).
BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Prints:
    """The words and fingerprints of a pile of texts.

    Per word: ``hashes``, ``starts`` and ``ends`` (code points of its text), ``flags``. Text ``d`` has the words
    ``firsts[d]:firsts[d + 1]`` and the fingerprints ``prints[d]:prints[d + 1]``. Per fingerprint: ``keys`` (42 bits)
    and, in ``holders``, two numbers: its text and its first word as one (``kernels.HOLDER``), and what the words around
    it are (``kernels.AROUND``).
    """

    hashes: Ints
    starts: Ints
    ends: Ints
    flags: Ints
    firsts: Ints
    keys: Ints
    holders: Ints
    prints: Ints

    @property
    def places(self) -> Ints:
        """The number of each fingerprint's first word."""
        found: Ints = (self.holders[::2] & kernels.PLACE).astype(np.int32)
        return found

    @property
    def around(self) -> Ints:
        """What the words around each fingerprint are."""
        return self.holders[1::2]

    def texts(self, chosen: Ints) -> Ints:
        """The texts of these fingerprints."""
        found: Ints = self.holders[2 * chosen] >> kernels.HOLDER
        return found


def read(reports: Sequence[Report], engine: Engine) -> Prints:
    """The words and fingerprints of reports, in their order."""
    room = _Room(len(reports), sum(len(r.text) for r in reports))
    folded = folding()
    for batch in _batches(reports):
        room.add(batch, folded, engine)
    return room.prints()


class _Room:
    """Columns that are filled batch by batch, in place: copying them together would cost a fifth of reading them."""

    def __init__(self, reports: int, size: int) -> None:
        words = size // CHARACTERS_A_WORD + 1
        self.of_words: list[Ints] = [np.empty(words, kind) for kind in (np.int32, np.int32, np.int32, np.uint8)]
        prints = words // WORDS_A_PRINT + 1
        self.keys, self.holders = [np.empty(prints, np.int64)], [np.empty(2 * prints, np.int64)]
        self.firsts, self.starts = np.zeros(reports + 1, np.int64), np.zeros(reports + 1, np.int64)
        self.reports = 0

    def add(self, reports: list[Report], folded: Folding, engine: Engine) -> None:
        """Reads some more reports."""
        low, high = self.reports, self.reports + len(reports)
        firsts, starts = self.firsts[low : high + 1], self.starts[low : high + 1]
        at, print_at = int(firsts[0]), int(starts[0])
        codes, bounds, table, several = _coded(reports, folded, engine)
        hashes, word_starts, ends, flags = self.of_words = _grown(self.of_words, at, len(codes))
        count = engine.run(
            "words", codes, bounds, table, several, hashes[at:], word_starts[at:], ends[at:], flags[at:], firsts
        )
        _furnish(reports, flags[at:], word_starts[at:], firsts)
        [keys], [holders] = self.keys, self.holders = (
            _grown(self.keys, print_at, count),
            _grown(self.holders, 2 * print_at, 2 * count),
        )
        mine, held = hashes[at : at + count], holders[2 * print_at :]
        engine.run("winnow", mine, firsts, keys[print_at:], held, starts)
        engine.run("surround", mine, firsts, starts, low, at, held)
        firsts += at
        starts += print_at
        self.reports = high

    def prints(self) -> Prints:
        """What was read."""
        words, prints = int(self.firsts[-1]), int(self.starts[-1])
        hashes, starts, ends, flags = (column[:words] for column in self.of_words)
        keys, holders = self.keys[0][:prints], self.holders[0][: 2 * prints]
        return Prints(hashes, starts, ends, flags, self.firsts, keys, holders, self.starts)


def _grown(columns: list[Ints], used: int, more: int) -> list[Ints]:
    """The columns, with room for ``more`` values after the first ``used``."""
    if used + more <= len(columns[0]):
        return columns
    size = used + more + used // 2
    grown: list[Ints] = [np.empty(size, column.dtype) for column in columns]
    for old, new in zip(columns, grown, strict=True):
        new[:used] = old[:used]
    return grown


def _batches(reports: Sequence[Report]) -> Iterator[list[Report]]:
    batch: list[Report] = []
    size = 0
    for report in reports:
        if batch and size + len(report.text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(report)
        size += len(report.text)
    if batch:
        yield batch


def _coded(reports: list[Report], folded: Folding, engine: Engine) -> tuple[Ints, Ints, Ints, Ints]:
    """The characters of reports as places in a table, where each report begins, the table, the letters of several."""
    bounds = np.zeros(len(reports) + 1, np.int64)
    np.cumsum([len(r.text) for r in reports], out=bounds[1:])
    codes = _codes("".join([r.text for r in reports]))
    table, several = folded.meet(codes)
    if not engine.compiled:  # a list of all of Unicode would cost more than the rest
        met, codes = np.unique(codes, return_inverse=True)
        table = table[met]
    return codes, bounds, table, several


def _codes(text: str) -> Ints:
    """The code points of a text, in two bytes each where that is enough."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _furnish(reports: Sequence[Report], flags: Ints, starts: Ints, firsts: Ints) -> None:
    """Sets the flag FURNITURE for each word that stands in a report's page furniture."""
    for d, report in enumerate(reports):
        low, high = firsts[d], firsts[d + 1]
        for span in report.furniture:
            first, end = np.searchsorted(starts[low:high], (span.start, span.end))
            flags[low + first : low + end] |= FURNITURE
