"""Outlets and agencies: one house is one link, whether it is quoted, credited or is the outlet itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources

# Second-level labels under which names are registered (co.uk, com.au): not the house's own label.
SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})

# Letters of an abbreviation; with two it is anybody's.
SHORTEST = 3

# Letters of an address from which on they tell whose name they end: *tribune* ends many, *dailycourier* few.
TELLING_END = 9

# So many first letters of a name tell it where they open an address: *tcpd* the Tessel County Police Department.
TELLING_INITIALS = 4

DOMAIN = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?$", re.IGNORECASE)


def house(name: str) -> str:
    """The house that an outlet's name or address belongs to: its usual name, where the table knows it.

    >>> house("www.kltv.com:80"), house("The Associated Press"), house("bigstory.ap.org")
    ('kltv.com', 'Associated Press', 'Associated Press')
    """
    return _known().get(squash(name), registered(name) if DOMAIN.match(name) else name)


def one_house(names: Iterable[str]) -> dict[str, str]:
    """Each name → the name under which its house is one link, among the names of one story.

    *KLTV* and *kltv.com* are one; the name that is no address stands for both. So are *MPA* and the one name that it
    abbreviates, *Selby Daily Courier* and dailycourier.com, *Port Maren Post* and pmpost.com.
    """
    houses: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in sorted(dict.fromkeys(names), key=lambda n: bool(DOMAIN.match(n))):
        usual = house(name)
        letters = squash(usual)
        if letters not in houses and DOMAIN.match(usual):
            fits = [known for known, named in houses.items() if _may_stand_for(letters, known, named)]
            [letters] = fits if len(fits) == 1 else [letters]
        found[name] = houses.setdefault(letters, usual)
    full: dict[str, set[str]] = {}
    for name, usual in found.items():
        full.setdefault(initials(name), set()).add(usual)
    for name in found.keys() & full.keys():
        if len(full[name]) == 1:
            [found[name]] = full[name]
    return found


def _may_stand_for(label: str, letters: str, name: str) -> bool:
    """Whether an address' label is short for a name, given with its letters: by its end, or by first letters.

    >>> _may_stand_for("dailycourier", "selbydailycourier", "Selby Daily Courier")
    True
    >>> _may_stand_for("pmdailycourier", "portmarendailycourier", "Port Maren Daily Courier")
    True
    >>> _may_stand_for("tcpdnews", "tesselcountypolicedepartment", "Tessel County Police Department")
    True
    """
    if letters.endswith(label):
        return len(label) >= TELLING_END
    words = [w for w in re.findall(r"[^\W_]+", name) if w[0].isupper() and w.casefold() != "the"]
    first = [w[0].casefold() for w in words]
    if len(first) >= TELLING_INITIALS and label.startswith("".join(first)):
        return True
    rests = ("".join(words[k:]).casefold() for k in range(2, len(words)))
    return any(label == "".join(first[: k + 2]) + rest for k, rest in enumerate(rests))


def initials(name: str) -> str:
    """The capitals with which the words of a longer name begin; nothing where that is no abbreviation.

    >>> initials("Meridian Press Agency"), initials("Bureau of Ships and Docks"), initials("Ann Poe")
    ('MPA', 'BSD', '')
    """
    first = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())
    return first if len(first) >= SHORTEST else ""


def squash(name: str) -> str:
    """A house's letters alone: of an address its registered label, of a name all but a leading article."""
    if DOMAIN.match(name):
        name = registered(name).split(".")[0]
    return re.sub(r"^the(?=\W)|[\W_]+", "", name.casefold())


def registered(address: str) -> str:
    """The registered part of an address: *chicago.suntimes.com* and *homicides.suntimes.com* are *suntimes.com*."""
    host = re.sub(r"^https?://|[:/].*$", "", address.casefold())
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


@functools.cache
def _known() -> dict[str, str]:
    """Squashed form → usual name, from the table in this folder."""
    rows = resources.files(__package__).joinpath("houses.tsv").read_text(encoding="utf-8").splitlines()
    known: dict[str, str] = {}
    for row in rows:
        if row and not row.startswith("#"):
            usual, *forms = row.split("\t")
            known.update((squash(form), usual) for form in (usual, *forms))
    return known


def is_listed(name: str) -> bool:
    """Whether the table knows the name as that of an outlet or an agency."""
    return squash(name) in _known()
