"""A draft is erased by who wrote it; what a funder may ask to see stays, and nobody's writing is lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.actions import erasing, funding, projects
from quartiers.iae.models import FundingLine, FundingPlan, StructureProject
from quartiers.iae.queries import erasing as queries
from quartiers.iae.queries.funding import state_of_line
from quartiers.iae.rules.erasing import why_plan_stays, why_project_stays
from quartiers.iae.rules.plans import PlanLine, Side, State
from quartiers.iae.rules.projects import Decision, Step
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import audit_lines
from quartiers.office.rules import PLATFORM, Verb
from tests import factories, people
from tests.factories import funding as plans
from tests.factories.projects import DAY, NOW, project

pytestmark = pytest.mark.django_db
WHO = {"by": PLATFORM, "now": NOW}
STATES = st.lists(st.sampled_from(State))


@given(STATES, st.sampled_from([State.GRANTED, State.PAID]))
def test_a_plan_with_one_promise_stays_whatever_else_it_holds(states, promised):
    lines = [PlanLine(Side.RESOURCE, "epci", 10, 2027, False, one, None, None) for one in (*states, promised)]
    assert why_plan_stays(lines)
    assert not why_plan_stays(one for one in lines if one.state not in {State.GRANTED, State.PAID})


@given(st.sampled_from(Decision), st.booleans(), st.booleans())
def test_a_project_with_a_plan_or_an_approval_stays(decision, has_structure, has_plan):
    stays = decision is Decision.FAVOURABLE or has_structure or has_plan
    assert bool(why_project_stays(decision, has_structure=has_structure, has_plan=has_plan)) is stays


def test_a_plan_goes_with_its_lines_and_leaves_a_line_of_audit():
    plan = plans.plan(people.organisation())
    erasing.erase_plan(plan.pk, seen=queries.mark_of_plan(plan), **WHO)

    assert not FundingPlan.objects.exists()
    assert not FundingLine.objects.exists()
    assert StructureProject.objects.exists()
    assert audit_lines().filter(kind=funding.KIND, verb=Verb.DELETE).count() == 1


def test_a_plan_with_granted_money_stays():
    plan = plans.plan(people.organisation())
    line = FundingLine.objects.get(plan=plan, code="epci", in_kind=False)
    asked = {"state": "accordee", "granted": "9000", "granted_on": "2026-10-01"}
    funding.change_line(line.pk, asked, base=state_of_line(line), on=DAY, **WHO)

    with pytest.raises(RuleBroken, match="accordé ou versé"):
        erasing.erase_plan(plan.pk, seen=queries.mark_of_plan(plan), **WHO)
    assert FundingPlan.objects.exists()


def test_what_somebody_wrote_meanwhile_is_not_lost():
    plan = plans.plan(people.organisation())
    seen = queries.mark_of_plan(plan)
    funding.add_line(plan.pk, Side.RESOURCE, {"code": "fondation", "amount": "10"}, on=DAY, **WHO)
    with pytest.raises(RuleBroken, match="vient d’y écrire"):
        erasing.erase_plan(plan.pk, seen=seen, **WHO)

    found = project(people.organisation(), name="Un autre")
    seen = queries.mark_of_project(found)
    projects.note_step(found.pk, Step.LEADER, DAY - timedelta(days=1), on=DAY, **WHO)
    with pytest.raises(RuleBroken, match="vient d’y écrire"):
        erasing.erase_project(found.pk, seen=seen, **WHO)
    assert StructureProject.objects.filter(pk=found.pk).exists()


def test_a_project_that_became_a_structure_or_has_a_plan_stays():
    owner, born = people.organisation(), factories.Organisation(kind="aci")
    decided = {"decision": "favorable", "decided_on": "2026-10-01", "act": "convention"}
    became = project(owner, structure=born.pk, **decided)
    with pytest.raises(RuleBroken, match="décision favorable"):
        erasing.erase_project(became.pk, seen=queries.mark_of_project(became), **WHO)
    costed = plans.plan(owner).project
    with pytest.raises(RuleBroken, match="plan de financement"):
        erasing.erase_project(costed.pk, seen=queries.mark_of_project(costed), **WHO)


def test_the_page_asks_then_erases(client):
    people.sign_in(client, "member")
    found = project(people.organisation())
    address = f"/projets-de-structures/{found.pk}/supprimer/"
    page = client.get(address)
    assert "On ne pourra pas revenir en arrière" in page.content.decode()
    assert StructureProject.objects.filter(pk=found.pk).exists()

    answer = client.post(address, {"depart": page.context["base"]}, follow=True)
    assert "est supprimé" in answer.content.decode()
    assert not StructureProject.objects.filter(pk=found.pk).exists()


def test_the_page_of_a_plan_that_stays_says_why_and_has_no_button(client):
    people.sign_in(client, "member")
    plan = plans.plan(people.organisation())
    address = f"/plans-de-financement/{plan.pk}/supprimer/"
    assert "ligne" in client.get(address).content.decode()
    FundingLine.objects.filter(plan=plan, code="fse").update(state="versee", paid=15000)
    page = client.get(address).content.decode()
    assert "accordé ou versé" in page
    assert "btn-danger" not in page
