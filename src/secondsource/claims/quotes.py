"""The same words of one speaker printed differently: words changed or lost, quote marks dropped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from secondsource.records import Report

# Curly or straight double marks, mixed as printed, and curly single ones; a straight single mark is an apostrophe too
# often. A quote ends at the latest with its paragraph.
# A quote that goes on in the next paragraph has no mark at its end: a curly one says so itself.
QUOTE = re.compile(
    r"[“\"„«](?P<double>[^“”\"„«»\n]{8,1500})[”\"»]|(?<!\w)‘(?P<single>[^‘\n]{8,400}?)’(?!\w)"
    r"|“(?P<open>[^“”\n]{8,1500})\Z|``(?P<doubled>[^`\n]{8,1500}?)(?:''|\Z)"
)
SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+(?=\S)[^.!?…]+)*[.!?…]*")
WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*\.?")
# Shorter quotes are set phrases. Chosen by reading the labelled stories, not swept.
SHORTEST = 4
# Words printed without marks must be this many: shorter ones are anybody's.
UNMARKED = 5
# More words without marks are the quoted text itself, of which the other prints a part.
UNMARKED_MOST = 10
# A speaker who says *I* is quoted, whatever marks were lost.
FIRST = frozenset({"i", "we", "my", "our", "me", "us"})
# Words in a row that propose a pair.
SHINGLE = 3
# A row of words that stands in more places is a set phrase.
COMMON = 50
SINGLE = re.compile(r"(?<!\w)'\w")  # a straight single mark that opens
MARKS = frozenset('“”"„«»‘`')
# The share of the words between the first and the last shared one that must be shared: below it the quotes are of
# different moments. Chosen by reading: of the pairs found in the labelled stories none above is false.
ALIKE = 0.6
# The share of the shorter quote that must be shared: less is a turn of phrase in two quotes.
HALF = 0.6
# What was cut or masked was not printed differently.
CUT = ("…", "...", "[", "(", "--", "—-", "**")
EDGES = " .…-—,"  # what was cut before the first word or after the last
# Words that must be shared for another last word to be a changed one; with fewer it is another thing that is said.
LAST = 5
# … or so few, where the sentence before them ends with the same words in both: then they are of one moment.
LAST_ON, BEFORE = 3, 4
# Words in a row that must be shared.
RUN = 3
# A wording that has its nearest partner already is told beside another only if they are this near.
NEARLY = 0.85
# Spellings and fillings that outlets change in any quote: no difference of words.
TRIFLES = frozenset(
    [
        "and",
        "but",
        "so",
        "well",
        "um",
        "uh",
        "the",
        "a",
        "an",
        "that",
        "gen",
        "general",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "senator",
        "rep",
    ]
)
TITLES = {"gen": "general", "sen": "senator", "rep": "representative", "gov": "governor", "lt": "lieutenant"}
# Houses spell each their own way: *neighbourhood*, *realised*.
BRITISH = re.compile(r"(?<=\w\w)(?:our(?=s?$|ed$|ing$|hood|able|ite|ful)|is(?=e[ds]?$|ing$|ations?$))")
STEMS = {"wo": "will", "ca": "can"}  # what *won't* and *can't* leave without their ending
SHORTENED = {"n't": "not", "'re": "are", "'s": "is", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report between quote marks, or the words of another report's quote printed without marks."""

    report: str
    start: int
    end: int
    text: str
    marked: bool = True
    closed: bool = True  # a mark stands at its end
    before: str = ""  # the last words between the same marks before it, as they are compared


@dataclass(frozen=True, slots=True)
class Difference:
    """Two quotes that are the same words printed differently, and what differs."""

    a: tuple[Quote, ...]  # all reports that print it so
    b: tuple[Quote, ...]
    why: str


def find(report: Report) -> tuple[Quote, ...]:
    """The sentences that stand between quote marks in the report's paragraphs."""
    found = []
    for start, end in report.paragraphs:
        for m in QUOTE.finditer(report.text, start, end):
            inside = m.span(m.lastgroup or 0)
            closed = m.end() > inside[1]
            before = ""
            for s in SENTENCE.finditer(report.text, *inside):
                found.append(Quote(report.id, s.start(), s.end(), s.group(), closed=closed, before=before))
                before = " ".join(words(s.group())[-BEFORE:])
    return tuple(quote for quote in found if len(WORD.findall(quote.text)) >= SHORTEST)


def compare(reports: Sequence[Report]) -> tuple[Difference, ...]:
    """The quotes that two reports print differently, each pair of wordings once."""
    quotes = [quote for report in reports for quote in find(report)]
    wordings: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        wordings[_key(quote.text)].append(quote)
    pairs = [
        (_alike(one.split(), other.split()), one, other, why)
        for one, other in _candidates(list(wordings))
        if {q.report for q in wordings[one]}.isdisjoint(q.report for q in wordings[other])
        and (why := _told_apart(one.split(), other.split(), *_printed(wordings[one], wordings[other])))
    ]
    found, told = [], set[str]()
    for alike, one, other, why in sorted(pairs, key=lambda pair: -pair[0]):  # each wording beside its nearest
        if not {one, other} & told or (alike >= NEARLY and not {one, other} <= told):
            found.append(Difference(tuple(wordings[one]), tuple(wordings[other]), why))
            told |= {one, other}
    return (*found, *_unmarked(reports, wordings.values()))


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def differs(one: str, other: str) -> str:
    """What differs between two printings of the same words; nothing where they agree or aren't the same words.

    >>> differs("they ruined his whole life", "it ruined his whole life")
    '“they” against “it”'
    """
    return _told_apart(words(one), words(other), (one, other))


