import dataclasses
import functools
import itertools
import os
import random
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copies import DISPATCH, MEADOW, changed, marked, report, sentences
from secondsource import reuse
from secondsource.records import Furniture, FurnitureKind, MatchKind
from secondsource.reuse import adding, engine, fold, kernels, passages


def only(reports):
    """The one match between two different reports."""
    (found,) = (m for m in reuse.match(reports) if m.a != m.b)
    return found


def test_a_copied_passage_has_exact_offsets():
    a, (span_a,) = marked("a", f"Fog again.\n\n<<{DISPATCH}>>\n\nMore follows soon from our desk in the capital.")
    b, (span_b,) = marked("b", f"A GRAIN SHIP STRANDS\n\n<<{DISPATCH}>>")
    found = only([a, b])
    assert found.kind is MatchKind.COPIED
    assert a.text[found.a_start : found.a_end].split() == DISPATCH.rstrip(".").split()
    assert (found.a_start, found.b_start) == (span_a[0], span_b[0])
    assert (found.a_end, found.b_end) == (span_a[1] - 1, span_b[1] - 1)  # up to the last word
    assert found.similarity == 1.0
    assert found.why == f"the same {len(DISPATCH.split())} words"


@pytest.mark.parametrize(
    "other",
    [
        DISPATCH.replace("'", "’"),
        DISPATCH.upper(),
        DISPATCH.replace(" ", "  "),
        DISPATCH.replace("fi", "ﬁ"),
        DISPATCH.replace("harbour", "har\u00adbour"),
        unicodedata.normalize("NFD", DISPATCH.replace("Velmark", "Vélmark")),
        DISPATCH.replace("\n\n", "\r\n"),
    ],
    ids=["quotes", "case", "spaces", "ligatures", "soft hyphens", "accents", "lines"],
)
def test_printing_makes_no_difference(other):
    found = only([report("a", DISPATCH), report("b", other)])
    assert found.similarity == 1.0
    assert (found.b_start, found.b_end) == (0, len(other) - 1)


@pytest.mark.parametrize(
    ("change", "changes"),
    [
        (lambda t: t.replace("in thick fog", "in dense fog"), 1),
        (lambda t: t.replace("Twelve sailors were", "Twelve of the sailors were"), 2),
        (lambda t: t.replace(" shortly before dawn", ""), 3),
    ],
    ids=["changed", "inserted", "dropped"],
)
def test_edits_do_not_break_a_passage(change, changes):
    found = only([report("a", DISPATCH), report("b", change(DISPATCH))])
    assert f"{changes} changed" in found.why
    assert (found.a_start, found.a_end) == (0, len(DISPATCH) - 1)


def test_masked_words_do_not_break_a_passage():
    words = DISPATCH.split(" ")
    for k in range(20, len(words) - 10, 60):
        words[k : k + 7] = ["@"] * 7
    found = only([report("a", DISPATCH), report("b", " ".join(words))])
    assert (found.a_start, found.a_end) == (0, len(DISPATCH) - 1)


def test_reordered_paragraphs_are_found_each():
    first, *rest = DISPATCH.split("\n\n")
    other = "\n\n".join([*rest, first])
    found = [m for m in reuse.match([report("a", DISPATCH), report("b", other)]) if m.kind is MatchKind.COPIED]
    covered = {k for m in found for k in range(m.a_start, m.a_end)}
    assert len(covered) > 0.97 * len(DISPATCH)
    assert len(found) == 2


