"""Attributions to statements: who speaks, by one name, and the chain by which it reached the reader."""

from secondsource.chains.linking import link

VERSION = "22"

__all__ = ["VERSION", "link"]
