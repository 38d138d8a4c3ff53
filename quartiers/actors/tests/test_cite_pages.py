"""The pages of a Cité: what each says, what they cost, two people at once."""

import html
import json
import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartiers.actors.models import Annex, CiteRole, Partner
from quartiers.actors.queries import cites as queries
from quartiers.actors.rules.roles import Role
from quartiers.territory.queries import shapes
from tests import factories, people
from tests.factories.cites import JOINED

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CITE = f"/cites/{people.SLUG}/"
WORK = f"{CITE}travail/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def cite():
    commune = factories.Commune(code="11069", name="Carcassonne")
    cite = people.cite()
    cite.neighbourhoods.set([factories.Neighbourhood(code="QN01101M", communes=[commune])])
    cite.communes.set([commune])
    return cite


@pytest.fixture
def coordinator(client, cite):
    people.sign_in(client, "coordinator")
    return client


def words(response, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    bare = re.sub(r"<(script|svg|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", html.unescape(bare))


def ready(cite, **more):
    partner = factories.Partner(cite=cite, **more)
    factories.BasisDeclaration(partner=partner)
    factories.Annex(partner=partner)
    return partner


# --- What pages say -------------------------------------------------------------------------------------------------


def test_the_public_page_says_who_acts_and_where(client, cite, settings):
    settings.CITE_NAME = "Maison de l’emploi"
    factories.Partner(cite=cite, organisation=cite.bearer)
    factories.Partner(cite=cite, organisation__name="Association discrète", is_public=False)
    factories.Partner(cite=cite, organisation__name="Partie", left_on=JOINED)
    text = words(client.get(CITE))

    assert "Maison de l’emploi Val-Fictif" in text
    assert "1 organisation agit ensemble" in text.replace("\xa0", " ")
    assert "Les Tilleuls" in text
    assert "Carcassonne" in text
    assert "Association discrète" not in text
    assert "Partie" not in text


def test_the_public_page_names_nobody(client, cite):
    role = factories.CiteRole(cite=cite, membership__organisation=cite.bearer, membership__user__last_name="Zélie")

    assert str(role.membership.user) not in words(client.get(CITE))


def test_who_takes_part_says_at_a_glance_what_is_missing(coordinator, cite):
    ready(cite, organisation=cite.bearer)
    factories.Partner(cite=cite, organisation__name="Sans papiers", organisation__kind="centre_social")
    factories.Partner(cite=cite, organisation__name="Préfecture", organisation__kind="prefecture")
    text = words(coordinator.get(f"{WORK}participants/")).replace("\xa0", " ")

    assert "3 organisations, dont 1 peut ouvrir des dossiers" in text
    assert "il manque une pièce à 1 organisation" in text
    assert re.search(r"Sans papiers .*?manque .*?manque .*?fermés", text)
    assert re.search(r"Préfecture .*?sans objet .*?jamais", text)


def test_what_waits_opens_on_what_is_late(coordinator, cite):
    late = factories.Decision(committee__cite=cite, text="Signer l’annexe", due_on=date(2026, 11, 14))
    factories.Decision(committee=late.committee, text="Plus tard", due_on=date(2027, 3, 1))
    text = words(coordinator.get(WORK)).replace("\xa0", " ")

    assert "1 décision en retard" in text
    assert text.index("Signer l’annexe") < text.index("Plus tard")
    assert "depuis 9 jours" in text


def test_decisions_are_kept_by_state(coordinator, cite):
    late = factories.Decision(committee__cite=cite, text="En retard", due_on=date(2026, 11, 14))
    factories.Decision(committee=late.committee, text="Déjà faite", state="done")
    text = words(coordinator.get(f"{WORK}decisions/?etat=closed"))

    assert "Déjà faite" in text
    assert "9 jours" not in text
    assert "Aucune décision dans cet état" in words(coordinator.get(f"{WORK}decisions/?etat=near"))
    assert "Déjà faite" in words(coordinator.get(f"{WORK}decisions/?etat=inventé"))


def test_minutes_hold_what_was_decided_and_who_came(coordinator, cite):
    committee = factories.Committee(cite=cite)
    factories.Attendance(committee=committee, person="Alba Roux")
    factories.Attendance(committee=committee, organisation__name="La Passerelle", presence="excused")
    factories.Decision(committee=committee, text="Ouvrir une permanence", due_on=date(2026, 12, 1))
    text = words(coordinator.get(f"{WORK}comites/{committee.pk}/releve/"))

    assert "(Alba Roux)" in text
    assert re.search("Excusés La Passerelle", text)
    assert "Ouvrir une permanence" in text


# --- What they cost -------------------------------------------------------------------------------------------------

HEAVY = {
    "public page": CITE,
    "public list": "/cites/",
    "what waits": WORK,
    "who takes part": f"{WORK}participants/",
    "give an access": f"{WORK}acces/donner/",
    "committees": f"{WORK}comites/",
    "decisions": f"{WORK}decisions/",
    "API": "/api/cites/val-fictif",
    "contrat de ville": "/contrats-de-ville/contrat-du-val-fictif/",
    "list of contrats": "/contrats-de-ville/",
    "API of contrats": "/api/contrats-de-ville",
}


def cost(client, address: str) -> int:
    shapes.forget()
    with CaptureQueriesContext(connection) as queries_made:
        assert client.get(address).status_code == 200
    return len(queries_made)


@pytest.mark.parametrize("name", HEAVY)
def test_a_page_costs_the_same_queries_for_1_and_100_rows(coordinator, cite, name):
    coordinator.get("/aide/")  # the first page of a session notes it, once
    contract = factories.ContratDeVille()
    contract.neighbourhoods.set(cite.neighbourhoods.all())
    costs = []
    for numbers in (range(1), range(1, 100)):
        for number in numbers:
            organisation = factories.Organisation(name=f"Association {number}", kind="association")
            ready(cite, organisation=organisation)
            factories.CiteRole(cite=cite, membership__organisation=organisation, role=Role.PARTNER)
            factories.Decision(committee__cite=cite, owner=organisation, due_on=TODAY)
            contract.signatories.add(organisation)
        costs.append(cost(coordinator, HEAVY[name]))

    assert costs[0] == costs[1] <= 22


def test_a_large_cite_still_has_light_pages(coordinator, cite):
    """27 partners is the most that a Cité ever had."""
    for number in range(27):
        organisation = factories.Organisation(name=f"Association {number}", kind="association")
        ready(cite, organisation=organisation)
        factories.CiteRole(cite=cite, membership__organisation=organisation, role=Role.PARTNER)

    for address in (CITE, f"{WORK}participants/", WORK):
        assert len(coordinator.get(address).content) < 60_000


# --- What one does there --------------------------------------------------------------------------------------------


def test_a_partner_is_found_by_a_word_then_let_in(coordinator, cite):
    factories.Organisation(name="Centre social La Passerelle", kind="centre_social")
    found = words(coordinator.get(f"{WORK}partenaires/ajouter/", {"q": "PASSERELLE"}))
    assert "Centre social La Passerelle" in found
    assert "Aucune organisation" in words(coordinator.get(f"{WORK}partenaires/ajouter/", {"q": "zzz"}))

    organisation = queries.organisations_named("passerelle")[0]
    sent = {"organisation": organisation.pk, "part": "social", "joined_on": "2026-11-02", "is_public": "on"}
    response = coordinator.post(f"{WORK}partenaires/ajouter/", sent)
    partner = Partner.objects.get(organisation=organisation)
    assert response.headers["Location"] == f"{WORK}partenaires/{partner.pk}/"
    assert coordinator.post(f"{WORK}partenaires/ajouter/", sent).status_code == 409
    assert "à corriger" in words(coordinator.post(f"{WORK}partenaires/ajouter/", {}))


def test_the_document_of_an_annex_is_kept_and_read_again_as_it_was(coordinator, cite):
    partner = factories.Partner(cite=cite, organisation__name="La Passerelle", organisation__kind="centre_social")
    address = f"{WORK}partenaires/{partner.pk}/"
    sent = {"quoi": "annex", "version": "2026-1", "signed_by": "A. Roux", "signed_on": "2026-11-02"}
    pdf = b"%PDF-1.7\nsigned\n%%EOF\n"

    assert coordinator.post(address, sent | {"document": SimpleUploadedFile("a.pdf", pdf)}).status_code == 302
    annex = Annex.objects.get(partner=partner)
    link = f"{WORK}annexes/{annex.pk}/document/"
    assert link in coordinator.get(address).content.decode()
    assert link in coordinator.get(f"{WORK}participants/").content.decode()
    document = coordinator.get(link)
    assert b"".join(document.streaming_content) == pdf
    assert document["Content-Disposition"] == 'attachment; filename="a.pdf"'


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [(b"<html><script>alert(1)</script>", 409, "page web"), (b"", 200, "Ce fichier est vide")],
)
def test_a_document_that_is_not_one_is_refused_and_nothing_is_signed(coordinator, cite, content, status, said):
    partner = factories.Partner(cite=cite, organisation__kind="centre_social")
    sent = {"quoi": "annex", "version": "2026-1", "signed_by": "A. Roux", "signed_on": "2026-11-02"}
    answer = coordinator.post(
        f"{WORK}partenaires/{partner.pk}/", sent | {"document": SimpleUploadedFile("a.pdf", content)}
    )

    assert said in words(answer, status=status)
    assert not Annex.objects.exists()


