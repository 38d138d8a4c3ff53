"""Neighbourhoods, communes, departments, EPCI: lists, details and contours."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from quartiers.territory.api.schemas import (
    CommuneFilters,
    CommuneGround,
    CommunesOut,
    DepartmentOut,
    EpcisOut,
    FeatureCollection,
    NeighbourhoodDetail,
    NeighbourhoodFilters,
    NeighbourhoodGround,
    NeighbourhoodsOut,
    Paging,
)
from quartiers.territory.drawing import Bounds
from quartiers.territory.models import Neighbourhood
from quartiers.territory.names import search_name
from quartiers.territory.queries import places, shapes
from quartiers.web.api_errors import Refusal, refusals
from quartiers.web.api_pages import page_of

router = Router()
GEOJSON = "application/geo+json"
WHERE = (
    "Toute la France serait trop lourde. Choisissez un département (department), une intercommunalité (epci) ou une "
    "commune (commune)."
)
REFUSALS = {304: None} | refusals(404)
AS_GEOJSON = {
    "responses": {200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}}}}
}


def _etag(request: HttpRequest, *args: object, **kwargs: object) -> str:
    asked = f"{places.stamp()} {request.get_full_path()}"
    return f'"{hashlib.sha256(asked.encode(errors="replace")).hexdigest()[:32]}"'


def _kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 to a client who already has this answer; everyone asks again each time."""
    return cache_control(public=True, no_cache=True)(condition(etag_func=_etag)(view))


# --- Neighbourhoods -------------------------------------------------------------------------------------------------


@router.get(
    "/neighbourhoods",
    response={200: NeighbourhoodsOut, **REFUSALS},
    tags=["Quartiers"],
    summary="Les quartiers prioritaires",
    operation_id="neighbourhoods",
)
@decorate_view(_kept)
def neighbourhoods(request: HttpRequest, filters: Query[NeighbourhoodFilters]) -> dict[str, object]:
    """Par département, intercommunalité, liste ou mots du nom, sans accents ni majuscules."""
    _check_ground(filters.department, filters.epci)
    rows = places.neighbourhoods().order_by("code")
    rows = rows.filter(department=filters.department) if filters.department else rows
    rows = places.of_epci(rows, filters.epci) if filters.epci else rows
    rows = rows.filter(generation=filters.generation) if filters.generation else rows
    for word in search_name(filters.q).split():
        rows = rows.filter(search_name__contains=word)
    return page_of(rows, page=filters.page, size=filters.page_size, shown=_itself)


@router.get(
    "/neighbourhoods.geojson",
    response={200: FeatureCollection, **REFUSALS},
    tags=["Quartiers"],
    summary="Contours des quartiers",
    operation_id="neighbourhoods_geojson",
    openapi_extra=AS_GEOJSON,
)
@decorate_view(_kept)
def neighbourhoods_geojson(request: HttpRequest, filters: Query[NeighbourhoodGround]) -> HttpResponse:
    """GeoJSON en WGS 84, longitude d’abord."""
    _check_ground(filters.department, filters.epci)
    ground = shapes.Ground(
        department=filters.department,
        epci=filters.epci,
        commune=filters.commune,
        code=filters.code,
        generation=filters.generation,
        bounds=_bounds(filters.bbox),
    )
    text = shapes.neighbourhoods_geojson(ground, simplified=filters.simplified)
    return HttpResponse(text, content_type=GEOJSON)


@router.get(
    "/neighbourhoods/{code}",
    response={200: NeighbourhoodDetail, **REFUSALS},
    tags=["Quartiers"],
    summary="Un quartier, ses chiffres, l’autre liste",
    operation_id="neighbourhood",
)
@decorate_view(_kept)
def neighbourhood(request: HttpRequest, code: str) -> Neighbourhood:
    """Les chiffres publiés ; ceux qui manquent ont la valeur null."""
    row = places.find(places.neighbourhoods().defer(None), code)
    if row is None:
        raise Http404
    return row


