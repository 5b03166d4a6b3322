"""The trained reader: what it gives is within the paragraph, and hangs on the paragraph alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_marks import attributed, parsed, words

from secondsource.records import Kind
from secondsource.statements import Reading, read, sheets, tagger
from secondsource.statements.believe import likelihood

ONE = "The harbour master, Ida Quell, contended on Friday that the crane had never been inspected."
OTHER = "“We never saw the letter,” Orne shot back. Two dockers, who asked not to be named, feared for their jobs."


def readings(text: str) -> list[tuple[Reading, ...]]:
    laid = sheets(parsed(text))
    found = read(laid)
    return [found[sheet.key] for sheet in laid]


def test_a_cue_in_the_middle_of_an_aside_is_found() -> None:
    [only] = attributed(ONE)
    assert words(ONE, only.source) == ["The harbour master, Ida Quell"]
    assert words(ONE, only.cue)[0].startswith("contended")
    assert words(ONE, only.content)[0].startswith("that the crane had never been inspected")


def test_a_verb_that_the_counts_hardly_know_is_read_beside_its_quote() -> None:
    first = attributed(OTHER)[0]
    assert (words(OTHER, first.source), first.kind) == (["Orne"], Kind.DIRECT)


def test_a_reading_does_not_depend_on_the_company() -> None:
    alone = readings(ONE)[0]
    assert readings(f"{ONE}\n\n{OTHER}\n\n{OTHER * 3}")[0] == alone
    assert readings(f"{OTHER}\n\n{ONE}")[1] == alone


def test_a_window_is_read_again_for_its_likeliest_cues_only(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = readings(f"{ONE} {OTHER}")[0]
    monkeypatch.setattr(tagger, "MOST_CUES", 2)
    kept = readings(f"{ONE} {OTHER}")[0]
    assert len(kept) == 2 < len(everything)
    assert min(r.is_cue for r in kept) >= max(r.is_cue for r in everything if r.cue not in {k.cue for k in kept})


def test_likelihood_lies_between_both_opinions() -> None:
    for reading in readings(f"{ONE} {OTHER}")[0]:
        assert min(reading.is_cue, reading.reads) <= likelihood(reading) <= max(reading.is_cue, reading.reads)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["said", "“", "”", "Orne", "the", "crane", ",", "that", ".", "é", "中", "\ud800"]), min_size=1
    )
)
def test_readings_stand_within_the_paragraph(bag: list[str]) -> None:
    text = " ".join(bag)
    for sheet, found in zip(sheets(parsed(text)), readings(text), strict=True):
        count = len(sheet.layout.tokens)
        for reading in found:
            for first, end in (reading.cue, *reading.source, *reading.content):
                assert 0 <= first < end <= count


def test_a_paragraph_longer_than_a_window_is_read_to_its_end() -> None:
    text = "The yard was quiet. " * 120 + ONE
    [found] = readings(text)
    last = max(reading.cue[0] for reading in found if reading.is_cue > 0.5)
    assert sheets(parsed(text))[0].layout.tokens[last].start > len(text) - len(ONE)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x" * 3000, "said " * 900, "“" * 300])
def test_any_text_is_survived(text: str) -> None:
    readings(text)
