import json

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import contours
from quartiers.territory.contours import read_contours
from quartiers.territory.rules import Generation
from quartiers.territory.tests.contour_files import (
    CARCASSONNE,
    bowtie,
    collection,
    newer,
    older,
    polygon,
    refusal,
    ring,
    write,
    write_zip,
)

Y2015, Y2024 = Generation.Y2015, Generation.Y2024
WEST, SOUTH = CARCASSONNE


def read(folder, *features, generation=Y2015, **members):
    return read_contours(write(folder, *features, **members), generation)


def test_the_vocabulary_of_2015_is_read(tmp_path):
    (contour,) = read(tmp_path, older(nom_qp="Coeur d'Aude")).contours

    assert (contour.code, contour.name, contour.department) == ("QP011001", "Coeur d’Aude", "11")
    assert contour.communes == ("11069",)
    assert contour.repair == ""
    assert shapely.equals(shapely.from_wkb(contour.geometry), shapely.geometry.shape(polygon()))


@pytest.mark.parametrize("given_codes", ["11069,11262", "11069 11262", "11069;11262", "11069, 11262, 11069"])
def test_the_vocabulary_of_2024_is_read_with_several_communes(tmp_path, given_codes):
    (contour,) = read(tmp_path, newer(insee_com=given_codes), generation=Y2024).contours

    assert (contour.code, contour.name) == ("QN01101M", "La Conte - Ozanam")
    assert contour.communes == ("11069", "11262")


def test_property_names_are_read_in_any_case_and_numbers_are_padded(tmp_path):
    feature = {"type": "Feature", "geometry": polygon(5.23, 46.20)}
    feature["properties"] = {"CODE_QP": "QN00101M", "Lib_QP": "Grande Reyssouze", "INSEE_COM": 1053}
    (contour,) = read(tmp_path, feature, generation=Y2024).contours

    assert (contour.department, contour.communes) == ("01", ("01053",))


@pytest.mark.parametrize(
    ("code", "department"), [("QP02A001", "2A"), ("QP02B001", "2B"), ("QP974001", "974"), ("QP009001", "09")]
)
def test_the_department_is_that_of_the_code(tmp_path, code, department):
    file = read(tmp_path, older(code, code_departement=department))

    assert file.departments == {department}
    assert file.remarks == ()


def test_a_department_that_differs_from_the_code_is_said(tmp_path):
    file = read(tmp_path, older(code_departement="66"))

    assert file.departments == {"11"}
    assert "département 66" in file.remarks[0]


def test_altitudes_and_several_parts_are_accepted(tmp_path):
    parts = [[[[*point, 120.5] for point in ring(WEST + shift, SOUTH)]] for shift in (0, 0.01)]
    (contour,) = read(tmp_path, older(geometry={"type": "MultiPolygon", "coordinates": parts})).contours
    shape = shapely.from_wkb(contour.geometry)

    assert not shape.has_z
    assert len(shapely.get_parts(shape)) == 2


def test_a_hole_stays_a_hole(tmp_path):
    holed = {"type": "Polygon", "coordinates": [ring(WEST, SOUTH, 0.01), ring(WEST, SOUTH, 0.002)]}
    (contour,) = read(tmp_path, older(geometry=holed)).contours

    assert not shapely.contains_xy(shapely.from_wkb(contour.geometry), WEST, SOUTH)


def test_a_contour_that_crosses_itself_is_repaired_and_told(tmp_path):
    file = read(tmp_path, older(geometry=bowtie()))
    (contour,) = file.repaired

    assert contour.repair.startswith(
        "Le contour se croisait vers 43,2150\u00a0N, 2,3542\u00a0E. Réparé\u00a0: 2\u00a0parties, "
    )
    assert contour.repair.endswith("(au lieu de 0\u00a0m²).")
    assert shapely.from_wkb(contour.geometry).is_valid


def test_the_official_zip_is_national(tmp_path):
    content = json.dumps(collection(newer()))
    path = write_zip(tmp_path, {f"GEOJSON/{contours.OFFICIAL_ENTRY}": content})

    assert read_contours(path, Y2024).national
    assert not read(tmp_path, newer(), generation=Y2024).national


