"""Sources that are common nouns: an institution, a document, a house that was named before, or someone nameless."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from secondsource.chains.antecedents import Speakers, body_before, person_before
from secondsource.chains.bodies import body_called
from secondsource.chains.descriptions import PARTY_NAMES, Descriptions
from secondsource.chains.documents import Documents
from secondsource.chains.institutions import Institutions, whole_name
from secondsource.chains.pages import Name, Page
from secondsource.chains.phrases import Phrase, name_at
from secondsource.chains.tables import words
from secondsource.chains.voices import Namer, Voice
from secondsource.records import EntityKind, Paragraph, Token

_OF = frozenset({"of", "for", "at", "with", "in", "from", "by"})


class Nouns:
    """Reads the common nouns of one report's sources."""

    def __init__(
        self, page: Page, institutions: Institutions, state_media: Mapping[str, str], namer: Namer, spoke: Speakers
    ) -> None:
        self._page = page
        self._institutions = institutions
        self._state_media = state_media
        self._namer = namer
        self._spoke = spoke
        self._documents = Documents(page, institutions, namer, self._phrase, self.voices)
        self.people = Descriptions(page, institutions, namer, spoke)
        """Reads nouns for people; whoever reads a source says whom its next nouns can't mean."""

    def voices(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> list[Voice]:
        """Who speaks under the noun; someone nameless, where nothing tells more."""
        phrase = self._phrase(paragraph, head, inside)
        for reading in (
            self._media,
            self._documents.read,
            self.people.family,
            self._head_of,
            self.people.agent,
            self._seat,
            self._spoken_for,
            self.people.described,
            self._titled,
            self._institution,
            self._of_body,
            self._house,
        ):
            found = reading(phrase)
            if found:
                return self._documents.shown(phrase, found)
        return self._documents.shown(phrase, [self._nameless(phrase)])

    def person(self, paragraph: Paragraph, head: Token) -> Voice | None:
        """The person whom a description means (*the governor*), by name; None where it is none's."""
        inside = frozenset(t.i for t in paragraph.subtree(head.i) if t.i <= head.i)
        return next(iter(self.people.described(self._phrase(paragraph, head, inside))), None)

    def institution(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> str | None:
        """The institution or house that *officers* or *the paper* stands for, by name; None where it is none."""
        phrase = self._phrase(paragraph, head, inside)
        found = self._institution(phrase) or self._house(phrase)
        return found[0].name if found else None

    def _phrase(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> Phrase:
        """The noun with what stands before it."""
        run = [t for t in paragraph.subtree(head.i) if t.i in inside and t.i <= head.i] or [head]
        said = self._page.text(run[0].start, head.end)
        after = [t for t in paragraph.tokens[head.i + 1 : max(inside, default=head.i) + 1] if t.i in inside]
        end = next((k for k, t in enumerate(after) if t.text in _ENDS_PHRASE), len(after))
        text = self._page.text(run[0].start, after[end - 1].end if end else head.end)
        return Phrase(paragraph, head, inside, said, tuple(self._beside(paragraph, head, inside)), text)

    def _beside(self, paragraph: Paragraph, head: Token, inside: frozenset[int]) -> list[Name]:
        """The names that a noun is of: before it (*US and Ukrainian officials*), or after *of*, *for*, *at*, *with*."""
        found: dict[str, Name] = {}
        for token in paragraph.subtree(head.i):
            if token.i in inside and token.i != head.i and _belongs(paragraph, token, head):
                for name in (self._owner(token), name_at(self._page, token)):
                    if name is not None and not self._of_person(paragraph, token, name):
                        found.setdefault(name.entity.id, name)
        return list(found.values())

    def _of_person(self, paragraph: Paragraph, token: Token, name: Name) -> bool:
        """Whether a place only says where a person beside it is from: *for Senator Ann Poe of Fenwick*."""
        if name.entity.kind is not EntityKind.PLACE or token.dep != "pobj":
            return False
        above = name_at(self._page, paragraph.head(paragraph.head(token.i).i))
        return above is not None and above.person

    def _owner(self, token: Token) -> Name | None:
        """Whom *his* or *its* means."""
        word = token.text.lower()
        if token.tag != "PRP$" or word not in ("his", "her", "its"):
            return None
        if word == "its":
            return body_before(self._page, token.start, self._spoke)
        return person_before(self._page, token.start, word, self._spoke)

    # the readings, in their order -------------------------------------------------------------------------------------

    def _media(self, phrase: Phrase) -> list[Voice]:
        """*The North's state media*: the state's agency."""
        if phrase.lemma not in _STATE_MEDIA or not re.search(r"\bstate\b|\bofficial\b", phrase.said.lower()):
            return []
        state = next((n.entity.name for n in phrase.beside if n.entity.name in self._state_media), None)
        if state is None and len(self._state_media) == 1 and not phrase.beside:
            state = next(iter(self._state_media))
        if state is None:
            return []
        if phrase.lemma in _BROADCASTERS:
            name = f"{state} state {_BROADCASTERS[phrase.lemma]}"
            return [Voice(name, (), (f"“{phrase.said}” is named as the source",))]
        agency = self._state_media[state]
        return [Voice(agency, (), (f"“{phrase.said}” is {agency}, the state agency of {state}",))]

    def _spoken_for(self, phrase: Phrase) -> list[Voice]:
        """Those for whom an unnamed spokesperson, office or statement speaks."""
        known = words()
        if phrase.lemma == "campaign" and len(phrase.beside) == 1 and phrase.beside[0].person:
            body = f"{phrase.beside[0].entity.name} campaign"
            return [Voice(body, (), (f"“{phrase.said}” is the {body}",))]
        people = [n for n in phrase.beside if n.person]
        if len(people) == 1 and _CAMPAIGN.search(phrase.said):
            body = f"{people[0].entity.name} campaign"
            return [Voice(body, (), (f"“{phrase.said}” speaks for the {body}",))]
        if (phrase.lemma in _SPOKES | {"office"}) and _US_ATTORNEY.search(phrase.whole):
            return [Voice(_US_OFFICE, (), (f"“{phrase.said}” speaks for the {_US_OFFICE}",))]
        kinds = (known.voices, known.institutions, known.officers, known.agents)
        if not any(phrase.lemma in kind for kind in kinds) or phrase.lemma == "source" or phrase.lemma in _STAFF:
            return []
        if phrase.lemma in known.people and _one_of_many(phrase) and not _represents(phrase):
            return []
        force = re.search(r"\b(police|sheriff)\b", phrase.said.lower())
        kind = force.group(1) if force else ""
        places = [n for n in phrase.beside if n.entity.kind is EntityKind.PLACE and n.start < phrase.head.start]
        where = [n for n in phrase.beside if n.entity.kind is EntityKind.PLACE and n.start > phrase.head.start]
        if where and phrase.lemma == "report" and len(where) == len(phrase.beside):
            return []  # *reports from Selby* are not the town's
        if where and not places and kind and phrase.lemma == kind:
            return [self._placed(kind, where[0], phrase)]  # *police in Selby*
        if kind and places and (force_ := _STATE_FORCE.search(phrase.said.lower())):
            body = f"{places[-1].entity.name} {force_.group().title()}"
            return [Voice(body, (), (f"“{phrase.said}” is {body}",))]
        if kind and places:
            return [self._placed(kind, places[-1], phrase)]
        if phrase.lemma == "office" and kind == "sheriff" and len(phrase.beside) == 1:
            body = whole_name(kind, phrase.beside[0].entity.name)
            return [Voice(body, (), (f"“{phrase.said}” is {body}",))]
        if body := self._body_of_place(phrase):
            return [Voice(body, (), (f"“{phrase.said}” speaks for {body}",))]
        said_of = [n for k, n in enumerate(phrase.beside) if not (k and self._lies_in(n))]
        return [self._namer.because(n, f"“{phrase.said}” speaks for {n.entity.name}") for n in said_of]

    def _lies_in(self, name: Name) -> bool:
        """Whether a name only says where a body is: *a spokeswoman for Selby Hospital in Fenwick*."""
        before = self._page.text(max(0, name.start - _IN), name.start).split()
        return not name.person and (before[-1:] == ["in"] or before[-2:] == ["in", "the"])

    def _body_of_place(self, phrase: Phrase) -> str:
        """*A Selby hospital spokesman*: the hospital, which has no other name here."""
        if len(phrase.beside) != 1 or phrase.beside[0].end > phrase.head.start:
            return ""
        name = phrase.beside[0]
        between = [t for t in phrase.paragraph.tokens[: phrase.head.i] if t.start >= name.end]
        named = [t for t in between if t.text.islower() and t.pos == "NOUN"]
        if len(between) != 1 or len(named) != 1 or named[0].lemma not in words().bodies - _PARTS:
            return ""
        return self._page.text(name.start, named[0].end)

    def _seat(self, phrase: Phrase) -> list[Voice]:
        """*The Fenwick County prosecutor’s office*, *the Fenwick County coroner*: the office of the place."""
        seat = _SEATED.search(phrase.said)
        where = re.sub(r"^(?:the|an?)\s+", "", phrase.said[: seat.start()], flags=re.IGNORECASE) if seat else ""
        if seat is None or not where[:1].isupper() or any(n.person for n in phrase.beside):
            return []
        body = f"{where} {seat.group(1).title()}'s Office"
        return [Voice(body, (), (f"“{phrase.said}” is {body}",))]

    def _head_of(self, phrase: Phrase) -> list[Voice]:
        """*The head of the city's fire service*: the institution, which its unnamed head speaks for."""
        if phrase.lemma not in words().heads or _one_of_many(phrase):
            return []
        for k in phrase.paragraph.children[phrase.head.i]:
            of = phrase.paragraph.tokens[k]
            for inner in (phrase.paragraph.tokens[i] for i in phrase.paragraph.children[k] if of.lemma == "of"):
                body = self._phrase(phrase.paragraph, inner, phrase.inside)
                if _kind(body):
                    return self._institution(body)
        return []

    def _placed(self, kind: str, place: Name, phrase: Phrase) -> Voice:
        """*Toledo police*: the institution of the place; *Greek police*: of the country, as it is written."""
        said = self._page.text(place.start, place.end)
        body = self._institutions.of_place(kind, said) if said == place.entity.name else f"{said} {phrase.head.text}"
        return Voice(body, (), (f"“{phrase.said}” is {body}",))

    def _titled(self, phrase: Phrase) -> list[Voice]:
        """A name by capitals that no stage before this one found: *the City Attorney's office*, *the Republicans*."""
        run = [t for t in phrase.paragraph.subtree(phrase.head.i) if t.i in phrase.inside and t.i <= phrase.head.i]
        capital = [
            t
            for t in run
            if t.text[:1].isupper()
            and t.pos in ("PROPN", "NOUN", "ADJ")
            and (not _opens(phrase, t) or (t.i == phrase.head.i and self._bears(t)))
        ]
        if phrase.lemma in PARTY_NAMES and phrase.head.tag in ("NN", "NNP") and _DEFINITE.match(phrase.said.lower()):
            return []
        if phrase.lemma == "people" or (phrase.lemma in PARTY_NAMES.keys() | words().people and _one_of_many(phrase)):
            return []  # *several senior Democrats*, *a Treasury official* are nameless people
        if phrase.lemma in PARTY_NAMES:
            name = " ".join([*(t.text for t in capital if t.i < phrase.head.i), PARTY_NAMES[phrase.lemma]])
            return [Voice(name, (), (f"“{phrase.said}” are named as a group",))]
        if (
            not capital
            or (phrase.said.isupper() and " " in phrase.said)
            or (len(capital) == 1 and phrase.lemma in words().institutions)
        ):
            return []
        itself = capital[-1].i == phrase.head.i and (
            len(capital) > 1 or phrase.head.entity or not _first(phrase, phrase.head) or self._bears(phrase.head)
        )
        body = capital[-1].i != phrase.head.i and phrase.lemma in words().bodies | words().voices
        house = capital[-1].i == phrase.head.i - 1 and phrase.lemma in words().houses and self._is_house(capital)
        if not itself and not body and not house:
            return []
        staff = phrase.lemma in _SPOKES | words().people
        end = capital[-1].end if house or (body and staff) else phrase.head.end
        name = self._page.text(capital[0].start, end)
        if end < phrase.head.end:
            how = "is" if house else "speaks for"
            return [Voice(name, (), (f"“{phrase.said}” {how} {name}",))]
        return [Voice(name, (), (f"“{phrase.said}” is named as the source",))]

    def _bears(self, token: Token) -> bool:
        """Whether a word that opens its sentence is a name: it has a capital inside others, too."""
        inside = rf"(?<=[a-z,] ){re.escape(token.text)}\b"
        return token.text.istitle() and bool(re.search(inside, self._page.report.text))

    def _is_house(self, capital: Sequence[Token]) -> bool:
        """Whether capitals before *newspaper* are its name (*the Harbour Democrat newspaper*), not where it is."""
        names = (name_at(self._page, t) for t in capital)
        of_place = any(n is not None and n.entity.kind is EntityKind.PLACE for n in names)
        return not of_place and all(t.pos == "PROPN" for t in capital)

    def _institution(self, phrase: Phrase) -> list[Voice]:
        """Bare *police*, *deputies*, *officials*: the institution itself, where the story has one."""
        kind = _kind(phrase)
        if phrase.lemma in _SPOKES and (force := re.search(r"\b(police|sheriff|fire)\b", phrase.said.lower())):
            return self._bare_body(phrase, kind if kind in ("trooper", "fire") else force.group(1))
        alone = phrase.head.tag in ("NN", "NNP")
        if not kind or (alone and (kind == "prosecutor" or re.match(r"(?:an?|one|another)\s", phrase.said.lower()))):
            return []
        return self._bare_body(phrase, kind)

    def _bare_body(self, phrase: Phrase, kind: str) -> list[Voice]:
        """The story's institution of a kind, for a noun that stands for it."""
        force = kind == "police" and phrase.lemma in words().bare
        body, told = self._institutions.body("force" if force else kind, self._page.report.id)
        if (
            phrase.lemma in words().bare
            and not told
            and not re.search(r"\bpolice\b", self._page.report.text, re.IGNORECASE)
        ):
            return []
        named = f"“{phrase.said}” is {body}, named in the story"
        return [
            Voice(body, (), (named if told else f"“{phrase.said}” is the institution itself, which no report names",))
        ]

    def _house(self, phrase: Phrase) -> list[Voice]:
        """*The newspaper*, *the company*: the body of that kind that was named; else the body itself, unnamed."""
        known = words()
        definite = phrase.head.tag in ("NN", "NNP") and re.match(r"(?:the|that|this)\s", phrase.said.lower())
        if phrase.lemma not in known.houses | known.bodies or not definite:
            return []
        return self._body(phrase)

    def _body(self, phrase: Phrase) -> list[Voice]:
        """The body that a noun means, by name where one of its kind is named."""
        known = words()
        house = None
        if all(_says_how(t, known.modifiers) for t in _before(phrase)):
            house = body_called(self._page, phrase.head.start, phrase.lemma, self._spoke)
            called = self._page.called(phrase.lemma, phrase.head.start)
            if called is not None and (house is None or not called[0] < house.start < phrase.head.start):
                name = self._page.text(*called)
                return [Voice(name, (), (f"“{phrase.said}” is {name}, the last such that was named",))]
        if house is not None:
            return [self._namer.because(house, f"“{phrase.said}” is {house.entity.name}, the last such that was named")]
        if phrase.lemma in known.houses | known.open_bodies or phrase.beside or not _plain(phrase):
            return []
        if fuller := self._fuller(phrase):
            return fuller
        name = _bare_name(phrase)
        return [Voice(name, (), (f"“{phrase.said}” is the institution itself, which no report names",))]

    def _fuller(self, phrase: Phrase) -> list[Voice]:
        """What a bare *the ministry* goes on with: *Fenwick's health ministry*, told before."""
        if len(phrase.bare.split()) > 1:
            return []
        before = [p for p in self._page.paragraphs if p.start <= phrase.head.start][-_FULLER_REACH:]
        for paragraph in reversed(before):
            for token in reversed(paragraph.tokens):
                if token.start >= phrase.head.start or token.lemma.lower() != phrase.lemma:
                    continue
                inside = frozenset(t.i for t in paragraph.subtree(token.i) if t.i <= token.i)
                told = self._phrase(paragraph, token, inside)
                if len(told.bare.split()) > 1 and (told.beside or _plain(told)):
                    found = self._spoken_for(told) or self._body(told)
                    return [replace(v, why=(f"“{phrase.said}” goes on with “{told.said}”", *v.why[1:])) for v in found]
        return []

    def _of_body(self, phrase: Phrase) -> list[Voice]:
        """*A hospital spokesman*, *the union's leaders*, *a statement from the ministry*: the body they speak for."""
        known = words()
        if phrase.beside or phrase.lemma not in known.voices | known.heads | _SPOKES or phrase.lemma in _STAFF:
            return []
        if phrase.lemma in known.people - known.heads and _one_of_many(phrase):
            return []
        for token in phrase.paragraph.subtree(phrase.head.i):
            if token.i == phrase.head.i or token.i not in phrase.inside or token.lemma.lower() not in known.bodies:
                continue
            if _belongs(phrase.paragraph, token, phrase.head):
                inner = self._phrase(phrase.paragraph, token, phrase.inside)
                return [replace(v, why=(f"“{phrase.said}” speaks for {v.name}", *v.why)) for v in self._body(inner)]
        return []

    def _nameless(self, phrase: Phrase) -> Voice:
        """Someone without a name, and the house that tells of them: *the newspaper's sources*."""
        voice = self._namer.anonymous(phrase.whole, _which(phrase))
        if phrase.lemma not in ("source", "insider", "report", "official", "person"):
            return voice
        house = next(
            (n for n in phrase.beside if n.entity.kind is EntityKind.ORGANISATION and n.start < phrase.head.start), None
        )
        for k in phrase.paragraph.children[phrase.head.i]:
            owner = phrase.paragraph.tokens[k]
            if owner.dep == "poss" and owner.lemma in words().houses:
                house = house or body_called(self._page, owner.start, owner.lemma, self._spoke)
        if house is None:
            return voice
        return replace(voice, through=(house.entity.name,), why=(*voice.why, f"told to {house.entity.name}"))


# Paragraphs over which *the ministry* goes on with *Fenwick's health ministry*.
_FULLER_REACH = 30
# Characters of *in the*.
_IN = 8
# Parts of a body, or words that are said of many a name before them: *the Fenwick team spokesman* speaks for Fenwick.
_PARTS = frozenset({"department", "office", "team", "club", "group", "board", "company", "firm", "party", "agency"})
# Offices that are called by whoever holds them, in small letters.
_SEATED = re.compile(
    r"\s(prosecutor|district attorney|state attorney|county attorney|medical examiner|coroner)(?:['’]s\soffice)?$",
    re.IGNORECASE,
)

# What ends a source's words: what follows is said of it by the way.
_ENDS_PHRASE = frozenset({",", ";", "—", "–", "who", "which", "that"})

_OTHER = re.compile(r"(?:another|(?:an?|the|some)\s(?:second|other|third)|other)\s", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|that|this)\s")
_STATE_MEDIA = frozenset({"medium", "media", "television", "tv", "agency", "broadcaster", "radio", "newspaper"})
_BROADCASTERS = {"television": "television", "tv": "television", "broadcaster": "television", "radio": "radio"}
_LOCAL = frozenset({"local", "city", "county", "police", "law", "enforcement", "area", "town", "the"})
_SPOKES = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople"})
_STAFF = frozenset({"aide", "adviser", "advisor", "staffer", "insider", "employee"})


def _belongs(paragraph: Paragraph, token: Token, head: Token) -> bool:
    """Whether the token says what the noun is of, and doesn't stand in a clause or apposition of its own."""
    for _ in range(8):
        above = paragraph.tokens[token.head]
        if token.dep in ("relcl", "acl", "appos", "advcl") or above.i == token.i:
            return False
        if token.dep == "prep" and token.text.lower() not in _OF:
            return False
        if above.i == head.i:
            return token.dep != "conj"
        token = above
    return False


def _represents(phrase: Phrase) -> bool:
    """Whether *a representative* is of the body that is named before the word, not of a people."""
    before = [n for n in phrase.beside if n.end <= phrase.head.start]
    return phrase.lemma == "representative" and any(n.entity.kind is EntityKind.ORGANISATION for n in before)


# Who works for a campaign, and an office that is called by its holder.
_CAMPAIGN = re.compile(r"\bcampaign(?:['’]s)? (?:team|staff|officials|aides|headquarters|website)$", re.IGNORECASE)
_US_ATTORNEY = re.compile(r"\b(?:U\.\s?S\.|US|United States) [Aa]ttorney")
_US_OFFICE = "U.S. Attorney's Office"


def _before(phrase: Phrase) -> list[Token]:
    """The words of a phrase before its noun."""
    return [t for t in phrase.paragraph.subtree(phrase.head.i) if t.i in phrase.inside and t.i < phrase.head.i]


def _says_how(token: Token, modifiers: Container[str]) -> bool:
    """Whether a word before a noun only says how the body is (*the left-leaning newspaper*), not which it is."""
    how = token.pos in ("DET", "ADJ", "ADV", "VERB", "PUNCT") and token.text.lower() not in _ANOTHER
    return how or token.text.lower() in modifiers


# What is said before a noun of another one than was named last.
_ANOTHER = frozenset({"another", "other", "rival", "sister", "competing", "second", "third", "former", "new"})


def _which(phrase: Phrase) -> str:
    """What tells one nameless source of a report from another: the noun, and whether it is said to be another."""
    return f"other {phrase.lemma}" if _OTHER.match(phrase.said) else phrase.lemma


def _bare_name(phrase: Phrase) -> str:
    """What a body without a name is called: *labour ministry*, also for *the ministry of labour*."""
    of = re.fullmatch(r"(?:the\s)?(\w+)\sof\s(\w+)", phrase.whole.lower())
    return f"{of.group(2)} {of.group(1)}" if of else phrase.bare


def _plain(phrase: Phrase) -> bool:
    """Whether the phrase is lower-case words alone, few enough to be what a body is called."""
    told = phrase.bare.split()
    capital = any(
        t.text[:1].isupper() and t.pos != "DET"
        for t in phrase.paragraph.tokens[phrase.head.i - len(told) + 1 : phrase.head.i + 1]
    )
    return len(told) <= _LONGEST_BODY and not capital and all(re.fullmatch(r"[^\W\d_][\w’'-]*", w) for w in told)


# Words that name a body without a name: *the regional health ministry*.
_LONGEST_BODY = 3


# The force of a state, which is not the police of a town in it.
_STATE_FORCE = re.compile(r"\bstate (?:police|troopers?|patrol)\b|\bhighway patrol\b")


def _kind(phrase: Phrase) -> str:
    """The kind of institution that a noun is, or ""."""
    said, known = phrase.said.lower(), words()
    if re.search(r"\bfire\b|\bfirefighters?\b", said):
        return "fire"
    if _STATE_FORCE.search(said):
        return "trooper"
    if re.search(r"\bsheriff", said):
        return "sheriff"
    if phrase.lemma in ("official", "authority") and set(phrase.bare.split()[:-1]) - _LOCAL:
        return ""  # "federal officials": not those of the place
    if phrase.lemma in known.institutions:
        return known.institutions[phrase.lemma]
    department = said.endswith(("police", "police department"))
    return "police" if phrase.lemma in known.bare or department else ""


def _one_of_many(phrase: Phrase) -> bool:
    """Whether the phrase is one or some nameless people of a body, not the body: *an aide*, *two officials*."""
    return bool(re.match(r"(?:an?|one|another|some|several|two|three|four|senior|top|other)\s", phrase.said.lower()))


def _opens(phrase: Phrase, token: Token) -> bool:
    """Whether the token is capitalised only because it opens its sentence."""
    return token.pos != "PROPN" and _first(phrase, token)


def _first(phrase: Phrase, token: Token) -> bool:
    """Whether the token opens its sentence."""
    return token.i == 0 or phrase.paragraph.tokens[token.i - 1].sentence != token.sentence
