"""The sentences that the program writes."""

from dataclasses import replace

import pytest

from secondsource.show.lookup import Known
from secondsource.show.words import quoted

from .example import story


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("at about 9.40 p.m.", "“… at about 9.40 p.m.”"),
        ("The dam broke.", "“The dam broke”"),
        ("so they say,", "“… so they say”"),
        ("it was made in the U.S.”,", "“… it was made in the U.S.”"),
    ],
)
def test_a_quotation_keeps_the_point_of_an_abbreviation_and_no_other(words, shown):
    view = story()
    report = replace(view.reports[0], text=words)
    said = replace(view.findings.statements[0], id="s", report=report.id, content=((0, len(words)),))
    claim = replace(view.findings.claims[0], shown="s", statements=("s",))
    findings = replace(view.findings, statements=(said,), claims=(claim,))
    assert quoted(claim, Known(replace(view, reports=(report,), findings=findings))) == shown
