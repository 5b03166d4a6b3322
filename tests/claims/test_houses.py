import pytest

from secondsource.claims.houses import one_house, registered


@pytest.mark.parametrize(
    ("address", "house"),
    [
        ("chicago.example.com", "example.com"),
        ("https://www.example.co.uk:80/a/b", "example.co.uk"),
        ("example.org", "example.org"),
    ],
)
def test_registered(address, house):
    assert registered(address) == house


@pytest.mark.parametrize(
    "names",
    [
        ("KXYZ", "www.kxyz.com:80"),
        ("The Norrvik Post", "norrvikpost.net"),
        ("AP", "The Associated Press", "bigstory.ap.org"),
        ("north.sellatimes.com", "south.sellatimes.com"),
        ("Norrvik Daily Courier", "dailycourier.com"),
    ],
)
def test_one_house_has_one_name(names):
    assert len(set(one_house(names).values())) == 1


def test_the_name_stands_for_the_address():
    assert one_house(["kxyz.com", "KXYZ"])["kxyz.com"] == "KXYZ"


def test_other_houses_stay_apart():
    assert len(set(one_house(["Norrvik Post", "Norrvik Times", "norrvik.com"]).values())) == 3


def test_the_end_of_a_name_is_its_address_only_where_it_tells():
    assert len(set(one_house(["Norrvik Tribune", "tribune.com"]).values())) == 2
    names = ["Norrvik Daily Courier", "Selby Daily Courier", "dailycourier.com"]
    assert len(set(one_house(names).values())) == 3


def test_an_abbreviation_is_the_one_name_that_it_can_stand_for():
    assert one_house(["NPA", "Norrvik Press Agency"])["NPA"] == "Norrvik Press Agency"
    assert one_house(["NPA", "Norrvik Press Agency", "Northern Ports Authority"])["NPA"] == "NPA"
