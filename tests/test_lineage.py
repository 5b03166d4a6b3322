import dataclasses
import random
import runpy
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from copies import DISPATCH, MEADOW, at, changed, report, sentences
from secondsource import lineage, reuse
from secondsource.lineage import evidence
from secondsource.lineage.facts import facts
from secondsource.lineage.overlap import common, length, union, without
from secondsource.lineage.readings import Readings
from secondsource.lineage.slips import differ_by_a_slip
from secondsource.records import Credit, Match, MatchKind


def credited(made, words, name):
    """The report under a credit line."""
    other = report(made.id, f"{words}\n\n{made.text}", source=made.source, published=made.published)
    return dataclasses.replace(other, credits=(Credit(0, len(words), name),), paragraphs=other.paragraphs[1:])


def edges(*pile):
    return {(e.parent, e.child): e for e in lineage.trace(pile, reuse.match(pile))}


def test_an_agency_that_one_credits_is_the_unseen_parent_of_both():
    own = report("b", sentences(random.Random(1), 200) + "\n\n" + DISPATCH, published="2024-03-05")
    found = edges(credited(report("a", DISPATCH, published="2024-03-05"), "Agencies", None), own)
    assert set(found) == {("wire:1", "a"), ("wire:1", "b")}
    assert found["wire:1", "a"].share > 0.99
    assert 0.2 < found["wire:1", "b"].share < 0.6
    assert found["wire:1", "a"].confidence > found["wire:1", "b"].confidence
    assert "credits Agencies" in found["wire:1", "b"].why[0]
    assert found["wire:1", "a"].name is None


def test_a_named_agency_names_the_wire():
    found = edges(
        credited(report("a", DISPATCH), "Velmark Wire (AP)", "Associated Press"),
        credited(report("b", DISPATCH), "AP", "Associated Press"),
        report("c", DISPATCH),
    )
    assert set(found) == {("wire:1", "a"), ("wire:1", "b"), ("wire:1", "c")}
    assert {e.name for e in found.values()} == {"Associated Press"}


def test_the_agencys_own_report_is_the_original():
    found = edges(
        credited(report("a", DISPATCH), "AP", "Associated Press"),
        report("ap", DISPATCH, source="bigstory.ap.org"),
        report("c", DISPATCH),
    )
    assert set(found) == {("ap", "a"), ("ap", "c")}
    assert "it credits Associated Press" in found["ap", "a"].why


def outlets(rng, many, credited_by=0.0, day="2024-03-01"):
    """A dispatch that so many outlets print on one day, some with openings of their own or changes."""
    pile = []
    for k in range(many):
        text, luck = f"{DISPATCH}\n\n{MEADOW}", rng.random()
        if luck < 0.1:
            text = f"{sentences(rng, 30)}.\n\n{text}"
        elif luck < 0.2:
            text = changed(rng, text, 0.02)
        made = report(f"o{k:03}", text, published=day)
        pile.append(credited(made, "AP", "Associated Press") if rng.random() < credited_by else made)
    return pile


def climbed(report_, above):
    """The holders above one, up to the first."""
    while report_ in above:
        report_ = above[report_]
        yield report_


def test_hundreds_of_copies_go_back_to_the_first():
    rng = random.Random(1)
    first = report("first", f"{DISPATCH}\n\n{MEADOW}", published="2024-02-29")
    found = edges(*rng.sample([first, *outlets(rng, 300)], 301))
    assert {child for _, child in found} == {f"o{k:03}" for k in range(300)}
    above = {child: parent for parent, child in found}
    assert all(set(climbed(r, above)) & {"first"} for r in above)
    assert sum(parent == "first" for parent, _ in found) > 250


def test_hundreds_of_copies_go_back_to_the_agencys_own_report():
    rng = random.Random(2)
    own = report("ap", f"{DISPATCH}\n\n{MEADOW}", source="bigstory.ap.org", published="2024-03-01")
    found = edges(*rng.sample([own, *outlets(rng, 300)], 301))
    assert set(found) == {("ap", f"o{k:03}") for k in range(300)}
    assert min(e.share for e in found.values()) > 0.7
    assert len(DISPATCH.split()) + len(MEADOW.split()) == int(found["ap", "o000"].why[0].split()[0])


def test_a_credit_in_a_few_of_hundreds_of_copies_is_that_of_all():
    found = edges(*outlets(random.Random(3), 300, credited_by=0.05))
    assert sum(parent == "wire:1" for parent, _ in found) > 200
    assert {e.name for e in found.values() if e.parent == "wire:1"} == {"Associated Press"}


