"""The page: safe, self-contained, complete, bounded, legible in both themes."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import pytest

from elements import Elements
from secondsource.records import Doubt, Findings, Report, Story
from secondsource.show import page
from secondsource.show.figures import CAUTION
from secondsource.store.queries import PileView, StoryView

from .example import pile, story

HOSTILE = "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\ud800\x00\x1b[31m\u202egnp"


@pytest.fixture(scope="module")
def html() -> str:
    return page.render(pile())


def test_the_first_words_say_what_it_goes_back_to(html):
    said = "Nine outlets tell it. Five of the nine reports mostly print one MPA text that no one here has."
    assert f'<p class="say">{said}</p>' in html
    assert "rests on three origins that share nothing; Halden Power denies it" in html


def test_the_claim_that_narrows_most_stands_first_with_its_neck(html):
    first = html[html.index('<li class="claim"') :]
    assert first.index("About 4,200 people") < first.index('<svg class="wide"') < first.index('<li class="claim"', 1)


def test_one_story_is_the_heading_and_several_are_counted(html):
    assert "<h1>A dam gate jams above Tessaly</h1>" in html
    several = page.render(pile(story(), replace(story(), id="s-2")))
    assert "<h1>Two stories in 18 reports</h1>" in several
    levels = [int(t[1]) for t, _ in Elements(several).tags if re.fullmatch("h[1-6]", t)]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_every_link_leads_to_a_place_on_the_page_once(html):
    tags = Elements(html).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    inner = {a["href"][1:] for t, a in tags if t == "a" and (a.get("href") or "").startswith("#")}
    assert len(inner) > 20
    assert inner <= set(ids)


def test_a_link_opens_the_report_at_the_words(html):
    assert re.search(r'id="s1-r\d+-\d+">(<[ub]>)*Twelve', html)


@pytest.mark.parametrize("held", [1, 2])
def test_no_link_leads_to_something_folded_itself(held):
    # A browser opens what a link's target stands in, but not the target itself.
    tags = Elements(page.render(pile(*[replace(story(), id=f"s-{n}") for n in range(held)]))).tags
    assert not [a["id"] for t, a in tags if t == "details" and "id" in a]


def test_every_figure_leads_to_its_chains(html):
    ids = {a["id"] for _, a in Elements(html).tags if "id" in a}
    claims = [name for name in ids if re.fullmatch(r"s1-c\d+", name)]
    assert len(claims) == 10
    assert {f"{name}-chains" for name in claims} <= ids


def test_those_who_print_the_same_words_stand_together(html):
    route = re.search(r"<li>(?:(?!</li>).)*About 4,200 people(?:(?!</li>).)*</li>", html, re.DOTALL).group(0)
    assert all(outlet in route for outlet in ("Tessaly Courier", "Radio Orrin"))


def test_a_story_weighs_little_without_its_words():
    bare = page.render(pile())
    words = sum(len(r.text) for r in story().reports)
    assert len(bare) - words < 120_000


def test_it_needs_no_network_and_no_script(html):
    tags = Elements(html).tags
    assert not {t for t, _ in tags} & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not [a for _, a in tags if "style" in a or any(name.startswith("on") for name in a)]
    assert "url(" not in html
    assert "@import" not in html
    outward = [a["href"] for t, a in tags if t == "a" and not a["href"].startswith("#")]
    assert all(href.startswith("https://") for href in outward)


def test_the_policy_allows_its_own_style_and_nothing_else(html):
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for t, a in Elements(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_caution_and_the_method_stand_by_the_figures(html):
    assert html.index(CAUTION) < html.index('class="claim"')
    assert html.count('href="#method"') >= 2
    assert 'id="method"' in html
    for word in ("fake", "trust score", "false"):
        assert word not in html.casefold()


def test_hostile_text_is_text():
    view = story()
    reports = tuple(
        replace(r, source=HOSTILE, title=HOSTILE, url="javascript:alert(1)", text=r.text + HOSTILE)
        for r in view.reports
    )
    claims = tuple(replace(c, why=(HOSTILE,), rests_on=(HOSTILE,)) for c in view.findings.claims)
    bad = replace(
        view, title=HOSTILE, reports=reports, findings=replace(view.findings, claims=claims, notes=(HOSTILE,))
    )
    html = page.render(replace(pile(bad), name=HOSTILE), who=HOSTILE)
    html.encode("utf-8")
    tags = {t for t, _ in Elements(html).tags}
    assert not tags & {"script", "img"}
    assert "javascript:" not in html
    assert "\x1b" not in html
    assert html.count("<style>") == 1


def test_strange_ids_never_become_anchors():
    view = story()
    reports = tuple(replace(r, id=f'"{r.id} <b>') for r in view.reports)
    ids = [a["id"] for _, a in Elements(page.render(pile(replace(view, reports=reports)))).tags if "id" in a]
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in ids)


def test_every_word_of_every_report_is_there(html):
    shown = re.sub(r"\s+", "", "".join(Elements(html).words))
    for report in story().reports:
        for paragraph in filter(None, map(str.strip, report.text.split("\n"))):
            for chunk in re.split(r"(?<=[.”]) ", paragraph):
                assert re.sub(r"\s+", "", chunk) in shown


def test_an_outlet_not_given_is_said(html):
    assert re.search(r"upload-07\.txt</bdi></b> <span class=\"soft\">outlet not given", html)


def test_set_aside_inputs_stand_there_with_their_reason(html):
    assert "photo.png" in html
    assert "a picture, not text" in html


@pytest.mark.parametrize(
    ("words", "found"), [("4,200 people told to leave the lower town", True), ("9,900 people told to leave", False)]
)
def test_who_says_so(words, found):
    html = page.render(pile(), who=words)
    assert ("Nobody here says so." in html) is not found
    assert ("Chain by chain, in" in html) is found
    assert [t for t, _ in Elements(html).tags].count("h1") == 1
    assert (html.index(CAUTION) < html.index('class="number"')) or not found


def test_nothing_at_all_is_a_page_too():
    empty = replace(pile(), stories=())
    assert "There is no report in it." in page.render(empty)
    nothing = Report("x", "", "", "x")
    bare = StoryView("s", "", (nothing,), (), (), Findings(Story("s", ("x",))))
    assert "Only x tells it." in page.render(pile(bare))


def test_a_big_pile_is_bounded_and_quick():
    long = Report("long", "word " * 200_000, "", "Long Read", paragraphs=((0, 999_999),))
    many = tuple(
        replace(
            long, id=f"r{n}", source=f"Outlet {n}", text="A short report of the day. " * 60, paragraphs=((0, 1000),)
        )
        for n in range(200)
    )
    view = StoryView("s", "Many", (*many, long), (), (), Findings(Story("s", tuple(r.id for r in many))))
    start = time.perf_counter()
    html = page.render(pile(*[replace(view, id=f"s{n}") for n in range(3)], *[story()] * 37))
    assert time.perf_counter() - start < 15
    assert len(html) < 12_000_000
    assert "more characters are not shown" in html
    assert html.count('<details class="story"') == 40


# Contrast: WCAG 2.2 AA asks 4.5 for text, 3 for marks that carry meaning.
TEXTS = [
    ("ink", "paper"),
    ("soft", "paper"),
    ("disputed", "paper"),
    ("ink", "tint"),
    ("soft", "tint"),
    ("ink", "target"),
    ("ink", "rule"),
]
MARKS = [("copied", "paper"), ("line", "paper"), ("copied", "tint"), ("focus", "paper")]


def themes() -> dict[str, dict[str, str]]:
    css = resources.files("secondsource.show").joinpath("page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return {
        name: dict(re.findall(r"--(\w+): (#[0-9a-f]+)", block))
        for name, block in zip(("light", "dark", "print"), blocks, strict=True)
    }


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        hexed = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(hexed[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    a, b = sorted((light(one), light(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_contrast(theme):
    colours = themes()[theme]
    weak = [(a, b, contrast(colours[a], colours[b])) for a, b in TEXTS if contrast(colours[a], colours[b]) < 4.5]
    weak += [
        (a, b, contrast(colours[a], colours[b]))
        for a, b in MARKS
        if b in colours and a in colours and contrast(colours[a], colours[b]) < 3
    ]
    assert weak == []


def test_what_is_unsure_about_a_story_is_folded_and_says_how_to_settle_it():
    view = story()
    a, b = view.reports[0].id, view.reports[1].id
    doubt = Doubt(a, "far <away>", "one-story", "nearly one story with far <away>: hardly more in common would do")
    found = replace(view.findings, story=replace(view.findings.story, unsure=(doubt, replace(doubt, report=b))))
    html = page.render(PileView("desk", (replace(view, findings=found),), (), "0", "x", "2031-01-01T00:00:00+00:00"))
    assert "Which reports are of this story is unsure in 2 places" in html
    assert f"secondsource judge one-story {a} &#39;far &lt;away&gt;&#39;" in html
