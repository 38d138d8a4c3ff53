"""Points against contours, compared with shapely's own answers and with distances on the ellipsoid."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from quartiers.territory.geometry import WGS84_E2, WGS84_RADIUS_M, ContourIndex

SQUARE = shapely.box(3.0, 43.0, 3.01, 43.01)


def blob(rng: np.random.Generator, longitude: float, latitude: float, radius: float, corners: int = 40):
    """A star-shaped polygon around a point, degrees."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = radius * rng.uniform(0.4, 1, corners)
    ring = np.column_stack([longitude + reach * np.cos(angles), latitude + reach * np.sin(angles)])
    return shapely.make_valid(shapely.Polygon(ring))


def index(*shapes) -> ContourIndex:
    return ContourIndex([shapely.to_wkb(shape) for shape in shapes])


def metres_north(latitude: float) -> float:
    """Length of one degree of meridian: M(φ), the meridional radius of curvature."""
    sine = math.sin(math.radians(latitude))
    return math.radians(WGS84_RADIUS_M * (1 - WGS84_E2) / (1 - WGS84_E2 * sine**2) ** 1.5)


def metres_east(latitude: float) -> float:
    """Length of one degree of parallel: N(φ) cos φ, with N the prime vertical radius of curvature."""
    sine = math.sin(math.radians(latitude))
    return math.radians(WGS84_RADIUS_M / math.sqrt(1 - WGS84_E2 * sine**2) * math.cos(math.radians(latitude)))


def vincenty(longitude: float, latitude: float, to_longitude: float, to_latitude: float) -> float:
    """Metres between two points along the ellipsoid, by Vincenty's inverse formula."""
    flattening = 1 - math.sqrt(1 - WGS84_E2)
    minor = WGS84_RADIUS_M * (1 - flattening)
    first, second = (math.atan((1 - flattening) * math.tan(math.radians(one))) for one in (latitude, to_latitude))
    turn = lam = math.radians(to_longitude - longitude)
    for _ in range(20):
        sine = math.hypot(
            math.cos(second) * math.sin(lam),
            math.cos(first) * math.sin(second) - math.sin(first) * math.cos(second) * math.cos(lam),
        )
        cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(lam)
        sigma = math.atan2(sine, cosine)
        azimuth = math.cos(first) * math.cos(second) * math.sin(lam) / sine
        squared = 1 - azimuth**2
        middle = cosine - 2 * math.sin(first) * math.sin(second) / squared if squared else 0.0
        factor = flattening / 16 * squared * (4 + flattening * (4 - 3 * squared))
        bend = sigma + factor * sine * (middle + factor * cosine * (2 * middle**2 - 1))
        lam = turn + (1 - factor) * flattening * azimuth * bend
    u = squared * (WGS84_RADIUS_M**2 - minor**2) / minor**2
    a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    inner = cosine * (2 * middle**2 - 1) - b / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    return minor * a * (sigma - b * sine * (middle + b / 4 * inner))


def test_one_million_points_agree_with_shapely():
    rng = np.random.default_rng(2026)
    shapes = [blob(rng, *rng.uniform((1.0, 43.0), (3.0, 44.0)), 0.02) for _ in range(60)]
    x, y = rng.uniform(0.9, 3.1, 1_000_000), rng.uniform(42.9, 44.1, 1_000_000)

    found = index(*shapes).first_holding(x, y)

    points, held = shapely.STRtree(shapes).query(shapely.points(x, y), predicate="intersects")
    expected = np.full(len(x), len(shapes))
    np.minimum.at(expected, points, held)
    assert np.array_equal(found, np.where(expected == len(shapes), -1, expected))
    assert (found >= 0).sum() > 10_000


@pytest.mark.parametrize(("longitude", "latitude"), [(3.0, 43.0), (3.005, 43.0), (3.01, 43.005)])
def test_the_border_is_inside(longitude, latitude):
    assert index(SQUARE).first_holding(np.array([longitude]), np.array([latitude])).tolist() == [0]


