"""One more structure, against brute force."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartiers.iae.nearest import EARTH_M
from quartiers.iae.whatif import Served, after, best_places, bound, gained, gains

latitudes = st.floats(42.5, 44.0)
longitudes = st.floats(1.0, 3.5)
points = st.tuples(latitudes, longitudes)
places = st.tuples(latitudes, longitudes, st.integers(0, 5_000), st.floats(0, 60_000) | st.just(float("inf")))
grounds = st.lists(places, min_size=1, max_size=12)
thresholds = st.floats(1_000, 60_000)


def served(rows):
    columns = [np.array(column, float) for column in zip(*rows, strict=True)]
    return Served(*columns)


def metres(lat, lon, other_lat, other_lon):
    """The haversine formula: another way to the same distance."""
    a, b, c, d = map(np.radians, (lat, lon, other_lat, other_lon))
    inside = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(inside))


def brought(rows, chosen, threshold):
    """People who leave the gap with these structures, one by one."""
    return sum(
        people
        for lat, lon, people, before in rows
        if before > threshold and any(metres(lat, lon, *point) <= threshold for point in chosen)
    )


@settings(max_examples=60)
@given(grounds, points, thresholds)
def test_a_structure_never_takes_anyone_farther(rows, point, threshold):
    held = served(rows)
    assert np.all(after(held, *point) <= held.distances_m)
    assert not np.any(gained(held, *point, threshold_m=threshold) & (held.distances_m <= threshold))


@settings(max_examples=60)
@given(grounds, st.lists(points, min_size=1, max_size=8), thresholds)
def test_gains_are_those_of_brute_force_and_never_negative(rows, candidates, threshold):
    found = gains(served(rows), *zip(*candidates, strict=True), threshold_m=threshold)
    assert found.tolist() == [brought(rows, [one], threshold) for one in candidates]
    assert np.all(found >= 0)


@settings(max_examples=60)
@given(grounds, st.lists(points, min_size=1, max_size=7), st.integers(1, 4), thresholds)
def test_the_first_is_the_best_and_greed_keeps_its_promise(rows, candidates, count, threshold):
    chosen = best_places(served(rows), *zip(*candidates, strict=True), threshold_m=threshold, count=count)
    best = max(brought(rows, some, threshold) for some in combinations(candidates, min(count, len(candidates))))
    total = chosen[-1].total if chosen else 0
    assert total == brought(rows, [candidates[one.candidate] for one in chosen], threshold)
    assert total >= bound(count) * best - 1e-6
    if count == 1:
        assert total == best


@settings(max_examples=60)
@given(grounds, st.lists(points, min_size=2, max_size=6), thresholds)
def test_what_comes_later_brings_less(rows, candidates, threshold):
    chosen = best_places(served(rows), *zip(*candidates, strict=True), threshold_m=threshold, count=6)
    gain = [one.gain for one in chosen]
    assert gain == sorted(gain, reverse=True)
    assert all(one > 0 for one in gain)


@settings(max_examples=40)
@given(grounds, points, points, thresholds)
def test_a_second_structure_brings_no_more_than_it_would_alone(rows, one, other, threshold):
    alone = brought(rows, [other], threshold)
    assert brought(rows, [one, other], threshold) - brought(rows, [one], threshold) <= alone
    held = served(rows)
    then = Served(held.latitudes, held.longitudes, held.people, after(held, *one))
    assert gains(then, [other[0]], [other[1]], threshold_m=threshold)[0] <= alone


def test_without_candidates_nothing_is_chosen():
    held = served([(43.0, 2.0, 10, float("inf"))])
    assert best_places(held, [], [], threshold_m=20_000.0, count=3) == []
    assert bound(2) == pytest.approx(0.75)