class TestPrecision:
    def test_four_decimals_are_seven_metres(self, tmp_path):
        file = read(tmp_path, older())

        assert file.decimals == 4
        assert file.contours[0].precision_m == pytest.approx(6.9, abs=0.05)

    def test_a_finely_drawn_contour_is_never_better_than_a_metre(self, tmp_path):
        fine = polygon(WEST + 1e-9 / 3, SOUTH)
        fine["coordinates"][0] = [[x + 1 / 3e8, y + 1 / 3e8] for x, y in fine["coordinates"][0]]

        assert read(tmp_path, older(geometry=fine)).contours[0].precision_m == contours.MIN_PRECISION_M

    def test_a_few_stray_points_do_not_make_a_file_precise(self):
        coordinates = np.round(np.linspace(2, 3, 1_000), 4)
        coordinates[7] = 2.123456789

        assert contours.decimals_kept(contours.decimals_needed(coordinates)) == 4

    @given(decimals=st.integers(0, 12), latitude=st.floats(-28, 52))
    def test_one_more_decimal_never_loses_precision(self, decimals, latitude):
        assert contours.precision_m(decimals + 1, latitude) <= contours.precision_m(decimals, latitude)

    @given(decimals=st.integers(1, 8), numbers=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
    def test_rounded_coordinates_never_need_more_decimals_than_they_have(self, decimals, numbers):
        coordinates = np.array(
            [float(f"{number % 180}.{abs(number) % 10**decimals:0{decimals}d}") for number in numbers]
        )

        assert contours.decimals_kept(contours.decimals_needed(coordinates)) <= decimals


REFUSED = {
    "an empty collection": ([], "aucun quartier"),
    "a feature that is a number": ([5], "L’élément 1 n’a pas de propriétés"),
    "no properties": ([{"type": "Feature", "geometry": polygon()}], "L’élément 1 n’a pas de propriétés"),
    "no code": ([older(), older(code_qp=None)], "L’élément 2 n’a pas de propriété «\u00a0code_qp\u00a0»"),
    "no name": ([older(nom_qp=None)], "QP011001.*élément 1.*n’a pas de propriété «\u00a0lib_qp\u00a0»"),
    "an empty name": ([older(nom_qp="  ")], "n’a pas de propriété"),
    "no commune": ([older(code_commune=None)], "n’a pas de propriété «\u00a0insee_com\u00a0»"),
    "a list as a name": ([older(nom_qp=["a"])], "n’a pas de propriété"),
    "a name of 300 characters": ([older(nom_qp="x" * 300)], "dépasse 200 caractères"),
    "a name with a null character": ([older(nom_qp="La\x00Conte")], "caractères illisibles"),
    "another code": ([older("ZUS12")], "ne porte pas un code de quartier, comme QP011001"),
    "a code of 2024": ([older("QN01101M")], "code de la génération 2024.*Choisissez la génération 2024"),
    "a code twice": ([older(), older("QP011002"), older()], "plusieurs fois le même code.*QP011001"),
    "no geometry": ([older(geometry={})], "n’a pas de contour"),
    "a point": ([older(geometry={"type": "Point", "coordinates": [WEST, SOUTH]})], "il faut un polygone"),
    "no coordinates": ([older(geometry={"type": "Polygon", "coordinates": []})], "n’a pas de contour"),
    "an empty ring": ([older(geometry={"type": "Polygon", "coordinates": [[]]})], "contour illisible"),
    "two points": ([older(geometry={"type": "Polygon", "coordinates": [[[2, 43], [2.1, 43]]]})], "contour illisible"),
    "text as a point": ([older(geometry={"type": "Polygon", "coordinates": [["a", "b", "c"]]})], "contour illisible"),
    "a flat contour": (
        [older(geometry={"type": "Polygon", "coordinates": [[[2.3, 43.2], [2.4, 43.2], [2.5, 43.2], [2.3, 43.2]]]})],
        "n’a aucune surface",
    ),
    "not a number": (
        [older(geometry={"type": "Polygon", "coordinates": [[[2.3, float("nan")], [2.4, 43], [2.4, 44], [2.3, 43]]]})],
        "ne sont pas des nombres",
    ),
    "latitude first": ([older(geometry=polygon(SOUTH, WEST))], "latitude et sa longitude échangées"),
    "latitude first on an island": (
        [older("QP974001", geometry=polygon(-21.0, 55.3), code_departement="974")],
        "latitude et sa longitude échangées",
    ),
    "Lambert-93": ([older(geometry=polygon(647_000, 6_236_000, 400))], "Lambert-93.*reprojetez"),
    "London": ([older(geometry=polygon(-0.1, 51.9))], "hors de France"),
}


@pytest.mark.parametrize(("features", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_with_a_sentence(tmp_path, features, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        read(tmp_path, *features)

    assert refused.value.message.endswith(".")


def test_a_lone_surrogate_in_a_name_is_refused(tmp_path):
    path = tmp_path / "quartiers.geojson"
    path.write_text(json.dumps(collection(older(nom_qp="\ud800"))))

    with pytest.raises(RuleBroken, match="caractères illisibles"):
        read_contours(path, Y2015)


def test_a_code_of_2015_is_refused_in_2024(tmp_path):
    with pytest.raises(RuleBroken, match="Choisissez la génération 2015"):
        read(tmp_path, newer("QP011001"), generation=Y2024)


def test_a_file_that_says_lambert_93_is_refused_whatever_its_numbers(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}

    with pytest.raises(RuleBroken, match=r"EPSG::2154.*prenez le fichier"):
        read(tmp_path, older(), crs=crs)


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "EPSG:4171"]
)
def test_geographic_systems_are_accepted(tmp_path, name):
    assert read(tmp_path, older(), crs={"type": "name", "properties": {"name": name}}).contours


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
some_features = st.fixed_dictionaries(
    {
        "properties": json_values
        | st.fixed_dictionaries(
            {"code_qp": st.just("QP011001") | json_values, "nom_qp": json_values, "code_commune": json_values}
        ),
        "geometry": json_values
        | st.fixed_dictionaries(
            {"type": st.sampled_from(["Polygon", "MultiPolygon", "Point"]), "coordinates": json_values}
        ),
    }
)


@given(features=st.lists(json_values | some_features, max_size=3), crs=json_values)
@example(features=[older(geometry={"type": "Polygon", "coordinates": [[[10**400, 1]] * 4]})], crs=None)
@example(features=[older(geometry={"type": "Polygon", "coordinates": [{"0": 1}]})], crs={"properties": []})
def test_any_json_is_read_or_refused_with_a_sentence(tmp_path_factory, features, crs):
    path = tmp_path_factory.mktemp("json") / "quartiers.geojson"
    path.write_text(json.dumps({"crs": crs, "features": features}))
    sentence = refusal(lambda: read_contours(path, Y2015))

    assert sentence == "" or sentence.endswith(".")


@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "quartiers.zip"
    path.write_bytes(content)

    assert refusal(lambda: read_contours(path, Y2024)).endswith(".")


points = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(offsets=st.lists(points, min_size=3, max_size=12))
def test_every_contour_comes_out_valid_and_polygonal_or_is_refused(tmp_path_factory, offsets):
    coordinates = [[round(WEST + x / 1e4, 4), round(SOUTH + y / 1e4, 4)] for x, y in [*offsets, offsets[0]]]
    feature = older(geometry={"type": "Polygon", "coordinates": [coordinates]})
    path = write(tmp_path_factory.mktemp("ring"), feature)
    sentence = refusal(lambda: read_contours(path, Y2015))
    if sentence:
        assert "surface" in sentence
        return
    (contour,) = read_contours(path, Y2015).contours
    shape = shapely.from_wkb(contour.geometry)

    assert shape.is_valid
    assert shape.geom_type in ("Polygon", "MultiPolygon")
    assert (contour.repair == "") == shapely.Polygon(coordinates).is_valid


@given(sides=st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_valid_polygons_come_back_as_they_were(tmp_path_factory, sides):
    shapes = [polygon(WEST + rank * 0.05, SOUTH, side / 5_000) for rank, side in enumerate(sides)]
    features = [older(f"QP011{rank:03d}", geometry=shape) for rank, shape in enumerate(shapes)]
    file = read_contours(write(tmp_path_factory.mktemp("squares"), *features), Y2015)

    assert [json.loads(shapely.to_geojson(shapely.from_wkb(contour.geometry))) for contour in file.contours] == shapes
