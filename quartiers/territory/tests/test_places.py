"""What pages and the API read of the ground."""

import json
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory import drawing
from quartiers.territory.models import Commune
from quartiers.territory.queries import places, shapes
from quartiers.territory.queries.shapes import Ground
from tests import factories
from tests.factories import CARCASSONNE

pytestmark = pytest.mark.django_db
EAST = (CARCASSONNE[0] + 0.05, CARCASSONNE[1])


def shifted(metres: float) -> tuple[float, float]:
    """This many metres east of Carcassonne."""
    return (CARCASSONNE[0] + metres / 81_300, CARCASSONNE[1])


# --- Lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 100])
def test_neighbourhoods_cost_two_queries_whatever_their_number(count, django_assert_num_queries):
    commune = factories.Commune()
    factories.Neighbourhood.create_batch(count, communes=[commune])

    with django_assert_num_queries(2):
        rows = list(places.neighbourhoods())
        assert [[one.epci.name for one in row.communes.all()] for row in rows] == [["Carcassonne Agglo"]] * count


def test_the_population_is_the_published_one_or_none():
    published, silent = factories.Neighbourhood(code="QN01101Z"), factories.Neighbourhood(code="QN01102Z")
    factories.Indicator(neighbourhood=published, code="pop_mun", value=Decimal("2060"))
    factories.Indicator(neighbourhood=silent, code="tp60")

    assert {row.code: row.population for row in places.neighbourhoods()} == {"QN01101Z": 2060, "QN01102Z": None}


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("query", [places.communes, places.departments, places.epcis])
def test_places_cost_one_query_whatever_their_number(query, count, django_assert_num_queries):
    for number in range(count):
        epci = factories.Epci(code=f"2000{number:05}", name=f"Agglo {number}")
        department = factories.Department(code=f"{number + 10:03}", name=f"Département {number}")
        factories.Commune(code=f"{number:05}", epci=epci, department=department)

    with django_assert_num_queries(1):
        assert len(list(query())) == count


def test_each_place_counts_the_neighbourhoods_of_each_list_once():
    first, second = factories.Commune(code="11069"), factories.Commune(code="11262")
    factories.Neighbourhood(communes=[first, second])
    factories.Neighbourhood(communes=[first])
    factories.Neighbourhood(older=True, communes=[second])

    (department,) = places.departments()
    (epci,) = places.epcis()
    counts = {row.code: (row.count_2015, row.count_2024) for row in places.communes()}
    assert (department.count_2015, department.count_2024) == (epci.count_2015, epci.count_2024) == (1, 2)
    assert counts == {"11069": (0, 2), "11262": (1, 1)}


def test_arrondissements_are_not_counted_beside_their_city():
    city = factories.Commune(code="13055", population=800)
    factories.Commune(code="13201", parent=city, population=300)

    (department,) = places.departments()
    assert (department.commune_count, department.population) == (1, 800)
    assert [row.code for row in places.communes_in(department="11")] == ["13055"]


def test_only_places_with_a_neighbourhood_are_kept():
    held = factories.Commune(epci=factories.Epci(code="200000001", name="Avec"))
    factories.Commune(epci=factories.Epci(code="200000002", name="Sans"))
    factories.Neighbourhood(communes=[held])

    assert places.epci_names() == [("200000001", "Avec")]
    assert [row.code for row in places.with_neighbourhoods(places.communes())] == [held.code]
    assert places.department_names() == [("11", "Aude (11)")]


def test_totals_add_what_is_published_and_say_how_much_is():
    commune, _ = factories.Commune(), factories.Commune()
    for code, value in (("QN01101Z", 2000), ("QN01102Z", 60)):
        factories.Indicator(
            neighbourhood=factories.Neighbourhood(code=code, communes=[commune]), code="pop_mun", value=value
        )
    factories.Neighbourhood(code="QN01103Z", communes=[commune])

    assert places.totals(places.neighbourhoods(), places.communes_in(department="11")) == places.Totals(
        neighbourhoods=3, communes=1, all_communes=2, population=2060, published=2
    )


def test_totals_of_nothing_are_zero():
    assert places.totals(places.neighbourhoods(), places.communes()) == places.Totals(0, 0, 0, 0, 0)


@given(st.text())
def test_no_text_makes_a_search_by_code_fail(text):
    assert places.find(Commune.objects.all(), text) is None