@pytest.mark.parametrize(
    "text",
    [
        "港口周二在浓雾中关闭一艘运粮货轮撞上了北面的防波堤港务局说没有人受重伤十二名水手在黎明前被引水船救下两人因受冻接受治疗",
        "ท่าเรือปิดทำการเมื่อวันอังคารหลังจากเรือบรรทุกธัญพืชเกยตื้นท่ามกลางหมอกหนาทึบเจ้าหน้าที่กล่าวว่าไม่มีผู้ใดได้รับบาดเจ็บสาหัส",
        "أغلق الميناء يوم الثلاثاء بعد أن جنحت سفينة شحن تحمل الحبوب في ضباب كثيف وقالت السلطات إن أحدا لم يصب",
        "Гавань закрыли во вторник после того как сухогруз с зерном сел на мель в тумане и никто не пострадал",
        "मंगलवार को घने कोहरे में अनाज से लदा मालवाहक जहाज फंसने के बाद बंदरगाह बंद कर दिया गया और कोई घायल नहीं हुआ",
    ],
    ids=["Chinese", "Thai", "Arabic", "Russian", "Hindi"],
)
def test_any_script(text):
    found = only([report("a", f"– {text} –"), report("b", f"1. {text}")])
    assert found.kind is MatchKind.COPIED
    assert found.a_start == 2
    assert (found.b_start, found.b_end) == (3, 3 + len(text))


QUOTE = (
    "We have worked with this crew for eleven years and never once had cause to doubt them, and I will not start "
    "to doubt them now because the fog was thicker than the forecast"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"The owner rejected that. “{QUOTE},” he said.", f'Nils Bergen, asked by phone, said: "{QUOTE}."'),
        (f"It is all nonsense, says its owner:\n``{QUOTE}.''", f"Bergen was blunt. ‘{QUOTE},’ he told us."),
        (f"„{QUOTE}“, sagte Bergen.", f"« {QUOTE} », a dit Bergen."),
        (f"Bergen’s reply was “{QUOTE}.”", f"Bergen doubts none of them. {QUOTE}, is how he put it."),
    ],
)
def test_shared_speech_is_quoted_not_copied(one, other):
    assert only([report("a", one), report("b", other)]).kind is MatchKind.QUOTED


def test_a_long_text_with_quotations_is_copied():
    text = DISPATCH.replace("nobody was badly hurt", f"“{QUOTE},” the owner said")
    assert only([report("a", text), report("b", text)]).kind is MatchKind.COPIED


def test_a_quotation_mark_that_is_never_closed_quotes_one_paragraph_only():
    text = f"“It was fog, he said.\n\n{DISPATCH}"
    assert only([report("a", text), report("b", DISPATCH)]).kind is MatchKind.COPIED


def test_few_words_are_a_phrase():
    phrase = "according to a statement of the Ministry of Harbours and Inland Waters"
    found = only(
        [report("a", f"It is shut, {phrase} on Monday."), report("b", f"Rents rise by a tenth, {phrase}, too.")]
    )
    assert found.kind is MatchKind.PHRASE
    assert "too few to show copying" in found.why


CHARGES = "for burglary of a customs shed, theft of two lifeboats and seven counts of forging a bill of lading"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (f"Olsen was jailed {CHARGES}, the Gazette reports.", f"He served a long term {CHARGES}, it said.", "phrase"),
        (f"Olsen fled. Olsen was jailed {CHARGES}. Rain fell.", f"Olsen was jailed {CHARGES}. He is fifty.", "copied"),
    ],
    ids=["part of a sentence", "a sentence"],
)
def test_part_of_a_sentence_alone_is_a_phrase(one, other, kind):
    rng = random.Random(8)
    a = report("a", f"{sentences(rng, 60)}. {one} {sentences(rng, 60)}")
    b = report("b", f"{sentences(rng, 60)}. {other} {sentences(rng, 60)}")
    assert only([a, b]).kind == kind


def test_part_of_a_sentence_beside_more_is_copied_too():
    a = report("a", f"{DISPATCH}\n\nOlsen was jailed {CHARGES}, the Gazette reports.")
    b = report("b", f"{MEADOW}\n\nHe served a long term {CHARGES}, it said.\n\n{DISPATCH}")
    assert {m.kind for m in reuse.match([a, b])} == {MatchKind.COPIED}


