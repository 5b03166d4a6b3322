"""What a sentence takes for granted: who denies that a leak caused the fire *that killed three* denies no deaths."""

from __future__ import annotations

from secondsource.records import Span, Token
from secondsource.statements.layout import Layout
from secondsource.statements.words import lemmas

# Words that open a clause of circumstance, whose truth a denial leaves standing; *because* and *if* are denied with it.
_CIRCUMSTANCE = {"when", "after", "as", "before", "while", "since", "until", "once", "although", "though"}


def granted(layout: Layout, part: Span, content: Span) -> bool:
    """Whether the part is a relative clause or a clause of circumstance, or stands in one, inside the content."""
    inside = layout.tokens_within(*part)
    held = {t.i for t in inside}
    top = next((t for t in inside if t.head not in held or t.head == t.i), None)
    allowed = {t.i for t in layout.tokens_within(*content)}
    while top is not None and top.i in allowed:
        if _presupposed(layout, top):
            return True
        above = layout.head(top.i)
        top = None if above.i == top.i else above
    return False


def _presupposed(layout: Layout, token: Token) -> bool:
    if token.dep == "relcl":
        return not _is_allegation(layout, token)
    if token.dep != "advcl":
        return False
    return any(c.lemma in _CIRCUMSTANCE and c.i < token.i for c in layout.children(token.i, "mark", "advmod", "prep"))


def _is_allegation(layout: Layout, token: Token) -> bool:
    """Whether the clause is what an allegation says (*denied claims that he left*), whatever the parse calls it."""
    that = next((c for c in layout.children(token.i) if c.lemma == "that"), None)
    complement = that is not None and that.tag == "IN"
    return complement and layout.head(token.i).lemma in lemmas("allegation")
