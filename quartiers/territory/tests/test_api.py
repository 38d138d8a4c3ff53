"""The API of the ground: the same answers as the queries, and refusals that say what to do."""

import gzip
import json
from datetime import date
from urllib.parse import urlencode

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartiers.territory import queries
from tests import factories
from tests.factories import CARCASSONNE

pytestmark = pytest.mark.django_db
many_times = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
LONGITUDE, LATITUDE = CARCASSONNE
FAR = (LONGITUDE + 0.5, LATITUDE)


@pytest.fixture
def ground():
    commune = factories.Commune(code="11069", name="Carcassonne")
    factories.Outline()
    factories.Coverage()
    current = factories.Neighbourhood(code="QN01101Z", communes=[commune])
    factories.Neighbourhood(older=True, code="QP911001", communes=[commune])
    factories.Indicator(neighbourhood=current, code="pop_mun", value=2060)
    return current


def get(client, path, **parameters):
    return client.get(f"/api/{path}", parameters)


def post(client, path, body):
    content = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api/{path}", content, content_type="application/json")


# --- Points ---------------------------------------------------------------------------------------------------------


def test_a_point_gets_the_answer_of_the_query(client, ground):
    answer = queries.answer(LATITUDE, LONGITUDE, on=date(2024, 6, 1))

    given_back = get(client, "locate", latitude=LATITUDE, longitude=LONGITUDE, on="2024-06-01").json()
    assert given_back["verdict"] == "yes"
    assert given_back["match"] == {
        "code": "QN01101Z", "name": "Les Tilleuls", "generation": 2024, "inside": True, "distance_m": 0.0
    }  # fmt: skip
    assert (given_back["reason"], given_back["error_m"]) == (answer.reason, answer.error_m)
    assert given_back["fictional"] is True


def test_without_a_date_the_question_is_about_today(client, ground):
    assert get(client, "locate", latitude=LATITUDE, longitude=LONGITUDE).json()["on"] == str(localdate())


def test_where_the_list_is_not_loaded_the_answer_is_never_no(client, ground):
    answer = get(client, "locate", latitude=FAR[1], longitude=FAR[0], on="2020-01-01").json()

    assert answer["verdict"] == "unknown"
    assert "liste de 2015" in answer["missing"]


def test_a_street_is_never_a_certainty(client, ground):
    answer = get(client, "locate", latitude=FAR[1], longitude=FAR[0], kind="street").json()

    assert answer["verdict"] == "check"


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"latitude": "x", "longitude": 3}, 422, "latitude, Donnez un nombre"),
        ({"longitude": 3}, 422, "Il manque cette valeur"),
        ({"latitude": "43,2", "longitude": 3}, 422, "point décimal"),
        ({"latitude": "nan", "longitude": 3}, 409, "doivent être des nombres"),
        ({"latitude": 3, "longitude": 43}, 409, "à l’envers"),
        ({"latitude": 6_250_000, "longitude": 650_000}, 409, "Lambert-93"),
        ({"latitude": 43, "longitude": 3, "on": "demain"}, 422, "année d’abord"),
        ({"latitude": 43, "longitude": 3, "kind": "château"}, 422, "n’est pas prévue"),
    ],
)
def test_a_refusal_says_what_to_do(client, parameters, status, words):
    response = get(client, "locate", **parameters)

    assert response.status_code == status
    assert words in response.json()["message"]


def test_many_points_get_one_answer_each_in_order(client, ground):
    points = [{"latitude": LATITUDE, "longitude": LONGITUDE}, {"latitude": FAR[1], "longitude": FAR[0]}]

    answers = post(client, "locate", {"points": points}).json()["answers"]
    assert [one["verdict"] for one in answers] == ["yes", "no"]


