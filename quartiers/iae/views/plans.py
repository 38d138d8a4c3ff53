"""Funding plans: list, one plan year by year, its lines, a sheet to print, what one local euro carried."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.doors import belongs, cites_read_by
from quartiers.actors.queries.cites import cites
from quartiers.actors.queries.organisations import find_structure
from quartiers.iae import plan_files
from quartiers.iae.actions import funding as actions
from quartiers.iae.forms.costing import POSTS, PROJECT, CostForm
from quartiers.iae.forms.funding import CopyForm, LineForm, PlanForm
from quartiers.iae.models import FundingLine, FundingPlan
from quartiers.iae.plan_list import SPEC
from quartiers.iae.plan_pages import HEADLINE_TITLE, TITLE, Sheet, YearPage, chosen, crumbs
from quartiers.iae.queries import funding as queries
from quartiers.iae.rules.leverage import NATIONAL
from quartiers.iae.rules.plans import Side, side_of
from quartiers.iae.views.doors import opening
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, moment, number, quantity
from quartiers.office.authors import author_of
from quartiers.web import editing
from quartiers.web.access import known_viewer, requires
from quartiers.web.exports import csv_response, xlsx_response
from quartiers.web.lists import list_response
from quartiers.web.thread import Event

METHODS = ["GET", "HEAD", "POST"]
FILES = {"csv": csv_response, "xlsx": xlsx_response}
SAVED = "Le plan est à jour."
reading = opening(queries.find, "plan_id", writes=False)
writing = opening(queries.find, "plan_id", writes=True)


@require_safe
@requires(belongs)
def plans(request: HttpRequest) -> HttpResponseBase:
    viewer = known_viewer(request)
    rows = queries.listed(viewer.organisation_id, cites_read_by(viewer))
    return list_response(request, SPEC, rows, "iae/funding/plans.html", {"title": TITLE})


@require_http_methods(METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponseBase:
    """The address may hold a project and what the calculator was asked: its lines are then proposed, year by year."""
    owner, today = known_viewer(request).organisation_id or 0, timezone.localdate()
    cost = CostForm(request.GET, on=today) if POSTS in request.GET else None
    found = cost.cost if cost is not None and cost.is_valid() else None
    start = {
        "first_year": today.year + 1,
        "years": "3",
        "project": request.GET.get(PROJECT, "")[:20],
        "kind": found.kind.value.lower() if found else "",
        "fte": found.fte.quantize(actions.FTE_STEP) if found else "",
    }
    known = [(one.pk, one.name) for one in queries.projects_to_cost(owner)]
    form = PlanForm(editing.sent(request), cites=_cites(), projects=known, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        project, structure = given["project"] or None, given["structure"] or None
        values = form.values()
        values["name"] = values["name"] or _name(dict(known), project, structure)
        try:
            made = actions.create_plan(
                owner,
                values,
                actions.proposed(found, int(values["first_year"]), int(values["years"])) if found else (),
                project_id=int(project) if project else None,
                structure_id=int(structure) if structure else None,
                on=today,
                by=author_of(request),
                now=timezone.now(),
            )
        except RuleBroken as broken:
            form.add_error("structure" if structure else "project", broken.message)
        else:
            messages.success(request, "Le plan est commencé. Écrivez maintenant qui paie, et ce qui manque.")
            return redirect("iae:plan", made.pk)
    context = {"form": form, "found": found, "crumbs": crumbs("Commencer"), "back": reverse("iae:plans")}
    status = 422 if form.is_bound else 200
    return render(request, "iae/funding/plan_form.html", context, status=status)


@require_safe
@reading
def plan(request: HttpRequest, found: FundingPlan) -> HttpResponseBase:
    """One year, or the investment: what it costs, who pays, what is missing, what one source decides."""
    lines = queries.lines_of(found)
    asked = request.GET.get("format", "")
    if asked in FILES:
        return FILES[asked](f"financement-{found.pk}", plan_files.HEADER, plan_files.rows(lines))
    page = YearPage(found, lines, chosen(found, request.GET.get("annee", "")), request.GET.get("sans", ""))
    writes = known_viewer(request).organisation_id == found.owner_id
    free = [year for year in found.year_list if year not in {one.year for one in lines}]
    context = {
        "plan": found,
        "page": page,
        "national": NATIONAL,
        "writes": writes,
        "copy": CopyForm(years=free) if writes and free and page.year and page.rows else None,
        "neighbourhoods": list(queries.neighbourhoods_of(found)),
        "events": [Event(one.what, "", _when(one.at, one.by)) for one in queries.changes_of(found)],
        "crumbs": crumbs(found.name),
    }
    return render(request, "iae/funding/plan.html", context)


@require_safe
@reading
def sheet(request: HttpRequest, found: FundingPlan) -> HttpResponseBase:
    """All years side by side, made to be printed."""
    context = {
        "plan": found,
        "sheet": Sheet(found, queries.lines_of(found)),
        "national": NATIONAL,
        "crumbs": crumbs("Fiche", found),
    }
    return render(request, "iae/funding/sheet.html", context)


@require_http_methods(METHODS)
@writing
def edit(request: HttpRequest, found: FundingPlan) -> HttpResponseBase:
    stored = queries.state_of(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = PlanForm(data, cites=_cites(), of_project=found.project_id is not None, initial=stored)
    back = reverse("iae:plan", args=[found.pk])
    context: dict[str, Any] = {"back": back, "crumbs": crumbs("Modifier", found)}
    if data is not None and form.is_valid():
        who = {"who": found.changed_by, "when": found.changed_at}
        try:
            merged = actions.change_plan(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        except RuleBroken as broken:
            form.add_error("years", broken.message)
        else:
            if merged.clashes:
                return editing.ask(request, form, merged.clashes, stored, **context, **who)
            messages.success(request, SAVED)
            return redirect(back)
    status = 422 if form.is_bound else 200
    context |= {"form": form, "base": editing.written(base), "plan": found}
    return render(request, "iae/funding/plan_form.html", context, status=status)


@require_http_methods(METHODS)
@writing
def add_line(request: HttpRequest, found: FundingPlan, side: str) -> HttpResponseBase:
    """A charge or a resource more."""
    if side not in set(Side):
        raise Http404
    today, year = timezone.localdate(), chosen(found, request.GET.get("annee", ""))
    start = {**actions.EMPTY_LINE, "year": str(year or "")}
    form = LineForm(editing.sent(request), side=Side(side), years=found.year_list, on=today, initial=start)
    if request.method == "POST" and form.is_valid():
        made = actions.add_line(
            found.pk, Side(side), form.values(), on=today, by=author_of(request), now=timezone.now()
        )
        messages.success(request, "La ligne est ajoutée.")
        return redirect(_at(found, made))
    context = {
        "form": form,
        "plan": found,
        "title": f"Ajouter une {side}",
        "back": _address(found, str(year or "investissement")),
        "crumbs": crumbs(f"Ajouter une {side}", found),
    }
    return render(request, "iae/funding/line_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
@writing
def edit_line(request: HttpRequest, found: FundingPlan, line_id: int) -> HttpResponseBase:
    line, today = queries.find_line(found, line_id), timezone.localdate()
    if line is None:
        return _line_again(request, found)
    stored = queries.state_of_line(line)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = LineForm(data, side=Side(line.side), years=found.year_list, on=today, initial=stored)
    title = queries.label_of(line)
    context: dict[str, Any] = {"plan": found, "back": _at(found, line), "crumbs": crumbs(title, found)}
    if data is not None and form.is_valid():
        who = {"who": line.changed_by, "when": line.changed_at}
        merged = actions.change_line(
            line.pk, form.values(), base=base, on=today, by=author_of(request), now=timezone.now()
        )
        if merged.clashes:
            return editing.ask(request, form, merged.clashes, stored, **context, **who)
        messages.success(request, SAVED)
        return redirect(_at(found, queries.find_line(found, line.pk) or line))
    context |= {"form": form, "base": editing.written(base), "line": line, "title": title}
    return render(request, "iae/funding/line_form.html", context, status=422 if form.is_bound else 200)


def _line_again(request: HttpRequest, found: FundingPlan) -> HttpResponseBase:
    """A line that was taken away while somebody wrote it."""
    side = side_of(request.POST.get("code", ""))
    if side is None:
        raise Http404
    return editing.removed(
        request,
        LineForm(editing.typed(request, {}), side=side, years=found.year_list, on=timezone.localdate()),
        "iae/funding/line_form.html",
        add=reverse("iae:add_funding_line", args=[found.pk, side]),
        plan=found,
        title=f"Ajouter une {side}",
        back=reverse("iae:plan", args=[found.pk]),
        crumbs=crumbs(f"Ajouter une {side}", found),
    )


@require_POST
@writing
def remove_line(request: HttpRequest, found: FundingPlan, line_id: int) -> HttpResponseBase:
    line = queries.find_line(found, line_id)
    if line is None:
        messages.info(request, "Cette ligne n’est déjà plus dans le plan.")
        return redirect("iae:plan", found.pk)
    actions.remove_line(line.pk, base=editing.base_of(request, {}), by=author_of(request), now=timezone.now())
    messages.success(request, "La ligne est retirée. L’historique du plan la garde.")
    return redirect(_at(found, line))


@require_POST
@writing
def copy_year(request: HttpRequest, found: FundingPlan, year: int) -> HttpResponseBase:
    form = CopyForm(request.POST, years=found.year_list)
    target = int(form.cleaned_data["target"]) if form.is_valid() else 0
    count = actions.copy_year(
        found.pk, year, target, on=timezone.localdate(), by=author_of(request), now=timezone.now()
    )
    messages.success(request, f"{count} lignes sont copiées. Changez ce qui diffère.")
    return redirect(_address(found, str(target)))


@require_safe
@requires(belongs)
def local_euro(request: HttpRequest) -> HttpResponseBase:
    """What one local euro carried, by neighbourhood and year, over the plans that may be seen."""
    viewer = known_viewer(request)
    found = queries.carried(viewer.organisation_id, cites_read_by(viewer))
    asked = request.GET.get("format", "")
    if asked in FILES:
        return FILES[asked]("un-euro-local", plan_files.PLACES_HEADER, plan_files.place_rows(found))
    context = {
        "title": HEADLINE_TITLE,
        "found": found,
        "lead": _carried_lead(found),
        "rows": [(found.name(one), one) for one in found.rows],
        "national": NATIONAL,
        "crumbs": crumbs(HEADLINE_TITLE),
    }
    return render(request, "iae/funding/local_euro.html", context)


def _carried_lead(found: queries.Carried) -> str:
    """The last ratio that was really paid, then over how many plans and neighbourhoods."""
    places = len({one.place for one in found.rows if one.place})
    read = f"{quantity(found.plans, 'plan')} que vous pouvez lire, pour {quantity(places, 'quartier')}."
    paid = [one for one in found.rows if one.ratio_paid is not None]
    if not paid:
        return read
    last = max(paid, key=lambda one: one.year)
    told = f"{found.name(last)}, {last.year}{NBSP}: un euro local versé en a porté {number(last.ratio_paid or 0, 1)}."
    return f"{told} {read}"


def _cites() -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in cites()]


def _name(known: dict[int, str], project: str | None, structure: int | None) -> str:
    found = find_structure(structure) if structure else None
    return found.name if found else known.get(int(project or 0), "")


def _address(found: FundingPlan, year: str) -> str:
    return f"{reverse('iae:plan', args=[found.pk])}?annee={year}"


def _at(found: FundingPlan, line: FundingLine) -> str:
    return _address(found, str(line.year or "investissement"))


def _when(at: Any, by: str) -> str:
    return ", ".join(filter(None, [moment(timezone.localtime(at)), by]))
