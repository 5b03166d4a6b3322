"""The ten main tasks of an editor, in a real browser: by mouse, by keyboard, and reading without JavaScript."""

from __future__ import annotations

import re

import pytest

from .places import CLAIM, REPORT, STORY

PASTED = "The mayor of Port Maren, Ada Venn, said on Saturday that the harbour would reopen in two weeks."

JSON = "/claim.json" + CLAIM.removeprefix("/claim")
# A statement that can be told apart: not the one whose words stand for the claim.
JUDGED = ".said:has(input[value=different])"


@pytest.fixture
def reading(watch, served):
    """A page of the desk that is only read."""
    made = watch(served)
    made.open("/")
    return made.page


@pytest.fixture
def changing(watch, own):
    made = watch(own)
    made.open("/")
    return made.page


def heading(page) -> str:
    return page.locator("h1").inner_text()


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# 1 · find the story that narrows most -------------------------------------------------------------------------------


def test_1_open_a_story_by_mouse(reading):
    reading.get_by_role("link", name="most carried first").click()
    reading.locator(".card a.go").first.click()
    assert heading(reading).startswith("Twelve dead")
    assert reading.locator(".say").first.inner_text().startswith("Nine outlets tell it")


def test_1_open_a_story_by_keyboard(reading):
    press(reading, "j", "k", "Enter")
    reading.wait_for_url("**/story?*")
    assert heading(reading).startswith("Twelve dead")
    press(reading, "u")
    reading.wait_for_url(re.compile(r"/$"))


# 2 · search, and narrow it down -------------------------------------------------------------------------------------


def test_2_search_and_filter_by_mouse(reading):
    reading.get_by_role("searchbox").fill("warehouse")
    reading.get_by_role("button", name="Search").click()
    assert "q=warehouse" in reading.url
    assert heading(reading) == "Two stories"
    reading.get_by_role("link", name="disputed", exact=True).click()
    assert heading(reading) == "One story"
    assert "only=disputed" in reading.url
    reading.get_by_role("link", name="Without disputed").click()
    assert heading(reading) == "Two stories"
    reading.go_back()
    assert heading(reading) == "One story"


def test_2_search_and_open_a_hit_by_keyboard(reading):
    press(reading, "/")
    reading.keyboard.type('"ammonium nitrate"')
    press(reading, "Enter")
    reading.wait_for_url("**q=*")
    reading.locator(".hit a").first.focus()
    press(reading, "Enter")
    reading.wait_for_url("**/report?*")
    assert reading.locator("mark.lit").first.inner_text() == "ammonium nitrate"
    assert reading.locator("#at").is_visible()


# 3 · see what a claim rests on --------------------------------------------------------------------------------------