def test_coverage_is_told_by_department_and_list():
    factories.Coverage(generation=2015)

    assert places.covered() == {"11": [2015]}
    assert places.is_covered(2015, department="11")
    assert not places.is_covered(2024, department="11")


# --- The two lists on the same ground -----------------------------------------------------------------------------


def test_a_neighbourhood_moved_by_half_its_side_overlaps_by_half():
    current = factories.Neighbourhood(centre=CARCASSONNE)
    factories.Neighbourhood(older=True, code="QP911001", name="Ancien", centre=shifted(200))

    (overlap,) = places.overlaps(current)
    assert (overlap.code, overlap.generation) == ("QP911001", 2015)
    assert overlap.share == pytest.approx(0.5, abs=0.01)
    assert overlap.back == pytest.approx(0.5, abs=0.01)


def test_two_lists_that_share_a_sliver_do_not_overlap():
    current = factories.Neighbourhood(centre=CARCASSONNE)
    factories.Neighbourhood(older=True, centre=shifted(398))
    factories.Neighbourhood(older=True, centre=EAST)

    assert places.overlaps(current) == []


@pytest.mark.parametrize("count", [1, 100])
def test_overlaps_cost_one_query_whatever_is_around(count, django_assert_num_queries):
    current = factories.Neighbourhood()
    factories.Neighbourhood.create_batch(count, older=True)

    with django_assert_num_queries(1):
        assert len(places.overlaps(current)) == count


# --- Figures --------------------------------------------------------------------------------------------------------


def test_a_figure_stands_beside_the_median_of_the_others_of_its_list():
    own = factories.Neighbourhood(code="QN01101Z")
    factories.Indicator(neighbourhood=own, code="tp60", value=Decimal("40"), year=2021)
    for code, value in (("QN01102Z", 30), ("QN01103Z", 50)):
        factories.Indicator(neighbourhood=factories.Neighbourhood(code=code), code="tp60", value=value)
    factories.Indicator(neighbourhood=factories.Neighbourhood(older=True), code="tp60", value=99)

    (figure,) = places.figures(own)
    assert (figure.value, figure.year, figure.typical, figure.others) == (40, 2021, 40, 2)


def test_a_figure_that_only_others_have_is_not_published():
    own = factories.Neighbourhood(code="QN01101Z")
    factories.Indicator(neighbourhood=factories.Neighbourhood(code="QN01102Z"), code="tp60")

    (figure,) = places.figures(own)
    assert figure.value is None
    assert figure.meaning.label == "Taux de pauvreté"


def test_figures_follow_the_catalogue_and_unknown_ones_come_last():
    own = factories.Neighbourhood()
    for code in ("inconnu", "tp60", "pop_mun"):
        factories.Indicator(neighbourhood=own, code=code)

    assert [one.meaning.code for one in places.figures(own)] == ["pop_mun", "tp60", "inconnu"]


# --- The stamp ------------------------------------------------------------------------------------------------------


def test_the_stamp_changes_with_each_load():
    stamps = [places.stamp()]
    for load in (factories.Outline, factories.ContourImport, factories.Indicator):
        load()
        stamps.append(places.stamp())

    assert len(set(stamps)) == 4


def test_the_stamp_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        places.stamp()


# --- Shapes ---------------------------------------------------------------------------------------------------------


def features(text: str) -> dict[str, dict]:
    return {one["properties"]["code"]: one for one in json.loads(text)["features"]}


def test_contours_leave_as_they_were_stored_to_the_metre():
    neighbourhood = factories.Neighbourhood(code="QN01101Z")

    feature = features(shapes.neighbourhoods_geojson(Ground(), simplified=False))["QN01101Z"]
    written = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert feature["id"] == "QN01101Z"
    assert feature["properties"]["fictional"] is True
    assert shapely.hausdorff_distance(written, shapely.from_wkb(neighbourhood.geometry)) < 1e-5


def test_a_ground_narrows_the_neighbourhoods():
    commune = factories.Commune(code="11069")
    factories.Neighbourhood(code="QN01101Z", communes=[commune])
    factories.Neighbourhood(code="QP911001", older=True, communes=[commune])
    factories.Neighbourhood(code="QN01102Z", centre=EAST)

    def codes(**ground) -> set[str]:
        return set(features(shapes.neighbourhoods_geojson(Ground(**ground), simplified=True)))

    assert codes(department="11") == {"QN01101Z", "QP911001", "QN01102Z"}
    assert codes(epci="200035715") == codes(commune="11069") == {"QN01101Z", "QP911001"}
    assert codes(code="QN01102Z") == codes(bounds=(EAST[0] - 0.01, 43, EAST[0] + 0.01, 44)) == {"QN01102Z"}
    assert codes(generation=2015) == {"QP911001"}


