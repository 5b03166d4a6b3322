"""What a reader says of names: two are one's, or one that was taken for another's is somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secondsource.names.spelling import fold
from secondsource.records import Entity, Judgement, Parsed

ONE, TWO = "one-name", "two-names"


def judged(entities: Sequence[Entity], parsed: Sequence[Parsed], judgements: Sequence[Judgement]) -> tuple[Entity, ...]:
    """The entities, those joined that a reader says are one, and the second name parted from the first where two.

    Names are given as the entities show them or as a report prints them; those that aren't here change nothing.
    """
    texts = {p.report.id: p.report.text for p in parsed}
    made = list(entities)
    for judgement in judgements:
        if judgement.verdict == ONE:
            made = _joined(made, texts, judgement)
        elif judgement.verdict == TWO:
            made = _parted(made, texts, judgement)
    return tuple(sorted(made, key=lambda e: (e.kind, e.id)))


def _joined(entities: list[Entity], texts: dict[str, str], said: Judgement) -> list[Entity]:
    """The entities; those called by either name are one, by the fuller of both, in whichever story either stands."""
    named = [e for e in entities if any(_is_called(e, name, texts) for name in (said.a, said.b))]
    if not named:
        return entities
    name = max((said.a, said.b), key=lambda n: len(n.split()))
    first = next((e for e in named if fold(e.name) == fold(name)), named[0])
    whole = Entity(
        f"{first.kind}:{fold(name).replace(' ', '-')}",
        first.kind,
        name,
        tuple(sorted({m for e in named for m in e.mentions}, key=lambda m: (m.report, m.start, m.end))),
        (*(why for e in named for why in e.why), f"a reader said that “{said.a}” and “{said.b}” are one"),
        tuple(dict.fromkeys(outlet for e in named for outlet in e.outlets)),
    )
    return [*(e for e in entities if e not in named), whole]


def _parted(entities: list[Entity], texts: dict[str, str], said: Judgement) -> list[Entity]:
    """The entities; what is printed as the second name is no mention of the first any more."""
    for entity in entities:
        if not (_is_called(entity, said.a, texts) and _is_called(entity, said.b, texts)):
            continue
        theirs = tuple(m for m in entity.mentions if fold(texts[m.report][m.start : m.end]) == fold(said.b))
        mine = tuple(m for m in entity.mentions if m not in theirs)
        if not theirs or not mine:
            return entities
        why = f"a reader said that “{said.a}” and “{said.b}” are two"
        kept = replace(entity, name=said.a if fold(entity.name) == fold(said.b) else entity.name, mentions=mine)
        apart = Entity(f"{entity.id}-{fold(said.b).replace(' ', '-')}", entity.kind, said.b, theirs, (why,))
        return [*(e for e in entities if e is not entity), replace(kept, why=(*kept.why, why)), apart]
    return entities


def _is_called(entity: Entity, name: str, texts: dict[str, str]) -> bool:
    """Whether the entity is shown by the name, or printed so in one of its mentions."""
    wanted = fold(name)
    return fold(entity.name) == wanted or any(fold(texts[m.report][m.start : m.end]) == wanted for m in entity.mentions)
