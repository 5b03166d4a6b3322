"""The word lists of chains: whole, lower case, and every entry of use."""

from secondsource.chains.tables import words
from secondsource.language.given import men, women


def test_lists_are_lower_case_and_full() -> None:
    lists = words()
    for name in ("bare", "voices", "houses", "bodies", "family", "selves", "not_places"):
        entries = getattr(lists, name)
        assert entries, name
        assert all(e == e.lower().strip() for e in entries), name


def test_no_role_speaks_both_for_itself_and_for_another() -> None:
    assert not words().selves & set(words().officers)


def test_institutions_have_a_known_kind() -> None:
    assert set(words().institutions.values()) == {"police", "sheriff", "trooper", "fire"}
    assert set(words().officers.values()) == {"police", "sheriff", "fire", "coroner", "prosecutor", "any"}


def test_state_media_name_a_state_and_an_agency() -> None:
    assert words().state_media["North Korea"] == "KCNA"


def test_roles_are_lower_case() -> None:
    assert all(e == e.lower().strip() for e in words().roles)


def test_no_given_name_is_both() -> None:
    assert not men() & women()
