"""Erase a plan or a project that was only a draft. What somebody else wrote meanwhile is never lost."""

from datetime import datetime

from django.db import transaction

from quartiers.iae.actions import funding, projects
from quartiers.iae.models import FundingPlan, StructureProject
from quartiers.iae.queries import erasing as queries
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb


@transaction.atomic
def erase_plan(plan_id: int, *, seen: str, by: Author, now: datetime) -> None:
    """Erase a plan with its lines and its history.

    Args:
        plan_id: of the plan.
        seen: ``queries.erasing.mark_of_plan`` when the reader was asked.
        by: who erases.
        now: when.

    Raises:
        RuleBroken: money is granted or paid, or somebody wrote in it since.
    """
    plan = FundingPlan.objects.select_for_update().get(pk=plan_id)
    _check(queries.why_plan_stays(plan), seen == queries.mark_of_plan(plan))
    plan.delete()
    audit(Verb.DELETE, kind=funding.KIND, object_id=plan_id, by=by, now=now)


@transaction.atomic
def erase_project(project_id: int, *, seen: str, by: Author, now: datetime) -> None:
    """Erase a project with its steps.

    Args:
        project_id: of the project.
        seen: ``queries.erasing.mark_of_project`` when the reader was asked.
        by: who erases.
        now: when.

    Raises:
        RuleBroken: it was approved or has a plan, or somebody wrote in it since.
    """
    project = StructureProject.objects.select_for_update().get(pk=project_id)
    _check(queries.why_project_stays(project), seen == queries.mark_of_project(project))
    project.delete()
    audit(Verb.DELETE, kind=projects.KIND, object_id=project_id, by=by, now=now)


def _check(why: str, is_same: bool) -> None:
    if why:
        raise RuleBroken(why)
    if not is_same:
        raise RuleBroken("Quelqu’un vient d’y écrire\u00a0: rien n’est supprimé. Relisez-le avant de décider.")
