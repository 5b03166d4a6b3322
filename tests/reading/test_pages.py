"""Pages, read in a process that may be late or die."""

import os
import signal

from secondsource.reading.drafts import Draft
from secondsource.reading.pages import Pages
from secondsource.records import SetAside

PAGE = """<html lang="en"><head><title>Bridge falls - The Example</title><meta charset="utf-8">
<meta property="article:published_time" content="2020-05-04T10:00:00+02:00">
<meta property="og:site_name" content="The Example"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Bridge falls</h1>
<p>The bridge over the Aar fell on Friday, the mayor of the town said in the evening, and forty people were hurt.</p>
<p>Nobody had looked at its “piers” for twenty years, said an engineer who had warned the council twice.</p>
</article><footer>All rights reserved</footer></body></html>""".encode()


def test_a_page_and_the_next_after_a_crash() -> None:
    with Pages(processes=1) as pages:
        first = pages.read(PAGE, "a.html")
        assert isinstance(first, Draft)
        assert "“piers”" in first.text
        assert "Home" not in first.text
        assert (first.fields["published"], first.fields["source"]) == ("2020-05-04T10:00:00+02:00", "The Example")
        assert first.extractor.startswith("trafilatura")
        assert first.page_sha256 is not None
        worker = pages._workers[0].process
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        again = pages.read(PAGE, "b.html")
        assert isinstance(again, Draft)
        assert again.text == first.text
        empty = pages.read(b"<html></html>", "c.html")
        assert isinstance(empty, SetAside)
        assert "no article" in empty.reason


def test_a_page_that_takes_too_long_is_set_aside() -> None:
    with Pages(seconds=0.0) as pages:
        late = pages.read(PAGE, "a.html")
        assert isinstance(late, SetAside)
        assert "within 0 seconds" in late.reason
        assert all(worker.process is None for worker in pages._workers)
