"""Counts as marked-up pairs: what is counted stands in <quantity value|words>."""

import re

import pytest

from secondsource.claims import casualties, tolls

from .invented import report

MARK = re.compile(r"<(killed|wounded|shot) (\d+)\|([^>]*)>")


def unmarked(text):
    return MARK.sub(r"\3", text)


@pytest.mark.parametrize(
    "marked",
    [
        "<killed 2|Two people were killed> and <wounded 5|five others were wounded> in Norrvik, police said.",
        "The blast left <killed 3|three dead> and at least <wounded 14|14 injured>.",
        "The gunman killed four people before dawn.".replace("killed four people", "<killed 4|killed four people>"),
        "<shot 6|Six people were shot> outside the market.",
        "<killed 2|Two men shot, killed> in Tarn",
        # Another scope: no count of this event.
        "Nine people were killed in three separate shootings over the weekend.",
        "So far this year 40 people have been killed in the city.",
        "It came a week after another shooting that left two dead.",
        "The <killed 5|five people killed> in the harbour market shooting were named on Tuesday.",
        # A part of those meant.
        "The five people killed were named on Tuesday.",
        "The two injured students ran back inside.",
        "The ferry carried 212 people.",
        # A name, a date, what needn't have been so.
        "Two deputies from Precinct 5 were shot at.".replace("Two deputies from ", "Deputies from "),
        "She died on March 12 after being shot in Tarn.",
        "There could have been nine people killed by it, Orr said.",
        "When one is killed, Tarn mourns.",
        "The father of two boys died at once.",
        "They read the names of three men shot in Tarn.",
        # Another event.
        "In February, a captain killed five people in Arnby.",
        "It is not far from the site of a May 3 incident with five people wounded.",
        # Beside whoever was killed.
        "<wounded 2|Two other men were shot> on the pier.",
    ],
)
def test_find(marked):
    text = unmarked(marked)
    want = [(q, int(v), w) for q, v, w in MARK.findall(marked)]
    found = [(c.quantity, c.value, text[c.start : c.end]) for c in casualties.find(report("r", text))]
    assert [(q, v) for q, v, _ in found] == [(q, v) for q, v, _ in want]
    assert all(w.split()[-1] in words for (_, _, words), (_, _, w) in zip(found, want, strict=True))


def differences(*texts):
    made = [report(str(n), text) for n, text in enumerate(texts)]
    counts = {r.id: casualties.find(r) for r in made}
    return [(d.quantity, d.label, [v for v, _ in d.sides]) for d in tolls.compare(counts, [r.id for r in made])]


def test_a_conflict():
    assert differences("Four people were killed.", "Five people were killed.") == [
        ("how many were killed", "conflict", [4, 5])
    ]


def test_the_dead_counted_in_is_an_inclusion():
    [(_, label, _)] = differences("Four people were hurt at the pier.", "One person was killed and three were hurt.")
    assert label == "inclusion"


def test_with_the_gunman_is_an_inclusion():
    [(_, label, _)] = differences("Six people were killed, including the gunman.", "Five people were killed.")
    assert label == "inclusion"


def test_a_factor_of_ten_against_all_others_is_a_slip():
    [(_, label, values)] = differences("12 people were killed.", "12 people were killed.", "120 people were killed.")
    assert (label, values) == ("slip", [12, 120])


DAYS = {"0": tolls.Told("2026-03-11", "Herald"), "1": tolls.Told("2026-03-12", "Post")}


def labelled(first, second, told=DAYS):
    made = [report("0", first), report("1", second)]
    counts = {r.id: casualties.find(r) for r in made}
    return [(d.label, [v for v, _ in d.sides]) for d in tolls.compare(counts, ["0", "1"], told)]


def test_a_toll_that_is_told_to_have_risen_is_an_update():
    text = "The death toll from the explosions at the mill has risen to 19."
    assert labelled("Twelve people were killed.", text) == [("update", [12, 19])]
    assert labelled(text, "Twelve people were killed.") == [("conflict", [19, 12])]


