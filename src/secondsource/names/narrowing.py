"""Mentions in the light of the whole story: cut down to the name that they hold, each as the sort that it mostly is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from secondsource.language.given import men, women
from secondsource.names.mentions import Found
from secondsource.names.runs import Sort
from secondsource.names.spelling import person_words, same_word
from secondsource.names.tables import given_names, titles, word_list


def narrow(mentions: Sequence[Found]) -> list[Found]:
    """The mentions, cut down to their names; what bears the name of a person of this story is a person.

    The parser may have taken it for anything, and other words or capitals around it for a part of it.
    """
    told = {person_words(m.text) for m in mentions if not m.titled}
    persons = (m for m in mentions if m.sort is Sort.PERSON and m.known is None and not _runs_on(m, told))
    people_named = (person_words(m.text) for m in persons)
    full = {words for words in people_named if len(words) > 1}
    surnames = {words[-1] for words in full if len(words[-1]) > 2}
    alone = [(words[0], m) for m in mentions if m.known is None and len(words := person_words(m.text)) == 1]
    doing = Counter(word for word, m in alone if m.acts)
    bare = {word for word, m in alone if m.sort is Sort.PERSON} | {w for w, n in doing.items() if n >= OFTEN}
    styled = {word for word, m in alone if m.title in titles().honorifics}
    narrowed = [_tail(m, full) for m in _towns(_cut(_unshouted(mentions)), {word for words in full for word in words})]
    bearers = {
        (m.report, words[-1]) for m in mentions if m.sort is Sort.PERSON and (words := person_words(m.text)) in full
    }
    narrowed = [_bearer(m, bearers) for m in narrowed if not _runs_on(m, told)]
    return [replace(m, sort=Sort.PERSON) if _is_kin(m, surnames, bare, styled) else m for m in narrowed]


# Times that a single word does something as a person does, whatever the parser takes it for.
OFTEN = 2


def _runs_on(mention: Found, told: Set[tuple[str, ...]]) -> bool:
    """Whether a name that only a title has is more than one, with what is done: *Poe Reverses Fenwick*."""
    words = person_words(mention.text)
    person = mention.known is None and mention.sort is Sort.PERSON
    return mention.titled and person and len(words) > MORE_WORDS and words not in told


# A name is part of a longer run of words, and not short for it, where it stands alone so many times as often, and where
# the run has so many more words: *Ann Poe Wins Again*, *Rovers captain Ann Poe*; not *Ann Poe Jr*, *Maria Ann Poe*.
ALONE, MORE_WORDS = 3, 2

_WORD = re.compile(r"[^\W_](?:[\w.’'-]*[^\W_])?\.?")


def _cut(mentions: Sequence[Found]) -> list[Found]:
    """The mentions, those that hold a name of the story and other words cut down to the name."""
    many = Counter(m.text for m in mentions if m.sort is Sort.PERSON and m.known is None and not m.titled)
    return [_name_within(m, many) for m in mentions]


def _name_within(mention: Found, many: Mapping[str, int]) -> Found:
    """The mention, cut down to the name that it begins or ends with."""
    words = [m.span() for m in _WORD.finditer(mention.text)]
    if mention.known is not None or mention.sort is not Sort.PERSON or len(mention.text) != mention.end - mention.start:
        return mention
    more = 1 if mention.titled else MORE_WORDS
    for size in range(len(words) - more, 1, -1):
        for start, end in ((words[-size][0], words[-1][1]), (words[0][0], words[size - 1][1])):
            name = mention.text[start:end]
            if many.get(name, 0) >= (1 if mention.titled else ALONE) * max(1, many[mention.text]):
                return replace(mention, start=mention.start + start, end=mention.start + end, text=name)
    return mention


# All in capitals, fewer letters are more likely an abbreviation.
SHOUTED = 4


def _unshouted(mentions: Sequence[Found]) -> list[Found]:
    """The mentions, those all in capitals as the name that the story has in mixed case, with the sort that it has."""
    usual: dict[str, Counter[tuple[str, Sort]]] = defaultdict(Counter)
    for m in mentions:
        if m.known is None and m.text != m.text.upper():
            usual[m.text.upper()][m.text, m.sort] += 1
    return [_as_usual(m, usual) for m in mentions]


def _as_usual(mention: Found, usual: Mapping[str, Counter[tuple[str, Sort]]]) -> Found:
    """The mention by the longest name within it."""
    if mention.known is not None or not mention.text.isupper() or len(mention.text) != mention.end - mention.start:
        return mention
    words = [m.span() for m in _WORD.finditer(mention.text)]
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            start, end = words[first][0], words[first + size - 1][1]
            if end - start >= SHOUTED and (forms := usual.get(mention.text[start:end])):
                [((text, sort), _)] = forms.most_common(1)
                return replace(mention, start=mention.start + start, end=mention.start + end, text=text, sort=sort)
    return mention


def _towns(mentions: Sequence[Found], of_people: Set[str]) -> list[Found]:
    """The mentions, a single word that the parser mostly takes for a place as one throughout, if no person bears it."""
    alone = [m for m in mentions if m.known is None and " " not in m.text]
    votes = Counter((m.text, m.sort) for m in alone)
    acting = Counter(m.text for m in alone if m.acts or m.title)
    towns = {
        m.text
        for m in alone
        if votes[m.text, Sort.PLACE] > max(votes[m.text, Sort.PERSON], 2 * acting[m.text])
        and not of_people & set(person_words(m.text))
    }
    return [replace(m, sort=Sort.PLACE) if m.sort is Sort.PERSON and m.text in towns else m for m in mentions]


def _bearer(mention: Found, bearers: Set[tuple[str, str]]) -> Found:
    """The mention; a house's name that is the surname of somebody whom the report names in full, as that one's.

    *Bloomberg*, where it says or does something or stands behind *Mr.*, in a report on a mayor of the name.
    ``bearers`` are the reports with the surnames of those whom they name in full.
    """
    if mention.sort is not Sort.HOUSE or not (mention.acts or mention.title):
        return mention
    words = person_words(mention.text)
    borne = len(words) == 1 and (mention.report, words[0]) in bearers
    return replace(mention, known=None, sort=Sort.PERSON) if borne else mention


def _is_kin(mention: Found, surnames: Set[str], bare: Set[str], styled: Set[str]) -> bool:
    """Whether two words are a person's name: by a surname of the story, or by a given name and a person's bare one.

    ``styled`` are the names that stand behind *Mr.* or *Ms.* alone.
    """
    words = person_words(mention.text)
    if mention.known is not None or not len(words) == len(mention.text.split()) == 2:
        return False
    if mention.sort is Sort.PLACE:
        return words[-1] in surnames and words[0] not in word_list("before_places")
    if mention.sort not in (Sort.ORGANISATION, Sort.UNKNOWN):
        return False
    if words[-1] in surnames and mention.acts and words[0] not in word_list("before_places"):
        return True
    if words[-1] in styled and not set(words) & (word_list("organisation") | word_list("before_places")):
        return True
    given = words[0] in women() | men() | set(given_names())
    return given and (words[-1] in bare or any(same_word(words[-1], surname) for surname in surnames))


def _tail(mention: Found, full: Set[tuple[str, ...]]) -> Found:
    """The mention; without its first words where the rest is a full name of the story (*Minority Whip Ann Poe*)."""
    words = mention.text.split()
    if mention.known is not None or mention.sort not in (Sort.ORGANISATION, Sort.UNKNOWN):
        return mention
    for n in range(1, len(words) - 1):
        rest = mention.text[-len(" ".join(words[n:])) :]
        folded = person_words(rest)
        if folded in full or any(folded == (name[0], name[-1]) for name in full):
            return replace(mention, start=mention.end - len(rest), text=rest, sort=Sort.PERSON)
    return mention