def test_3_what_a_claim_rests_on_by_mouse(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    reading.locator(".claim a.go").first.click()
    spoken = reading.locator(".claim-head .fig").get_attribute("aria-label")
    assert re.fullmatch(r"Told by \d reports; rests on \d( to \d)? independent origins?\.", spoken)
    assert reading.get_by_text("What would change it").is_visible()
    assert reading.locator("svg.wide").first.is_visible()


def test_3_what_a_claim_rests_on_by_keyboard(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    press(reading, "j", "Enter")
    reading.wait_for_url("**/claim?*")
    press(reading, "j", "o")
    assert reading.locator(".said details[open] .reasons").first.is_visible()
    press(reading, "u")
    reading.wait_for_url("**/story?*")


# 4 · read the words in their report ---------------------------------------------------------------------------------


def test_4_the_words_in_their_report_by_mouse(reading):
    reading.goto(reading.url.rstrip("/") + CLAIM)
    reading.locator(".said .by a").nth(2).click()
    assert "/report?" in reading.url
    assert reading.locator("#at").inner_text().startswith("The warehouse held")
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(reading.locator("#at")).to_be_in_viewport()  # in the end: pages scroll there smoothly


def test_4_the_words_in_their_report_by_keyboard(reading):
    reading.goto(reading.url.rstrip("/") + CLAIM)
    press(reading, "j", "j", "j", "Enter")
    reading.wait_for_url("**/report?*")
    assert reading.locator("mark.lit").count() >= 1
    press(reading, "u")
    reading.wait_for_url("**/story?*")


# 5 · compare two reports --------------------------------------------------------------------------------------------


def test_5_compare_by_mouse(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    for outlet in ("Corrin Courier", "Bayline"):
        reading.get_by_role("checkbox", name=re.compile(f"Compare {outlet}")).first.check()
    reading.get_by_role("button", name="Compare the ticked reports").click()
    assert heading(reading) == "Corrin Courier beside Bayline"
    assert reading.locator("mark b", has_text="60").first.is_visible()
    wide = reading.locator(".overview svg.wide")
    before = float(wide.locator(".window").first.get_attribute("x"))
    reading.mouse.wheel(0, 1200)
    reading.wait_for_function(f"+document.querySelector('.overview svg.wide .window').getAttribute('x') > {before + 5}")
    box = wide.bounding_box()
    wide.click(position={"x": 200, "y": box["height"] * 0.15})
    reading.wait_for_function("scrollY < 900")


def test_5_compare_by_keyboard(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    row = reading.locator(".rows li")
    row.nth(0).locator("input").focus()
    press(reading, "Space")
    row.nth(4).locator("a.go").focus()
    press(reading, "x", "c")
    reading.wait_for_url("**/compare?*")
    assert "beside" in heading(reading)


# 6 · who says what, and how much of an outlet is its own ------------------------------------------------------------


def test_6_a_speaker_and_an_outlet_by_mouse(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    reading.locator(".speaker .name a", has_text="Ilsa Brandt").click()
    assert heading(reading) == "Ilsa Brandt"
    assert "printed by" in reading.locator(".say").inner_text()
    reading.goto(reading.url.partition("/speaker")[0] + REPORT)
    reading.locator(".outlet a").click()
    assert heading(reading) == "Bayline"
    assert "50% of what it prints here is its own" in reading.locator(".say").inner_text()


def test_6_a_speaker_by_keyboard(reading):
    reading.goto(reading.url.rstrip("/") + "/speaker?name=Hugo+Lanz")
    press(reading, "j", "Enter")
    reading.wait_for_function("location.pathname !== '/speaker'")
    assert re.search(r"/(report|claim)\?", reading.url)


# 7 · where the reports differ ---------------------------------------------------------------------------------------


def test_7_a_difference_leads_to_its_claims_by_mouse(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    side = reading.locator(".conflict .side a", has_text="rests on").first
    side.click()
    assert "/claim?" in reading.url


def test_7_a_difference_leads_to_its_claims_by_keyboard(reading):
    reading.goto(reading.url.rstrip("/") + STORY)
    reading.locator(".conflict .side a", has_text="rests on").first.focus()
    press(reading, "Enter")
    reading.wait_for_url("**/claim?*")


# 8 · judge, see it in the log, take it back -------------------------------------------------------------------------


def test_8_judge_and_undo_by_mouse(changing, own):
    changing.goto(own.url + CLAIM)
    [shown] = set(own.json(JSON)["claim"]["statements"][:1])
    before = len(own.json(JSON)["statements"])
    said = changing.locator(JUDGED).last
    said.locator("summary").click()
    said.get_by_role("button", name="Not the same claim").click()
    assert "/claim?" in changing.url
    own.settled()
    assert len(own.json(f"/claim.json?of={shown}")["statements"]) < before
    changing.get_by_role("link", name="Judgements", exact=True).click()
    assert "One judgement holds" in changing.locator(".say").inner_text()
    changing.get_by_role("button", name="Take it back").click()
    own.settled()
    assert "No judgements hold" in changing.locator(".say").inner_text()
    log = own.json("/judgements.json")["judgements"]
    assert [j["verdict"] for j in log] == ["different", "undo"]
    assert len(own.json(JSON)["statements"]) == before


def test_8_judge_by_keyboard(changing, own):
    changing.goto(own.url + CLAIM)
    press(changing, "j", "j", "j", "o")
    changing.locator(".said details[open] button").first.focus()
    with changing.expect_navigation():
        press(changing, "Enter")
    assert own.json("/judgements.json")["judgements"][0]["verdict"] == "different"
    own.settled()


def test_8_two_names_are_one(changing, own):
    changing.goto(own.url + "/speaker?name=Hugo+Lanz")
    changing.get_by_label("Hugo Lanz and").fill("Tomas Okoro")
    changing.get_by_role("button", name="are one and the same").click()
    assert own.json("/judgements.json")["judgements"][0]["verdict"] == "one-name"
    own.settled()
    changing.goto(own.url + "/judgements")
    assert "One and the same" in changing.locator(".log").inner_text()


# 9 · add reports, see what came of it and what was set aside --------------------------------------------------------


def test_9_add_by_mouse(changing, own, tmp_path):
    bad = tmp_path / "notes.jsonl"
    bad.write_text('{"id": "x"}\n')
    good = tmp_path / "harbour.txt"
    good.write_text(f"source: Maren Post\npublished: 2026-03-14\n\n{PASTED}\n")
    changing.get_by_role("link", name="Add reports").click()
    changing.locator("input[type=file]").set_input_files([good, bad])
    assert "harbour.txt, notes.jsonl" in changing.locator("[data-chosen]").inner_text()
    changing.get_by_role("button", name="Add the files").click()
    changing.get_by_text("one new report; everything is analysed.").wait_for(timeout=60_000)
    assert changing.locator("dl.aside dt", has_text="notes.jsonl").count() == 1
    assert "no 'text'" in changing.locator("dl.aside dd").first.inner_text()
    changing.get_by_role("link", name="harbour.txt").click()
    assert PASTED in changing.locator(".text").inner_text()


def test_9_add_by_keyboard_and_read_meanwhile(changing, own, watch):
    press(changing, "a")
    changing.wait_for_url("**/add")
    changing.get_by_role("textbox", name="Outlet").focus()
    for words in ("Maren Post", "2026-03-14", "Harbour to reopen", ""):
        changing.keyboard.type(words)
        press(changing, "Tab")
    changing.keyboard.type(PASTED)
    press(changing, "Tab", "Enter")
    changing.wait_for_url("**/add#jobs")
    other = watch(own).open("/?q=ammonium")
    assert heading(other) == "One story"
    changing.get_by_text("one new report; everything is analysed.").wait_for(timeout=60_000)
    assert own.json("/stories.json?q=harbour%20reopen")["total"] == 1


# 10 · what changed since, and take it away --------------------------------------------------------------------------


def test_10_what_changed_since_by_mouse(changing, own):
    changing.goto(own.url + STORY)
    assert changing.locator(".news").count() == 0
    context = changing.context
    [looked] = [c for c in context.cookies() if c["name"].startswith("looked-")]
    story = looked["value"].split("~")[0]
    # An hour ago: the page tells what came since then.
    hour = int(looked["value"].split("~")[1]) - 3600
    context.add_cookies([{**looked, "value": f"{story}~{hour}~0"}])
    form = _form(text=COPY, source="Maren Post", published="2026-03-11T20:00+01:00")
    own.get("/add", "POST", form, Origin=own.url, Content_Type="multipart/form-data; boundary=XX")
    own.settled()
    changing.goto(own.url + STORY)
    news = changing.locator(".news").inner_text()
    assert "Since you last looked" in news
    assert "Maren Post" in news


def test_10_take_it_away_by_keyboard(reading, tmp_path):
    reading.goto(reading.url.rstrip("/") + CLAIM)
    reading.get_by_role("link", name="one HTML file").focus()
    with reading.expect_download() as download:
        press(reading, "Enter")
    assert download.value.suggested_filename.endswith(".html")
    download.value.save_as(tmp_path / "claim.html")
    page = reading.context.new_page()
    page.goto((tmp_path / "claim.html").as_uri())
    assert page.locator("h1").count() == 1
    assert page.locator("svg").first.is_visible()
    page.close()


COPY = (
    "Twelve people were killed and more than 80 injured when two explosions tore through a dockside warehouse in "
    "Port Maren late on Tuesday, the head of the city's fire service said. There were two explosions, a few seconds "
    "apart, Fire Chief Ilsa Brandt told reporters at Kessler Dock. They levelled Warehouse 9 and broke windows across "
    "the Old Harbour district."
)


def _form(**fields: str) -> str:
    parts = (
        f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    return "".join(parts) + "--XX--\r\n"


# Without JavaScript -------------------------------------------------------------------------------------------------


def test_all_but_live_progress_works_without_javascript(watch, own):
    page = watch(own, java_script_enabled=False).open("/")
    page.locator(".card a.go").first.click()
    page.locator(".claim a.go").first.click()
    page.locator(".said .by a").first.click()
    assert page.locator("mark.lit").first.is_visible()
    page.locator("select[name=r]").select_option(index=1)
    page.get_by_role("button", name="Side by side").click()
    assert "beside" in heading(page)
    page.get_by_role("searchbox").fill("library")
    page.get_by_role("button", name="Search").click()
    assert heading(page) == "One story"
    page.goto(own.url + CLAIM)
    said = page.locator(JUDGED).last
    said.locator("summary").click()
    said.get_by_role("button", name="Not the same claim").click()
    assert own.json("/judgements.json")["judgements"][0]["verdict"] == "different"


@pytest.mark.parametrize("width", [390, 2560])
def test_nothing_runs_over_the_edge(watch, served, width):
    from .places import PAGES

    one = watch(served, viewport={"width": width, "height": 900})
    for name, path in PAGES.items():
        if name != "not here":
            page = one.open(path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
