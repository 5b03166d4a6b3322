"""Where a report names someone or something: runs of tokens, cleaned, each with the title that stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondsource.language.papers import PAPERS
from secondsource.names.runs import AREAS, FORCE, Sort, is_genitive, runs
from secondsource.names.spelling import fold, is_acronym
from secondsource.names.tables import titles, word_list
from secondsource.records import Paragraph, Parsed, Token


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as it stands: its span and words without title, what it looks like, and the title before it."""

    report: str
    start: int
    end: int
    text: str
    sort: Sort
    known: str | None = None  # canonical name, from a table
    title: str | None = None  # class of office, or the honorific
    title_start: int = 0
    title_end: int = 0
    acts: bool = False  # does or says something in its sentence
    titled: bool = False  # stands in a line that is written as a title


def find(parsed: Parsed) -> list[Found]:
    """All mentions of one report, in the order of the text; none overlap."""
    found: list[Found] = []
    for paragraph in parsed.paragraphs:
        mine = _paragraph(parsed.report.id, paragraph)
        found += [replace(m, titled=True) for m in mine] if is_titled(paragraph) else mine
    return found


def is_titled(paragraph: Paragraph) -> bool:
    """Whether a line is written as a title, each word with a capital: the parser takes *Poe Reverses* for a name."""
    words = [t.text for t in paragraph.tokens if t.text[:1].isalpha()]
    long = [w for w in words if len(w) >= LONG_IN_TITLES]
    if not FEWEST_IN_TITLES <= len(words) <= MOST_IN_TITLES or paragraph.tokens[-1].text in {".", "?", "!", "”", '"'}:
        return False
    return sum(w[:1].isupper() for w in long) >= TITLED * len(long)


# Words of this length have a capital in titles, all but one in ten; fewer words than four may be a name alone.
LONG_IN_TITLES, FEWEST_IN_TITLES, MOST_IN_TITLES, TITLED = 4, 4, 24, 0.9


def find_again(parsed: Parsed, surnames: frozenset[str], taken: frozenset[int]) -> list[Found]:
    """Words that the parser took for no name, but that are a surname (folded) of someone whom the report names."""
    found = []
    for paragraph in parsed.paragraphs:
        for token in paragraph.tokens:
            if (
                token.text[:1].isupper()
                and token.start not in taken
                and fold(token.text) in surnames
                and len(token.text) > 2
            ):
                around = paragraph.tokens[max(0, token.i - 1) : token.i + 2]
                if not any(
                    t.i != token.i and t.pos == "PROPN" and t.start not in taken and not t.entity for t in around
                ):
                    acts = _acts(paragraph.tokens, token.i, token.i)
                    found.append(Found(parsed.report.id, token.start, token.end, token.text, Sort.UNKNOWN, acts=acts))
    return found


def _paragraph(report: str, paragraph: Paragraph) -> list[Found]:
    """The mentions of one paragraph."""
    tokens = paragraph.tokens
    taken = [False] * len(tokens)
    found: list[Found] = []
    for first, last, sort, known in runs(tokens):
        if any(taken[first : last + 1]):
            continue
        mention = _mention(report, tokens, first, last, sort, known)
        if mention:
            taken[first : last + 1] = [True] * (last + 1 - first)
            found.append(mention)
    return sorted(found, key=lambda m: m.start)


def _mention(
    report: str, tokens: Sequence[Token], first: int, last: int, sort: Sort, known: str | None
) -> Found | None:
    """The run as a mention: trimmed, its title set apart; None where nothing of a name is left."""
    title = None
    if known in (None, FORCE):
        first, last = _without_rank(tokens, *_trim(tokens, first, last))
        if sort is Sort.PERSON and last - first > 1 and tokens[first].text.lower() in word_list("short_posts"):
            first += 1
        first, title = _title(tokens, _after_place(tokens, first, last), last)
    if first > last:
        return None
    text = _text(tokens, first, last)
    if known == FORCE:  # called by its place alone, with or without a capital
        known, text = None, f"{text.removesuffix(tokens[last].text)}police"
    if known is None and not _is_name(text, tokens[first : last + 1]):
        return None
    if known is None:
        sort = Sort.ORGANISATION if _is_paper(tokens, first, last) else _sort(sort, text, title)
    kind, start, end = title or (None, 0, 0)
    acts = _acts(tokens, first, last)
    return Found(report, tokens[first].start, tokens[last].end, text, sort, known, kind, start, end, acts)


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run is the subject of a verb, the agent of a passive, or what something is *according to*."""
    head = next((t for t in tokens[first : last + 1] if not first <= t.head <= last or t.head == t.i), tokens[last])
    if head.dep == "pobj":
        above = tokens[head.head]
        return above.dep == "agent" or (above.text == "to" and tokens[above.head].lemma in ("accord", "according"))
    return head.dep == "nsubj" and tokens[head.head].pos == "VERB"


def _sort(sort: Sort, text: str, title: tuple[str, int, int] | None) -> Sort:
    """The sort of a mention, where words tell better than the parser."""
    words = fold(text).split()
    if title and sort is not Sort.PLACE and words[-1] not in word_list("organisation"):
        return Sort.PERSON
    if words[-1] in word_list("organisation") and len(words) > 1:
        return Sort.ORGANISATION
    if is_acronym(text) and len(text) > 2 and sort in (Sort.UNKNOWN, Sort.PERSON):
        return Sort.ORGANISATION
    return sort


def _is_paper(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run is a paper's short name: *the Herald*."""
    article = first > 0 and tokens[first - 1].text.lower() == "the"
    return article and first == last and tokens[first].text.lower() in PAPERS


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The run without article, possessive, quote marks and trailing small words."""
    while last >= first and (tokens[last].tag == "POS" or _is_edge(tokens[last])):
        last -= 1
    while first <= last and (tokens[first].text.lower() in ("the", "a", "an", "'s", "’s") or _is_edge(tokens[first])):
        first += 1
    while first < last and tokens[first].text.lower() in word_list("before_names"):
        first += 1
    while first < last and tokens[last].text in word_list("staff"):
        last -= 1
    return first, last


def _without_rank(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The run without the rank at its end that is whose who is named after it: *State Police Col. Ann Poe*."""
    body = last > first and fold(tokens[last - 1].text) in word_list("organisation")
    ranked = body and _bare(tokens[last]) in word_list("ranks") and _office_at(tokens, first, last) == 0
    return first, last - ranked


