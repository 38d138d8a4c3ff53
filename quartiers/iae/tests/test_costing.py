"""«Combien coûterait une structure ?»: the page and the machine give the same figures, and keep what was typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

PAGE = "/simulateurs/cout-structure/"
EXAMPLE = "?type=ACI&postes=12&heures=26&encadrement=98200&fonctionnement=80000&ventes=74000&modulation=5"
pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_first_sentence_gives_the_cost_and_what_is_left_to_find(client):
    page = text(client.get(PAGE + EXAMPLE))
    assert "Une année coûterait 392 714 €." in page
    assert "il reste 94 813 € à trouver" in page
    assert "valeur 2025, arrêté à vérifier" in page
    assert "hypothèse" in page


def test_an_empty_page_asks_and_proposes_an_example(client):
    page = text(client.get(PAGE))
    assert "Voir un exemple" in page
    assert "Une année coûterait" not in page
    assert client.get(PAGE + "?type=ACI").status_code == 200
    assert client.get(PAGE + "?type=ACI&postes=").status_code == 422


def test_what_was_typed_stays_when_it_is_refused(client):
    answer = client.get(PAGE + "?type=EI&postes=12&heures=26&rsa=2&ventes=1234")
    assert answer.status_code == 422
    assert "chantiers d’insertion" in text(answer)
    assert 'value="1234"' in text(answer)


def test_too_many_sales_are_told(client):
    assert "décision du préfet" in text(client.get(PAGE + EXAMPLE.replace("74000", "130000")))


def test_what_must_be_paid_before_the_money_comes_is_told(client):
    assert "98 178 € à avancer, soit 3 mois" in re.sub(r"</?b>", "", text(client.get(PAGE + EXAMPLE)))
    assert "65 452 € à avancer" in text(client.get(f"{PAGE}{EXAMPLE}&tresorerie=2"))
    assert "à avancer," not in text(client.get(f"{PAGE}{EXAMPLE}&tresorerie=0"))


def test_mayotte_has_its_own_amounts(client):
    page = text(client.get(f"{PAGE}{EXAMPLE}&ou=mayotte"))
    assert "18 070 € par ETP" in page
    assert "valeur 2025, arrêté à vérifier" in page


def test_an_eiti_pays_no_wage_to_its_independents(client):
    page = text(client.get(f"{PAGE}?type=EITI&postes=10&heures=28&encadrement=60000&fonctionnement=40000"))
    assert "Une année coûterait 100 000 €." in page
    assert "les indépendants facturent" in page


def test_the_calculator_asks_the_database_for_nothing(client):
    with CaptureQueriesContext(connection) as seen:
        client.get(PAGE + EXAMPLE)
    assert len(seen) == 0


def test_the_machine_says_the_same(client):
    body = {
        "kind": "ACI", "posts": 12, "hours_a_week": 26, "supervision": 98200, "running": 80000, "sales": 74000,
        "modulation": 5,
    }  # fmt: skip
    found = client.post("/api/iae/cout-structure", body, content_type="application/json").json()
    assert found["charges"] == "392713.73"
    assert found["gap"] == "94813.17"
    assert found["cash"] == "98178.43"
    assert found["caution"] == "valeur 2025, arrêté à vérifier"
    assert {one["basis"] for one in found["lines"]} == {"hypothese", "valeur_datee"}
    refused = client.post("/api/iae/cout-structure", body | {"posts": 0}, content_type="application/json")
    assert refused.status_code == 409
    assert "plus grand que 0" in refused.json()["message"]


def test_closed_sources_are_told_as_closed(client):
    page = text(client.get("/financer-une-structure/"))
    assert "Les 84 sites sont arrivés au bout" in page
    assert "À zéro dans les projets de loi de finances" in page
    assert "non vérifié" in page
    sources = {one["code"]: one for one in client.get("/api/iae/financeurs").json()}
    assert sources["cites_emploi"]["certainty"] == "fermee"
    assert sources["ruralite"]["valid_to"] == "2024-04-19"
