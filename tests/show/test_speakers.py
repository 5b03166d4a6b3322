"""Who says what: grouped by speaker, every chain as chips that lead to the words, the tail folded."""

from __future__ import annotations

import re
from dataclasses import replace

from secondsource.records import Findings, Kind, Report, Stance, Statement, Story
from secondsource.show import page
from secondsource.show.lookup import Known
from secondsource.show.room import BRIEF, FULL
from secondsource.show.speakers import Speakers, speakers
from secondsource.store.queries import StoryView

from .example import pile

SAID = "Mayor Tilda Orne said the weir would hold, the River Agency reported. A senior official said it was rotten."
ORNE, WEIR = (0, 17), (23, 42)
OFFICIAL, ROTTEN = ((SAID.index(w), SAID.index(w) + len(w)) for w in ("A senior official", "it was rotten"))


def report(name: str, outlet: str) -> Report:
    return Report(name, SAID, name, outlet, paragraphs=((0, len(SAID)),))


def orne(name: str, report: str, **more: object) -> Statement:
    chain = (("Tilda Orne",), ("River Agency",))
    made = Statement(name, report, Kind.INDIRECT, (ORNE,), ((18, 22),), (WEIR,), "Tilda Orne", chain)
    return replace(made, **more)


def official(name: str, report: str) -> Statement:
    who = f"anonymous@{report}"
    return Statement(name, report, Kind.INDIRECT, (OFFICIAL,), ((89, 93),), (ROTTEN,), who, ((who,),))


def view(*statements: Statement, reports: int = 3) -> StoryView:
    held = tuple(report(f"r{n}", f"Outlet {n}") for n in range(reports))
    story = Story("s", tuple(r.id for r in held))
    return StoryView("s", "The weir", held, (), (), Findings(story, statements))


def who(*statements: Statement, reports: int = 3) -> Speakers:
    return speakers(Known(view(*statements, reports=reports)), FULL)


def test_what_several_print_stands_once_with_all_who_print_it() -> None:
    [speaker] = who(*(orne(f"q{n}", f"r{n}") for n in range(3))).named
    assert (speaker.name, speaker.reports) == ("Tilda Orne", "in three reports")
    [quote] = speaker.quotes
    [route] = quote.routes
    assert [c.words for c in route.links] == ["Tilda Orne", "River Agency"]
    assert [c.words for c in route.outlets] == ["Outlet 0", "Outlet 1", "Outlet 2"]


def test_every_chip_leads_to_the_words_that_name_the_link() -> None:
    agency = Statement("v", "r0", Kind.INDIRECT, ((44, 60),), ((61, 69),), ((0, 42),), "River Agency", ())
    [speaker, *_] = who(orne("q", "r0", via=("v",)), agency, reports=1).named
    [route] = speaker.quotes[0].routes
    assert [c.href for c in route.links] == ["#s1-r1-0", "#s1-r1-44"]
    assert [c.href for c in route.outlets] == ["#s1-r1-23"]


def test_who_denies_it_and_who_leaves_it_open_is_told_apart_in_words() -> None:
    stances = [Stance.ASSERTS, Stance.DENIES, Stance.DECLINES]
    [speaker] = who(*(orne(f"q{n}", f"r{n}", stance=s, hedge=not n) for n, s in enumerate(stances))).named
    assert {q.note for q in speaker.quotes} == {"hedged", "denies it", "leaves it open"}
    assert [q.denies for q in speaker.quotes].count(True) == 1


def test_a_text_that_no_one_has_is_marked() -> None:
    [speaker] = who(orne("q", "r0", chain=(("Tilda Orne",),), copied_from="wire:1")).named
    assert [(c.unseen, c.href) for c in speaker.quotes[0].routes[0].links] == [(False, "#s1-r1-0"), (True, None)]


def test_those_without_a_name_stand_apart_as_their_report_describes_them() -> None:
    found = who(orne("q", "r0"), official("o0", "r0"), official("o1", "r1"))
    assert [s.name for s in found.named] == ["Tilda Orne"]
    told = {s.name for s in found.unnamed}
    assert told == {f"“A senior official”, unnamed by Outlet {n}" for n in (0, 1)}


def test_the_report_s_own_voice_is_no_speaker() -> None:
    own = orne("q", "r0", kind=Kind.OWN, source=(), cue=(), carried=True)
    assert who(own).named == ()


def test_three_hundred_statements_fold_and_the_rest_is_counted() -> None:
    text = "".join(f"Orne said thing number {n} is so. " for n in range(300))
    starts = [m.start() for m in re.finditer("Orne", text)]
    made = [
        Statement(f"q{n}", "r", Kind.INDIRECT, ((s, s + 4),), ((s + 5, s + 9),), ((s + 10, s + 26),), f"P {n % 60}", ())
        for n, s in enumerate(starts)
    ]
    chief = [replace(s, speaker="Tilda Orne") if n % 2 else s for n, s in enumerate(made)]
    held = Report("r", text, "r", "Outlet", paragraphs=((0, len(text)),))
    story = StoryView("s", "Many", (held,), (), (), Findings(Story("s", ("r",)), tuple(chief)))
    found = speakers(Known(story), FULL)
    first = found.named[0]
    assert (len(first.quotes), len(first.folded), first.more) == (FULL.quotes, FULL.quotes_folded, 150 - 16)
    assert len(found.named) + len(found.folded) + found.more == 31
    assert not any(s.folded for s in speakers(Known(story), BRIEF).named)
    html = page.render(pile(story))
    assert len(html) < 160_000
    section = html[html.index('<section class="speakers">') :]
    assert section.count("<details") == section.count("</details>") > 1


def test_links_of_the_section_lead_to_places_on_the_page() -> None:
    html = page.render(pile(view(orne("q", "r0"), orne("p", "r1"), official("o", "r2"))))
    section = html[html.index('<section class="speakers">') : html.index("</section>", html.index('class="speakers"'))]
    linked = set(re.findall(r'href="#([^"]+)"', section))
    assert linked
    assert linked <= set(re.findall(r'id="([^"]+)"', html))
