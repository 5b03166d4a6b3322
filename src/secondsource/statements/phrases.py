"""Cues that are no verbs: *according to X*, *in the words of X*, *X: “…”*, *in X's view*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondsource.records import Span, Token
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout
from secondsource.statements.spans import subtract, tidy
from secondsource.statements.words import lemmas

# "Pence: …", "WALLACE: …", "Police chief: “…”": at most so many characters, and as many words, name a speaker.
LONGEST_NAME, MOST_WORDS = 60, 7
_SPEAKER = re.compile(r"[\"“']?\s*([^\W\d_][^:\n“”\"?!;]{0,58}?)\s*(:)\s")
_SIGNED = re.compile(r"[”\"’']\s*([—―–]|--)\s*([^\W\d_][^—―–“”\"\n]{1,60}?)\s*$")
_SPEAKERS = {"PERSON", "ORG", "NORP", "GPE"}
_OPEN_NAMES = {"NOUN", "PROPN", "ADJ", "DET", "PART", "ADP", "NUM", "PUNCT", "CCONJ", "PRON", "X", "SYM"}


def phrase_candidates(layout: Layout) -> Iterator[Draft]:
    """Attributions by *according to* and its like, and by a name with a colon."""
    yield from _prepositional(layout)
    speaker = _named_speaker(layout) or _signature(layout)
    if speaker is not None:
        yield speaker


def _prepositional(layout: Layout) -> Iterator[Draft]:
    for token in layout.tokens:
        found = _cue(layout, token)
        if found is None:
            continue
        frame, first, last, source = found
        cue = layout.span(first, last)
        phrase = (min(cue[0], source[0]), max(cue[1], source[1]))
        content = _clause_around(layout, first, phrase)
        if content:
            yield Draft(
                layout.number, token.i, frame, "phrase", tidy(layout.text, [source]), (cue,), tidy(layout.text, content)
            )


def _cue(layout: Layout, token: Token) -> tuple[str, int, int, Span] | None:
    """Name, first and last token of the cue, and the source, of a phrase that begins at the token."""
    lower, i = token.text.lower(), token.i
    after = layout.tokens[i + 1].text.lower() if i + 1 < len(layout.tokens) else ""
    if lower == "according" and after == "to":
        return _object_of(layout, "according to", i, i + 1)
    if lower == "in" and after in {"the", "a"} and i + 3 < len(layout.tokens):
        words = [t.text.lower() for t in layout.tokens[i + 1 : i + 4]]
        if words[1] in {"words", "view", "opinion", "eyes", "telling"} and words[2] == "of":
            return _object_of(layout, "in the words of", i, i + 3)
    if lower in {"in", "by", "from"}:
        noun = layout.child(i, "pobj")
        if noun is not None and noun.lemma in {
            "view",
            "opinion",
            "eye",
            "word",
            "telling",
            "mind",
            "account",
            "perspective",
            "estimation",
        }:
            owner = layout.child(noun.i, "poss")
            if owner is not None:
                return (
                    f"in someone's {noun.lemma}",
                    noun.i,
                    noun.i,
                    layout.span(layout.left[owner.i], layout.right[owner.i]),
                )
    if lower == "per" and layout.child(i, "pobj") is not None:
        noun = layout.child(i, "pobj")
        if noun is not None and noun.pos == "PROPN":
            return "per", i, i, layout.extent(noun.i)
    return None


def _object_of(layout: Layout, name: str, first: int, last: int) -> tuple[str, int, int, Span] | None:
    """The noun phrase that follows the cue's last word."""
    noun = layout.child(last, "pobj")
    if noun is None:
        noun = next(
            (t for t in layout.tokens[last + 1 : last + 12] if t.dep == "pobj" and t.pos in {"NOUN", "PROPN", "PRON"}),
            None,
        )
    if noun is None:
        return None
    end = layout.right[noun.i]
    if layout.tokens[first].i == layout.units[layout.unit[first]][0]:
        end = _until_comma(layout, noun.i, end)
    return name, first, last, layout.span(min(last + 1, noun.i), max(end, noun.i))


def _until_comma(layout: Layout, noun: int, end: int) -> int:
    """At the head of a sentence the source ends with its comma, unless that comma is within a list of sources."""
    stop = layout.units[layout.unit[noun]][1]
    commas = [i for i in range(noun + 1, stop) if layout.tokens[i].text == "," and layout.quote[i] < 0]
    for k, comma in enumerate(commas):
        after = layout.tokens[comma + 1 : commas[k + 1]] if k + 1 < len(commas) else ()
        if not _lists_on(after):
            return comma - 1
    return end


