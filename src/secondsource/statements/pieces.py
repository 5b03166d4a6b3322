"""Words to the word pieces that the tagger's encoder knows (WordPiece, uncased, as BERT has it).

Our own thirty lines, because the library that does it brings a client for a model hub, and this program never fetches
anything. Source: Devlin et al. 2019; the greedy longest match of Wu et al. 2016.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from importlib.resources import files

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"

# Longer words are no words: one unknown piece, as the encoder was trained.
LONGEST = 100


@functools.cache
def vocabulary() -> Mapping[str, int]:
    """The number of each piece."""
    lines = (files(__package__) / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    return {piece: k for k, piece in enumerate(lines) if piece}


@functools.lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[int, ...]:
    """The numbers of the word's pieces, at least one."""
    known = vocabulary()
    found: list[int] = []
    for part in _parts(_plain(word)):
        found.extend(_longest_first(part, known))
    return tuple(found) or (known[UNKNOWN],)


def _plain(word: str) -> str:
    """Lower case, without accents and control characters."""
    bare = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in bare if unicodedata.category(c) not in {"Mn", "Cc", "Cf", "Cs", "Co"})


def _parts(word: str) -> list[str]:
    """The word cut at marks and ideographs, each of which stands alone."""
    parts = [""]
    for c in word:
        if c.isspace():
            parts.append("")
        elif _stands_alone(c):
            parts += [c, ""]
        else:
            parts[-1] += c
    return [p for p in parts if p]


def _stands_alone(c: str) -> bool:
    if c.isascii():
        return not c.isalnum()
    return unicodedata.category(c).startswith("P") or "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


def _longest_first(part: str, known: Mapping[str, int]) -> list[int]:
    found, at = [], 0
    if len(part) > LONGEST:
        return [known[UNKNOWN]]
    while at < len(part):
        head = "##" if at else ""
        end = next((e for e in range(len(part), at, -1) if head + part[at:e] in known), None)
        if end is None:
            return [known[UNKNOWN]]
        found.append(known[head + part[at:end]])
        at = end
    return found
