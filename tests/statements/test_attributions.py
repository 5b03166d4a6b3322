"""Who says what: marked-up pairs, one construction each. ``{source} [cue] <content>``."""

import pytest
from statement_marks import attributed, parsed, read_marks, words

from secondsource.records import Kind
from secondsource.statements import sheets
from secondsource.statements.believe import believe
from secondsource.statements.tagger import Reading

DIRECT = [
    "<“The bridge at Orlo will stay shut until spring,”> {Mayor Ana Ruiz} [said].",
    "<“The bridge at Orlo will stay shut until spring,”> [said] {Mayor Ana Ruiz}.",
    '<"The bridge at Orlo will stay shut until spring,"> {Mayor Ana Ruiz} [said].',
    "<''The bridge at Orlo will stay shut until spring,''> {Ms. Ruiz} [said].",
    "{Ruiz} [said]: <“The bridge at Orlo will stay shut until spring.”>",
    "{Ruiz} [told] reporters in Orlo on Friday, <“We will not open it before spring.”>",
    "<“Who would pay for all of this?”> {Ruiz} [asked].",
    "<“The bridge will stay shut,”> {Ruiz} [said]. <“We have no money for it.”>",
    "<“The bridge,”> {Ruiz} [said], <“will stay shut until the spring.”>",
    "<“The bridge will stay shut and nobody will cross it.”> [—] {Ana Ruiz}",
    "{Ana Ruiz}[:] <“The bridge will stay shut until spring.”>",
]
MIXED = [
    "{Ruiz} [said] <that the bridge was “a danger to everyone in the valley.”>",
    "{Ruiz} [called] <the bridge “a danger.”>",
]
INDIRECT = [
    "{RUIZ}[:] <Well, the bridge will stay shut until spring, and that is that.>",
    "{Ruiz} [said] <that the bridge would stay shut until spring>.",
    "{Ruiz} [said] <the bridge would stay shut until spring>.",
    "<The bridge will stay shut until spring>, {the mayor} [said].",
    "<The bridge will stay shut until spring>, [said] {Ana Ruiz, the mayor of Orlo}.",
    "[According to] {the mayor}, <the bridge will stay shut until spring>.",
    "<The bridge will stay shut until spring>, [according to] {the mayor of Orlo}.",
    "[According to] {Orlo, Verran and Tesk officials}, <the bridge will stay shut until spring>.",
    "{Ruiz} [vowed] <to open the bridge before spring>.",
    "{Ruiz} [urged] <drivers to stay away from the bridge>.",
    "{Ruiz} [accused] <the builder of hiding the cracks>.",
    "{Ruiz} [denied] <that the builder had been paid>.",
    "{Ruiz} [believes] <that the bridge will stay shut>.",
    "{A poll} [shows] <that most drivers want the bridge to open>.",
    "The bridge's builder, {who} [said] <he was ill>, stayed away.",
    "{Ruiz} [criticized] <the builder of the bridge>.",
    "{The mayor} [told] Radio Orlo in a short statement <that the bridge would stay shut until spring>.",
]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [(m, k) for k, marks in ((Kind.DIRECT, DIRECT), (Kind.MIXED, MIXED), (Kind.INDIRECT, INDIRECT)) for m in marks],
)
def test_source_cue_and_content(marked: str, kind: Kind) -> None:
    wanted = read_marks(marked)
    found = [
        (words(wanted.text, a.source), words(wanted.text, a.cue), words(wanted.text, a.content), a.kind)
        for a in attributed(wanted.text)
    ]
    content = [c.rstrip(".") if kind is Kind.INDIRECT else c for c in wanted.content]
    trimmed = [(s, c, [x.rstrip(".") if k is Kind.INDIRECT else x for x in t], k) for s, c, t, k in found]
    assert (wanted.source, wanted.cue, content, kind) in trimmed


@pytest.mark.parametrize(
    "text",
    [
        "The bridge at Orlo collapsed on Friday night.",
        "The mayor walked across the so-called “iron” bridge on Friday.",
        "The river rose by two metres and carried off three cars.",
        "The guards caught Orla Fenwick at the mill and she has been charged with theft.",
    ],
)
def test_what_no_one_is_given_is_the_reports_own(text: str) -> None:
    assert attributed(text) == []


def test_two_cues_of_one_sentence_share_their_source() -> None:
    text = "Ruiz said the bridge would stay shut and added that nobody would be paid."
    found = {words(text, a.cue)[0]: words(text, a.source) for a in attributed(text)}
    assert found == {"said": ["Ruiz"], "added": ["Ruiz"]}


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = "“We will not open the bridge,” Ruiz said. “It is a danger.\n“And we have no money for it.”\nThe river rose."
    [only] = attributed(text)
    assert words(text, only.content) == [
        "“We will not open the bridge,”",
        "“It is a danger.\n“And we have no money for it.”",
    ] or (
        words(text, only.content)
        == ["“We will not open the bridge,”", "“It is a danger.", "“And we have no money for it.”"]
    )


def test_a_paragraph_that_ends_with_a_colon_announces_the_next() -> None:
    text = "Ruiz answered:\n“The bridge will stay shut until spring.”"
    [only] = attributed(text)
    assert words(text, only.content) == ["“The bridge will stay shut until spring.”"]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "“The bridge is shut because it is a danger,” Ald. Ana Ruiz said."
    [only] = attributed(text)
    assert words(text, only.source) == ["Ald. Ana Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "The mill belonged to the brothers she’s accused of poisoning with a stew, days before the sale.",
        "A retired miller accused of poisoning three dogs was led into the court on Monday.",
        "The woman believed to have set the mill on fire was caught on Friday.",
        "On Monday, it was reported that the port owed Fenwick 300,000 marks.",
    ],
)
def test_who_is_accused_says_nothing_and_nor_does_it(text: str) -> None:
    assert all(not a.source for a in attributed(text))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("He watched the vote, in which, according to early polls, Fenwick won 44 percent.", "Fenwick won 44 percent"),
        (
            "Fenwick hid the ledger under the stairs, and the key in a jar on the shelf, court records state.",
            "Fenwick hid the ledger under the stairs, and the key in a jar on the shelf",
        ),
    ],
)
def test_the_content_is_the_clause_that_is_given_to_the_source(text: str, content: str) -> None:
    assert [content] in [words(text, a.content) for a in attributed(text)]


def test_a_plain_said_is_believed_where_only_the_rereading_sees_it() -> None:
    text = (
        "Builders said a driver left the inn during the storm, went to a van and got a rope. "
        "He then tied it to the bridge, according to a harbour report."
    )
    assert [words(text, a.source)[0] for a in attributed(text) if a.cue] == ["Builders", "a harbour report"]


def test_a_source_that_was_read_with_its_cue_is_the_one_that_the_rules_see() -> None:
    text = "The bridge will stay shut until spring, according to police."
    [sheet] = sheets(parsed(text))
    reading = Reading((8, 11), (), ((0, 7),), 0.99, 0.99)
    [found] = believe(sheet.layout, [reading], sheet.drafts)
    assert (words(text, found.source), words(text, found.cue)) == (["police"], ["according to"])
