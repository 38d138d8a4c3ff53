"""Whether a plan or a project may be erased, and whether it is still the one that was read."""

from quartiers.iae.models import FundingChange, FundingPlan, StructureProject
from quartiers.iae.queries.funding import as_rules, lines_of, plan_of
from quartiers.iae.queries.projects import days_of, steps_of
from quartiers.iae.rules import erasing
from quartiers.iae.rules.projects import Decision


def why_plan_stays(plan: FundingPlan) -> str:
    """Empty when it may be erased; one query."""
    return erasing.why_plan_stays(as_rules(lines_of(plan)))


def why_project_stays(project: StructureProject) -> str:
    """Empty when it may be erased; one query."""
    return erasing.why_project_stays(
        Decision(project.decision),
        has_structure=project.structure_id is not None,
        has_plan=plan_of(project) is not None,
    )


def mark_of_plan(plan: FundingPlan) -> str:
    """Changes with each writing in the plan; one query."""
    last = FundingChange.objects.filter(plan=plan).values_list("pk", flat=True).first()
    return str(last or "")


def mark_of_project(project: StructureProject) -> str:
    """Changes with each writing in the project or its steps; one query."""
    days = sorted(f"{step} {on}" for step, on in days_of(steps_of(project)).items())
    return "|".join([str(project.changed_at), *days])
