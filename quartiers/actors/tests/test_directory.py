"""The directory: who is near, who is found, and what it costs."""

import json
import math
from dataclasses import asdict

import pytest
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st

from quartiers.actors.actions import organisations
from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import Near
from quartiers.actors.rules.inclusion import degrees
from quartiers.office.rules import PLATFORM
from quartiers.territory.addresses import lookup_job
from quartiers.territory.geocoding import GeocodedAddress
from quartiers.territory.rules import PointKind
from tests import factories, pages

HERE = Near("43.213,2.351", "ici", 43.213, 2.351)


def structure(name, north=0.0, east=0.0, **more):
    """A structure so many degrees away from here."""
    found = factories.Organisation(name=name, **more)
    factories.Site(organisation=found, latitude=HERE.latitude + north, longitude=HERE.longitude + east)
    return found


def haversine(near, latitude, longitude):
    first, second = math.radians(near.latitude), math.radians(latitude)
    turn = math.radians(longitude - near.longitude)
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(turn / 2) ** 2
    return 2 * directory.EARTH_METRES * math.asin(math.sqrt(half))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(st.floats(41, 51), st.floats(-5, 9.5), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_a_distance_is_that_of_the_sphere_to_one_in_ten_thousand(latitude, longitude, north, east):
    near = Near("", "", latitude, longitude)
    found = factories.Organisation(name="Ici ou là")
    place = {"latitude": degrees(latitude + north, 90), "longitude": degrees(longitude + east, 180)}
    factories.Site(organisation=found, is_main=False, **place)
    row = directory.structures_at([found.pk], near).get()
    expected = haversine(near, row.site_latitude, row.site_longitude)

    assert directory.metres(row) <= haversine(near, *place.values()) * 1.0002 + 0.02
    assert directory.metres(row) == pytest.approx(expected, rel=2e-4, abs=0.02)


@pytest.mark.django_db
def test_the_distance_is_that_of_the_nearest_place():
    found = structure("Deux lieux", north=0.1)
    factories.Site(organisation=found, is_main=False, latitude=43.214, longitude=2.351, address="tout près")
    row = directory.structures_near(HERE, 5).get()

    assert directory.metres(row) == pytest.approx(111, abs=1)
    assert row.site_address == "tout près"


@pytest.mark.django_db
def test_what_is_too_far_closed_or_gone_from_its_source_is_left_out():
    structure("Près", north=0.01)
    structure("Loin", north=0.1)
    structure("Fermée", closed_on="2026-01-01")
    structure("Partie", absent_on="2026-01-01")

    assert [one.name for one in directory.structures_near(HERE, 5)] == ["Près"]
    assert {one.name for one in directory.structures()} == {"Près", "Loin"}


@pytest.mark.django_db
def test_the_page_from_a_place_shows_the_nearest_first_with_its_distance(client):
    pages.ground()
    structure("Plus loin", north=0.03)
    structure("Tout près", north=0.001)
    text = client.get("/structures/", {"pres": "43.213,2.351", "rayon": "5"}).content.decode()

    assert text.index("Tout près") < text.index("Plus loin")
    assert "111\u00a0m" in text
    assert "2 structures" in text.replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_search_finds_the_kind_and_the_town_in_any_order(client):
    made = organisations.declare_organisation({"name": "Les Lices", "kind": "aci"}, by=PLATFORM, now=factories.SINCE)
    organisations.add_site(made.pk, {"city": "Carcassonne"}, by=PLATFORM, now=factories.SINCE)
    factories.Organisation(name="Ailleurs")

    text = client.get("/structures/", {"q": "carcassonne chantier"}).content.decode()
    assert "Les Lices" in text
    assert "Ailleurs" not in text


@pytest.mark.django_db
def test_families_kinds_and_networks_narrow_the_list(client):
    structure("Chantier", kind="aci", networks="|aci|coorace|")
    structure("Mission", kind="mission_locale")
    own = factories.NetworkMember(member=structure("Régie", kind="regie_de_quartier")).network

    def names(**asked):
        answer = client.get("/api/structures", asked).json()
        return [one["name"] for one in answer["results"]]

    assert names(family="siae") == ["Chantier", "Régie"]
    assert names(kind="mission_locale") == ["Mission"]
    assert names(network="coorace") == ["Chantier"]
    assert names(network=str(own.pk)) == ["Régie"]


@pytest.mark.django_db
def test_the_page_and_the_api_give_the_same_structures_in_the_same_order(client):
    pages.ground()
    for at in range(7):
        structure(f"Structure {at}", north=(at * 5 % 7) / 100)
    answer = client.get("/api/structures", {"near": "43.213,2.351", "radius_km": 10}).json()
    csv = client.get("/structures/", {"pres": "43.213,2.351", "rayon": "10", "format": "csv"})
    lines = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()[1:]

    assert [one["name"] for one in answer["results"]] == [line.split(";")[0] for line in lines]
    assert [one["distance_m"] for one in answer["results"]] == sorted(one["distance_m"] for one in answer["results"])


@pytest.mark.django_db
@pytest.mark.parametrize("near", ["", "43.213,2.351"])
def test_a_hundred_rows_cost_no_more_queries_than_one(client, django_assert_max_num_queries, near):
    pages.ground()
    structure("Première")
    client.get("/structures/", {"pres": near})  # each process reads the ground once
    with django_assert_max_num_queries(8) as one:
        client.get("/structures/", {"pres": near})
    for at in range(99):
        structure(f"Structure {at}", north=at / 1000)
    with django_assert_max_num_queries(8) as hundred:
        client.get("/structures/", {"pres": near})

    assert len(one) == len(hundred)


@pytest.mark.django_db
def test_a_place_that_is_not_known_is_left_aside_by_the_page_and_refused_by_the_api(client):
    assert client.get("/structures/", {"pres": "commune-99999"}).status_code == 200
    assert client.get("/structures/", {"pres": "\x00" * 70, "rayon": "x"}).status_code == 200
    assert client.get("/api/structures", {"near": "nulle-part"}).status_code == 409
    assert client.get("/api/structures", {"radius_km": 7}).status_code == 409


@pytest.mark.django_db
def test_points_of_the_map_stand_where_the_nearest_place_is(client):
    found = structure("Deux lieux", north=0.1)
    factories.Site(organisation=found, is_main=False, latitude=43.214, longitude=2.351)
    answer = client.get("/api/structures/points.geojson", {"id": found.pk, "latitude": 43.213, "longitude": 2.351})

    assert json.loads(answer.content)["features"][0]["geometry"]["coordinates"] == [2.351, 43.214]


@pytest.mark.django_db
def test_the_list_alone_brings_the_map_of_its_page(client):
    pages.ground()
    structure("Ici")
    answer = client.get("/structures/", headers={"HX-Request": "true", "HX-Target": "structures"}).content.decode()

    assert 'id="structures-carte"' in answer
    assert 'hx-swap-oob="true"' in answer
    assert "<html" not in answer


# --- Where one looks from -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_commune_or_a_neighbourhood_is_found_by_its_name_without_network(client):
    pages.ground()
    factories.Commune(code="11076", name="Castelnau")

    assert client.get("/structures/autour/", {"lieu": "castel"}).url == "/structures/?pres=commune-11076"
    both = client.get("/structures/autour/", {"lieu": "ca"}).content.decode()
    assert "pres=commune-11069" in both
    assert "Aucune commune" in client.get("/structures/autour/", {"lieu": "zzz"}).content.decode()


@pytest.mark.django_db
def test_an_address_leads_to_points_rounded_to_a_hundred_metres_and_is_erased(client):
    asked = client.post("/structures/autour/", {"adresse": "12 rue de la Paix, Narbonne"})
    token = asked.url.rstrip("/").rpartition("/")[2]
    job = lookup_job(token, now=now())
    waiting = client.get(asked.url)
    found = GeocodedAddress(
        "12 Rue de la Paix 11100 Narbonne", 43.184123, 3.003987, PointKind.HOUSE_NUMBER, 0.9, "11262"
    )
    job.state, job.result = "done", {"candidates": [asdict(found)]}
    job.save()
    answer = client.get(asked.url).content.decode()

    assert "cherche" in waiting.content.decode()
    assert "pres=43.184%2C3.004" in answer
    assert "12 Rue de la Paix" in answer
    assert lookup_job(token, now=now()) is None
    assert client.get(asked.url).status_code == 410
