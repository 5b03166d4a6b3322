"""Marked-up reports and the chains that they must give.

``[1:words]`` is the source of the first attribution, ``{1:words}`` its content; numbers count the attributions of one
report. The marks are taken out before the report is read.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondsource.chains import link
from secondsource.names import resolve
from secondsource.records import Attribution, Credit, Edge, Kind, Match, MatchKind, Parsed, Stance

MARK = re.compile(r"[\[{](\d):|([\]}])")


def unmark(marked):
    """The text without marks, and the spans of each number's source and content."""
    text, spans, open_ = "", {}, []
    at = 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if m.group(1):
            open_.append((m.group(0)[0], int(m.group(1)), len(text)))
        else:
            sort, number, start = open_.pop()
            spans.setdefault(number, {}).setdefault(sort, []).append((start, len(text)))
    return text + marked[at:], spans


def attributions(report, spans, **more):
    found = []
    for number in sorted(spans):
        source, content = tuple(spans[number].get("[", ())), tuple(spans[number].get("{", ()))
        kind = Kind.INDIRECT if source else Kind.OWN
        found.append(Attribution(report, kind, source, (), content, **more.get(f"a{number}", {})))
    return found


@pytest.fixture
def linked(story):
    """Links marked-up reports; gives the statements of all, in order."""

    def go(*marked, sources=(), credited=None, matches=(), edges=(), **more):
        plain = [unmark(m) for m in marked]
        parsed = story(*(text for text, _ in plain), sources=sources)
        if credited:
            parsed = [
                replace(p, report=replace(p.report, credits=tuple(credited.get(p.report.id, ())))) for p in parsed
            ]
        given_ = [attributions(p.report.id, spans, **more) for p, (_, spans) in zip(parsed, plain, strict=True)]
        return link(parsed, given_, resolve(parsed), matches, edges)

    return go


