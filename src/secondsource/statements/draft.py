"""What the rules hand to one another before spans become Attributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from secondsource.records import Span, Stance


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution as a rule found it. ``anchor`` is the token that the cue turns on, ``frame`` how it is built.

    ``strength`` is the share of such cues in such frames that the training reports' annotators marked too.
    """

    paragraph: int
    anchor: int
    lemma: str
    frame: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    strength: float = 1.0
    stance: Stance = Stance.ASSERTS
    hedge: bool = False
    told_to: tuple[Span, ...] = ()
    why: str = ""

    @property
    def start(self) -> int:
        """Where its first content begins."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where its last content ends."""
        return self.content[-1][1]


def strongest(drafts: Iterable[Draft]) -> dict[int, Draft]:
    """By anchor: the strongest draft, the first of equals."""
    best: dict[int, Draft] = {}
    for draft in drafts:
        if draft.anchor not in best or draft.strength > best[draft.anchor].strength:
            best[draft.anchor] = draft
    return best
