"""The first page: what it asks, what it leads to, what it says of the ground that is loaded."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartiers.territory.queries import places
from tests import factories

pytestmark = pytest.mark.django_db


def home(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_address_form_asks_the_page_that_answers(client):
    content = home(client)
    address = re.search(r'<form class="chercher"[^>]*action="([^"]+)"', content)[1]

    assert 'name="adresse"' in content
    assert client.post(address, {"adresse": ""}).status_code == 200


def test_no_door_leads_nowhere(client):
    doors = re.findall(r'<a class="porte" href="([^"]+)"', home(client))

    assert len(doors) == 4
    assert [client.get(door).status_code for door in doors] == [200] * 4


def test_without_any_ground_the_page_says_so(client):
    content = home(client)

    assert "Rien n’est encore chargé" in content
    assert "exemple fictif" not in content


def test_the_ground_is_counted_and_what_is_invented_is_said(client):
    commune = factories.Commune()
    factories.Neighbourhood(communes=[commune], fictional=False)
    factories.Neighbourhood(older=True, communes=[commune], fictional=False)
    assert "exemple fictif" not in home(client)

    factories.Neighbourhood(communes=[commune], fictional=True)
    loaded = places.summary()

    assert (loaded.neighbourhoods_2024, loaded.neighbourhoods_2015) == (2, 1)
    assert (loaded.communes, loaded.departments, loaded.fictional) == (1, 1, True)
    assert "exemple fictif" in home(client)


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_whatever_is_loaded(client, count):
    for _ in range(count):
        factories.Neighbourhood(communes=[factories.Commune()])
    with CaptureQueriesContext(connection) as queries:
        content = home(client)

    assert len(queries) == 3
    assert len(content.encode()) < 60_000
