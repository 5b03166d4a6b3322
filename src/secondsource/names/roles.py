"""People named by their office alone: *Russia's defence chief*, *the governor*, *the minister*."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondsource.names.tables import titles, word_list
from secondsource.records import Mention, Paragraph, Parsed, Token

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's offices, how often each report names the person, and the capitalised words told beside the name."""

    titles: frozenset[str]
    named: Mapping[str, int]  # by report
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Role:
    """A span that names its holder by office."""

    mention: Mention
    holder: Key
    why: str


# A bare word is the short form of these offices, too.
_SHORT = {"minister": "minister", "secretary": "minister", "chief": "chief"}


def find(parsed: Sequence[Parsed], holders: Mapping[Key, Holder]) -> Iterator[Role]:
    """Every span that names one of ``holders`` by office: the only holder named in the report, else in the story."""
    for one in parsed:
        here = {k: h for k, h in holders.items() if h.named.get(one.report.id)}
        for paragraph in one.paragraphs:
            for first, last, office in _offices(paragraph):
                yield from _role(one.report.id, paragraph.tokens, first, last, office, here, holders)


def _role(
    report: str,
    tokens: Sequence[Token],
    first: int,
    last: int,
    office: str,
    here: Mapping[Key, Holder],
    everywhere: Mapping[Key, Holder],
) -> Iterator[Role]:
    """The role, where only one person can be meant."""
    fits = [k for k, h in here.items() if office in h.titles] or [
        k for k, h in everywhere.items() if office in h.titles
    ]
    if not fits and office in _SHORT:
        fits = [k for k, h in here.items() if any(t.endswith(office) for t in h.titles)]
    fits = _foremost(report, fits, here)
    if len(fits) != 1 or (office in word_list("many") and fits[0] not in here):
        return
    if office in word_list("many") and not _places(tokens[first : last + 1]) <= everywhere[fits[0]].beside:
        return  # *the Fenwick senator* where the senator who is named is told to be of nowhere
    text = "".join(t.text + (" " if t.space else "") for t in tokens[first : last + 1]).strip()
    why = f"“{text}” is the only {office} named in this {'report' if fits[0] in here else 'story'}"
    yield Role(Mention(report, tokens[first].start, tokens[last].end), fits[0], why)


def _foremost(report: str, fits: list[Key], here: Mapping[Key, Holder]) -> list[Key]:
    """Of several holders of an office, the one whom the report names far more often than all others."""
    counts = {k: here[k].named.get(report, 0) for k in fits if k in here}
    most = max(counts, key=counts.__getitem__, default=None)
    if most is None or len(fits) == 1:
        return fits
    return [most] if counts[most] >= _FAR_MORE * (sum(counts.values()) - counts[most]) else fits


def _places(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(t.text for t in tokens if t.entity == "GPE" and t.text[:1].isupper())


# *The governor* in a report that names two governors is the one whom it is about: named twice as often as all others
# together. Read off the dev reports; at 1 the visitor of a summit is taken for its host.
_FAR_MORE = 2


def _offices(paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    """Noun phrases that are an office and no name: first and last token, and the office."""
    tokens = paragraph.tokens
    ends = _ends()
    for token in tokens:
        word = token.text.lower().rstrip(".")
        if word not in ends or token.pos not in ("NOUN", "PROPN") or token.tag in ("NNS", "NNPS"):
            continue
        size = next(
            (
                n
                for n in ends[word]
                if n <= token.i + 1 and _key(tokens[token.i + 1 - n : token.i + 1]) in titles().offices
            ),
            0,
        )
        first = _start(tokens, token.i + 1 - size) if size else None
        after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
        named = after is not None and (after.pos in ("PROPN", "NOUN") or after.text.lower() in ("of", "for"))
        named = named or _house(tokens, token.i + 1) or _of_another(tokens, token)
        if first is not None and not named:
            yield first, token.i, titles().offices[_key(tokens[token.i + 1 - size : token.i + 1])]


def _of_another(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the office is told of a person who is named before it: *Ann Poe, the governor, …*."""
    return token.dep == "appos" and tokens[token.head].entity == "PERSON"


def _house(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows makes the office a house: *the attorney's office*."""
    return len(tokens) > at + 1 and tokens[at].tag == "POS" and tokens[at + 1].lemma.lower() == "office"


def _start(tokens: Sequence[Token], at: int) -> int | None:
    """Where the phrase starts: *the* or a possessive before the office; None where it is indefinite."""
    first = at
    while first > 0 and tokens[first - 1].pos in ("ADJ", "PROPN") and tokens[first - 1].text.lower() != "former":
        first -= 1
    if first == 0:
        return None
    before = tokens[first - 1]
    if before.text.lower() == "the":
        return first - 1
    if before.tag == "POS":
        owner = first - 1
        while owner > 0 and tokens[owner - 1].pos == "PROPN":
            owner -= 1
        return owner if owner < first - 1 else None
    return None


def _key(tokens: Sequence[Token]) -> str:
    return " ".join(t.text.lower().rstrip(".") for t in tokens)


def _ends() -> Mapping[str, list[int]]:
    """The last word of each office, with the numbers of words that offices ending so have, longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for form in titles().offices:
        words = form.split()
        found[words[-1]].add(len(words))
    return {word: sorted(sizes, reverse=True) for word, sizes in found.items()}
