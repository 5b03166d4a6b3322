"""Addresses and lists of them, told from files."""

import subprocess
import sys

from secondsource.inputs import is_address, parted


def test_files_are_no_addresses():
    assert is_address("https://sella.example/x")
    assert is_address("HTTP://sella.example")
    assert not is_address("reports/http.txt")
    assert not is_address("-")


def test_lists_of_addresses_are_told_from_texts(tmp_path):
    (tmp_path / "list.txt").write_text("# ours\nhttps://sella.example/a\n\nhttps://norrvik.example/b\n", "utf-8")
    (tmp_path / "text.txt").write_text("https://sella.example/a\nThe ferry ran aground.\n", "utf-8")
    given = [tmp_path / "list.txt", tmp_path / "text.txt", "https://sella.example/a", "-", tmp_path]
    addresses, rest = parted(given)
    assert addresses == ["https://sella.example/a", "https://norrvik.example/b"]
    assert rest == [tmp_path / "text.txt", "-", tmp_path]


def test_nothing_that_fetches_is_loaded_for_files(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry ran aground.", "utf-8")
    code = (
        "import sys, secondsource as ss; ss.read([sys.argv[1]], cache=False); "
        "sys.exit(any(m in sys.modules for m in ('httpx', 'httpcore')))"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "a.txt"]).returncode == 0
