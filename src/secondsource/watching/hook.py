"""News sent to an address of the newsroom's own, by the same careful fetching."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from secondsource.fetching import Fetcher, FetchError, parse
from secondsource.settings import VERSION

AT_ONCE = 100
# A receiver that restarts is back within this.
TRIES = (0.0, 5.0, 30.0)


class Hook:
    """Posts news as JSON: ``{"text": …, "news": [line, …]}``, the text for chat programs."""

    def __init__(
        self, url: str, fetcher: Fetcher, *, sleep: Callable[[float], object], complain: Callable[[str], None]
    ) -> None:
        self._url = parse(url).url
        self._host = parse(url).host
        self._fetcher = fetcher
        self._sleep = sleep
        self._complain = complain

    def send(self, lines: Sequence[dict[str, Any]]) -> None:
        """Sends news; what can't be delivered is told, and not sent again."""
        for at in range(0, len(lines), AT_ONCE):
            some = lines[at : at + AT_ONCE]
            text = "\n".join(line["why"] for line in some)
            body = {"secondsource": VERSION, "text": text, "news": some}
            fault = self._deliver(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
            if fault:  # the address itself may be a secret: its host is enough
                self._complain(f"--webhook {self._host}: {len(some)} news not delivered ({fault}).")

    def _deliver(self, body: bytes) -> str:
        """Why it couldn't be delivered; nothing if it was."""
        fault = ""
        for pause in TRIES:
            if pause:
                self._sleep(pause)
            try:
                status = self._fetcher.post(self._url, body).status
            except FetchError as why:
                fault = why.reason
                continue
            if 200 <= status < 300:
                return ""
            fault = f"it answered {status}"
            if 400 <= status < 500 and status not in (408, 429):
                break
        return fault