def test_the_clause_between_two_quotations_belongs_to_them():
    told = "The hold was dry last week, with forty tons of barley in it and none of it insured."
    speech = (
        "“We are aware of what is said,” harbour master Ilse Torvald of Velmark said in a statement. “Of course we are "
        "sorry. We take it very seriously.”"
    )
    rng = random.Random(9)
    a = report("a", f"{sentences(rng, 60)}. {told} {speech}")
    b = report("b", f"{told} {speech} {sentences(rng, 60)}")
    assert only([a, b]).kind is MatchKind.QUOTED


def test_a_log_worded_alike_is_copied_line_by_line():
    entries = (
        ("Mon", "Mill", "boat"),
        ("Tues", "Canal", "bell"),
        ("Tues", "Chapel", "cart"),
        ("Thurs", "Tanner", "lamp"),
        ("Fri", "Quarry", "goat"),
        ("Satur", "Bridge", "clock"),
    )
    log = [
        f"A theft was reported on {day}day evening from the {300 + k} block of {street} Street after a victim found "
        f"that a {thing} was gone."
        for k, (day, street, thing) in enumerate(entries)
    ]
    rng = random.Random(11)
    a = report("a", "\n".join(log))
    b = report("b", "\n".join(part for line in log for part in (line, sentences(rng, 15) + ".")))
    found = [m for m in reuse.match([a, b]) if m.a != m.b]
    assert [(a.text[m.a_start : m.a_end], b.text[m.b_start : m.b_end]) for m in found] == [
        (x[:-1], x[:-1]) for x in log
    ]


def test_furniture_is_told_apart():
    title = "A freighter with grain runs onto the northern mole of Ostrava Bay and shuts the harbour for days on end"
    a = report("a", f"{title}\n\n{MEADOW}")
    a = dataclasses.replace(a, furniture=(Furniture(0, len(title), FurnitureKind.READ_MORE),))
    b = report("b", f"{title}. {sentences(random.Random(1), 80)}")
    assert only([a, b]).kind is MatchKind.FURNITURE


def test_a_standfirst_matches_the_body_of_its_own_report():
    standfirst = DISPATCH.split("\n\n")[1]
    (found,) = reuse.match([report("a", f"{standfirst}\n\nOstrava Bay, Tuesday.\n\n{DISPATCH}")])
    assert (found.a, found.b, found.kind) == ("a", "a", MatchKind.FURNITURE)
    assert (found.a_start, found.a_end) == (0, len(standfirst) - 1)
    assert found.b_start >= found.a_end


def test_an_outlets_own_report_again_is_a_version():
    later = DISPATCH + "\n\nOn Wednesday the ship was afloat."
    found = only([report("a", DISPATCH, source="www.velmark.example"), report("b", later, source="Velmark.example")])
    assert found.kind is MatchKind.VERSION


def test_an_outlets_report_in_another_of_its_own_is_copied():
    rng = random.Random(10)
    brief = report("a", DISPATCH, source="velmark.example")
    other = report("b", f"{sentences(rng, 150)}\n\n{DISPATCH}\n\n{sentences(rng, 90)}", source="velmark.example")
    grown = report("c", f"{DISPATCH}\n\n{sentences(rng, 240)}", source="velmark.example")
    assert only([brief, other]).kind is MatchKind.COPIED
    assert only([brief, grown]).kind is MatchKind.VERSION


def test_what_an_outlet_prints_under_every_report_is_its_furniture():
    foot = (
        "The Velmark Courier is owned by its readers and printed in the old rope works beside the harbour. "
        "Write to us there, or leave a word with the porter at any hour of the day."
    )
    rng = random.Random(3)
    pile = [report(f"r{k}", f"{sentences(rng, 90)}\n\n{foot}", source="courier.example") for k in range(6)]
    kinds = {m.kind for m in reuse.match(pile)}
    assert kinds == {MatchKind.FURNITURE}


