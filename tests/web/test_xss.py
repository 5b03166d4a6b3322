"""Three hundred ways to smuggle script, in every field of a report and in everything found there: none runs."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from elements import Elements

from . import hostile
from .conftest import Watched, serving

TAGS_OF_OURS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "div",
        "p",
        "form",
        "label",
        "input",
        "button",
        "nav",
        "main",
        "footer",
        "details",
        "summary",
        "bdi",
        "h1",
        "h2",
        "h3",
        "section",
        "ol",
        "ul",
        "li",
        "q",
        "b",
        "i",
        "u",
        "span",
        "small",
        "figure",
        "figcaption",
        "svg",
        "path",
        "circle",
        "rect",
        "text",
        "tspan",
        "g",
        "mark",
        "article",
        "aside",
        "select",
        "option",
        "datalist",
        "dl",
        "dt",
        "dd",
        "br",
        "code",
        "kbd",
        "progress",
        "fieldset",
        "legend",
        "textarea",
    ]
)
# Said where something would have run: by the page's policy, or by the page itself.
TELL = """
window.refused = [];
document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.violatedDirective));
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "desk.db"
    made = hostile.make(path)
    with serving(path) as served:
        yield served, made


def addresses(made, every: int = 1) -> list[str]:
    """Pages on which each payload stands in each of its fields; what repeats them only for every so many stories."""
    found = ["/add", "/judgements", *(f"/?page={n}" for n in range(1, 3))]
    for n, view in enumerate(made):
        found.append(f"/story?id={view.id}")
        found += [f"/report?id={quote(r.id)}&at=0-40" for r in view.reports]
        if n % every:
            continue
        found += [f"/claim?of={quote(c.shown)}" for c in view.findings.claims[:2]]
        found.append("/compare?" + "&".join(f"r={quote(r.id)}" for r in view.reports[:4]))
        found += [f"/outlet?name={quote(view.reports[k].source)}" for k in (0, 4)]
        found += [f"/speaker?name={quote(s.speaker)}" for s in view.findings.statements[:8] if s.speaker][:2]
    return found + [f"/?q={quote(p)}&outlet={quote(p)}&person={quote(p)}" for p in hostile.PAYLOADS[::10]]


def test_there_are_three_hundred():
    assert len(set(hostile.PAYLOADS)) == len(hostile.PAYLOADS) == 300


def test_no_payload_becomes_markup(desk):
    served, made = desk
    for path in addresses(made):
        status, _, body = served.get(path)
        assert status in (200, 404), (status, path)
        shown = Elements(body)
        assert {tag for tag, _ in shown.tags} <= TAGS_OF_OURS, path
        assert [a for tag, a in shown.tags if tag == "script"] == [next(a for t, a in shown.tags if t == "script")]
        for _, attrs in shown.tags:
            assert not any(name.startswith("on") or name in ("style", "srcdoc") for name in attrs), path
            for name in ("href", "action", "src"):
                assert (attrs.get(name) or "/").startswith(("/", "#", "http://", "https://")), (path, attrs)


def test_a_file_by_itself_holds_no_script(desk):
    served, made = desk
    for path in [f"/story.html?id={v.id}" for v in made[:12]] + [f"/report.html?id={quote(made[0].reports[0].id)}"]:
        status, headers, body = served.get(path)
        assert status == 200
        assert {tag for tag, _ in Elements(body).tags} <= (TAGS_OF_OURS | {"style"}) - {"script"}
        assert "\n" not in headers["content-disposition"]


def test_none_runs_in_a_browser(desk, browser):
    served, made = desk
    context = browser.new_context()
    context.add_init_script(TELL)
    watched = Watched(context, served.url)
    for path in addresses(made, every=4):
        watched.page.goto(served.url + path, wait_until="load")
        assert watched.page.evaluate("[window.hit, window.refused.length]") == [None, 0], path
    names = [
        {"name": f"{p}.txt".replace("/", "_")[:200], "mimeType": "text/plain", "buffer": b""} for p in hostile.PAYLOADS
    ]
    watched.page.goto(served.url + "/add")
    watched.page.locator("input[type=file]").set_input_files(names)
    with watched.page.expect_navigation():
        watched.page.get_by_role("button", name="Add the files").click()
    served.settled()
    # A page of its own: that one loads itself again when the work is done.
    watched.page = context.new_page()
    watched.page.goto(served.url + "/add")
    assert watched.page.locator("dl.aside dt").count() >= 200
    assert watched.page.evaluate("[window.hit, window.refused.length]") == [None, 0]
    # A hostile address that leads nowhere is answered with 404, which the browser notes on its console.
    assert [fault for fault in watched.faults if "404" not in fault] == []
    context.close()
