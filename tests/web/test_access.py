"""Every page for everyone: axe-core finds nothing serious, in both themes, wide and narrow, and on what folds open."""

from __future__ import annotations

from importlib import resources

import pytest

from .places import PAGES

AXE = "window.axe.run(document, {resultTypes: ['violations']})"


@pytest.fixture(scope="session")
def axe() -> str:
    pytest.importorskip("axe_playwright_python", reason="the development group isn't installed: no axe-core")
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser, served, axe, name, theme, width):
    # axe is put into the page by the test, past the policy that lets no page of the desk do so.
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(served.url + PAGES[name])
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.evaluate(axe)
    found = page.evaluate(AXE)["violations"]
    context.close()
    told = [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert told == []


def test_motion_is_left_out_where_it_is_not_wanted(watch, served):
    for wanted, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page = watch(served, reduced_motion=wanted).open("/")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


def test_the_first_key_leads_past_the_head(watch, served):
    page = watch(served).open(PAGES["story"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
