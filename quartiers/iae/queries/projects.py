"""Projects of structures, as the organisation that follows them or the Cité they belong to may see them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from quartiers.iae.models import ProjectStep, StructureProject
from quartiers.iae.rules.projects import Step


def visible(organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """Projects that an organisation follows, and those of these Cités, with ``steps_done``; one query."""
    mine = Q(pk__in=[]) if organisation_id is None else Q(owner=organisation_id)
    steps = ProjectStep.objects.filter(project=OuterRef("pk")).order_by().values("project")
    return (
        StructureProject.objects.filter(mine | Q(cite__in=cite_ids))
        .select_related("owner", "cite", "commune", "structure")
        .defer("commune__geometry")
        .annotate(steps_done=Coalesce(Subquery(steps.annotate(n=Count("pk")).values("n")), Value(0)))
    )


def find(project_id: int, organisation_id: int | None, cite_ids: Collection[int]) -> StructureProject | None:
    found: StructureProject | None = visible(organisation_id, cite_ids).filter(pk=project_id).first()
    return found


def steps_of(project: StructureProject) -> dict[Step, ProjectStep]:
    """The steps that are done, by step; one query."""
    return {Step(one.step): one for one in ProjectStep.objects.filter(project=project)}


def days_of(steps: dict[Step, ProjectStep]) -> dict[Step, date]:
    return {step: one.done_on for step, one in steps.items()}


def neighbourhoods_of(project: StructureProject) -> "QuerySet[Any]":
    return project.neighbourhoods.order_by("name").defer("geometry")


def state_of(project: StructureProject) -> dict[str, Any]:
    """What can be edited of a project, as its form writes it; one query."""
    return {
        **{
            name: getattr(project, name)
            for name in ("name", "way", "initiative", "kind", "activity", "bearer_kind", "bearer", "help_received")
        },
        "commune": project.commune_id or "",
        "neighbourhoods": sorted(project.neighbourhoods.order_by().values_list("pk", flat=True)),
        "cite": project.cite_id or "",
        "posts": f"{project.posts.normalize():f}" if project.posts is not None else "",
        "decision": project.decision,
        "decided_on": project.decided_on.isoformat() if project.decided_on else "",
        "act": project.act,
        "structure": project.structure_id or "",
    }