CHAINS = [
    # 1 the words: names, titles, bare surnames, pronouns
    ("[1:Orla Fenwick] said {1:it rained}.", [["Orla Fenwick"]]),
    ("[1:Prosecutors] said {1:it rained}.", [["prosecutors"]]),
    ("[1:Orla Fenwick’s lawyer] said {1:it rained}.", [["lawyer of Orla Fenwick"], ["Orla Fenwick"]]),
    ("Selby police came. [1:The investigation] found {1:it rained}.", [["Selby Police Department"]]),
    ("Selby police came. Detectives met a man, but [1:they] said {1:it rained}.", [["Selby Police Department"]]),
    (
        "[1:Selby police Chief of Staff Tomas Brandt] said {1:it rained}.",
        [["Tomas Brandt"], ["Selby Police Department"]],
    ),
    ("The Fenwick County sheriff came. [1:Deputies] said {1:it rained}.", [["Fenwick County Sheriff's Office"]]),
    (
        "[1:Fenwick County Assistant District Attorney Tomas Brandt] said {1:it rained}.",
        [["Tomas Brandt"], ["Fenwick County District Attorney's Office"]],
    ),
    ("[1:A poll published by the Selby Courier] said {1:it rained}.", [["poll"], ["Selby Courier"]]),
    ("[1:A spokeswoman for Senator Orla Fenwick of Norway] said {1:it rained}.", [["Orla Fenwick"]]),
    (
        "Senator Orla Fenwick, a Selby Democrat, met Tomas Brandt. [1:The Selby Democrat] said {1:it rained}.",
        [["Orla Fenwick"]],
    ),
    ("[1:Iranian state television] said {1:it rained}.", [["Iran state television"]]),
    (
        "“{1:It rained},” [1:Orla Fenwick] said on talk radio station KSEL.",
        [["Orla Fenwick"], ["KSEL"]],
    ),
    (
        "Orla Fenwick made comments to Reuters on Friday. [1:She] said {1:it rained}.",
        [["Orla Fenwick"], ["Reuters"]],
    ),
    ("Orla Fenwick came late. [1:She] said {1:it rained}.", [["Orla Fenwick"]]),
    ("Governor Tomas Brandt was angry. [1:The governor] said {1:it rained}.", [["Tomas Brandt"]]),
    ("[1:Norway] said {1:it rained}.", [["Norway"]]),
    ("[1:Norwegian officials] said {1:it rained}.", [["Norway"]]),
    ("[1:US, Irish and South Korean assessments] say {1:it rained}.", [["United States", "Ireland", "South Korea"]]),
    ("{1:It rained}, [1:Norway, Sweden and others] say.", [["Norway", "Sweden", "anonymous@r1"]]),
    ("[1:Orla Fenwick and Tomas Brandt] said {1:it rained}.", [["Orla Fenwick", "Tomas Brandt"]]),
    ("Orla Fenwick and Tomas Brandt met. [1:They] said {1:it rained}.", [["anonymous@r1"]]),
    ("{1:It rained}, said [1:Tomas Brandt], who saw it.", [["Tomas Brandt"]]),
    # 1 nobody named
    ("[1:A senior official] said {1:it rained}.", [["anonymous@r1"]]),
    (
        "Sgt. Tomas Brandt of Selby police came. [1:The father] said {1:it rained}. Orla Fenwick left.",
        [["anonymous@r1"]],
    ),
    ("[1:Witnesses] said {1:it rained}.", [["anonymous@r1"]]),
    ("[1:Critics] said {1:it rained}.", [["anonymous@r1"]]),
    # 1 groups, houses, documents
    ("[1:Senate Republicans] said {1:it rained}.", [["Senate Republicans"]]),
    ("The Selby Tribune led. [1:The newspaper's sources] said {1:it rained}.", [["anonymous@r1"], ["Selby Tribune"]]),
    ("[1:A letter signed by Orla Fenwick] said {1:it rained}.", [["Orla Fenwick"]]),
    ("[1:The autopsy] showed {1:he drowned}.", [["autopsy"], ["coroner"]]),
    ("{1:He took the ledger to the mill}, [1:the affidavit] states.", [["affidavit"]]),
    ("{1:It rained}, said [1:the Selby Democrat newspaper in Orlo].", [["Selby Democrat"]]),
    ("{1:It rained}, said [1:the Toledo newspaper].", [["anonymous@r1"]]),
    ("North Korea is wet. [1:The North's state media] said {1:it rained}.", [["KCNA"]]),
    # 2 the office
    ("Covington Police Chief [1:Lee Marlow] said {1:it rained}.", [["Lee Marlow"], ["Covington Police Department"]]),
    ("[1:Chief Lee Marlow] said {1:it rained}. Selby police came.", [["Lee Marlow"], ["Selby Police Department"]]),
    ("[1:Jim Marlow, a spokesman for Mr. Brandt,] said {1:no}. Tomas Brandt left.", [["Jim Marlow"], ["Tomas Brandt"]]),
    ("[1:Senator Tomas Brandt] said {1:it rained}.", [["Tomas Brandt"]]),
    ("[1:Police] said {1:it rained}. The Selby Police Department has three cars.", [["Selby Police Department"]]),
    ("[1:Police] said {1:it rained}.", [["police"]]),
    ("Selby police came. [1:A police spokesman] said {1:it rained}.", [["Selby Police Department"]]),
    ("[1:The Fenwick County prosecutor's office] said {1:it rained}.", [["Fenwick County Prosecutor's Office"]]),
    (
        "{1:He drowned}, according to [1:the Fenwick County medical examiner's office].",
        [["Fenwick County Medical Examiner's Office"]],
    ),
    ("[1:The Fenwick County coroner] said {1:he drowned}.", [["Fenwick County Coroner's Office"]]),
    ("Dover police came. {1:It rained}, according to [1:Delaware state police].", [["Delaware State Police"]]),
    (
        "Tomas Brandt left. “{1:It rained},” said [1:Orla Fenwick, a spokeswoman for the Brandt campaign].",
        [["Orla Fenwick"], ["Tomas Brandt campaign"]],
    ),
    (
        "Tomas Brandt left. [1:Brandt campaign manager Orla Fenwick] said {1:it rained}.",
        [["Orla Fenwick"], ["Tomas Brandt campaign"]],
    ),
    (
        "Selby police came. [1:Orla Fenwick, chief security officer with Alder Networks,] said {1:it rained}.",
        [["Orla Fenwick"], ["Alder Networks"]],
    ),
    (
        "[1:Orla Fenwick, a spokesman for Speaker Tomas A. Brandt,] said {1:it rained}.",
        [["Orla Fenwick"], ["Tomas A. Brandt"]],
    ),
    (
        "[1:Sgt. Orla Fenwick, spokesman for the Selby Police Bureau,] said {1:it rained}.",
        [["Orla Fenwick"], ["Selby Police Bureau"]],
    ),
    (
        "[1:Orla Fenwick, president of the Children's Harbour Fund,] said {1:it rained}.",
        [["Orla Fenwick"], ["Children's Harbour Fund"]],
    ),
    (
        "[1:Orla Fenwick, the spokesman for the harbour director,] said {1:it rained}. Spokesman Tomas Brandt left.",
        [["Orla Fenwick"]],
    ),
    (
        "Selby police came. Lt. Orla Fenwick of the Fenwick State Police left. [1:Lt. Fenwick] said {1:it rained}.",
        [["Orla Fenwick"], ["Fenwick State Police"]],
    ),
    (
        "Selby Police Sgt. Orla Fenwick left. The Police Department has three cars. [1:Police] said {1:it rained}.",
        [["Selby Police"]],
    ),
    (
        "[1:Orla Fenwick, spokesman for House Speaker Tomas Brandt,] said {1:it rained}.",
        [["Orla Fenwick"], ["Tomas Brandt"]],
    ),
    ("Prince Orlo's County police came. [1:Police] said {1:it rained}.", [["Prince Orlo's County Police Department"]]),
    ("In a CNN interview on Monday, [1:Orla Fenwick] said {1:it rained}.", [["Orla Fenwick"], ["CNN"]]),
    ("[1:Orla Fenwick] said at an MSNBC town hall that {1:it rained}.", [["Orla Fenwick"], ["MSNBC"]]),
    (
        "“{1:It rained},” said [1:the statement from Brandt’s attorney, Orla Fenwick].",
        [["Orla Fenwick"]],
    ),
    ("[1:FactCheck.org] said {1:it rained}.", [["FactCheck.org"]]),
    ("Fenwick County sheriff's deputies came. [1:Police] said {1:it rained}.", [["Fenwick County Sheriff's Office"]]),
    (
        "[1:Col. Tomas Brandt, superintendent of state police,] said {1:it rained}. The Selby Police Department came.",
        [["Tomas Brandt"], ["state police"]],
    ),
    ("Tales of the Selby Herald. Police came on Monday. [1:Police] said {1:it rained}.", [["police"]]),
    ("A Monday police-involved crash closed it. [1:Police] said {1:it rained}.", [["police"]]),
    ("Selby opened on Monday. Police came. [1:Police] said {1:it rained}.", [["police"]]),
    ("Readers of Orlo. Police came. [1:Police] said {1:it rained}.", [["police"]]),
    ("[1:Toledo police] said {1:it rained}.", [["Toledo Police Department"]]),
    ("Selby police came. Now police ask why. [1:Police] said {1:it rained}.", [["Selby Police Department"]]),
    (
        "[1:Fenwick State Police Col. Tomas Brandt] said {1:it rained}.",
        [["Tomas Brandt"], ["Fenwick State Police"]],
    ),
    (
        "[1:Assistant State’s Attorney Orla Fenwick] said {1:it rained}. Prosecutors left.",
        [["Orla Fenwick"], ["prosecutors"]],
    ),
    (
        "[1:Selby County State’s Attorney Orla Fenwick] said {1:it rained}.",
        [["Orla Fenwick"], ["Selby County State’s Attorney's Office"]],
    ),
    ("[1:Greek police] said {1:it rained}.", [["Greek police"]]),
    ("[1:Federal officials] said {1:it rained}. Police came, too.", [["anonymous@r1"]]),
    ("[1:A Fenwick aide] said {1:it rained}. Orla Fenwick left.", [["anonymous@r1"]]),
    ("[1:A spokesman for the Selby Port Authority] said {1:it rained}.", [["Selby Port Authority"]]),
    # 2 told to
    ("Orla Fenwick spoke to Sky News at noon. [1:She] said {1:it rained}.", [["Orla Fenwick"], ["Sky News"]]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "chain"), CHAINS)
