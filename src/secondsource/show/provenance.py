"""Claims as linked data: schema.org's ``Claim``, and PROV for the way by which each of its statements came to be.

The models are https://www.w3.org/TR/prov-o/ and https://schema.org/Claim. A claim is derived from statements; a
statement is quoted from its report and attributed to whoever says it; each link of its chain is an entity of its own
(*what Ann Poe said*), of which the next one outward is derived, the innermost being the primary source. The context
stands in each line, so that nothing needs to be fetched to read it. There is no ``ClaimReview``: the program reviews
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from secondsource.show.annotations import NAMES, address, passage, urn

Line = Mapping[str, Any]

CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ss": NAMES,
    **{name: f"oa:{name}" for name in ("SpecificResource", "TextPositionSelector", "TextQuoteSelector")},
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix")},
    **{name: {"@id": f"oa:{name}", "@type": "xsd:nonNegativeInteger"} for name in ("start", "end")},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector"},
    **{
        f"prov:{name}": {"@type": "@id"}
        for name in ("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasAttributedTo")
    },
    **{f"schema:{name}": {"@type": "@id"} for name in ("appearance", "firstAppearance", "isPartOf", "publisher")},
    "schema:datePublished": {"@type": "schema:DateTime"},
    "ss:denial": {"@type": "@id"},
    "ss:independentOrigins": {"@container": "@list"},
    "ss:why": {"@container": "@list"},
}


def describe(
    claims: Iterable[Line], statements: Iterable[Line], reports: Iterable[Line], made_by: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """A graph for each line of ``claims``, in their order, ready for JSON: the claim first, then what it rests on.

    ``statements`` and ``reports`` (with their texts) are the lines of those verbs. Ids are made from the reports'
    texts, so that the same pile gives the same graphs on every machine.
    """
    told = {line["id"]: line for line in statements}
    held = {report["id"]: report for report in reports}
    for claim in claims:
        yield {
            "@context": CONTEXT,
            "@graph": list(_graph(claim, [told[s] for s in claim["statements"]], held, made_by)),
        }


def _graph(
    claim: Line, statements: Sequence[Line], reports: Mapping[str, Line], made_by: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for line in statements:
        for node in _statement(line, reports):
            nodes.setdefault(node["id"], node)
    yield _claim(claim, statements, reports, made_by)
    yield from nodes.values()


def _claim(
    claim: Line, statements: Sequence[Line], reports: Mapping[str, Line], made_by: Mapping[str, str]
) -> dict[str, Any]:
    asserting = [s for s in statements if s["stance"] == "asserts"]
    dated = [s for s in asserting if reports[s["report"]]["published"]]
    first = min(dated, key=lambda s: reports[s["report"]]["published"], default=None)
    ids = {s["id"]: _of_statement(s, reports) for s in statements}
    told = {
        "id": urn("claim", reports[statements[0]["report"]], claim["claim"]),
        "type": ["schema:Claim", "prov:Entity"],
        "schema:text": claim["text"],
        "schema:appearance": [ids[s["id"]] for s in asserting],
        "schema:firstAppearance": ids[first["id"]] if first else None,
        "prov:wasDerivedFrom": [ids[s["id"]] for s in statements],
        "prov:hadPrimarySource": sorted({p for s in asserting if (p := _primary(s))}),
        "ss:denial": [ids[s["id"]] for s in statements if s["stance"] == "denies"],
        "ss:independentOrigins": list(claim["independent_origins"]),
        "ss:restsOn": list(claim["rests_on"]),
        "ss:status": claim["status"],
        "ss:opinion": claim["opinion"],
        "ss:why": list(claim["why"]),
        "ss:madeBy": f"secondsource {made_by['secondsource']}, settings {made_by['settings']}",
    }
    return _said(told)


def _statement(line: Line, reports: Mapping[str, Line]) -> Iterator[dict[str, Any]]:
    """The statement, its report and outlet, and a node for each link of its chain and for who stands there."""
    report = reports[line["report"]]
    copied = reports.get(line["copied_from"])
    unseen = _unseen(line["copied_from"], report) if line["copied_from"] and copied is None else None
    agents = [_agent(name) for name in (line["chain"][0] if line["chain"] else ())]
    outlet = _agent(report["source"])
    words = [passage(report, span) for span in line["content"]]
    yield _said(
        {
            "id": _of_statement(line, reports),
            "type": ["schema:Quotation" if line["kind"] == "direct" else "schema:CreativeWork", "prov:Entity"],
            "schema:text": " … ".join(w["selector"][1]["exact"] for w in words),
            "schema:isPartOf": address(report),
            "prov:wasQuotedFrom": address(report),
            "prov:wasAttributedTo": [agent["id"] for agent in agents] or [outlet["id"]],
            "prov:wasDerivedFrom": [
                *_links(line)[-1:],
                *([address(copied)] if copied else [unseen["id"]] if unseen else []),
            ],
            "prov:hadPrimarySource": _primary(line),
            "ss:stance": line["stance"],
            "ss:passage": words,
        }
    )
    yield _said(
        {
            "id": address(report),
            "type": ["schema:NewsArticle", "prov:Entity"],
            "schema:headline": report["title"],
            "schema:datePublished": report["published"],
            "schema:publisher": outlet["id"],
            "prov:wasAttributedTo": outlet["id"],
            "ss:report": report["id"],
            "ss:textSha256": report["sha256"],
        }
    )
    yield outlet
    yield from [unseen] if unseen else []
    yield from _chain(line)


def _chain(line: Line) -> Iterator[dict[str, Any]]:
    """What was said at each link, derived from what was said at the one before it; and who stands there."""
    links = _links(line)
    for n, names in enumerate(line["chain"]):
        agents = [_agent(name) for name in names]
        inner = links[n - 1] if n else None
        said = {"id": links[n], "type": "prov:Entity", "prov:wasAttributedTo": [a["id"] for a in agents]}
        yield _said({**said, "prov:wasDerivedFrom": inner})
        yield from agents


def _links(line: Line) -> list[str]:
    """An id for what is said at each link of the chain: equal in all statements that have the same links up to it."""
    names = ["\t".join(link) for link in line["chain"]]
    return [_plain_urn("said", "\n".join(names[: n + 1])) for n in range(len(names))]


def _primary(line: Line) -> str | None:
    return next(iter(_links(line)), None)


def _agent(name: str) -> dict[str, Any]:
    return {"id": _plain_urn("agent", name), "type": "prov:Agent", "schema:name": name}


def _unseen(name: str, report: Line) -> dict[str, Any]:
    return {"id": urn("unseen", report, name), "type": "prov:Entity", "schema:name": name}


def _of_statement(line: Line, reports: Mapping[str, Line]) -> str:
    return urn("statement", reports[line["report"]], line["id"])


def _plain_urn(kind: str, name: str) -> str:
    """A URN from a name alone."""
    sha = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return urn(kind, {"sha256": sha}, "")


def _said(node: Mapping[str, Any]) -> dict[str, Any]:
    """The node without what says nothing."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