def test_what_unrelated_reports_share_is_a_set_line():
    line = (
        "Anyone who knows more about the matter is asked to come to the nearest station of the constabulary, or to "
        "ring the free number at any hour, and need not give a name"
    )
    rng = random.Random(4)
    pile = [report(f"r{k}", f"{sentences(rng, 150)}\n\n{line}") for k in range(12)]
    assert {m.kind for m in reuse.match(pile)} == {MatchKind.PHRASE}


def test_months_apart_a_short_passage_is_the_language_of_the_trade():
    line = "a man of forty was found dead at the scene and his name was withheld until his family had been told of it"
    rng = random.Random(5)
    near = [report("a", sentences(rng, 90) + f" {line}", published="2024-01-01")]
    near.append(report("b", f"{line} " + sentences(rng, 90), published="2024-01-03"))
    far = [near[0], dataclasses.replace(near[1], published="2024-06-03")]
    assert only(near).kind is MatchKind.COPIED
    assert only(far).kind is MatchKind.PHRASE


def always(monkeypatch, *, compiled):
    """Makes the size of a pile no matter for how the loops run."""
    for name in ("SMALL", "SMALL_UNLOADED", "SMALL_UNCOMPILED"):
        monkeypatch.setattr(engine, name, 0 if compiled else sys.maxsize)
    for name in ("LOADED", "LOADING", "COMPILING"):
        monkeypatch.setattr(engine, name, -1 if compiled else sys.maxsize)


def test_the_plain_and_the_compiled_engine_agree(monkeypatch):
    rng = random.Random(6)
    base = [sentences(rng, 120) for _ in range(6)]
    pile = [report(f"r{k}", changed(rng, base[k % 6] + " " + base[(k * 5) % 6], 0.1)) for k in range(24)]
    pile += [
        report("ja", "港は火曜日に閉鎖された。" * 9),
        report("q", DISPATCH.replace("'", "’")),
        report("s", DISPATCH),
    ]
    always(monkeypatch, compiled=False)
    plain = reuse.match(pile)
    always(monkeypatch, compiled=True)
    assert reuse.match(pile) == plain
    assert len(plain) > 30


@pytest.mark.parametrize("compiled", [False, True])
def test_little_room_makes_no_difference(monkeypatch, compiled):
    always(monkeypatch, compiled=compiled)
    rng = random.Random(7)
    base = [sentences(rng, 80) for _ in range(3)]
    pile = [report(f"r{k}", changed(rng, base[k % 3] + " " + base[(k * 2) % 3], 0.1)) for k in range(8)]
    found = reuse.match(pile)
    for name in ("ROOM", "SCRATCH", "ROOM_PLAIN", "SCRATCH_PLAIN"):
        monkeypatch.setattr(passages, name, 1)
    assert reuse.match(pile) == found
    assert len(found) > 10


def test_kernels_may_change_on_the_way(monkeypatch):
    rng = random.Random(8)
    base = sentences(rng, 120)
    pile = [report(f"r{k:02}", changed(rng, base, 0.1)) for k in range(24)]
    always(monkeypatch, compiled=False)
    plain = reuse.match(pile)
    for name in ("ROOM_PLAIN", "SCRATCH_PLAIN"):
        monkeypatch.setattr(passages, name, 4)
    monkeypatch.setattr(engine, "PAIR", 0)
    for name in ("LOADED", "LOADING", "COMPILING"):
        monkeypatch.setattr(engine, name, 0)
    ran = []
    run = engine.Engine.run
    monkeypatch.setattr(engine.Engine, "run", lambda self, *a: ran.append((a[0], self.compiled)) or run(self, *a))
    assert reuse.match(pile) == plain
    assert {compiled for name, compiled in ran if name == "grow"} == {False, True}


