"""Which inputs are addresses, or files that list them: told without loading anything that could fetch them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

# A list of addresses is short; a text that begins with an address is read as a text.
LONGEST_LIST = 4 << 20
LIST_SUFFIXES = (".txt", ".text", ".list", ".urls", "")
_LOOKS_LIKE_ONE = re.compile(r"https?://", re.IGNORECASE)


def is_address(given: str) -> bool:
    """Whether an input is meant as an address, and no file."""
    return _LOOKS_LIKE_ONE.match(given.strip()) is not None


def parted(inputs: Sequence[str | Path]) -> tuple[list[str], list[str | Path]]:
    """The addresses among inputs, those in files that are lists of them too, and all other inputs."""
    addresses: list[str] = []
    rest: list[str | Path] = []
    for given in inputs:
        if isinstance(given, str) and is_address(given):
            addresses.append(given)
        elif (listed := addresses_in(Path(given))) is not None:
            addresses += listed
        else:
            rest.append(given)
    return list(dict.fromkeys(addresses)), rest


def addresses_in(path: Path) -> list[str] | None:
    """The addresses that a file lists, one a line (``#`` opens a remark); None where it holds anything else."""
    try:
        if path.suffix.lower() not in LIST_SUFFIXES or not path.is_file() or path.stat().st_size > LONGEST_LIST:
            return None
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    named = [line for line in lines if line and not line.startswith("#")]
    return named if named and all(is_address(line) and " " not in line for line in named) else None
