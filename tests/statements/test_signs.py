"""What the tagger is told of each token."""

import numpy as np
from statement_marks import parsed

from secondsource.statements import Sheet, sheets
from secondsource.statements.signs import COLUMNS, OFFSETS, SIZE, anchor_of, bearing_signs, no_bearing, token_signs

TEXT = "“The dam is safe,” Mayor Ilse Brandt told reporters on Monday, although Orla Quill had warned of cracks."


def sheet(text: str = TEXT) -> Sheet:
    [only] = sheets(parsed(text))
    return only


def number(of: Sheet, word: str) -> int:
    return next(t.i for t in of.layout.tokens if t.text == word)


def test_every_sign_stays_within_its_column() -> None:
    of = sheet()
    cue = [number(of, "told")]
    table = np.concatenate([token_signs(of.layout, of.drafts), bearing_signs(of.layout, cue, None)], axis=1)
    assert table.shape == (len(of.layout.tokens), len(COLUMNS))
    assert (table >= 0).all()
    assert (table < list(COLUMNS.values())).all()
    assert OFFSETS[-1] + list(COLUMNS.values())[-1] == SIZE


def test_a_token_bears_on_the_cue_by_its_branch() -> None:
    of = sheet()
    told = number(of, "told")
    rows = bearing_signs(of.layout, [told], None)
    branch, dep = list(COLUMNS).index("branch") - 8, list(COLUMNS).index("branch dep") - 8
    assert rows[told, branch] == 0
    assert rows[number(of, "Brandt"), branch] == 1  # below the cue
    assert rows[number(of, "Ilse"), dep] == rows[number(of, "Brandt"), dep]  # one branch, one way of hanging
    assert rows[number(of, "Brandt"), dep] != rows[number(of, "reporters"), dep]


def test_the_rules_roles_are_told() -> None:
    of = sheet()
    told = number(of, "told")
    draft = max((d for d in of.drafts if d.anchor == told), key=lambda d: d.strength)
    rows = bearing_signs(of.layout, [told], draft)
    assert rows[number(of, "dam"), 3] == 2
    assert rows[number(of, "Brandt"), 3] == 1
    assert not no_bearing(len(rows)).any()


def test_words_before_and_after_the_cue_are_marked() -> None:
    of = sheet()
    told = number(of, "told")
    marks = bearing_signs(of.layout, [told], None)[:, 0]
    assert set(marks[:told]) == {1}
    assert marks[told] == 2
    assert set(marks[told + 1 :]) == {3}


def test_a_cue_turns_on_its_verb() -> None:
    of = sheet("The mayor has repeatedly said that the dam is safe.")
    cue = [number(of, w) for w in ("has", "repeatedly", "said")]
    assert anchor_of(of.layout.tokens, cue) == number(of, "said")
