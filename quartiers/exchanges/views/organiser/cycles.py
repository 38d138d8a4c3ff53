"""Cycles of an organisation: list, write, copy, publish, close."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.exchanges import actions
from quartiers.exchanges.embedding import frame_of
from quartiers.exchanges.forms.organising import CopyForm, CycleForm
from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries import organised
from quartiers.exchanges.rules import NEXT, DeskRole, Reminder, Stage
from quartiers.exchanges.shown import when
from quartiers.exchanges.views.organiser.doors import (
    MANAGE,
    acting,
    belongs,
    frame,
    is_helper,
    organisation_in_use,
    reading,
)
from quartiers.kernel.french import NBSP, listed, quantity
from quartiers.office.authors import author_of
from quartiers.web import editing
from quartiers.web.access import known_viewer, requires

NO_SESSION = "Aucune séance n’est annoncée."
FORM_METHODS = ["GET", "HEAD", "POST"]
#: What a step is called on its button, and what is said once it is taken.
STEPS = {
    Stage.PUBLISHED: ("Publier le cycle", "Le cycle est publié. Chacun peut s’inscrire à ses séances."),
    Stage.CLOSED: ("Clore les inscriptions", "Les inscriptions sont closes. La page du cycle reste."),
    Stage.ARCHIVED: ("Archiver", "Le cycle est archivé. Sa page reste, avec ce qui s’y est dit."),
}


@require_safe
@requires(belongs)
def organised_cycles(request: HttpRequest) -> HttpResponse:
    organisation_id, now = organisation_in_use(request), timezone.now()
    cycles = list(organised.cycles_of(organisation_id))
    coming = organised.next_session(organisation_id, now=now)
    context = {
        "cycles": cycles,
        "lead": f"La prochaine séance{NBSP}: {coming.title}, {when(coming)}." if coming else NO_SESSION,
        "acts": known_viewer(request).may(MANAGE),
        "protects": is_helper(request, DeskRole.OFFICER),
    }
    return render(request, "exchanges/organiser/cycles.html", context)


@require_http_methods(FORM_METHODS)
@requires(MANAGE)
def new_cycle(request: HttpRequest) -> HttpResponse:
    form = CycleForm(request.POST or None)
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        made = actions.create_cycle(organisation_in_use(request), form.cleaned_data, by=by, now=now)
        messages.success(request, "Le cycle est ouvert, en brouillon. Ajoutez ses séances, puis publiez-le.")
        return redirect("exchanges:organise", cycle_id=made.pk)
    return render(request, "exchanges/organiser/cycle_form.html", {"form": form, "cycle": None})


@require_safe
@reading
def organise(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """A cycle: its sessions, what each lacks, the next step."""
    now = timezone.now()
    lines = organised.session_lines(cycle, now=now)
    steps = [(one.value, STEPS[one][0]) for one in NEXT[Stage(cycle.stage)]]
    context = frame(request, cycle, "exchanges:organise", "") | {
        "lines": lines,
        "lead": _lead(cycle, lines),
        "first_step": steps[0] if steps and cycle.stage == Stage.DRAFT else None,
        "steps": steps[1:] if cycle.stage == Stage.DRAFT else steps,
        "reminders": listed([one.label for one in Reminder if one in cycle.reminders]),
        "needs": organised.open_needs_count(cycle),
        "frame_code": frame_of(cycle) if cycle.stage != Stage.DRAFT else "",
        "embedders": settings.EMBEDDERS,
    }
    return render(request, "exchanges/organiser/cycle.html", context)


def _lead(cycle: Cycle, lines: list[organised.SessionLine]) -> str:
    people = quantity(organised.people_count(cycle), "personne inscrite", "personnes inscrites")
    coming = quantity(sum(not one.is_past for one in lines), "séance à venir", "séances à venir")
    lacking = sum(bool(one.lacks) for one in lines)
    missing = f" {quantity(lacking, 'séance à compléter', 'séances à compléter')}." if lacking else ""
    return f"{people}, {coming}.{missing}"


@require_http_methods(FORM_METHODS)
@acting
def edit_cycle(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    stored = organised.state_of_cycle(cycle)
    base = editing.base_of(request, stored)
    form = CycleForm(
        editing.typed(request, base, several=["reminders"]) if request.method == "POST" else None, initial=stored
    )
    context = frame(request, cycle, "", "Modifier le cycle")
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        merged = actions.change_cycle(cycle, form.cleaned_data, base=base, by=by, now=now)
        if merged.clashes:
            return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
        messages.success(request, "La page du cycle est à jour.")
        return redirect("exchanges:organise", cycle_id=cycle.pk)
    context |= {"form": form, "base": editing.written(base)}
    return render(request, "exchanges/organiser/cycle_form.html", context)


@require_http_methods(FORM_METHODS)
@acting
def copy_cycle(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = CopyForm(request.POST or None, initial={"title": cycle.title})
    if form.is_valid():
        made = actions.copy_cycle(cycle, **form.cleaned_data, by=author_of(request), now=timezone.now())
        messages.success(
            request, "Le cycle est copié, en brouillon, sans aucun inscrit. Vérifiez les dates, puis publiez."
        )
        return redirect("exchanges:organise", cycle_id=made.pk)
    context = frame(request, cycle, "", "Copier") | {"form": form}
    return render(request, "exchanges/organiser/copy.html", context)


@require_POST
@acting
def step(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Publish, close, open again, archive."""
    stage = asked_stage(request)
    actions.set_stage(cycle, stage, by=author_of(request), now=timezone.now())
    messages.success(request, STEPS[stage][1])
    return redirect("exchanges:organise", cycle_id=cycle.pk)


def asked_stage(request: HttpRequest) -> Stage:
    """The stage that a button asks for.

    Raises:
        BadRequest: no button of ours asks for that.
    """
    asked: dict[str, Any] = {one.value: one for one in STEPS}
    found: Stage | None = asked.get(request.POST.get("stage", ""))
    if found is None:
        raise BadRequest
    return found
