"""Stories out of small piles of invented reports, and what must hold for any pile."""

import hashlib
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource import reuse, stories
from secondsource.records import Match, MatchKind, Report


def report(name, text, day=None, title=None, language="en"):
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((at, at + len(line)))
        at += len(line) + 1
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(name, text, sha, "", published=day, title=title, language=language, paragraphs=tuple(lines))


FERRY_1 = report(
    "ferry-1",
    "The ferry Lady Ansel ran aground off Brannock Point on Sunday with 140 people aboard, the coastguard said.\n"
    "Captain Ulf Merrin radioed for help at 6.20 a.m. Lifeboats from Sallow Bay took off all passengers.\n"
    "Two people were treated for cold in the hospital of Sallow Bay, said coastguard officer Dina Roe.",
    "2025-06-01",
    "Ferry aground off Brannock Point",
)
FERRY_2 = report(
    "ferry-2",
    "All 140 people aboard the Lady Ansel are safe after the ferry struck rocks near Brannock Point.\n"
    "Passengers praised Captain Ulf Merrin, who kept the ship upright until the Sallow Bay lifeboats came.\n"
    "“We heard a crunch and the coffee slid off the table,” said passenger Mona Till.",
    "2025-06-02",
    "Lady Ansel passengers safe after ferry hits rocks",
)
FERRY_OTHER = report(
    "ferry-other",
    "A ferry with 90 people aboard ran aground in the harbour of Port Vell on Sunday, the harbour master said.\n"
    "Nobody was hurt. Captain Rita Osk had tried to avoid a sailing boat, harbour master Jon Abelin said.\n"
    "Tugs pulled the Star of Vell free on the evening tide.",
    "2024-02-11",
    "Ferry aground in Port Vell harbour",
)
FAIR = report(
    "fair",
    "The book fair of Tarn opened on Monday with readings by thirty poets and a row over the price of coffee.\n"
    "Organiser Pia Lund said she expected 20,000 visitors by the weekend.",
    "2025-06-02",
    "Tarn book fair opens",
)
PILE = (FERRY_1, FERRY_OTHER, FAIR, FERRY_2)


def sets(found):
    return {frozenset(story.reports) for story in found}


def test_one_event_is_one_story_and_one_of_its_kind_is_another():
    assert sets(stories.group(PILE, ())) == {
        frozenset({"ferry-1", "ferry-2"}),
        frozenset({"ferry-other"}),
        frozenset({"fair"}),
    }


def test_reports_stand_in_the_order_of_their_dates_and_undated_ones_last():
    undated = replace(FERRY_1, id="ferry-0", published=None)
    [story] = [s for s in stories.group((undated, FERRY_2, FERRY_1), ()) if len(s.reports) == 3]
    assert story.reports == ("ferry-1", "ferry-2", "ferry-0")


def test_a_story_is_named_for_its_first_report():
    found = stories.group(PILE, ())
    assert found[0].id == "s-" + hashlib.sha256(b"ferry-1").hexdigest()[:12]
    assert len({s.id for s in found}) == len(found)


def test_every_report_has_its_reason_in_words():
    found = stories.group(PILE, ())
    [ferry] = [s for s in found if "ferry-1" in s.reports]
    why = dict(ferry.why)
    assert set(why) == set(ferry.reports)
    assert "Ulf Merrin" in why["ferry-1"]
    assert why["ferry-1"].endswith("with ferry-2")
    [fair] = [s for s in found if "fair" in s.reports]
    assert fair.why == (("fair", "no other report here tells of this event"),)


def test_a_shared_passage_is_a_reason():
    match = Match("ferry-1", 0, 60, "ferry-2", 0, 60, 1.0, MatchKind.COPIED)
    [ferry] = [s for s in stories.group(PILE, (match,)) if "ferry-1" in s.reports]
    assert dict(ferry.why)["ferry-2"].startswith("has a passage in common with ferry-1")


@pytest.mark.parametrize("kind", [MatchKind.FURNITURE, MatchKind.PHRASE, MatchKind.QUOTED])
def test_set_phrases_and_furniture_are_no_reason(kind):
    match = Match("fair", 0, 60, "ferry-2", 0, 60, 1.0, kind)
    assert stories.group(PILE, (match,)) == stories.group(PILE, ())