def test_a_press_release_is_the_original():
    text = f"FOR IMMEDIATE RELEASE\n\n{DISPATCH}"
    assert set(edges(report("news", DISPATCH, published="2024-03-01"), report("sent", text))) == {("sent", "news")}


def test_the_earlier_report_is_the_parent_and_changes_are_carried_along():
    rng = random.Random(2)
    second = changed(rng, DISPATCH, 0.08) + "\n\n" + sentences(rng, 30)
    third = changed(rng, second, 0.08)
    found = edges(
        report("c", third, published="2024-03-07"),
        report("a", DISPATCH, published="2024-03-05T08:00:00+00:00"),
        report("b", second, published="2024-03-06T08:00:00+00:00"),
    )
    assert set(found) == {("a", "b"), ("b", "c")}
    assert any("it reads as b does, and not as a" in why for why in found["b", "c"].why)


def test_without_dates_or_credits_an_unseen_text_is_as_likely():
    found = edges(report("a", DISPATCH), report("b", DISPATCH))
    assert set(found) == {("wire:1", "a"), ("wire:1", "b")}
    assert all(e.confidence < 0.5 and "neither date nor credit" in e.why[1] for e in found.values())


def test_a_report_that_names_the_other_outlet_has_it_from_there():
    text = f"{DISPATCH}\n\nThe stranding was first reported by the Velmark Courier."
    found = edges(report("a", text), report("b", DISPATCH, source="Velmark Courier"))
    assert set(found) == {("b", "a")}
    assert "Velmark Courier" in found["b", "a"].why[0]


def test_parts_of_two_texts_have_two_parents():
    found = edges(
        report("both", f"{DISPATCH}\n\n{MEADOW}", published="2024-03-09"),
        report("ship", DISPATCH, published="2024-03-05"),
        report("vote", MEADOW, published="2024-03-06"),
    )
    assert set(found) == {("ship", "both"), ("vote", "both")}
    assert sum(e.share for e in found.values()) > 0.95


def test_an_earlier_report_that_lacks_part_of_what_others_share_is_not_the_parent():
    one, two, three, four = DISPATCH.split("\n\n")
    found = edges(
        report("a", "\n\n".join([one, two, three]), published="2024-03-05"),
        report("b", "\n\n".join([two, three, four]), published="2024-03-05"),
        report("c", DISPATCH, published="2024-03-06"),
    )
    assert {parent for parent, _ in found} == {"wire:1"}
    assert "hasn't" in found["wire:1", "c"].why[1]


def test_a_version_follows_the_outlets_earlier_report():
    found = edges(
        report("new", DISPATCH + "\n\nIt was afloat by noon.", source="velmark.example", published="2024-03-06"),
        report("old", DISPATCH, source="velmark.example", published="2024-03-05"),
    )
    assert set(found) == {("old", "new")}


def test_shared_quotations_and_phrases_make_no_edge():
    pair = report("a", DISPATCH), report("b", DISPATCH)
    for kind in (MatchKind.QUOTED, MatchKind.PHRASE, MatchKind.FURNITURE):
        assert lineage.trace(pair, [Match("a", 0, 300, "b", 0, 300, 1.0, kind)]) == ()


def test_wires_are_numbered_by_their_second_report_and_stay_so():
    pile = [report("a", DISPATCH), report("b", MEADOW), report("c", MEADOW), report("d", DISPATCH)]
    found = {e.child: e.parent for e in lineage.trace(pile, reuse.match(pile))}
    assert found == {"b": "wire:1", "c": "wire:1", "a": "wire:2", "d": "wire:2"}
    more = [*pile, report("e", DISPATCH), report("f", sentences(random.Random(1), 90))]
    grown = {e.child: e.parent for e in lineage.trace(more, reuse.match(more))}
    assert grown == found | {"e": "wire:2"}


def planted(seed, size, dated):
    """Reports that copy one another, and who copied whom."""
    rng = random.Random(seed)
    pile, tree = [], set()
    for k in range(size):
        if k and rng.random() < 0.85:
            parent = rng.choice(pile)
            lines = parent.text.split("\n\n")
            kept = lines[: max(2, round(len(lines) * rng.uniform(0.6, 1)))]
            text = changed(rng, "\n\n".join(kept), 0.04) + "\n\n" + sentences(rng, 25)
            tree.add((parent.id, f"r{k}"))
        else:
            text = "\n\n".join(sentences(rng, 45) for _ in range(5))
        made = report(f"r{k}", text.replace(" \n\n", "\n\n"))
        pile.append(at(made, f"2024-03-01T{k // 60:02}:{k % 60:02}:00+00:00") if dated else made)
    order = list(pile)
    rng.shuffle(order)
    return order, tree


