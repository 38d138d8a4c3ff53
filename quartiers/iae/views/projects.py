"""Projects of structures: three ways in, a list, where each one stands, what is written of it.

Who follows a project writes it; coordination and observation of its Cité read it; for the others it does not exist.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.doors import belongs, cites_read_by
from quartiers.actors.queries.cites import cites
from quartiers.actors.queries.ground import home_of
from quartiers.actors.rules.organisations import known_kind
from quartiers.iae.actions import projects as actions
from quartiers.iae.forms.costing import cost_query
from quartiers.iae.forms.projects import ProjectForm, StepForm
from quartiers.iae.models import StructureProject
from quartiers.iae.project_list import SPEC
from quartiers.iae.queries import projects as queries
from quartiers.iae.queries.funding import as_rules, lines_of, plan_of
from quartiers.iae.rules import PROJECT_MONTHS
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.leverage import headline, whole_effort
from quartiers.iae.rules.projects import Bearer, Decision, Step, Way, bearer_warnings, next_step
from quartiers.iae.rules.zones import ZoneKind
from quartiers.iae.views.doors import View, opening
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, day
from quartiers.office.authors import author_of
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory
from quartiers.web import editing
from quartiers.web.access import known_viewer, requires
from quartiers.web.lists import list_response

METHODS = ["GET", "HEAD", "POST"]
TITLE = f"Où en sont nos projets de structures{NARROW}?"


def project_page(*, writes: bool) -> Callable[[View], View]:
    """Open a page to who may see the project, or change it."""
    return opening(queries.find, "project_id", writes=writes)


@require_safe
@requires(belongs)
def projects(request: HttpRequest) -> HttpResponseBase:
    viewer = known_viewer(request)
    rows = queries.visible(viewer.organisation_id, cites_read_by(viewer))
    return list_response(request, SPEC, rows, "iae/projects/list.html", {"title": TITLE})


@require_safe
@requires(belongs)
def start(request: HttpRequest) -> HttpResponseBase:
    """The three ways in."""
    return render(request, "iae/projects/start.html", {"ways": list(Way), "crumbs": crumbs("Commencer")})


@require_http_methods(METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponseBase:
    """What the address says is already filled: a gap knows its commune and its kind.

    Without a commune, those of the territory that was looked at, else of the organisation's own, are proposed.
    """
    viewer, today = known_viewer(request), timezone.localdate()
    asked = {name: request.GET[name][:100] for name in ("way", "commune", "kind", "activity") if name in request.GET}
    key = request.GET.get("territoire", "")[:60] or home_of(viewer.organisation_id)
    where = grounds.territory(key)
    form = _form(editing.sent(request), actions.state_of_new() | asked, where)
    if request.method == "POST" and form.is_valid():
        made = actions.create_project(
            viewer.organisation_id or 0, form.values(), on=today, by=author_of(request), now=timezone.now()
        )
        messages.success(request, "Le projet est noté. Notez maintenant les étapes déjà faites.")
        return redirect("iae:project", made.pk)
    way = next((one for one in Way if one == asked.get("way")), Way.GAP)
    offered = grounds.communes_offered(where) if where is not None else []
    context = {"form": form, "base": "", "lead": way.first, "back": reverse("iae:projects"), "offered": offered}
    return render(request, "iae/projects/form.html", context | {"crumbs": crumbs("Commencer")})


@require_safe
@project_page(writes=False)
def project(request: HttpRequest, found: StructureProject) -> HttpResponseBase:
    """Where it stands: what is done, what comes next and who does it."""
    return _card(request, found)


@require_http_methods(METHODS)
@project_page(writes=True)
def edit(request: HttpRequest, found: StructureProject) -> HttpResponseBase:
    stored = queries.state_of(found)
    base = editing.base_of(request, stored)
    form = _form(editing.typed(request, base) if request.method == "POST" else None, stored)
    back = reverse("iae:project", args=[found.pk])
    context: dict[str, Any] = {"lead": found.name, "back": back, "crumbs": crumbs("Modifier", found)}
    if request.method == "POST" and form.is_valid():
        who = {"who": found.changed_by, "when": found.changed_at}
        merged = actions.change_project(
            found.pk, form.values(), base=base, on=timezone.localdate(), by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, "Le projet est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **who)
    return render(
        request, "iae/projects/form.html", context | {"form": form, "base": editing.written(base), "found": found}
    )


@require_POST
@project_page(writes=True)
def note_step(request: HttpRequest, found: StructureProject) -> HttpResponseBase:
    form = StepForm(request.POST)
    if form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            actions.note_step(
                found.pk, Step(given["step"]), given["done_on"], note=given["note"],
                on=timezone.localdate(), by=author_of(request), now=now,
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error("done_on", broken.message)
        else:
            messages.success(request, "L’étape est notée.")
            return redirect("iae:project", found.pk)
    return _card(request, found, form, status=422)


@require_POST
@project_page(writes=True)
def remove_step(request: HttpRequest, found: StructureProject, step: str) -> HttpResponseBase:
    if step not in set(Step):
        raise Http404
    actions.remove_step(found.pk, Step(step), by=author_of(request), now=timezone.now())
    messages.success(request, "L’étape n’est plus notée comme faite.")
    return redirect("iae:project", found.pk)


def _card(
    request: HttpRequest, found: StructureProject, form: StepForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    steps, plan = queries.steps_of(found), plan_of(found)
    after = next_step(queries.days_of(steps))
    decision = Decision(found.decision)
    context = {
        "project": found,
        "way": Way(found.way),
        "kind": known_kind(found.kind).label if found.kind else "",
        "activity": Activity(found.activity).label if found.activity else "",
        "bearer": Bearer(found.bearer_kind),
        "decision": decision,
        "decided": day(found.decided_on) if found.decided_on else "",
        "warnings": bearer_warnings(found.kind, Bearer(found.bearer_kind)),
        "steps": [(one, steps.get(one), one is after) for one in Step],
        "done": len(steps),
        "all": len(Step),
        "next": after,
        "months": PROJECT_MONTHS.on(timezone.localdate()),
        "neighbourhoods": list(queries.neighbourhoods_of(found)),
        "what_if": _what_if(found),
        "plan": plan,
        "carried": headline(whole_effort(as_rules(lines_of(plan)))) if plan else "",
        "cost_query": cost_query(found),
        "writes": known_viewer(request).organisation_id == found.owner_id,
        "form": form or StepForm(initial={"step": after.value if after else "", "done_on": timezone.localdate()}),
        "crumbs": crumbs(found.name),
    }
    return render(request, "iae/projects/project.html", context, status=status)


def _what_if(found: StructureProject) -> str:
    """Where «Et si ?» says what this structure would change; nothing without a commune."""
    if found.commune is None:
        return ""
    asked = {
        "territoire": f"departement-{found.commune.department_id}",
        "type": found.kind.upper() or ZoneKind.SIAE.value,
        "activite": found.activity,
        "commune": found.commune.name,
    }
    return f"{reverse('iae:what_if')}?{urlencode({name: text for name, text in asked.items() if text})}"


def _form(data: Any, initial: dict[str, Any], where: Territory | None = None) -> ProjectForm:
    known = [(one.pk, one.name) for one in cites()]
    return ProjectForm(data, today=timezone.localdate(), cites=known, where=where, initial=_shown(initial))


def _shown(state: dict[str, Any]) -> dict[str, Any]:
    return state | {"posts": str(state["posts"]).replace(".", ",")}


def crumbs(last: str, found: StructureProject | None = None) -> list[tuple[str, str]]:
    steps = [(TITLE, reverse("iae:projects"))]
    if found is not None:
        steps.append((found.name, reverse("iae:project", args=[found.pk])))
    return [*steps, (last, "")]
