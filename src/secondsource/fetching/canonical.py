"""Which address a page goes by: the one that it names itself, where that can be believed, without tracking marks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from secondsource.fetching.addresses import Address, parse
from secondsource.fetching.faults import RefusedError

# Parameters that say where a reader came from and nothing about the page; a page's own (id=, p=) are kept.
MARKS = (
    r"utm_\w+", r"mtm_\w+", r"pk_(?:campaign|kwd|source|medium|content)", r"at_(?:medium|campaign|custom\d)", "fbclid",
    "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi",
    r"wt_?mc\w*", "cmpid", "ns_campaign", "ns_mchannel", "ns_source", "ocid", "smid", "ref_?src", "guccounter",
    "__twitter_impression", "traffic_source",
)  # fmt: skip
TRACKING = re.compile("|".join(MARKS), re.IGNORECASE)
# One house serves its pages under these too.
SERVED = re.compile(r"^(?:www\d?|m|mobile|amp|edition|eu|us|uk)\.")


def plain(address: Address) -> str:
    """An address without what was added to count its readers."""
    parts = urlsplit(address.url)
    kept = [p for p in parts.query.split("&") if p and not TRACKING.fullmatch(p.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def own(found: str, named: str | None) -> str:
    """The address that a page found at ``found`` goes by; ``named`` is its own word on it.

    It isn't believed where it names another house's page, or sends all pages to the front page.
    """
    here = plain(parse(found))
    if not named:
        return here
    try:
        there = plain(parse(named, found))
    except RefusedError:
        return here
    a, b = urlsplit(here), urlsplit(there)
    same_house = SERVED.sub("", a.netloc) == SERVED.sub("", b.netloc)
    to_front = b.path in ("", "/") and not b.query and (a.path not in ("", "/") or a.query)
    if not same_house or to_front:
        return here
    return urlunsplit(b._replace(scheme=max(a.scheme, b.scheme)))  # https, if either has it
