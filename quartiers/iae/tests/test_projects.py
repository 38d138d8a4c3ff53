"""Projects of structures: each refusal through its action, steps in order, who sees them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.actions import projects as actions
from quartiers.iae.models import ProjectStep, StructureProject
from quartiers.iae.queries import projects as queries
from quartiers.iae.rules.projects import NEEDS, Bearer, Step, bearer_warnings, check_removal, check_step, next_step
from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM
from tests import factories, people
from tests.factories.projects import DAY, NOW, PROJECT, project

pytestmark = pytest.mark.django_db
WHO = {"by": PLATFORM, "now": NOW}
DONE = st.dictionaries(st.sampled_from(Step), st.dates(date(2025, 1, 1), DAY))


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@given(DONE)
def test_the_next_step_is_the_first_that_is_not_done(done):
    after = next_step(done)
    assert (after is None) == (len(done) == len(Step))
    if after is not None:
        assert after not in done
        assert all(step in done for step in list(Step)[: list(Step).index(after)])


@given(DONE, st.sampled_from(Step), st.dates(date(2025, 1, 1), DAY + timedelta(days=30)))
def test_a_step_is_never_noted_before_what_it_needs(done, step, on):
    try:
        check_step(step, on, done, today=DAY)
    except RuleBroken:
        return
    assert on <= DAY
    assert all(needed in done and done[needed] <= on for needed in NEEDS.get(step, ()))


@given(DONE, st.sampled_from(Step))
def test_a_step_that_another_needs_is_not_taken_away(done, step):
    needed = any(step in before and later in done for later, before in NEEDS.items())
    if needed:
        with pytest.raises(RuleBroken, match="dépend"):
            check_removal(step, done)
    else:
        check_removal(step, done)


@pytest.mark.parametrize(
    ("kind", "bearer", "count"),
    [
        ("aci", Bearer.AUTHORITY, 0),
        ("ei", Bearer.AUTHORITY, 1),
        ("aci", Bearer.COMPANY, 1),
        ("ei", Bearer.COMPANY, 0),
        ("ai", Bearer.COMPANY, 1),
        ("ai", Bearer.ASSOCIATION, 0),
        ("etti", Bearer.UNKNOWN, 0),
    ],
)
def test_who_may_not_bear_a_kind_is_told_with_the_article(kind, bearer, count):
    found = bearer_warnings(kind, bearer)
    assert len(found) == count
    assert all("à relire" in one.article for one in found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": ""}, "manque le nom"),
        ({"way": "magie"}, "choix n’existe pas"),
        ({"kind": "commune"}, "n’existe pas"),
        ({"activity": "magie"}, "n’existe pas"),
        ({"posts": "0"}, "nombre de postes"),
        ({"posts": "beaucoup"}, "nombre de postes"),
        ({"posts": "Infinity"}, "nombre de postes"),
        ({"neighbourhoods": ["QN99999Z"]}, "ne connaît pas ce quartier"),
        ({"decision": "favorable"}, "jour de la décision"),
        ({"decision": "favorable", "decided_on": "2026-10-01"}, "manque l’acte"),
        ({"decision": "abandonne", "decided_on": "2027-10-01"}, "avenir"),
        ({"initiative": "Awa, 184127645108946"}, "sécurité sociale"),
    ],
)
def test_a_project_that_cannot_be_is_refused(asked, said):
    with pytest.raises(RuleBroken, match=said):
        actions.create_project(people.organisation().pk, PROJECT | asked, on=DAY, **WHO)
    assert not StructureProject.objects.exists()


def test_a_structure_is_born_of_a_favourable_decision_and_employs_in_insertion():
    owner, born = people.organisation(), factories.Organisation(kind="aci")
    decided = {"decision": "favorable", "decided_on": "2026-10-01", "act": "convention"}
    with pytest.raises(RuleBroken, match="décision favorable"):
        project(owner, structure=born.pk)
    with pytest.raises(RuleBroken, match="employeur d’insertion"):
        project(owner, structure=factories.Organisation(name="Une commune", kind="commune").pk, **decided)
    assert project(owner, structure=born.pk, **decided).structure == born


def test_steps_are_noted_in_their_order_and_once():
    found = project(people.organisation())
    with pytest.raises(RuleBroken, match="avis de la commission"):
        actions.note_step(found.pk, Step.CONVENTION, DAY, on=DAY, **WHO)
    with pytest.raises(RuleBroken, match="avant celle de"):
        actions.note_step(found.pk, Step.OPINION, date(2026, 9, 1), on=DAY, **WHO)
    with pytest.raises(RuleBroken, match="avenir"):
        actions.note_step(found.pk, Step.LEADER, DAY + timedelta(days=1), on=DAY, **WHO)
    actions.note_step(found.pk, Step.OPINION, date(2026, 10, 20), on=DAY, **WHO)
    actions.note_step(found.pk, Step.OPINION, date(2026, 10, 21), on=DAY, **WHO)
    assert ProjectStep.objects.get(step="avis").done_on == date(2026, 10, 21)
    with pytest.raises(RuleBroken, match="dépend"):
        actions.remove_step(found.pk, Step.FILE, **WHO)
    actions.remove_step(found.pk, Step.OPINION, **WHO)
    assert not ProjectStep.objects.filter(step="avis").exists()


def test_two_people_on_one_project_lose_nothing():
    found = project(people.organisation())
    base = queries.state_of(found)
    assert base["posts"] == "12.5"
    actions.change_project(found.pk, {"posts": "15"}, base=base, on=DAY, **WHO)
    merged = actions.change_project(found.pk, {"posts": "8"}, base=base, on=DAY, **WHO)
    assert [one.name for one in merged.clashes] == ["posts"]
    assert StructureProject.objects.get().posts == 15


def test_a_project_begins_filled_by_what_led_to_it(client):
    people.sign_in(client, "member")
    page = text(client.get("/projets-de-structures/nouveau/?way=zone_blanche&kind=aci&activity=batiment"))
    assert '<option value="aci" selected>' in page
    assert '<option value="batiment" selected>' in page
    sent = {"name": "Garage", "way": "activite", "bearer_kind": "inconnu", "decision": "attendue", "posts": "6,5"}
    assert client.post("/projets-de-structures/nouveau/", sent).status_code == 302
    found = StructureProject.objects.get()
    assert (found.name, found.posts, found.owner.name) == ("Garage", 6.5, "Régie des Tilleuls")
    page = text(client.get(f"/projets-de-structures/{found.pk}/"))
    assert "0 étapes sur 9" in page or "0 étape sur 9" in page
    assert "constater le besoin" in page


def test_a_project_proposes_the_communes_of_what_was_looked_at_else_of_ones_own_territory(client):
    factories.zone_row(2)
    people.sign_in(client, "member")
    page = text(client.get("/projets-de-structures/nouveau/?territoire=departement-11"))
    assert 'list="communes-proposees"' in page
    assert "<option>Village 2 (11002)</option>" in page

    for address in ("/projets-de-structures/nouveau/", "/projets-de-structures/nouveau/?territoire=departement-00"):
        assert "communes-proposees" not in text(client.get(address))
    town = factories.Commune(code="99001", name="Chez-Nous", department=factories.Department(code="99"))
    factories.Site(organisation=people.organisation(), commune=town, is_main=True)
    assert client.get("/projets-de-structures/nouveau/").context["offered"] == ["Chez-Nous (99001)"]

    chosen = {"name": "Garage", "way": "activite", "bearer_kind": "inconnu", "decision": "attendue"}
    client.post("/projets-de-structures/nouveau/", chosen | {"commune": "Chez-Nous (99001)"})
    assert StructureProject.objects.get().commune == town


def test_a_form_costs_as_much_for_one_commune_as_for_many(client):
    department = factories.Department(code="99")
    factories.Commune(department=department)
    people.sign_in(client, "member")
    address = "/projets-de-structures/nouveau/?territoire=departement-99"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert len(client.get(address).context["offered"]) == 1
    factories.Commune.create_batch(210, department=department)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["offered"]) == 200
    assert len(many) == len(few)


def test_a_refused_project_keeps_what_was_typed(client):
    people.sign_in(client, "member")
    sent = {"name": "Garage", "way": "activite", "bearer_kind": "inconnu", "decision": "favorable", "bearer": "Roule"}
    answer = client.post("/projets-de-structures/nouveau/", sent)
    assert "jour de la décision" in text(answer)
    assert 'value="Roule"' in text(answer)
    assert not StructureProject.objects.exists()


def test_a_step_out_of_order_is_told_beside_its_day(client):
    people.sign_in(client, "member")
    found = project(people.organisation())
    answer = client.post(f"/projets-de-structures/{found.pk}/etapes/", {"step": "convention", "done_on": "2026-10-20"})
    assert answer.status_code == 422
    assert "vient après" in text(answer)


def test_the_list_costs_the_same_for_one_project_and_for_many(client):
    people.sign_in(client, "member")
    owner = people.organisation()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/projets-de-structures/").status_code == 200
        return len(seen)

    project(owner)
    cost()
    few = cost()
    for at in range(20):
        project(owner, name=f"Projet {at}")
    assert cost() == few
