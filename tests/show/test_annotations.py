"""Statements as Web Annotations: the model's rules, and selectors that choose the same words."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import secondsource as ss
from piles import REPORTS, write
from secondsource.show.annotations import AROUND, CONTEXT, annotate

MADE_BY = {"secondsource": "9.9", "settings": "abc", "model": "m"}

IRI = {"type": "string", "pattern": r"^(https?://\S+|urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"}
SELECTOR = {
    "oneOf": [
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
            },
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
    ]
}
TARGET = {
    "type": "object",
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": {"type": "object", "properties": {"id": IRI}, "required": ["id"]},
        "selector": {"type": "array", "items": SELECTOR, "minItems": 1},
    },
    "required": ["source", "selector"],
}
# What the Recommendation demands of an annotation, as far as we use it (sections 3.1, 4.1 to 4.2.5).
MODEL = {
    "type": "object",
    "properties": {
        "@context": {"type": "array", "contains": {"const": CONTEXT}},
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing"]},
        "body": {"type": "object", "properties": {"type": {"const": "ss:Statement"}}, "required": ["type"]},
        "target": {"oneOf": [TARGET, {"type": "array", "items": TARGET, "minItems": 2}]},
    },
    "required": ["@context", "id", "type", "target"],
}


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> ss.Pile:
    addressed = [REPORTS[0] | {"url": "https://sella-courier.example/ferry"}, *REPORTS[1:]]
    return ss.read(write(tmp_path_factory.mktemp("pile"), addressed), cache=False)


@pytest.fixture(scope="module")
def found(pile: ss.Pile) -> list[dict]:
    lines, reports = pile.statements().to_dicts(), pile.reports(text=True).to_dicts()
    return list(annotate(lines, reports, pile.made_by()))


def targets(annotation: dict) -> list[dict]:
    held = annotation["target"]
    return held if isinstance(held, list) else [held]


def test_every_statement_is_one_annotation_of_the_model(pile: ss.Pile, found: list[dict]) -> None:
    assert [a["body"]["ss:statement"] for a in found] == [s.id for s in pile.statements()]
    for annotation in found:
        jsonschema.validate(annotation, MODEL)
    assert len({a["id"] for a in found}) == len(found)


def test_both_selectors_choose_the_words_of_the_statement(pile: ss.Pile, found: list[dict]) -> None:
    texts = {r["id"]: r["text"] for r in pile.reports(text=True).to_dicts()}
    for annotation, line in zip(found, pile.statements(), strict=True):
        assert [(t["selector"][0]["start"], t["selector"][0]["end"]) for t in targets(annotation)] == line.content
        for target in targets(annotation):
            agree(texts[target["source"]["ss:report"]], *target["selector"])


def agree(text: str, position: dict, quote: dict) -> None:
    start, end = position["start"], position["end"]
    assert text[start:end] == quote["exact"]
    assert text[:start].endswith(quote["prefix"])
    assert text[end:].startswith(quote["suffix"])
    assert max(len(quote["prefix"]), len(quote["suffix"])) <= AROUND


def test_a_report_goes_by_its_address_or_by_a_urn(found: list[dict]) -> None:
    ids = {t["source"]["ss:report"]: t["source"]["id"] for a in found for t in targets(a)}
    assert ids["a"] == "https://sella-courier.example/ferry"
    assert ids["b"].startswith("urn:uuid:")


def test_the_body_says_who_says_it_and_how(found: list[dict]) -> None:
    bodies = [a["body"] for a in found]
    said = next(b for b in bodies if b.get("ss:speaker") == "Mara Teel")
    assert said["ss:stance"] == "asserts"
    assert said["ss:chain"][0]["ss:name"] == ["Mara Teel"]
    assert any(b["ss:stance"] == "denies" for b in bodies)
    assert not any(b["ss:kind"] == "own" and "ss:sourceWords" in b for b in bodies)


def test_the_same_pile_gives_the_same_ids(pile: ss.Pile, found: list[dict]) -> None:
    again = annotate(pile.statements().to_dicts(), pile.reports(text=True).to_dicts(), pile.made_by())
    assert [a["id"] for a in again] == [a["id"] for a in found]


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_spans_of_any_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    report = {"id": "r", "url": None, "source": "O", "sha256": "0", "language": None, "text": text}
    line = {
        "report": "r", "id": "r#1", "kind": "direct", "source": [], "cue": [], "content": spans, "speaker": None,
        "chain": [], "copied_from": None, "carried": False, "inherited": False, "hedge": False, "via": [],
        "stance": "asserts", "why": [],
    }  # fmt: skip
    [annotation] = annotate([line], [report], MADE_BY)
    jsonschema.validate(json.loads(json.dumps(annotation)), MODEL)
    for target, span in zip(targets(annotation), spans, strict=True):
        assert (target["selector"][0]["start"], target["selector"][0]["end"]) == span
        agree(text, *target["selector"])