def test_a_partner_declares_signs_changes_its_part_and_leaves(coordinator, cite):
    partner = factories.Partner(cite=cite, organisation__name="La Passerelle", organisation__kind="centre_social")
    address = f"{WORK}partenaires/{partner.pk}/"
    assert "n’ouvre aucun dossier" in words(coordinator.get(address))
    for sent in (
        {"quoi": "basis", "basis": "6.1.f", "declared_by": "A. Roux", "declared_on": "2026-11-02"},
        {"quoi": "annex", "version": "2026-1", "signed_by": "A. Roux", "signed_on": "02/11/2026"},
        {"quoi": "part", "part": "housing"},
    ):
        assert coordinator.post(address, sent).status_code == 302
    text = words(coordinator.get(address))
    assert "peut ouvrir des dossiers" in text
    assert "Version 2026-1" in text
    assert "à corriger" in words(coordinator.post(address, {"quoi": "annex"}))
    assert coordinator.post(address, {"quoi": "rien"}).status_code == 200
    assert "Noter sa fin" in text
    coordinator.post(address, {"quoi": "end", "ended_on": "2026-11-22"})
    assert "n’ouvre aucun dossier" in words(coordinator.get(address))
    withdrawn = {"quoi": "basis", "basis": "retrait", "declared_by": "A. Roux", "declared_on": "2026-11-23"}
    coordinator.post(address, withdrawn)
    assert "retirée" in words(coordinator.get(address))

    factories.CiteRole(cite=cite, membership__organisation=partner.organisation, role=Role.PARTNER)
    assert "1 accès sera fermé" in words(coordinator.get(f"{address}depart/")).replace("\xa0", " ")
    left = coordinator.post(f"{address}depart/", {"ended_on": "2026-11-23"}, follow=True)
    assert "1 accès fermé" in words(left).replace("\xa0", " ")
    assert coordinator.get(address).status_code == 404


