"""One name with another kind of place."""

import pytest

from secondsource.claims import namesakes

from .invented import report


def compare(*texts):
    reports = [report(str(n), text) for n, text in enumerate(texts)]
    return [[value for value, _ in d.sides] for d in namesakes.compare(reports)]


@pytest.mark.parametrize(
    ("one", "other", "sides"),
    [
        ("It was on Paschal Street.", "They met on North Paschal Ave.", ["Paschal Street", "North Paschal Ave"]),
        ("He is in Orlo Medical Center.", "He lies at Orlo Hospital.", ["Orlo Medical Center", "Orlo Hospital"]),
        ("It burned on 32nd Avenue.", "It burned on 32nd Court.", ["32nd Avenue", "32nd Court"]),
        ("It was on Paschal Street.", "It was on Paschal St. at noon.", None),
        ("It was on Paschal Street.", "On Paschal Street and Paschal Avenue.", None),
        ("He is in Orlo General Hospital.", "He lies at Orlo Hospital.", None),
        ("It was on Paschal Street.", "He lies at Paschal Hospital.", None),
        ("It was in the Orlo Center.", "It was in the Orlo Centre.", None),
        ("It was on a street.", "It was on an Avenue.", None),
    ],
)
def test_places(one, other, sides):
    found = compare(one, other)
    assert found == ([sides] if sides else [])