def _printed(one: Sequence[Quote], other: Sequence[Quote]) -> tuple[tuple[str, str], int]:
    """What is printed, and how many words two that end otherwise must share: few, where one sentence precedes both."""
    on = {q.before for q in one} & {q.before for q in other} - {""}
    return (one[0].text, other[0].text), LAST_ON if on else LAST


def _told_apart(a: Sequence[str], b: Sequence[str], printed: tuple[str, str], least: int = LAST) -> str:
    """What differs between two rows of words, which are ``printed`` so and share ``least`` if their last differs."""
    blocks = [m for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if m.size]
    while blocks and blocks[0].size == 1 and a[blocks[0].a] in TRIFLES:
        blocks.pop(0)
    while blocks and blocks[-1].size == 1 and a[blocks[-1].a] in TRIFLES:
        blocks.pop()
    if not blocks or any(mark in text.strip(EDGES) for mark in CUT for text in printed):
        return ""
    # One word before the first shared one is a changed word; more are what one of the two cut.
    begin = 1 if blocks[0].a == blocks[0].b == 1 else 0
    first, last = blocks[0], blocks[-1]
    left = len(a) - last.a - last.size, len(b) - last.b - last.size
    end = 1 if left == (1, 1) and sum(m.size for m in blocks) >= least else 0
    span = max(last.a + last.size - first.a, last.b + last.size - first.b)
    shared = sum(m.size for m in blocks)
    if shared < ALIKE * span or shared < HALF * min(len(a), len(b)) or max(m.size for m in blocks) < RUN:
        return ""
    return _changes(a[first.a - begin : last.a + last.size + end], b[first.b - begin : last.b + last.size + end])


def _changes(a: Sequence[str], b: Sequence[str]) -> str:
    changes = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        mine, other = a[i:j], b[k:m]
        if tag != "equal" and set(mine) ^ set(other) and not set(mine) | set(other) <= TRIFLES:
            changes.append(
                f"“{' '.join(mine)}” against “{' '.join(other)}”"
                if mine and other
                else f"“{' '.join(mine or other)}” in one only"
            )
    return "; ".join(changes[:4])


def words(text: str) -> list[str]:
    """The words as they are compared: lower case, contractions opened, initials without points."""
    found = []
    for word in WORD.findall(text.casefold().replace("’", "'").replace("' ", "'")):
        ending = next((e for e in SHORTENED if word.endswith(e) and word != e), None)
        stem = word[: -len(ending)] if ending else word
        stem = STEMS.get(stem, stem)
        stem = BRITISH.sub(_american, stem.replace(".", ""))
        found += [TITLES.get(stem, stem)] + ([SHORTENED[ending]] if ending else [])
    return found


def _american(found: re.Match[str]) -> str:
    return "or" if found[0] == "our" else "iz"


def _key(text: str) -> str:
    return " ".join(words(text))


def _candidates(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of wordings that share three words in a row."""
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, key in enumerate(keys):
        row = key.split()
        for shingle in {tuple(row[i : i + SHINGLE]) for i in range(len(row) - SHINGLE + 1)}:
            at[shingle].append(n)
    pairs = {(x, y) for ns in at.values() if len(ns) <= COMMON for x in ns for y in ns if x < y}
    for x, y in sorted(pairs):
        yield keys[x], keys[y]


def _unmarked(reports: Sequence[Report], wordings: Iterable[Sequence[Quote]]) -> Iterator[Difference]:
    """Quotes whose words another report prints without quote marks, as its own."""
    rows = [(tuple(w.casefold().strip(".") for w in WORD.findall(quotes[0].text)), quotes) for quotes in wordings]
    worth = [
        (mine, quotes)
        for mine, quotes in rows
        if quotes[0].closed and UNMARKED <= len(mine) <= UNMARKED_MOST and not FIRST & set(mine)
    ]
    openings = {mine[:SHINGLE] for mine, _ in worth}
    pages = [_Page(report, openings) for report in reports] if worth else []
    for mine, quotes in worth:
        quoting = {q.report for q in quotes}
        bare = [spot for page in pages if page.report.id not in quoting and (spot := page.bare(mine))]
        if bare:
            yield Difference(tuple(quotes), tuple(bare), "one prints without quote marks what the other quotes")


class _Page:
    """A report's words in a row, with the places where any of the ``openings`` stands."""

    def __init__(self, report: Report, openings: Collection[tuple[str, ...]]) -> None:
        self.report = report
        self.spots = [(m.start(), m.end()) for m in WORD.finditer(report.text)]
        self.row = tuple(report.text[s:e].casefold().strip(".") for s, e in self.spots)
        self.firsts: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, three in enumerate(zip(*(self.row[k:] for k in range(SHINGLE)), strict=False)):
            if three in openings:
                self.firsts[three].append(i)

    def bare(self, mine: tuple[str, ...]) -> Quote | None:
        """The first place where the words stand in a paragraph of reporting without quote marks around them."""
        for i in self.firsts.get(mine[:SHINGLE], ())[:COMMON]:
            if self.row[i : i + len(mine)] == mine:
                start, end = self.spots[i][0], self.spots[i + len(mine) - 1][1]
                inside = next((p for p in self.report.paragraphs if p[0] <= start and end <= p[1]), None)
                paragraph = self.report.text[inside[0] : inside[1]] if inside else ""
                marked = set(paragraph) & MARKS or "''" in paragraph or SINGLE.search(paragraph)
                if inside and not marked:
                    return Quote(self.report.id, start, end, self.report.text[start:end], marked=False)
        return None
