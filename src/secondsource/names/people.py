"""People: which full names are one person's, and whom a bare surname or given name means."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from secondsource.language.given import women
from secondsource.names.groups import Groups
from secondsource.names.mentions import Found
from secondsource.names.runs import Sort
from secondsource.names.spelling import one_slip, person_words, same_person, skeleton
from secondsource.names.tables import is_office, slips, word_list

Name = tuple[str, ...]
"""A person's name as folded words."""

_FEMALE = frozenset({"mrs", "ms", "miss", "queen", "princess", "dame", "lady", "madam", "madame"})
_MALE = frozenset({"mr", "sir", "king", "prince", "lord"})


class People:
    """The persons of one story. ``of`` says whom a mention means, by the folded name that stands for the person."""

    def __init__(self, mentions: Sequence[Found]) -> None:
        self._full = _full_names(mentions)
        self._groups: Groups[Name] = Groups(self._full)
        self._join_full()
        self._honorifics = self._titles()
        self._of: dict[tuple[str, int], Name] = {}
        self._meant: dict[tuple[str, str, str], tuple[Name, int]] = {}  # by report, *Mrs.* and surname: whom, and where
        self._by_word: dict[str, list[Name]] = defaultdict(list)
        for name in self._full:
            for word in {name[0], name[-1]}:
                self._by_word[word].append(name)
        self._place(mentions)

    def of(self, mention: Found) -> Name | None:
        """The person that the mention means, or None."""
        return self._of.get((mention.report, mention.start))

    def why(self, name: Name) -> tuple[str, ...]:
        """Why the forms of this person are one."""
        return self._groups.why(name)

    def _join_full(self) -> None:
        """Joins full names that can be one person's; a name that fits two who differ stays alone."""
        blocks: dict[str, list[Name]] = defaultdict(list)
        for name in self._full:
            blocks[skeleton(name[-1])].append(name)
            blocks["first:" + name[0]].append(name)
        for block in blocks.values():
            for name in block:
                fits = [(other, why) for other in block if other != name and (why := same_person(name, other))]
                if _one_person([other for other, _ in fits]):
                    for other, why in fits:
                        self._groups.join(name, other, f"“{_show(name)}” and “{_show(other)}”: {why}")

    def _place(self, mentions: Sequence[Found]) -> None:
        """Gives each mention its person: full names first, then single words, report by report."""
        by_report: dict[str, list[Found]] = defaultdict(list)
        for mention in mentions:
            by_report[mention.report].append(mention)
        present: dict[str, dict[Name, list[int]]] = {}
        for report, found in by_report.items():
            named: dict[Name, list[int]] = defaultdict(list)
            for mention in found:
                words = person_words(mention.text)
                if mention.known is None and words in self._full:
                    self._of[report, mention.start] = self._groups.root(words)
                    named[self._groups.root(words)].append(mention.start)
            present[report] = named
        for report, found in by_report.items():
            for mention in found:
                words = person_words(mention.text)
                if mention.known is None and len(words) == 1:
                    self._single(mention, words[0], present[report])

    def _single(self, mention: Found, word: str, here: Mapping[Name, Sequence[int]]) -> None:
        """Gives a single word its person: one named in the same report, else the only one of the story."""
        fits = {self._groups.root(n) for n in self._by_word.get(word, ()) if self._suits(mention, n)}
        surnames = {self._groups.root(n) for n in self._by_word.get(word, ()) if n[-1] == word} & fits
        near = {name: here[name] for name in surnames if name in here} or {n: here[n] for n in fits if n in here}
        if is_office(mention.title) and (holding := {n for n in surnames if mention.title in self._honorifics[n]}):
            near = {name: here.get(name, (mention.start,)) for name in holding}
        if near:
            person = self._goes_on(mention, word, near) or _nearest(mention, near)
            why = f"“{mention.text}” is a name of {_show(person)}, named in the same report"
        elif len(surnames) == 1 and mention.sort is not Sort.PLACE:
            (person,) = surnames
            why = f"“{mention.text}” can only be {_show(person)} in this story"
        elif len(kin := {n for n in fits if n[0] == word and any(h[-1] == n[-1] for h in here)}) == 1:
            (person,) = kin
            why = f"“{mention.text}” stands beside others of the name {person[-1].title()}: {_show(person)}"
        elif len(misspelt := self._misspelt(word)) == 1 and mention.sort in (Sort.PERSON, Sort.UNKNOWN):
            (person,) = misspelt
            why = f"“{mention.text}” is most likely {_show(person)}, spelled wrongly"
        elif mention.sort is Sort.PERSON:
            person, why = (word,), ""
            self._groups.root(person)
        else:
            return
        self._of[mention.report, mention.start] = self._groups.root(person)
        if why:
            self._groups.note(person, why)

    def _goes_on(self, mention: Found, word: str, near: Mapping[Name, Sequence[int]]) -> Name | None:
        """Whom *Mrs.* and the surname have meant in the report, before others of the name came into it."""
        if mention.title not in _FEMALE | _MALE:
            return None
        key = mention.report, mention.title, word
        known, at = self._meant.get(key, (None, 0))
        if known in near and all(min(spots) > at for name, spots in near.items() if name != known):
            return known
        self._meant.setdefault(key, (_nearest(mention, near), mention.start))
        return None

    def _misspelt(self, word: str) -> set[Name]:
        """The people of whose surname the word is a letter off; none where it is a name of somebody itself."""
        if word in self._by_word:
            return set()
        return {self._groups.root(name) for name in self._full if one_slip(word, name[-1])}

    def _suits(self, mention: Found, name: Name) -> bool:
        """Whether the mention's honorific doesn't speak against the person."""
        honorifics = self._honorifics.get(self._groups.root(name), frozenset())
        if mention.title in _FEMALE:
            return not honorifics & _MALE
        return mention.title not in _MALE or not (honorifics & _FEMALE or name[0] in women())

    def _titles(self) -> Mapping[Name, frozenset[str]]:
        """The honorifics that stand before each person's full names."""
        found: dict[Name, set[str]] = defaultdict(set)
        for name, titles in self._full.items():
            found[self._groups.root(name)] |= titles
        return {name: frozenset(titles) for name, titles in found.items()}