@pytest.mark.parametrize("count", [1, 1000])
def test_points_cost_the_same_queries_whatever_their_number(client, ground, count, django_assert_num_queries):
    queries.answer(LATITUDE, LONGITUDE, on=localdate())
    body = {"points": [{"latitude": LATITUDE, "longitude": LONGITUDE}] * count}

    with django_assert_num_queries(1):
        assert len(post(client, "locate", body).json()["answers"]) == count


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"points": []}, 422, "au moins 1"),
        ({"points": [{"latitude": 43, "longitude": 3}] * 1001}, 422, "au plus 1000"),
        ({"points": [{"latitude": 43, "longitude": 3}, {"latitude": 3, "longitude": 43}]}, 409, "Point 2"),
        ('{"points": [{"latitude": NaN, "longitude": 3}]}', 409, "Point 1"),
        ('{"points": [{"latitude": "\\ud800", "longitude": 3}]}', 422, "points"),
        ('{"points": [{"latitude": ' + "9" * 400 + ', "longitude": 3}]}', 422, "latitude"),
        ("[" * 100_000, 400, "JSON"),
        ('{"points"', 400, "JSON"),
        ("x" * 3_000_000, 413, "2\u00a0Mo"),
    ],
    ids=["none", "too many", "swapped", "not a number", "surrogate", "endless number", "deep", "cut", "too big"],
)
def test_hostile_points_are_refused_with_a_sentence(client, body, status, words):
    response = post(client, "locate", body)

    assert response.status_code == status, response.content
    assert words in response.json()["message"]


def test_too_many_posts_in_a_minute_are_asked_to_wait(client, ground):
    body = {"points": [{"latitude": LATITUDE, "longitude": LONGITUDE}]}
    statuses = [post(client, "locate", body).status_code for _ in range(61)]

    assert statuses == [200] * 60 + [429]


# --- Lists and details ----------------------------------------------------------------------------------------------


def test_neighbourhoods_are_narrowed_and_paged(client, ground):
    factories.Neighbourhood.create_batch(3)

    assert get(client, "neighbourhoods").json()["total"] == 5
    assert get(client, "neighbourhoods", generation=2015).json()["results"][0]["code"] == "QP911001"
    assert get(client, "neighbourhoods", epci="200035715").json()["total"] == 2
    assert get(client, "neighbourhoods", q="tilleuls les").json()["total"] == 5
    second = get(client, "neighbourhoods", page=2, page_size=3).json()
    assert (second["page"], second["pages"], len(second["results"])) == (2, 2, 2)
    assert get(client, "neighbourhoods", page=100_000).json()["results"] == []


@pytest.mark.parametrize("count", [1, 100])
def test_lists_cost_the_same_queries_whatever_the_rows(client, ground, count, django_assert_num_queries):
    factories.Neighbourhood.create_batch(count, communes=[factories.Commune(code="11262")])

    with django_assert_num_queries(4):  # stamp, total, rows, communes
        get(client, "neighbourhoods", page_size=100)
    with django_assert_num_queries(4):
        get(client, "neighbourhoods.geojson")
    with django_assert_num_queries(5):
        get(client, "neighbourhoods.geojson", bbox="2,43,3,44")
    with django_assert_num_queries(3):
        get(client, "communes", page_size=100)
    with django_assert_num_queries(3):
        get(client, "departments")


def test_a_neighbourhood_tells_its_figures_and_the_other_list(client, ground):
    factories.Indicator(neighbourhood=factories.Neighbourhood(), code="tp60")

    detail = get(client, "neighbourhoods/QN01101Z").json()
    assert (detail["population"], detail["fictional"], detail["valid_to"]) == (2060, True, None)
    assert detail["communes"] == [{"code": "11069", "name": "Carcassonne"}]
    assert {one["code"]: one["value"] for one in detail["figures"]} == {"pop_mun": 2060.0, "tp60": None}
    assert [(one["code"], one["share"]) for one in detail["overlaps"]] == [("QP911001", 1.0)]


@pytest.mark.parametrize(
    "path",
    ["neighbourhoods/QN99999Z", "neighbourhoods/%00", "neighbourhoods/é", "neighbourhoods?department=99",
     "communes?epci=123456789", "communes.geojson?department=99", "neighbourhoods.geojson?epci=123456789"],
)  # fmt: skip
def test_what_is_not_loaded_is_not_found_rather_than_empty(client, ground, path):
    response = client.get(f"/api/{path}")

    assert response.status_code == 404
    assert "Vérifiez le code" in response.json()["message"]