def test_a_pile_of_another_language():
    pile = (
        report("a", "Die Fähre Lady Ansel ist am Sonntag vor Brannock auf Grund gelaufen, so Kapitän Ulf Merrin.",
               "2025-06-01", "Fähre Lady Ansel vor Brannock auf Grund", "de"),
        report("b", "Die Gäste der Lady Ansel sind sicher. Kapitän Ulf Merrin hielt die Fähre vor Brannock.",
               "2025-06-01", "Lady Ansel: Fahrgäste der Fähre vor Brannock in Sicherheit", "de"),
        report("c", "Die Buchmesse in Tarn ist am Montag eröffnet worden, sagte die Leiterin Pia Lund.",
               "2025-06-02", "Buchmesse in Tarn eröffnet", "de"),
    )  # fmt: skip
    assert sets(stories.group(pile, ())) == {frozenset("ab"), frozenset("c")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\ud800 \udfff",
        "x" * 300_000,
        "word " * 100_000,
        '“ ” ‘ " (',
        "مرحبا بالعالم",
        "北京市发生地震",
        "12 12 12",
        "²³",
    ],
    ids=["empty", "blank", "surrogates", "one word", "one line", "quotes", "arabic", "chinese", "figures", "powers"],
)
def test_any_text_survives(text):
    odd = report("odd", text, "not a date", language=None)
    found = stories.group((*PILE, odd, replace(odd, id="odd\udcff")), ())
    assert sorted(r for s in found for r in s.reports) == sorted([*(r.id for r in PILE), "odd", "odd\udcff"])


def test_no_reports_no_stories():
    assert stories.group((), ()) == ()


WORDS = ["fire", "bridge", "Ansel", "Merrin", "Sallow", "Tarn", "14", "2025", "police", "said", "the", "a", "of", "in"]
words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=30).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, max_size=8))
def test_every_report_stands_in_exactly_one_story(found):
    pile = [report(f"r{k}", text) for k, text in enumerate(found)]
    result = stories.group(pile, ())
    assert sorted(r for s in result for r in s.reports) == sorted(r.id for r in pile)
    assert all({r for r, _ in s.why} == set(s.reports) for s in result)
    assert stories.group(pile, ()) == result


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_reports_does_not_matter(seed):
    shuffled = list(PILE)
    random.Random(seed).shuffle(shuffled)
    assert sets(stories.group(shuffled, ())) == sets(stories.group(PILE, ()))


def dispatch(rng, sentences):
    """So many sentences of made-up words, some with names and figures."""
    made = ["".join(rng.choices("aeioulnrstmdk", k=rng.randint(3, 9))) for _ in range(400)]
    names = [word.title() for word in rng.sample(made, 20)]
    lines = []
    for _ in range(sentences):
        words = rng.choices(made, k=rng.randint(9, 18))
        words[rng.randrange(2, 8)] = rng.choice(names)
        words[-2] = str(rng.randint(3, 900))
        lines.append(" ".join(words).capitalize() + ".")
    return lines


@pytest.mark.parametrize("seed", [12, 13])
def test_copies_of_one_text_stay_in_one_story_however_they_are_cut(seed):
    rng = random.Random(seed)
    text, made, pile = dispatch(rng, 40), [], []
    for k in range(200):
        source = rng.choice(made[: max(1, k // 3)]) if made and rng.random() < 0.5 else text
        kept = source[: max(3, int(len(source) * rng.uniform(0.4, 1)))]
        if rng.random() < 0.4:
            kept = [*dispatch(rng, 2), *kept]
        made.append(kept)
        pile.append(report(f"copy-{k:03}", "\n".join(kept), f"2025-06-{1 + k // 100:02}"))
    assert len(stories.group(pile, reuse.match(pile))) == 1


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_round_up_does_not_bring_its_briefs_together(seed):
    rng = random.Random(seed)
    briefs = [dispatch(rng, 6) for _ in range(5)]
    pile = [report(f"brief-{k}", "\n".join(lines), "2025-06-01") for k, lines in enumerate(briefs)]
    round_up = report("round-up", "\n".join(line for lines in briefs for line in lines), "2025-06-02")
    found = stories.group([*pile, round_up], reuse.match([*pile, round_up]))
    assert max(len(story.reports) for story in found) <= 2


def test_hundreds_of_copies_are_one_story():
    rng = random.Random(1)
    text = dispatch(rng, 12)
    pile = [report(f"u{k}", "\n".join(dispatch(rng, 8))) for k in range(40)]
    for k in range(280):
        own = dispatch(rng, 2) if rng.random() < 0.1 else []
        pile.append(report(f"d{k}", "\n".join([*own, *text[: rng.choice([8, 12, 12, 12])]])))
    rng.shuffle(pile)
    holding = [set(s.reports) for s in stories.group(pile, reuse.match(pile)) if any(r[0] == "d" for r in s.reports)]
    assert holding == [{r.id for r in pile if r.id[0] == "d"}]