def test_chain_of_the_words(linked, marked, chain) -> None:
    (statement,) = linked(marked)
    assert [list(names) for names in statement.chain] == chain
    assert statement.speaker == chain[0][0]
    assert statement.why


def test_own_voice_has_no_chain(linked) -> None:
    (statement,) = linked("{1:It rained all night}.")
    assert (statement.chain, statement.speaker, statement.kind) == ((), None, Kind.OWN)


def test_nested_told_and_carried(linked) -> None:
    nested = linked(
        "[1:Orla Fenwick] said {1:it rained}, [2:KCNA] said. {3:Roads were closed.}",
        a1={"via": (1,)}, a2={}, a3={"carries": 0},
    )  # fmt: skip
    assert nested[0].chain == (("Orla Fenwick",), ("KCNA",))
    assert nested[2].chain == (("Orla Fenwick",), ("KCNA",))
    assert (nested[2].carried, nested[2].kind, nested[2].source) == (True, Kind.OWN, ())
    assert nested[0].via == (nested[1].id,)


def test_told_to_the_reports_own_outlet_is_no_link(linked) -> None:
    marked = "[1:Orla Fenwick] told KLTV {1:it rained}."
    start = unmark(marked)[0].index("KLTV")
    told = {"a1": {"told_to": ((start, start + 4),)}}
    assert linked(marked, sources=("Selby Courier",), **told)[0].chain == (("Orla Fenwick",), ("KLTV",))
    assert linked(marked, sources=("kltv.com",), **told)[0].chain == (("Orla Fenwick",),)
    marked = "[1:Orla Fenwick] told the Herald {1:it rained}."
    start = unmark(marked)[0].index("the Herald")
    told = {"a1": {"told_to": ((start, start + 10),)}}
    assert linked(marked, sources=("Selby Courier",), **told)[0].chain == (("Orla Fenwick",), ("Herald",))
    assert linked(marked, sources=("Selby Herald",), **told)[0].chain == (("Orla Fenwick",),)


