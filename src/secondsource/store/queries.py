"""What views may ask of the store."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.records import Edge, Findings, Match, Report, SetAside


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story with all that was found in it. ``reports`` are in the order of their dates."""

    id: str
    title: str
    reports: tuple[Report, ...]
    matches: tuple[Match, ...]  # between reports of the story, and of one with itself
    edges: tuple[Edge, ...]
    findings: Findings  # .story, .statements, .entities, .dates, .claims, .conflicts, .events, .notes


@dataclass(frozen=True, slots=True)
class PileView:
    """Everything in a desk or a pile, for one page: stories most carried first."""

    name: str
    stories: tuple[StoryView, ...]
    set_aside: tuple[SetAside, ...]
    version: str
    settings_digest: str
    made_at: str
