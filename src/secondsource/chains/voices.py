"""Who speaks in a source, as records of this stage: voices side by side, each with what it speaks through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from secondsource.chains.institutions import Institutions
from secondsource.chains.pages import Name, Page
from secondsource.records import Link


@dataclass(frozen=True, slots=True)
class Voice:
    """One who speaks: the name, the links that it speaks through (*Newsham* ← the police), and why, a reason a link."""

    name: str
    through: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    entity: str | None = None  # id, where it is one


@dataclass(frozen=True, slots=True)
class Source:
    """The voices of a source, side by side."""

    voices: tuple[Voice, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """The chain that the source's words give: the speakers, then what they speak through."""
        if not self.voices:
            return ()
        names = unique(v.name for v in self.voices)
        outer = unique(n for v in self.voices for n in v.through if n not in names)
        if len(self.voices) == 1:
            return (names, *((n,) for n in outer))
        return (names, outer) if outer else (names,)

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons, once each."""
        return unique(reason for v in self.voices for reason in v.why)


class Namer:
    """Makes voices: of names, with the institution that a person speaks through, and of sources without a name."""

    def __init__(self, page: Page, institutions: Institutions) -> None:
        self._page = page
        self._institutions = institutions
        self._nameless: dict[str, str] = {}

    def named(self, name: Name) -> Voice:
        """A voice with a name, and the institution that it speaks through."""
        said, entity = self._page.text(name.start, name.end), name.entity
        why = [f"“{said}” is {entity.name}" if said != entity.name else f"{entity.name} is named as the source"]
        office = self._institutions.offices.get(entity.id) if name.person else None
        through: tuple[str, ...] = ()
        if office and office.institution != entity.name:
            through = (office.institution,)
            why.append(f"{office.why}, and speaks through it")
        return Voice(entity.name, through, tuple(why), entity.id)

    def because(self, name: Name, reason: str) -> Voice:
        """A voice with a name, for another first reason than that its name stands there."""
        voice = self.named(name)
        return replace(voice, why=(reason, *voice.why[1:]))

    def anonymous(self, said: str, kind: str) -> Voice:
        """A source without a name, numbered by what kind of source it is within the report."""
        if kind not in self._nameless:
            number = len(self._nameless) + 1
            self._nameless[kind] = f"anonymous{number if number > 1 else ''}@{self._page.report.id}"
        return Voice(self._nameless[kind], (), (f"a source without a name: “{said}”",))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """The items, each once, in their order."""
    return tuple(dict.fromkeys(items))
