"""Claims as PROV and schema.org: names are defined in the line, references are met, selectors choose the words."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import secondsource as ss
from piles import REPORTS, write
from secondsource.show.provenance import CONTEXT, describe

MADE_BY = {"secondsource": "9.9", "settings": "abc", "model": "m"}
REFERENCES = {name for name, rule in CONTEXT.items() if isinstance(rule, dict) and rule.get("@type") == "@id"}


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> ss.Pile:
    addressed = [REPORTS[0] | {"url": "https://sella-courier.example/ferry"}, *REPORTS[1:]]
    return ss.read(write(tmp_path_factory.mktemp("pile"), addressed), cache=False)


@pytest.fixture(scope="module")
def found(pile: ss.Pile) -> list[dict]:
    return json.loads(json.dumps(graphs(pile)))


def graphs(pile: ss.Pile) -> list[dict]:
    lines = [pile.answer(verb).to_dicts() for verb in ("claims", "statements")]
    return list(describe(*lines, pile.reports(text=True).to_dicts(), pile.made_by()))


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for below in value.values():
            yield from keys(below)
    elif isinstance(value, list):
        for below in value:
            yield from keys(below)


def test_each_claim_is_one_graph_with_the_claim_first(pile: ss.Pile, found: list[dict]) -> None:
    claims = [graph["@graph"][0] for graph in found]
    assert [c["schema:text"] for c in claims] == [c.text for c in pile.claims()]
    assert all(c["type"] == ["schema:Claim", "prov:Entity"] for c in claims)
    assert len({c["id"] for c in claims}) == len(claims)
    assert not any("ClaimReview" in json.dumps(graph) for graph in found)


def test_every_name_is_defined_in_the_line_itself(found: list[dict]) -> None:
    for graph in found:
        assert graph["@context"] == CONTEXT
        for key in keys(graph["@graph"]):
            assert key in CONTEXT or key.split(":")[0] in CONTEXT, key


def test_every_reference_is_met_in_the_graph(found: list[dict]) -> None:
    for graph in found:
        nodes = {node["id"] for node in graph["@graph"]}
        assert len(nodes) == len(graph["@graph"])
        for node in graph["@graph"]:
            for name in REFERENCES & set(node) - {"prov:wasDerivedFrom"}:
                assert set(as_list(node[name])) <= nodes, name


def as_list(value: object) -> list:
    return value if isinstance(value, list) else [value]


def test_what_says_where_each_statement_is_from(found: list[dict]) -> None:
    nodes = {node["id"]: node for graph in found for node in graph["@graph"]}
    names = {i: n["schema:name"] for i, n in nodes.items() if n["type"] == "prov:Agent"}
    said = [n for n in nodes.values() if "Mara Teel" in {names.get(a) for a in as_list(n.get("prov:wasAttributedTo"))}]
    statements = [n for n in said if "ss:passage" in n]
    assert statements
    for node in statements:
        assert nodes[node["prov:wasQuotedFrom"]]["type"][0] == "schema:NewsArticle"
        primary = nodes[node["prov:hadPrimarySource"]]
        assert "Mara Teel" in {names[a] for a in primary["prov:wasAttributedTo"]}
        assert set(as_list(node["prov:wasDerivedFrom"])) & set(nodes)


def test_the_first_appearance_is_the_earliest_dated_one(pile: ss.Pile, found: list[dict]) -> None:
    dates = {r.id: r.published for r in pile.reports()}
    for graph in found:
        claim, nodes = graph["@graph"][0], {n["id"]: n for n in graph["@graph"]}
        told = [nodes[nodes[a]["schema:isPartOf"]]["ss:report"] for a in claim.get("schema:appearance", [])]
        dated = [dates[r] for r in told if dates[r]]
        first = claim.get("schema:firstAppearance")
        assert (first is None) == (not dated)
        if first:
            assert dates[nodes[nodes[first]["schema:isPartOf"]]["ss:report"]] == min(dated)


def test_selectors_choose_the_words(pile: ss.Pile, found: list[dict]) -> None:
    texts = {r["id"]: r["text"] for r in pile.reports(text=True).to_dicts()}
    for graph in found:
        nodes = {n["id"]: n for n in graph["@graph"]}
        for node in nodes.values():
            for place in node.get("ss:passage", []):
                position, quote = place["selector"]
                text = texts[nodes[place["source"]]["ss:report"]]
                assert text[position["start"] : position["end"]] == quote["exact"]


def test_the_same_pile_gives_the_same_graphs(pile: ss.Pile, found: list[dict]) -> None:
    assert json.loads(json.dumps(graphs(pile))) == found