def test_a_point_that_is_no_number_is_nowhere():
    x, y = np.array([np.nan, 3.005, np.inf]), np.array([43.005, np.nan, 43.005])

    assert index(SQUARE).first_holding(x, y).tolist() == [-1, -1, -1]


def test_no_contour_holds_nothing():
    assert ContourIndex([]).first_holding(np.array([3.0]), np.array([43.0])).tolist() == [-1]


def test_where_contours_overlap_the_first_one_answers():
    assert index(SQUARE, SQUARE).first_holding(np.array([3.005]), np.array([43.005])).tolist() == [0]


@given(st.floats(41.3, 51.1), st.floats(0.5, 299), st.sampled_from(["north", "south", "east"]))
@settings(max_examples=200)
def test_distances_are_exact_to_the_centimetre_anywhere_in_france(latitude, metres, side):
    square = shapely.box(3.0, latitude, 3.01, latitude + 0.01)
    if side == "north":
        point = (3.005, latitude + 0.01 + metres / metres_north(latitude + 0.01))
    elif side == "south":
        point = (3.005, latitude - metres / metres_north(latitude))
    else:
        point = (3.01 + metres / metres_east(latitude + 0.005), latitude + 0.005)

    pairs = index(square).around(np.array([point[0]]), np.array([point[1]]), np.array([310.0]))

    assert pairs.inside.tolist() == [False]
    assert pairs.border_m[0] == pytest.approx(metres, abs=0.011)


def test_a_point_beyond_reach_is_not_around():
    far = 43.01 + 301 / metres_north(43.01)

    assert index(SQUARE).around(np.array([3.005]), np.array([far]), np.array([300.0])).points.tolist() == []


def test_inside_the_border_distance_is_to_the_nearest_edge_holes_included():
    holed = shapely.Polygon(SQUARE.exterior, [shapely.box(3.004, 43.004, 3.006, 43.006).exterior])
    latitude = 43.006 + 50 / metres_north(43.006)

    pairs = index(holed).around(np.array([3.005]), np.array([latitude]), np.array([0.0]))

    assert pairs.inside.tolist() == [True]
    assert pairs.border_m[0] == pytest.approx(50, abs=0.01)


def test_a_point_in_two_contours_is_paired_with_both():
    pairs = index(SQUARE, shapely.box(3.005, 43.0, 3.02, 43.01)).around(
        np.array([3.0075]), np.array([43.005]), np.array([0.0])
    )

    assert pairs.contours.tolist() == [0, 1]
    assert pairs.inside.all()


def test_many_chunks_answer_like_one(monkeypatch):
    rng = np.random.default_rng(7)
    x, y = rng.uniform(2.99, 3.02, 1_000), rng.uniform(42.99, 43.02, 1_000)
    together = index(SQUARE).first_holding(x, y)

    monkeypatch.setattr("quartiers.territory.geometry.CHUNK", 37)

    assert np.array_equal(index(SQUARE).first_holding(x, y), together)


@given(st.floats(-21, 51.1), st.floats(0, 2 * math.pi), st.floats(0.5, 299))
@settings(max_examples=200)
def test_in_any_direction_distances_are_those_of_vincenty(latitude, direction, metres):
    """The nearest point of the contour is its corner, turned towards the point."""
    away = np.array([math.cos(direction) / metres_east(latitude), math.sin(direction) / metres_north(latitude)])
    across = np.array([-math.sin(direction) / metres_east(latitude), math.cos(direction) / metres_north(latitude)])
    corner = np.array([3.0, latitude])
    wedge = shapely.Polygon([corner, corner - 900 * away + 300 * across, corner - 900 * away - 300 * across])
    point = corner + metres * away

    pairs = index(wedge).around(point[:1], point[1:], np.array([310.0]))

    assert pairs.inside.tolist() == [False]
    assert pairs.border_m[0] == pytest.approx(vincenty(*corner, *point), abs=0.01)


def test_the_reference_gives_the_published_length_of_a_line():
    """From Vincenty (1975): Flinders Peak to Buninyon, 54 972.271 m on GRS 80."""
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyon = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))

    assert vincenty(*flinders, *buninyon) == pytest.approx(54_972.271, abs=0.001)
