"""When to look again."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from secondsource.watching import schedule
from secondsource.watching.schedule import DAY, HOUR, LEAST

NOW = 1_800_000_000.0
AGES = st.one_of(st.none(), st.floats(0, 30 * DAY))
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "retry-after": st.one_of(st.integers(-5, 10**12).map(str), st.text(max_size=30)),
        "cache-control": st.one_of(st.integers(0, 10**12).map("public, max-age={}".format), st.text(max_size=30)),
    },
)


@given(AGES, HEADERS, st.integers(1, 400), st.integers())
def test_no_feed_is_asked_sooner_than_after_a_quarter_of_an_hour_nor_never(age, headers, failures, seed):
    news_at = None if age is None else NOW - age
    success = schedule.after_success(NOW, news_at, headers, Random(seed)) - NOW
    failure = schedule.after_failure(NOW, failures, headers, Random(seed)) - NOW
    assert LEAST <= success <= 1.1 * HOUR + 1
    assert LEAST <= failure <= 1.1 * DAY + 1


def test_what_is_quiet_or_failing_is_asked_less_often():
    assert schedule.after_success(NOW, NOW - 2 * DAY, {}, Random(1)) - NOW >= 2 * LEAST
    assert schedule.after_success(NOW, NOW - 9 * DAY, {}, Random(1)) - NOW >= 4 * LEAST
    assert schedule.after_success(NOW, NOW, {"cache-control": "max-age=2000"}, Random(1)) - NOW >= 2000
    pauses = [schedule.after_failure(NOW, n, {}, Random(1)) - NOW for n in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[1] >= 2 * LEAST


def test_retry_after_is_kept_in_both_its_forms():
    assert schedule.wanted({"retry-after": "3600"}, NOW) == 3600
    assert schedule.wanted({"retry-after": "Fri, 15 Jan 2027 09:00:00 GMT"}, NOW) == 3600
    assert schedule.wanted({"retry-after": "Fri, 15 Jan 2016 09:00:00 GMT"}, NOW) == 0
    assert schedule.wanted({"retry-after": "soon"}, NOW) == 0
    assert schedule.wanted({}, NOW) == 0
    assert schedule.after_failure(NOW, 1, {"retry-after": "7200"}, Random(1)) - NOW >= 7200


def test_pages_are_looked_at_again_a_few_times_and_tried_a_few_times():
    looks = [schedule.revisit(NOW, n, Random(1)) for n in range(1, 6)]
    assert [at is not None for at in looks] == [True, True, True, False, False]
    tries = [schedule.page_again(NOW, n, {}, Random(1)) for n in range(1, 8)]
    assert [at is not None for at in tries] == [True] * 5 + [False] * 2
