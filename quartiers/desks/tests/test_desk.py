"""«À traiter»: what waits for each kind of user, first; the same number of queries whatever there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartiers.actors.rules import Role
from quartiers.desks.gathered import gathered
from quartiers.kernel.waiting import Urgency
from quartiers.web.access import Viewer
from tests import factories, people
from tests.factories import employers, procurement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def shown(client, kind: str) -> str:
    people.sign_in(client, kind)
    return client.get("/espace/").content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_nothing_waits_and_the_page_says_so(client):
    page = shown(client, "member")

    assert "Rien n’attend votre réponse." in page
    assert "Lundi 23 novembre 2026." in page


def test_who_runs_the_installation_sees_what_failed(client):
    factories.Mail(state="failed")
    factories.Mail(state="uncertain")
    factories.Job(state="failed")
    page = shown(client, "installation_administrator")

    assert "1 courriel n’a pas pu partir" in page
    assert "1 courriel est peut-être parti" in page
    assert "1 tâche a échoué" in page
    assert "/administration/messages/?etat=failed" in page
    assert "n’a pas de second facteur" in page


def test_nobody_else_sees_what_failed(client):
    factories.Mail(state="failed")

    assert (
        "courriel" not in shown(client, "coordinator").partition("Qu’est-ce qui vous attend")[2].partition("portes")[0]
    )


def test_a_coordinator_sees_late_decisions_first_then_papers_that_miss(client):
    cite = people.cite()
    factories.Partner(cite=cite, organisation__name="Centre social", organisation__kind="centre_social")
    factories.Decision(committee__cite=cite, text="Ouvrir une permanence", due_on=date(2026, 11, 2))
    factories.Committee(cite=cite, held_on=date(2026, 12, 3))
    page = shown(client, "coordinator")

    assert page.index("Ouvrir une permanence") < page.index("1 partenaire à qui il manque une pièce")
    assert "en retard" in page
    assert "3 déc. 2026, dans 10 jours" in page


def test_an_observer_sees_the_committee_and_nothing_to_do(client):
    factories.Committee(cite=people.cite(), held_on=date(2026, 12, 3))
    page = shown(client, "observer")

    assert "Rien n’attend votre réponse." in page
    assert "La prochaine échéance est jeudi 3 décembre 2026." in page


def test_what_only_comes_is_not_counted(client):
    factories.Committee(cite=people.cite(), held_on=date(2026, 12, 3))
    people.sign_in(client, "observer")
    answer = client.get("/espace/compte/")

    assert answer.content.decode().strip() == ""
    assert "private" in answer["Cache-Control"]


def test_the_count_is_that_of_the_page(client):
    factories.Decision(committee__cite=people.cite(), text="Ouvrir une permanence", due_on=date(2026, 11, 2))
    people.sign_in(client, "coordinator")

    assert len(client.get("/espace/").context["open"]) == 1
    assert "1</span>" in client.get("/espace/compte/").content.decode()


def test_an_employer_is_asked_to_confirm_its_announcements(client):
    membership = factories.Membership(organisation__kind="aci", organisation__name="Chantier des Aiguades")
    employers.Post(organisation=membership.organisation, confirmed_on=TODAY - timedelta(days=80))
    employers.Post(organisation=membership.organisation, confirmed_on=TODAY - timedelta(days=10))
    client.force_login(membership.user)
    page = client.get("/espace/").content.decode().replace("\u00a0", " ")

    assert "1 annonce à confirmer pour rester dans la liste publique" in page
    assert "2 déc. 2026, dans 9 jours" in page
    assert "Qui agit : Chantier des Aiguades" in page


def test_an_employer_whose_announcements_are_fresh_knows_when_it_will_be_asked():
    found = waiting_of(kind="aci", post_days=10)

    assert found.open == ()
    assert found.next_on == TODAY + timedelta(days=50)


def test_an_announcement_that_nobody_believes_any_more_is_late():
    found = waiting_of(kind="aci", post_days=95)

    assert [one.urgency for one in found.open] == [Urgency.LATE]


def waiting_of(*, kind: str, post_days: int):
    organisation = factories.Organisation(kind=kind)
    employers.Post(organisation=organisation, confirmed_on=TODAY - timedelta(days=post_days))
    viewer = Viewer(user_id=1, name="Awa", organisation_id=organisation.pk, organisation="Chantier", kind=kind)
    return gathered(viewer, now=NOW)


def test_an_organiser_sees_the_next_session_presences_to_note_and_new_needs(client):
    membership = factories.Membership(organisation__kind="centre_de_ressources")
    cycle = factories.Cycle(organiser=membership.organisation, stage="published")
    coming = factories.Session(
        cycle=cycle, title="Acheter mieux", stage="published", starts_at=NOW + timedelta(days=3)
    )
    over = factories.Session(cycle=cycle, title="Qui recrute", stage="published", starts_at=NOW - timedelta(days=3))
    participant = factories.Participant(cycle=cycle)
    factories.Registration(session=over, participant=participant)
    factories.Need(cycle=cycle, participant=participant)
    client.force_login(membership.user)
    page = client.get("/espace/").content.decode().replace("\u00a0", " ")

    assert f"{coming.title} : il manque" in page
    assert "Présences à noter, Qui recrute" in page
    assert "1 besoin exprimé attend une réponse" in page


def test_a_buyer_sees_the_consultation_to_open_and_the_contract_that_ends(client):
    membership = factories.Membership(organisation__kind="acheteur")
    procurement.contract(membership.organisation, name="Nettoyage", consultation_on="2026-11-09")
    procurement.contract(
        membership.organisation, name="Espaces verts", state="running", starts_on="2026-01-05", ends_on="2026-12-31"
    )
    procurement.contract(membership.organisation, name="Peinture", state="running", ends_on="2027-12-31")
    client.force_login(membership.user)
    page = client.get("/espace/").content.decode()

    assert page.index("Consultation à ouvrir, Nettoyage") < page.index("Marché qui se termine, Espaces verts")
    assert "Peinture" not in page


def test_another_organisation_sees_nothing_of_it(client):
    procurement.contract(
        factories.Organisation(name="Mairie d’à côté"), name="Nettoyage", consultation_on="2026-11-09"
    )

    assert "Nettoyage" not in shown(client, "stranger")


def test_a_coordinator_is_one_click_from_the_work_of_her_cite(client):
    assert 'href="/cites/val-fictif/travail/"' in shown(client, "coordinator")


def test_an_organisation_is_told_what_its_cite_waits_from_it(client):
    cite = people.cite()
    factories.Partner(cite=cite, organisation=people.organisation())
    factories.Decision(committee__cite=cite, owner=people.organisation(), text="Prêter une salle", due_on=TODAY)
    page = shown(client, "partner")

    assert "Il manque une pièce pour ouvrir des dossiers, Val-Fictif" in page
    assert "Prêter une salle" in page
    assert "23 nov. 2026, aujourd’hui" in page


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/espace/").status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["partner", "everything at once"])
def test_the_page_costs_the_same_with_one_and_with_a_hundred_rows(client, monkeypatch, kind):
    monkeypatch.setitem(people.KINDS, "everything at once", everything)
    people.sign_in(client, kind)
    client.get("/espace/")  # the session notes once that she was seen
    fill(1)
    one = queries(client)
    fill(100)

    assert queries(client) == one


def everything():
    """Somebody who has every role: her page asks every room for everything."""
    user = people.member(Role.ADMINISTRATOR, cite_role=Role.COORDINATOR)
    user.is_installation_administrator = True
    user.save()
    return user


def fill(count: int) -> None:
    cite, ours = people.cite(), people.organisation()
    cycle = factories.Cycle(organiser=ours)
    contract = procurement.contract(ours, consultation_on="2026-11-09")
    for number in range(count):
        factories.Partner(cite=cite, organisation__name=f"Association {count}-{number}", organisation__kind="ccas")
        factories.Decision(committee__cite=cite, owner=ours, due_on=date(2026, 11, 2))
        factories.Session(cycle=cycle, starts_at=NOW + timedelta(days=3))
        factories.Mail(state="failed")
        factories.Job(state="failed")
        contract.pk = None
        contract.save()
