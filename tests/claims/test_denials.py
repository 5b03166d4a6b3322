import re

import pytest

from secondsource.claims.denials import rejects
from secondsource.records import Entity, EntityKind, Mention, Stance

from .test_gather import gather


@pytest.mark.parametrize(
    "text",
    [
        "That is not true.",
        "It is garbage.",
        "These claims are completely false,",
        "The story is a lie",
        "this never happened",
    ],
)
def test_rejects(text):
    assert rejects(text)


@pytest.mark.parametrize(
    "text", ["The ferry was late", "That is true.", "The false alarm cost them an hour", "It is late"]
)
def test_does_not_reject(text):
    assert not rejects(text)


def test_a_rejection_joins_what_was_said_before_it(pile):
    pile.report(
        "a", "Lind Lines ignored two warnings about the radar, the union said. “That is not true,” Captain Orr said."
    )
    told = pile.says("a", "Lind Lines ignored two warnings about the radar", "Union")
    pile.says("a", "That is not true", "Orr")
    [claim], [conflict] = gather(pile)
    assert told in claim.statements
    assert claim.status == "disputed"
    assert conflict.kind == "denial"
    assert conflict.label == "within-report"


def test_only_denied(pile):
    pile.report("a", "Lind Lines denied that it had been warned about the radar.")
    pile.says("a", "it had been warned about the radar", "Lind Lines", stance=Stance.DENIES)
    [claim], conflicts = gather(pile)
    assert (claim.status, claim.independent_origins, claim.report_ids) == ("denied-only", (0, 0), ())
    assert conflicts == ()


def test_who_says_the_opposite_is_no_teller(pile):
    pile.report("a", "A cracked valve caused the flood in Lannock, inspector Ida Roos said.")
    pile.report("b", "Oster Mills denied that a cracked valve caused the flood in Lannock.")
    pile.report("c", "The valve did not crack, the head of Oster Mills, Per Lund, said of the flood in Lannock.")
    yes = pile.says("a", "A cracked valve caused the flood in Lannock", "Ida Roos")
    pile.says("b", "a cracked valve caused the flood in Lannock", "Oster Mills", stance=Stance.DENIES)
    pile.says("c", "The valve did not crack", "Per Lund", "Oster Mills")
    [claim], [conflict] = gather(pile)
    assert (claim.status, claim.independent_origins, claim.rests_on) == ("disputed", (1, 1), ("Ida Roos",))
    assert (claim.shown, claim.report_ids) == (yes, ("a",))
    assert {spot.report for spot in conflict.sides[1].spans} == {"b", "c"}


def test_a_place_alone_is_not_denied(pile):
    pile.report("a", "The blasts flattened Shed Four at the Lannock yard on Sunday night.")
    pile.report("b", "Minister Ole Brandt denied that dangerous acids were kept at the Lannock yard.")
    pile.says("a", "The blasts flattened Shed Four at the Lannock yard on Sunday night")
    pile.says("b", "dangerous acids were kept at the Lannock yard", "Ole Brandt", stance=Stance.DENIES)
    found, conflicts = gather(pile)
    assert [c.status for c in found] == ["single-origin", "denied-only"]
    assert conflicts == ()


def test_he_denied_the_accusations_is_of_what_he_is_accused_of(pile):
    pile.report(
        "a",
        "Ida Roos said that Per Lund had flooded the mill in Lannock. The ferry left at noon, Orr said. "
        "Per Lund denied the accusations.",
    )
    blamed = pile.says("a", "Per Lund had flooded the mill in Lannock", "Ida Roos")
    other = pile.says("a", "The ferry left at noon", "Orr")
    pile.says("a", "the accusations", "Per Lund", stance=Stance.DENIES)
    named = tuple(Mention("a", *m.span()) for m in re.finditer("Per Lund", pile.texts["a"][0]))
    found, _ = gather(pile, entities=[Entity("e-1", EntityKind.PERSON, "Per Lund", named)])
    status = {s: c.status for c in found for s in c.statements}
    assert (status[blamed], status[other]) == ("disputed", "single-origin")


def test_what_somebody_failed_to_do_is_not_opposed_by_who_did_not(pile):
    pile.report("a", "Per Lund did not appear in the court of Lannock on Monday.")
    pile.report("b", "Per Lund failed to appear in the court of Lannock on Monday.")
    pile.says("a", "Per Lund did not appear in the court of Lannock on Monday", "Orr")
    pile.says("b", "Per Lund failed to appear in the court of Lannock on Monday", "Ida Roos")
    found, conflicts = gather(pile)
    assert conflicts == ()
    assert "disputed" not in {c.status for c in found}
