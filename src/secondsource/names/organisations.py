"""Organisations: which names are one body's, by spelling, acronym, and a shorter form that fits only one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from secondsource.names.groups import Groups
from secondsource.names.mentions import Found
from secondsource.names.spelling import acronyms, is_acronym, letters, organisation_key, organisation_words
from secondsource.names.tables import word_list

# Of two longer names that a short one fits, the one named this much more often is meant. The other is mostly a longer
# run of capitals that the parser took for a name; at 1.5 a hospital is taken for the other of its town.
FAR_MORE = 3


class Organisations:
    """The organisations of one story. ``of`` says which body a mention means, by its key."""

    def __init__(self, mentions: Sequence[Found]) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in mentions:
            self._forms[self.key(mention)][mention.text if mention.known is None else mention.known] += 1
        self._groups: Groups[str] = Groups(self._forms)
        self._words = {key: organisation_words(max(forms, key=len)) for key, forms in self._forms.items()}
        self._ends: dict[str, set[str]] = defaultdict(set)
        for key, words in self._words.items():
            for n in range(1, len(words)):
                if not set(words[n:]) - word_list("common"):
                    self._ends["".join(words[:n])].add(key)
                self._ends["".join(words[-n:])].add(key)
        self._join_plurals()
        self._join_seats()
        self._join_acronyms()
        self._join_shorter()

    @staticmethod
    def key(mention: Found) -> str:
        """The key of a mention's own words."""
        return organisation_key(mention.known or mention.text)

    def knows(self, mention: Found) -> bool:
        """Whether some mention has these words."""
        return self.key(mention) in self._forms

    def of(self, mention: Found) -> str:
        """The key that stands for the mention's body."""
        return self._groups.root(self.key(mention))

    def short_for(self, mention: Found) -> str | None:
        """The key of the one body that a name of unclear sort ends: *Chargers*, after the San Diego Chargers."""
        words = organisation_words(mention.text)
        key = self.key(mention)
        other = self._longer(key, words) if words else None
        if other is None or self._words[other][-len(words) :] != words:
            return None
        self._groups.note(
            other, f"“{mention.text}” is short for {_longest(self._forms[other])}, the only such name in this story"
        )
        return self._groups.root(other)

    def why(self, key: str) -> tuple[str, ...]:
        """Why the forms of this body are one."""
        return self._groups.why(key)

    def _join_plurals(self) -> None:
        """Joins names of several words that differ by a plural: *Election Commission*, *Elections Commission*."""
        alike: dict[tuple[str, ...], str] = {}
        for key, words in self._words.items():
            first = alike.setdefault(tuple(w.removesuffix("s") for w in words), key) if len(words) > 1 else key
            if first != key:
                one, other = _longest(self._forms[first]), _longest(self._forms[key])
                self._groups.join(first, key, f"“{one}” and “{other}” are spellings of one name")

    def _join_seats(self) -> None:
        """Joins names of one official's seat: *Harbour County Sheriff's Office*, *… Sheriff's Department*."""
        alike: dict[tuple[str, ...], str] = {}
        for key, words in self._words.items():
            if words[-1:] and words[-1] in word_list("seats") and set(words[:-1]) & word_list("seated"):
                first = alike.setdefault(tuple(words[:-1]), key)
                if first != key:
                    one, other = _longest(self._forms[first]), _longest(self._forms[key])
                    self._groups.join(first, key, f"“{one}” and “{other}” are the office of one official")

    def _join_acronyms(self) -> None:
        """Joins an acronym to the one full name that it can stand for."""
        by_initials: dict[str, list[str]] = defaultdict(list)
        for key, words in self._words.items():
            if len(words) > 1:
                for short in acronyms(_longest(self._forms[key])):
                    by_initials[short].append(key)
        for key, forms in list(self._forms.items()):
            form = forms.most_common(1)[0][0]
            if not is_acronym(form):
                continue
            full = by_initials.get(letters(form), [])
            if len({self._groups.root(k) for k in full}) == 1:
                self._groups.join(full[0], key, f"“{form}” stands for {_longest(self._forms[full[0]])}")

    def _join_shorter(self) -> None:
        """Joins a name to the longer name that begins or ends with its words, where only one does."""
        for key, words in sorted(self._words.items(), key=lambda item: -len(item[1])):
            other = self._longer(key, words)
            if other is not None and self._groups.root(other) != self._groups.root(key):
                short, long = _longest(self._forms[key]), _longest(self._forms[other])
                self._groups.join(other, key, f"“{short}” is short for {long}, the only such name in this story")

    def _longer(self, key: str, words: Sequence[str]) -> str | None:
        """The key of the one body of which the words are the start or the end; of several, one named far more often."""
        counts: Counter[str] = Counter()
        for other in self._ends.get(key, ()):
            if other != key:
                counts[self._groups.root(other)] += sum(self._forms[other].values())
        if not counts or not set(words) - word_list("common"):
            return None
        first, *rest = counts.most_common(2)
        return first[0] if not rest or first[1] >= FAR_MORE * rest[0][1] else None


def _longest(forms: Counter[str]) -> str:
    return max(forms, key=lambda f: (len(f), f))