def test_what_many_hold_is_found_alike_by_both_engines(monkeypatch):
    for module in (reuse, passages, adding):
        monkeypatch.setattr(module, "COMMONEST", 5)
    monkeypatch.setattr(reuse.anchors, "ANCHORS", 2)
    rng = random.Random(9)
    base = sentences(rng, 120)
    pile = [report(f"r{k:02}", changed(rng, base, 0.05 * (k % 3))) for k in range(24)]
    always(monkeypatch, compiled=False)
    plain = reuse.match(pile)
    always(monkeypatch, compiled=True)
    assert reuse.match(pile) == plain
    assert len(plain) > 40


def test_pairs_of_fingerprints_foretell_how_kernels_run(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "_compiled", functools.cache(dict))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    plain = engine.Engine(compiled=False)
    assert not engine.foresee(plain, int(engine.COMPILING / engine.PAIR) - 1).compiled
    assert engine.foresee(plain, int(engine.COMPILING / engine.PAIR) + 1).compiled
    assert engine.hasten(engine.Engine(compiled=True), 0).compiled
    engine._compiled()
    assert engine.foresee(plain, int(engine.LOADED / engine.PAIR) + 1).compiled


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=80), st.data(), st.sampled_from([3, 32_000]))
def test_flags_are_summed_up_as_if_they_were_counted(flags, data, at_once):
    cut = data.draw(st.integers(0, len(flags)))  # two texts
    first = data.draw(st.integers(0, len(flags) - cut - 1)) if cut < len(flags) else 0
    low, high = (cut, len(flags)) if cut < len(flags) else (0, cut)
    end = data.draw(st.integers(first + 1, high - low))
    firsts, sums, columns = [0, low, len(flags)], [0] * (len(flags) + 1), [0] * 19
    words = list(range(len(flags)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernels, "TALLIED", at_once)
        kernels.tally(flags, firsts, sums)
        kernels.measure([1, 1, first, end, first, end, 9], 1, firsts, words, words, flags, sums, [0, 0], columns, 1)
    chosen = flags[low + first : low + end]
    quoted = [k for k, flag in enumerate(chosen) if flag & 1]
    gaps = [b - a for a, b in itertools.pairwise(quoted)]
    spoken = sum(gap if gap <= kernels.CLAUSE + 1 else 1 for gap in gaps) + bool(quoted)
    others = [sum(flag >> bit & 1 for flag in chosen) for bit in (1, 2, 3)]
    assert columns[5:9] == columns[14:18] == [spoken, *others]
    assert columns[3:5] == [low + first, low + end - 1]


def test_columns_hold_what_the_records_hold():
    pile = [report("b", f"Fog again.\n\n{DISPATCH}"), report("a", f"{DISPATCH}\n\n{MEADOW}"), report("c", MEADOW)]
    found = reuse.find(pile)
    table = found.table()
    rows = zip(*(table[name].to_pylist() for name in table.column_names), strict=True)
    fields = [(m.a, m.a_start, m.a_end, m.b, m.b_start, m.b_end, m.similarity, str(m.kind)) for m in found.records()]
    assert list(rows) == fields
    assert len(found) == len(fields) == 2
    assert reuse.find([]).table().num_rows == 0


def test_kernels_are_compiled_for_a_pile_that_is_large_enough(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "_compiled", functools.cache(dict))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    sizes = (engine.SMALL + 1, engine.SMALL_UNLOADED + 1, engine.SMALL_UNCOMPILED + 1)
    assert [engine.choose(size).compiled for size in sizes] == [False, False, True]
    line = kernels.grow.__code__.co_firstlineno
    (tmp_path / "reuse_1").mkdir()
    kept = tmp_path / "reuse_1" / f"kernels.grow-{line}.py{sys.version_info.major}{sys.version_info.minor}.nbi"
    kept.touch()
    assert [engine.choose(size).compiled for size in sizes] == [False, True, True]
    os.utime(kept, (0, 0))  # older than the source
    assert [engine.choose(size).compiled for size in sizes] == [False, False, True]
    engine._compiled()
    assert [engine.choose(size).compiled for size in sizes] == [True, True, True]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(), min_size=1, max_size=30), max_size=5), st.sampled_from([0, 20, 10**6]))
