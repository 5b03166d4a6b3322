"""When two spellings can be one name: folding, transliteration, short forms, initials, acronyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from secondsource.language.given import men, women
from secondsource.names.tables import given_names

# Two spellings of a surname from another alphabet (Zelensky/Zelenskyy, Qaddafi/Gaddafi) share their skeleton; what
# shares none is another name, however near the letters are (Belov/Belousov). Swept .70-.95 on pairs of surnames from
# the dev reports: below .8 unlike names begin to meet, above .9 doubled letters and -yy/-iy part.
NEAR = 0.84

# Shorter surnames of two people differ by a letter too often (*Allan*, *Allen*). Not swept.
LONG = 7

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "at", "to", "de", "la", "&"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WRITTEN_OUT = {"mt": "mount", "mtn": "mountain", "ft": "fort"}
_COMPANY = frozenset({"inc", "corp", "co", "ltd", "llc", "plc", "corporation", "incorporated", "company", "limited"})


def fold(text: str) -> str:
    """The text without case, accents and punctuation; words stay apart."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"'s\b|s'(?=\s|$)", lambda m: "s" if m.group() == "s'" else "", plain)
    return " ".join(re.findall(r"\w+", plain.replace(".", "").replace("'", "")))


def person_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, without *Jr.* and the like, and without *“The Oak”* in the middle."""
    name = _BYNAME.sub("", name)
    words = tuple(w for w in fold(name).split() if w not in _SUFFIXES)
    return words or tuple(fold(name).split())


_BYNAME = re.compile(r"\s[“\"‘'](?:The|the)\s[^“”\"‘’]{1,20}[”\"’'](?=\s)")


def skeleton(word: str) -> str:
    """The word's consonants as most alphabets would carry them over: *zelenskyy*, *zelensky* → *zlnsk*."""
    word = fold(word).replace(" ", "")
    for written, sound in (("kh", "h"), ("zh", "j"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("gh", "k"),
                           ("dh", "d"), ("q", "k"), ("g", "k"), ("w", "v"), ("sch", "sh"), ("x", "ks")):  # fmt: skip
        word = word.replace(written, sound)
    bare = word[:1] + re.sub(r"[aeiouyj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


def same_word(a: str, b: str) -> bool:
    """Whether two folded words can be spellings of one name."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or skeleton(a) != skeleton(b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= NEAR


def one_slip(a: str, b: str) -> bool:
    """Whether two long folded words differ by one letter, or by two that are swapped: *klitchsko*, *klitschko*."""
    if a == b or min(len(a), len(b)) < LONG or a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    ends = {(a[start + i :], b[start + k :]) for i, k in ((1, 1), (1, 0), (0, 1))}
    return swapped or any(x == y for x, y in ends)


def same_given(a: str, b: str) -> bool:
    """Whether two folded given names can be one person's: equal, an initial, a short form, another spelling."""
    if a == b or (1 in (len(a), len(b)) and a[:1] == b[:1]):
        return True
    if _feminine(a, b):
        return False
    table = given_names()
    if table.get(a, frozenset()) & table.get(b, frozenset()):
        return True
    return same_word(a, b)


def _feminine(a: str, b: str) -> bool:
    """Whether one is the woman's form of the other: *Michael*, *Michaela*."""
    return a + "a" == b or b + "a" == a


def same_person(a: Sequence[str], b: Sequence[str]) -> str | None:
    """Why two full names can be one person's, or None.

    >>> same_person(("volodymyr", "zelensky"), ("vlodomir", "zelenskyy")) is not None
    True
    >>> same_person(("moon", "jae", "in"), ("moon", "ji", "in")) is None
    True
    """
    if a == b:
        return "the same name"
    if len(a) < 2 or len(b) < 2:
        return None
    if _middle_initials_differ(a, b):
        return None
    if same_word(a[-1], b[-1]) and same_given(a[0], b[0]) and _middles_agree(a[1:-1], b[1:-1]):
        return "the same surname, and given names that are forms of one" if a[-1] == b[-1] else "spellings of one name"
    if a[1:] == b[1:] and one_slip(a[0], b[0]) and not _feminine(a[0], b[0]) and not {a[0], b[0]} <= men() | women():
        return "the same surname, and given names a letter apart"
    if a[0] == b[0] and len(a) == len(b) == 2 and _without_article(a[-1], b[-1]):
        return "the surname with and without its article"
    short, long = sorted((tuple(a), tuple(b)), key=len)
    if len(short) >= 2 and (long[: len(short)] == short or long[-len(short) :] == short):
        return "one is part of the other"
    return None


# Articles and particles that surnames begin with, and what is left at least.
_ARTICLES, _LEFT = ("la", "le", "el", "al", "de", "di", "du"), 5


def _without_article(one: str, other: str) -> bool:
    """Whether one surname is the other with an article: *LaCosta*, *Costa*."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEFT and any(long == article + short for article in _ARTICLES)


def initials(name: str) -> str:
    """The capital initials of a name's words, small words left out: *Korean Central News Agency* → *KCNA*."""
    return "".join(w[0] for w in re.findall(r"\w+", name) if w.lower() not in _SMALL).upper()


def is_acronym(text: str) -> bool:
    """Whether the text looks like an acronym."""
    return bool(re.fullmatch(r"(?:[A-Z]\.?\s?){2,7}", text.strip())) and len(fold(text).replace(" ", "")) >= 2


def letters(acronym: str) -> str:
    """An acronym's letters: *F.B.I.* → *FBI*."""
    return re.sub(r"\W", "", acronym).upper()


def acronyms(name: str) -> frozenset[str]:
    """The acronyms that can stand for a name of several words, with small words counted and left out."""
    words = re.findall(r"\w+", name)
    if len(words) < 2:
        return frozenset()
    return frozenset({initials(name), "".join(w[0] for w in words).upper()})


def organisation_key(name: str) -> str:
    """An organisation's name without article, company form, spaces and punctuation."""
    words = [_WRITTEN_OUT.get(w, w) for w in fold(name).split() if w != "the"]
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    return "".join(words)


def organisation_words(name: str) -> tuple[str, ...]:
    """An organisation's folded words without article and company form."""
    words = [_WRITTEN_OUT.get(w, w) for w in fold(name).split() if w != "the"]
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    return tuple(words)


def place_key(name: str) -> str:
    """A place's folded words: *Mt. Cook*, *Mount Cook* → *mount cook*."""
    return " ".join(_WRITTEN_OUT.get(w, w) for w in fold(name).split())


def _middles_agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Middle names agree where both are given; one may leave them out."""
    return not a or not b or all(same_given(x, y) for x, y in zip(a, b, strict=False))


def _middle_initials_differ(a: Sequence[str], b: Sequence[str]) -> bool:
    """*George W. Bush* and *George H. W. Bush*: both give middle names, and they are not the same ones."""
    x, y = a[1:-1], b[1:-1]
    return bool(x) and bool(y) and (len(x) != len(y) or not all(map(_one_middle, x, y)))


def _one_middle(a: str, b: str) -> bool:
    """Two middle names that can be one: equal, or one is the other's initial."""
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])
