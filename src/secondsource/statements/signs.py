"""What the tagger is told of each token beside its pieces: parse, shape, quote marks, and what the rules make of it.

Every sign is a small number within its column; ``OFFSETS`` makes the columns rows of one table of embeddings. Lists of
labels are closed: a label that they lack (another model's) is 0, *unknown*.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from secondsource.records import Token
from secondsource.statements.direct import is_utterance
from secondsource.statements.draft import Draft, strongest
from secondsource.statements.features import family
from secondsource.statements.layout import Layout

Signs = npt.NDArray[np.int64]

_LABELS: dict[str, list[str]] = tomllib.loads((files(__package__) / "signs.toml").read_text(encoding="utf-8"))
_SHAPES = ("lower", "Title", "UPPER", "number", "mark", "mixed")
_QUOTING = ("outside", "inside", "utterance", "mark")
_STRENGTHS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""Borders between the ten steps in which a rule's strength is told; 0 is no candidate, 1 the weakest."""

_BRANCHES = ("cue", "below", "up 1", "up 2", "up 3", "above", "apart")
_ROLES = ("none", "source", "content")
_MARKS = ("none", "before", "cue", "after")
_FARTHEST_UP = 3


def _numbers(labels: Iterable[str]) -> Mapping[str, int]:
    return {label: k for k, label in enumerate(labels, start=1)}


_POS_OF, _TAG_OF, _DEP_OF, _ENTITY_OF, _FAMILY_OF = map(_numbers, _LABELS.values())

COLUMNS = {
    "pos": len(_LABELS["pos"]) + 1,
    "tag": len(_LABELS["tag"]) + 1,
    "dep": len(_LABELS["dep"]) + 1,
    "entity": len(_LABELS["entity"]) + 1,
    "shape": len(_SHAPES),
    "quoting": len(_QUOTING),
    "strength": len(_STRENGTHS) + 2,
    "family": len(_LABELS["family"]) + 1,
    "mark": len(_MARKS),
    "branch": len(_BRANCHES),
    "branch dep": len(_LABELS["dep"]) + 1,
    "role": len(_ROLES),
}
"""The columns in order, with the number of values of each; the last four tell how a token bears on one cue."""

OFFSETS: Signs = np.concatenate([[0], np.cumsum(list(COLUMNS.values()))])[:-1].astype(np.int64)
SIZE = sum(COLUMNS.values())
OF_TOKEN, OF_BEARING = 8, 4


def token_signs(layout: Layout, weighed: Iterable[Draft]) -> Signs:
    """The signs of each token that don't hang on a cue, shape [tokens, 8]; ``weighed``: the candidates of the rules."""
    best = strongest(weighed)
    spoken = {k for k in set(layout.quote) if k >= 0 and is_utterance(layout, k)}
    rows = np.zeros((len(layout.tokens), OF_TOKEN), dtype=np.int64)
    for token in layout.tokens:
        draft = best.get(token.i)
        rows[token.i] = (
            _POS_OF.get(token.pos, 0),
            _TAG_OF.get(token.tag, 0),
            _DEP_OF.get(token.dep, 0),
            _ENTITY_OF.get(token.entity, 0),
            _shape(token.text),
            _quoting(token, layout.quote[token.i], spoken),
            0 if draft is None else 1 + int(np.searchsorted(_STRENGTHS, draft.strength, side="right")),
            0 if draft is None else _FAMILY_OF.get(family(draft.frame), 0),
        )
    return rows


def bearing_signs(
    layout: Layout, cue: Sequence[int], draft: Draft | None, window: tuple[int, int] | None = None
) -> Signs:
    """How each token bears on the cue (its tokens' numbers), shape [tokens, 4]; ``draft``: the rules' reading of it.

    With a ``window`` only the tokens from its first to before its end.
    """
    first, end = window or (0, len(layout.tokens))
    anchor = anchor_of(layout.tokens, cue)
    above = _above(layout.tokens, anchor)
    rows = np.zeros((end - first, OF_BEARING), dtype=np.int64)
    inside = set(cue)
    roles = _roles(layout, draft)
    seen: dict[int, tuple[int, int]] = {i: (_BRANCHES.index("above"), 0) for i in above}
    seen[anchor] = (_BRANCHES.index("cue"), 0)
    for token in layout.tokens[first:end]:
        mark = 2 if token.i in inside else 1 if token.i < cue[0] else 3
        rows[token.i - first] = (mark, *_branch(layout.tokens, token.i, above, seen), roles.get(token.i, 0))
    return rows


def no_bearing(count: int) -> Signs:
    """The bearing of tokens where no cue is marked: all zero."""
    return np.zeros((count, OF_BEARING), dtype=np.int64)


def anchor_of(tokens: Sequence[Token], cue: Sequence[int]) -> int:
    """The token that a cue turns on: a verb that hangs from outside the cue, else the first that does so."""
    inside = set(cue)
    heads = [i for i in cue if tokens[i].head not in inside or tokens[i].head == i]
    verbs = [i for i in heads if tokens[i].tag[:1] == "V"]
    return (verbs or heads or list(cue))[0]


def _shape(word: str) -> int:
    if not any(c.isalnum() for c in word):
        return 4
    if any(c.isdigit() for c in word):
        return 3
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() else 5


def _quoting(token: Token, quote: int, spoken: set[int]) -> int:
    if token.text in {"“", "”", '"', "``", "''", "‘", "’"}:
        return 3
    return 0 if quote < 0 else 2 if quote in spoken else 1


def _above(tokens: Sequence[Token], anchor: int) -> dict[int, int]:
    """The tokens that the anchor hangs from, with how far up each is."""
    found: dict[int, int] = {}
    at = anchor
    while tokens[at].head != at and tokens[at].head not in found:
        at = tokens[at].head
        found[at] = len(found) + 1
    return found


def _branch(
    tokens: Sequence[Token], i: int, above: Mapping[int, int], seen: dict[int, tuple[int, int]]
) -> tuple[int, int]:
    """Where the token's branch leaves the cue's own line, and by which dependency; each token is walked once."""
    path = []
    while i not in seen:
        path.append(i)
        head = tokens[i].head
        if head == i:
            found = (_BRANCHES.index("apart"), 0)
            break
        if head in above:
            up = min(above[head], _FARTHEST_UP)
            found = (_BRANCHES.index("up 1") + up - 1, _DEP_OF.get(tokens[i].dep, 0))
            break
        if seen.get(head, (-1, 0))[0] == 0:
            found = (_BRANCHES.index("below"), _DEP_OF.get(tokens[i].dep, 0))
            break
        i = head
    else:
        found = seen[i]
    seen.update(dict.fromkeys(path, found))
    return seen[path[0]] if path else found


def _roles(layout: Layout, draft: Draft | None) -> dict[int, int]:
    """The tokens that the rules give a role beside this cue."""
    if draft is None:
        return {}
    found = {t.i: 2 for span in draft.content for t in layout.tokens_within(*span)}
    found.update({t.i: 1 for span in draft.source for t in layout.tokens_within(*span)})
    return found
