"""One report's terms by themselves, as a desk keeps them: enough to take one more report into its stories."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from secondsource.records import Report
from secondsource.stories.vocabulary import Known, Rows, Vocabulary


@dataclass(frozen=True, slots=True)
class Sketch:
    """The terms of some reports, read together: their rows, and what these reports tell of each term."""

    rows: Rows
    known: Known

    def keys(self) -> list[int]:
        """A number for each term that means the same in every pile."""
        return [key(term) for term in self.known.terms()]


def sketch(*reports: Report) -> Sketch:
    """The terms of some reports."""
    read = Vocabulary()
    read.add(reports)
    return Sketch(read.rows(), read.known())


def key(term: str) -> int:
    """A term as a signed number of 64 bits: two of ten million terms share one with a chance of 1 in 400,000."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