def test_communes_are_kept_until_the_ground_changes(django_assert_num_queries):
    factories.Outline()
    factories.Commune(code="11069")
    first = shapes.communes_geojson(Ground(department="11"), simplified=True)

    with django_assert_num_queries(1):
        assert shapes.communes_geojson(Ground(department="11"), simplified=True) == first
    factories.Commune(code="11262")
    factories.ContourImport()
    assert set(features(shapes.communes_geojson(Ground(department="11"), simplified=True))) == {"11069", "11262"}


def test_communes_without_contour_are_left_out_of_the_drawing():
    factories.Commune(code="11069")
    factories.Commune(code="11262", geometry=None)

    assert [one.code for one in shapes.commune_shapes(Ground(department="11"))] == ["11069"]


def test_departments_leave_with_their_names():
    factories.Outline()

    assert features(shapes.departments_geojson())["11"]["properties"] == {"code": "11", "name": "Aude"}


# --- Drawing --------------------------------------------------------------------------------------------------------


@given(
    west=st.floats(-60, 55),
    south=st.floats(-21, 50),
    width=st.floats(0.001, 5),
    height=st.floats(0.001, 5),
)
def test_a_frame_holds_its_bounds_and_keeps_their_proportions(west, south, width, height):
    frame = drawing.frame((west, south, west + width, south + height))

    left, bottom = frame.point(west, south)
    right, top = frame.point(west + width, south + height)
    assert 0 <= left <= right <= drawing.WIDTH
    assert 0 <= top <= bottom <= frame.height <= drawing.MOST_HEIGHT
    assert (right - left) / frame.squeeze / width == pytest.approx((bottom - top) / height, abs=3 / min(width, height))


@given(st.floats(-5, 5), st.floats(41, 51), st.floats(0.001, 2), st.floats(0.001, 2))
def test_a_landscape_holds_the_bounds_at_the_proportions_of_the_scene(west, south, width, height):
    bounds = (west, south, west + width, south + height)
    wide = drawing.landscape(bounds)

    assert wide[0] <= bounds[0]
    assert wide[1] <= bounds[1]
    assert wide[2] >= bounds[2]
    assert wide[3] >= bounds[3]
    squeeze = drawing.frame(bounds).squeeze
    ratio = (wide[3] - wide[1]) / ((wide[2] - wide[0]) * squeeze)
    assert ratio == pytest.approx(drawing.SCENE_HEIGHT / drawing.WIDTH)


def test_a_path_closes_each_ring_and_draws_holes():
    holed = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(4, 4), (6, 4), (6, 6), (4, 6)]])
    path = drawing.frame((0, 0, 10, 10)).path(holed)

    assert path.count("M") == path.count("z") == 2
    assert "--" not in path


def test_a_ring_too_small_for_the_drawing_is_left_out():
    frame = drawing.frame((0, 0, 10, 10))

    assert frame.path(shapely.box(5, 5, 5.0001, 5.0001)) == ""


def test_simpler_contours_keep_their_common_border():
    left = shapely.Polygon([(0, 0), (1, 0), (1.0001, 0.5), (1, 1), (0, 1)])
    right = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1.0001, 0.5)])

    a, b = drawing.simpler([left, right], 0.1)
    assert shapely.get_num_coordinates([a, b]).sum() < shapely.get_num_coordinates([left, right]).sum()
    assert shapely.area(shapely.intersection(a, b)) == 0
    assert shapely.area(shapely.union(a, b)) == pytest.approx(2)


def test_geojson_follows_the_standard():
    clockwise = shapely.Polygon([(2, 43), (2, 44), (3, 44), (3, 43)])

    (feature,) = json.loads(drawing.collection([({"code": "é\u2028"}, clockwise)]))["features"]
    ring = feature["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert shapely.LinearRing(ring).is_ccw
    assert feature["id"] == "é\u2028"


def test_nothing_to_draw_is_nothing():
    assert drawing.simpler([]) == drawing.drawable([]) == []
