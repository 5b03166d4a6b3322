"""Names of a story to entities."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondsource.names import resolve
from secondsource.names.runs import runs
from secondsource.records import Entity, EntityKind, Furniture, FurnitureKind, Parsed

LEAD = (
    "Defence Minister Orla Fenwick visited Norway on Friday. Fenwick met Governor Tomas Brandt in Oslo.\n"
    "“We agreed,” the governor said. The Selby Central News Agency reported the visit first. SCNA gave no details."
)


def forms(entity: Entity, parsed: Sequence[Parsed]) -> set[str]:
    texts = {p.report.id: p.report.text for p in parsed}
    return {texts[m.report][m.start : m.end] for m in entity.mentions}


def named(entities: Sequence[Entity], name: str) -> Entity:
    return next(e for e in entities if e.name == name)


def test_surname_title_and_role_are_one_person(story) -> None:
    parsed = story(LEAD)
    entities = resolve(parsed)
    assert {"Orla Fenwick", "Fenwick", "Defence Minister"} <= forms(named(entities, "Orla Fenwick"), parsed)
    assert {"Tomas Brandt", "the governor"} <= forms(named(entities, "Tomas Brandt"), parsed)
    assert named(entities, "Orla Fenwick").id == "person:orla-fenwick"


def test_an_acronym_is_its_full_name(story) -> None:
    parsed = story(LEAD)
    agency = next(e for e in resolve(parsed) if "SCNA" in forms(e, parsed))
    assert "Selby Central News Agency" in forms(agency, parsed)
    assert any("stands for" in why for why in agency.why)


def test_a_capital_is_its_country_only_where_it_speaks(story) -> None:
    parsed = story(
        "Norway and Sweden met in Oslo. Oslo said that it would pay. Both Stockholm and Oslo call it a gift."
    )
    norway = named(resolve(parsed), "Norway")
    assert norway.kind is EntityKind.PLACE
    assert [m.start for m in norway.mentions if parsed[0].report.text[m.start : m.end] == "Oslo"] == [31, 79]


def test_two_people_of_one_surname_stay_two(story) -> None:
    parsed = story(
        "Tomas Brandt spoke to reporters in Selby. Brandt said that he would stay. His sister Ingrid Brandt "
        "was not there.",
        "Ingrid Brandt declined to speak. Mrs. Brandt left the hall.",
    )
    entities = resolve(parsed)
    assert ["Mrs.", "Brandt"][1] in forms(named(entities, "Ingrid Brandt"), parsed)
    tomas = named(entities, "Tomas Brandt")
    assert {m.report for m in tomas.mentions} == {"r1"}


def test_a_given_name_beside_kin_is_the_one_who_bears_it_in_the_story(story) -> None:
    parsed = story(
        "Emil Brandt, a driver, died at the gate. Oskar Fenwick saw it.",
        "“We will see,” said Ingrid Brandt, whose brother Emil died on Monday.",
    )
    emil = named(resolve(parsed), "Emil Brandt")
    assert emil.kind is EntityKind.PERSON
    assert {m.report for m in emil.mentions} == {"r1", "r2"}


def test_a_bare_surname_finds_its_person_in_another_report(story) -> None:
    parsed = story("Orla Fenwick resigned on Monday, the palace said.", "Fenwick told reporters that she was tired.")
    assert {m.report for m in named(resolve(parsed), "Orla Fenwick").mentions} == {"r1", "r2"}


def test_every_outlet_is_an_organisation(story) -> None:
    parsed = story("Nothing happened.", "KLTV reported that nothing happened.", sources=("kltv.com", "Selby Courier"))
    entities = resolve(parsed)
    station = next(e for e in entities if "kltv.com" in e.outlets)
    assert (station.name, [m.report for m in station.mentions]) == ("KLTV", ["r2"])
    assert next(e for e in entities if "Selby Courier" in e.outlets).mentions == ()


def test_an_outlet_that_another_report_names_takes_the_name_as_printed(story) -> None:
    parsed = story(
        "Rain fell.", "The Selby Courier reported that rain fell.", sources=("selbycourier.example", "b.example")
    )
    courier = next(e for e in resolve(parsed) if "selbycourier.example" in e.outlets)
    assert courier.name == "Selby Courier"


@pytest.mark.parametrize(
    ("text", "host", "name"),
    [
        ("The Selby Daily Courier reported that rain fell.", "dailycourier.com", "Selby Daily Courier"),
        ("The Selby Tribune reported that rain fell.", "tribune.com", "tribune.com"),
    ],
)
def test_a_host_is_the_end_of_a_name_where_it_tells(story, text: str, host: str, name: str) -> None:
    parsed = story("Rain fell.", text, sources=(host, "b.example"))
    assert next(e for e in resolve(parsed) if host in e.outlets).name == name


def test_a_papers_short_name_is_nobodys(story) -> None:
    parsed = story("The rain stopped at noon, pilot Orla Fenwick told the Herald on Sunday.")
    assert named(resolve(parsed), "Herald").kind is EntityKind.ORGANISATION


def test_an_outlet_keeps_its_name_where_its_report_has_the_short_one(story) -> None:
    parsed = story("The rain stopped, pilot Orla Fenwick told the Herald.", sources=("Selby Valley Herald",))
    herald = next(e for e in resolve(parsed) if "Selby Valley Herald" in e.outlets)
    assert (herald.name, len(herald.mentions)) == ("Selby Valley Herald", 1)


def test_another_language_gives_its_outlet_only(story) -> None:
    entities = resolve(story("Orla Fenwick ist zurückgetreten.", language="de"))
    assert [(e.kind, e.outlets) for e in entities] == [(EntityKind.ORGANISATION, ("Outlet 1",))]


def test_ids_differ_and_mentions_are_spans_of_the_text(story) -> None:
    parsed = story(LEAD, LEAD)
    entities = resolve(parsed)
    assert len({e.id for e in entities}) == len(entities)
    for entity in entities:
        assert all(0 <= m.start < m.end <= len(LEAD) for m in entity.mentions)


def test_order_of_reports_changes_no_name(story) -> None:
    parsed = story(LEAD, "Fenwick spoke in Oslo. Brandt listened to Orla Fenwick.")
    names = {(e.name, e.mentions) for e in resolve(parsed)}
    assert {(e.name, e.mentions) for e in resolve(parsed[::-1])} == names


@given(st.text(alphabet=st.sampled_from("Kim Jon'’s,.“”- ABC\u202eé\n"), max_size=80))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives(story, text: str) -> None:
    for entity in resolve(story(text)):
        assert all(0 <= m.start < m.end <= len(text) for m in entity.mentions)


@pytest.mark.shared
def test_seed_names(shared) -> None:
    from secondsource.language.parse import bind, parse
    from secondsource.reading import read

    reports = read(sorted((shared / "seeds").glob("0*.txt"))).reports
    parsed = []
    for report in reports:
        texts = [report.text[a:b] for a, b in report.paragraphs]
        bound = (bind(t, x, a) for t, x, (a, _) in zip(parse(texts), texts, report.paragraphs, strict=True))
        parsed.append(Parsed(report, tuple(bound)))
    entities = resolve(parsed)
    belousov, kim, zelenskyy = (
        next(e for e in entities if e.id == f"person:{slug}")
        for slug in ("andrei-belousov", "kim-jong-un", "volodymyr-zelenskyy")
    )
    said = {f.replace("’", "'") for f in forms(belousov, parsed)}
    assert {"Andrei Belousov", "Belousov", "Russia's defence chief", "Defence Minister"} <= said
    assert {"Kim Jong Un", "Kim"} <= forms(kim, parsed)
    assert {"Vlodomir Zelenskyy", "Zelenskyy"} <= forms(zelenskyy, parsed)
    assert {"North Korea", "the North", "Pyongyang"} <= forms(named(entities, "North Korea"), parsed)
    assert {"KCNA", "Korean Central News Agency"} <= forms(named(entities, "KCNA"), parsed)


def test_a_bare_surname_a_letter_off_is_the_only_one_of_the_story(story) -> None:
    parsed = story("Mark Tessarin signed in Selby on Friday.", "On Sunday Tessairn said he was glad.")
    assert "Tessairn" in forms(named(resolve(parsed), "Mark Tessarin"), parsed)


def test_a_bare_surname_a_letter_off_is_itself_where_somebody_bears_it(story) -> None:
    parsed = story("Mark Tessarin signed in Selby.", "Nora Tessairn was there. Tessairn said she was glad.")
    assert "Tessairn" not in forms(named(resolve(parsed), "Mark Tessarin"), parsed)


def test_a_plural_makes_no_other_body(story) -> None:
    parsed = story(
        "The Selby Ferry Commission met.", "The Selby Ferries Commission met. The Selby Ferrys Commission left."
    )
    bodies = [e for e in resolve(parsed) if e.kind is EntityKind.ORGANISATION]
    assert any({"Selby Ferry Commission", "Selby Ferrys Commission"} <= forms(e, parsed) for e in bodies)


def test_the_attorneys_office_is_not_the_attorney(story) -> None:
    parsed = story(
        "Attorney General Nora Quist spoke. The attorney general left. The attorney general's office is shut."
    )
    quist = named(resolve(parsed), "Nora Quist")
    spoken = [parsed[0].report.text[m.end : m.end + 9] for m in quist.mentions]
    assert "'s office" not in spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [("Moon Jae-in", "Moon Ji-in"), ("George W. Bush", "George H. W. Bush"), ("Andrei Belousov", "Andrei Belov")],
)
def test_people_who_must_stay_two(story, one: str, other: str) -> None:
    parsed = story(f"On Friday {one} spoke in Selby.", f"On Friday {other} spoke in Selby.")
    people = [e for e in resolve(parsed) if e.kind is EntityKind.PERSON]
    assert not any(len({m.report for m in e.mentions}) > 1 for e in people)


def test_one_president_in_two_spellings(story) -> None:
    parsed = story("On Friday Vlodomir Zelenskyy spoke in Selby.", "On Friday Volodymyr Zelensky spoke in Selby.")
    people = [e for e in resolve(parsed) if e.kind is EntityKind.PERSON]
    assert any(len({m.report for m in e.mentions}) > 1 for e in people)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Vicente Orlo", "Vincente Orlo", True), ("Michael Orlo", "Michaela Orlo", False)],
)
def test_given_names_a_letter_apart_are_one_unless_both_are_names(story, one: str, other: str, same: bool) -> None:
    parsed = story(f"On Friday {one} spoke in Selby.", f"On Friday {other} spoke in Selby.")
    people = [e for e in resolve(parsed) if e.kind is EntityKind.PERSON]
    assert any(len({m.report for m in e.mentions}) > 1 for e in people) is same


def test_a_rank_is_no_part_of_the_body_before_it(story) -> None:
    parsed = story("State Police Col. Orla Fenwick said that it rained. State Police came.")
    names = {e.name for e in resolve(parsed)}
    assert "Orla Fenwick" in names
    assert not any(name.endswith(("Col", "Col.")) for name in names)


def test_a_post_in_two_capitals_is_no_part_of_the_name(story) -> None:
    parsed = story("On Friday GM Orla Fenwick said that it rained.")
    assert "Orla Fenwick" in {e.name for e in resolve(parsed)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Deputies of the Fenwick County Sheriff's Department came late.", "Fenwick County Sheriff's Department"),
        ("The Selby City Attorney’ s office said the case is open.", "Selby City Attorney’ s office"),
        (
            "Officials at the Fenwick County Medical Examiner's Office agreed.",
            "Fenwick County Medical Examiner's Office",
        ),
        ("Justice Department lawyers met Orla Fenwick on Friday.", "Justice Department"),
    ],
)
def test_a_body_named_after_who_heads_it_is_whole(story, text, name) -> None:
    found = [e for e in resolve(story(text)) if e.name == name]
    assert [e.kind for e in found] == [EntityKind.ORGANISATION]


def test_an_officials_office_and_department_are_one(story) -> None:
    parsed = story(
        "The Fenwick County Sheriff's Department made an arrest.", "The Fenwick County Sheriff's Office made an arrest."
    )
    bodies = [e for e in resolve(parsed) if "Sheriff" in e.name]
    assert [len(e.mentions) for e in bodies] == [2]


def test_an_office_between_place_and_name_is_no_part_of_the_name(story) -> None:
    parsed = story("Selby Governor Tomas Brandt told reporters that it rained. Brandt left on Friday.")
    assert {"Tomas Brandt", "Brandt"} <= forms(named(resolve(parsed), "Tomas Brandt"), parsed)


def test_what_is_mostly_a_place_is_no_person(story) -> None:
    parsed = story("A fire broke out in Dallas. Rain fell on Dallas. People in Dallas slept. Dallas police said so.")
    assert [e.kind for e in resolve(parsed) if e.name == "Dallas"] == [EntityKind.PLACE]


def under(parsed: Parsed, line: str, kind: FurnitureKind = FurnitureKind.HEADLINE) -> Parsed:
    """The report with one of its lines as furniture, which is not parsed."""
    at = parsed.report.text.index(line)
    rest = tuple(p for p in parsed.paragraphs if p.start != at)
    marked = (Furniture(at, at + len(line), kind),)
    spans = tuple((p.start, p.end) for p in rest)
    return Parsed(replace(parsed.report, furniture=marked, paragraphs=spans), rest)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Brandt’s ferry is back", "Brandt"),
        ("FERRY IS BACK, SAYS BRANDT", "BRANDT"),
        ("Why Tomas Brandt likes the ferry", "Tomas Brandt"),
    ],
)
def test_a_headline_that_is_not_parsed_names_whom_its_report_names(story, line: str, found: str) -> None:
    [page] = story(f"{line}\nTomas Brandt said on Friday that it would sail. Brandt was in Selby.")
    parsed = [under(page, line)]
    brandt = named(resolve(parsed), "Tomas Brandt")
    at = page.report.text.index(found)
    assert (at, at + len(found)) in {(m.start, m.end) for m in brandt.mentions}


def test_a_surname_in_a_headline_is_nobodys_where_two_bear_it(story) -> None:
    line = "Brandt likes the ferry"
    [page] = story(
        f"{line}\nTomas Brandt said that it would sail. Brandt smiled. His sister Ingrid Brandt left. Ms. Brandt cried."
    )
    parsed = [under(page, line)]
    assert not any(m.start == 0 for e in resolve(parsed) for m in e.mentions)


def test_other_words_around_a_name_are_no_part_of_it(story) -> None:
    parsed = story(
        "Orla Fenwick said that it rained. Orla Fenwick smiled. Fenwick left. Orla Fenwick cried.",
        "Selby QB Orla Fenwick",
    )
    people = [e for e in resolve(parsed) if e.kind is EntityKind.PERSON]
    assert [(e.name, len(e.mentions)) for e in people] == [("Orla Fenwick", 5)]


def test_what_stands_in_capitals_is_the_name_that_the_story_has(story) -> None:
    parsed = story(
        "RAINS HIT SELBYSHIRE AGAIN\nIt rained in Selbyshire on Friday. Roads in Selbyshire were closed.",
    )
    assert forms(named(resolve(parsed), "Selbyshire"), parsed) == {"SELBYSHIRE", "Selbyshire"}


def test_a_capital_is_its_country_where_it_has_what_states_have(story) -> None:
    parsed = story("Norway and Sweden met. Norway heard Oslo’s ambassador speak of Oslo’s harbour.")
    norway = named(resolve(parsed), "Norway")
    text = parsed[0].report.text
    assert [m.start for m in norway.mentions if text[m.start : m.end] == "Oslo"] == [text.index("Oslo")]


def test_a_given_name_before_a_bare_surname_of_the_story_is_a_person(story) -> None:
    parsed = story("Doctors treated Crystal Fenner and others. Ms. Fenner said that she was well.")
    fenner = named(resolve(parsed), "Crystal Fenner")
    assert fenner.kind is EntityKind.PERSON
    assert forms(fenner, parsed) == {"Crystal Fenner", "Fenner"}


def test_what_a_title_does_with_names_is_no_name(story) -> None:
    parsed = story("Orlo Reverses Brandt Rule On The Sunny Bridge Project\n\nOn Friday Orlo said that it rained.")
    assert not any("Reverses" in e.name for e in resolve(parsed))


def test_initials_of_a_body_and_a_post_are_no_part_of_the_name(story) -> None:
    parsed = story("“It rained,” said RNC Chair Reince Orlo.")
    assert "Reince Orlo" in {e.name for e in resolve(parsed)}


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("Howard County police said the road was open.", "Howard County Police Department", "Howard County police"),
        ("A Chicago Police spokeswoman said so.", "Chicago Police Department", "Chicago Police"),
        (
            "Prince George's County Police closed the road.",
            "Prince George's County Police Department",
            "Prince George's County Police",
        ),
        ("Portland police came. The Portland Police Bureau closed it.", "Portland Police Bureau", "Portland police"),
    ],
)
def test_a_places_force_is_an_organisation(story, text: str, name: str, form: str) -> None:
    parsed = story(text)
    assert form in forms(named(resolve(parsed), name), parsed)


def test_a_countrys_force_keeps_the_countrys_name(story) -> None:
    assert not any(e.name.endswith("Police Department") for e in resolve(story("Greek police closed the road.")))


def test_an_office_before_a_surname_is_its_holders(story) -> None:
    parsed = story(
        "Ingrid Brandt came with two children. A video of President Brandt was shown.",
        "President Tomas Brandt spoke on Monday.",
    )
    [at] = [m.start for m in named(resolve(parsed), "Tomas Brandt").mentions if m.report == parsed[0].report.id][-1:]
    assert parsed[0].report.text[at:].startswith("Brandt was")


def test_a_name_ends_before_what_is_done(story) -> None:
    [parsed] = story("“It is late,” Brandt told Harbour Weekly in March.")
    tokens = parsed.paragraphs[0].tokens
    first = next(t.i for t in tokens if t.text == "Brandt")
    labelled = [
        replace(t, entity="WORK_OF_ART" if first <= t.i <= first + 2 else "", entity_begins=t.i == first)
        for t in tokens
    ]
    assert (first, first) in [run[:2] for run in runs(labelled)]


def test_the_senator_of_another_state_is_not_the_one_named(story) -> None:
    parsed = story("Senator Ingrid Brandt of Ohio came. The Vermont senator said no. The Ohio senator left.")
    assert {"The Ohio senator"} == {f for f in forms(named(resolve(parsed), "Ingrid Brandt"), parsed) if "The" in f}


@pytest.mark.parametrize("name", ["Emma “Em” Vale", "Robert (Bob) Vale", 'Carl "The Oak" Vale'])
def test_a_byname_stands_inside_its_name(story, name: str) -> None:
    parsed = story(f"Police said {name}, 13, was hurt. Vale left.")
    assert {name, "Vale"} <= forms(named(resolve(parsed), name), parsed)


def test_mrs_goes_on_meaning_whom_it_meant_before_her_daughter_was_named(story) -> None:
    parsed = story("Ingrid Brandt spoke. Mrs. Brandt left. Chelsea Brandt came, and Mrs. Brandt returned.")
    assert forms(named(resolve(parsed), "Chelsea Brandt"), parsed) == {"Chelsea Brandt"}


def test_a_capital_is_nobody(story) -> None:
    assert not any(e.kind is EntityKind.PERSON for e in resolve(story("Reports from Ashgabat said voting began.")))


def test_who_is_styled_mr_is_a_person_whatever_the_parser_says(story) -> None:
    parsed = story("Eswar Pradan, a teacher of trade, wrote it. Mr. Pradan said so.")
    assert {"Eswar Pradan", "Pradan"} <= forms(named(resolve(parsed), "Eswar Pradan"), parsed)


def test_a_house_of_somebodys_name_is_that_one_where_the_report_names_them(story) -> None:
    parsed = story("Michael Bloomberg, the former mayor, spoke. Bloomberg called it late. Mr. Bloomberg left.")
    assert {"Michael Bloomberg", "Bloomberg"} <= forms(named(resolve(parsed), "Michael Bloomberg"), parsed)