# --- Communes, departments, EPCI ------------------------------------------------------------------------------------


@router.get(
    "/communes",
    response={200: CommunesOut, **REFUSALS},
    tags=["Territoires"],
    summary="Les communes",
    operation_id="communes",
)
@decorate_view(_kept)
def communes(request: HttpRequest, filters: Query[CommuneFilters]) -> dict[str, object]:
    """Par département, intercommunalité ou mots du nom, sans accents ni majuscules."""
    _check_ground(filters.department, filters.epci)
    rows = places.communes_in(department=filters.department, epci=filters.epci)
    for word in search_name(filters.q).split():
        rows = rows.filter(search_name__contains=word)
    return page_of(rows.order_by("code"), page=filters.page, size=filters.page_size, shown=_itself)


@router.get(
    "/communes.geojson",
    response={200: FeatureCollection, 400: Refusal, **REFUSALS},
    tags=["Territoires"],
    summary="Contours des communes",
    operation_id="communes_geojson",
    openapi_extra=AS_GEOJSON,
)
@decorate_view(_kept)
def communes_geojson(request: HttpRequest, filters: Query[CommuneGround]) -> Any:
    """D’un département ou d’une intercommunalité : toute la France serait trop lourde."""
    if not (filters.department or filters.epci or filters.commune):
        return Status(
            400, {"message": "Choisissez un département (department), une intercommunalité (epci) ou un code."}
        )
    _check_ground(filters.department, filters.epci)
    ground = shapes.Ground(
        department=filters.department, epci=filters.epci, commune=filters.commune, bounds=_bounds(filters.bbox)
    )
    return HttpResponse(shapes.communes_geojson(ground, simplified=filters.simplified), content_type=GEOJSON)


@router.get(
    "/departments",
    response={200: list[DepartmentOut], 304: None},
    tags=["Territoires"],
    summary="Les départements chargés",
    operation_id="departments",
)
@decorate_view(_kept)
def departments(request: HttpRequest) -> list[dict[str, object]]:
    """Avec les listes qui y sont chargées en entier."""
    covered = places.covered()
    return [
        {
            "code": row.code,
            "name": row.name,
            "commune_count": row.commune_count,
            "population": row.population,
            "count_2015": row.count_2015,
            "count_2024": row.count_2024,
            "covered": covered.get(row.code, []),
        }
        for row in places.departments()
    ]


@router.get(
    "/departments.geojson",
    response={200: FeatureCollection, 304: None},
    tags=["Territoires"],
    summary="Contours des départements chargés",
    operation_id="departments_geojson",
    openapi_extra=AS_GEOJSON,
)
@decorate_view(_kept)
def departments_geojson(request: HttpRequest) -> HttpResponse:
    """Contours simplifiés, pour une carte."""
    return HttpResponse(shapes.departments_geojson(), content_type=GEOJSON)


@router.get(
    "/epci",
    response={200: EpcisOut, **REFUSALS},
    tags=["Territoires"],
    summary="Les intercommunalités chargées",
    operation_id="epci",
)
@decorate_view(_kept)
def epci(request: HttpRequest, filters: Query[Paging]) -> dict[str, object]:
    """Avec le nombre de quartiers de chaque liste."""
    return page_of(places.epcis().order_by("code"), page=filters.page, size=filters.page_size, shown=_itself)


def _check_ground(department: str, epci: str) -> None:
    """An empty list would read as «no neighbourhood there»: what is not loaded is not found."""
    if department and places.find(places.departments(), department) is None:
        raise Http404
    if epci and places.find(places.epcis(), epci) is None:
        raise Http404


def _bounds(text: str | None) -> Bounds | None:
    if text is None:
        return None
    west, south, east, north = (float(part) for part in text.split(","))
    return west, south, east, north


def _itself(row: Any) -> Any:
    """The schema reads the row."""
    return row