def _lists_on(words: tuple[Token, ...]) -> bool:
    """Whether the words between two commas go on with a list: *Selby, Norrvik and Oslo officials, …*."""
    joined = any(t.dep == "cc" or t.lemma == "and" for t in words)
    return joined and not any(t.pos in {"VERB", "AUX", "PRON"} for t in words)


def _clause_around(layout: Layout, first: int, phrase: Span) -> list[Span]:
    """The clause that the phrase stands in, without the phrase."""
    start, end = layout.units[layout.unit[first]]
    head = first
    while layout.tokens[head].head != head and layout.tokens[head].pos not in {"VERB", "AUX"}:
        head = layout.tokens[head].head
    unit = layout.span(start, end - 1)
    whole = unit
    conj = layout.tokens[head].dep == "conj" and first > head
    if conj and any(c.dep in {"nsubj", "nsubjpass", "expl"} for c in layout.children(head)):
        whole = layout.span(max(start, layout.left[head]), end - 1)
    text = layout.text
    left = [s for s in subtract(whole, [phrase]) if any(c.isalnum() for c in text[s[0] : s[1]])]
    if after := _reported_after(layout, start, phrase, left):
        return after
    before = [s for s in left if s[1] <= phrase[0]]
    if before and sum(c.isalnum() for s in before for c in text[s[0] : s[1]]) >= 12:
        return before
    return left


def _reported_after(layout: Layout, start: int, phrase: Span, left: list[Span]) -> list[Span]:
    """What follows a phrase that opens a reported clause: *Orne said that, according to divers, the wreck moved*."""
    words = [t for t in layout.tokens[start:] if t.end <= phrase[0] and t.pos != "PUNCT"]
    that = bool(words) and words[-1].text.lower() == "that" and words[-1].tag == "IN"
    after = [s for s in left if s[0] >= phrase[1]] if that else []
    return [(a, a + len(layout.text[a:b].rstrip(". "))) for a, b in after]


def _named_speaker(layout: Layout) -> Draft | None:
    """*Pence: Flowers won't come*; *WALLACE: Why?*; *Police chief: “…”*."""
    start, end = layout.paragraph.start, layout.paragraph.end
    match = _SPEAKER.match(layout.text, start, min(end, start + LONGEST_NAME + 4))
    if match is None or len(match[1].split()) > MOST_WORDS:
        return None
    named = [t for t in layout.tokens[: MOST_WORDS * 2] if t.start < match.start(2) and t.end > match.start(1)]
    quoted = any(q.start - match.end() in {0, 1} for q in layout.quotes[:2])
    if not named or any(t.pos not in _OPEN_NAMES for t in named) or not _speaks(named, quoted=quoted):
        return None
    return _signed(layout, match.span(1), match.span(2), (match.end(), end))


def _speaks(named: list[Token], *, quoted: bool) -> bool:
    """Whether the words before a colon name someone who may speak: a name, a role, or a transcript's capitals."""
    last = named[-1]
    if last.lemma in lemmas("telling") and len(named) <= 4:
        return True
    if any(t.lemma in lemmas("label") for t in named):
        return False
    if len(named) <= 3 and all(t.text.isupper() and len(t.text) > 2 and t.pos in {"NOUN", "PROPN"} for t in named):
        return True
    if quoted and len(named) <= 4 and all(t.text[:1].isupper() for t in named):
        return True
    return last.entity in {"PERSON", "ORG"} and (named[0].entity in _SPEAKERS or len(named) <= 4)


def _signature(layout: Layout) -> Draft | None:
    """*“…” — Ana Ruiz*: a quotation signed with a name."""
    start, end = layout.paragraph.start, layout.paragraph.end
    match = _SIGNED.search(layout.text, max(start, end - LONGEST_NAME - 12), end)
    if match is None or not match[2][0].isupper() or len(match[2].split()) > MOST_WORDS:
        return None
    return _signed(layout, match.span(2), match.span(1), (start, match.start() + 1))


def _signed(layout: Layout, source: Span, cue: Span, said: Span) -> Draft | None:
    content = tidy(layout.text, [said])
    if not content:
        return None
    anchor = next((t.i for t in layout.tokens if t.end > cue[0]), 0)
    return Draft(layout.number, anchor, ":", "phrase", (source,), (cue,), content)
