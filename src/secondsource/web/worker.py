"""The process that adds reports to a desk and analyses it, telling how far it is, one JSON object a line."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from secondsource.desk import open_desk
from secondsource.errors import SecondsourceError
from secondsource.settings import Settings

# Nobody reads faster than this; a desk of many short reports would say thousands of lines a second.
SECONDS_BETWEEN = 0.15
# Of what was set aside and what is new, the page lists so many.
LISTED = 200


def main(desk: str, model: str, *inputs: str) -> int:
    """Adds the inputs, analyses, and says what came of it; returns the exit code."""
    if hasattr(os, "nice"):
        os.nice(5)
    said = 0.0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > SECONDS_BETWEEN:
            said = time.monotonic()
            _tell(stage=stage, done=done, total=total)

    opened = None
    try:
        opened = open_desk(desk, create=False, settings=Settings.load({"model": model}), progress=progress)
        added, aside = opened.add(inputs, now=False) if inputs else ([], ())
        if inputs:
            left_out = [{"input": Path(a.input).name, "reason": a.reason, "remedy": a.remedy} for a in aside[:LISTED]]
            _tell(added=added[:LISTED], aside=left_out, stage="analysing", done=0, total=0)
        opened.analyse()
    except SecondsourceError as why:
        _tell(state="failed", said=str(why))
        return 1
    finally:
        if opened is not None:
            opened.close()
    many = "no new report" if not added else "one new report" if len(added) == 1 else f"{len(added)} new reports"
    _tell(state="done", stage="", said=f"{many}; everything is analysed." if inputs else "Everything is analysed.")
    return 0


def _tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
