"""The public directory for machines: the same filters, the same order, the same distances as the page."""

import json
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.actors.queries import directory, inclusion
from quartiers.actors.queries.directory import RADII, USUAL_RADIUS, Near
from quartiers.actors.rules.inclusion import OWN_SOURCE
from quartiers.actors.rules.organisations import known_kind
from quartiers.actors.structure_lists import named_near, spec_and_rows
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import Number, page_of
from quartiers.web.lists import filtered

router = Router(tags=["Structures"])
GEOJSON = "application/geo+json"
REFUSALS = refusals(404, 409)
MOST_IDS = 100


class StructureFilters(Schema):
    """Ce que l’on cherche, et d’où."""

    q: Annotated[str, Field(max_length=100, description="Mots du nom, de la nature ou de la ville")] = ""
    family: Annotated[str, Field(max_length=30, description="Famille de natures")] = ""
    kind: Annotated[str, Field(max_length=30, description="Nature")] = ""
    network: Annotated[str, Field(max_length=100, description="Réseau : mot du schéma national, ou numéro")] = ""
    near: Annotated[
        str, Field(max_length=60, description="Lieu : 43.184,3.004, commune-11262 ou quartier-QN01101M")
    ] = ""
    radius_km: Annotated[int, Field(description=f"Distance : {', '.join(map(str, RADII))}")] = USUAL_RADIUS
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 50


class StructureOut(Schema):
    """Une structure et son lieu d’accueil : le plus proche du lieu donné, sinon le principal."""

    id: int
    name: str
    kind: str
    kind_label: str
    family: str
    siret: str
    phone: str
    email: str
    website: str
    address: str
    postcode: str
    city: str
    commune: Annotated[str | None, Field(description="Code Insee")]
    latitude: float | None
    longitude: float | None
    distance_m: Annotated[int | None, Field(description="Mètres à vol d’oiseau ; vide sans lieu donné")]
    networks: Annotated[list[str], Field(description="Réseaux porteurs, mots du schéma data·inclusion")]
    source: str
    fictional: bool


class StructuresOut(Schema):
    """Une page de structures."""

    total: int
    page: int
    pages: int
    results: list[StructureOut]


class RecordsOf(Schema):
    """Quelle source, quelle page."""

    source: Annotated[
        str, Field(max_length=100, description=f"Une source ; {OWN_SOURCE} pour celles qui sont déclarées ici")
    ] = OWN_SOURCE
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=500)] = 100


class RecordsOut(Schema):
    """Une page de fiches au schéma data·inclusion."""

    total: int
    page: int
    pages: int
    items: list[dict[str, Any]]


class Points(Schema):
    """GeoJSON (RFC 7946)."""

    type: str
    features: list[dict[str, Any]]


class PointsOf(Schema):
    """Quelles structures, et d’où l’on regarde."""

    id: Annotated[list[Number], Field(min_length=1, max_length=MOST_IDS, description="Numéros de structures")]
    latitude: Annotated[float, Field(ge=-85, le=85)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


@router.get(
    "/structures", response={200: StructuresOut, **REFUSALS}, summary="Les structures", operation_id="structures"
)
def structures(request: HttpRequest, filters: Query[StructureFilters]) -> dict[str, object]:
    """Les structures de l’annuaire ; les plus proches d’abord quand un lieu est donné."""
    near = named_near(filters.near, filters.radius_km)
    spec, rows = spec_and_rows(near, filters.radius_km)
    asked = {"q": filters.q, "famille": filters.family, "nature": filters.kind, "reseau": filters.network}
    found = filtered(spec, rows, asked)
    return page_of(found, page=filters.page, size=filters.page_size, shown=_out)


@router.get(
    "/structures/points.geojson",
    response={200: Points, **REFUSALS},
    summary="Positions de structures",
    operation_id="structures_geojson",
    openapi_extra={"responses": {200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Points"}}}}}},
)
def structures_geojson(request: HttpRequest, asked: Query[PointsOf]) -> HttpResponse:
    """GeoJSON en WGS 84, longitude d’abord : le lieu le plus proche du point donné, sinon le principal."""
    near = None
    if asked.latitude is not None and asked.longitude is not None:
        near = Near("", "", asked.latitude, asked.longitude)
    rows = directory.structures_at(asked.id, near)
    features = [
        {
            "type": "Feature",
            "id": str(row.pk),
            "properties": {"code": str(row.pk), "name": row.name, "kind": row.kind, "fictional": row.fictional},
            "geometry": {"type": "Point", "coordinates": [row.site_longitude, row.site_latitude]},
        }
        for row in rows
        if row.site_latitude is not None and row.site_longitude is not None
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(text, content_type=GEOJSON)


@router.get(
    "/structures/data-inclusion",
    response={200: RecordsOut, **REFUSALS},
    summary="Les structures au schéma data·inclusion",
    operation_id="structures_data_inclusion",
)
def structures_data_inclusion(request: HttpRequest, asked: Query[RecordsOf]) -> dict[str, object]:
    """Version 1 du schéma : les fiches d’une source comme elles sont entrées, avec ce qui a été corrigé ici."""
    own = asked.source == OWN_SOURCE
    total = (inclusion.declared() if own else inclusion.loaded(asked.source)).count()
    start = (asked.page - 1) * asked.page_size
    end = start + asked.page_size
    found = (
        inclusion.exported_here(inclusion.declared()[start:end])
        if own
        else inclusion.exported(inclusion.loaded(asked.source)[start:end])
    )
    return {"total": total, "page": asked.page, "pages": -(-total // asked.page_size), "items": list(found)}


@router.get(
    "/structures/{organisation_id}",
    response={200: StructureOut, **REFUSALS},
    summary="Une structure",
    operation_id="structure",
)
def structure(request: HttpRequest, organisation_id: Number) -> dict[str, object]:
    """Ce que dit sa fiche publique."""
    found = next(iter(directory.structures_at([organisation_id], None)), None)
    if found is None:
        raise Http404
    return _out(found)


def _out(row: Any) -> dict[str, object]:
    kind, metres = known_kind(row.kind), directory.metres(row)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ("name", "siret", "phone", "email", "website", "source", "fictional")},
        "kind": row.kind,
        "kind_label": kind.label,
        "family": kind.family.value,
        "address": row.site_address or "",
        "postcode": row.site_postcode or "",
        "city": row.site_city,
        "commune": row.site_commune,
        "latitude": row.site_latitude,
        "longitude": row.site_longitude,
        "distance_m": None if metres is None else round(metres),
        "networks": row.network_codes,
    }
