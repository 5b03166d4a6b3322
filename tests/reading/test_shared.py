"""The labelled reports: no gold statement stands in furniture, and the seeds are read as they must be."""

import gzip
import json
from pathlib import Path

import pytest

from secondsource.reading import read
from secondsource.records import FurnitureKind, Report

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def reports(shared: Path) -> dict[str, Report]:
    found = read([shared / "seeds", shared / "data" / "claims" / "claims-dev-reports.jsonl.gz"])
    return {report.id: report for report in found.reports}


def test_no_gold_statement_stands_in_furniture(shared: Path, reports: dict[str, Report]) -> None:
    with gzip.open(shared / "data" / "claims" / "claims-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        stories = [json.loads(line) for line in lines]
    statements = [s for story in stories for claim in story["claims"] for s in claim["statements"]]
    inside = [
        (s["report"], s["start"])
        for s in statements
        for f in reports[s["report"]].furniture
        if f.start < s["end"] and s["start"] < f.end
    ]
    assert len(statements) == 339
    assert inside == []


def test_the_first_seed(reports: dict[str, Report]) -> None:
    seed = next(r for i, r in reports.items() if i.startswith("000_"))
    assert (seed.published, seed.updated, seed.credit) == ("2024-11-30", "2024-12-01T08:12+05:30", "Agencies")
    assert seed.dateline is not None
    assert seed.dateline.place == "Seoul"
    kinds = [f.kind for f in seed.furniture]
    assert kinds.count(FurnitureKind.HEADLINE) == 2
    assert [kinds.count(k) for k in (FurnitureKind.STANDFIRST, FurnitureKind.CAPTION, FurnitureKind.CREDIT)] == [
        1,
        1,
        1,
    ]
    assert seed.title is not None
    assert not seed.source_given
    assert seed.paragraphs[0][0] == 555
    assert len(seed.paragraphs) == 6


def test_the_second_seed(reports: dict[str, Report]) -> None:
    seed = next(r for i, r in reports.items() if i.startswith("004_"))
    assert (seed.published, seed.credit, seed.language) == ("2024-11-30", None, "en")
    assert seed.dateline is not None
    assert seed.dateline.place == "Seoul"
    assert [f.kind for f in seed.furniture] == [FurnitureKind.DATELINE, FurnitureKind.HEADLINE, FurnitureKind.HEADLINE]
    assert seed.paragraphs[0][0] == 24