def test_an_access_is_given_then_withdrawn(coordinator, cite):
    membership = factories.Membership(user__email="nadia@exemple.fr", organisation=cite.bearer)
    given = coordinator.post(f"{WORK}acces/donner/", {"membership": membership.pk, "role": "observer"}, follow=True)
    role = CiteRole.objects.get(membership=membership)
    assert "a maintenant ce rôle" in words(given)

    assert "Retirer cet accès" in words(coordinator.get(f"{WORK}acces/{role.pk}/retirer/"))
    coordinator.post(f"{WORK}acces/{role.pk}/retirer/")
    role.refresh_from_db()
    assert role.ended_at is not None
    assert coordinator.get(f"{WORK}acces/{role.pk}/retirer/").status_code == 404


def test_the_last_coordinator_cannot_withdraw_herself(coordinator, cite):
    own = CiteRole.objects.get(cite=cite, role=Role.COORDINATOR)

    assert "dernière personne" in words(coordinator.post(f"{WORK}acces/{own.pk}/retirer/"), status=409)


def test_a_meeting_is_called_held_and_followed(coordinator, cite):
    called = coordinator.post(f"{WORK}comites/nouveau/", {"kind": "technical", "held_on": "2026-11-02"})
    address = called.headers["Location"]
    coordinator.post(f"{address}presences/", {"organisation": cite.bearer_id, "presence": "present", "person": "Alba"})
    coordinator.post(f"{address}decisions/", {"text": "Agir", "organisation": cite.bearer_id, "due_on": "2026-11-20"})
    text = words(coordinator.get(address)).replace("\xa0", " ")
    assert "1 présent" in text
    assert "dont 1 en retard" in text

    decision = re.search(r"decisions/(\d+)/", coordinator.get(address).content.decode())[0]
    assert "Agir" in words(coordinator.get(f"{WORK}{decision}"))
    coordinator.post(f"{WORK}{decision}", {"state": "done", "note": "Fait"})
    assert "1 décision close" in words(coordinator.get(f"{WORK}decisions/")).replace("\xa0", " ")
    for part in ("presences", "decisions"):
        assert "à corriger" in words(coordinator.post(f"{address}{part}/", {}))