def shown(forms: Counter[str]) -> str:
    """A person's fullest form, with a given name that is only a slip set right."""
    best = max(forms, key=lambda f: (len(person_words(f)), _mixed(f), forms[f], f))
    first, *rest = best.split()
    return " ".join([slips().get(first.lower(), first), *rest])


def _full_names(mentions: Sequence[Found]) -> dict[Name, set[str]]:
    """The names of two words or more that are persons by most of their mentions, with their honorifics."""
    votes: dict[Name, Counter[bool]] = defaultdict(Counter)
    titles: dict[Name, set[str]] = defaultdict(set)
    for mention in mentions:
        words = person_words(mention.text)
        if (
            mention.known is None
            and 2 <= len(words) <= 6
            and not any(w.isdigit() or w in word_list("nobody") for w in words)
        ):
            votes[words][mention.sort is Sort.PERSON] += 1
            if mention.title:
                titles[words].add(mention.title)
    return {words: titles[words] for words, vote in votes.items() if vote[True] >= max(vote[False], 1)}


def _one_person(names: Sequence[Name]) -> bool:
    """Whether all the names that one name fits can be one person's themselves."""
    return all(same_person(a, b) for i, a in enumerate(names) for b in names[i + 1 :])


def _nearest(mention: Found, named: Mapping[Name, Sequence[int]]) -> Name:
    """Of several of a name, whom the bare one means: with *Mr.* the one named shortly before, else the first."""
    if mention.title in _FEMALE | _MALE:
        before = {name: at[k - 1] for name, at in named.items() if (k := bisect_left(at, mention.start))}
        last = max(before, key=before.__getitem__, default=None)
        if last is not None and mention.start - before[last] < _SHORTLY:
            return last
    return min(named, key=lambda name: named[name][0])


# Characters within which *Mr.* and a surname go on with the person just named in full, where two share it. A bare
# surname stays with the one whom the report is about, even just after another of the family is named.
_SHORTLY = 400


def _mixed(form: str) -> bool:
    """Not all in capitals."""
    return form != form.upper()


def _show(name: Name) -> str:
    return " ".join(word.capitalize() for word in name)
