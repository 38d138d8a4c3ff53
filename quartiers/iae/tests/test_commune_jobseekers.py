"""Jobseekers of communes in the pages, files and API of zones blanches: no source, no column."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartiers.territory.queries import grounds, places
from tests import factories

ASKED = "territoire=departement-11&type=ACI&km=20"
PAGE, WHAT_IF = f"/zones-blanches/?{ASKED}", f"/zones-blanches/et-si/?{ASKED}&commune=Village 5"
CSV = f"/zones-blanches/tableau/csv/?{ASKED}"
PANORAMA, PANORAMA_API = "/panorama/departement-11/", "/api/iae/panorama/departement-11"
API = "/api/iae/zones-blanches?territory=departement-11&kind=ACI"


@pytest.fixture
def row(db):
    """Five communes; the last two are too far, and hold 400 and 500 people."""
    return factories.zone_row()


def publish(*figures):
    for code, value in figures:
        factories.CommuneIndicator(commune=factories.Commune(code=code), value=value)


def everywhere():
    return sorted(grounds.communes_of(grounds.territory("departement-11")).values_list("code", flat=True))


def main(client, address):
    page = client.get(address).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return page.split("<main")[1].split("</main")[0]


def lines(client):
    return client.get(CSV).getvalue().decode("utf-8-sig").splitlines()


def test_without_a_source_there_is_no_column_anywhere(client, row):
    for address in (PAGE, WHAT_IF, PANORAMA):
        assert "emandeurs d’emploi" not in main(client, address)
    assert "demandeurs d’emploi" not in lines(client)[0]
    found = client.get(API).json()
    assert found["jobseekers"] is None
    assert {one["jobseekers"] for one in found["places"]} == {None}


def test_a_loaded_source_is_a_column_and_a_masked_figure_is_not_zero(client, row):
    publish(("11001", 0), ("11004", 45))
    page = main(client, PAGE)
    assert "On y compte 45 demandeurs d’emploi là où le chiffre est publié" in page
    assert "catégories A, B, C, D et E. Source : Dares, 2026." in page
    cells = page.split('data-l="Demandeurs d’emploi">')[1:]
    assert [cell.split("<")[0] for cell in cells] == ["non publié", "45"]

    header, *rows = lines(client)
    assert header.endswith("demandeurs d’emploi")
    assert {one.split(";")[0]: one.split(";")[-1] for one in rows} == {
        "11001": "0", "11002": "", "11003": "", "11004": "45", "11005": "",
    }  # fmt: skip
    found = client.get(API).json()
    assert found["jobseekers"] == 45
    assert {one["code"]: one["jobseekers"] for one in found["places"]}["11005"] is None


def test_where_no_gap_has_a_figure_no_sum_is_told(client, row):
    publish(("11001", 30))
    page = main(client, PAGE)
    assert "On y compte" not in page
    assert "non publié" in page
    assert client.get(API).json()["jobseekers"] is None


def test_what_one_more_structure_changes_counts_jobseekers_of_communes_before_those_of_neighbourhoods(client, row):
    factories.Indicator(neighbourhood=places.find(places.neighbourhoods(), "QN01199M"), code="abcde", value=12)
    assert "On y compte 12 demandeurs d’emploi" in main(client, WHAT_IF)
    publish(("11004", 45), ("11005", 60))
    assert "On y compte 105 demandeurs d’emploi" in main(client, WHAT_IF)
    assert client.get("/api/iae/et-si?territory=departement-11&kind=ACI&commune=11005").json()["jobseekers"] == 105


def test_the_density_is_for_the_jobseekers_of_all_communes(client, row):
    factories.Site(organisation=factories.Organisation(name="Ici", kind="aci"), commune_id="11001")
    every = everywhere()
    publish(*((code, 50) for code in every))
    found = client.get(PANORAMA_API).json()
    line = {one["kind"]: one for one in found["kinds"]}["ACI"]
    assert (found["registered"]["people"], found["registered"]["communes_without"]) == (50 * len(every), 0)
    assert (line["structures"], line["per_1000_jobseekers"]) == (1, None)
    assert line["per_1000_registered"] == pytest.approx(20 / len(every))
    page = main(client, PANORAMA)
    assert "Pour 1 000 demandeurs d’emploi</th>" in page
    assert f"{50 * len(every)} demandeurs d’emploi dans les communes." in page
    assert "pas de chiffre publié" not in page


def test_communes_without_a_figure_are_counted_beside_the_density(client, row):
    every = everywhere()
    publish(*((code, 50) for code in every[1:]))
    assert f"1 commune sur {len(every)} n’a pas de chiffre publié : ses demandeurs" in main(client, PANORAMA)
    assert client.get(PANORAMA_API).json()["registered"]["communes_without"] == 1
    factories.Commune(code="11999")
    assert f"2 communes sur {len(every) + 1} n’ont pas de chiffre publié : leurs demandeurs" in main(client, PANORAMA)


def test_a_territory_where_all_is_zero_has_no_density(client, row):
    publish(*((code, 0) for code in everywhere()))
    found = client.get(PANORAMA_API).json()
    assert found["registered"]["people"] == 0
    assert {one["per_1000_registered"] for one in found["kinds"]} == {None}
    assert "Pour 1 000 demandeurs" not in main(client, PANORAMA)


def test_a_figure_of_elsewhere_makes_no_column_here(client, row):
    away = factories.Commune(code="31555", department=factories.Department(code="31"), epci=None)
    factories.CommuneIndicator(commune=away)
    assert "emandeurs d’emploi" not in main(client, PAGE)
    assert client.get(PANORAMA_API).json()["registered"] is None


@pytest.mark.parametrize("path", [PAGE, CSV, API, WHAT_IF, PANORAMA])
def test_one_or_a_hundred_figures_cost_the_same_queries(client, row, path):
    publish(("11005", 60))
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    towns = factories.communes({"code": f"118{rank:02d}", "centre": (3.0 + rank / 100, 43.0)} for rank in range(100))
    for rank, town in enumerate(towns):
        factories.CommuneIndicator(commune=town, value=rank)
        factories.zone_distance("ACI", town.code, 30_000)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