def test_an_attendance_noted_by_mistake_is_taken_away(coordinator, cite):
    row = factories.Attendance(committee__cite=cite)
    address = f"{WORK}comites/{row.committee_id}/"
    coordinator.post(f"{address}presences/{row.pk}/retirer/")

    assert "Personne n’est encore noté" in words(coordinator.get(address))


# --- Two people at once ---------------------------------------------------------------------------------------------


def fields(response) -> dict[str, str]:
    """What the form of the page would send as it is."""
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in shown.items()} | {
        "depart": response.context["base"]
    }


def test_the_second_one_sees_both_versions_and_chooses(coordinator, cite):
    factories.Partner(cite=cite, organisation=cite.bearer)
    first = fields(coordinator.get(f"{WORK}presentation/"))
    second = dict(first)
    assert coordinator.post(f"{WORK}presentation/", first | {"summary": "La première"}).status_code == 302

    clash = coordinator.post(f"{WORK}presentation/", second | {"summary": "La seconde", "purpose": "Écouter"})
    text = words(clash, status=409)
    assert "La première" in text
    assert "La seconde" in text
    assert "Rien n’est perdu" in text
    cite.refresh_from_db()
    assert (cite.summary, cite.purpose) == ("La première", "")

    sent = dict(clash.context["sent"]) | {"depart": clash.context["base"]}
    assert coordinator.post(f"{WORK}presentation/", sent | {"choix-summary": "theirs"}).status_code == 302
    cite.refresh_from_db()
    assert (cite.summary, cite.purpose) == ("La première", "Écouter")


def test_the_second_one_may_keep_her_own_version(coordinator, cite):
    factories.Partner(cite=cite, organisation=cite.bearer)
    first = fields(coordinator.get(f"{WORK}presentation/"))
    coordinator.post(f"{WORK}presentation/", first | {"summary": "La première"})
    clash = coordinator.post(f"{WORK}presentation/", first | {"summary": "La seconde"})
    sent = dict(clash.context["sent"]) | {"depart": clash.context["base"], "choix-summary": "mine"}
    coordinator.post(f"{WORK}presentation/", sent)

    cite.refresh_from_db()
    assert cite.summary == "La seconde"


@pytest.mark.parametrize("base", ["", "null", "[]", "{", json.dumps({"summary": 3})])
def test_a_base_that_cannot_be_read_breaks_nothing(coordinator, cite, base):
    factories.Partner(cite=cite, organisation=cite.bearer)
    sent = fields(coordinator.get(f"{WORK}presentation/")) | {"depart": base}

    assert coordinator.post(f"{WORK}presentation/", sent).status_code in {302, 409}


def test_a_page_that_cannot_be_says_why_beside_the_field(coordinator, cite):
    factories.Partner(cite=cite, organisation=cite.bearer)
    sent = fields(coordinator.get(f"{WORK}presentation/")) | {"neighbourhoods": "QN99999Z", "label_on": "hier"}
    text = words(coordinator.post(f"{WORK}presentation/", sent))

    assert "QN99999Z" in text
    assert "31/01/2026" in text


