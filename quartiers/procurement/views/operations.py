"""Operations and contracts of an organisation: list, read, write."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.doors import belongs, cites_read_by
from quartiers.actors.queries.cites import cites
from quartiers.actors.queries.contracts import contracts as contrats_de_ville
from quartiers.kernel.french import NARROW, NBSP, day, number, quantity
from quartiers.office.authors import author_of
from quartiers.procurement import rules
from quartiers.procurement.actions import operations as actions
from quartiers.procurement.forms.operations import ContractForm, OperationForm
from quartiers.procurement.models import Contract, Operation
from quartiers.procurement.operation_list import SPEC
from quartiers.procurement.queries import operations as queries
from quartiers.procurement.queries.charters import charters_of
from quartiers.procurement.queries.feasibility import feasible, place_keys
from quartiers.procurement.queries.labour import values_of
from quartiers.procurement.queries.legal import checks_of_contract, clause_sets
from quartiers.procurement.rules import Kind
from quartiers.procurement.rules.contracts import ContractState
from quartiers.procurement.rules.feasibility import Feasibility, Together, together
from quartiers.procurement.rules.lots import lots_advice
from quartiers.procurement.views.doors import may_write, reading, writing
from quartiers.web import editing
from quartiers.web.access import known_viewer, requires
from quartiers.web.lists import list_response

FORM_METHODS = ["GET", "HEAD", "POST"]
LIST_TITLE = "Opérations"


@require_safe
@requires(belongs)
def operations(request: HttpRequest) -> HttpResponseBase:
    """The operations that the organisation in use follows or buys, and those of the Cités it reads."""
    viewer = known_viewer(request)
    rows = queries.operations(viewer.organisation_id, cites_read_by(viewer))
    return list_response(request, SPEC, rows, "procurement/operations.html")


@require_http_methods(FORM_METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponse:
    viewer = known_viewer(request)
    form = _operation_form(request, editing.sent(request), {"kind": Kind.WORKS})
    if request.method == "POST" and form.is_valid():
        made = actions.create_operation(
            viewer.organisation_id or 0, form.values(), by=author_of(request), now=timezone.now()
        )
        messages.success(request, "L’opération est notée. Décrivez maintenant son marché et ses lots.")
        return redirect("procurement:create_contract", operation_id=made.pk)
    context = {"form": form, "base": "", "back": reverse("procurement:operations"), "crumbs": _crumbs("Ajouter")}
    return render(request, "procurement/operation_form.html", context)


@require_safe
@reading
def operation(request: HttpRequest, found: Operation) -> HttpResponse:
    """One operation: its contracts, its lots, the hours that they ask for."""
    viewer, today = known_viewer(request), timezone.localdate()
    lines = queries.contract_lines([found.pk], on=today)
    neighbourhoods = list(queries.neighbourhoods_of(found))
    answers = feasible(found, lines, [one.code for one in neighbourhoods], on=today)
    sets = clause_sets([one.contract.pk for one in lines], viewer.organisation_id)
    context = {
        "operation": found,
        "contracts": [(one, _together(one, answers), sets.get(one.contract.pk)) for one in lines],
        "lead": _lead(found, lines),
        "hours": sum(one.due for one in lines),
        "waiting": sum(one.waiting for one in lines),
        "neighbourhoods": neighbourhoods,
        "charters": list(charters_of(found, viewer.organisation_id, cites_read_by(viewer))),
        "writes": may_write(viewer, found),
        "crumbs": _crumbs(found.name),
    }
    return render(request, "procurement/operation.html", context)


@require_http_methods(FORM_METHODS)
@writing
def edit(request: HttpRequest, found: Operation) -> HttpResponse:
    stored = queries.state_of_operation(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = _operation_form(request, data, stored)
    address = reverse("procurement:operation", args=[found.pk])
    context: dict[str, Any] = {"operation": found, "back": address, "crumbs": _crumbs("Modifier", found)}
    if data is not None and form.is_valid():
        merged = actions.change_operation(
            found.pk, form.values(), base=base, by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, "L’opération est à jour.")
            return redirect(address)
        return editing.ask(
            request, form, merged.clashes, stored, **context, who=found.changed_by, when=found.changed_at
        )
    return render(request, "procurement/operation_form.html", context | {"form": form, "base": editing.written(base)})


@require_http_methods(FORM_METHODS)
@writing
def create_contract(request: HttpRequest, found: Operation) -> HttpResponse:
    today = timezone.localdate()
    start = {
        "name": found.name, "kind": found.kind,
        "starts_on": found.starts_on or "", "ends_on": found.ends_on or "",
    }  # fmt: skip
    local = values_of(found.cite, on=today)
    form = ContractForm(editing.sent(request), on=today, initial=start, local=local)
    context = {
        "operation": found,
        "form": form,
        "base": "",
        "local": local,
        "crumbs": _crumbs("Ajouter un marché", found),
    }
    context["back"] = reverse("procurement:operation", args=[found.pk])
    if early := _still_typing(request, form, context):
        return early
    if request.method == "POST" and form.is_valid():
        made = actions.create_contract(
            found.pk, form.values(), form.new_lots(), on=today, by=author_of(request), now=timezone.now()
        )
        messages.success(request, "Le marché est noté, avec les heures de chaque lot.")
        return redirect("procurement:contract", contract_id=made.pk)
    return render(request, "procurement/contract_form.html", context)


@require_safe
@reading
def contract(request: HttpRequest, found: Contract) -> HttpResponse:
    """One contract: hours lot by lot, and whether they can be done."""
    today = timezone.localdate()
    every = queries.contract_lines([found.operation_id], on=today)
    lines = next(one for one in every if one.contract.pk == found.pk)
    simulation = lines.simulation
    codes = [one.code for one in queries.neighbourhoods_of(found.operation)]
    answers = feasible(found.operation, every, codes, on=today)
    context = {
        "answers": _together(lines, answers),
        "near": next(iter(place_keys(found.operation, codes)), ""),
        "checks": checks_of_contract(found.pk, known_viewer(request).organisation_id),
        "contract": found,
        "operation": found.operation,
        "lines": lines,
        "simulation": simulation,
        "proportion": rules.proportion(simulation.share, on=today),
        "formulas": rules.compare(simulation, rate=found.rate, on=today),
        "advice": lots_advice(
            found.kind, [one.lot.amount for one in lines.lots], is_concession=found.is_concession, on=today
        ),
        "state": ContractState(found.state).label,
        "lead": _contract_lead(lines),
        "writes": may_write(known_viewer(request), found.operation),
        "crumbs": _crumbs(found.name, found.operation),
    }
    return render(request, "procurement/contract.html", context)


@require_http_methods(FORM_METHODS)
@writing
def edit_contract(request: HttpRequest, found: Contract) -> HttpResponse:
    today = timezone.localdate()
    stored = queries.state_of_contract(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    lots = [(line.lot.pk, line.lot.number) for line in queries.lines_of(found, on=today).lots]
    local = values_of(found.operation.cite, on=today)
    form = ContractForm(data, on=today, initial=stored, stored=lots, local=local)
    address = reverse("procurement:contract", args=[found.pk])
    context: dict[str, Any] = {
        "operation": found.operation,
        "contract": found,
        "back": address,
        "local": local,
        "crumbs": _crumbs("Modifier", found.operation, found),
    }
    if early := _still_typing(request, form, context | {"form": form, "base": editing.written(base)}):
        return early
    if data is not None and form.is_valid():
        merged = actions.change_contract(
            found.pk,
            form.values(),
            form.new_lots(),
            removed=form.removed,
            base=base,
            on=today,
            by=author_of(request),
            now=timezone.now(),
        )
        if not merged.clashes:
            messages.success(request, "Le marché est à jour, avec les heures de chaque lot.")
            return redirect(address)
        return editing.ask(
            request, form, merged.clashes, stored, **context, who=found.changed_by, when=found.changed_at
        )
    return render(request, "procurement/contract_form.html", context | {"form": form, "base": editing.written(base)})


@require_safe
@reading
def sheet(request: HttpRequest, found: Contract) -> HttpResponse:
    """What a small company is asked, in plain words, lot by lot; made to be printed or sent."""
    lines = queries.lines_of(found, on=timezone.localdate())
    codes = [one.code for one in queries.neighbourhoods_of(found.operation)]
    context = {
        "contract": found,
        "operation": found.operation,
        "lines": lines,
        "near": next(iter(place_keys(found.operation, codes)), ""),
        "crumbs": _crumbs("Fiche simple", found.operation, found),
    }
    return render(request, "procurement/sheet.html", context)


def _still_typing(request: HttpRequest, form: ContractForm, context: dict[str, Any]) -> HttpResponse | None:
    """Hours alone, as one types; or one more row. Nothing is saved."""
    if request.method != "POST":
        return None
    if form.adding:
        form.show_rows_only()
        return render(request, "procurement/contract_form.html", context)
    if request.headers.get("HX-Request"):
        form.full_clean()
        return render(
            request, "procurement/_contract_live.html", {"form": form, "live": True, "found": form.simulation()}
        )
    return None


def _operation_form(request: HttpRequest, data: Any, initial: dict[str, Any]) -> OperationForm:
    viewer = known_viewer(request)
    hers = {cite for cite, _ in viewer.cites} | {initial.get("cite")}
    return OperationForm(
        data,
        initial=initial,
        organisation_id=viewer.organisation_id or 0,
        cites=[(one.pk, one.name) for one in cites() if one.pk in hers],
        contracts=[(one.pk, one.name) for one in contrats_de_ville()],
    )


def _together(lines: queries.ContractLines, answers: dict[int, Feasibility]) -> Together:
    return together((one.lot.number, answers[one.lot.pk]) for one in lines.lots)


def _crumbs(here: str, found: Operation | None = None, contract: Contract | None = None) -> list[tuple[str, str]]:
    crumbs = [("Achats responsables", reverse("procurement:hub")), (LIST_TITLE, reverse("procurement:operations"))]
    if found is not None:
        crumbs.append((found.name, reverse("procurement:operation", args=[found.pk])))
    if contract is not None:
        crumbs.append((contract.name, reverse("procurement:contract", args=[contract.pk])))
    return [*crumbs, (here, "")]


def _lead(found: Operation, lines: list[queries.ContractLines]) -> str:
    """Who buys what, for how much, from when to when; as the page of an operation begins."""
    parts = [found.buyer.name, Kind(found.kind).label.lower()]
    if amount := sum(one.value for one in lines):
        parts.append(f"{number(amount)}{NBSP}€ hors taxes")
    if lots := sum(len(one.lots) for one in lines):
        parts.append(quantity(lots, "lot"))
    told = ", ".join(parts)
    if found.starts_on and found.ends_on:
        return f"{told}. Du {day(found.starts_on)} au {day(found.ends_on)}."
    return f"{told}."


def _contract_lead(lines: queries.ContractLines) -> str:
    found = lines.simulation
    waits = f", et {number(lines.waiting)}{NBSP}h de plus si les tranches optionnelles sont affermies"
    return (
        f"{number(lines.firm)}{NBSP}heures d’insertion sur {number(found.total)}{NBSP}heures de travail"
        f"{waits if lines.waiting else ''}{NARROW}; "
        f"{number(found.full_time, 1)} emploi à temps plein sur un an, à {number(found.hours_a_year)}{NBSP}h."
    )
