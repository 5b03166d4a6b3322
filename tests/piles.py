"""Invented reports that several tests read."""

from __future__ import annotations

import json
from pathlib import Path

DISPATCH = (
    "The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said.\n\n"
    "“Everybody is safe and on land,” Captain Mara Teel of the coast guard told reporters at the harbour.\n\n"
    "The vessel had left Norrvik an hour late because of thick fog, and its owner had been warned twice about the "
    "state of its radar since the spring.\n"
)

REPORTS = [
    {
        "id": "a",
        "source": "Sella Courier",
        "title": "Ferry runs aground off Port Sella",
        "published": "2025-03-10T09:00:00+00:00",
        "text": "PORT SELLA (AP) — " + DISPATCH,
    },
    {
        "id": "b",
        "source": "Norrvik Post",
        "title": "212 safe after ferry hits rocks",
        "published": "2025-03-10T11:30:00+00:00",
        "text": DISPATCH.replace("“", '"').replace("”", '"')
        + "\nThe owner, Lind Lines, denied that it had been warned.\n",
    },
    {
        "id": "c",
        "source": "Garden Weekly",
        "title": "A good year for pears",
        "published": "2025-09-01",
        "text": "Growers in the Ammer valley expect 4,000 tonnes of pears this year, the fruit board said on Friday.\n",
    },
]


def write(folder: Path, reports: list[dict[str, str]] = REPORTS, name: str = "reports.jsonl") -> Path:
    """The reports as a JSON Lines file in a folder."""
    path = folder / name
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports), "utf-8")
    return path
