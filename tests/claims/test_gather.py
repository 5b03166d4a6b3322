"""Claims of invented stories: which statements are one, what they rest on, what a reader's word changes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource import claims
from secondsource.claims import facts
from secondsource.records import (
    Edge,
    Entity,
    EntityKind,
    Judgement,
    Match,
    MatchKind,
    Mention,
    Parsed,
    Stance,
)

from .invented import Pile, report

WORDS = "the ferry Anna Lind ran aground off Port Sella with 212 people on board"


def gather(pile, edges=(), matches=(), judgements=(), entities=()):
    return claims.gather(pile.story(), pile.parsed(), pile.statements, entities, (), matches, edges, judgements)


def told_by(pile, name, text, *chain, **more):
    pile.report(name, f"On Monday {text}.")
    return pile.says(name, text, *chain, **more)


def test_every_statement_is_in_exactly_one_claim(pile):
    pile.report("a", f"On Monday {WORDS}. The owner had been warned. Nobody was hurt.")
    for words in (WORDS, "The owner had been warned", "Nobody was hurt", "owner"):
        pile.says("a", words)
    found, _ = gather(pile)
    assert sorted(s for c in found for s in c.statements) == sorted(s.id for s in pile.statements)


def test_one_dispatch_in_two_outlets_rests_on_one(pile):
    a = told_by(pile, "a", WORDS, "Teel", "Coast Guard", copied_from="wire:1")
    b = told_by(pile, "b", WORDS, "Teel", "Coast Guard", copied_from="wire:1")
    [claim], _ = gather(pile, edges=[Edge("wire:1", r, 0.9, (), 0.9) for r in "ab"])
    assert set(claim.statements) == {a, b}
    assert claim.independent_origins == (1, 1)
    assert claim.rests_on == ("Teel",)
    assert claim.bottlenecks == ("Teel", "Coast Guard", "wire:1")
    assert claim.status == "single-origin"
    assert "all go back to Teel" in claim.why[0]


def test_two_outlets_in_their_own_voice_are_unsure(pile):
    told_by(pile, "a", WORDS)
    told_by(pile, "b", WORDS)
    [claim], _ = gather(pile)
    assert (claim.independent_origins, claim.status) == ((1, 2), "unsure")
    assert any("can't be ruled out" in why for why in claim.why)


def test_own_voice_may_go_back_to_the_named_source(pile):
    told_by(pile, "a", WORDS, "Teel")
    told_by(pile, "b", "the ferry Anna Lind went aground off Port Sella and had 212 people on board")
    [claim], _ = gather(pile)
    assert claim.independent_origins == (1, 2)


def test_who_drops_the_source_of_the_same_words_makes_no_new_origin(pile):
    told_by(pile, "a", WORDS, "Teel")
    told_by(pile, "b", WORDS)
    [claim], _ = gather(pile)
    assert (claim.independent_origins, claim.rests_on) == ((1, 1), ("Teel",))


def test_four_accounts_in_their_own_words_rest_on_two_at_least(pile):
    told_by(pile, "a", WORDS)
    told_by(pile, "b", "the ferry Anna Lind went aground off Port Sella and had 212 people on board")
    told_by(pile, "c", "with 212 people on board the ferry Anna Lind hit ground near Port Sella")
    told_by(pile, "d", "212 people were on board when the ferry Anna Lind ran aground at Port Sella")
    [claim], _ = gather(pile)
    assert (claim.independent_origins, claim.status) == ((2, 4), "corroborated")


def test_a_clause_finds_its_like_though_its_sentence_says_more(pile):
    pile.report("a", f"The harbour was closed on Monday and {WORDS}.")
    whole = pile.says("a", f"The harbour was closed on Monday and {WORDS}")
    clause = pile.says("a", WORDS)
    other = told_by(pile, "b", WORDS)
    [claim], _ = gather(pile)
    assert {whole, clause, other} == set(claim.statements)


def test_a_charge_is_known_to_those_who_bring_it(pile):
    words = "Orrin Vale, 41, is charged with arson at the Sella mill"
    told_by(pile, "a", words, "Detective Teel", "Sella Police")
    told_by(pile, "b", words, "Sergeant Marsh", "Sella Police")
    [claim], _ = gather(pile)
    assert (claim.only_party, claim.independent_origins) == ("Sella Police", (1, 1))


def test_who_says_no_to_the_same_deed_denies_it(pile):
    told_by(pile, "a", "the ferry Anna Lind ran aground off Port Sella", "Teel")
    told_by(pile, "b", "the ferry Anna Lind did not run aground off Port Sella", "Lind Lines")
    [claim], [conflict] = gather(pile)
    assert (claim.status, conflict.kind) == ("disputed", "denial")


def test_what_is_only_called_false_is_denied_only(pile):
    pile.report("a", "The mayor falsely claimed that the ferry Anna Lind was built in Port Sella.")
    pile.says("a", "the ferry Anna Lind was built in Port Sella", "Teel")
    [claim], _ = gather(pile)
    assert (claim.status, claim.independent_origins) == ("denied-only", (0, 0))


def test_two_named_sources_in_two_outlets_are_two(pile):
    told_by(pile, "a", WORDS, "Teel")
    told_by(pile, "b", WORDS, "Orr")
    [claim], _ = gather(pile)
    assert (claim.independent_origins, claim.status, claim.named_sources) == ((2, 2), "corroborated", 2)


def test_three_named_sources_in_one_report_rest_on_it(pile):
    told_by(pile, "a", WORDS, ("Teel", "Orr", "Marsh"))
    [claim], _ = gather(pile)
    assert (claim.independent_origins, claim.named_sources, claim.rests_on) == ((1, 1), 3, ("a",))
    assert claim.bottlenecks == ()


def test_two_unnamed_sources_may_be_one(pile):
    told_by(pile, "a", WORDS, "anonymous@a")
    told_by(pile, "b", WORDS, "anonymous@b")
    [claim], _ = gather(pile)
    assert claim.independent_origins == (1, 2)


def test_two_sites_of_one_house_are_one(pile):
    pile.report("a", f"On Monday {WORDS}.", "north.sellatimes.com")
    pile.report("b", f"On Monday {WORDS}.", "south.sellatimes.com")
    for name in "ab":
        pile.says(name, WORDS)
    [claim], _ = gather(pile)
    assert claim.independent_origins == (1, 1)


def test_an_opinion_is_said_by_its_outlets(pile):
    words = "the owner's conduct was disgraceful"
    told_by(pile, "a", words, "Teel")
    told_by(pile, "b", words, "Teel")
    [claim], _ = gather(pile)
    assert (claim.status, claim.opinion, claim.independent_origins) == ("said", True, (1, 2))
    assert "Teel" not in claim.rests_on


def test_a_denial_disputes(pile):
    told_by(pile, "a", WORDS, "Teel")
    told_by(pile, "b", WORDS, "Lind Lines", stance=Stance.DENIES)
    [claim], [conflict] = gather(pile)
    assert (claim.status, claim.report_ids) == ("disputed", ("a",))
    assert [s.value for s in conflict.sides] == ["it is so", "it is not so"]


def test_declining_carries_nothing(pile):
    told_by(pile, "a", WORDS, "Lind Lines", stance=Stance.DECLINES)
    [claim], _ = gather(pile)
    assert (claim.report_ids, claim.independent_origins) == ((), (0, 0))


def test_other_numbers_are_not_the_same_claim(pile):
    told_by(pile, "a", "the ferry Anna Lind carried 212 passengers out of Port Sella", "Teel")
    told_by(pile, "b", "the ferry Anna Lind carried 340 passengers out of Port Sella", "Orr")
    found, [conflict] = gather(pile)
    assert len(found) == 2
    assert (conflict.kind, conflict.label) == ("number", "conflict")
    assert {s.value for s in conflict.sides} == {"212 passengers", "340 passengers"}


@pytest.mark.parametrize(
    ("verdict", "first", "second", "claims_found"),
    [("different", WORDS, WORDS, 2), ("same", WORDS, "nobody has seen the captain since Tuesday", 1)],
)
def test_a_readers_word_wins(pile, verdict, first, second, claims_found):
    a, b = told_by(pile, "a", first), told_by(pile, "b", second)
    before, _ = gather(pile)
    after, _ = gather(pile, judgements=[Judgement(verdict, a, b)])
    assert len(after) == claims_found != len(before)


def test_a_wrong_link_is_left_out(pile):
    a = told_by(pile, "a", WORDS, "Teel", "Coast Guard")
    [before], _ = gather(pile)
    [after], _ = gather(pile, judgements=[Judgement("wrong-link", a, "Teel")])
    assert before.rests_on == ("Teel",)
    assert after.rests_on == ("Coast Guard",)


def test_ids_are_of_the_earliest_statement(pile):
    told_by(pile, "a", WORDS)
    [one], _ = gather(pile)
    told_by(pile, "b", WORDS)
    [two], _ = gather(pile)
    assert one.id == two.id
    assert one.id.startswith("c-")
    assert len(one.id) == 10


def test_those_that_most_reports_tell_come_first(pile):
    told_by(pile, "a", "nobody has seen the captain since Tuesday")
    told_by(pile, "b", WORDS)
    told_by(pile, "c", WORDS)
    found, _ = gather(pile)
    assert [len(c.report_ids) for c in found] == [2, 1]


def test_what_is_only_a_part_of_another_claim_comes_after_all_that_are_whole(pile):
    pile.report("a", "The crane fell and two men were hurt. A dog slept. Ida Roos, an aunt of both men.")
    whole = pile.says("a", "The crane fell and two men were hurt", "Teel")
    parts = [pile.says("a", words, "Teel", carried=True) for words in ("The crane fell", "two men were hurt")]
    label = pile.says("a", "Ida Roos, an aunt of both men")
    small = pile.says("a", "A dog slept")
    found, _ = gather(pile)
    assert [c.statements[0] for c in found] == [whole, small, label, parts[0]]
    assert set(found[0].statements) == {whole, parts[1]}  # what nobody else tells is told by the greatest of its parts


def test_the_words_shown_hang_from_nothing(pile):
    pile.report("a", "The mill shut after two men drowned in the race on Friday night.")
    hanging, clear = (pile.says("a", words) for words in ("after two men drowned in the race on Friday night",
                                                         "two men drowned in the race on Friday night"))  # fmt: skip
    [claim], _ = gather(pile)
    assert (set(claim.statements), claim.shown) == ({hanging, clear}, clear)


NASTY = ["", "“", "مرحبا بالعالم", "12 12 12 12 12,,, 3-3-3-3", "No. No! No?", "٣٤ people were killed"]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_survives(text):
    pile = Pile()
    for name in "ab":
        pile.report(name, text or " ")
        pile.says(name, text)
        pile.says(name, text, "anonymous@" + name)
    found, _ = gather(pile)
    assert sum(len(c.statements) for c in found) == 4


def test_nothing_gives_nothing(pile):
    assert gather(pile) == ((), ())


def test_a_statement_without_content_survives(pile):
    pile.report("a", "Nothing.")
    pile.says("a", "")
    [claim], _ = gather(pile)
    assert claim.independent_origins == (1, 1)


SENTENCES = [
    "Four people were hurt at the pier on Monday",
    "The ferry was late because of thick fog",
    "Captain Teel praised the crew of the ferry",
    "The owner ignored two warnings about its radar",
]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(SENTENCES), st.sampled_from(["", "Teel", "Orr"]), st.booleans()
        ),
        max_size=8,
        unique_by=lambda t: t[:3],
    )
)
def test_ranges_are_bounded_by_the_reports(told):
    pile = Pile()
    for name in "abc":
        pile.report(name, ". ".join(SENTENCES) + ".")
    for name, words, source, denies in told:
        sid = pile.says(name, words, *([source] if source else []), stance=Stance.DENIES if denies else Stance.ASSERTS)
        pile.statements[-1] = replace(pile.statements[-1], id=f"{sid}/{source}")
    found, _ = gather(pile)
    assert sum(len(c.statements) for c in found) == len(told)
    for claim in found:
        low, high = claim.independent_origins
        assert 0 <= low <= high <= len(claim.report_ids)
        assert len(claim.same) == len(claim.statements) - 1
        assert claim.why[0].endswith(".")
    assert gather(pile) == (found, _)


def test_lone_surrogates_survive(pile):
    pile.report("a", "\ud800 ferry")
    pile.says("a", "\ud800 ferry")
    page = Parsed(report("a", "\ud800 ferry"), ())
    [claim], _ = claims.gather(pile.story(), [page], pile.statements, (), (), (), ())
    assert claim.independent_origins == (1, 1)


def test_copied_passages_speak_for_the_same(pile):
    a = told_by(pile, "a", "the vessel had left Norrvik an hour late", "Teel")
    b = told_by(pile, "b", "the ship had left Norrvik one hour late", "Teel")
    copied = Match("a", 10, 50, "b", 10, 49, 0.8, MatchKind.COPIED)
    [claim], _ = gather(pile, matches=[copied])
    assert set(claim.statements) == {a, b}


def test_a_fragment_is_no_claim_and_no_way(pile):
    pile.report("a", "“The alarm never rang,” said Ida Roos, who lives across the road from the mill.")
    told = pile.says("a", "The alarm never rang", "Ida Roos")
    aside = pile.says("a", "who lives across the road from the mill")
    [claim], _ = gather(pile)
    assert (claim.statements, claim.shown, claim.rests_on) == ((told, aside), told, ("Ida Roos",))


def test_a_name_and_an_age_printed_otherwise_are_conflicts(pile):
    texts = {"a": "Orla Quist, 36, ran the ferry aground.", "b": "Orla Quisst, 34, ran the ferry aground."}
    for name, text in texts.items():
        pile.report(name, text)
        pile.says(name, text.removesuffix("."))
    mentions = tuple(Mention(name, 0, text.index(",")) for name, text in texts.items())
    person = Entity("person:orla-quist", EntityKind.PERSON, "Orla Quist", mentions)
    _, found = claims.gather(pile.story(), pile.parsed(), pile.statements, [person], (), (), ())
    assert ("number", "the age of Orla Quist") in {(c.kind, c.about) for c in found}


def test_the_ages_of_two_people_are_no_conflict(pile):
    told_by(pile, "a", "a 25-year-old woman was hurt aboard the ferry Anna Lind off Port Sella", "Teel")
    told_by(pile, "b", "a 4-year-old woman was hurt aboard the ferry Anna Lind off Port Sella", "Orr")
    _, found = gather(pile)
    assert not found


def shown_of(pile):
    found, conflicts = gather(pile)
    texts = {s.id: pile.texts[s.report][0][slice(*s.content[0])] for s in pile.statements}
    return [texts[c.shown] for c in found], conflicts


def test_nobody_killed_is_not_what_one_killed_is(pile):
    told_by(pile, "a", "no one was killed at the mill in Corlan", "Renn")
    told_by(pile, "b", "one worker was killed at the mill in Corlan", "Orr")
    found, conflicts = gather(pile)
    assert len(found) == 2
    assert [(c.kind, [s.value for s in c.sides]) for c in conflicts] == [("number", ["0", "1"])]


def test_the_words_shown_are_those_that_the_reports_share(pile):
    told_by(pile, "a", "nineteen people were killed at the Corlan mill", "Okoro")
    told_by(pile, "b", "the governor opened an inquiry into the fire that killed 19 people at the Corlan mill", "Marsh")
    told_by(pile, "c", "nineteen people were killed at the Corlan mill", "Renn")
    shown, _ = shown_of(pile)
    assert shown[0] == "nineteen people were killed at the Corlan mill"


def test_what_else_happened_that_night_is_another_claim(pile):
    pile.report("a", "The ferry sank on Tuesday night.")
    pile.report("b", "The council voted on Tuesday night.")
    for name in "ab":
        pile.says(name, pile.texts[name][0].rstrip("."))
    assert len(gather(pile)[0]) == 2


def test_eleven_per_cent_and_eleven_sites_are_no_term_in_common(pile):
    pile.report("a", "Oster Mills has eleven sites in the north.")
    pile.report("b", "Shares in Oster Mills fell 11 per cent.")
    for name in "ab":
        pile.says(name, pile.texts[name][0].rstrip("."))
    one, other = facts.read(pile.parsed(), pile.statements, (), ())
    assert {"#11", "#11%"} & (one.terms | other.terms) == {"#11", "#11%"}
    assert not any(t.startswith("#") for t in one.terms & other.terms)


def test_a_later_figure_that_says_so_is_an_update(pile):
    pile.report("a", "Doctor Okoro said 17 patients were in intensive care in the Corlan hospital.")
    pile.report("b", "Doctor Okoro said eleven patients are still in intensive care in the Corlan hospital.")
    pile.says("a", "17 patients were in intensive care in the Corlan hospital", "Okoro")
    pile.says("b", "eleven patients are still in intensive care in the Corlan hospital", "Okoro")
    days = {"a": "2031-05-01T09:00:00Z", "b": "2031-05-03T09:00:00Z"}
    parsed = [replace(p, report=replace(p.report, published=days[p.report.id])) for p in pile.parsed()]
    _, conflicts = claims.gather(pile.story(), parsed, pile.statements, (), (), (), (), ())
    assert [(c.label, [s.value for s in c.sides]) for c in conflicts] == [
        ("update", ["17 patients", "eleven patients"])
    ]


def test_a_denial_is_not_of_what_shares_a_word_in_another_sense(pile):
    pile.report("a", "The rescued had sheltered in a cold store.")
    pile.says("a", "The rescued had sheltered in a cold store", "Brandt")
    pile.report("b", "Lanz denied that dangerous chemicals were stored in the shed.")
    pile.says("b", "dangerous chemicals were stored in the shed", "Lanz", stance=Stance.DENIES)
    assert len(gather(pile)[0]) == 2


def test_what_a_report_says_is_not_so_nobody_denies(pile):
    told_by(pile, "a", WORDS, "Teel")
    told_by(pile, "b", WORDS, stance=Stance.DENIES)
    assert gather(pile)[1] == ()
