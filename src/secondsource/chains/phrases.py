"""The words of a source that is a common noun: the noun, what stands before it, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secondsource.chains.pages import Name, Page
from secondsource.records import Paragraph, Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with what stands before it in the source: ``said``, and the names that it is of."""

    paragraph: Paragraph
    head: Token
    inside: frozenset[int]
    said: str
    beside: tuple[Name, ...]
    text: str  # the noun with all that belongs to it

    @property
    def lemma(self) -> str:
        """The noun's lemma, lower case."""
        return self.head.lemma.lower()

    @property
    def bare(self) -> str:
        """The phrase in lower case without its determiner."""
        return re.sub(
            r"^(?:the|a|an|his|her|their|its|that|this|one|some|many|several|two|three)\s+", "", self.said.lower()
        )

    @property
    def whole(self) -> str:
        """The words of the source, with what follows the noun: *people familiar with the talks*."""
        return " ".join(self.text.split())


def name_at(page: Page, token: Token) -> Name | None:
    """The name that holds the token; a person before others, the longest first."""
    names = [n for n in page.names_in(token.start, token.end) if n.end >= token.end]
    return max(names, key=lambda n: (n.person, n.end - n.start), default=None)
