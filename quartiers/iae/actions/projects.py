"""Projects of structures: write them, follow their steps. Two people at once lose nothing of what they wrote."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import find_structure
from quartiers.iae.models import ProjectStep, StructureProject
from quartiers.iae.queries.projects import days_of, state_of, steps_of
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.employers import VALUES, is_employer
from quartiers.iae.rules.projects import (
    Bearer,
    Decision,
    Step,
    Way,
    check_decision,
    check_removal,
    check_step,
)
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.typed import check_choice, check_known, day
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.queries import places

KIND = "iae.project"
MOST_POSTS = 1000
Values = Mapping[str, Any]


@transaction.atomic
def create_project(
    owner_id: int, asked: Values, *, on: date, by: Author, now: datetime, fictional: bool = False
) -> StructureProject:
    """Write down a project that an organisation follows.

    Args:
        owner_id: the organisation.
        asked: as ``queries.projects.state_of`` gives the values.
        on: today.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name, a word that is not in its list, a place that is not loaded, posts out of range, a decision
            without its act, a structure before the decision, a text with a NIR.
    """
    project = StructureProject(owner_id=owner_id, created_at=now, fictional=fictional)
    _fill(project, {**state_of_new(), **asked}, on, by, now)
    audit(Verb.CREATE, kind=KIND, object_id=project.pk, by=by, now=now)
    return project


@transaction.atomic
def change_project(project_id: int, asked: Values, *, base: Values, on: date, by: Author, now: datetime) -> Merge:
    """Change a project, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_project``.
    """
    project = StructureProject.objects.select_for_update().get(pk=project_id)
    stored = state_of(project)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if not merged.clashes and changed:
        _fill(project, {**stored, **merged.values}, on, by, now)
        audit(Verb.UPDATE, kind=KIND, object_id=project.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def note_step(
    project_id: int, step: Step, done_on: date, *, note: str = "", on: date, by: Author, now: datetime
) -> ProjectStep:
    """Note that a step is done; a second time corrects its day.

    Raises:
        RuleBroken: in the future, before a step that it needs, a text with a NIR.
    """
    project = StructureProject.objects.select_for_update().get(pk=project_id)
    done = days_of(steps_of(project))
    check_step(step, done_on, done, today=on)
    check_no_nir(note)
    row, _ = ProjectStep.objects.update_or_create(
        project=project, step=step.value, defaults={"done_on": done_on, "note": note}
    )
    audit(Verb.UPDATE, kind=KIND, object_id=project.pk, by=by, fields=["steps"], now=now)
    return row


@transaction.atomic
def remove_step(project_id: int, step: Step, *, by: Author, now: datetime) -> None:
    """Note that a step is not done after all.

    Raises:
        RuleBroken: another one that is done needs it.
    """
    project = StructureProject.objects.select_for_update().get(pk=project_id)
    check_removal(step, days_of(steps_of(project)))
    ProjectStep.objects.filter(project=project, step=step.value).delete()
    audit(Verb.UPDATE, kind=KIND, object_id=project.pk, by=by, fields=["steps"], now=now)


def state_of_new() -> dict[str, Any]:
    """The values of a project of which nothing is said."""
    texts = ("name", "initiative", "kind", "activity", "bearer", "help_received", "commune", "cite", "posts")
    empty: dict[str, Any] = dict.fromkeys((*texts, "decided_on", "act", "structure"), "")
    chosen = {"way": Way.GAP.value, "bearer_kind": Bearer.UNKNOWN.value, "decision": Decision.PENDING.value}
    return empty | chosen | {"neighbourhoods": []}


# --- Checked --------------------------------------------------------------------------------------------------------


def _fill(project: StructureProject, values: Values, on: date, by: Author, now: datetime) -> None:
    for name in ("name", "initiative", "bearer", "help_received", "act"):
        check_no_nir(values[name])
        setattr(project, name, values[name])
    if not project.name:
        raise RuleBroken("Il manque le nom du projet. Par exemple\u00a0: un chantier d’insertion au Viguier.")
    lists = {"way": Way, "bearer_kind": Bearer, "decision": Decision}
    for name, words in lists.items():
        check_choice(values[name], words)
        setattr(project, name, values[name])
    if (values["kind"] and values["kind"] not in VALUES) or (
        values["activity"] and values["activity"] not in set(Activity)
    ):
        raise RuleBroken("Ce type ou cette activité n’existe pas. Prenez l’un de ceux de la liste.")
    project.kind, project.activity = values["kind"], values["activity"]
    project.commune_id, project.cite_id = values["commune"] or None, values["cite"] or None
    project.posts = _posts(values["posts"])
    decided_on = day(values["decided_on"])
    check_decision(Decision(project.decision), decided_on, project.act, today=on)
    project.decided_on = decided_on
    project.structure_id = _structure(values["structure"], Decision(project.decision))
    project.changed_by, project.changed_at = name_of(by), now
    codes = values["neighbourhoods"]
    check_known(codes, places.neighbourhoods(), "ce quartier")
    project.save()
    project.neighbourhoods.set(codes)


def _posts(text: Any) -> Decimal | None:
    if text in ("", None):
        return None
    try:
        found = Decimal(str(text))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 < found <= MOST_POSTS:
        raise RuleBroken(f"Écrivez un nombre de postes plus grand que 0, et {MOST_POSTS} au plus.")
    return found


def _structure(number: Any, decision: Decision) -> int | None:
    if not number:
        return None
    if decision is not Decision.FAVOURABLE:
        raise RuleBroken("Une structure naît d’une décision favorable. Notez d’abord la décision et son acte.")
    found = find_structure(int(number))
    if found is None or not is_employer(found.kind):
        raise RuleBroken(
            "Cette organisation n’est pas un employeur d’insertion de l’annuaire. Choisissez-en une autre."
        )
    return found.pk
