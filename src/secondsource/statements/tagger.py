"""The trained reader of attributions: which tokens are cues, and who says what by each of them.

MiniLM-L6 trained on PolNeAR (``training/`` has the recipe and the model card), run by onnxruntime. The lower layers
read a paragraph once; the upper layers read it once for its cues and once more for each cue. A reading is made of token
numbers only, so it may be kept by the paragraph's digest without keeping anyone's text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.errors import ModelError
from secondsource.statements.draft import Draft, strongest
from secondsource.statements.layout import Layout
from secondsource.statements.pieces import END, START, pieces, vocabulary
from secondsource.statements.signs import (
    OFFSETS,
    SIZE,
    Signs,
    anchor_of,
    bearing_signs,
    no_bearing,
    token_signs,
)

Floats = npt.NDArray[np.float32]
TokenSpan = tuple[int, int]
"""First token and the one after the last."""

# Pieces that are read at once in one window; longer paragraphs are cut between sentences.
LONGEST = 254

# Pieces that the upper layers read in one batch, all of one window. Paragraphs are never batched with one another:
# 8-bit layers scale by the largest number of a batch, so that a reading would hang on what else is read.
PER_BATCH = 8_192

# A token is looked at as a cue from this probability on: a low bar, since each is read again, with its source and
# content, before it is believed.
LOOKED_AT = 0.15

# So is each candidate of the rules from this strength on.
RULE_LOOKED_AT = 0.2

# Cues of one window that are read again at most, the likeliest of them: no window of 207 labelled reports has more than
# 13, and a text of nothing but *said* would keep the program for minutes.
MOST_CUES = 24

OUTSIDE, BEGIN_SOURCE, IN_SOURCE, BEGIN_CONTENT, IN_CONTENT = range(5)
"""The labels of a token on the second reading."""

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Reading:
    """One cue of a paragraph with its source and content, in token numbers of the paragraph.

    ``is_cue`` and ``reads`` are two opinions, 0–1: that of the first reading on the cue's words, and that of the
    second, which has seen what would be its source and content.
    """

    cue: TokenSpan
    source: tuple[TokenSpan, ...]
    content: tuple[TokenSpan, ...]
    is_cue: float
    reads: float


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens of a paragraph that are read at once."""

    layout: Layout
    first: int
    end: int
    ids: tuple[int, ...]
    begins: tuple[int, ...]  # each token's first piece
    owner: tuple[int, ...]  # each piece's token, counted from ``first``
    signs: Signs


@dataclass(frozen=True, slots=True)
class _Cue:
    tokens: TokenSpan
    is_cue: float
    draft: Draft | None


def read(layouts: Sequence[Layout], weighed: Sequence[Sequence[Draft]]) -> list[tuple[Reading, ...]]:
    """The readings of each paragraph, in the order of their cues; ``weighed``: the candidates of the rules for each.

    Raises ModelError where the model's files are not there or can't be run.
    """
    model = _load()
    found = []
    for layout, drafts in zip(layouts, weighed, strict=True):
        readings = [r for window in _windows(layout, drafts) for r in _read_window(model, window, drafts)]
        found.append(tuple(sorted(readings, key=lambda r: r.cue)))
    return found


def ready() -> None:
    """Loads the model; raises ModelError where its files are not there or can't be run."""
    _load()


