"""What changed between two versions: paragraphs paired, then words; blanks, marks and furniture don't count."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.resources import files

from secondsource.records import Change, ChangeKind, FurnitureKind, Report, Revision, Span

# Words: figures with their marks, words with apostrophes, hyphens, accents that stand alone, and the invisible marks
# that let a line break there. All other marks are typography.
WORD = re.compile(
    r"\d[\d.,:/]*\d|\d|[^\W\d_](?:[^\W\d_]|['’\u00ad\u0300-\u036f\u200b-\u200d\u2060-](?=[^\W\d_])|[\u0300-\u036f])*|[%$€£¥]"
)
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060]")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# How far before a word the end of the sentence before it is looked for.
BEFORE = 8
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\s*[\"'“‘«(\[]*$")

# Two paragraphs are one, changed, if so much of their words agrees; else one went and another came. At .4 a sentence
# that keeps its subject and verb is still itself; set by eye on invented pairs, nothing is labelled for it.
SAME_PARAGRAPH = 0.4
# Blocks of more pairs than this are paired in their order: a rewritten page is not worth minutes.
MOST_PAIRS = 2_500
# Texts of more paragraphs, and paragraphs of more words, are compared by what they have and not by its order: aligning
# takes time that grows with the square, a second at these sizes (the dev reports have up to 300 and some 2,000).
MOST_PARAGRAPHS = 5_000
MOST_WORDS = 8_000
# Two changes with so few equal words between them are shown as one: *two men* / *three women*.
BRIDGED = 1

TOLD = frozenset({ChangeKind.HEADLINE, ChangeKind.FIGURE, ChangeKind.DAY, ChangeKind.NAME})
"""Kinds that change what a report says; a reader should be told of them."""


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    opens: bool  # stands at the start of a sentence


@dataclass(frozen=True, slots=True)
class _Paragraph:
    words: tuple[_Word, ...]
    key: tuple[str, ...]  # what is compared of it
    span: Span


def compare(old: Report, new: Report) -> Revision:
    """The changes that make ``new`` of ``old``, in the order of the text."""
    changes = [*_headline(old, new), *_body(old, new)]
    weighty = any(c.kind in TOLD for c in changes)
    note = _note(old, new)
    if note:
        why = f"The page says: {note}"
    elif new.updated and new.updated != old.updated:
        why = "The page's time of update has changed; no note says what was."
    else:
        why = "No note on the page says that anything was changed."
    told = why if changes else "Nothing that is told has changed."
    return Revision(tuple(changes), weighty and not note, told, _kept(old, new))


def _kept(old: Report, new: Report) -> float:
    """Share of the shorter version's words that the other has too."""
    one, other = (Counter(w for p in _paragraphs(r) for w in p.key) for r in (old, new))
    return (one & other).total() / max(1, min(one.total(), other.total()))


def _headline(old: Report, new: Report) -> Iterator[Change]:
    before, after = (" ".join((r.title or "").split()) for r in (old, new))
    if before and after and _key(before) != _key(after):
        yield Change(ChangeKind.HEADLINE, before, after)


