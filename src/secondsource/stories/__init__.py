"""Stories: which reports tell of the same event.

``group`` is the stage. A desk keeps what it is made from (``sketch``, ``weigh``, ``keys_of``, ``best``, ``scored``), so
that one more report is compared with few others, and only the stories near it are arranged anew (``arrange``).
"""

from secondsource.stories.candidates import COMMON, NEIGHBOURS, best, keys_of
from secondsource.stories.doubts import APART, TOGETHER
from secondsource.stories.group import VERSION, arrange, compare, group, scored, story_id
from secondsource.stories.profiles import Profiles, languages, weigh
from secondsource.stories.sketches import Sketch, key, sketch
from secondsource.stories.vocabulary import Known, Rows, numbered

__all__ = [
    "APART",
    "COMMON",
    "NEIGHBOURS",
    "TOGETHER",
    "VERSION",
    "Known",
    "Profiles",
    "Rows",
    "Sketch",
    "arrange",
    "best",
    "compare",
    "group",
    "key",
    "keys_of",
    "languages",
    "numbered",
    "scored",
    "sketch",
    "story_id",
    "weigh",
]
