"""FEEDS: addresses, OPML, lists."""

import pytest

from secondsource.errors import UsageError
from secondsource.watching import feeds_in


def test_feeds_are_addresses_opml_files_and_lists_each_once(tmp_path):
    (tmp_path / "all.opml").write_text(
        '<opml><body><outline text="x"><outline xmlUrl="https://sella.example/feed"/></outline>'
        '<outline xmlUrl="https://ammer.example/feed"/></body></opml>',
        "utf-8",
    )
    (tmp_path / "list.txt").write_text("# ours\nhttps://norrvik.example/feed\nhttps://sella.example/feed\n", "utf-8")
    given = ["https://Sella.example/feed", str(tmp_path / "all.opml"), str(tmp_path / "list.txt")]
    hosts = ["sella", "ammer", "norrvik"]
    assert feeds_in(given) == [f"https://{host}.example/feed" for host in hosts]


def test_all_faults_are_named_together(tmp_path):
    (tmp_path / "text.txt").write_text("The ferry ran aground.", "utf-8")
    (tmp_path / "bad.opml").write_text('<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>', "utf-8")
    with pytest.raises(UsageError) as why:
        feeds_in([str(tmp_path / "text.txt"), str(tmp_path / "bad.opml"), str(tmp_path / "no.opml"), "http://a@b/"])
    said = str(why.value)
    assert all(part in said for part in ("text.txt", "neither http nor https", "no.opml", "name or password"))
