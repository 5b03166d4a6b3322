"""Bad input: each piece is noted or set aside with its reason, and the rest goes through every stage."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import secondsource as ss
from piles import DISPATCH, REPORTS, write
from secondsource.errors import NothingReadError
from secondsource.lines import VERBS

GOOD = {r["id"] for r in REPORTS}


def line(**fields):
    return (json.dumps(fields) + "\n").encode()


BAD = {
    "empty.txt": (b"", True),
    "spaces.txt": (b" \n\t\n", True),
    "binary.txt": (bytes(range(256)) * 40, True),
    "nul.txt": (b"\x00" * 5000, True),
    "no-words.txt": (b"!!! --- ... 12\n", True),
    "cut.jsonl": (b'{"id": "x", "text": "It rained', True),
    "not-json.jsonl": (b"hello\n", True),
    "no-text.jsonl": (line(id="no-text"), True),
    "no-id.jsonl": (line(text=DISPATCH), True),
    "wrong-type.jsonl": (line(id="wrong-type", text=["It rained."]), True),
    "other-kind.xyz": (b"what is this", True),
    "one-line.txt": (b"The ferry ran aground off Port Sella and stayed there. " * 950_000, True),
    "latin.txt": ("Le café de Norrvik a brûlé, dit le maire d’ici.".encode("cp1252") * 5, False),
    "utf16.txt": (DISPATCH.encode("utf-16"), False),
    "mark.txt": (DISPATCH.encode("utf-8-sig"), False),
    "quotes.txt": (('“““He said "it” rained, ‘she “told” the "harbour. ' * 40).encode(), False),
    "arabic.txt": ("\u200fقال المتحدث إن العبارة جنحت قرب الميناء يوم الاثنين.\n".encode() * 6, False),
    "mixed.txt": ("He said \u202eabc\u202c that it rained. \u2066x\u2069\n\n".encode() * 6, False),
    "future.jsonl": (line(id="future", text=DISPATCH, published="2999-01-01"), False),
    "bad-date.jsonl": (line(id="bad-date", text=DISPATCH, published="yesterday-ish"), False),
    "surrogate.jsonl": (
        b'{"id": "surrogate", "text": "He said \\ud83d that it rained in Norrvik on Monday."}\n',
        False,
    ),
    "control.jsonl": (
        line(id="control\x1b[2J\u202e", text="It rained, the \x07 mayor said.\x00 It\x1b[31m did."),
        False,
    ),
    "carriage.txt": (DISPATCH.replace("\n", "\r\n").encode(), False),
    "markup.txt": (
        b"<script>alert(1)</script> <b>It rained</b>, said {{ 7*7 }} the mayor &amp; others of Norrvik.",
        False,
    ),
}


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    write(folder, [*REPORTS, {**REPORTS[0], "text": "Another text under an id that is taken.", "source": "Elsewhere"}])
    return ss.read(folder, cache=False)


def test_the_rest_goes_on(pile):
    assert {r.id for r in pile.reports()} >= GOOD


@pytest.mark.parametrize("name", [n for n, (_, aside) in BAD.items() if aside])
def test_set_aside_with_a_reason(pile, name):
    about = [s for s in pile.set_aside() if s.input.startswith(name)]
    assert about
    assert all(s.reason for s in about)


@pytest.mark.parametrize("name", [n for n, (_, aside) in BAD.items() if not aside])
def test_taken_in(pile, name):
    stem = name.rsplit(".", 1)[0]
    assert any(r.id in (name, stem) or r.id.startswith(stem) for r in pile.reports())


def test_a_taken_id_is_set_aside(pile):
    assert any("'a'" in s.reason for s in pile.set_aside())


def test_faults_that_do_no_harm_are_noted(pile):
    notes = {r.id: " ".join(r.notes) for r in pile.reports()}
    assert notes["future"]
    assert notes["bad-date"]
    assert notes["surrogate"]
    assert notes["latin.txt"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_survives_with_exact_offsets(pile, verb):
    texts = {r.id: r.text for r in pile.reports(text=True)}
    for found in pile.answer(verb).to_dicts():
        json.dumps(found, ensure_ascii=False).encode("utf-8")
        for report, start, end in spans(found):
            assert 0 <= start <= end <= len(texts[report])


def spans(found):
    """Every (report, start, end) that a line holds."""
    if "a_start" in found:
        yield found["a"], found["a_start"], found["a_end"]
        yield found["b"], found["b_start"], found["b_end"]
    elif "start" in found:
        yield found["report"], found["start"], found["end"]
    for name in ("source", "cue", "content"):
        if isinstance(found.get(name), list):
            yield from ((found["report"], s, e) for s, e in found[name])
    spots = [*found.get("mentions", []), *(s for side in found.get("sides", []) for s in side["spans"])]
    yield from ((s["report"], s["start"], s["end"]) for s in spots)


def test_the_page_shows_markup_as_text(pile, tmp_path):
    page = pile.report(tmp_path / "page.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "\x1b" not in page


def test_another_language_gets_reuse_and_stories_and_is_told_what_it_does_not_get(tmp_path):
    text = (
        "Le ferry Anna Lind s’est échoué lundi au large de Port Sella avec 212 personnes à bord, ont annoncé les "
        "garde-côtes. Tout le monde est sain et sauf, a dit la capitaine devant des journalistes sur le port."
    )
    reports = [{"id": i, "source": i, "published": "2031-03-10", "text": text} for i in ("un", "deux")]
    pile = ss.read(write(tmp_path, reports), cache=False)
    assert {r.language for r in pile.reports()} == {"fr"}
    assert [m.kind for m in pile.reuse()] == ["copied"]
    assert len({s.story for s in pile.stories()}) == 1
    assert len(pile.statements()) == 0
    assert any("fr" in note for view in pile.view().stories for note in view.findings.notes)


PIECES = st.sampled_from([
    "He said", "“It rained", "”", '"', "’", "according to the mayor", "\n\n", "\n", " ", ". ", ", ", "12,000 people",
    "on Monday", "(AP) —", "NORRVIK", "\u200f", "\ud800", "\x00", "said", "denied", "the North", "#", "https://x.example",
    "Mr.", "Anna Lind", "\u0301", "ß", "漢字", "🙂", "Read more: ", "By ", "- ", ":",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(PIECES, max_size=60).map(" ".join), min_size=1, max_size=3))
def test_any_text_goes_through_every_stage(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any")
    reports = [{"id": f"r{i}", "text": text, "source": f"s{i % 2}"} for i, text in enumerate(texts)]
    path = folder / "any.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in reports), "utf-8")
    try:
        pile = ss.read(path, cache=False)
    except NothingReadError:
        return
    held = {r.id: r.text for r in pile.reports(text=True)}
    for s in pile.statements():
        assert all(0 <= a < b <= len(held[s.report]) for a, b in s.content)
    pile.timeline()
    pile.view()
