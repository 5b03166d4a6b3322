"""What a large pile is compared by gives what a small one is compared by, to the last bit."""

import random

import numpy as np
import pytest

from secondsource.records import Report
from secondsource.stories import candidates, clusters, nearness, surroundings
from secondsource.stories.profiles import profile

WORDS = [
    f"{a}{b}" for a in ("bran", "ulf", "sal", "orl", "tarn", "vel", "mer", "kars") for b in ("in", "ock", "ow", "et")
]


def pile(seed, size=150):
    draw = random.Random(seed)
    made = []
    for k in range(size):
        said = [draw.choice(WORDS).title() if draw.random() < 0.3 else draw.choice(WORDS) for _ in range(40)]
        said += [str(draw.randint(1, 30)) for _ in range(4)]
        draw.shuffle(said)
        day = draw.choice((None, f"2031-02-{draw.randint(1, 28):02}"))
        made.append(Report(f"r{k}", " ".join(said) if k else "", "", "", published=day))
    return made


def told(profiles):
    pairs = candidates.pairs(profiles, [(0, 1)])
    near = nearness.Nearness(profiles, {(0, 1): 0.5})
    first = near.scores(pairs)
    around = surroundings.Surroundings(len(profiles.starts) - 1, pairs, first)
    return pairs, near.signs(pairs), around.signs(pairs, first)


@pytest.mark.parametrize("common", [3, 100])
@pytest.mark.parametrize("seed", range(3))
def test_a_large_pile_is_compared_as_a_small_one(monkeypatch, seed, common):
    monkeypatch.setattr(candidates, "COMMON", common)
    monkeypatch.setattr(candidates, "KEPT", 7)
    profiles = profile(pile(seed))
    small = told(profiles)
    monkeypatch.setattr(candidates, "MANY", 0)
    for module in (nearness, surroundings):
        monkeypatch.setattr(module, "MANY_PAIRS", 0)
    for one, other in zip(small, told(profiles), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", range(20))
def test_pairs_out_of_reach_of_any_story_change_nothing(monkeypatch, seed):
    draw = np.random.default_rng(seed)
    i, j = np.triu_indices(24, 1)
    some = draw.random(len(i)) < 0.3
    pairs = np.column_stack([i, j])[some]
    table = np.full((24, 24), -4.0)
    table[pairs[:, 0], pairs[:, 1]] = draw.normal(-2, 2.5, len(pairs))

    def grouped():
        together, apart = [(0, 23)], [(1, 2)]
        return clusters.grouped(24, pairs, lambda p: table[p[:, 0], p[:, 1]], together=together, apart=apart)

    within = grouped()
    monkeypatch.setattr(clusters, "_within_reach", lambda *given: np.ones(len(given[-1]), np.bool_))
    assert within == grouped()