def _body(old: Report, new: Report) -> Iterator[Change]:
    one, other = _paragraphs(old), _paragraphs(new)
    moved = Counter(p.key for p in one) & Counter(p.key for p in other)
    if max(len(one), len(other)) > MOST_PARAGRAPHS:
        yield from (Change(ChangeKind.REMOVED, _words(old.text, p.span), "", p.span, None) for p in _beyond(one, moved))
        yield from (Change(ChangeKind.ADDED, "", _words(new.text, p.span), None, p.span) for p in _beyond(other, moved))
        return
    matcher = SequenceMatcher(None, [p.key for p in one], [p.key for p in other], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone = [p for p in one[a:b] if not moved[p.key]]
        come = [p for p in other[c:d] if not moved[p.key]]
        for before, after in _paired(gone, come):
            yield from _changes(old.text, before, new.text, after)


def _beyond(paragraphs: Sequence[_Paragraph], both: Counter[tuple[str, ...]]) -> Iterator[_Paragraph]:
    """The paragraphs that the other version doesn't have."""
    return (p for p in paragraphs if not both[p.key])


def _changes(old: str, before: _Paragraph | None, new: str, after: _Paragraph | None) -> Iterator[Change]:
    if before and after:
        yield from _reworded(old, before, new, after)
    elif before:
        yield Change(ChangeKind.REMOVED, _words(old, before.span), "", before.span, None)
    elif after:
        yield Change(ChangeKind.ADDED, "", _words(new, after.span), None, after.span)


def _paired(
    gone: Sequence[_Paragraph], come: Sequence[_Paragraph]
) -> list[tuple[_Paragraph | None, _Paragraph | None]]:
    """Paragraphs that are one another's versions, in order, the likest first; the others alone."""
    if len(gone) * len(come) > MOST_PAIRS:
        likely = [(i, i) for i in range(min(len(gone), len(come)))]
    else:
        likely = [(i, j) for i in range(len(gone)) for j in range(len(come))]
    scored = sorted(((-_likeness(gone[i], come[j]), i, j) for i, j in likely), key=lambda x: x)
    partner: dict[int, int] = {}
    for score, i, j in scored:
        crossed = any((i - k) * (j - m) <= 0 for k, m in partner.items())
        if -score >= SAME_PARAGRAPH and not crossed:
            partner[i] = j
    pairs: list[tuple[_Paragraph | None, _Paragraph | None]] = []
    at = 0
    for i, paragraph in enumerate(gone):
        if i not in partner:
            pairs.append((paragraph, None))
            continue
        pairs += [(None, p) for p in come[at : partner[i]]]
        pairs.append((paragraph, come[partner[i]]))
        at = partner[i] + 1
    return pairs + [(None, p) for p in come[at:]]


def _likeness(a: _Paragraph, b: _Paragraph) -> float:
    """Share of the words of both that they have in common, in whatever order: quick, and enough to pair them."""
    common = sum((Counter(a.key) & Counter(b.key)).values())
    return 2 * common / max(1, len(a.key) + len(b.key))


def _reworded(old: str, before: _Paragraph, new: str, after: _Paragraph) -> Iterator[Change]:
    """The runs of words that differ, close ones together."""
    if max(len(before.words), len(after.words)) > MOST_WORDS:
        kind = _kind(old, before.words, new, after.words)
        yield Change(kind, _words(old, before.span), _words(new, after.span), before.span, after.span)
        return
    runs: list[list[int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before.key, after.key, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if runs and a - runs[-1][1] <= BRIDGED and c - runs[-1][3] <= BRIDGED:
            runs[-1][1], runs[-1][3] = b, d
        else:
            runs.append([a, b, c, d])
    for a, b, c, d in runs:
        gone, come = before.words[a:b], after.words[c:d]
        spans = (_span(before, a, b), _span(after, c, d))
        yield Change(_kind(old, gone, new, come), _words(old, spans[0]), _words(new, spans[1]), *spans)


def _kind(old: str, gone: Sequence[_Word], new: str, come: Sequence[_Word]) -> ChangeKind:
    """The weightiest kind of thing in which two runs of words differ."""
    for kind, read in ((ChangeKind.FIGURE, _figure), (ChangeKind.DAY, _day), (ChangeKind.NAME, _name)):
        one, other = (Counter(filter(None, (read(w, text) for w in ws))) for ws, text in ((gone, old), (come, new)))
        if one != other:
            return kind
    return ChangeKind.WORDING


def _figure(word: _Word, _text: str) -> str:
    """The figure that a word stands for, if it does."""
    if word.folded[0].isdigit():
        return word.folded
    parts = [figure for part in word.folded.split("-") if (figure := _tables().figures.get(part))]
    return "-".join(parts)


def _day(word: _Word, _text: str) -> str:
    return word.folded if word.folded in _tables().days else ""


def _name(word: _Word, text: str) -> str:
    """A word that is written large within a sentence. Accepted gap: German writes all its nouns so."""
    return word.folded if not word.opens and text[word.start].isupper() and not _day(word, text) else ""


def _span(paragraph: _Paragraph, a: int, b: int) -> Span:
    """Where words stand; where none do, the place between their neighbours."""
    if a < b:
        return paragraph.words[a].start, paragraph.words[b - 1].end
    at = paragraph.words[a].start if a < len(paragraph.words) else paragraph.span[1]
    return at, at


def _words(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())


def _paragraphs(report: Report) -> list[_Paragraph]:
    """The reporting, without furniture and what pages print anew each time; a paragraph without a word is none."""
    spans = report.paragraphs or ((0, len(report.text)),)
    still = [s for s in spans if not _tables().moving.fullmatch(report.text[slice(*s)].strip(" \n\t.·|"))]
    return [p for p in (_paragraph(report.text, span) for span in still) if p.words]


def _paragraph(text: str, span: Span) -> _Paragraph:
    words = []
    for match in WORD.finditer(text, *span):
        before = text[max(span[0], match.start() - BEFORE) : match.start()]
        first = match.start() - BEFORE <= span[0] and not before.strip(" \t\n\"'“‘«([")
        opens = first or SENTENCE_END.search(before) is not None
        words.append(_Word(_fold(match[0]), match.start(), match.end(), opens))
    return _Paragraph(tuple(words), tuple(w.folded for w in words), span)


def _key(line: str) -> tuple[str, ...]:
    return tuple(_fold(m[0]) for m in WORD.finditer(line))


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", word)).casefold().replace("’", "'")
    return GROUPED.sub("", plain) if plain[:1].isdigit() else plain


def _note(old: Report, new: Report) -> str:
    """A line of the new version that tells readers of a change, and that the old one didn't have."""
    spans = [(f.start, f.end) for f in new.furniture if f.kind in (FurnitureKind.NOTE, FurnitureKind.DATELINE)]
    known = _key(old.text)
    text = " ".join(known)
    for start, end in sorted((*spans, *new.paragraphs)):
        line = _words(new.text, (start, end))
        found = _tables().notes.search(line)
        if found and " ".join(_key(line)) not in text:
            return line[max(0, found.start() - 60) : found.end() + 200].strip()
    return ""


@dataclass(frozen=True, slots=True)
class _Tables:
    """The word lists of ``words.toml``."""

    figures: dict[str, str]
    days: frozenset[str]
    notes: re.Pattern[str]
    moving: re.Pattern[str]


@functools.cache
def _tables() -> _Tables:
    raw = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    notes, moving = (re.compile("|".join(raw[name]), re.IGNORECASE) for name in ("notes", "moving"))
    return _Tables(raw["figures"], frozenset(raw["days"]), notes, moving)