def _title(tokens: Sequence[Token], first: int, last: int) -> tuple[int, tuple[str, int, int] | None]:
    """Where the name starts after its titles, and the last title: those inside the run or directly before it."""
    table = titles()
    at, found = first, None
    while at <= last and not _of_area(tokens, at, last):
        size = _office_at(tokens, at, last)
        if size and at + size < last and (is_genitive(tokens, at + size) or is_genitive(tokens, at + size, 2)):
            break  # "Sheriff's Office": the office that the title's holder heads
        if size and {fold(t.text) for t in tokens[at + size : last + 1]} <= word_list("organisation"):
            break  # "Justice Department", "Governor Office"
        if size and at + size <= last:
            office = table.offices[_lower(tokens[at : at + size])]
            found = (office, tokens[at].start, tokens[at + size - 1].end)
        elif _bare(tokens[at]) in table.honorifics and at < last:
            size, found = 1, found or (_bare(tokens[at]), tokens[at].start, tokens[at].end)
        else:
            break
        at += size
    if found is None and at <= last:
        found = _before(tokens, at)
    return at, found


def _of_area(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether what looks like an honorific begins the name of a county: *Prince George's County*."""
    return at + 3 <= last and is_genitive(tokens, at + 2) and tokens[at + 3].text.lower() in AREAS


def _after_place(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the office starts in a run of place, office and full name: *Fenwick Governor Ann Poe*; else its start."""
    if any(t.pos != "PROPN" for t in tokens[first : last + 1]):
        return first
    for at in range(first + 1, last - 1):
        size = _office_at(tokens, at, last)
        office = titles().offices.get(_lower(tokens[at : at + size])) if size else None
        names = tokens[at + size : last + 1]
        led = office in word_list("led_by_place") or (office and at == first + 1 and is_acronym(tokens[first].text))
        if led and len(names) > 1 and names[-1].entity != "ORG":
            return at
    return first


def _before(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """The title that ends directly before token ``at``."""
    table = titles()
    if at > 1 and tokens[at - 1].text == "." and _bare(tokens[at - 2]) in table.offices:
        at -= 1  # "Ald. Poe": a full stop that the parser took for a sentence's
    for size in range(min(table.longest, at), 0, -1):
        key = _lower(tokens[at - size : at])
        if key in table.offices:
            return table.offices[key], tokens[at - size].start, tokens[at - 1].end
    if at and _bare(tokens[at - 1]) in table.honorifics:
        return _bare(tokens[at - 1]), tokens[at - 1].start, tokens[at - 1].end
    return None


def _office_at(tokens: Sequence[Token], at: int, last: int) -> int:
    """How many tokens from ``at`` are an office (the longest), or 0."""
    table = titles()
    for size in range(min(table.longest, last - at + 1), 0, -1):
        if _lower(tokens[at : at + size]) in table.offices:
            return size
    return 0


def _is_name(text: str, tokens: Sequence[Token]) -> bool:
    """Whether the words are a name at all."""
    words = fold(text).split()
    if _lower(tokens) in titles().offices:
        return False
    if not words or all(w in word_list("no_names") or w.isdigit() for w in words) or len(text) > 120 or "\n" in text:
        return False
    if not any(t.text[:1].isupper() for t in tokens):
        return False
    return len(words) > 1 or tokens[0].pos in ("PROPN", "NOUN", "ADJ", "X") or is_acronym(text)


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words as they stand, one space where white space stands."""
    parts = [t.text + (" " if t.space and t.i != tokens[last].i else "") for t in tokens[first : last + 1]]
    return "".join(parts).strip()


def _bare(token: Token) -> str:
    return token.text.lower().rstrip(".")


def _lower(tokens: Sequence[Token]) -> str:
    return " ".join(_bare(t) for t in tokens).replace(" - ", "-").replace(" 's", "'s")


def _is_edge(token: Token) -> bool:
    """Whether the token can be no part of a name at its edge."""
    return not any(c.isalnum() for c in token.text)
