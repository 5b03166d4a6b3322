"""From where a report has its text, by way of others or straight away."""

from __future__ import annotations

from secondsource.claims.copies import Copies
from secondsource.records import Edge


def edge(parent: str, child: str, share: float) -> Edge:
    return Edge(parent, child, share, ("invented",), 0.9)


def test_a_copy_of_a_copy_has_its_text_from_the_unseen_one() -> None:
    copies = Copies((), (edge("wire:1", "courier", 0.9), edge("courier", "bayline", 1.0)))
    assert copies.unseen("courier") == "wire:1"
    assert copies.unseen("bayline") == "wire:1"


def test_an_unseen_text_that_part_of_it_is_from_comes_before_what_its_other_sources_have() -> None:
    edges = (edge("wire:1", "courier", 0.9), edge("courier", "bayline", 0.6), edge("wire:2", "bayline", 0.3))
    assert Copies((), edges).unseen("bayline") == "wire:2"


def test_reports_in_hand_that_copied_one_another_have_no_unseen_text() -> None:
    copies = Copies((), (edge("courier", "bayline", 1.0), edge("bayline", "courier", 0.5)))
    assert copies.unseen("bayline") is None
    assert copies.unseen("post") is None
