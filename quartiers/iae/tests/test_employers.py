"""Employers and posts: each refusal through its action, the national file, the lists from a place."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quartiers.actors import inclusion
from quartiers.actors.queries import directory
from quartiers.actors.queries.organisations import find_structure
from quartiers.iae.actions import employers as actions
from quartiers.iae.actions.national import import_national
from quartiers.iae.models import EmployerSheet, Post
from quartiers.iae.national import RESULTS
from quartiers.iae.queries import employers as queries
from quartiers.iae.rules.activities import BEGINNINGS, Activity, activities_of, activity_of, check_rome
from quartiers.iae.rules.posts import Contract, Freshness, believed_since, contract_of, freshness
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import run_job
from quartiers.office.queries import jobs
from quartiers.office.rules import PLATFORM
from tests import factories, people
from tests.factories import employers as made
from tests.factories.employers import DAY, NOW, POST

pytestmark = pytest.mark.django_db
WHO = {"by": PLATFORM, "now": NOW}
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))
ROMES = st.from_regex(r"[A-N][0-9]{4}", fullmatch=True)


@pytest.fixture
def chantier():
    return factories.Organisation(name="Chantier des Aiguades", kind="aci", siret="19740001400017")


# --- Rules ----------------------------------------------------------------------------------------------------------


@given(confirmed=DAYS, later=st.integers(0, 400))
def test_what_is_believed_is_what_the_lists_count(confirmed, later):
    on = confirmed + timedelta(days=later)
    assert (confirmed >= believed_since(on)) == (freshness(confirmed, on=on) != Freshness.STALE) == (later < 90)


@given(rome=ROMES)
def test_the_longest_beginning_decides_the_activity(rome):
    assert check_rome(rome.lower()) == rome
    found = activity_of(rome)
    beginnings = [one for one in BEGINNINGS if rome.startswith(one)]
    assert found == (BEGINNINGS[max(beginnings, key=len)] if beginnings else None)


@given(romes=st.lists(ROMES, max_size=8))
def test_activities_come_once_in_the_order_of_the_list(romes):
    found = activities_of(romes)
    assert found == [one for one in Activity if one in found]
    assert set(found) == {activity_of(one) for one in romes} - {None}


@pytest.mark.parametrize(
    ("words", "contract"),
    [
        ("CDD insertion", Contract.CDDI),
        ("CDD-I PHC", Contract.CDDI),
        ("CDI inclusion", Contract.CDI_INCLUSION),
        ("Contrat de mission intérimaire", Contract.MISSION),
        ("Contrat d'apprentissage", Contract.APPRENTICESHIP),
        ("Contrat de professionalisation", Contract.PROFESSIONAL),
        ("Création d'entreprise", Contract.INDEPENDENT),
        ("CDD", Contract.CDD),
        ("", Contract.OTHER),
    ],
)
def test_the_words_of_the_national_platform_become_contracts(words, contract):
    assert contract_of(words) is contract


# --- Written here ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"title": " "}, "manque l’intitulé"),
        ({"rome": "Z99"}, "code ROME"),
        ({"contract": "gold"}, "contrat n’existe pas"),
        ({"openings": 1000}, "nombre de postes"),
        ({"openings": None}, "nombre de postes"),
        ({"hours_a_week": 49}, "heures par semaine"),
        ({"is_clause": True}, "pour quel marché"),
        ({"description": "Awa, 184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_post_that_cannot_be_is_refused(chantier, asked, said):
    with pytest.raises(RuleBroken, match=said):
        actions.add_post(chantier.pk, POST | asked, on=DAY, **WHO)
    assert not Post.objects.exists()


def test_who_employs_nobody_in_insertion_announces_nothing():
    town = factories.Organisation(kind="commune")
    with pytest.raises(RuleBroken, match="employeur d’insertion"):
        actions.add_post(town.pk, POST, on=DAY, **WHO)
    with pytest.raises(RuleBroken, match="employeur d’insertion"):
        actions.change_sheet(town.pk, {}, base={}, **WHO)


def test_activities_are_those_declared_and_those_of_open_posts(chantier):
    stored = queries.state_of_sheet(queries.sheet_of(chantier.pk))
    actions.change_sheet(chantier.pk, {"activities": ["textile"]}, base=stored, **WHO)
    post = actions.add_post(chantier.pk, POST, on=DAY, **WHO)
    assert EmployerSheet.objects.get().activities == "|espaces_verts|textile|"

    state = queries.state_of_post(post)
    actions.change_post(post.pk, state | {"is_open": False}, base=state, on=DAY, **WHO)
    assert EmployerSheet.objects.get().activities == "|textile|"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"convention_from": "2026-12-31", "convention_to": "2026-01-01"}, "avant"),
        ({"activities": ["sorcellerie"]}, "activités n’existe pas"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(chantier, asked, said):
    stored = queries.state_of_sheet(queries.sheet_of(chantier.pk))
    with pytest.raises(RuleBroken, match=said):
        actions.change_sheet(chantier.pk, asked, base=stored, **WHO)


def test_two_people_on_one_announcement_lose_nothing(chantier):
    post = actions.add_post(chantier.pk, POST, on=DAY, **WHO)
    base = queries.state_of_post(post)
    actions.change_post(post.pk, base | {"openings": 5}, base=base, on=DAY, **WHO)
    merged = actions.change_post(post.pk, base | {"openings": 7}, base=base, on=DAY, **WHO)
    assert [one.name for one in merged.clashes] == ["openings"]
    assert Post.objects.get().openings == 5


def test_two_people_on_one_sheet_choose_activities_and_hours_as_they_were(client):
    """What the other wrote comes back as the boxes it was, and hours that nobody gave as none."""
    people.sign_in(client, "member")
    found = people.organisation()
    address = f"/employeurs/{found.pk}/modifier/"
    base = {"takes_applications": True, "activities": [], "convention_from": "", "convention_to": ""}
    actions.change_sheet(found.pk, base | {"activities": ["textile", "vente"]}, base=base, **WHO)
    sent = {"takes_applications": "on", "activities": ["proprete"], "depart": json.dumps(base)}
    asked = client.post(address, sent)
    assert asked.status_code == 409
    assert "Textile et blanchisserie, Vente et boutique solidaire" in asked.content.decode()

    now = json.dumps(queries.state_of_sheet(queries.sheet_of(found.pk)))
    answer = client.post(address, sent | {"depart": now, "choix-activities": "theirs"})
    assert answer.status_code == 302
    assert EmployerSheet.objects.get(pk=found.pk).declared == "|textile|vente|"

    post = actions.add_post(found.pk, POST, on=DAY, **WHO)
    state = queries.state_of_post(post)
    kept = state | {"is_open": "on", "is_clause": "", "hours_a_week": "26", "depart": json.dumps(state)}
    answer = client.post(f"/employeurs/{found.pk}/postes/{post.pk}/", kept | {"choix-hours_a_week": "theirs"})
    assert answer.status_code == 302
    assert Post.objects.get().hours_a_week is None


def test_who_said_nothing_of_applications_is_not_said_to_take_any(client, chantier):
    actions.add_post(chantier.pk, POST, on=DAY, **WHO)
    assert client.get(f"/api/iae/employeurs/{chantier.pk}").json()["takes_applications"] is None
    listed = client.get("/api/iae/employeurs").json()["results"]
    assert [one["takes_applications"] for one in listed] == [None]
    assert "non renseignées" in client.get(f"/employeurs/{chantier.pk}/").content.decode()


def test_what_was_said_here_of_applications_outlives_a_load(chantier):
    stored = queries.state_of_sheet(queries.sheet_of(chantier.pk))
    actions.change_sheet(chantier.pk, {"takes_applications": False}, base=stored, **WHO)
    load(national(1, siret=chantier.siret))
    assert not EmployerSheet.objects.get().takes_applications


def test_an_announcement_of_the_national_platform_is_corrected_there(chantier):
    post = made.Post(organisation=chantier, source="emplois-de-linclusion", external_id="1")
    with pytest.raises(RuleBroken, match="plateforme nationale"):
        actions.change_post(post.pk, {}, base={}, on=DAY, **WHO)


def test_confirming_brings_old_announcements_back(chantier):
    made.Post(organisation=chantier, confirmed_on=DAY - timedelta(days=200))
    made.Post(organisation=chantier, confirmed_on=DAY - timedelta(days=200), source="ailleurs", external_id="1")
    assert not queries.believed(DAY).exists()
    assert actions.confirm_posts(chantier.pk, on=DAY, **WHO) == 1
    assert queries.believed(DAY).count() == 1


# --- The national file ----------------------------------------------------------------------------------------------


def national(at=1, **more):
    return {
        "id": f"key-{at}",
        "cree_le": "2020-06-17T10:46:29.893225+02:00",
        "mis_a_jour_le": "2026-10-20T10:46:29+02:00",
        "siret": "",
        "type": "ACI",
        "raison_sociale": f"CHANTIER {at}",
        "enseigne": f"Chantier {at}",
        "telephone": "0199001234",
        "courriel": "contact@exemple.fr",
        "site_web": "",
        "description": "",
        "bloque_candidatures": False,
        "addresse_ligne_1": "1 rue de l’Exemple",
        "addresse_ligne_2": "",
        "code_postal": "11000",
        "ville": "CARCASSONNE",
        "departement": "11",
        "postes": [national_post(at * 10)],
        **more,
    }


def national_post(at, **more):
    return {
        "id": at,
        "rome": "Aménagement et entretien des espaces verts (A1203)",
        "cree_le": "2026-09-01T08:00:00+02:00",
        "mis_a_jour_le": "2026-10-20T08:00:00+02:00",
        "recrutement_ouvert": "True",
        "description": "Tondre.",
        "appellation_modifiee": "",
        "type_contrat": "CDD insertion",
        "nombre_postes_ouverts": 2,
        "lieu": None,
        "profil_recherche": "",
        **more,
    }


def load(*records, complete=False):
    return import_national(iter(records), complete=complete, **WHO)


def test_the_file_adds_whom_the_directory_lacks_and_a_second_load_changes_nothing():
    factories.Commune(code="11069", name="Carcassonne")
    first, second = load(national(1), national(2)), load(national(1), national(2))
    assert (first.added, first.new_posts, first.unplaced) == (2, 2, 2)
    assert (second.added, second.known, second.new_posts, second.changed_posts, second.unchanged_posts) == (
        0,
        2,
        0,
        0,
        2,
    )
    post = Post.objects.order_by("pk").first()
    assert (post.rome, post.rome_label) == ("A1203", "Aménagement et entretien des espaces verts")
    assert (post.contract, post.openings, post.confirmed_on) == ("cddi", 2, date(2026, 10, 20))
    assert {one.site_commune for one in directory.structures()} == {"11069"}
    assert set(EmployerSheet.objects.values_list("activities", flat=True)) == {"|espaces_verts|"}


def test_an_employer_of_the_same_siret_and_kind_keeps_its_page_and_its_position(chantier):
    factories.Site(organisation=chantier, latitude=43.2, longitude=2.3)
    report = load(national(1, siret=chantier.siret), national(2, siret=chantier.siret, type="EI"))
    assert (report.known, report.added) == (1, 1)
    assert find_structure(chantier.pk).name == "Chantier des Aiguades"
    assert Post.objects.filter(organisation=chantier).count() == 1


def test_an_announcement_that_left_the_file_is_closed_and_comes_back():
    load(national(1, postes=[national_post(1), national_post(2)]), national(2))
    report = load(national(1, postes=[national_post(1)]))
    assert report.closed_posts == 1
    assert Post.objects.filter(is_open=True).count() == 2

    assert load(national(1), complete=True).closed_posts == 2
    assert load(national(1, postes=[national_post(2)])).changed_posts == 1
    assert Post.objects.get(external_id="2").is_open


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("texte", "champs nommés"),
        (national(1, type="ZZZ"), "type d’employeur"),
        (national(1, enseigne="", raison_sociale=""), "manque le nom"),
        (national(1, id="", siret="12"), "SIRET de 14 chiffres"),
    ],
)
def test_what_cannot_be_an_employer_is_told_with_its_rank(record, said):
    report = load(national(9), record)
    assert (report.added, report.refused) == (1, 1)
    assert said in str(report.faults[0])
    assert str(report.faults[0]).startswith("Fiche 2")


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ("texte", "champs nommés"),
        (national_post(1, rome="Jardinier"), "code ROME"),
        (national_post(""), "identifiant"),
        (national_post(1, nombre_postes_ouverts=-2), "postes ouverts"),
        (national_post(1, nombre_postes_ouverts=True), "postes ouverts"),
    ],
)
def test_a_post_that_cannot_be_read_does_not_lose_its_employer(post, said):
    report = load(national(1, postes=[post, national_post(7)]))
    assert (report.added, report.new_posts) == (1, 1)
    assert "poste 1" in str(report.faults[0])
    assert said in str(report.faults[0])


def test_a_field_that_the_schema_refuses_does_not_lose_its_employer():
    assert load(national(1, courriel="pas un courriel", code_postal="1")).added == 1
    assert directory.structures().get().email == ""


def test_the_command_reads_the_answer_of_the_api(tmp_path, capsys):
    path = tmp_path / "siaes.json"
    path.write_text(json.dumps({"count": 1, "next": None, "results": [national(1)]}), encoding="utf-8")
    assert [one["id"] for one in inclusion.read(path, key=RESULTS)] == ["key-1"]
    call_command("import_employers", str(path), complete=True)
    said = capsys.readouterr().out
    assert "1 employeur lu" in said.replace("\u00a0", " ").replace("\u202f", " ")
    assert "data·inclusion" in said


@pytest.fixture
def administrator(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.sign_in(client, "installation_administrator")
    return client


def brought(client, *records, extent="part"):
    """What the page says of a file of these records, once its job is done."""
    file = SimpleUploadedFile("siaes.json", json.dumps({"results": records}).encode())
    page = client.post("/chargements/employeurs/", {"file": file, "extent": extent})["Location"]
    run_job(jobs().latest("pk").pk, clock=timezone.now)
    return client.get(page).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_file_brought_by_the_page_is_loaded_told_and_loaded_again_without_change(administrator):
    assert "/chargements/employeurs/" in administrator.get("/employeurs/").content.decode()
    first = brought(administrator, national(1), national(2), national(3, type="ZZZ"))
    second = brought(administrator, national(1), national(2), national(3, type="ZZZ"))

    assert "3 employeurs lus : 0 déjà connu, 2 ajoutés, 1 refusé." in first
    assert "Postes : 2 nouveaux" in first
    assert "ce type d’employeur n’existe pas ici" in first
    assert "data·inclusion" in first
    assert "3 employeurs lus : 2 déjà connus, 0 ajouté, 1 refusé." in second
    assert "2 inchangés" in second


def test_only_a_file_said_to_be_whole_closes_the_posts_of_those_it_does_not_name(administrator):
    brought(administrator, national(1), national(2))
    assert "0 clos." in brought(administrator, national(1))
    assert "1 clos." in brought(administrator, national(1), extent="complete")
    assert "/chargements/employeurs/" not in Client().get("/employeurs/").content.decode()


# --- Lists and pages ------------------------------------------------------------------------------------------------


def names(client, address):
    return [row["name"] for row in client.get(address).json()["results"]]


def test_the_nearest_employers_come_first_and_filters_say_what_they_mean(client):
    near, far = made.employer(name="Près"), factories.Organisation(name="Loin", kind="ei")
    factories.Site(organisation=far, latitude=43.30, longitude=2.3510)
    made.Post(organisation=far, rome="F1703", title="Maçon", contract="cdi")
    made.Post(organisation=near, rome="F1703", title="Fermé", is_open=False)
    factories.Organisation(name="Commune", kind="commune")
    start = "/api/iae/employeurs?near=43.213,2.351"
    assert names(client, start) == ["Près", "Loin"]
    assert names(client, f"{start}&radius_km=5") == ["Près"]
    assert names(client, f"{start}&rome_domain=F") == ["Loin"]
    assert names(client, f"{start}&activity=espaces_verts") == ["Près"]
    assert names(client, f"{start}&contract=cdi") == ["Loin"]
    assert names(client, f"{start}&kind=ei") == ["Loin"]
    posts = client.get("/api/iae/postes?near=43.213,2.351").json()["results"]
    assert [(one["title"], one["distance_m"] < 100) for one in posts] == [
        ("Agent des espaces verts", True),
        ("Maçon", False),
    ]
    assert client.get("/api/iae/employeurs?near=lune").status_code == 409


def test_the_sheet_shows_what_holds_and_what_must_be_confirmed(client):
    found = made.employer()
    text = client.get(f"/employeurs/{found.pk}/").content.decode()
    assert "clause sociale" in text
    assert "plus confirmé ces annonces depuis trois mois" in text
    assert "Publier un poste" not in text
    assert f"/employeurs/{found.pk}/" in client.get(f"/structures/{found.pk}/").content.decode()
    town = factories.Organisation(kind="commune")
    assert client.get(f"/employeurs/{town.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/employeurs/?pres=43.213,2.351", "/postes/?pres=43.213,2.351", "/employeurs/"])
def test_the_same_few_queries_for_one_row_and_for_a_hundred(client, address):
    def queries_of():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    made.employer()
    queries_of()  # what stays in the memory of the process
    few = queries_of()
    for at in range(99):
        made.employer(name=f"Chantier {at}")
    assert queries_of() == few <= 8


def test_where_to_look_from_leads_back_to_the_list_that_asked(client):
    factories.Commune(code="11069", name="Carcassonne", latitude=43.2, longitude=2.35)
    page = client.get("/structures/autour/?pour=postes").content.decode()
    assert 'name="pour" value="postes"' in page
    answer = client.get("/structures/autour/?pour=postes&lieu=carcassonne")
    assert answer["Location"] == "/postes/?pres=commune-11069"
    assert client.get("/structures/autour/?pour=ailleurs&lieu=carcassonne")["Location"].startswith("/structures/")
