"""Maps with their table: a department, an EPCI, a commune."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.territory.queries import places, shapes
from quartiers.territory.queries.shapes import Ground
from quartiers.territory.rules import Generation, generation_on
from quartiers.territory.views.maps import place_map

QUARTIERS = "Quartiers"


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    found = places.find(places.departments(), code)
    if found is None:
        raise Http404
    generation = _generation(request, found.code)
    context = {
        "place": found,
        "kind": "Département",
        "ground": f"departement-{found.code}",
        "covered": places.is_covered(generation, department=found.code),
        "api_filter": f"department={found.code}",
    }
    rows = places.neighbourhoods().filter(department=found.code)
    return _map_page(request, context, rows, Ground(department=found.code, generation=generation))


@require_safe
def epci(request: HttpRequest, code: str) -> HttpResponse:
    found = places.find(places.epcis(), code)
    if found is None:
        raise Http404
    ground = Ground(epci=found.code)
    departments = sorted({one.department_id for one in places.communes_in(epci=found.code)})
    generation = _generation(request, departments[0])
    context = {
        "place": found,
        "kind": "Intercommunalité",
        "ground": f"epci-{found.code}",
        "covered": all(places.is_covered(generation, department=one) for one in departments),
        "api_filter": f"epci={found.code}",
    }
    rows = places.of_epci(places.neighbourhoods(), found.code)
    return _map_page(request, context, rows, Ground(epci=ground.epci, generation=generation))


@require_safe
def commune(request: HttpRequest, code: str) -> HttpResponse:
    found = places.find(places.communes(), code)
    if found is None:
        raise Http404
    generation = _generation(request, found.department_id)
    context = {
        "place": found,
        "kind": "Commune",
        "ground": f"departement-{found.department_id}",
        "commune": found,
        "covered": places.is_covered(generation, department=found.department_id),
        "api_filter": f"commune={found.code}",
    }
    rows = places.of_commune(places.neighbourhoods(), found.code)
    return _map_page(request, context, rows, Ground(commune=found.code, generation=generation))


def _map_page(request: HttpRequest, context: dict[str, Any], rows: "QuerySet[Any]", ground: Ground) -> HttpResponse:
    """The map and its table: same rows, and the sentence with the totals above both."""
    chosen = rows.filter(generation=ground.generation)
    neighbourhoods = list(chosen.order_by("search_name", "code"))
    communes = places.communes_in(department=ground.department, epci=ground.epci)
    communes = communes.filter(pk=ground.commune) if ground.commune else communes
    added = places.totals(chosen, communes)
    name = context["place"].name
    context |= {
        "question": f"{name}{NBSP}: où sont les quartiers prioritaires{NARROW}?",
        "lead": _lead(context["kind"], added.all_communes, context["place"].population),
        "unpublished": added.neighbourhoods - added.published,
        "neighbourhoods": neighbourhoods,
        "caption": f"Quartiers de la liste de {ground.generation}",
        "other": None if neighbourhoods else _other(rows, ground),
        "totals": added,
        "generation": ground.generation,
        "fictional": chosen.filter(fictional=True).exists(),
        "map": place_map(
            ground,
            shapes.neighbourhood_shapes(chosen),
            title=f"{name}{NBSP}: communes et quartiers prioritaires",
            table_id="quartiers",
        ),
        "generation_tabs": [
            (f"Liste de {one.value}", f"?liste={one.value}", one == ground.generation) for one in reversed(Generation)
        ],
        "crumbs": [
            (QUARTIERS, reverse("territory:neighbourhoods")),
            ("Territoires", reverse("territory:places")),
            (name, ""),
        ],
    }
    return render(request, "territory/place.html", context)


def _other(rows: "QuerySet[Any]", ground: Ground) -> int | None:
    """The other list, where it has neighbourhoods to show."""
    other = rows.exclude(generation=ground.generation).order_by().values_list("generation", flat=True).first()
    return int(other) if other else None


def _lead(kind: str, communes: int, population: int | None) -> str:
    size = "" if communes == 1 else f" de {quantity(communes, 'commune')}"
    people = f", {quantity(population, 'habitant')}" if population else ""
    return f"{kind}{size}{people}."


def _generation(request: HttpRequest, department: str) -> Generation:
    """The list that the address asks for, else the one in force today."""
    asked = {str(one.value): one for one in Generation}.get(request.GET.get("liste", ""))
    return asked or generation_on(localdate(), department) or Generation.Y2024
