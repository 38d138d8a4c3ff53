import json
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from quartiers.office import actions as office
from quartiers.office.queries import job_by_token
from quartiers.procurement.demo import published as demo
from quartiers.procurement.models import PublishedContract
from quartiers.procurement.queries import published
from quartiers.procurement.tests.decp_sample import marches, record
from tests import factories, people
from tests.factories.published import BUYER

pytestmark = pytest.mark.django_db
LIST = "/achats/marches/"
LOAD = "/chargements/contrats/"


@pytest.fixture
def contracts():
    factories.PublishedContract(number="A", object="Nettoyage des écoles")
    factories.PublishedContract(number="B", object="Voirie", division="45", social="avec", social_clause=True)
    factories.PublishedContract(
        number="C", object="Conseil", division="71", social="inconnu", department_code="65", commune_code="", year=2024
    )
    factories.published_shares()


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_list_says_how_many_say_what(client, contracts):
    page = text(client.get(LIST))
    assert "3 contrats publiés : 50 % de ceux qui le disent ont une considération sociale" in page
    assert "1 n’en ont aucune" in page
    for words in ("Nettoyage des écoles", "Voirie", "Conseil"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("social=sans", "Nettoyage", "Voirie"),
        ("social=avec", "Voirie", "Nettoyage"),
        ("social=inconnu", "Conseil", "Voirie"),
        ("famille=45", "Voirie", "Conseil"),
        ("departement=65", "Conseil", "Voirie"),
        ("departement=11&commune=11069", "Voirie", "Conseil"),
        ("annee=2024", "Conseil", "Voirie"),
        ("q=voirie", "Voirie", "Conseil"),
        (f"acheteur={BUYER}&q=conseil", "Conseil", "Voirie"),
    ],
)
def test_each_filter_keeps_what_it_says(client, contracts, query, there, absent):
    rows = text(client.get(f"{LIST}?{query}")).split("<table")[1]
    assert there in rows
    assert absent not in rows


def test_ends_are_counted_from_today(client):
    today = localdate()
    near = date(today.year + (today.month > 9), (today.month + 2) % 12 + 1, 1)
    factories.PublishedContract(number="A", object="Bientôt", ends_on=near)
    factories.PublishedContract(number="B", object="Passé", ends_on=date(2020, 1, 1))
    factories.PublishedContract(number="C", object="Lointain", ends_on=date(2099, 1, 1))
    factories.published_shares()
    soon, over = text(client.get(f"{LIST}?fin=6")), text(client.get(f"{LIST}?fin=finis"))
    assert "Bientôt" in soon
    assert "Lointain" not in soon
    assert "Passé" in over
    assert "Bientôt" not in over


def test_without_either_clause_both_must_be_said_absent(client):
    factories.PublishedContract(number="A", object="Rien du tout", social="sans", environmental="sans")
    factories.PublishedContract(number="B", object="On ne sait pas", social="sans", environmental="inconnu")
    factories.published_shares()
    page = text(client.get(f"{LIST}?clauses=aucune"))
    assert "Rien du tout" in page
    assert "On ne sait pas" not in page


