"""The scorer of chains and speakers: right is 1, nothing is 0, and each kind of error is told by its name."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import chains  # noqa: E402

TEXT = "“The dam held,” a miner told the Orrin Post, police chief Ada Brandt said. She denied it."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def label(*sources: str) -> dict[str, object]:
    links = [{"source": span(s), "cue": None if s == "the Orrin Post" else span("told")} for s in sources]
    return {"set": "here", "report": "r", "content": [span("The dam held")], "chain": links}


def says(speaker: str, source: str, chain: list[list[str]], why: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "source": [span(source)],
        "cue": [span("told")],
        "content": [span("“The dam held,”")],
        "speaker": speaker,
        "chain": chain,
        "via": [],
        "why": list(why),
    }


def reading(*statements: dict[str, object]) -> chains.Reading:
    mentions = {
        "Ada Brandt": [span("Ada Brandt")],
        "Orrin Post": [span("Orrin Post")],
        "Orrin police": [span("police")],
    }
    return chains.Reading(TEXT, statements, mentions)


MINER, POST, CHIEF = ["anonymous@r"], ["Orrin Post"], ["Ada Brandt"]
GOLD = label("a miner", "the Orrin Post", "police chief Ada Brandt")


@pytest.mark.parametrize(
    ("chain", "error"),
    [
        ([MINER, POST, CHIEF], None),
        ([MINER, POST], "outer source missing"),
        ([MINER, CHIEF], "who was told (outlet, police) or shown as the place missing"),
        ([CHIEF], "innermost source missing, only the outer one"),
        ([MINER, CHIEF, POST], "the right links in another order"),
        ([MINER, POST, CHIEF, ["Somebody"]], "a link too many"),
        ([["Somebody"], POST, CHIEF], "another source innermost"),
        ([MINER, POST, ["Somebody"]], "another source further out"),
        ([], "the report's own voice, no chain"),
    ],
)
def test_each_kind_of_error(chain, error):
    verdict = chains.score_chain(GOLD, reading(says("anonymous@r", "a miner", chain)))
    assert verdict.error == error
    assert ("exact" in verdict.right) == (error is None)
    assert ("innermost" in verdict.right) == (chain[:1] == [MINER])


def test_an_office_that_no_words_name_is_no_error_and_neither_is_a_credit():
    why = ("Ada Brandt is chief of Ruln, and speaks through it", "the report credits “AP” for its text")
    statement = says("anonymous@r", "a miner", [MINER, POST, CHIEF, ["Ruln"], ["Associated Press"]], why)
    assert chains.score_chain(GOLD, reading(statement)).error is None


def test_without_a_statement_there_nothing_is_right():
    verdict = chains.score_chain(GOLD, reading())
    assert (verdict.right, verdict.error) == (frozenset(), "no statement there")


def speaker(source: str, canonical: str | None, *, anonymous: bool = False) -> dict[str, object]:
    return {
        "set": "here",
        "report": "r",
        "source": span(source),
        "cue": span("told"),
        "canonical": canonical and span(canonical),
        "anonymous": anonymous,
        "described": span(source) if anonymous else None,
    }


@pytest.mark.parametrize(
    ("gold", "given", "error"),
    [
        (speaker("She", "Ada Brandt"), "Ada Brandt", None),
        (speaker("She", "Ada Brandt"), "Orrin Post", "another one's name"),
        (speaker("She", "Ada Brandt"), "anonymous@r", "anonymous where the report names the source"),
        (speaker("She", "Ada Brandt"), None, "no speaker given"),
        (speaker("She", None), "Ada Brandt", "a name where no reader can tell"),
        (speaker("She", None), None, None),
        (speaker("a miner", None, anonymous=True), "anonymous@r", None),
        (speaker("a miner", None, anonymous=True), "miner", None),
        (speaker("a miner", None, anonymous=True), "Ada Brandt", "a name for an anonymous source"),
    ],
)
def test_speakers(gold, given, error):
    words = TEXT[slice(*gold["source"])]
    verdict = chains.score_speaker(gold, reading(says(given, words, [])))
    assert verdict.error == error
    assert ("right" in verdict.right) == (error is None)


@pytest.mark.parametrize(
    ("source", "kind"),
    [("She", "pronoun"), ("Brandt", "one name"), ("Ada Brandt", "full name"), ("a miner", "description")],
)
def test_how_a_source_is_printed(source, kind):
    assert chains.source_kind(speaker(source, "Ada Brandt"), reading()) == kind


def test_two_readers_agree_on_sources_that_are_the_same_words_nearly():
    other = label("a miner", "the Orrin Post", "Ada Brandt")
    assert chains.agree_chain(GOLD, other, reading())
    assert not chains.agree_chain(GOLD, label("a miner", "the Orrin Post"), reading())
    assert chains.agree_speaker(speaker("She", "Ada Brandt"), speaker("She", "police chief Ada Brandt"), reading())
    assert not chains.agree_speaker(speaker("She", "Ada Brandt"), speaker("She", None), reading())


def test_labels_are_offsets_and_no_text():
    for name in ("chains", "speakers"):
        for row in chains.read_gold(chains.GOLD / f"{name}.jsonl"):
            numbers = {k: v for k, v in row.items() if k not in {"set", "report"}}
            assert '"' not in json.dumps(list(numbers.values())).replace('"source"', "").replace('"cue"', "")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["chains", "speakers"])
def test_labels_fit_the_reports(shared, name):
    rows = chains.read_gold(chains.GOLD / f"{name}.jsonl")
    held = {r["id"]: r["text"] for r in chains.texts({(row["set"], row["report"]) for row in rows})}
    for row in rows:
        text = held[f"{row['set']}:{row['report']}"]
        spans = [
            *row.get("content", []),
            *(s for link in row.get("chain", [row]) for s in (link["source"], link["cue"])),
        ]
        for start, end in filter(None, [*spans, row.get("canonical")]):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


def test_whom_it_was_told_to_is_right_by_the_words_that_the_program_takes_for_it() -> None:
    gold = label("a miner", "the Orrin Post")
    chain = [["A Miner"], ["Orrin Post Company"]]
    bare = says("A Miner", "a miner", chain)
    told = says("A Miner", "a miner", chain, ("told to Orrin Post Company (“the Orrin Post”)",))
    other = says("A Miner", "a miner", chain, ("told to Orrin Post Company (“the paper”)",))
    assert [chains.score_chain(gold, reading(s)).error is None for s in (bare, told, other)] == [False, True, False]


def test_a_pile_with_copies_holds_the_share_that_is_asked() -> None:
    reports = [
        {"id": str(k), "text": "\n".join(f"Paragraph {k} {n} " + "word " * 20 for n in range(8))} for k in range(30)
    ]
    pile = chains.with_copies(reports, 0.6)
    count = {
        what: sum(len(r["text"].split()) for r in pile if r["id"].startswith("copy") is what) for what in (True, False)
    }
    assert 0.57 < count[True] / (count[True] + count[False]) < 0.63
    assert len({r["id"] for r in pile}) == len(pile)
