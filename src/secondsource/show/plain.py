"""Untrusted text made fit to show: nothing that anyone wrote can break a page, a table or a file.

Every replacement is one code point for one, so that offsets into a report still hold.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

REPLACEMENT = "\ufffd"

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Overrides and isolates can make a name read backwards; inside a label nothing needs them.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


def safe(text: str) -> str:
    """The text with lone surrogates and control characters replaced, one code point for one."""
    return _UNFIT.sub(REPLACEMENT, text)


def line(text: str) -> str:
    """The text on one line, safe, without marks that turn the direction of writing."""
    return _SPACE.sub(" ", _TURNS.sub("", safe(text))).strip()


def short(text: str, limit: int) -> str:
    """The text on one line, cut at a word where it is longer than ``limit`` characters.

    >>> short("more than ten thousand troops", 16)
    'more than ten…'
    """
    whole = line(text[: 4 * limit + 400])
    if len(whole) <= limit and len(text) <= 4 * limit + 400:
        return whole
    cut = whole[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it (http or https, with a host), else None."""
    if not url or _UNFIT.search(url) or len(url) > 2000:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