def test_the_credit_is_the_outermost_link(linked) -> None:
    marked = "[1:Orla Fenwick] said {1:it rained}. {2:It stopped at noon}. Agencies"
    end = len(unmark(marked)[0])
    for name, link_ in (("Associated Press", "Associated Press"), (None, "agencies@r1")):
        first, second = linked(marked, credited={"r1": [Credit(end - 8, end, name)]})
        assert first.chain == (("Orla Fenwick",), (link_,))
        assert second.chain == ((link_,),)
        assert second.speaker is None
    noted = linked(marked, credited={"r1": [Credit(end - 8, end, None, contributed=True)]})
    assert noted[1].chain == ()


def test_a_credit_shared_with_a_reporter_is_for_what_was_copied(linked) -> None:
    marked = "By Ida Roos and agencies\n\n{1:It rained all night in the harbour}. {2:It stopped at noon}."
    credit = Credit(16, 24, None)
    start = unmark(marked)[0].index("It rained")
    match = Match("r1", start, start + 37, "r2", 0, 37, 1.0, MatchKind.COPIED)
    edges = [Edge("wire:1", "r1", 0.5, (), 0.8), Edge("wire:1", "r2", 0.9, (), 0.8)]
    other = "{1:It rained all night in the harbour}."
    first, second, _ = linked(marked, other, matches=[match], edges=edges, credited={"r1": [credit]})
    assert first.chain == (("agencies@r1",),)
    assert second.chain == ()


def test_an_agencys_own_text_does_not_credit_itself(linked) -> None:
    marked = "{1:It rained}. AP"
    (statement,) = linked(marked, sources=("ap.org",), credited={"r1": [Credit(12, 14, "Associated Press")]})
    assert statement.chain == ()


