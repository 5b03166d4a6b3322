"""The timeline of one person or organisation across stories."""

import pytest

import secondsource as ss
from piles import write
from secondsource.errors import UsageError

PILE = [
    {
        "id": "quay",
        "source": "Sella Courier",
        "published": "2026-03-10",
        "text": "Mayor Ada Bellrose opened the new quay of Port Sella on Monday. Divers found an anchor there on "
        "Sunday.\n\n"
        "Bellrose will visit the old mill on Friday, her office said.\n",
    },
    {
        "id": "mill",
        "source": "Norrvik Post",
        "published": "2026-04-20",
        "text": "The Karsen Mill burned down on Saturday, the fire brigade of Norrvik said.\n\n"
        "“It was the last of its kind,” Mayor Ada Bellrose told the council on Sunday.\n\n"
        "Rudo Hale, its miller, bought the mill in 1998.\n",
    },
]


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    return ss.read([write(tmp_path_factory.mktemp("about"), PILE)], cache=False)


@pytest.mark.parametrize("name", ["Ada Bellrose", "ada bellrose", "Bellrose"])
def test_what_is_told_of_a_person_in_all_stories(pile, name):
    found = pile.timeline(about=name).to_dicts()
    assert [(line["date"], line["report"]) for line in found] == [
        ("2026-03-09", "quay"),
        ("2026-03-13", "quay"),
        ("2026-04-19", "mill"),
    ]
    assert all("Bellrose" in line["text"] for line in found)
    assert len({line["story"] for line in found}) == 2
    assert len(found) < len(pile.timeline().to_dicts())


def test_a_name_that_nobody_has_says_who_is_near(pile):
    with pytest.raises(UsageError, match="no person or organisation 'Ada Merrin' here"):
        pile.timeline(about="Ada Merrin")
