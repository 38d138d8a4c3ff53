"""The nearest structure, against every distance computed one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.nearest import EARTH_M, gather, nearest, nearest_by_kind

CARCASSONNE, NARBONNE, LIMOUX = (43.2130, 2.3522), (43.1843, 3.0042), (43.0563, 2.2178)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
around = st.tuples(st.floats(43.0, 43.4), st.floats(2.0, 2.6))
many = st.lists(points | around, min_size=1, max_size=25)


def haversine(one, other) -> np.ndarray:
    """Every great-circle distance, metres, the textbook way."""
    (lat, lon), (lat2, lon2) = np.radians(np.array(one)).T[:, :, None], np.radians(np.array(other)).T[:, None, :]
    half = np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def columns(found):
    return np.array(found)[:, 0], np.array(found)[:, 1]


def closeness(metres: np.ndarray) -> np.ndarray:
    """What rounding allows: a millimetre, and more at the other end of the Earth, where an arc is hard to read."""
    return np.where(metres > 0.999 * np.pi * EARTH_M, 1.0, 0.001 + 1e-9 * metres)


@given(many, many, st.floats(0, 2e7))
def test_distances_and_counts_are_those_of_the_textbook(places, structures, within_m):
    found = nearest(gather(*columns(places)), *columns(structures), within_m=within_m)
    expected = haversine(places, structures)
    shortest, room = expected.min(axis=1), closeness(expected)

    assert (np.abs(found.distance_m - shortest) <= closeness(shortest)).all()
    chosen = expected[np.arange(len(places)), found.rank]
    assert (np.abs(chosen - shortest) <= closeness(shortest)).all()
    assert ((expected <= within_m - room).sum(axis=1) <= found.within).all()
    assert (found.within <= (expected <= within_m + room).sum(axis=1)).all()


@pytest.mark.parametrize("spread", [0.01, 0.5, 5.0])
def test_a_whole_country_agrees_with_the_textbook(spread):
    draw = np.random.default_rng(7)
    places = np.column_stack((draw.uniform(42.5, 50.8, 3_000), draw.uniform(-4.5, 8.0, 3_000)))
    structures = np.array(CARCASSONNE) + draw.normal(0, spread, (200, 2))
    found = nearest(gather(*columns(places)), *columns(structures), within_m=20_000)
    expected = haversine(places, structures)

    assert np.allclose(found.distance_m, expected.min(axis=1), rtol=0, atol=0.001)
    assert (found.rank == expected.argmin(axis=1)).all()
    assert (found.within == (expected <= 20_000).sum(axis=1)).all()


def test_no_structure_is_no_distance_and_never_zero():
    found = nearest(gather(*columns([CARCASSONNE])), [], [], within_m=20_000)

    assert np.isinf(found.distance_m[0])
    assert (found.rank[0], found.within[0]) == (-1, 0)


def test_each_kind_is_counted_apart_the_unknown_one_too():
    structures = [NARBONNE, LIMOUX, CARCASSONNE]
    found = nearest_by_kind(
        gather(*columns([CARCASSONNE])), *columns(structures), ["ACI", "ACI", "inconnu"], within_m=30_000
    )

    assert sorted(found) == ["ACI", "inconnu"]
    assert (found["ACI"].rank[0], found["ACI"].within[0]) == (1, 1)
    assert found["inconnu"].distance_m[0] == pytest.approx(0, abs=0.001)
    assert found["ACI"].distance_m[0] == pytest.approx(20_560, abs=100)


def test_of_structures_at_the_same_place_the_first_given_is_named():
    found = nearest(gather(*columns([CARCASSONNE] * 40)), *columns([NARBONNE, LIMOUX, LIMOUX]), within_m=30_000)

    assert (found.rank == 1).all()
    assert (found.within == 2).all()


def test_places_at_both_ends_of_the_earth_share_a_batch():
    places = [CARCASSONNE, (-21.1, 55.5), (16.2, -61.5), (-12.8, 45.2)]
    found = nearest(gather(*columns(places * 500)), *columns([NARBONNE, (-20.9, 55.4)]), within_m=60_000)
    expected = haversine(places * 500, [NARBONNE, (-20.9, 55.4)])

    assert np.allclose(found.distance_m, expected.min(axis=1), rtol=0, atol=0.001)
    assert (found.rank == expected.argmin(axis=1)).all()
    assert (found.within == (expected <= 60_000).sum(axis=1)).all()
