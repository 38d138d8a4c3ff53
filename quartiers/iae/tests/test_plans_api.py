"""Projects and plans for machines: the figures of the pages, to the same people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories, people
from tests.factories.funding import ELSEWHERE, LOCAL, plan
from tests.factories.projects import project

pytestmark = pytest.mark.django_db
PROJECTS, PLANS = "/api/iae/projets", "/api/iae/plans-de-financement"


def test_a_visitor_is_told_what_to_do(client):
    answer = client.get(PLANS)
    assert answer.status_code == 401
    assert "Connectez-vous sur le site" in answer.json()["message"]


def test_who_has_no_organisation_is_told_so(client):
    people.sign_in(client, "installation_administrator")
    answer = client.get(PROJECTS)
    assert answer.status_code == 403
    assert "Demandez à être invité" in answer.json()["message"]


def test_a_plan_says_what_its_page_says(client):
    people.sign_in(client, "member")
    place = factories.Neighbourhood(name="Viguier")
    served = project(people.organisation(), neighbourhoods=[place.pk])
    made = plan(people.organisation(), of=served)
    found = client.get(f"{PLANS}/{made.pk}").json()
    assert found["headline"].replace("\u00a0", " ") == "Un euro local en porte 5,8 sur un an."
    assert (float(found["elsewhere"]), float(found["local"])) == (ELSEWHERE, LOCAL)
    assert found["neighbourhoods"] == [place.pk]
    assert [one["year"] for one in found["by_year"]] == [2027, 2028, None]
    without = {one["code"]: float(one["result"]) for one in found["by_year"][0]["without"]}
    assert without["fse"] == -13000
    assert len(found["lines"]) == 10
    assert all(one["formula"] and one["years"] for one in found["efforts"])
    assert client.get(PLANS).json()["results"][0]["id"] == made.pk
    (row,) = client.get("/api/iae/un-euro-local").json()
    assert (row["neighbourhood"], row["year"], row["ratio_paid"]) == (place.pk, 2027, None)


def test_a_project_says_its_steps_and_its_plan(client):
    people.sign_in(client, "member")
    made = project(people.organisation())
    found = client.get(f"{PROJECTS}/{made.pk}").json()
    assert (found["next_step"], found["plan"], found["steps_done"]) == ("porteur", None, 2)
    assert [one["step"] for one in found["steps"] if one["done_on"]] == ["besoin", "dossier"]
    assert client.get(f"{PROJECTS}/{plan(people.organisation(), of=made).project_id}").json()["plan"]


def test_what_is_not_open_does_not_exist(client):
    made = plan(factories.Organisation(name="Ailleurs", kind="association"))
    people.sign_in(client, "member")
    assert client.get(f"{PLANS}/{made.pk}").status_code == 404
    assert client.get(f"{PROJECTS}/{made.project_id}").status_code == 404
    assert client.get(PLANS).json()["total"] == 0


@pytest.mark.parametrize("address", [PROJECTS, PLANS, "/api/iae/un-euro-local"])
def test_a_list_costs_the_same_for_one_row_and_for_many(client, address):
    people.sign_in(client, "member")
    owner = people.organisation()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    plan(owner)
    cost()
    few = cost()
    for at in range(10):
        plan(owner, of=project(owner, name=f"Projet {at}"))
    assert cost() == few