def test_every_character_that_is_met_is_folded(texts, many):
    folding = fold.Folding()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fold, "_MANY", many)
        for text in texts:
            codes = np.array([ord(c) for c in text], np.uint32)
            table, several = folding.meet(codes)
            for c, value in zip(text, table[codes].tolist(), strict=True):
                kind, letters = fold.fold(c)
                place = value >> 4
                held = several[place + 1 : place + 1 + several[place]].tolist() if kind == fold.SEVERAL else [place]
                assert (value & 15, held) == (kind, list(letters or (0,)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=300), max_size=4), st.randoms(use_true_random=False))
def test_any_text_survives_and_offsets_stay_inside(texts, rng):
    shared = sentences(rng, 20)
    pile = [report(f"r{k}", f"{text}{shared} {text}") for k, text in enumerate(texts)]
    for found in reuse.match(pile):
        a, b = (next(r.text for r in pile if r.id == name) for name in (found.a, found.b))
        assert 0 <= found.a_start < found.a_end <= len(a)
        assert 0 <= found.b_start < found.b_end <= len(b)
        assert 0 < found.similarity <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_adding_makes_no_difference(seed):
    rng = random.Random(seed)
    base = [sentences(rng, 60) for _ in range(3)]
    pile = [report(f"r{k}", changed(rng, " ".join(rng.sample(base, 2)), 0.05)) for k in range(5)]

    def found(reports):
        matches = reuse.match(reports)
        sides = (sorted([(m.a, m.a_start, m.a_end), (m.b, m.b_start, m.b_end)]) for m in matches)
        return sorted(map(tuple, sides))

    assert found(pile) == found(rng.sample(pile, len(pile)))


@pytest.mark.parametrize("text", ["", " ", "\ud800 \udfff", "“", "a" * 5000, "word " * 3000, "\u202e" + MEADOW[::-1]])
def test_odd_input_survives(text):
    assert reuse.match([report("a", text), report("b", MEADOW)]) is not None
    assert reuse.match([report("a", text)]) is not None


def test_no_reports_no_matches():
    assert reuse.match([]) == ()


@pytest.mark.shared
def test_the_dispatch_in_the_seeds(shared):
    texts = {p.name[:3]: p.read_text("utf-8") for p in sorted((shared / "seeds").glob("*.txt"))}
    pile = [report(name, text) for name, text in texts.items()]
    long = [m for m in reuse.match(pile) if m.a != m.b and m.a_end - m.a_start > 1000]
    (found,) = long
    assert (found.a_start, found.a_end, found.b_start, found.b_end) == (555, 1968, 293, 1741)
    assert "211 words" in found.why


def test_a_passage_too_short_by_itself_came_with_a_copied_one_beside_it():
    few = (
        "Lighthouse keepers throughout neighbouring archipelagos repeatedly photographed luminescent jellyfish "
        "congregating underneath"
    )
    one, other = (f"{sentences(random.Random(seed), 30)}\n\n{few}" for seed in (21, 22))
    [alone] = reuse.match([report("a", one), report("b", other)])
    assert alone.kind is MatchKind.PHRASE
    beside = reuse.match([report("a", f"{DISPATCH}\n\n{one}"), report("b", f"{DISPATCH}\n\n{other}")])
    assert [m.kind for m in beside] == [MatchKind.COPIED, MatchKind.COPIED]
    away = sentences(random.Random(23), 200)
    far = reuse.match([report("a", f"{DISPATCH}\n\n{away}\n\n{one}"), report("b", f"{DISPATCH}\n\n{other}")])
    assert [m.kind for m in far] == [MatchKind.COPIED, MatchKind.PHRASE]