def test_a_later_figure_of_one_house_is_an_update():
    one_house = {"0": tolls.Told("2026-03-11", "Herald"), "1": tolls.Told("2026-03-12", "Herald")}
    assert labelled("Twelve people were killed.", "Fifteen people were killed.", one_house) == [("update", [12, 15])]
    assert labelled("Twelve people were killed.", "Fifteen people were killed.") == [("conflict", [12, 15])]


def test_an_update_leaves_the_conflict_before_it():
    made = [
        report("0", "Twelve people were killed."),
        report("1", "Fifteen people were killed."),
        report("2", "The number of dead at the mill stood at 19, as another victim was found."),
    ]
    told = {r.id: tolls.Told(f"2026-03-1{day}", r.id) for day, r in zip((1, 1, 2), made, strict=True)}
    found = tolls.compare({r.id: casualties.find(r) for r in made}, [r.id for r in made], told)
    assert {(d.label, tuple(v for v, _ in d.sides)) for d in found} == {
        ("update", (12, 15, 19)),
        ("conflict", (12, 15)),
    }


@pytest.mark.parametrize(("one", "other"), [("At least four people were killed.", "Five people were killed."),
                                            ("Four women were killed.", "Five people were killed."),
                                            ("Four people were killed.", "Four people were killed.")])  # fmt: skip
def test_no_difference(one, other):
    assert differences(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        ("1 dead, 4 wounded on the pier", "Four were shot, one of them fatally.", [5, 4]),
        ("Ida Roos was killed on the pier, and four others were wounded there.", "Four people were shot.", [5, 4]),
        ("Two were killed and three were hurt.", "Five people were shot.", []),
        ("Two were killed. Three were hurt.", "Four people were shot.", []),  # nobody adds them up
    ],
)
def test_the_killed_and_the_wounded_are_all_who_were_shot(one, other, values):
    assert [v for about, _, vs in differences(one, other) if about == "how many were shot" for v in vs] in (
        values,
        values[::-1],
    )


def test_a_tenfold_is_a_slip_and_more_is_another_event():
    assert differences("Twelve people were killed.", "The quake killed 612 people.") == []


def test_whoever_did_it_may_be_counted_in():
    [(_, label, _)] = differences("The captain killed two people, then himself.", "Three people were killed.")
    assert label == "inclusion"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A woman was shot in a raid that injured four other people.", "The raid left five people wounded."),
        ("Two officers were shot.", "Five people were shot."),
        ("Two people were critically wounded.", "Three people were wounded."),
    ],
)
def test_part_of_them_or_one_more(one, other):
    assert differences(one, other) == []


@pytest.mark.parametrize(("odd", "usual", "slip"), [(120, 12, True), (21, 12, True), (13, 12, False), (12, 12, False)])
def test_is_slip(odd, usual, slip):
    assert tolls.is_slip(odd, usual) is slip


@pytest.mark.parametrize(
    "words",
    ["treated for minor burns", "treated in hospital for cuts", "taken to the district hospital", "hospitalised"],
)
def test_who_is_treated_is_counted_where_somebody_asks(words):
    assert [(t.quantity, t.value) for t in casualties.told(f"Some 30 people were {words}.")] == [("wounded", 30)]


@pytest.mark.parametrize(
    ("words", "nought"),
    [
        ("No one was killed in the fire", {"killed"}),
        ("The blast left nobody hurt", {"wounded"}),
        ("There were no casualties", {"killed", "wounded"}),
        ("It passed without any injuries", {"wounded"}),
        ("No one else was hurt", set()),
        ("Nobody was seriously injured", set()),
        ("One worker died", set()),
    ],
)
def test_nobody_is_a_count_of_nought(words, nought):
    assert {t.quantity for t in casualties.told(words) if t.value == 0} == nought


def test_nobody_and_somebody_are_a_conflict():
    assert differences("No one was killed.", "One worker was killed.") == [("how many were killed", "conflict", [0, 1])]


def test_nobody_in_one_place_beside_a_number_is_no_count_of_all():
    assert differences("Nobody was hurt on the ferry; on the pier six were hurt.", "Six people were hurt.") == []
