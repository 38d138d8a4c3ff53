"""«Rechercher»: every kind of public thing, nothing of persons, as few queries for a hundred rows as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories, people
from tests.factories import employers

pytestmark = pytest.mark.django_db


def found(client, words: str) -> dict[str, list[str]]:
    answer = client.get("/rechercher/", {"q": words})
    assert answer.status_code == 200
    return {group.title: [hit.title for hit in group.shown] for group in answer.context["groups"]}


def fill(count: int) -> None:
    commune = factories.Commune(name="Tilleuls-sur-Aude")
    for number in range(count):
        factories.Neighbourhood(name=f"Les Tilleuls {number}", communes=[commune])
        factories.Organisation(name=f"Atelier des Tilleuls {number}", kind="aci")
        factories.Session(title=f"Aux Tilleuls {number}", starts_at=timezone.now() + timedelta(days=3))
        factories.Practice(title=f"Le jardin des Tilleuls {number}")
        employers.Post(organisation__name=f"Chantier {number}", title=f"Jardinier aux Tilleuls {number}")
        factories.Cite(slug=f"tilleuls-{number}", name=f"Cité des Tilleuls {number}")


def test_each_kind_answers_under_its_name_whatever_the_accents(client):
    fill(1)
    answers = found(client, "TILLEULS")

    assert answers["Quartiers prioritaires"] == ["Les Tilleuls 0"]
    assert answers["Communes"] == ["Tilleuls-sur-Aude"]
    assert "Atelier des Tilleuls 0" in answers["Structures"]
    assert answers["Cité de l’emploi"] == ["Cité des Tilleuls 0"]
    assert answers["Postes ouverts en insertion"] == ["Jardinier aux Tilleuls 0"]
    assert answers["Rencontres à venir"] == ["Aux Tilleuls 0"]
    assert answers["Pratiques"] == ["Le jardin des Tilleuls 0"]


def test_clauses_and_pages_are_found_too(client):
    assert "Clauses à copier" in found(client, "réemploi")
    assert found(client, "zones blanches")["Pages de la plateforme"] == ["Zones blanches"]


def test_every_answer_opens(client):
    fill(1)
    groups = client.get("/rechercher/", {"q": "tilleuls"}).context["groups"]

    assert {client.get(hit.address).status_code for group in groups for hit in group.hits} == {200}
    assert {client.get(group.all).status_code for group in groups} == {200}


def test_more_than_five_lead_to_their_own_list(client):
    fill(6)
    page = client.get("/rechercher/", {"q": "tilleuls"})

    assert all(len(group.shown) <= 5 for group in page.context["groups"])
    assert "/structures/?q=tilleuls" in page.content.decode()
    assert "au moins" in page.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Un quartier, une commune"),
        ("z", "deux lettres"),
        ("zzzz", "Rien ne porte ces mots"),
        ("\0", "Un quartier"),
    ],
)
def test_nothing_found_is_said_and_what_was_typed_stays(client, words, said):
    page = client.get("/rechercher/", {"q": words}).content.decode()

    assert said in page
    assert f'value="{words.strip(chr(0))}"' in page


def test_no_person_is_found(client):
    people.member(email="zebulon@exemple.fr")
    factories.Participant(first_name="Zebulon", last_name="Zebulon", organisation="Zebulon")

    assert found(client, "zebulon") == {}


@pytest.mark.parametrize("count", [1, 100])
def test_the_search_costs_the_same_whatever_is_there(client, count):
    fill(count)
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/rechercher/", {"q": "tilleuls"}).content

    assert len(captured) == 9
    assert len(page) < 60_000
