"""One neighbourhood with all that exists there: each number is a door, nothing hidden shows, queries do not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories, pages, people
from tests.factories import employers, procurement

pytestmark = pytest.mark.django_db
PATH = f"/quartiers/{pages.NEIGHBOURHOOD}/"


@pytest.fixture(autouse=True)
def ground():
    pages.ground()


def shown(client) -> str:
    answer = client.get(PATH)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def structure(name: str, kind: str = "aci"):
    longitude, latitude = factories.CARCASSONNE
    organisation = factories.Organisation(name=name, kind=kind)
    factories.Site(organisation=organisation, latitude=latitude, longitude=longitude)
    return organisation


def test_without_anything_the_page_says_so(client):
    page = shown(client)

    assert "Rien de connu ici pour l’instant" in page
    assert "Aucune structure n’est connue à moins de 5 km" in page
    assert "ne sont pas encore calculées" in page


def test_what_exists_is_counted_and_each_number_opens(client):
    chantier = structure("Chantier des Lices")
    employers.Post(organisation=chantier)
    factories.Practice(territory="Carcassonne")
    factories.PublishedContract(commune_code=pages.COMMUNE, department_code=pages.DEPARTMENT)
    page = shown(client)
    doors = re.findall(r'class="chiffre num"><a href="([^"]+)"', page.replace("\n", ""))

    assert "Chantier des Lices" in page
    assert "structures à moins de 5 km" in page
    assert "annonces de postes à moins de 10 km" in page
    assert "pratiques racontées ici" in page
    assert len(doors) >= 3
    assert {client.get(one.replace("&amp;", "&")).status_code for one in doors} == {200}


def test_what_is_too_far_is_told_by_kind(client):
    for kind, metres in (("SIAE", 3_000), ("ETTI", 41_200), ("EITI", None), ("inconnu", 90_000)):
        factories.zone_distance(kind, pages.NEIGHBOURHOOD, metres)
    page = shown(client)

    assert "la plus proche à 41 km" in page
    assert "aucune de connue" in page
    assert "Toute structure d’insertion" not in page
    assert "Nature inconnue" not in page
    assert client.get("/zones-blanches/?territoire=departement-11&regarder=quartiers&type=ETTI").status_code == 200


def test_who_acts_there_is_named(client):
    cite = people.cite()
    cite.neighbourhoods.add(pages.NEIGHBOURHOOD)
    contract = factories.ContratDeVille(name="Contrat de ville du Val")
    contract.neighbourhoods.add(pages.NEIGHBOURHOOD)
    page = shown(client)

    assert 'href="/cites/val-fictif/"' in page
    assert "Contrat de ville du Val" in page


def test_an_operation_shows_to_who_follows_it_and_to_nobody_else(client):
    procurement.operation(people.organisation(), neighbourhoods=[pages.NEIGHBOURHOOD])

    assert "96 logements" not in shown(client)
    people.sign_in(client, "stranger")
    assert "96 logements" not in shown(client)
    client.logout()
    people.sign_in(client, "member")
    assert "96 logements" in shown(client)


def test_a_neighbourhood_of_the_older_list_has_its_page_too(client):
    assert client.get(f"/quartiers/{pages.OLDER}/").status_code == 200
    assert client.get("/quartiers/QN99999Z/").status_code == 404


def test_the_page_costs_the_same_with_one_and_with_a_hundred_rows(client):
    people.sign_in(client, "member")
    client.get(PATH)
    fill(1)
    one = queries(client)
    fill(100)

    assert queries(client) == one <= 27


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert len(shown(client).encode()) < 60_000
    return len(captured)


def fill(count: int) -> None:
    commune = factories.Commune(code=pages.COMMUNE)
    for number in range(count):
        employers.Post(organisation=structure(f"Chantier {count}-{number}"))
        factories.Practice(territory="Carcassonne")
        factories.Indicator(neighbourhood=factories.Neighbourhood(communes=[commune]), code="pop_mun")
        factories.Cite(slug=f"cite-{count}-{number}").neighbourhoods.add(pages.NEIGHBOURHOOD)
    procurement.operation(people.organisation(), neighbourhoods=[pages.NEIGHBOURHOOD])
