"""The sentences of a report that tell an event with a date: by their own words, or going on with the lead's day."""

from __future__ import annotations

import functools
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from secondsource.records import Paragraph, Parsed, Span, Statement, TimeExpression, Token
from secondsource.timeline.iso import calendar_date, days_between, first_day, within

# A lead's day is carried on only where the report is news of it: this many days before publication. Swept 2, 7, 30:
# SemEval trial F1 equal; longer lets retrospectives carry on their subject's day.
FRESH = 7


# An undated lead whose next sentences (characters) name another recent day is not read as news of the report's own.
# Swept 0–1,500 and no limit on Timeline17: date F1 .703 at 0 and 300, .697 from 1,000 on; below, leads are misdated
# whose second paragraph says when it was.
NEAR = 1_000

# A time that stands no further than this (characters: room for "in Seoul on ") behind the verb of saying dates the
# saying, even where the content was marked to begin before it. Not swept: the trial has too few such cases.
AFTER_CUE = 12

_Cue = tuple[int, int, Statement]


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence of one report that tells an event of a date."""

    report: str
    start: int
    end: int
    date: str
    trigger: Span
    lemma: str
    names: frozenset[str]
    words: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    paragraph: Paragraph
    tokens: tuple[Token, ...]
    dates: tuple[tuple[TimeExpression, str], ...]


def tellings(p: Parsed, dates: Sequence[TimeExpression], statements: Sequence[Statement]) -> list[Telling]:
    """The report's dated tellings. ``dates`` and ``statements`` are those of this report."""
    cues = sorted(((s, e, statement) for statement in statements for s, e in statement.cue), key=lambda c: c[:2])
    found: list[Telling] = []
    main: tuple[str, str] | None = None
    led = False
    for sentence in _sentences(p, dates):
        own = _own(p, sentence, cues)
        found += own
        # A line without a verb leads nothing, nor does a headline that the text opens with.
        lead = not led and (bool(own) or (_root(sentence.tokens) is not None and _ends(sentence)))
        led = led or lead
        if lead:
            main = _main(p, sentence, own)
        if not sentence.dates:
            found += _lead(p, sentence, dates) if lead else _carried(p, sentence, main)
    return found


@functools.cache
def words(name: str) -> frozenset[str]:
    """The list ``name`` of words.toml."""
    table = tomllib.loads(resources.files("secondsource.timeline").joinpath("words.toml").read_text(encoding="utf-8"))
    return frozenset(table[name])


def names_event(lemma: str) -> bool:
    """Whether a noun is the name of something that happens."""
    return lemma in words("events") or (lemma.endswith(tuple(words("endings"))) and lemma not in words("no_events"))


def _sentences(p: Parsed, dates: Sequence[TimeExpression]) -> Iterator[_Sentence]:
    """The report's sentences with the calendar dates that stand in each."""
    dated = [(d, when) for d in dates if d.type in ("DATE", "TIME") and (when := calendar_date(d.value))]
    k = 0
    for paragraph in p.paragraphs:
        for tokens in paragraph.sentences():
            while k < len(dated) and dated[k][0].start < tokens[0].start:
                k += 1
            first = k
            while k < len(dated) and dated[k][0].start < tokens[-1].end:
                k += 1
            yield _Sentence(paragraph, tokens, tuple(dated[first:k]))


def _own(p: Parsed, sentence: _Sentence, cues: Sequence[_Cue]) -> list[Telling]:
    """What the sentence's own time expressions date: one telling for each trigger, with its finest date."""
    found: list[Telling] = []
    by_trigger: dict[int, list[tuple[TimeExpression, str, Token]]] = {}
    for expression, when in sentence.dates:
        trigger = _trigger(sentence, expression, cues)
        if trigger is not None:
            by_trigger.setdefault(trigger.i, []).append((expression, when, trigger))
    for told in by_trigger.values():
        seen: set[str] = set()
        for expression, when, trigger in told:
            if when in seen or any(within(other, when) for _, other, _ in told):
                continue
            if trigger.lemma in words("demands") and trigger.tag in ("VBD", "VBN") and _ahead(p, when):
                continue  # "asked them to leave by Friday", said on Monday: nothing has happened on Friday yet
            seen.add(when)
            why = f"“{p.report.text[expression.start : expression.end]}” is {when}"
            found.append(_telling(p, sentence, when, trigger, why))
    # "… died overnight, the ministry said on Thursday": where both are of one day, what was said is what happened.
    telling = {t.date for t in found if t.lemma not in words("light")}
    return [t for t in found if t.lemma not in words("light") or t.date not in telling]


