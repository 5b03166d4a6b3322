"""The words of a source to the links that they name: who speaks, and through which institution or document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secondsource.chains.antecedents import Speakers, body_before, person_before
from secondsource.chains.institutions import Institutions
from secondsource.chains.nouns import Nouns
from secondsource.chains.pages import Name, Page
from secondsource.chains.phrases import name_at
from secondsource.chains.tables import words
from secondsource.chains.voices import Namer, Source, Voice
from secondsource.records import EntityKind, Paragraph, Span, Token

# What a house tells, and what shows that a voice is one.
_TELLINGS = frozenset({"report", "broadcast", "dispatch"})
_BROADCASTS = re.compile(
    r"\b(?:television|tv|radio|news|agency|times|post|press|journal|herald|tribune|reuters|kcna|tass|xinhua|yonhap)\b",
    re.IGNORECASE,
)

_SOME = re.compile(r"\b(?:most|many|some|few|several|more|fewer|other|of|percent)\s(?:\w+\s)?$", re.IGNORECASE)
_BEFORE = 24

_HE = frozenset({"he", "she", "him", "her", "his", "hers"})
_THEY = frozenset({"they", "them", "their"})
_BODIES = frozenset({"police", "office", "department"})  # singular, and *they* all the same
_IT = frozenset({"it", "its", "itself"})
_WHO = frozenset({"who", "which", "that", "whom"})
_NOUNS = ("NOUN", "PROPN", "PRON", "ADJ", "X", "NUM", "DET")
_APPOSED = ("appos", "nmod", "npadvmod")
_SUBJECTS = ("nsubj", "nsubjpass", "pobj", "agent", "ROOT")

# Sentences over which *the statement* goes on with the one that was told of.
_PAPER_REACH = 12
# Sentences over which *they* goes on with the last source.
_THEY_REACH = 4

# A list of parties: *Okafor and Harbour City Police*, *both Moscow and Pyongyang*.
_LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|or)\s+")
_OTHERS = re.compile(r"(?:their\s+|its\s+|the\s+)?(?:\w+\s+)?(?:others|partners|allies)", re.IGNORECASE)
_NOT_A_PARTY = frozenset({"his", "her", "their", "for", "of", "at", "with", "to", "from", "in", "an", "who", "whose"})
_OWNS = re.compile(r"['’]s?\s")
_DESCRIBED = re.compile(r"(?:an?|one|another|the|his|her|their|its)\s(?:(?!\sand\s)[^,;]){1,80},\s", re.IGNORECASE)
_OF_BODY = re.compile(r",?\s(?:of|from|at|with)\s(?:the\s)?[A-Z]")
_GOES_ON = re.compile(r"\s[a-z]")
_FILLER = frozenset({"both", "the", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class ToldOf:
    """The people (by entity id) whom what is said names, and those of them of whom it is said first of all."""

    named: frozenset[str] = frozenset()
    foremost: frozenset[str] = frozenset()

    def __or__(self, other: ToldOf) -> ToldOf:
        return ToldOf(self.named | other.named, self.foremost | other.foremost)


class Sources:
    """Reads the sources of one report, in the order of the text: what was said before decides whom *he* means."""

    def __init__(self, page: Page, institutions: Institutions, state_media: Mapping[str, str]) -> None:
        self._page = page
        self._spoke: Speakers = []
        self._read: list[tuple[int, Source]] = []
        self._barred: frozenset[str] = frozenset()
        self._told_of: frozenset[str] = frozenset()
        self._namer = Namer(page, institutions)
        self._nouns = Nouns(page, institutions, state_media, self._namer, self._spoke)

    def read(
        self,
        spans: Sequence[Span],
        around: Sequence[Span] = (),
        *,
        quoted: bool = False,
        told_of: ToldOf | None = None,
    ) -> Source:
        """Who speaks in the words of the spans.

        ``around`` are the words that name who tells of it: *the mayor* is somebody else, and so is *he* where the words
        are ``quoted``. *He* who says that Poe left is not Poe; nor is *the senator*, unless named further on.
        """
        told_by = frozenset(v.entity for span in around for v in self._span(span) if v.entity)
        named = told_of or ToldOf()
        self._told_of, self._nouns.people.told_of = named.named, named.foremost
        self._nouns.people.around, self._barred = told_by, told_by if quoted else frozenset()
        found = [voice for span in spans for voice in self._span(span)]
        if not found and spans:
            found = [self._namer.anonymous(self._page.text(*spans[0]), "source")]
        self._nouns.people.around = self._nouns.people.told_of = self._barred = self._told_of = frozenset()
        source = Source(tuple({v.name: v for v in found}.values()))
        if spans:
            self._read.append((spans[0][0], source))
            self._spoke.extend((spans[0][0], v.entity) for v in source.voices if v.entity)
        return source

    def heard(self, span: Span) -> str | None:
        """The name of whom something was told to: an institution, a host, or a broadcast or poll by its capitals."""
        for paragraph, head, inside in self._heads(span):
            body = self._nouns.institution(paragraph, head, inside)
            if body is not None:
                return body
            if head.lemma.lower() in words().institutions or head.lemma.lower() in words().hearers:
                return re.sub(r"^(?:the|an?)\s+", "", self._page.text(*span), flags=re.IGNORECASE)
        people = [n for n in self._page.names_in(*span) if n.person]
        if people:
            return people[-1].entity.name if _HOST.search(self._page.text(*span)) else None
        said = re.sub(r"^(?:an?|the)\s+", "", self._page.text(*span).strip(_MARKS), flags=re.IGNORECASE)
        return said if any(w[:1].isupper() for w in said.split()) and len(said) <= _LONGEST_TITLE else None

    def _span(self, span: Span) -> list[Voice]:
        """Who speaks in one span: the parties of a list, else the nouns that the phrase is built on."""
        listed = self._parties(span)
        if listed:
            return listed
        last = self._named_last(span)
        if last is not None:
            return [self._namer.named(last)]
        return [v for paragraph, head, inside in self._heads(span) for v in self._voice(paragraph, head, inside)]

    def _named_last(self, span: Span) -> Name | None:
        """Who is named behind a description that holds names itself: *one backer of the Pell bill, Ann Poe*."""
        names = self._page.names_in(*span)
        for name in names[1:]:
            after = self._page.text(name.end, span[1])
            full = name.person and " " in self._page.text(name.start, name.end)
            if full and (not after.strip(" ,") or _OF_BODY.match(after)):
                return name if _DESCRIBED.fullmatch(self._page.text(span[0], name.start)) else None
        return None

    # a list of parties ------------------------------------------------------------------------------------------------

    def _parties(self, span: Span) -> list[Voice]:
        """The parties of a list that is nothing but one; empty where some piece is none."""
        text = self._page.text(*span)
        cuts = [(m.start(), m.end()) for m in _LIST.finditer(text)]
        if not cuts or len(text) > _LONGEST_LIST:
            return []
        edges = [0, *(at for cut in cuts for at in cut), len(text)]
        pieces = [(span[0] + a, span[0] + b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]
        if any(n.start < a and n.end > a for a, _ in pieces for n in self._page.names_in(a, a + 1)):
            return []  # a comma or *and* inside a name
        if not self._page.names_in(*span):
            return []  # *Fish and Wildlife officials*
        found = [self._piece(piece) for piece in pieces]
        voices = [v for v in found if v is not None]
        return voices if len(pieces) > 1 and len(voices) == len(pieces) else []

    def _piece(self, piece: Span) -> Voice | None:
        """One party: a name with nothing else beside it than titles and a noun that speaks for it; *others*."""
        text = self._page.text(*piece).strip()
        names = self._page.names_in(*piece)
        person = next((n for n in reversed(names) if n.person and self._page.text(n.start, n.end)[:1].isupper()), None)
        name = person or (names[0] if names else None)
        if name is None:
            if _OTHERS.fullmatch(text):
                return self._namer.anonymous(text, "others")
            bare = re.sub(r"^(?:both|the)\s+", "", text)
            capital = bare and all(w[:1].isupper() for w in bare.split()) and not _speaks(bare.split()[-1].lower())
            return Voice(bare, (), (f"{bare} is named as the source",)) if capital else None
        rest = text.lower()
        for n in names:
            rest = rest.replace(self._page.text(n.start, n.end).lower(), " ")
        left = [w for w in re.findall(r"[\w’']+", rest) if w not in _FILLER]
        if person is not None:
            after = self._page.text(person.end, piece[1])
            if left and (_OWNS.match(after) or _GOES_ON.match(after)):
                return None  # *Pell's lawyer*, *a backer of the Pell bill* is not Pell
            return self._namer.named(name) if not _NOT_A_PARTY.intersection(left) and text[:2] != "a " else None
        return self._namer.named(name) if all(_speaks(w) for w in left) else None

    # the heads of the phrase -----------------------------------------------------------------------------------------

    def _heads(self, span: Span) -> Iterator[tuple[Paragraph, Token, frozenset[int]]]:
        """The nouns that the span's phrase is built on, and those joined to them by *and*."""
        places = self._page.places(span)
        if not places:
            return
        paragraph, inside = places[0].paragraph, frozenset(p.token.i for p in places)
        roots = [p.token for p in places if p.token.head not in inside or p.token.head == p.token.i]
        nouns = [t for t in roots if t.pos in _NOUNS or name_at(self._page, t)]
        subjects = [t for t in nouns if t.dep in _SUBJECTS]
        named = [t for t in nouns if (n := name_at(self._page, t)) is not None and n.person]
        # *the affidavit states*: the parser may take the verb for a noun, and all before it for parts of its name
        parts = [t for t in nouns if t.dep == "compound"][-1:]
        root = self._down(paragraph, next(iter([*named, *subjects, *parts, *nouns]), roots[0]), inside)
        yield paragraph, root, inside
        for other in self._joined(paragraph, root, inside):
            yield paragraph, other, inside

    def _down(self, paragraph: Paragraph, root: Token, inside: frozenset[int]) -> Token:
        """The noun inside *according to X*, *by X*, *in a letter*; a source span may open with the preposition."""
        for _ in range(4):
            if root.pos in _NOUNS or name_at(self._page, root):
                return root
            below = [paragraph.tokens[k] for k in paragraph.children[root.i] if k in inside]
            nouns = [t for t in below if t.pos in _NOUNS or t.pos == "ADP"]
            if not nouns:
                return root
            root = nouns[-1] if root.pos == "ADP" else nouns[0]
        return root

    def _joined(self, paragraph: Paragraph, root: Token, inside: frozenset[int]) -> Iterator[Token]:
        """The nouns joined to a noun, where each is a party of its own."""
        todo = [root]
        while todo:
            above = todo.pop()
            for k in paragraph.children[above.i]:
                token = paragraph.tokens[k]
                if token.dep == "conj" and k in inside and (token.pos in _NOUNS or name_at(self._page, token)):
                    todo.append(token)
                    if (
                        name_at(self._page, token)
                        or name_at(self._page, above)
                        or not self._apposed(paragraph, token, inside)
                    ):
                        yield token

    # one head -------------------------------------------------------------------------------------------------------

    def _voice(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> list[Voice]:
        """Who speaks under one noun."""
        if head.text.lower() in _HE | _THEY | _IT | _WHO or head.tag in ("PRP", "WP", "WDT"):
            return self._pronoun(paragraph, head)
        name = name_at(self._page, head) or self._after_title(head)
        if name is not None and self._some_of(name, head, inside):  # *most Americans* aren't the United States
            return [self._namer.anonymous(self._page.text(name.start, name.end), head.text.lower())]
        if name is not None and name.entity.name.lower() not in words().bodies:  # *Office* alone is the end of a name
            return [self._namer.named(name)]
        if _SITE.fullmatch(head.text):
            return [Voice(head.text, (), (f"{head.text} is named as the source",))]
        apposed = self._apposed(paragraph, head, inside)
        if apposed is not None:
            return [apposed]
        same = self._same_paper(head, inside)
        if same is not None:
            return [replace(v, why=(f"“{head.text}” goes on with {v.name}", *v.why[1:])) for v in same.voices]
        house = self._last_house(head, inside)
        if house is not None:
            return [replace(house, why=(f"“{head.text}” goes on with {house.name}", *house.why[1:]))]
        return self._nouns.voices(paragraph, head, inside)

    def _some_of(self, name: Name, head: Token, inside: frozenset[int]) -> bool:
        """Whether a people is told of, and only some of it."""
        plural = head.text.endswith("s") and head.tag in ("NNPS", "NNS")
        place = name.entity.kind is EntityKind.PLACE and head.text not in name.entity.name
        before = self._page.text(max(0, name.start - _BEFORE), name.start)
        return plural and place and len(inside) > 1 and bool(_SOME.search(before))

    def _after_title(self, head: Token) -> Name | None:
        """The person named right after a title that the parser took for a sentence of its own: *Ald. Ann Poe*."""
        key = head.text.lower().rstrip(".")
        if not head.text[:1].isupper() or not (key in words().selves or key in words().officers):
            return None
        return next((n for n in self._page.names_in(head.end, head.end + 3) if n.person and n.start >= head.end), None)

    def _apposed(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> Voice | None:
        """Who is named beside a role: *the owner, Ann Poe*; *owner Ann Poe*; *the blog The Harbour*."""
        for k in paragraph.children[head.i]:
            token = paragraph.tokens[k]
            if k in inside and token.dep in _APPOSED and token.pos == "PROPN" and k > head.i:
                name = name_at(self._page, token)
                if name is not None and (name.person or name.end >= token.end):
                    return self._namer.named(name)
                said = " ".join(t.text for t in paragraph.subtree(k) if t.pos in ("PROPN", "DET") and t.i in inside)
                return Voice(said, (), (f"{said} is named as the source",))
        return None

    # pronouns -------------------------------------------------------------------------------------------------------

    def _pronoun(self, paragraph: Paragraph, head: Token) -> list[Voice]:
        """Whom a pronoun means."""
        word, at = head.text.lower(), head.start
        if word in _WHO:
            return self._relative(paragraph, head)
        if word in _THEY:
            return self._they(head) or [self._namer.anonymous(head.text, word)]
        last = self._last_body(head) if word in _IT else None
        if last is not None:
            return [replace(last, why=(f"“{head.text}” goes on with {last.name}",))]
        found = None
        if word in _HE and (role := self._role_before(head)) is not None:
            return [replace(role, why=(f"“{head.text}” goes on with {role.name}", *role.why[1:]))]
        if word in _HE:
            found = person_before(self._page, at, word, self._spoke, self._barred | self._told_of)
        elif word in _IT:
            found = body_before(self._page, at, self._spoke)
        if found is None:
            return [self._namer.anonymous(head.text, word)]
        return [self._namer.because(found, f"“{head.text}” is {found.entity.name}, the nearest who fits")]

    def _role_before(self, head: Token) -> Voice | None:
        """The person of an office that is the last subject *he* can mean: *The governor came. He said it was late*."""
        paragraph = self._page.paragraph_at(head.start)
        if paragraph is None or self._barred:
            return None
        for token in reversed(paragraph.tokens[: head.i]):
            if head.sentence - token.sentence > 1:
                return None
            if token.dep not in ("nsubj", "nsubjpass") or token.text.lower() in _HE:
                continue
            if token.lemma.lower() not in words().roles or token.tag != "NN" or name_at(self._page, token):
                return None
            voice = self._nouns.person(paragraph, token)
            return None if voice is None or voice.entity in self._told_of else voice
        return None

    def _last_body(self, head: Token) -> Voice | None:
        """The institution without a name that spoke in this sentence or the one before."""
        if not self._read or self._barred:
            return None
        at, source = self._read[-1]
        near = self._page.sentence(head.start) - self._page.sentence(at) <= 1
        [voice, *others] = source.voices or [None]
        if voice is None or others or voice.entity is not None or not near:
            return None
        last = voice.name.split()[-1].lower()
        return voice if last in words().bodies or last in words().documents else None

    def _same_paper(self, head: Token, inside: frozenset[int]) -> Source | None:
        """Who said it in *a statement* before, where *the statement* goes on."""
        noun, definite = head.lemma.lower(), self._page.text(max(0, head.start - 4), head.start).lower()
        if noun not in words().papers or len(inside) != 2 or definite != "the " or self._barred:
            return None
        here, sentence = self._page.sentence(head.start), re.compile(rf"\b{noun}s?\b", re.IGNORECASE)
        for at, source in reversed(self._read):
            if here - self._page.sentence(at) > _PAPER_REACH:
                return None
            told = any(v.entity is not None or not v.name.startswith("anonymous") for v in source.voices)
            if told and here > self._page.sentence(at) and sentence.search(self._page.sentence_text(at)):
                return source
        return None

    def _last_house(self, head: Token, inside: frozenset[int]) -> Voice | None:
        """The house that spoke in the sentence before, where the noun is what it tells: *the report said*."""
        if head.lemma.lower() not in _TELLINGS or len(inside) != 2 or not self._read or self._barred:
            return None
        at, source = self._read[-1]
        [voice, *others] = source.voices or [None]
        if voice is None or others or self._page.sentence(head.start) - self._page.sentence(at) != 1:
            return None
        return voice if _BROADCASTS.search(voice.name) else None

    def _they(self, head: Token) -> list[Voice]:
        """The institution whose people the sentence just named, or the voices of the last source, where it is near."""
        people = self._people_before(head)
        if people:
            return [replace(v, why=(f"“{head.text}” goes on with {v.name}", *v.why[1:])) for v in people]
        if not self._read or self._barred:  # in a quotation, whoever is quoted isn't among them
            return []
        at, source = self._read[-1]
        if self._page.sentence(head.start) - self._page.sentence(at) > _THEY_REACH:
            return []
        return [replace(v, why=(f"“{head.text}” goes on with {v.name}",)) for v in source.voices]

    def _people_before(self, head: Token) -> list[Voice]:
        """The institution that is the last subject *they* can mean: *Detectives spoke with her, but they say …*."""
        paragraph = self._page.paragraph_at(head.start)
        if paragraph is None or self._barred:
            return []
        for token in reversed(paragraph.tokens[: head.i]):
            if head.sentence - token.sentence > 1:
                break
            if token.dep not in ("nsubj", "nsubjpass") or token.tag not in ("NN", "NNS", "NNPS"):
                continue
            known = words()
            many = token.lemma.lower() in known.institutions and token.tag != "NN"
            if many or token.text.lower() in _BODIES:
                return self._voice(paragraph, token, frozenset(t.i for t in paragraph.subtree(token.i)))
            if token.tag != "NN":
                break
        return []

    def _relative(self, paragraph: Paragraph, head: Token) -> list[Voice]:
        """Whom *who* means: the noun that its clause hangs from."""
        verb = paragraph.tokens[head.head]
        above = paragraph.tokens[verb.head]
        if verb.dep == "relcl" and above.i < head.i:
            inside = frozenset(t.i for t in paragraph.subtree(above.i) if t.i < head.i)
            return self._voice(paragraph, above, inside)
        return [self._namer.anonymous(head.text, "source")]


# What may stand around the title of a broadcast: "on “Harbour This Morning.”"
# A person who asks for a programme is heard as the programme would be.
_HOST = re.compile(r"\b(?:host|anchor|presenter|interviewer)\b", re.IGNORECASE)

_MARKS = " \t\n\"“”‘’'.,"

# Characters of the longest title of a broadcast or poll that is taken for a name.
_LONGEST_TITLE = 60

# A house by its address: *FactCheck.org*.
_SITE = re.compile(r"[A-Za-z][\w-]*\.(?:com|org|net)")

# Characters of the longest list of parties that is read as one; a longer source is a clause.
_LONGEST_LIST = 160


def _speaks(word: str) -> bool:
    """Whether a word beside a name only says by what it speaks: *assessments*, *officials*."""
    known = words()
    return any(w in known.voices or w in known.officers for w in (word, word.rstrip("s"), word.removesuffix("es")))