def test_communes_are_found_without_accents(client, ground):
    factories.Commune(code="11170", name="L’Évêché-sur-Aude", population=None)

    (found,) = get(client, "communes", q="EVECHE l").json()["results"]
    assert (found["name"], found["population"], found["neighbourhoods_2024"]) == ("L’Évêché-sur-Aude", None, 0)


def test_departments_say_which_lists_are_complete(client, ground):
    (aude,) = get(client, "departments").json()

    assert (aude["covered"], aude["neighbourhoods_2015"], aude["communes"]) == ([2024], 1, 1)


def test_epci_are_paged(client, ground):
    assert get(client, "epci").json()["results"][0]["name"] == "Carcassonne Agglo"


# --- Contours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["neighbourhoods.geojson?bbox=2,43,3,44", "neighbourhoods.geojson?commune=11069", "departments.geojson",
     "communes.geojson?department=11&simplified=true", "communes.geojson?epci=200035715&bbox=2,43,3,44"],
)  # fmt: skip
def test_contours_are_geojson_and_announce_it(client, ground, path):
    response = client.get(f"/api/{path}")

    assert response["Content-Type"] == "application/geo+json"
    assert len(response.json()["features"]) in {1, 2}


def test_all_communes_of_france_are_refused_at_once(client):
    response = get(client, "communes.geojson")

    assert response.status_code == 400
    assert "Choisissez un département" in response.json()["message"]


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "3,43,2,44", "2,44,3,43", "nan,1,2,3", "1,2,3,inf"])
def test_a_box_that_is_none_is_refused(client, box):
    response = get(client, "neighbourhoods.geojson", bbox=box)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "bbox"


# --- Asking again ---------------------------------------------------------------------------------------------------

KEPT = ["neighbourhoods", "neighbourhoods.geojson", "neighbourhoods/QN01101Z", "communes", "departments", "epci",
        "departments.geojson", "communes.geojson?department=11"]  # fmt: skip


@pytest.mark.parametrize("path", KEPT)
def test_who_has_the_answer_gets_304_for_one_query(client, ground, path, django_assert_num_queries):
    etag = client.get(f"/api/{path}")["ETag"]

    with django_assert_num_queries(1):
        again = client.get(f"/api/{path}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", KEPT)
def test_a_new_load_makes_every_answer_new(client, ground, path):
    etag = client.get(f"/api/{path}")["ETag"]
    factories.ContourImport()

    assert client.get(f"/api/{path}", headers={"If-None-Match": etag}).status_code == 200


def test_each_question_has_its_own_etag(client, ground):
    etags = {get(client, "neighbourhoods", page=page)["ETag"] for page in (1, 2, 3)}

    assert len(etags) == 3


def test_contours_leave_compressed(client, ground):
    factories.Commune.create_batch(20)
    response = client.get("/api/communes.geojson?department=11", headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(response.content))["features"]) == 21


# --- Hostile addresses ----------------------------------------------------------------------------------------------

names = st.sampled_from(
    ["latitude", "longitude", "on", "kind", "department", "epci", "commune", "code", "generation", "bbox", "q", "page",
     "page_size", "simplified"]
)  # fmt: skip
values = st.text(max_size=20) | st.sampled_from(
    [
        "\x00",
        "\ud800",
        "nan",
        "-inf",
        "1e999",
        "9" * 500,
        "0",
        "-1",
        "11",
        "2024",
        "0001-01-01",
        "9999-12-31",
        "%",
        "_",
    ]
)


@many_times
@given(
    st.sampled_from(["locate", *(path.partition("?")[0] for path in KEPT)]), st.dictionaries(names, values, max_size=6)
)
def test_no_question_breaks_the_api(client, ground, path, parameters):
    response = client.get(f"/api/{path}?{urlencode(parameters, errors='surrogatepass')}")

    assert response.status_code in {200, 400, 404, 409, 422}
    assert response.status_code == 200 or response.json()["message"]
