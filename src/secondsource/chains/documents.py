"""Sources that are documents: what speaks for itself, who made it, whose words it has, and who was shown it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from secondsource.chains.institutions import Institutions
from secondsource.chains.pages import Name, Page
from secondsource.chains.phrases import Phrase, name_at
from secondsource.chains.tables import words
from secondsource.chains.voices import Namer, Voice
from secondsource.records import Paragraph, Token

_MADE_BY = frozenset(
    {"sign", "write", "issue", "release", "publish", "file", "post", "send", "author", "draft", "conduct", "commission"}
)
_SHOWN_TO = frozenset({"see", "obtain", "view", "review", "read", "examine", "acquire"})


class Documents:
    """Reads the documents of one report's sources; other nouns inside them are read by whoever asks."""

    def __init__(
        self,
        page: Page,
        institutions: Institutions,
        namer: Namer,
        phrase_of: Callable[[Paragraph, Token, frozenset[int]], Phrase],
        voices: Callable[[Paragraph, Token, frozenset[int]], list[Voice]],
    ) -> None:
        self._page = page
        self._institutions = institutions
        self._namer = namer
        self._phrase_of = phrase_of
        self._voices = voices

    def read(self, phrase: Phrase) -> list[Voice]:
        """A document with a voice of its own, and its maker; what its author signed or issued is its author."""
        authors = self._authors(phrase)
        if authors:
            return authors
        known = words().documents
        keys = (phrase.bare, " ".join(phrase.bare.split()[-2:]), phrase.lemma, phrase.head.text.lower())
        key = next((k for k in keys if k in known), None)
        if key is None:
            return []
        maker = next((n.entity.name for n in (*phrase.beside, *self._publishers(phrase))), None)
        maker = maker or self._maker(known[key])
        through = (maker,) if maker else ()
        why = (f"“{phrase.said}” is a document that speaks for itself", *(f"made by {m}" for m in through))
        return [Voice(key, through, why)]

    def _authors(self, phrase: Phrase) -> list[Voice]:
        """Whoever signed, wrote or issued what the noun names."""
        if phrase.lemma not in words().voices:
            return []
        for token in phrase.paragraph.subtree(phrase.head.i):
            verb = phrase.paragraph.head(token.i)
            if token.dep == "agent" and verb.lemma in _MADE_BY and verb.head == phrase.head.i:
                for k in phrase.paragraph.children[token.i]:
                    author = phrase.paragraph.tokens[k]
                    name = name_at(self._page, author)
                    inside = frozenset(t.i for t in phrase.paragraph.subtree(k))
                    voices = [self._namer.named(name)] if name else self._voices(phrase.paragraph, author, inside)
                    return [replace(v, why=(f"“{phrase.said}” is by {v.name}", *v.why[1:])) for v in voices]
        return self._signed(phrase) or self._issued(phrase)

    def _signed(self, phrase: Phrase) -> list[Voice]:
        """*The statement from Fenwick’s lawyer, Ann Poe*: who is named as the one it is from."""
        tokens = phrase.paragraph.tokens
        for k in phrase.paragraph.children[phrase.head.i]:
            if phrase.lemma not in words().papers or tokens[k].text.lower() not in ("by", "from"):
                continue
            for inner in (i for i in phrase.paragraph.children[k] if not name_at(self._page, tokens[i])):
                apposed = (i for i in phrase.paragraph.children[inner] if tokens[i].dep == "appos")
                names = (name_at(self._page, tokens[i]) for i in apposed)
                if (name := next((n for n in names if n is not None and n.person), None)) is not None:
                    return [self._namer.because(name, f"“{phrase.said}” is by {name.entity.name}")]
        return []

    def _publishers(self, phrase: Phrase) -> list[Name]:
        """The names by which a document was made: *a poll published by the Courier*."""
        found = []
        for token in phrase.paragraph.subtree(phrase.head.i):
            verb = phrase.paragraph.head(token.i)
            if token.dep == "agent" and verb.lemma in _MADE_BY and verb.head == phrase.head.i:
                found += [name_at(self._page, phrase.paragraph.tokens[k]) for k in phrase.paragraph.children[token.i]]
        return [name for name in found if name is not None]

    def _issued(self, phrase: Phrase) -> list[Voice]:
        """*A report by the labour inspectorate*: the body that issued it, though only common nouns name it."""
        if phrase.lemma not in words().papers:
            return []
        for k in phrase.paragraph.children[phrase.head.i]:
            if phrase.paragraph.tokens[k].text.lower() not in ("by", "from", "of"):
                continue
            for inner in (phrase.paragraph.tokens[i] for i in phrase.paragraph.children[k]):
                body = self._phrase_of(phrase.paragraph, inner, phrase.inside)
                told = len(body.bare.split()) > 1 and not name_at(self._page, inner)
                if inner.dep == "pobj" and inner.lemma in words().bodies and told:
                    return [Voice(body.bare, (), (f"“{phrase.said}” is by the {body.bare}",))]
        return []

    def _maker(self, kind: str) -> str:
        """The institution that makes such a document."""
        if kind in ("police", "coroner"):
            return self._institutions.body(kind, self._page.report.id)[0]
        return ""

    def shown(self, phrase: Phrase, voices: list[Voice]) -> list[Voice]:
        """The voices, passed on by the house that a document was shown to: *a report seen by the Herald*."""
        if phrase.lemma not in words().papers:
            return voices
        for token in phrase.paragraph.subtree(phrase.head.i):
            verb = phrase.paragraph.head(token.i)
            if token.dep != "agent" or verb.lemma not in _SHOWN_TO or verb.dep not in ("acl", "relcl"):
                continue
            for k in phrase.paragraph.children[token.i]:
                house = name_at(self._page, phrase.paragraph.tokens[k])
                if house is not None and not house.person:
                    name, why = house.entity.name, f"“{phrase.said}” was seen by {house.entity.name}"
                    return [_passed_on(v, name, why) for v in voices]
        return voices


def _passed_on(voice: Voice, house: str, why: str) -> Voice:
    if house == voice.name or house in voice.through:
        return voice
    return replace(voice, through=(*voice.through, house), why=(*voice.why, why))