@pytest.mark.parametrize(
    "query", ["acheteur=%00", "commune='", "departement=zz&commune=1", "annee=-1", "fin=99", "tri=x"]
)
def test_no_parameter_makes_the_list_fail(client, contracts, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_a_hundred(client, django_assert_num_queries):
    factories.PublishedContract()
    factories.published_shares()
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(LIST)
    for _ in range(100):
        factories.PublishedContract()
    factories.published_shares()
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(LIST)


QUERIES_OF_THE_LIST = 7


def test_the_export_says_who_and_what(client, contracts):
    lines = b"".join(client.get(f"{LIST}?format=csv&social=avec").streaming_content).decode("utf-8-sig").splitlines()
    assert "Ville de Carcazens" in lines[1]
    assert "clause" in lines[1]


def test_a_contract_says_what_is_not_known_and_what_its_publication_says_badly(client):
    one = factories.PublishedContract(
        amount=None,
        ends_on=None,
        duration_months=None,
        traps="amount duration",
        buyer_name="",
        place_level="departement",
    )
    page = text(client.get(reverse("procurement:published_contract", args=[one.pk])))
    assert "non renseigné hors taxes" in page
    assert "inconnue : la durée n’est pas publiée" in page
    assert "un département entier" in page
    assert "Le montant n’est pas vraisemblable" in page


def test_what_a_file_holds_is_never_markup(client):
    one = factories.PublishedContract(
        object="<script>alert(1)</script>",
        buyer_name="<b>x</b>",
        traps="unknown-code",
        holders=[factories.holder(name="<i>firme</i>")],
    )
    for address in (LIST, reverse("procurement:published_contract", args=[one.pk])):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>x</b>" not in page
        assert "<i>firme" not in page


@pytest.mark.parametrize("axis", ["acheteur", "famille", "departement", "commune", "annee"])
def test_shares_show_both_numbers(client, contracts, axis):
    page = text(client.get(reverse("procurement:published_shares", args=[axis])))
    assert " sur " in page.split("<table")[1]
    assert client.get(reverse("procurement:published_shares", args=[axis]) + "?annee=2026").status_code == 200


def test_an_axis_that_does_not_exist_is_not_found(client):
    assert client.get("/achats/marches/parts/rien/").status_code == 404


def test_shares_of_one_year_count_that_year_alone(client, contracts):
    page = text(client.get("/achats/marches/parts/famille/?annee=2024")).split("<table")[1]
    assert "Architecture et ingénierie" in page
    assert "Travaux de construction" not in page


# --- Near a neighbourhood -------------------------------------------------------------------------------------------


@pytest.fixture
def neighbourhood():
    one = factories.Neighbourhood(code="QN01101M", name="Les Tilleuls")
    one.communes.set([factories.Commune(code="11069", name="Carcassonne")])
    return one


def test_who_buys_near_counts_the_commune_and_says_what_cannot_be_placed(client, neighbourhood):
    today = localdate()
    factories.PublishedContract(number="A", notified_on=today, social="sans")
    factories.PublishedContract(number="B", notified_on=today, social="avec")
    factories.PublishedContract(number="C", notified_on=today, commune_code="", place_level="departement")
    factories.PublishedContract(number="D", notified_on=date(2001, 1, 1))
    page = text(client.get("/achats/marches/quartiers/QN01101M/"))
    assert "1 acheteur, 2 contrats publiés à Carcassonne en trois ans, dont 1 sans considération sociale." in page
    assert "1 sur 2 qui le disent" in page
    assert "1 autre contrat ne dit que le département" in page


def test_near_a_neighbourhood_without_a_published_contract_the_page_says_so(client, neighbourhood):
    page = text(client.get("/achats/marches/quartiers/QN01101M/"))
    assert "Aucun contrat publié depuis trois ans ne dit qu’il s’exécute à Carcassonne." in page


def test_a_neighbourhood_that_is_not_there_is_not_found(client):
    assert client.get("/achats/marches/quartiers/QN99999M/").status_code == 404
    assert client.get("/achats/marches/quartiers/%00/").status_code == 404


def test_who_buys_most_without_comes_first(neighbourhood):
    today = date(2026, 11, 2)
    for rank in range(3):
        factories.PublishedContract(number=f"A{rank}", social="avec", notified_on=today)
    factories.PublishedContract(number="B", buyer_siret="00099000200007", social="sans", notified_on=today)
    found = published.near(["11069"], "11", today=today)
    assert [(one.siret, one.without) for one in found.buyers] == [("00099000200007", 1), (BUYER, 0)]


def test_near_costs_the_same_whatever_the_buyers(client, neighbourhood, django_assert_num_queries):
    def ask():
        return client.get("/achats/marches/quartiers/QN01101M/")

    factories.PublishedContract(notified_on=localdate())
    with django_assert_num_queries(4):
        ask()
    for rank in range(30):
        factories.PublishedContract(buyer_siret=f"000990{rank:08d}", notified_on=localdate())
    with django_assert_num_queries(4):
        assert "Les vingt premiers" in text(ask())


def test_the_map_counts_communes_and_links_to_each_neighbourhood(client, neighbourhood):
    factories.PublishedContract()
    factories.published_shares()
    page = text(client.get("/achats/marches/quartiers/"))
    assert "Les Tilleuls" in page
    assert "/achats/marches/quartiers/QN01101M/" in page
    assert "pour 1 des 1 quartier" in page


# --- Machines -------------------------------------------------------------------------------------------------------


def test_the_api_gives_what_the_pages_give(client, contracts, neighbourhood):
    found = client.get("/api/achats/marches?social=avec").json()
    assert (found["total"], found["results"][0]["object"]) == (1, "Voirie")
    uid = found["results"][0]["uid"]
    PublishedContract.objects.filter(pk=uid).update(holders=[factories.holder()])
    assert client.get(f"/api/achats/marches/{uid}").json()["holders"][0]["name"] == "Propre et Net"
    assert client.get("/api/achats/marches/rien").status_code == 404
    shares = client.get("/api/achats/parts?axis=famille").json()
    assert {one["key"] for one in shares["results"]} == {"90", "45", "71"}
    assert client.get("/api/achats/quartiers/QN01101M/acheteurs").json()["placed"] == 2
    points = client.get("/api/achats/quartiers.geojson?department=11").json()
    assert points["features"][0]["properties"]["without"] == 1


# --- Loading --------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.sign_in(client, "installation_administrator")
    return client


def send(client, content, name="decp.json"):
    file = BytesIO(content)
    file.name = name
    return client.post(LOAD, {"file": file})


def work(token):
    job = job_by_token(token, kind=office.LOAD)
    office.run_job(job.pk, clock=now)


def test_a_file_is_loaded_by_a_job_whose_report_is_a_page(administrator):
    sent = send(administrator, json.dumps(marches(record(), record(id="2", montant=1e17), {"id": "x"})).encode())
    token = sent.headers["Location"].split("/")[-2]
    assert "La lecture commence" in text(administrator.get(sent.headers["Location"]))
    work(token)
    page = text(administrator.get(sent.headers["Location"]))
    assert "3 contrats lus : 2 nouveaux, 0 modifié, 0 inchangé, 0 doublon, 1 refusé." in page
    assert "Le montant n’est pas vraisemblable" in page
    assert "1e+17" in page
    assert "SIRET de l’acheteur" in page


def test_a_file_that_cannot_be_read_says_why_above_the_form(administrator):
    sent = send(administrator, b"PK\x03\x04rest", "decp.csv")
    work(sent.headers["Location"].split("/")[-2])
    page = text(administrator.get(sent.headers["Location"]))
    assert "archive" in page
    assert 'type="file"' in page


def test_a_load_is_stopped_and_its_file_erased(administrator):
    sent = send(administrator, json.dumps(marches(record())).encode())
    token = sent.headers["Location"].split("/")[-2]
    stopped = administrator.post(f"{LOAD}{token}/arreter/", follow=True)
    assert "Le chargement est arrêté" in text(stopped)
    assert administrator.get(sent.headers["Location"]).status_code == 410
    assert PublishedContract.objects.count() == 0


def test_the_demonstration_has_invented_contracts_once(settings, tmp_path):
    today, at = date(2026, 11, 2), now()
    assert "420" in demo.load(today, at)
    assert PublishedContract.objects.filter(fictional=False).count() == 0
    assert "déjà" in demo.load(today, at)


def test_the_contracts_of_a_buyer_are_those_whose_key_begins_with_its_number():
    """Between the numbers just before and just after, the last of all numbers included."""
    offices = ("21110069000018", "21110069000019", "21110069000020", "99999999900000", "99999999999999")
    for siret in offices:
        factories.PublishedContract(buyer_siret=siret, number="Z/é-9")

    def found(start):
        return set(published.contracts().filter(published.of_buyers(start)).values_list("buyer_siret", flat=True))

    assert [found(one) for one in offices] == [{one} for one in offices]
    assert found("211100690") == set(offices[:3])
    assert found("999999999") == set(offices[3:])
