"""Statements as W3C Web Annotations: each content a target in its report, and a body that says who says it.

The model is https://www.w3.org/TR/annotation-model/ (Recommendation, 2017). A span is one SpecificResource whose two
selectors choose the same words: by position, in code points of the text as it was read, and by the words themselves. A
content of several spans has as many targets. What the model has no term for is in ``NAMES``.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from secondsource.show.plain import web_address

Line = Mapping[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

# The names of our own terms are names only: nothing needs to be fetched to read them. The UUID is that of the URN
# ``secondsource:ns`` (RFC 4122, version 5).
NAMES = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'secondsource:ns')}#"

# Characters on either side by which words are found again after the page has changed: what Hypothesis keeps.
AROUND = 32

_IRI = re.compile(r"[^\s<>\"{}|\\^`]+")
_TERMS = {
    "ss": NAMES,
    "ss:chain": {"@id": "ss:chain", "@container": "@list"},
    "ss:via": {"@id": "ss:via", "@type": "@id", "@container": "@list"},
    "ss:why": {"@id": "ss:why", "@container": "@list"},
}


def annotate(
    statements: Iterable[Line], reports: Iterable[Line], made_by: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """An annotation for each line of ``statements``, in their order, ready for JSON.

    ``reports`` are the lines of that verb with their texts. Ids are made from the report's text and the statement, so
    that the same pile gives the same annotations on every machine.
    """
    texts = {report["id"]: report for report in reports}
    ids: dict[str, str] = {}
    lines = list(statements)
    for line in lines:
        ids[line["id"]] = urn("statement", texts[line["report"]], line["id"])
    for line in lines:
        yield _annotation(line, texts[line["report"]], ids, made_by)


def _annotation(line: Line, report: Line, ids: Mapping[str, str], made_by: Mapping[str, str]) -> dict[str, Any]:
    targets = [_target(report, span) for span in line["content"]]
    return {
        "@context": [CONTEXT, _TERMS],
        "id": ids[line["id"]],
        "type": "Annotation",
        "motivation": "describing",
        "generator": {
            "id": "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"secondsource:{made_by['secondsource']}")),
            "type": "Software",
            "name": f"secondsource {made_by['secondsource']}, settings {made_by['settings']}",
        },
        "body": _body(line, report, ids),
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _body(line: Line, report: Line, ids: Mapping[str, str]) -> dict[str, Any]:
    """Who says it, through whom and how; fields that say nothing are left out."""
    via = [ids[v] for v in line["via"] if v in ids]
    told = {
        "type": "ss:Statement",
        "ss:statement": line["id"],
        "ss:kind": line["kind"],
        "ss:stance": line["stance"],
        "ss:speaker": line["speaker"],
        "ss:chain": [{"type": "ss:Link", "ss:name": list(names)} for names in line["chain"]],
        "ss:copiedFrom": line["copied_from"],
        **{f"ss:{name}": line[name] for name in ("hedge", "carried", "inherited")},
        "ss:sourceWords": [passage(report, span) for span in line["source"]],
        "ss:cueWords": [passage(report, span) for span in line["cue"]],
        "ss:via": via,
        "ss:why": list(line["why"]),
    }
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def _target(report: Line, span: Sequence[int]) -> dict[str, Any]:
    """The span in the report, with what is known of the report."""
    source = {
        "id": address(report),
        "type": "Text",
        "ss:report": report["id"],
        "ss:outlet": report["source"],
        "ss:textSha256": report["sha256"],
    }
    if report["language"]:
        source["language"] = report["language"]
    return {"type": "SpecificResource", "source": source, "selector": _selectors(report["text"], span)}


def passage(report: Line, span: Sequence[int]) -> dict[str, Any]:
    """The span as a SpecificResource of its report."""
    return {"type": "SpecificResource", "source": address(report), "selector": _selectors(report["text"], span)}


def _selectors(text: str, span: Sequence[int]) -> list[dict[str, Any]]:
    start, end = span
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quote]


def address(report: Line) -> str:
    """The report's address; without one a URN of its own."""
    url = web_address(report["url"])
    return url if url and _IRI.fullmatch(url) else urn("report", report, report["id"])


def urn(kind: str, report: Line, name: str) -> str:
    """A URN from the report's text and the name: without the text, ``a.txt`` in two folders would be one."""
    words = f"secondsource:{kind}:{report['sha256']}:{name}".encode("utf-8", "backslashreplace").decode()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, words)}"
