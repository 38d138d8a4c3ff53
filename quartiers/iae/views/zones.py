"""«Où manque-t-il une structure ?»: gaps of a territory as a sentence, a map, a table, files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartiers.actors.queries.ground import home_of
from quartiers.iae.forms.zones import QUARTERS, WhatIfForm, ZonesForm
from quartiers.iae.queries.zones import Spot, Zones, zones
from quartiers.iae.rules.zones import QUESTION, is_gap
from quartiers.iae.zone_maps import zone_map
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number
from quartiers.territory.queries import grounds
from quartiers.web.access import viewer_of
from quartiers.web.exports import Cell, csv_response, xlsx_response

#: Rows beside the map, and on a page of the whole list, which has no map: each keeps under 60 kB.
FEW, MANY = 7, 100
#: Names offered where one chooses a commune: the gaps with most inhabitants.
OFFERED = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The sentence, the map, the most populous gaps; ``tout=1`` lists them all, page by page."""
    territories, at_home = grounds.territories(), home(request)
    form = ZonesForm(request.GET, territories, home=at_home)
    context: dict[str, Any] = {"form": form, "title": QUESTION}
    where = grounds.territory(form.cleaned_data["territoire"]) if form.is_valid() else None
    if where is not None:
        quarters = form.cleaned_data["regarder"] == QUARTERS
        found = zones(where, form.kind, form.threshold, neighbourhoods=quarters, activity=form.activity)
        whole = request.GET.get("tout") == "1"
        rows = Paginator(found.gaps, MANY if whole else FEW).get_page(request.GET.get("page") if whole else 1)
        context |= {
            "found": found,
            "gaps": found.gaps,
            "rows": rows,
            "shown": [(*shown(one), _maybe(one, found.km)) for one in rows],
            "where": where,
            "kind": form.kind,
            "what": words(form),
            "km": form.threshold,
            "quarters": quarters,
            "whole": whole,
            "map": zone_map(where, found.spots, form.kind, found.km, neighbourhoods=quarters, activity=form.activity)
            if found.spots and not whole
            else None,
            "caption": f"{'Quartiers' if quarters else 'Communes'} à plus de {found.km}\u00a0km, par population",
            "query": parameters(form),
            "offered": [] if quarters else sorted(one.name for one in found.gaps[:OFFERED]),
            "ask": WhatIfForm(request.GET, territories, home=at_home),
        }
    return render(request, "iae/zones/page.html", context)


@require_safe
def table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Every place of the territory, those beyond the threshold marked, as CSV or XLSX."""
    if ending not in {"csv", "xlsx"}:
        raise Http404
    form = ZonesForm(request.GET, grounds.territories(), home=home(request))
    where = grounds.territory(form.cleaned_data["territoire"]) if form.is_valid() else None
    if where is None:
        raise RuleBroken("Ce territoire n’est pas chargé ici, ou la distance n’est pas un nombre de kilomètres.")
    quarters = form.cleaned_data["regarder"] == QUARTERS
    found = zones(where, form.kind, form.threshold, neighbourhoods=quarters, activity=form.activity)
    header = ["code", "nom", "population", "distance (m)", "structure la plus proche", "structures à 20 km"]
    header += [f"à plus de {found.km} km", "structure de nature inconnue (m)"]
    header += ["demandeurs d’emploi"] if found.has_jobseekers else []
    response = csv_response if ending == "csv" else xlsx_response
    asked = f"{form.kind.value.lower()}-{form.activity.value}" if form.activity else form.kind.value.lower()
    name = f"zones-blanches-{where.key}-{asked.replace('_', '-')}-{found.km}km"
    return response(name, header, (_cells(one, found) for one in found.spots))


def home(request: HttpRequest) -> str:
    """The territory of the organisation in use, unless the address names another one."""
    viewer = None if request.GET.get("territoire") else viewer_of(request)
    return home_of(viewer.organisation_id) if viewer is not None else ""


def words(form: ZonesForm) -> str:
    """What is looked for, as the sentence says it."""
    return f"{form.kind.label} en {form.activity.label}" if form.activity else form.kind.label


def parameters(form: ZonesForm) -> str:
    """What was asked, as the end of an address."""
    names = ("territoire", "type", "activite", "km", "regarder")
    return "&".join(f"{name}={form.cleaned_data[name]}" for name in names if form.cleaned_data[name])


def shown(one: Spot) -> tuple[Spot, str, str]:
    """A place, its address, its distance in words."""
    page = "territory:commune" if len(one.code) == 5 else "desks:neighbourhood"
    return one, reverse(page, args=[one.code]), km_words(one.distance_m)


def km_words(metres: float | None) -> str:
    """«29,5 km», or that there is none."""
    return "aucune" if metres is None else f"{number(metres / 1000, 1)}\u00a0km"


def _maybe(one: Spot, km: int) -> str:
    """How far a structure of unknown kind stands, when it is within the threshold; else nothing."""
    return "" if is_gap(one.unknown_m, km) else km_words(one.unknown_m)


def _cells(one: Spot, found: Zones) -> list[Cell]:
    cells: list[Cell] = [one.code, one.name, one.population, one.distance_m, one.structure, one.within_20]
    cells += [is_gap(one.distance_m, found.km), one.unknown_m]
    return [*cells, one.jobseekers] if found.has_jobseekers else cells