def _ends(sentence: _Sentence) -> bool:
    """Whether the words end as sentences do, and headlines don't."""
    return sentence.tokens[-1].pos == "PUNCT"


def _main(p: Parsed, lead: _Sentence, told: Sequence[Telling]) -> tuple[str, str] | None:
    """The day of which the lead is news, and how it says so.

    It must hang from the main verb, and not from that of somebody who tells it (*…, state media reported Saturday*):
    what was told may be older.
    """
    for telling in told:
        trigger = next(t for t in lead.tokens if t.start == telling.trigger[0])
        before = any(t.dep == "ccomp" and t.i < trigger.i for t in _kids(lead.paragraph, trigger))
        main = trigger.head == trigger.i and not before
        if main and len(telling.date) == 10 and _fresh(p, telling.date):
            return telling.date, telling.why
    return None


def _fresh(p: Parsed, day: str) -> bool:
    age = days_between(day, p.report.appeared or "")
    return age is not None and 0 <= age <= FRESH


def _ahead(p: Parsed, when: str) -> bool:
    """Whether a date lies after the report's own."""
    return first_day(when) > (p.report.appeared or "9999")[:10]


def _lead(p: Parsed, sentence: _Sentence, dates: Sequence[TimeExpression]) -> Iterator[Telling]:
    """An undated lead in the past or perfect tense is news of the report’s day, where no other recent day is near."""
    day = (p.report.appeared or "")[:10]
    root = _root(sentence.tokens)
    if root is None or days_between(day, day) is None or not _happened(sentence.paragraph, root, perfect=True):
        return
    if not any(_fresh(p, d.value[:10]) for d in dates if d.type in ("DATE", "TIME") and d.value[:10] != day):
        yield _telling(
            p, sentence, day, root, f"no date in the lead, no other recent day in the report: its own, {day}"
        )


def _carried(p: Parsed, sentence: _Sentence, main: tuple[str, str] | None) -> Iterator[Telling]:
    """An undated sentence in the simple past about a named party goes on telling the lead's day.

    Measured on the SemEval trial: with these, precision and recall both rise; without the lead's date, or for any
    subject, precision falls.
    """
    root = _root(sentence.tokens)
    if main is None or root is None or not _happened(sentence.paragraph, root, perfect=False):
        return
    subject = next((t for t in _kids(sentence.paragraph, root) if t.dep in ("nsubj", "nsubjpass")), None)
    if subject is None or not (subject.entity in ("PERSON", "ORG", "GPE") or subject.lemma in ("he", "she", "they")):
        return
    yield _telling(
        p, sentence, main[0], root, f"no date of its own: goes on telling the lead’s day, {main[0]} ({main[1]})"
    )


def _telling(p: Parsed, sentence: _Sentence, when: str, trigger: Token, why: str) -> Telling:
    tokens = sentence.tokens
    return Telling(
        p.report.id, tokens[0].start, tokens[-1].end, when, (trigger.start, trigger.end), trigger.lemma,
        frozenset(t.lemma for t in tokens if t.pos == "PROPN" and not _in_a_date(sentence, t)),
        frozenset(t.lemma for t in tokens if t.pos in ("NOUN", "VERB", "ADJ", "NUM", "PROPN")), why,
    )  # fmt: skip


def _in_a_date(sentence: _Sentence, token: Token) -> bool:
    return any(d.start <= token.start < d.end for d, _ in sentence.dates)


def _trigger(sentence: _Sentence, d: TimeExpression, cues: Sequence[_Cue]) -> Token | None:
    """The event word that the time expression belongs to, or None where it only dates a name or a figure."""
    inside = [t for t in sentence.tokens if t.start < d.end and t.end > d.start]
    if not inside:
        return None
    tokens = sentence.paragraph.tokens
    top = next((t for t in inside if t.head == t.i or not d.start <= tokens[t.head].start < d.end), inside[0])
    before = tokens[inside[0].i - 1] if inside[0].i else top
    if before.pos == "ADP" and before.lemma != "of" and before.sentence == top.sentence and top.dep == "compound":
        top = before  # "On Friday Mayor Bell said": the parser takes the day for a part of the name
    if before.pos in ("ADP", "SCONJ") and before.lemma.lower() in words("bounds"):
        return None  # "closed until Monday", "since 1961": that day it ends or began, and no word says how
    found = _above(sentence, top)
    if found is None or found.lemma in words("empty"):
        return None
    if found.lemma in words("reactions") and (noun := _noun_before(sentence, inside[0])):
        return noun
    return _event(sentence, _inside_content(sentence, d, found, cues) or found)


