"""Where points stand: the same answers on both databases, a constant number of queries, never a false «non»."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.db import connection, transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.territory.queries import answer, answer_many, department_at, locate, locate_many
from quartiers.territory.rules import PointKind, Verdict
from tests import factories

pytestmark = pytest.mark.django_db
LONGITUDE, LATITUDE = factories.CARCASSONNE
TODAY = date(2026, 11, 23)
BEFORE = date(2022, 6, 1)
CONTOURS = Path(__file__).parents[4] / "shared/data/territory/qpv_occitanie_2015.geojson"
#: 300 m north of the edge of the factory's square of 400 m, in degrees.
NORTH_450_M = LATITUDE + 450 / 111_100


@pytest.fixture
def tilleuls():
    factories.Outline()
    factories.Coverage()
    return factories.Neighbourhood(code="QN01101M")


def test_a_point_inside_finds_its_neighbourhood(tilleuls):
    (match,) = locate(LATITUDE, LONGITUDE, on=TODAY)

    assert (match.code, match.name, match.generation) == ("QN01101M", "Les Tilleuls", 2024)
    assert match.inside
    assert match.distance_m == 0.0


def test_inside_comes_first_then_the_nearest(tilleuls):
    factories.Neighbourhood(code="QN01102M", centre=(LONGITUDE, LATITUDE + 650 / 111_100))
    factories.Neighbourhood(code="QN01103M", centre=(LONGITUDE, LATITUDE - 550 / 111_100))
    factories.Neighbourhood(code="QN01104M", centre=(LONGITUDE, LATITUDE + 3_000 / 111_100))

    matches = locate(LATITUDE + 150 / 111_100, LONGITUDE, on=TODAY)

    assert [match.code for match in matches] == ["QN01101M", "QN01102M"]
    assert matches[1].distance_m == pytest.approx(300, abs=1)


def test_only_the_list_of_the_day_answers(tilleuls):
    factories.Neighbourhood(older=True, code="QP011001")

    assert [match.code for match in locate(LATITUDE, LONGITUDE, on=TODAY)] == ["QN01101M"]
    assert [match.code for match in locate(LATITUDE, LONGITUDE, on=BEFORE)] == ["QP011001"]
    assert locate(LATITUDE, LONGITUDE, on=date(2014, 12, 31)) == []


def test_a_point_far_from_everything_where_all_is_loaded_is_a_no(tilleuls):
    assert answer(LATITUDE + 0.1, LONGITUDE, on=TODAY).verdict is Verdict.NO


def test_a_point_where_the_list_is_not_loaded_cannot_be_answered(tilleuls):
    said = answer(LATITUDE + 0.1, LONGITUDE, on=BEFORE)

    assert said.verdict is Verdict.UNKNOWN
    assert "liste de 2015" in said.missing
    assert "Aude" in said.missing


def test_a_point_outside_the_communes_loaded_cannot_be_answered(tilleuls):
    said = answer(48.85, 2.35, on=TODAY)

    assert said.verdict is Verdict.UNKNOWN
    assert said.missing == "Ce point n’est dans aucune des communes chargées."


@pytest.mark.parametrize("metres", [1, 100, 1_500])
def test_across_the_border_of_the_departments_loaded_a_no_is_never_given(tilleuls, metres):
    """A neighbourhood of the next department, which is not loaded, may stand there."""
    said = answer(LATITUDE, LONGITUDE + (100_000 + metres) / 81_180, on=TODAY)

    assert said.verdict is Verdict.UNKNOWN


def test_an_empty_base_cannot_answer():
    said = answer(LATITUDE, LONGITUDE, on=TODAY)

    assert said.verdict is Verdict.UNKNOWN
    assert locate(LATITUDE, LONGITUDE, on=TODAY) == []
    assert answer_many([], [], [], on=TODAY) == []


def test_a_street_is_to_be_checked_even_in_the_middle_of_a_neighbourhood(tilleuls):
    assert answer(LATITUDE, LONGITUDE, on=TODAY, kind=PointKind.STREET).verdict is Verdict.CHECK


def test_many_points_get_the_answers_of_each(tilleuls):
    latitudes = np.linspace(LATITUDE - 0.01, LATITUDE + 0.01, 50)
    longitudes = np.full(50, LONGITUDE)
    kinds = [PointKind.HOUSE_NUMBER, PointKind.COORDINATES] * 25

    together = answer_many(latitudes, longitudes, kinds, on=TODAY)

    assert together == [
        answer(latitude, longitude, on=TODAY, kind=kind)
        for latitude, longitude, kind in zip(latitudes, longitudes, kinds, strict=True)
    ]
    assert {said.verdict for said in together} == {Verdict.YES, Verdict.CHECK, Verdict.NO}


@pytest.mark.parametrize("latitude", [np.nan, np.inf, 6_200_000.0, 86.0])
def test_among_many_points_one_that_is_no_place_is_refused(tilleuls, latitude):
    with pytest.raises(RuleBroken):
        answer_many([LATITUDE, latitude], [LONGITUDE] * 2, [PointKind.COORDINATES] * 2, on=TODAY)


@pytest.mark.parametrize("count", [1, 100])
def test_the_number_of_queries_does_not_depend_on_the_number_of_points(tilleuls, django_assert_num_queries, count):
    locate(LATITUDE, LONGITUDE, on=TODAY)

    with django_assert_num_queries(1):
        answer_many([LATITUDE] * count, [LONGITUDE] * count, [PointKind.COORDINATES] * count, on=TODAY)


def test_a_new_load_is_seen_at_the_next_question(tilleuls):
    assert locate_many([LATITUDE], [LONGITUDE], generation=2024).tolist() == ["QN01101M"]

    factories.Neighbourhood(code="QN01100M")
    factories.ContourImport()

    assert locate_many([LATITUDE], [LONGITUDE], generation=2024).tolist() == ["QN01100M"]


def test_an_undone_load_leaves_nothing_in_the_index(tilleuls):
    with suppress(InterruptedError), transaction.atomic():
        factories.Neighbourhood(code="QN01100M")
        factories.ContourImport()
        assert locate_many([LATITUDE], [LONGITUDE], generation=2024).tolist() == ["QN01100M"]
        raise InterruptedError

    assert locate_many([LATITUDE], [LONGITUDE], generation=2024).tolist() == ["QN01101M"]


@pytest.mark.django_db(transaction=True)
def test_threads_that_start_cold_get_the_same_answers(tilleuls):
    def ask(_: int) -> list[str]:
        try:
            return [match.code for match in locate(LATITUDE, LONGITUDE, on=TODAY)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(24)))

    assert answers == [["QN01101M"]] * 24


def test_nowhere_is_an_empty_code(tilleuls):
    codes = locate_many([LATITUDE, NORTH_450_M, np.nan], [LONGITUDE, LONGITUDE, LONGITUDE], generation=2024)

    assert codes.tolist() == ["QN01101M", "", ""]


def test_two_lists_of_different_lengths_are_refused(tilleuls):
    with pytest.raises(RuleBroken, match="2 latitudes pour 1 longitudes"):
        locate_many([LATITUDE, LATITUDE], [LONGITUDE], generation=2024)


def test_a_generation_that_is_not_loaded_is_said(tilleuls):
    with pytest.raises(RuleBroken, match="génération 2015"):
        locate_many([LATITUDE], [LONGITUDE], generation=2015)


@pytest.mark.parametrize(
    ("latitude", "longitude", "sentence"),
    [
        (float("nan"), 3.0, "doivent être des nombres"),
        (43.0, float("inf"), "doivent être des nombres"),
        (6_200_000.0, 650_000.0, "Lambert-93"),
        (90.5, 3.0, "entre −85 et 85"),
        (43.2, 235.0, "entre −180 et 180"),
        (2.35, 43.2, "à l’envers"),
    ],
)
def test_coordinates_that_are_no_place_in_france_are_explained(tilleuls, latitude, longitude, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        locate(latitude, longitude, on=TODAY)


def test_the_department_of_a_point_is_that_of_the_communes_loaded(tilleuls):
    assert department_at(LATITUDE, LONGITUDE) == "11"
    assert department_at(LATITUDE, LONGITUDE + 3) == ""


@pytest.mark.real_data
@pytest.mark.skipif(not CONTOURS.exists(), reason="les contours d’Occitanie ne sont pas à côté du projet")
def test_the_real_contours_of_occitanie_agree_with_shapely():
    features = json.loads(CONTOURS.read_text(encoding="utf-8"))["features"]
    shapes = {
        feature["properties"]["code_qp"]: shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in features
    }
    factories.Department()
    for code, shape in shapes.items():
        factories.Neighbourhood(older=True, code=code, geometry=shapely.to_wkb(shape))
    bounds = np.array([shape.bounds for shape in shapes.values()])
    rng = np.random.default_rng(105)
    chosen = rng.integers(0, len(bounds), 100_000)
    x = rng.uniform(bounds[chosen, 0] - 0.005, bounds[chosen, 2] + 0.005)
    y = rng.uniform(bounds[chosen, 1] - 0.005, bounds[chosen, 3] + 0.005)

    codes = locate_many(y, x, generation=2015)

    expected = np.full(len(x), "", dtype=codes.dtype)
    for code in sorted(shapes, reverse=True):
        expected[shapely.intersects_xy(shapes[code], x, y)] = code
    assert np.array_equal(codes, expected)
    assert (codes != "").sum() > 5_000
