"""Who actually knows this? Finds what each claim in a pile of news reports rests on.

>>> import secondsource as ss
>>> pile = ss.read(["reports/"])            # doctest: +SKIP
>>> desk = ss.open("desk.db")               # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secondsource.desk import Desk, Pile, read
    from secondsource.desk import open_desk as open  # noqa: A004 — read as ss.open
    from secondsource.errors import SecondsourceError
    from secondsource.settings import VERSION as __version__  # noqa: N811
    from secondsource.settings import Settings
    from secondsource.show.answers import Answer

__all__ = ["Answer", "Desk", "Pile", "SecondsourceError", "Settings", "__version__", "open", "read"]

_HOME = {
    "Answer": ("secondsource.show.answers", "Answer"),
    "Desk": ("secondsource.desk", "Desk"),
    "Pile": ("secondsource.desk", "Pile"),
    "SecondsourceError": ("secondsource.errors", "SecondsourceError"),
    "Settings": ("secondsource.settings", "Settings"),
    "read": ("secondsource.desk", "read"),
    "__version__": ("secondsource.settings", "VERSION"),
    "open": ("secondsource.desk", "open_desk"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """The public names, imported when they are first used: the command line must answer at once."""
    import importlib

    if name not in _HOME:
        raise AttributeError(f"module 'secondsource' has no attribute '{name}'")
    module, attribute = _HOME[name]
    return getattr(importlib.import_module(module), attribute)
