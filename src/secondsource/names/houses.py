"""The canonical name of an outlet, so that an organisation is one link whether it is quoted, credited or printing."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from secondsource.names.spelling import organisation_key
from secondsource.names.tables import houses

# A host that is a station's call sign and nothing else: kltv.com, kron4.com, wfaa.com.
_CALL_HOST = re.compile(r"([kw][a-z]{2,3})\d{0,2}(?:tv|fm|am|news|radio|online)?\.(?:com|tv|org|net)")
_CALL_NAME = re.compile(r"([KW][A-Z]{2,3})(?:[ -]?(?:TV|FM|AM|DT|News|Channel)?[ -]?\d{0,2})?")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def outlet(source: str) -> str:
    """The canonical name of an outlet, from a name, a host or an address.

    >>> outlet("https://www.kltv.com:80/story"), outlet("KLTV-TV"), outlet("nyt")
    ('KLTV', 'KLTV', 'The New York Times')
    """
    name = source.strip()
    known = _by_form().get(name) or _by_key().get(organisation_key(name))
    if known:
        return known
    host = host_of(name)
    if host:
        return _of_host(host)
    sign = _CALL_NAME.fullmatch(name)
    return sign.group(1) if sign else name


def host_of(source: str) -> str | None:
    """The host of an address, without *www.* and port, or None where the source is a name."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", source.strip(), flags=re.IGNORECASE).split("/")[0].split(":")[0]
    bare = bare.lower().removeprefix("www.")
    return bare if _HOST.fullmatch(bare) else None


def house_key(source: str) -> str:
    """What an organisation's key must be to be this outlet: of a host, its own label without the rest."""
    host = host_of(source)
    if not host:
        return organisation_key(source)
    labels = host.split(".")
    own = labels[-3] if len(labels) > 2 and labels[-2] in ("co", "com", "org", "net") else labels[-2]
    return own.replace("-", "")


def _of_host(host: str) -> str:
    """The house that owns a host or one above it; else the call sign, or the host itself."""
    labels = host.split(".")
    for k in range(len(labels) - 1):
        known = _by_host().get(".".join(labels[k:]))
        if known:
            return known
    for k in range(len(labels) - 1):
        sign = _CALL_HOST.fullmatch(".".join(labels[k:]))
        if sign:
            return sign.group(1).upper()
    return host


@functools.cache
def _by_host() -> Mapping[str, str]:
    return {host: house.name for house in houses() for host in house.hosts}


@functools.cache
def _by_form() -> Mapping[str, str]:
    return {form: house.name for house in houses() for form in (house.name, *house.forms)}


@functools.cache
def _by_key() -> Mapping[str, str]:
    """Forms without case and spaces, those of three letters or more."""
    keys = {organisation_key(form): name for form, name in _by_form().items()}
    return {key: name for key, name in keys.items() if len(key) > 3}
