"""When an editor last looked at each story: kept in the browser's own cookie, nowhere else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime

# Stories that are remembered, the last ones: a cookie holds four kilobytes.
REMEMBERED = 60
# A page that is loaded again within these seconds still shows what was new when it was opened.
SECONDS = 600


class Looked:
    """The cookie's stories, each with when it was opened last, and when before that."""

    def __init__(self, cookies: Mapping[str, str], desk: str) -> None:
        self.name = "looked-" + "".join(c for c in desk if c.isascii() and c.isalnum())[:24]
        self.at: dict[str, tuple[int, int]] = {}
        for part in cookies.get(self.name, "").split(".")[-REMEMBERED:]:
            story, *moments = part.split("~")
            if len(moments) == 2 and all(m.isascii() and m.isdecimal() and len(m) < 12 for m in moments):
                self.at[story] = int(moments[0]), int(moments[1])

    def since(self, story: str) -> str:
        """When the story was looked at before now, ISO 8601; empty for never."""
        last, before = self.at.get(story, (0, 0))
        moment = before if time.time() - last < SECONDS else last
        return _iso(moment) if moment else ""

    def changed(self, story: str, changed_at: str) -> bool:
        """Whether the story changed behind the last look at it."""
        last, _ = self.at.get(story, (0, 0))
        return bool(last) and changed_at > _iso(last)

    def look(self, story: str) -> str:
        """The cookie once the story is looked at now."""
        now = int(time.time())
        last, before = self.at.pop(story, (0, 0))
        self.at[story] = (now, before if now - last < SECONDS else last)
        return ".".join(f"{s}~{last}~{before}" for s, (last, before) in [*self.at.items()][-REMEMBERED:])


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(min(moment, 4_000_000_000), UTC).isoformat(timespec="seconds")
