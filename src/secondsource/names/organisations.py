"""Organisations: which names are one body's, by spelling, acronym, and a shorter form that fits only one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from secondsource.names.groups import Groups
from secondsource.names.mentions import Found
from secondsource.names.spelling import is_acronym, organisation_key, organisation_words, stands_for

# A shorter form must hold a word that isn't one of these: "Department" alone names no body.
_COMMON = frozenset(
    """police department fire county city state district office school high university college court committee news
    agency ministry council association group company party national american international united union center bank
    hospital church team league club house senate board commission service services force army navy air""".split()
)


class Organisations:
    """The organisations of one story. ``of`` says which body a mention means, by its key."""

    def __init__(self, mentions: Sequence[Found]) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in mentions:
            self._forms[self.key(mention)][mention.text if mention.known is None else mention.known] += 1
        self._groups: Groups[str] = Groups(self._forms)
        self._words = {key: organisation_words(max(forms, key=len)) for key, forms in self._forms.items()}
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

    def why(self, key: str) -> tuple[str, ...]:
        """Why the forms of this body are one."""
        return self._groups.why(key)

    def _join_acronyms(self) -> None:
        """Joins an acronym to the one full name that it can stand for."""
        for key, forms in list(self._forms.items()):
            form = forms.most_common(1)[0][0]
            if not is_acronym(form):
                continue
            full = [k for k, words in self._words.items() if len(words) > 1 and stands_for(form, _longest(self._forms[k]))]
            if len({self._groups.root(k) for k in full}) == 1:
                self._groups.join(full[0], key, f"“{form}” stands for {_longest(self._forms[full[0]])}")

    def _join_shorter(self) -> None:
        """Joins a name to the one longer name that begins or ends with its words."""
        ends: dict[str, set[str]] = defaultdict(set)
        for key, words in self._words.items():
            for n in range(1, len(words)):
                ends["".join(words[:n])].add(key)
                ends["".join(words[-n:])].add(key)
        for key, words in sorted(self._words.items(), key=lambda item: -len(item[1])):
            longer = {self._groups.root(k) for k in ends.get(key, ()) if k != key}
            if len(longer) == 1 and set(words) - _COMMON:
                (other,) = longer
                if other != self._groups.root(key):
                    short, long = _longest(self._forms[key]), _longest(self._forms[other])
                    self._groups.join(other, key, f"“{short}” is short for {long}, the only such name in this story")


def _longest(forms: Counter[str]) -> str:
    return max(forms, key=lambda f: (len(f), f))