def tree_f1(dated):
    """Edge F1 over four planted trees."""
    right = found = wanted = 0
    for seed in range(4):
        pile, tree = planted(seed, 25, dated)
        got = set(edges(*pile))
        right, found, wanted = right + len(got & tree), found + len(got), wanted + len(tree)
    return 2 * right / (found + wanted)


def test_planted_trees_with_dates_are_found():
    assert tree_f1(dated=True) >= 0.95


def test_planted_trees_without_dates_are_found():
    assert tree_f1(dated=False) >= 0.75


def test_without_dates_the_report_that_goes_on_is_the_likelier_original():
    first, second, *_ = DISPATCH.split("\n\n")
    found = edges(report("cut", f"{first}\n\n{second}"), report("whole", DISPATCH))
    assert set(found) == {("whole", "cut")}
    assert "goes on where it stops" in found["whole", "cut"].why[1]
    assert found["whole", "cut"].confidence < 0.75  # of those said with .7 some .8 are right on planted trees


def test_of_three_alike_without_dates_none_is_the_original():
    found = edges(*(report(name, DISPATCH) for name in "abc"))
    assert {parent for parent, _ in found} == {"wire:1"}


def test_a_copy_is_from_the_one_that_stops_where_it_stops():
    first, second, third, _ = DISPATCH.split("\n\n")
    found = edges(
        report("whole", DISPATCH, published="2024-03-05"),
        report("cut", f"{first}\n\n{second}\n\n{third}", published="2024-03-06"),
        report("again", f"{first}\n\n{second}\n\n{third}", published="2024-03-07"),
    )
    assert set(found) == {("whole", "cut"), ("cut", "again")}
    assert any("both leave out the same" in why for why in found["cut", "again"].why)


def test_a_copy_is_from_the_one_that_prints_quotation_marks_as_it_does():
    text = f"{DISPATCH}\n\n'It's the fog,' she said. 'It's always the fog.'"
    curly = text.replace(" '", " ‘").replace("\n'", "\n‘").replace("'", "’")
    found = edges(
        report("a", text, published="2024-03-05"),
        report("b", curly, published="2024-03-06"),
        report("c", curly, published="2024-03-07"),
    )
    assert set(found) == {("a", "b"), ("b", "c")}
    assert any("in the same form" in why for why in found["b", "c"].why)


@pytest.mark.parametrize(
    ("text", "curly"),
    [("“a” ‘b’", True), ("\"a\" 'b'", False), ('“a” "b"', None), ("“a”", None), ("", None)],
)
def test_the_form_of_quotation_marks(text, curly):
    assert evidence.curly(report("a", text)) is curly


# A text that several outlets hand on, each changing a few of its words: ``edited`` makes a copy of what it is given.
STORM = " ".join(f"{word}{n}" for n in range(60) for word in ("gale", "mast", "quay", "light"))


def edited(text, *places):
    """The text with the words at these places changed, each to another one."""
    words = text.split()
    for place in places:
        words[place] = f"new{place}"
    return " ".join(words)


def test_changes_are_carried_along_without_dates():
    first = edited(STORM, 10, 30)
    second = edited(first, 50, 70, 90)
    found = edges(report("a", STORM), report("b", first), report("c", second), report("d", edited(STORM, 120, 140)))
    assert {("a", "b"), ("b", "c"), ("a", "d")} <= set(found) | {(child, parent) for parent, child in found}
    assert len(found) == 3


@pytest.mark.parametrize("dated", [True, False])
def test_holders_of_which_each_has_changes_of_its_own_are_from_an_unseen_text(dated):
    pile = [report(f"r{k}", edited(STORM, *range(10 + 9 * k, 230, 40))) for k in range(4)]
    if dated:
        pile = [at(r, f"2024-03-0{k + 1}") for k, r in enumerate(pile)]
    found = edges(*pile)
    assert set(found) == {("wire:1", f"r{k}") for k in range(4)}
    assert any("neither has that from" in why for e in found.values() for why in e.why)


def test_a_copy_of_a_copy_is_not_from_the_agency_because_others_credit_it():
    first, second = edited(STORM, 20, 60), edited(STORM, 100, 150)
    found = edges(
        credited(report("a", first, published="2024-03-05"), "(AP)", "Associated Press"),
        credited(report("b", second, published="2024-03-05"), "(AP)", "Associated Press"),
        report("c", edited(first, 200), published="2024-03-06"),
        report("d", edited(first, 200, 210), published="2024-03-07"),
    )
    assert ("wire:1", "a") in found
    assert ("wire:1", "b") in found
    assert ("c", "d") in found