def test_a_copy_has_the_fullest_attribution_and_its_original(linked) -> None:
    full, bare = (
        "{1:It rained all night in the harbour}, [1:Orla Fenwick] said.",
        "{1:It rained all night in the harbour}.",
    )
    match = Match("r1", 0, 37, "r2", 0, 37, 1.0, MatchKind.COPIED)
    edges = [Edge("wire:1", "r1", 0.9, (), 0.8), Edge("wire:1", "r2", 0.9, (), 0.8)]
    first, second = linked(full, bare, matches=[match], edges=edges)
    assert second.chain == first.chain == (("Orla Fenwick",),)
    assert (second.inherited, first.inherited) == (True, False)
    assert (first.copied_from, second.copied_from) == ("wire:1", "wire:1")
    assert second.speaker == "Orla Fenwick"


def test_a_nameless_source_of_a_copied_passage_is_one(linked) -> None:
    told = "{1:The dam had been cracked since the spring}, [1:a senior official] said."
    more = "{2:The gate was rusty}, [2:an inspector] said. " + told
    start, end = 0, len(unmark(told)[0])
    shift = len(unmark(more)[0]) - end
    match = Match("r1", start, end, "r2", start + shift, end + shift, 1.0, MatchKind.COPIED)
    edge = Edge("r1", "r2", 0.9, ("copied",), 0.9)
    first, same, other = linked(told, more, matches=[match], edges=[edge])
    assert [s.chain for s in (first, same, other)] == [(("anonymous@r1",),), (("anonymous@r1",),), (("anonymous@r2",),)]
    apart = linked(told, more)
    assert "anonymous@r1" not in {n for s in apart[1:] for link_ in s.chain for n in link_}


def test_a_copy_of_another_source_inherits_nothing(linked) -> None:
    one, other = "{1:It rained all night}, [1:Orla Fenwick] said.", "{1:It rained all night}, [1:Tomas Brandt] said."
    first, second = linked(one, other, matches=[Match("r1", 0, 22, "r2", 0, 22, 1.0, MatchKind.COPIED)])
    assert (first.speaker, second.speaker) == ("Orla Fenwick", "Tomas Brandt")
    assert not second.inherited


def test_a_few_words_in_common_name_nobody_whom_a_report_leaves_nameless(linked) -> None:
    one = "{1:Three were hurt}, [1:Police Chief Orla Fenwick] said."
    other = "{1:Three were hurt}, [1:an onlooker] said."
    first, second = linked(one, other, matches=[Match("r1", 0, 15, "r2", 0, 15, 1.0, MatchKind.COPIED)])
    assert len(first.chain) > 1
    assert second.chain[0][0].startswith("anonymous")


def test_a_quote_shared_by_two_is_not_copied(linked) -> None:
    one = "{1:It rained all night}."
    match = Match("r1", 0, 22, "r2", 0, 22, 1.0, MatchKind.QUOTED)
    assert [s.copied_from for s in linked(one, one, matches=[match], edges=[Edge("r1", "r2", 0.9, (), 0.9)])] == [
        None,
        None,
    ]


def test_ids_are_the_spans_and_differ(linked) -> None:
    statements = linked("[1:Orla Fenwick] said {1:it rained}.", a1={"stance": Stance.DENIES})
    assert [s.id for s in statements] == ["r1:18-27"]
    assert statements[0].stance is Stance.DENIES
    twice = linked("{1:It rained}{2:}.")
    assert len({s.id for s in twice}) == 2


def test_two_nameless_sources_are_two(linked) -> None:
    both = linked("[1:A diplomat] said {1:it rained}. [2:Witnesses] said {2:it was dry}. [3:The diplomat] said {3:no}.")
    assert [s.speaker for s in both] == ["anonymous@r1", "anonymous2@r1", "anonymous@r1"]


