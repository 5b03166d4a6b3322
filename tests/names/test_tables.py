"""The data files: each row is whole, and each form can match."""

from itertools import chain

from secondsource.language.parse import bind, parse
from secondsource.names import tables
from secondsource.names.houses import outlet
from secondsource.names.runs import _forms, _key, _spaced


def test_every_country_has_its_own_code_and_name() -> None:
    rows = tables.countries()
    assert len(rows) > 190
    assert len({c.iso for c in rows}) == len(rows) == len({c.name for c in rows})
    assert all(len(c.iso) == 2 for c in rows)


def test_no_form_stands_for_two_countries() -> None:
    forms = [f for c in tables.countries() for f in (c.name, *c.capitals, *c.demonyms, *c.forms)]
    assert sorted(f for f in set(forms) if forms.count(f) > 1) == []


def test_every_form_can_match_the_tokens_that_it_has() -> None:
    forms = sorted(
        set(chain.from_iterable((c.name, *c.capitals, *c.demonyms, *c.forms) for c in tables.countries())).union(
            chain.from_iterable((h.name, *h.forms) for h in tables.houses())
        )
    )
    known = _forms()
    wrong = []
    for form, table in zip(forms, parse([f"It was {form} again." for form in forms]), strict=True):
        paragraph = bind(table, f"It was {form} again.", 0)
        inside = [t for t in paragraph.tokens if 7 <= t.start < 7 + len(form)]
        if _key(inside) not in known or len(inside) > 6:
            wrong.append((form, _key(inside), _spaced(form)))
    assert wrong == []


def test_every_host_is_its_house() -> None:
    for house in tables.houses():
        assert outlet(house.name) == house.name
        for host in house.hosts:
            assert outlet(f"https://www.{host}/page") == house.name


def test_word_lists_are_folded() -> None:
    for name in ("organisation", "no_names", "common", "nobody", "many", "seated", "seats", "led_by_place"):
        assert tables.word_list(name)
        assert all(w == w.lower().strip() for w in tables.word_list(name))


def test_offices_led_by_a_place_are_offices() -> None:
    assert tables.word_list("led_by_place") <= set(tables.titles().offices)


def test_many_holders_are_offices() -> None:
    assert tables.word_list("many") <= set(tables.titles().offices.values())


def test_slips_are_nobodys_usual_spelling() -> None:
    usual = {u for forms in tables.given_names().values() for u in forms}
    assert not usual & set(tables.slips())