def test_of_two_without_dates_what_is_cut_at_the_end_is_the_copy_and_what_opens_anew_is_too():
    opening = sentences(random.Random(3), 40)
    found = edges(report("own", f"{opening}\n\n{DISPATCH}"), report("first", DISPATCH))
    assert set(found) == {("first", "own")}
    assert "it puts words of its own before them" in found["first", "own"].why


def test_a_report_that_is_put_into_another_of_its_outlet_comes_from_there():
    rng = random.Random(12)
    brief = report("brief", DISPATCH, source="The Lantern", published="2024-03-05T08:00:00+00:00")
    taken = report("taken", changed(rng, DISPATCH, 0.02), published="2024-03-05T09:00:00+00:00")
    round_up = f"{sentences(rng, 150)}\n\n{DISPATCH}\n\n{sentences(rng, 90)}"
    later = report("later", round_up, source="The Lantern", published="2024-03-05T20:00:00+00:00")
    found = edges(brief, taken, later)
    assert set(found) == {("brief", "taken"), ("brief", "later")}
    assert found["brief", "later"].why[0].startswith("The Lantern had published")


def test_of_two_undated_versions_the_one_that_says_more_is_the_later():
    short = report("z", DISPATCH, source="velmark.example")
    long = report("a", f"{DISPATCH}\n\nIt was afloat again by noon on the next day.", source="velmark.example")
    assert set(edges(long, short)) == {("z", "a")} == set(edges(short, long))


def test_passages_that_the_first_parent_lacks_are_from_a_second_one():
    rng = random.Random(4)
    extra = sentences(rng, 40)
    found = edges(
        report("a", DISPATCH, published="2024-03-05"),
        report("b", f"{DISPATCH}\n\n{extra}", published="2024-03-06"),
        report("c", f"{edited(DISPATCH.split(chr(10))[0], 5)}\n\n{extra}\n\n{MEADOW}", published="2024-03-07"),
        report("d", MEADOW, published="2024-03-04"),
    )
    assert {parent for parent, child in found if child == "c"} == {"b", "d"}


def test_readings_tell_changed_places_from_passages():
    one, two, three, four = DISPATCH.split("\n\n")
    whole = report("whole", DISPATCH.replace("'", "’").upper())
    cut = report("cut", "\n\n".join([one.replace("Tuesday", "Monday"), three]))
    known = Readings(facts([whole, cut, report("none", ""), report("two", "Two words")]))
    own = known.own(0, 1)
    assert (own.places, own.passages, own.head) == (1, 2, 0)
    assert own.middle == len(two.split()) - 2  # runs of three words; *seamen's* is one
    assert own.tail == len(four.split()) - 2
    assert known.own(1, 0).passages == 0
    assert known.common(2, 0) == 0
    assert known.own(3, 0).places == 1


def test_a_script_without_spaces_is_read_by_character():
    text = "港は火曜日に閉鎖された。貨物船が濃霧の中で北の防波堤に乗り上げたためだ。"
    known = Readings(facts([report("a", text), report("b", text.replace("火曜", "水曜"))]))
    assert known.own(0, 1).places == 1
    assert known.common(0, 1) > 20


@pytest.mark.shared
@pytest.mark.parametrize(("dated", "floor"), [(True, 0.84), (False, 0.70)])
def test_trees_planted_in_newswire_are_found(shared, dated, floor):
    bench = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "lineage.py"))
    rng, score = random.Random(5), bench["Score"]()
    base = bench["load"](shared / "data" / "load" / "reuters21578.jsonl.gz", 150)
    for _ in range(5):
        written = bench["plant"](rng, base, 25)
        pile = bench["read"](rng, written, dated)
        bench["count"](score, lineage.trace(pile, reuse.match(pile)), bench["tree"](written), bench["hidden"](written))
    assert score.f1(score.right) >= floor


@pytest.mark.parametrize("seed", range(5))
def test_trees_have_no_circles(seed):
    pile, _ = planted(seed, 15, dated=seed % 2 == 0)
    parents = {}
    for parent, child in edges(*pile):
        parents.setdefault(child, set()).add(parent)
    for start in parents:
        seen, todo = set(), [start]
        while todo:
            for above in parents.get(todo.pop(), ()):
                assert above != start
                todo += [above] if above not in seen else []
                seen.add(above)