@given(
    st.text(alphabet=st.sampled_from("Orla he said“”[]\n.,’s "), max_size=60), st.integers(0, 60), st.integers(0, 60)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_spans_survive(story, text, a, b) -> None:
    parsed: list[Parsed] = story(text)
    spans = ((min(a, b), max(a, b)),)
    given_ = [Attribution("r1", Kind.INDIRECT, spans, (), spans, via=(0, 7), carries=3, told_to=spans)]
    (statement,) = link(parsed, [given_], resolve(parsed), (), ())
    assert statement.content == spans
    assert statement.chain


def test_a_report_is_by_the_body_that_common_nouns_name_and_passed_on_by_whoever_saw_it(linked):
    [one] = linked(
        "{1:The wall was weak}, according to [1:a draft report by the regional water inspectorate seen by Reuters]."
    )
    assert one.chain == (("regional water inspectorate",), ("Reuters",))


@pytest.mark.parametrize(("kind", "inner"), [(Kind.DIRECT, "Tom Adler"), (Kind.INDIRECT, "Carl Benn")])
def test_he_inside_a_quotation_is_not_the_one_who_is_quoted(story, kind, inner) -> None:
    marked = "Tom Adler left early. Carl Benn stayed. {2:“[1:He] said {1:the dam was safe},”} [2:Carl Benn] said."
    text, spans = unmark(marked)
    parsed = story(text)
    told, quoted = attributions(parsed[0].report.id, spans)
    given_ = [replace(told, via=(1,)), replace(quoted, kind=kind)]
    first, _ = link(parsed, [given_], resolve(parsed), (), ())
    assert first.speaker == inner


def test_they_in_a_quotation_are_not_the_one_who_is_quoted(story) -> None:
    plain = "Mira Orr told us that “the dam held because they said it would hold.”"
    parsed = story(plain)

    def span(words):
        return ((plain.index(words), plain.index(words) + len(words)),)

    given = [
        Attribution(
            "r1", Kind.MIXED, span("Mira Orr"), span("told"), span("“the dam held because they said it would hold.”")
        ),
        Attribution("r1", Kind.DIRECT, span("they"), span("said"), span("it would hold"), via=(0,)),
    ]
    chains = [s.chain for s in link(parsed, [given], resolve(parsed), (), ())]
    assert chains == [(("Mira Orr",),), (("anonymous@r1",), ("Mira Orr",))]


def test_an_office_that_the_parser_cuts_in_two_is_one(linked) -> None:
    (statement,) = linked("{1:It rained}, [1:the Orrin County Sheriff’s Office] said.")
    assert statement.chain[0][0].replace("’", "'") == "Orrin County Sheriff's Office"


def test_the_newspaper_that_was_told_is_the_house_named_last(linked) -> None:
    marked = "The Selby Tribune asked first. [1:Orla Fenwick] told the newspaper {1:it rained}."
    text, _ = unmark(marked)
    at = text.index("the newspaper")
    (statement,) = linked(marked, a1={"told_to": ((at, at + len("the newspaper")),)})
    assert statement.chain == (("Orla Fenwick",), ("Selby Tribune",))


def test_who_tells_of_the_mayor_is_somebody_else(linked) -> None:
    marked = "Orla Fenwick left at noon. [1:The mayor] told her {1:it rained}, [2:Fenwick] said."
    alone, within = (linked(marked, a1={"via": via}, a2={})[0].chain for via in ((), (1,)))
    assert alone == (("Orla Fenwick",),)
    assert within == (("anonymous@r1",), ("Orla Fenwick",))


def test_what_a_house_carries_was_not_told_to_it(linked) -> None:
    marked = "{1:It rained}, [1:Orla Fenwick] said in a statement carried by KCNA."
    start = unmark(marked)[0].index("KCNA")
    (statement,) = linked(marked, a1={"told_to": ((start, start + 4),)})
    assert statement.chain == (("Orla Fenwick",), ("KCNA",))
    assert "carried by KCNA" in statement.why


def test_what_an_officer_says_that_the_institution_believes_is_the_officers(linked) -> None:
    text = "[1:Selby Police Chief Lee Marlow] said {1:[2:police] believe {2:it rained}}."
    inner = next(s for s in linked(text, a2={"via": (0,)}) if s.via)
    assert inner.chain == (("Lee Marlow",), ("Selby Police Department",))


def test_the_reporter_who_was_told_is_not_she(linked) -> None:
    marked = "[1:A clerk] told KSEL's Ann Poe {1:it rained}. [2:She] said {2:it snowed}."
    at = unmark(marked)[0].index("KSEL")
    *_, last = linked(marked, a1={"told_to": ((at, at + len("KSEL's Ann Poe")),)})
    assert last.chain[0][0].startswith("anonymous")
