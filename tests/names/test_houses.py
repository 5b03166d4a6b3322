"""Outlets: one name, however they are written."""

import pytest

from secondsource.names import outlet


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("kltv.com:80", "KLTV"),
        ("KLTV", "KLTV"),
        ("KLTV-TV", "KLTV"),
        ("http://www.whio.com/news/1", "WHIO"),
        ("nyt", "The New York Times"),
        ("articles.washingtonpost.com", "The Washington Post"),
        ("Agence France-Presse", "Agence France-Presse"),
        ("AP", "Associated Press"),
        ("The Selby Courier", "The Selby Courier"),
        ("selbycourier.example", "selbycourier.example"),
        ("", ""),
    ],
)
def test_outlets(source: str, name: str) -> None:
    assert outlet(source) == name


@pytest.mark.parametrize("source", ["nyt", "kltv.com", "bbc.co.uk", "The Selby Courier", "selby.example"])
def test_an_outlets_name_is_its_own_name(source: str) -> None:
    assert outlet(outlet(source)) == outlet(source)