def test_every_agency_can_be_told_by_each_of_its_names_and_hosts():
    rows = tomllib.loads((files("secondsource.lineage") / "agencies.toml").read_text("utf-8"))["agency"]
    for row in rows:
        for written in [*row["names"], *row["hosts"], *(f"www.{h}" for h in row["hosts"])]:
            assert evidence.agency(written).name == row["name"]
    assert evidence.agency("velmark.example") is None


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024-03-05", "2024-03-06", True),
        ("2024-03-05", "2024-03-05", False),
        ("2024-03-05T10:00:00+02:00", "2024-03-05T09:00:00+00:00", True),
        ("2024-03-05", "2024-03-05T18:00:00+00:00", False),
        ("soon", "2024-03-05", False),
        (None, "2024-03-05", False),
    ],
)
def test_dates_decide_only_where_they_can(one, other, before):
    a, b = evidence.appeared(report("a", "", published=one)), evidence.appeared(report("b", "", published=other))
    assert bool(a and b and a.before(b)) is before


def test_spans():
    assert union([(5, 9), (1, 3), (3, 5), (12, 12)]) == [(1, 9)]
    assert common([(0, 5), (8, 12)], [(3, 9)]) == [(3, 5), (8, 9)]
    assert without([(0, 10)], [(2, 3), (5, 20)]) == [(0, 2), (3, 5)]
    assert length([(0, 2), (3, 5)]) == 4


@pytest.mark.parametrize("text", ["", " ", "“", "\ud800"])
def test_odd_input_survives(text):
    assert lineage.trace([report("a", text)], ()) == ()
    assert lineage.trace([], [Match("x", 0, 1, "y", 0, 1, 1.0, MatchKind.COPIED)]) == ()


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("harbuor", "harbour", True),
        ("harrbour", "harbour", True),
        ("habour", "harbour", True),
        ("harbor", "harbour", False),  # a house's spelling
        ("traveled", "travelled", False),
        ("ports", "port", False),  # another number
        ("mole", "pole", False),
        ("form", "from", True),
        ("tow", "two", False),  # too short
        ("harbour", "harbour", False),
        ("2071", "2017", False),
    ],
)
def test_slips_of_the_keyboard(one, other, slip):
    assert differ_by_a_slip(one, other) is differ_by_a_slip(other, one) is slip


def test_a_slip_is_made_in_copying_and_carried_along():
    first = f"{DISPATCH}\n\nThe harbour would be shut for a week, the harbour master said."
    wrong = first.replace("The harbour would", "The harbuor would")
    found = edges(report("a", wrong), report("b", first), report("c", wrong))
    assert ("b", "a") in found or ("b", "c") in found
    assert not {("a", "b"), ("c", "b")} & set(found)


def test_a_report_that_credits_an_agency_is_not_from_one_that_does_not():
    found = edges(
        report("early", edited(STORM, 30), published="2024-03-05T08:00:00+00:00"),
        credited(report("late", STORM, published="2024-03-05T09:00:00+00:00"), "(AP)", "Associated Press"),
    )
    assert set(found) == {("wire:1", "early"), ("wire:1", "late")}


def test_a_credit_is_for_the_larger_part_of_a_report():
    rng = random.Random(8)
    main, passage = sentences(rng, 200), sentences(rng, 60)
    found = edges(
        report("own", f"{passage}\n\n{sentences(rng, 90)}", published="2024-03-04"),
        credited(report("both", f"{main}\n\n{passage}", published="2024-03-05"), "(AP)", "Associated Press"),
        report("other", edited(main, 20, 90), published="2024-03-05"),
    )
    assert set(found) == {("own", "both"), ("wire:1", "both"), ("wire:1", "other")}


def test_two_unseen_texts_that_a_round_up_put_together_stay_two():
    ship = [edited(STORM, *places) for places in ([10, 50], [90, 130], [170, 210])]
    hill = [edited(STORM.replace("e", "o"), *places) for places in ([20, 60], [100, 140], [180, 220])]
    pile = [at(report(f"s{k}", text), f"2024-03-0{k + 1}") for k, text in enumerate(ship)]
    pile += [at(report(f"h{k}", text), f"2024-03-0{k + 4}") for k, text in enumerate(hill)]
    pile += [report("up", f"{ship[0]}\n\n{hill[0]}", published="2024-03-08")]
    pile += [report("again", f"{ship[0]}\n\n{hill[0]}", published="2024-03-09")]
    found = edges(*pile)
    wires = {name: {c for p, c in found if p == name} for name in ("wire:1", "wire:2")}
    assert sorted(map(sorted, wires.values())) == [["h0", "h1", "h2"], ["s0", "s1", "s2"]]
