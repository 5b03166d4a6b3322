"""One host is asked in its pace."""

from secondsource.fetching.pacing import HOST_SECONDS, LONGEST_PAUSE, REMEMBERED, Pace


def test_a_host_is_free_after_its_pause_and_others_are_not_held_up():
    pace = Pace()
    pace.asked("sella.example", 100.0)
    pace.asked("norrvik.example", 100.0, 9.0)
    pace.asked("ammer.example", 100.0, 9e9)
    assert pace.free_at("sella.example") == 100 + HOST_SECONDS
    assert pace.free_at("norrvik.example") == 109
    assert pace.free_at("ammer.example") == 100 + LONGEST_PAUSE
    assert pace.free_at("other.example") <= 100


def test_this_machine_needs_no_pause_unless_it_asks_for_one():
    pace = Pace()
    for host in ("127.0.0.1", "::1", "localhost"):
        pace.asked(host, 100.0)
        assert pace.free_at(host) == 100
    pace.asked("127.0.0.1", 100.0, 3.0)
    assert pace.free_at("127.0.0.1") == 103
    pace.asked("10.0.0.1", 100.0)
    assert pace.free_at("10.0.0.1") > 100


def test_hosts_whose_pause_is_over_are_dropped():
    pace = Pace()
    for n in range(3 * REMEMBERED):
        pace.asked(f"house{n}.example", float(n))
    assert len(pace._free) <= REMEMBERED + 1
