"""Where reports differ: each side's words, once."""

from dataclasses import replace

from secondsource.records import Side, Spot
from secondsource.show.differences import difference
from secondsource.show.lookup import Known

from .example import story


def test_a_difference_shows_the_clause_and_not_its_sentence_again():
    view = story()
    one, other = view.reports[:2]
    spots = (Spot(one.id, 0, 90), Spot(one.id, 10, 30), Spot(other.id, 0, 90))
    conflict = replace(view.findings.conflicts[0], sides=(Side("so", spots, (1, 1)),))
    [side] = difference(conflict, Known(view), {})["sides"]
    assert len(side["spots"]) == 2
    assert side["spots"][0]["words"][1] == " ".join(one.text[10:30].split())
