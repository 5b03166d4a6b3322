"""Every entry of every table can match."""

import re
import tomllib
from importlib import resources

import pytest

from secondsource.claims import casualties, denials, facts, houses, opinion

from .invented import Pile

FOLDER = resources.files("secondsource.claims")


def rows(name):
    lines = FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_kin_are_lemmas_in_one_group_each():
    words = [word for row in rows("kin.tsv") for word in row]
    assert len(words) == len(set(words))
    for row in rows("kin.tsv"):
        assert len(row) > 1
        assert {facts.kin(word) for word in row} == {row[0]}


def test_each_house_is_found_by_each_of_its_names():
    for usual, *forms in rows("houses.tsv"):
        for form in forms:
            assert houses.house(form) == houses.house(usual) == usual


def test_opinion_lists_hold_each_word_once():
    for place, *words in rows("opinion.tsv"):
        assert place in {"adjective", "cue", "mine", "noun", "sense", "strong", "verb"}
        assert len(words) == len(set(words)), place
        assert opinion.lists()[place] == set(words)


def test_short_lists_hold_lemmas_once_and_are_used():
    table = tomllib.loads(FOLDER.joinpath("words.toml").read_text(encoding="utf-8"))
    moods, acts, done = table.pop("moods"), table.pop("acts"), table.pop("done")
    assert set(table) == {
        *("light", "negations", "own", "persons", "titles", "others", "forms", "police", "policing"),
        *("once", "chosen", "spoken_for", "hanging", "done_to"),
        *("failing", "spanning", "desks", "streets", "hospitals"),
    }
    joined = {name: [w for ws in table_.values() for w in ws] for name, table_ in (("moods", moods), ("acts", acts))}
    for name, listed in {**table, **joined}.items():
        assert len(listed) == len(set(listed)), name
        named = name in ("streets", "hospitals")
        assert all(word == (word.title() if named else word.lower()).strip() for word in listed), name
    assert all(set(row) == {"party", "nouns", "verbs"} and row["verbs"] for row in done)
    assert set(table["light"]) == facts.LIGHT
    assert set(table["negations"]) == facts.NEGATIONS
    assert set(facts.MODALS.values()) == {"may", "will", "must"}


@pytest.mark.parametrize("word", sorted(facts.denying()["verbs"]))
def test_a_clause_under_a_word_of_denial_is_refuted(word):
    [fact] = read_clause(f"The mayor {past(word)} that the ferry was late.", "the ferry was late")
    assert fact.refuted


@pytest.mark.parametrize("word", sorted(facts.denying()["adverbs"]))
def test_what_is_said_falsely_is_refuted(word):
    [fact] = read_clause(f"The mayor {word} claimed that the ferry was late.", "the ferry was late")
    assert fact.refuted


def read_clause(text, words):
    made = Pile()
    made.report("a", text)
    made.says("a", words)
    return facts.read(made.parsed(), made.statements, (), ())


def past(verb):
    return {"deny": "denied", "refute": "refuted", "disprove": "disproved", "debunk": "debunked"}[verb]


@pytest.mark.parametrize("name", ["casualties.toml", "denials.toml"])
def test_patterns_compile(name):
    table = tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))
    for value in table.values():
        for pattern in value if isinstance(value, list) else []:
            re.compile(pattern)


@pytest.mark.parametrize(
    "word",
    [
        w
        for part in ("states",)
        for ws in tomllib.loads(FOLDER.joinpath("casualties.toml").read_text())[part].values()
        for w in ws
    ],
)
def test_each_state_is_counted(word):
    assert [s[2] for s in casualties._spots(f"Four people were {word} there")] or word == "died"


@pytest.mark.parametrize("word", ["garbage", "a lie", "false", "not true", "wrong", "made up"])
def test_each_rejection_rejects(word):
    assert denials.rejects(f"That is {word}.")
