"""The first page: what it asks, what it leads to, what it says of the ground that is loaded."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

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

    cache.clear()  # what is written once a minute
    factories.Neighbourhood(communes=[commune], fictional=True)
    loaded = places.summary()

    assert (loaded.neighbourhoods_2024, loaded.neighbourhoods_2015) == (2, 1)
    assert (loaded.communes, loaded.departments, loaded.fictional) == (1, 1, True)
    assert "exemple fictif" in home(client)


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def session(title: str, days: int, **more):
    return factories.Session(title=title, starts_at=later(days), ends_at=later(days) + timedelta(hours=1), **more)


def test_without_any_session_to_come_the_page_says_so_kindly(client):
    session("Trop tard", -3)

    assert "Aucune séance n’est annoncée pour l’instant" in home(client)


def test_the_sessions_of_the_next_cycle_stand_on_the_thread_with_places_left_and_one_button(client):
    session("Acheter mieux", 3, quota=60)
    full = session("Qui recrute", 9, quota=1)
    factories.Registration(session=full)
    session("Sur invitation", 5, invitation_only=True)
    session("Un autre cycle", 4, cycle__slug="autre")
    content = home(client)

    assert 'href="/echanges/cycle-2027/">S’inscrire au cycle' in content
    assert content.index("Acheter mieux") < content.index("Qui recrute")
    assert "60\u00a0places" in content
    assert "Liste d’attente" in content
    assert "Sur invitation" not in content
    assert "Un autre cycle" not in content


def test_a_number_is_a_door(client):
    factories.Neighbourhood(communes=[factories.Commune()])
    figures = re.findall(r'class="chiffre num"><a href="([^"]+)"', home(client))

    assert figures[:2] == ["/quartiers/", "/communes/"]
    assert {client.get(one).status_code for one in figures} == {200}


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_costs_the_same_whatever_is_loaded(client, count):
    for number in range(count):
        factories.Neighbourhood(communes=[factories.Commune()])
        session(f"Séance {number}", 3)
        factories.Cite(slug=f"cite-{number}")
    with CaptureQueriesContext(connection) as first:
        content = home(client)
    with CaptureQueriesContext(connection) as second:
        home(client)

    assert len(first) == 9
    assert len(second) == 0
    assert len(content.encode()) < 60_000


def test_the_three_answers_stand_where_an_address_is_asked(client):
    assert "jamais un faux" in client.get("/adresse/").content.decode()
