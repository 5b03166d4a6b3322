"""Which person a common noun means: *the senator*, *the speechwriter*, *Vale's lawyer*, *her family*."""

from __future__ import annotations

import re

from secondsource.chains.antecedents import PARTIES, Speakers, just_spoke, person_before, person_described
from secondsource.chains.institutions import Institutions
from secondsource.chains.pages import Name, Page
from secondsource.chains.phrases import Phrase
from secondsource.chains.tables import words
from secondsource.chains.voices import Namer, Voice


class Descriptions:
    """Reads the nouns for people of one report's sources."""

    def __init__(self, page: Page, institutions: Institutions, namer: Namer, spoke: Speakers) -> None:
        self._page = page
        self._institutions = institutions
        self._namer = namer
        self._spoke = spoke
        self.around: frozenset[str] = frozenset()
        """Entities that tell of whom the next nouns mean: none of them is *the mayor*."""
        self.told_of: frozenset[str] = frozenset()
        """Entities that what is said names: hardly one of them is *the mayor*."""

    def family(self, phrase: Phrase) -> list[Voice]:
        """Someone's family, as one link."""
        if phrase.lemma not in words().family and not phrase.bare.startswith("family"):
            return []
        of = next((n for n in phrase.beside if n.person), None)
        officers = frozenset(self._institutions.offices)  # whoever speaks for a body isn't the one whose kin are asked
        of = of or self._named_after(phrase)
        of = of or person_before(self._page, phrase.head.start, "they", self._spoke, officers | self.around)
        if of is None:
            return []
        return [Voice(f"family of {of.entity.name}", (), (f"“{phrase.said}” are the family of {of.entity.name}",))]

    def _named_after(self, phrase: Phrase) -> Name | None:
        """The first person named later in the same sentence: *Relatives say Ann Poe …*."""
        if phrase.head.tag != "NNS" or not phrase.bare.startswith("family"):
            return None
        rest = [t for t in phrase.paragraph.tokens[phrase.head.i :] if t.sentence == phrase.head.sentence]
        return next((n for n in self._page.names_in(phrase.head.end, rest[-1].end) if n.person), None)

    def described(self, phrase: Phrase) -> list[Voice]:
        """*The candidate*, *the former Harbour County governor*: whoever of the persons named fits it best."""
        known = words()
        singular = phrase.head.tag in ("NN", "NNP") and re.match(r"(?:the|this|that)\s", phrase.said.lower())
        party = phrase.lemma in PARTY_NAMES
        if singular and phrase.lemma not in known.roles and (name := self._told_as(phrase)):
            return [self._namer.because(name, f"“{phrase.said}” is {name.entity.name}, who alone is told to be one")]
        if not singular or phrase.lemma not in known.roles or (_of_another(phrase) and not party):
            return []
        if (
            phrase.head.text[:1].isupper()
            and phrase.lemma not in known.selves | known.officers.keys() | PARTY_NAMES.keys()
        ):
            return []  # *the Star* is a paper
        told = frozenset(re.findall(r"[^\W\d]{4,}", phrase.bare)) - {"former"}
        told = told - PARTIES or told  # *the Fenwick Republican*: many are Republicans
        how = "the nearest who fits"
        found = person_described(
            self._page,
            phrase.head.start,
            told,
            _pronoun(phrase.lemma),
            self._spoke,
            self.around | self._institutions.speaking,
            self.told_of,
            told_so=party,
        )
        if found is None and party and phrase.beside:  # *the Fenwick Republican* goes on with whoever just spoke
            found = just_spoke(self._page, phrase.head.start, self._spoke, self.around | self.told_of)
            how = "who spoke last"
        if found is None:
            return []
        return [self._namer.because(found, f"“{phrase.said}” is {found.entity.name}, {how}")]

    def _told_as(self, phrase: Phrase) -> Name | None:
        """The one person who is told to be what a noun for people says: *Ann Poe, a speechwriter*."""
        known = words()
        others = known.bodies | known.houses | known.voices | known.documents.keys() | known.institutions.keys()
        noun = phrase.head.text
        if phrase.lemma in others or not noun.islower() or not _HUMAN.search(noun) or _of_another(phrase):
            return None
        before = re.compile(rf"\b{re.escape(noun)}\s$")
        after = re.compile(rf",\s(?:an?|the|his|her|its)\s(?:[^\s,.;]+\s){{0,5}}{re.escape(noun)}\b")
        told = [n for n in self._told_beside(before, after) if n.person]
        [name] = told if len(told) == 1 else [None]
        return name if name is not None and name.entity.id not in self.around | self.told_of else None

    def _told_beside(self, before: re.Pattern[str], after: re.Pattern[str]) -> list[Name]:
        """Whoever has the first words directly before a name, or, of people, the others behind it; each once."""
        told = {
            n.entity.id: n
            for n in self._page.names
            if before.search(self._page.text(max(0, n.start - _AROUND), n.start))
            or (n.person and after.match(self._page.text(n.end, n.end + _AROUND)))
        }
        return list(told.values())

    def agent(self, phrase: Phrase) -> list[Voice]:
        """*Pell's lawyer*: whom the report names as that; else someone nameless, who is not the client."""
        if phrase.lemma not in words().agents or not phrase.beside or phrase.head.text[:1].isupper():
            return []
        whose = next((n for n in phrase.beside if n.person), phrase.beside[0])
        client = whose.entity
        found = self._counsel(client.name) if phrase.head.tag in ("NN", "NNP") else None
        if found is not None:
            return [self._namer.because(found, f"“{phrase.whole}” is {found.entity.name}, whom the report names so")]
        if not whose.person:
            return [self._namer.because(whose, f"“{phrase.whole}” speaks for {client.name}")]
        name = f"{_LAWYERS.get(phrase.lemma, phrase.lemma)} of {client.name}"
        return [Voice(name, (client.name,), (f"“{phrase.whole}” is the {name}", f"speaks for {client.name}"))]

    def _counsel(self, of: str) -> Name | None:
        """The person whom the report tells to be the lawyer (publicist, agent) of the client."""
        client = rf"(?:{'|'.join(map(re.escape, of.split()))})"
        whose = rf"(?:{client}['’]s?|his|her|their)\s(?:\w+\s)?"
        agent = rf"(?:{'|'.join(words().agents)})s?"
        before = re.compile(rf"\b{whose}{agent},?\s(?:\w+\.\s)?$", re.IGNORECASE)
        after = re.compile(
            rf",\s(?:(?:an?|the|one of)\s)?(?:{whose}{agent}|(?:\w+\s)?{agent}\s(?:for|of)\s(?:\w+\.?\s){{0,3}}"
            rf"{client})\b",
            re.IGNORECASE,
        )
        told = [n for n in self._told_beside(before, after) if n.entity.name != of]
        return told[0] if len(told) == 1 else None


# How nouns for people end.
_HUMAN = re.compile(r"(?:er|or|ist|ian|man|woman|ant|ess)$")

# Characters around a name in which it is told what, or whose lawyer, somebody is.
_AROUND = 80

_LAWYERS = dict.fromkeys(("attorney", "counsel", "solicitor", "barrister"), "lawyer")
PARTY_NAMES = {
    "republican": "Republicans", "democrat": "Democrats", "republicans": "Republicans", "democrats": "Democrats",
    "tory": "Conservatives", "conservatives": "Conservatives",
}  # fmt: skip


def _of_another(phrase: Phrase) -> bool:
    """Whether the description is a relation to somebody: *the governor of her neighbours*, *the senator’s lawyer*."""
    return any(phrase.paragraph.tokens[k].dep == "poss" for k in phrase.paragraph.children[phrase.head.i])


def _pronoun(role: str) -> str:
    """The pronoun that would stand for a role's holder, as far as the word tells."""
    return "she" if role.endswith(("woman", "ess")) else "he" if role.endswith("man") else "they"
