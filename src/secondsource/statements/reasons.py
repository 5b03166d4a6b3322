"""Why an attribution stands, in the words that an editor reads."""

from __future__ import annotations

from secondsource.records import Span
from secondsource.statements.draft import Draft

# What an editor is shown of a source or a cue: enough to know it by.
LONGEST_SHOWN = 60

_QUOTED = {"quote-before", "quote-after", "quote-far", "quote-that", "after", "phrase"}
_FRAMES = {
    "quote-before": "the quotation stands before {cue}",
    "quote-after": "the quotation follows {cue}",
    "quote-far": "the quotation follows {cue}",
    "quote-that": "the clause with the quotation follows {cue}",
    "after": "the sentence ends with {cue}",
    "phrase": "{cue} names who says so",
    "colon": "{cue} announces the next paragraph",
    "object": "{cue} says this of its object",
}


def reason(text: str, draft: Draft) -> str:
    """The attribution's reason: its cue, how the content hangs from it, and who is named."""
    cue = _shown(text, draft.cue)
    how = _FRAMES.get(draft.frame, "{cue} governs these words").format(cue=f"“{cue}”")
    who = f"; the source is “{_shown(text, draft.source)}”" if draft.source else "; no source is named"
    more = (
        "; the quotation goes on without a cue of its own" if len(draft.content) > 1 and draft.frame in _QUOTED else ""
    )
    return how + who + more


def _shown(text: str, spans: tuple[Span, ...]) -> str:
    words = " ".join(" ".join(text[s:e].split()) for s, e in spans)
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
