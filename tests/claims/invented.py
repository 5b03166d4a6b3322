"""Invented reports and statements, and how a test makes them."""

from __future__ import annotations

import hashlib
import re

from secondsource.language import parse
from secondsource.records import Kind, Parsed, Report, Stance, Statement, Story


class Pile:
    """A story being put together: reports as they stand, statements by the words that they consist of."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, str]] = {}
        self.statements: list[Statement] = []

    def report(self, name: str, text: str, source: str | None = None) -> None:
        self.texts[name] = (text, source or name)

    def says(self, report, words, *chain, kind=Kind.INDIRECT, stance=Stance.ASSERTS, **more) -> str:
        start = self.texts[report][0].index(words)
        links = tuple(link if isinstance(link, tuple) else (link,) for link in chain)
        own = not links
        sid = f"{report}:{start}-{start + len(words)}"
        self.statements.append(
            Statement(
                sid,
                report,
                Kind.OWN if own else kind,
                () if own else ((0, 1),),
                (),
                ((start, start + len(words)),),
                None if own else links[0][0],
                links,
                stance=stance,
                **more,
            )
        )
        return sid

    def parsed(self) -> list[Parsed]:
        return [read(name, text, source) for name, (text, source) in self.texts.items()]

    def story(self) -> Story:
        return Story("s-1", tuple(self.texts))


def report(name: str, text: str, source: str | None = None, **more) -> Report:
    paragraphs = tuple(m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text))
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(name, text, sha, source or name, language="en", paragraphs=paragraphs, **more)


def read(name: str, text: str, source: str | None = None) -> Parsed:
    made = report(name, text, source)
    texts = [text[s:e] for s, e in made.paragraphs]
    bound = (
        parse.bind(table, t, s) for table, t, (s, _) in zip(parse.parse(texts), texts, made.paragraphs, strict=True)
    )
    return Parsed(made, tuple(bound))
