"""Runs `add` in a fresh fork for each line `DESK INPUT` on stdin, so that it can be killed; imports happen once.

Prints `pid N`, `open`, the id of each report as soon as it is stored (that is the acknowledgement), `done`, and `end`.
"""

import os
import sys
from pathlib import Path

from secondsource import desk
from secondsource.language import parse
from secondsource.store import writer


def main():
    parse.load()
    real = writer.add_reports

    def acknowledged(store, reports, aside=()):
        real(store, reports, aside)
        for report in reports:
            say(report.id)

    writer.add_reports = acknowledged
    desk.ADDED_AT_ONCE = 2
    for line in sys.stdin:
        path, reports = line.split()
        child = os.fork()
        if not child:
            say(f"pid {os.getpid()}")
            opened = desk.open_desk(path)
            say("open")
            opened.add([Path(reports)])
            say("done")
            os._exit(0)
        os.waitpid(child, 0)
        say("end")


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