def test_a_committee_changed_by_two_people_asks_too(coordinator, cite):
    committee = factories.Committee(cite=cite)
    address = f"{WORK}comites/{committee.pk}/modifier/"
    first = fields(coordinator.get(address))
    assert coordinator.post(address, first | {"place": "Mairie"}).status_code == 302
    assert "Mairie" in words(coordinator.post(address, first | {"place": "École"}), status=409)


# --- The installation -----------------------------------------------------------------------------------------------


def test_who_runs_the_installation_opens_a_cite_then_a_contrat(client):
    people.sign_in(client, "installation_administrator")
    factories.Organisation(name="Ville d’Ailleurs", kind="commune")
    refused = client.post("/cites/ouvrir/", {"name": "Ailleurs", "bearer": "zzz"})
    assert "Aucune organisation" in words(refused)
    opened = client.post("/cites/ouvrir/", {"name": "Ailleurs", "bearer": "ville d’ailleurs"}, follow=True)
    assert "Ville d’Ailleurs" in words(opened)

    made = client.post("/contrats-de-ville/decrire/", {"name": "Contrat d’Ailleurs", "starts_on": "2024-03-31"})
    links = made.headers["Location"]
    organisation = queries.organisations_named("ailleurs")[0]
    assert organisation.name in words(client.get(links, {"q": "ailleurs"}))
    client.post(links, {"ajouter": [organisation.pk]})
    assert organisation.name in words(client.get("/contrats-de-ville/contrat-dailleurs/"))
    assert client.post(links, {"ajouter": ["9" * 5000, "²", "-1"], "retirer": ["9" * 5000]}).status_code == 302
    client.post(links, {"retirer": [organisation.pk]})
    assert organisation.name not in words(client.get("/contrats-de-ville/contrat-dailleurs/"))
    client.post(links, {"cites-form": "1", "cites": [str(queries.find_cite("ailleurs").pk)]})
    assert "Ailleurs" in words(client.get("/contrats-de-ville/contrat-dailleurs/"))

    address = "/contrats-de-ville/contrat-dailleurs/modifier/"
    first = fields(client.get(address))
    assert client.post(address, first | {"amendment": "Un"}).status_code == 302
    assert "Un" in words(client.post(address, first | {"amendment": "Deux"}), status=409)


def test_several_organisations_of_the_same_words_are_told_apart(client):
    people.sign_in(client, "installation_administrator")
    for name in ("Mission locale Nord", "Mission locale Sud"):
        factories.Organisation(name=name)
    text = words(client.post("/cites/ouvrir/", {"name": "Ailleurs", "bearer": "mission locale"}))

    assert "Mission locale Nord, Mission locale Sud" in text


# --- The API --------------------------------------------------------------------------------------------------------


def test_the_api_says_what_the_public_page_says(client, cite):
    factories.Partner(cite=cite, organisation=cite.bearer, part="siae")
    factories.Partner(cite=cite, organisation__name="Association discrète", is_public=False)
    found = client.get("/api/cites/val-fictif").json()

    assert found["neighbourhoods"] == ["QN01101M"]
    assert [one["part"] for one in found["partners"]] == ["siae"]
    assert client.get("/api/cites").json()["results"][0]["partner_count"] == 1
    assert client.get("/api/cites/val-fictif/neighbourhoods.geojson").json()["features"][0]["id"] == "QN01101M"
    assert client.get("/api/cites/%00").status_code == 404


def test_the_api_gives_contrats_de_ville(client, cite):
    contract = factories.ContratDeVille()
    contract.neighbourhoods.set(["QN01101M"])
    contract.cites.set([cite])
    found = client.get(f"/api/contrats-de-ville/{contract.slug}").json()

    assert (found["axes"], found["cites"]) == (["Emploi", "Accès aux droits"], ["val-fictif"])
    assert client.get("/api/contrats-de-ville").json()["total"] == 1
    contours = client.get(f"/api/contrats-de-ville/{contract.slug}/neighbourhoods.geojson").json()
    assert len(contours["features"]) == 1
