"""The word lists of chains: whole, lower case, and every entry of use."""

from secondsource.chains.tables import words
from secondsource.language.given import men, women


def test_lists_are_lower_case_and_full() -> None:
    lists = words()
    for name in ("bare", "voices", "houses", "bodies", "family", "selves", "not_places"):
        entries = getattr(lists, name)
        assert entries, name
        assert all(e == e.lower().strip() for e in entries), name


def test_every_noun_for_a_body_is_called_by_a_kind_of_name() -> None:
    lists = words()
    assert lists.open_bodies <= lists.bodies
    assert set(lists.kind_of_noun) <= lists.houses | lists.bodies
    assert all(w == w.lower() and w.isalpha() for w in lists.kinds_of_name)
    assert all("-" in w or w.isalpha() for w in lists.modifiers)
    assert all(w == w.lower() for w in lists.modifiers)


def test_no_role_speaks_both_for_itself_and_for_another() -> None:
    assert not words().selves & set(words().officers)


def test_institutions_have_a_known_kind() -> None:
    assert set(words().institutions.values()) == {"police", "sheriff", "trooper", "fire", "prosecutor"}
    assert set(words().officers.values()) == {"police", "sheriff", "fire", "coroner", "prosecutor", "any"}


def test_state_media_name_a_state_and_an_agency() -> None:
    assert words().state_media["North Korea"] == "KCNA"


def test_roles_are_lower_case() -> None:
    assert all(e == e.lower().strip() for e in words().roles)


def test_no_given_name_is_both() -> None:
    assert not men() & women()