def _read_window(model: _Model, window: _Window, drafts: Sequence[Draft]) -> Iterator[Reading]:
    low = model.lower(window.ids)
    first = model.upper(low, window, [no_bearing(window.end - window.first)])
    cues = _cues(window, _softmax(first.cue[0]), drafts)
    room = max(1, PER_BATCH // len(window.ids))
    for at in range(0, len(cues), room):
        part = cues[at : at + room]
        seen = model.upper(low, window, [_bearing(window, cue) for cue in part])
        for k, cue in enumerate(part):
            roles = _best_path(seen.role[k], model.moves)
            yield _reading(window, cue, roles, seen.valid[k], seen.role[k])


def _windows(layout: Layout, drafts: Sequence[Draft]) -> Iterator[_Window]:
    """The paragraph's tokens in parts that can be read at once, cut between sentences where they can be."""
    if not layout.tokens:
        return
    signs = token_signs(layout, drafts)
    words = [pieces(t.text) for t in layout.tokens]
    starts = {first for first, _ in layout.sentences}
    first = 0
    while first < len(words):
        end, size, cut = first, 0, first
        while end < len(words) and size + len(words[end]) <= LONGEST:
            size += len(words[end])
            end += 1
            if end in starts:
                cut = end
        if end < len(words):
            end = cut if cut > first else max(end, first + 1)
        yield _window(layout, first, end, words[first:end], signs)
        first = end


def _window(layout: Layout, first: int, end: int, words: Sequence[tuple[int, ...]], signs: Signs) -> _Window:
    known = vocabulary()
    flat = [p for word in words for p in word][:LONGEST]
    owner = [k for k, word in enumerate(words) for _ in word][:LONGEST]
    sizes = np.array([len(w) for w in words])
    begins = tuple(int(x) for x in 1 + np.cumsum(sizes) - sizes)
    return _Window(layout, first, end, (known[START], *flat, known[END]), begins, tuple(owner), signs[first:end])


def _cues(window: _Window, shares: Floats, drafts: Iterable[Draft]) -> list[_Cue]:
    """What is worth a second reading: runs of likely tokens, and the candidates of the rules."""
    best, likely = strongest(drafts), 1 - shares[:, 0]
    found: list[_Cue] = []
    taken: set[int] = set()
    for first, end in _runs(likely, shares):
        inside = range(window.first + first, window.first + end)
        anchor = anchor_of(window.layout.tokens, inside)
        draft = best.get(anchor) or next((best[i] for i in inside if i in best), None)
        found.append(_Cue((inside.start, inside.stop), float(likely[first:end].max()), draft))
        taken.update(inside)
    for draft in best.values():
        inside = _of_rule(window, draft)
        if inside and draft.strength >= RULE_LOOKED_AT and taken.isdisjoint(inside):
            share = likely[inside.start - window.first : inside.stop - window.first].max()
            found.append(_Cue((inside.start, inside.stop), float(share), draft))
    return sorted(found, key=_promise, reverse=True)[:MOST_CUES] if len(found) > MOST_CUES else found


def _promise(cue: _Cue) -> float:
    """How likely a cue is one, by the first reading or by the rules."""
    return max(cue.is_cue, cue.draft.strength if cue.draft else 0.0)


def _of_rule(window: _Window, draft: Draft) -> range:
    """The tokens of a rule's cue; none where the window doesn't hold what it turns on."""
    words = window.layout.tokens_within(*draft.cue[0])
    if not words or not window.first <= draft.anchor < window.end:
        return range(0)
    inside = range(max(window.first, words[0].i), min(window.end, words[-1].i + 1))
    return inside if draft.anchor in inside else range(0)


def _runs(likely: Floats, shares: Floats) -> Iterator[TokenSpan]:
    """Neighbouring likely tokens; a token that rather begins a cue than goes on with one begins another run."""
    first: int | None = None
    for k, share in enumerate(likely):
        if first is not None and (share < LOOKED_AT or shares[k, 1] >= shares[k, 2]):
            yield first, k
            first = None
        if first is None and share >= LOOKED_AT:
            first = k
    if first is not None:
        yield first, len(likely)


def _bearing(window: _Window, cue: _Cue) -> Signs:
    return bearing_signs(window.layout, range(*cue.tokens), cue.draft, (window.first, window.end))


def _reading(window: _Window, cue: _Cue, roles: Sequence[int], valid: Floats, scores: Floats) -> Reading:
    """The reading in token numbers of the paragraph; of several sources the one that the scores are surest of."""
    spans: dict[int, list[TokenSpan]] = {BEGIN_SOURCE: [], BEGIN_CONTENT: []}
    for k, role in enumerate(roles):
        if role in spans:
            spans[role].append((k, k + 1))
        elif role != OUTSIDE:
            begun = spans[role - 1]
            begun[-1] = (begun[-1][0], k + 1)
    sources = sorted(spans[BEGIN_SOURCE], key=lambda s: -_sureness(scores, s))[:1]
    at = window.first
    inside = valid[cue.tokens[0] - at : cue.tokens[1] - at]
    return Reading(
        cue.tokens,
        tuple((s + at, e + at) for s, e in sources),
        tuple((s + at, e + at) for s, e in spans[BEGIN_CONTENT]),
        round(cue.is_cue, 4),
        round(float(1 / (1 + np.exp(-inside.mean()))), 4),
    )


def _sureness(scores: Floats, span: TokenSpan) -> float:
    part = scores[span[0] : span[1]]
    return float((part[:, BEGIN_SOURCE : IN_SOURCE + 1].max(1) - part[:, OUTSIDE]).mean())


def _best_path(scores: Floats, moves: Floats) -> list[int]:
    """The best labels by Viterbi: nothing goes on that hasn't begun."""
    best = scores[0].copy()
    best[[IN_SOURCE, IN_CONTENT]] = _NEVER
    back = np.zeros(scores.shape, dtype=np.int64)
    for t in range(1, len(scores)):
        step = best[:, None] + moves
        back[t] = step.argmax(0)
        best = step.max(0) + scores[t]
    path = [int(best.argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def _softmax(x: Floats) -> Floats:
    grown = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = grown / grown.sum(-1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True)
class _Logits:
    cue: Floats
    role: Floats
    valid: Floats


class _Model:
    """The two halves of the encoder with their heads."""

    def __init__(self, lower: Any, upper: Any, moves: Floats) -> None:  # noqa: ANN401 — onnxruntime has no types
        self._lower, self._upper = lower, upper
        self.moves = moves

    def lower(self, ids: Sequence[int]) -> Floats:
        """What the lower layers make of the pieces: [1, pieces, width]."""
        [low] = self._lower.run(["low"], {"ids": np.array([ids], dtype=np.int64)})
        found: Floats = low
        return found

    def upper(self, low: Floats, window: _Window, bearings: Sequence[Signs]) -> _Logits:
        """The logits of the window's tokens, read once for each bearing."""
        signs = np.full((len(bearings), len(window.ids), OFFSETS.size), SIZE, np.int64)
        owner = list(window.owner)
        for k, bearing in enumerate(bearings):
            table = np.concatenate([window.signs, bearing], axis=1) + OFFSETS
            signs[k, 1 : len(owner) + 1] = table[owner]
        first = np.minimum(np.array([window.begins] * len(bearings), dtype=np.int64), len(window.ids) - 1)
        given = {"low": np.repeat(low, len(bearings), axis=0), "signs": signs, "first": first}
        return _Logits(*self._upper.run(["cue", "role", "valid"], given))


@functools.cache
def _load() -> _Model:
    """The model, loaded once per process."""
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        parts = []
        for name in ("lower.onnx", "upper.onnx"):
            with as_file(files(__package__) / "model" / name) as path:
                parts.append(onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]))
        rows = (files(__package__) / "model" / "moves.tsv").read_text(encoding="utf-8").splitlines()
        moves = np.array([row.split("\t") for row in rows], dtype=np.float32)
    except (ImportError, OSError, ValueError, RuntimeError) as why:
        raise ModelError(
            f"the model that reads attributions: not installed or not readable ({why}). "
            "Install secondsource again: the model comes with it."
        ) from why
    for begun, within in ((BEGIN_SOURCE, IN_SOURCE), (BEGIN_CONTENT, IN_CONTENT)):
        for before in range(len(moves)):
            if before not in {begun, within}:
                moves[before, within] = _NEVER
    return _Model(parts[0], parts[1], moves)
