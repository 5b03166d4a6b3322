"""ninjs 1, 2 and 3 (the IPTC's JSON for news): an item to the flat record that other exports have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from secondsource.reading import markup

SIGNS = ("versioncreated", "firstcreated", "pubstatus", "urgency", "body_text", "body_html", "body_xhtml", "bodies",
         "headlines", "representationtype")  # fmt: skip
# Which of several bodies or headlines is the report's: by its role, else the first.
MAIN = ("main", "body", "")


def is_item(record: object) -> bool:
    """Whether a record is a ninjs item: a ``uri`` and two of the names that no other export has together."""
    return isinstance(record, Mapping) and "uri" in record and sum(name in record for name in SIGNS) > 1


def flat(record: object) -> object:
    """A ninjs item as a flat record; any other record as it is."""
    if not isinstance(record, Mapping) or not is_item(record):
        return record
    uri = str(record["uri"])
    text = record.get("body_text") or _of_role(record.get("bodies"), plain=True)
    html = record.get("body_html") or record.get("body_xhtml") or _of_role(record.get("bodies"), plain=False)
    fields = {
        "id": uri,
        "text": text or (markup.plain(html) if isinstance(html, str) else None),
        "title": record.get("headline") or _of_role(record.get("headlines"), plain=None) or record.get("title"),
        "source": _name(record.get("infosources")) or _name(record.get("infosource")) or record.get("source")
        or record.get("copyrightholder"),
        "published": record.get("firstcreated") or record.get("contentcreated") or record.get("versioncreated"),
        "updated": record.get("versioncreated"),
        "url": uri if uri.startswith(("http://", "https://")) else None,
        "language": record.get("language"),
        "author": record.get("byline") or record.get("by") or ", ".join(_people(record)),
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}


def _of_role(given: object, *, plain: bool | None) -> str | None:
    """The value of the main one of several; ``plain`` tells text from markup, None takes any."""
    found = [g for g in _objects(given) if isinstance(g.get("value"), str)]
    fit = [g for g in found if plain is None or ("html" not in str(g.get("contenttype", "")).lower()) is plain]
    ranked = sorted(fit, key=lambda g: MAIN.index(r) if (r := str(g.get("role", "")).lower()) in MAIN else len(MAIN))
    return str(ranked[0]["value"]) if ranked else None


def _name(given: object) -> str | None:
    return next((str(g["name"]) for g in _objects(given) if g.get("name")), None)


def _people(record: Mapping[str, Any]) -> Iterator[str]:
    people = (*_objects(record.get("people")), *_objects(record.get("person")))
    return (str(p["name"]) for p in people if p.get("name") and p.get("rel", p.get("role")) in ("author", "creator"))


def _objects(given: object) -> list[Mapping[str, Any]]:
    return [g for g in given if isinstance(g, Mapping)] if isinstance(given, list) else []
