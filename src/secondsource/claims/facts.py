"""What each statement says, in parts that can be compared: words, names, figures, days, denial and mood."""

from __future__ import annotations

import functools
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from secondsource.claims import casualties, figures, words
from secondsource.claims.casualties import Told
from secondsource.claims.figures import Figure
from secondsource.records import Entity, EntityKind, Kind, Paragraph, Parsed, Span, Statement, TimeExpression, Token

SIGNS = {"percent": "%", "money": "$"}  # eleven per cent and eleven sites are no term in common
WORDY = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})
LIGHT = words.listed("light")
# What the tagger calls a name, other than days, times and amounts.
NAMING = frozenset({"NOUN", "PROPN"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
TIMES = frozenset({"DATE", "TIME"})
NEGATIONS = words.listed("negations")
MODALS = words.moods()


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement's content, ready to be compared. Terms are kin of lemmas; a name's term starts with ``@``."""

    statement: Statement
    text: str
    words: tuple[str, ...]
    terms: frozenset[str]
    names: frozenset[str]
    head: str
    subject: frozenset[str]
    figures: tuple[Figure, ...]
    days: frozenset[str]
    negated: bool
    mood: str
    cue: str  # lemma of the word that gives the content to its source
    predicate: str  # lemma of the adjective that the content turns on, if it does
    root: Token | None
    turned: frozenset[str] = frozenset()  # what it says isn't so: the root, where that is negated, or *no leak*
    turning: frozenset[str] = frozenset()  # lemmas of the nouns that the content turns on: its root, or what it is
    denied: frozenset[str] = frozenset()  # kin of all verbs in it that are negated, the root or not
    lemmas: frozenset[str] = frozenset()  # of all its words
    actors: frozenset[str] = frozenset()  # the names among its subject
    headless: bool = False  # who acts is told outside of it (*and was found sound*)
    toll: tuple[Told, ...] = ()  # how many were killed, wounded or shot
    timed: frozenset[str] = frozenset()  # terms that stand only in times (*on Tuesday night*)
    refuted: bool = False  # it hangs from a word that says it isn't so (*denied that …*, *falsely claimed …*)
    dated: frozenset[str] = frozenset()  # those of its days on which its root's act is said to be

    @property
    def head_lemma(self) -> str:
        """The root's own lemma, where ``head`` is that of its kin."""
        return self.root.lemma if self.root else ""

    @property
    def head_pos(self) -> str:
        """The root's part of speech."""
        return self.root.pos if self.root else ""

    @property
    def fragment(self) -> bool:
        """Whether it tells nothing by itself: *who lives there*, *to comment on it*, *was found to be sound*."""
        if self.root is None or self.headless:
            return self.headless
        if self.root.dep == "relcl" and self.words[:1] and self.words[0] in RELATIVE:
            return True
        return self.root.tag == "VB" and self.words[:1] == ("to",)

    @property
    def verbless(self) -> bool:
        """Whether the report's own words stop at a noun: *Ann Poe, who …*, a label."""
        own = not self.statement.source and not self.statement.carried
        return own and (self.root is None or self.head_pos in NAMING)

    @property
    def aside(self) -> bool:
        """Whether it only says more of somebody named beside it: a relative clause, or a noun with one."""
        return self.head_pos in NAMING or self.words[:1] == ("who",)

    @property
    def leftover(self) -> bool:
        """Whether it is what a quotation's tag leaves (*Ann Poe, who …*): no way to what Ann Poe says."""
        return self.fragment and not self.statement.source and not self.statement.carried and self.aside

    @property
    def past(self) -> bool:
        """Whether the root tells of the past."""
        return bool(self.root and self.root.tag in ("VBD", "VBN"))


def read(
    parsed: Sequence[Parsed],
    statements: Sequence[Statement],
    entities: Sequence[Entity],
    dates: Sequence[TimeExpression],
) -> tuple[Fact, ...]:
    """A fact for each statement whose report is at hand, in their order."""
    pages = {p.report.id: _Page(p) for p in parsed}
    for entity in entities:
        for mention in entity.mentions:
            if mention.report in pages:
                pages[mention.report].mentions.append((mention.start, mention.end, entity.name))
                if entity.kind is EntityKind.PERSON:
                    pages[mention.report].people.append((mention.start, mention.end, entity.name))
    for date in dates:
        if date.report in pages and date.type in ("DATE", "TIME"):
            pages[date.report].days.append((date.start, date.end, date.value))
    for page in pages.values():
        page.mentions.sort()
        page.people.sort()
        page.days.sort()
    return tuple(_fact(s, pages[s.report]) for s in statements if s.report in pages)


class _Page:
    """A report's tokens in one row, with the names and days that stand in it."""

    def __init__(self, parsed: Parsed) -> None:
        self.text = parsed.report.text
        self.rows = sorted(
            ((token.start, token, p) for p in parsed.paragraphs for token in p.tokens), key=lambda row: row[0]
        )
        self.starts = [start for start, _, _ in self.rows]
        self.mentions: list[tuple[int, int, str]] = []
        self.people: list[tuple[int, int, str]] = []
        self.days: list[tuple[int, int, str]] = []

    def tokens(self, spans: Iterable[Span]) -> list[tuple[Token, Paragraph]]:
        """The tokens in the spans, each with its paragraph."""
        return [
            (token, p)
            for start, end in spans
            for _, token, p in self.rows[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        ]


def sentences(parsed: Sequence[Parsed]) -> Iterator[frozenset[str]]:
    """The terms of each distinct sentence of the reports: what is common in a story tells little in it."""
    seen: set[int] = set()
    for paragraph in (p for page in parsed for p in page.paragraphs):
        for tokens in paragraph.sentences():
            key = hash(tuple(t.text.casefold() for t in tokens if t.pos != "PUNCT"))
            if key not in seen:
                seen.add(key)
                yield frozenset(_term(t, paragraph) for t in tokens if tells(t))


def _fact(statement: Statement, page: _Page) -> Fact:
    tokens = page.tokens(statement.content)
    root = _root(tokens)
    subjects = _subjects(root)
    names = [*_named(page.mentions, statement.content), *_meant(statement, [t for t, _ in tokens] + subjects, page)]
    names += [name for t in subjects for name in _named(page.mentions, [(t.start, t.end)])]
    covered = {i for start, end, _ in names for i in range(start, end)}
    plain = [(t, p) for t, p in tokens if tells(t) and t.start not in covered]
    timed = {kin(t.lemma) for t, _ in plain if t.entity in TIMES} - {
        _term(t, p) for t, p in plain if t.entity not in TIMES
    }
    found = _figures(statement, page, [t for t, _ in tokens])
    days = _named(page.days, statement.content)
    named = {f"@{name.casefold()}" for _, _, name in names}
    amounts = {f"#{f.exact:g}{SIGNS.get(f.counts, '')}" for f in found}
    acting = {f"@{name.casefold()}" for start, end, name in names for t in subjects if start <= t.start < end}
    acting |= {kin(t.lemma) for t in subjects}
    row = tuple(w for start, end in statement.content for w in re.findall(r"\w+", page.text[start:end].casefold()))
    proper = {kin(t.lemma) for t, _ in plain if t.pos == "PROPN" and t.entity in NAMES}
    text = " … ".join(" ".join(page.text[start:end].split()) for start, end in statement.content)
    return Fact(
        statement,
        text,
        row,
        frozenset({_term(t, p) for t, p in plain} | named | amounts),
        frozenset(named | proper),
        _head(root),
        frozenset(acting),
        found,
        frozenset(value for _, _, value in days),
        any(t.lemma in NEGATIONS or t.text.casefold() in NEGATIONS for t, _ in tokens),
        next((MODALS[t.lemma] for t, _ in tokens if t.lemma in MODALS), ""),
        next((t.lemma for t, _ in page.tokens(statement.cue) if t.pos in ("VERB", "NOUN", "ADJ")), ""),
        _predicate(root),
        root[0] if root else None,
        _turned(root) | _harmless(text),
        _turning(root),
        frozenset(word for t, p in tokens if t.pos in ("VERB", "AUX") for word in (*_turned((t, p)), *_failed(t, p))),
        frozenset(t.lemma for t, _ in tokens),
        frozenset(t for t in acting if t.startswith("@")),
        _headless(root, tokens),
        casualties.told(text),
        frozenset(timed),
        _refuted(root),
        frozenset(v for s, e, v in days if DAY.search(page.text, s, e) and _of_root(root, s, e, tokens)),
    )


# What names a day: *5 p.m.* and *tonight* are of the day on which their report came out, and a copy comes out later.
DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|tomorrow|\b(?:19|20)\d\d\b"
    r"|\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)


def _of_root(
    root: tuple[Token, Paragraph] | None, start: int, end: int, tokens: Sequence[tuple[Token, Paragraph]]
) -> bool:
    """Whether a time tells when the root's act was: nothing stands between the two of which it may tell."""
    row = next(((t, p) for t, p in tokens if start <= t.start < end and not start <= p.head(t.i).start < end), None)
    while row and root and row[0] is not root[0]:
        token, paragraph = row
        if token.head == token.i or token.pos in ("VERB", "AUX") or (token.pos in NAMING and token.entity not in TIMES):
            return False
        row = paragraph.head(token.i), paragraph
    return bool(row and root)


def _figures(statement: Statement, page: _Page, tokens: Sequence[Token]) -> tuple[Figure, ...]:
    return tuple(f for start, end in statement.content for f in figures.read(page.text[start:end], start, tokens))


def _named(mentions: Sequence[tuple[int, int, str]], spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    found = []
    for start, end in spans:
        at = bisect_left(mentions, (start, 0, ""))
        while at < len(mentions) and mentions[at][0] < end:
            found.append(mentions[at])
            at += 1
    return found


def tells(token: Token) -> bool:
    """Whether the word tells something: no number, and none that any sentence may have."""
    return token.pos in WORDY and token.lemma not in LIGHT and any(c.isalpha() for c in token.lemma)


def _term(token: Token, paragraph: Paragraph) -> str:
    """The kin of a word; of a verb and its particle, where they tell another thing together (*step down*)."""
    if token.pos == "VERB" and (particle := _particle(token, paragraph)):
        return _kin().get(f"{token.lemma} {particle}") or kin(token.lemma)
    return kin(token.lemma)


def _root(tokens: Sequence[tuple[Token, Paragraph]]) -> tuple[Token, Paragraph] | None:
    """The word that the rest hangs from: the first whose head stands outside, verbs before others."""
    inside = {(id(p), t.i) for t, p in tokens}
    tops = [(t, p) for t, p in tokens if t.head == t.i or (id(p), t.head) not in inside]
    verbs = [row for row in tops if row[0].pos in ("VERB", "AUX")]
    return next(iter(verbs or [row for row in tops if row[0].pos in WORDY] or tops), None)


def _subjects(root: tuple[Token, Paragraph] | None) -> list[Token]:
    """Who acts: the root's subject, or that of the verb that it goes on from, or the noun that it qualifies."""
    if root is None:
        return []
    token, paragraph = root
    for _ in range(4):
        below = (paragraph.tokens[i] for i in paragraph.children[token.i])
        found = [t for t in below if t.dep in ("nsubj", "nsubjpass")]
        if found and not all(t.lemma in RELATIVE for t in found):
            return found
        if token.dep in ("relcl", "acl"):
            return [paragraph.head(token.i)]
        if token.dep not in ("conj", "xcomp", "advcl") or token.head == token.i:
            return found
        token = paragraph.head(token.i)
    return []


RELATIVE = frozenset({"who", "which", "that", "whom"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
THIRD = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
BACK = 400  # characters within which a pronoun's person is named; about two sentences


def _meant(statement: Statement, tokens: Sequence[Token], page: _Page) -> Iterator[tuple[int, int, str]]:
    """Whom the pronouns mean: *I* the speaker, *he* whoever was named last before it (a guess, mostly right)."""
    quoted = statement.kind in (Kind.DIRECT, Kind.MIXED) or statement.carried
    for token in tokens:
        word = token.text.casefold()
        if token.pos not in ("PRON", "DET"):
            continue
        if word in FIRST and quoted and statement.speaker:
            yield token.start, token.end, statement.speaker
        elif word in THIRD:
            at = bisect_left(page.people, (token.start, 0, "")) - 1
            if at >= 0 and token.start - page.people[at][0] <= BACK:
                yield token.start, token.end, page.people[at][2]


def _head(root: tuple[Token, Paragraph] | None) -> str:
    """The root's kin, with its particle: a fire *breaks out*, a siren *is broken*."""
    if root is None or root[0].lemma in LIGHT:
        return ""
    token, paragraph = root
    if particle := _particle(token, paragraph):
        phrase = f"{token.lemma} {particle}"
        return _kin().get(phrase, phrase)
    return kin(token.lemma)


def _particle(token: Token, paragraph: Paragraph) -> str:
    """*down* of *step down*; nothing where a verb has none."""
    below = [paragraph.tokens[i] for i in paragraph.children[token.i]]
    beside = (t.lemma for t in below if t.i == token.i + 1 and f"{token.lemma} {t.lemma}" in _kin())
    return next((t.lemma for t in below if t.dep == "prt"), "") or next(beside, "")


def _predicate(root: tuple[Token, Paragraph] | None) -> str:
    """The adjective that says what something is: the root itself, its complement, or what qualifies a bare noun."""
    if root is None:
        return ""
    token, paragraph = root
    if token.pos == "ADJ":
        return token.lemma
    below = [paragraph.tokens[i] for i in paragraph.children[token.i]]
    if token.lemma == "be":
        nouns = [t for t in below if t.dep == "attr"]
        below += [paragraph.tokens[i] for t in nouns for i in paragraph.children[t.i]]
        places: tuple[str, ...] = ("acomp", "amod")
    else:
        places = ("acomp", "oprd") if token.pos in ("VERB", "AUX") else ("amod",)
    return next((t.lemma for t in below if t.dep in places and t.pos == "ADJ"), "")


def _turning(root: tuple[Token, Paragraph] | None) -> frozenset[str]:
    """The lemmas of the root, if it is a noun, and of what it says that something is (*it was a mistake*)."""
    if root is None:
        return frozenset()
    token, paragraph = root
    if token.pos in NAMING:
        return frozenset({token.lemma})
    return frozenset(
        paragraph.tokens[i].lemma for i in paragraph.children[token.i] if paragraph.tokens[i].dep in ("attr", "oprd")
    )


def _turned(root: tuple[Token, Paragraph] | None) -> frozenset[str]:
    """What the clause says isn't so: its root, if that is negated; what it acts on, is, or has none of (*no leak*)."""
    if root is None:
        return frozenset()
    token, paragraph = root
    below = [paragraph.tokens[i] for i in paragraph.children[token.i]]
    if any(t.dep == "neg" or (t.dep in NOUNS and _nobody(paragraph, t)) for t in below):
        return frozenset({kin(t.lemma) for t in below if _is(t)} if token.lemma in EMPTY else {kin(token.lemma)})
    return frozenset(kin(t.lemma) for t in below if t.dep in NOUNS and _none(paragraph, t))


def _failed(token: Token, paragraph: Paragraph) -> Iterator[str]:
    """What is said not to be done, where the verb says so: *failed to appear*, *refused to go*."""
    if token.lemma in FAILING:
        below = (paragraph.tokens[i] for i in paragraph.children[token.i])
        yield from (kin(t.lemma) for t in below if t.dep in ("xcomp", "pcomp"))


FAILING = words.listed("failing")


def _harmless(text: str) -> frozenset[str]:
    """What *non-life-threatening* says that the wounds are not."""
    return frozenset(kin(m[1].lower()) for m in HARMLESS.finditer(text))


HARMLESS = re.compile(r"\bnon\s?-?\s?(?:life\s?-?\s?)?(threatening|fatal|lethal)\b", re.IGNORECASE)
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


def _headless(root: tuple[Token, Paragraph] | None, tokens: Sequence[tuple[Token, Paragraph]]) -> bool:
    """Whether the clause has no verb but a relative one, or shares the subject of a verb outside of it."""
    if root is None:
        return False
    token, paragraph = root
    if token.pos in NAMING:  # *Ann Poe, who …*, left over from a quotation's tag
        return any(paragraph.tokens[i].dep == "relcl" for i in paragraph.children[token.i])
    opens = bool(tokens) and tokens[0][0].pos == "AUX"
    return token.dep == "conj" and token.tag in ("VBN", "VBD") and opens


EMPTY = frozenset({"be", "have", "do"})
NOUNS = frozenset({"nsubj", "nsubjpass", "attr", "dobj"})


def _is(token: Token) -> bool:
    return token.dep in ("attr", "acomp") and token.pos in WORDY


def _nobody(paragraph: Paragraph, noun: Token) -> bool:
    return noun.lemma in NOBODY or (noun.lemma == "one" and _none(paragraph, noun))


def _none(paragraph: Paragraph, noun: Token) -> bool:
    """Whether there is none of it: *no leak*, *not a single leak*."""
    return any(paragraph.tokens[i].lemma == "no" for i in paragraph.children[noun.i])


# How many words up from a clause its denial may stand: *falsely tried to suggest that …* is two.
UP = 2


def _refuted(root: tuple[Token, Paragraph] | None) -> bool:
    """Whether a word that the clause hangs from says that it isn't so."""
    if root is None or root[0].dep not in ("ccomp", "xcomp", "acl"):
        return False
    token, paragraph = root
    denies = denying()
    for _ in range(UP):
        if token.head == token.i:
            return False
        token = paragraph.head(token.i)
        if token.lemma in denies["verbs"]:
            return True
        if any(paragraph.tokens[i].lemma in denies["adverbs"] for i in paragraph.children[token.i]):
            return True
        if token.dep not in ("ccomp", "xcomp"):
            return False
    return False


@functools.cache
def denying() -> Mapping[str, frozenset[str]]:
    """The lemmas that say that what hangs from them isn't so."""
    table = tomllib.loads(resources.files(__package__).joinpath("denials.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(table["hangs_from"][kind]) for kind in ("verbs", "adverbs")}


@functools.cache
def _kin() -> Mapping[str, str]:
    rows = resources.files(__package__).joinpath("kin.tsv").read_text(encoding="utf-8").splitlines()
    table: dict[str, str] = {}
    for row in rows:
        if row and not row.startswith("#"):
            group = row.split("\t")
            table.update((word, group[0]) for word in group)
    return table


def kin(lemma: str) -> str:
    """The word that stands for all words that tell the same in news: *fatal*, *slay* and *dead* are *kill*."""
    return _kin().get(lemma) or stem(lemma)


# Endings that turn one word into another of its family (*invariable*, *invariably*; *investigate*, *investigation*).
ENDINGS = re.compile(
    r"(?:i[sz]ations?|ations?|itions?|ically|ably|ibly|ments?|ness|able|ible|ives?|ate|ally|ings?|ions?|ity|ly|al|ers?"
    r"|ors?|en|ed|es|e|s)$"
)
SHORTEST = 4  # letters that a stem must keep


@functools.cache
def stem(word: str) -> str:
    """The word without its ending, so that a family of words shares one term."""
    cut = ENDINGS.sub("", word) if len(word) > SHORTEST + 1 else word
    return cut if len(cut) >= SHORTEST else word
