"""The pages without a browser: what they say, their other forms, their weight, their addresses."""

from __future__ import annotations

import csv
import io
import json
import re

import polars
import pytest

from elements import Elements

from .places import CLAIM, COMPARE, PAGES, REPORT, STORY, VIEWS, beside

# Without the reports' words, a page weighs at most so much.
HEAVIEST = 200_000


def page(served, path: str) -> Elements:
    status, headers, body = served.get(path)
    assert headers["content-type"].startswith("text/html")
    assert status == (404 if "00000000" in path else 200)
    return Elements(body)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_and_light(served, name):
    body = served.get(PAGES[name])[2]
    shown = Elements(body)
    assert [tag for tag, _ in shown.tags if tag == "h1"] == ["h1"]
    ids = [attrs["id"] for _, attrs in shown.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert len(body.encode()) < HEAVIEST
    assert "None" not in shown.text
    for tag, attrs in shown.tags:
        for where in (attrs.get("href"), attrs.get("src"), attrs.get("action")):
            assert where is None or where.startswith(("/", "#", "https://")), (tag, where)
        assert not any(attr.startswith("on") for attr in attrs)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_its_json_its_tables_and_a_file_by_itself(served, name):
    path = VIEWS[name]
    facts = served.json(beside(path, "json"))
    assert facts["made"]["secondsource"]
    assert facts["view"] == name
    alone = served.get(beside(path, "html"))[2]
    assert "<script" not in alone
    assert not re.search(r"""(href|src)=["'](?!#|https://)""", alone)
    assert "Content-Security-Policy" in alone
    assert "secondsource" in alone
    jsonl = [json.loads(line) for line in served.get(beside(path, "jsonl"))[2].splitlines()]
    table = list(csv.DictReader(io.StringIO(served.get(beside(path, "csv"))[2])))
    assert len(jsonl) == len(table) > 0
    status, headers, _ = served.get(beside(path, "parquet"))
    assert status == 200
    assert headers["content-disposition"].endswith('.parquet"')


def test_parquet_opens_in_polars(served):
    import urllib.request

    with urllib.request.urlopen(served.url + beside(STORY, "parquet")) as answer:  # our own server
        frame = polars.read_parquet(io.BytesIO(answer.read()))
    assert frame.height > 20
    assert "independent_origins" in frame.columns


def test_the_list_is_searched_filtered_and_ordered_by_its_address(served):
    found = served.json("/stories.json?q=%22ammonium%20nitrate%22")
    assert found["total"] == 1
    assert found["stories"][0]["disputed"] >= 1
    assert served.json("/stories.json?q=ammonium%20-nitrate")["total"] == 0
    assert served.json("/stories.json?outlet=Lisk%20Echo")["stories"][0]["reports"] == 1
    assert served.json("/stories.json?since=2026-03-13")["total"] == 1
    assert served.json("/stories.json?until=2026-03-01")["total"] == 0
    both = served.json("/stories.json?only=disputed&only=copied")
    assert both["total"] == both["filters"]["flags"]["disputed"] == 1
    carried = [s["reports"] for s in served.json("/stories.json?sort=carried")["stories"]]
    assert carried == sorted(carried, reverse=True)
    assert "several tell it, rests on 1" in page(served, "/").text


@pytest.mark.parametrize(
    "words", ['"', "(((", "a AND", "NEAR(", "*", "-", "^x", "title:", "😀", "a" * 400, "%00", "\\"]
)
def test_no_search_is_a_fault(served, words):
    from urllib.parse import quote

    assert served.get(f"/?q={quote(words, safe='%')}")[0] == 200


def test_a_hit_shows_the_words_and_opens_the_report_there(served):
    body = served.get("/?q=ammonium")[2]
    href = re.search(r'href="(/report\?id=[^"]*#at)"', body)[1].replace("&amp;", "&")
    opened = served.get(href.partition("#")[0])[2]
    assert re.search(r'<mark class="lit" id="at">ammonium</mark>', opened)


def test_a_hit_is_shown_in_what_the_report_tells_and_not_in_its_header_lines(served):
    body = served.get("/?q=dock")[2]
    shown = "".join(re.findall(r'<p class="hit">.*?</p>', body))
    assert shown.lower().count("<b>dock</b>") == 2
    assert "url:" not in shown
    assert "title:" not in shown


def test_every_outlet_of_the_example_stands_among_the_filters(served):
    shown = page(served, "/").text
    outlets = {
        r["source"] for r in map(json.loads, served.get("/story.jsonl?of=bayline.txt&table=reports")[2].splitlines())
    }
    assert len(outlets) > 6
    assert all(f"{outlet} 1" in shown for outlet in {*outlets, "Lisk Echo", "Orlin Post"})


def test_a_claim_links_its_words_at_their_place(served):
    body = served.get(CLAIM)[2]
    spots = re.findall(r'href="(/report\?id=northern-standard\.txt&amp;at=[\d,-]+#at)"', body)
    marked = served.get(spots[0].replace("&amp;", "&").partition("#")[0])[2]
    lit = "".join(re.findall(r'<mark class="lit"[^>]*>([^<]*)', marked))
    assert lit.startswith("The warehouse held about 600 tonnes")


def test_a_claim_with_several_origins_says_that_they_share_no_link(served):
    shown = page(served, "/claim?of=corrin-courier.txt:565-631")
    figure = shown.text.partition("Why this figure")[2].partition("What would change it")[0]
    assert "have no link in common" in figure
    assert "nobody else" not in figure


def test_a_clause_stands_under_its_sentence_and_is_no_second_telling(served):
    facts = served.json("/claim.json?of=corrin-courier.txt:565-631")
    body = served.get("/claim?of=corrin-courier.txt:565-631")[2]
    told = len(re.findall(r'<li class="said', body))
    assert told < len(facts["statements"])
    assert "goes on with the source just named" not in body
    assert len(re.findall(r'value="not-a-statement"', body)) == len(facts["statements"])


def test_the_claim_page_says_what_would_change_the_figure(served):
    facts = served.json(beside(CLAIM, "json"))
    assert any("would raise it to two" in said for said in facts["would_change"])
    assert "What would change it" in page(served, CLAIM).text
    assert {s["stance"] for s in facts["statements"]} == {"asserts", "denies"}


def test_addresses_outlive_a_new_run(served):
    """A claim is found by its words' place, even where a statement is cut anew; a story by a report of it."""
    assert (
        served.json("/claim.json?of=corrin-courier.txt:920-1030")["claim"]
        == served.json(beside(CLAIM, "json"))["claim"]
    )
    by_report = served.json("/story.json?id=s-gone&of=bayline.txt")["story"]
    assert by_report == served.json(beside(STORY, "json"))["story"]


def test_a_report_is_shown_to_the_last_letter_and_as_plain_text(served):
    facts = served.json("/report.json?id=harbour-gazette.txt")
    shown = page(served, "/report?id=harbour-gazette.txt").text
    for line in filter(None, (" ".join(part.split()) for part in facts["report"]["text"].splitlines())):
        assert line in shown


def test_compare_joins_marks_and_counts(served):
    body = served.get(COMPARE)[2]
    assert "<u><b>600</b></u>" in body
    assert "<u><b>60</b></u>" in body
    assert body.count('class="gutter joined"') > 4
    facts = served.json(beside(COMPARE, "json"))
    assert [row["report"] for row in facts["shares"]] == ["bayline.txt", "tessel-herald.txt"]
    assert served.get("/compare?r=bayline.txt")[0] == 404


def test_twelve_against_one(served):
    reports = served.json(beside(STORY, "json"))["story"]["reports"]
    body = served.get("/compare?" + "&".join(f"r={r}" for r in reports))[2]
    assert "in each of the other eleven" in body


def test_what_is_wrong_is_said_in_one_shape(served):
    for path, status in (("/story.json?id=none", 404), ("/stories.json?page=0", 422), ("/nope.json", 404)):
        got, _, body = served.get(path)
        assert got == status
        assert set(json.loads(body)["error"]) == {"status", "reason", "remedy"}
    assert "No story" in page(served, PAGES["not here"]).text


def test_the_outlet_page_says_how_much_is_its_own(served):
    facts = served.json("/outlet.json?name=Bayline")["outlet"]
    assert facts["reports"] == 2
    assert facts["carries"] == [["MPA", True, 1]]
    assert "50% of what it prints here is its own" in page(served, "/outlet?name=Bayline").text


@pytest.mark.parametrize("given", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "no address"])
def test_only_web_addresses_are_fetched(served, given):
    head = {"Origin": served.url, "Content_Type": "application/x-www-form-urlencoded"}
    assert served.get("/add", "POST", f"address={given}", **head)[0] == 400


def test_a_page_is_cited_with_date_and_version(served):
    cited = page(served, REPORT).text
    assert re.search(r"read with secondsource [\d.]+ \(settings [0-9a-f]{12}", cited)
    assert f"{served.url}/report?id=bayline.txt&at=888-1107" in cited
