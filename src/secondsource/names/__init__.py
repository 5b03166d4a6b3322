"""Names to people, organisations and places: one entity each, with all its mentions in one story."""

from secondsource.names.houses import outlet
from secondsource.names.judged import judged
from secondsource.names.resolving import resolve

VERSION = "10"

__all__ = ["VERSION", "judged", "outlet", "resolve"]