def _event(sentence: _Sentence, word: Token) -> Token | None:
    """The word, if it tells of something that happens or will: no state or wish, and nothing that is denied.

    Of *the inspection was in September* it is the subject that happens, of *there were two explosions* these; of
    *ordered to be moved in January* the order.
    """
    kids = list(_kids(sentence.paragraph, word))
    if word.lemma in words("states") and word.pos in ("VERB", "AUX"):
        told = ("nsubj", "nsubjpass", "attr") if any(t.dep == "expl" for t in kids) else ("nsubj", "nsubjpass")
        return next((t for t in kids if t.dep in told and t.pos == "NOUN" and names_event(t.lemma)), None)
    if _denied(sentence.paragraph, word) or any(
        t.dep == "neg" or (t.tag == "MD" and t.lemma.lower() in words("wishes")) for t in kids
    ):
        return None
    tokens = sentence.paragraph.tokens
    head = tokens[word.head]
    if head.pos in ("NOUN", "PROPN", "PRON"):
        head = tokens[head.head]  # "ordered the barrels to be moved"
    infinitive = any(t.dep == "aux" and t.lemma == "to" for t in kids)
    return head if infinitive and head.lemma in words("demands") else word


def _denied(paragraph: Paragraph, word: Token) -> bool:
    """Whether the word stands in what somebody denies."""
    while word.head != word.i:
        head = paragraph.tokens[word.head]
        if word.dep == "ccomp" and head.lemma in words("denials"):
            return True
        word = head
    return False


def _above(sentence: _Sentence, at: Token) -> Token | None:
    """The nearest verb or event noun that ``at`` hangs from."""
    tokens = sentence.paragraph.tokens
    for _ in sentence.tokens:
        head = tokens[at.head]
        if head.pos == "PROPN" and at.dep in ("compound", "nummod", "nmod"):
            return None  # "the 2010 Games" dates no event that is told here
        if at.dep == "poss" and not names_event(head.lemma):
            return None  # nor does "yesterday's bread"
        if at.lemma == "of" and head.pos in ("NOUN", "PROPN") and not names_event(head.lemma):
            return None  # nor does "a ferry of 1931"
        if head.i == at.i:
            break
        at = head
        if at.pos == "VERB" or (at.pos == "NOUN" and names_event(at.lemma)):
            return at
    if at.pos in ("VERB", "AUX"):
        return at
    return next((t for t in sentence.tokens if t.pos == "VERB"), None)


def _noun_before(sentence: _Sentence, first: Token) -> Token | None:
    """The event noun that stands right before the time expression (or its preposition)."""
    tokens = sentence.paragraph.tokens
    for i in range(first.i - 1, max(first.i - 3, -1), -1):
        if tokens[i].pos == "NOUN" and names_event(tokens[i].lemma):
            return tokens[i]
        if tokens[i].pos != "ADP":
            break
    return None


def _inside_content(sentence: _Sentence, d: TimeExpression, found: Token, cues: Sequence[_Cue]) -> Token | None:
    """Where the parse hangs a time of the content on the verb of saying: the content's own verb."""
    first = bisect_right(cues, sentence.tokens[0].start - 1, key=lambda c: c[0])
    for start, end, statement in cues[first : bisect_right(cues, found.start, key=lambda c: c[0])]:
        if not start <= found.start < end:
            continue
        for left, right in statement.content:
            # Right after the cue ("said Friday that …") it is the saying that is dated.
            if left < d.start and d.end <= right and not 0 <= d.start - found.end <= AFTER_CUE:
                verbs = [t for t in sentence.tokens if left <= t.start < right and t.pos in ("VERB", "AUX")]
                return min(verbs, key=lambda t: abs(t.start - d.start), default=None)
    return None


def _root(tokens: Sequence[Token]) -> Token | None:
    return next((t for t in tokens if t.head == t.i and t.pos in ("VERB", "AUX")), None)


def _kids(paragraph: Paragraph, token: Token) -> Iterator[Token]:
    return (paragraph.tokens[i] for i in paragraph.children[token.i])


def _happened(paragraph: Paragraph, root: Token, *, perfect: bool) -> bool:
    """Whether the verb tells what happened: the simple past, its passive, or (if ``perfect``) the perfect."""
    helpers = [t for t in _kids(paragraph, root) if t.dep in ("aux", "auxpass")]
    if any(t.tag == "MD" or t.lemma == "have" for t in helpers):
        return perfect and not any(t.tag == "MD" for t in helpers)
    return root.tag == "VBD" or (root.tag == "VBN" and any(t.tag == "VBD" for t in helpers))
