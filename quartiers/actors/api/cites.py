"""Cités and contrats de ville: what their public pages say, and their contours."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.actors.models import Cite, ContratDeVille
from quartiers.actors.queries import cites as queries
from quartiers.actors.queries import contracts
from quartiers.actors.queries.cites import PublicPartner
from quartiers.territory import drawing
from quartiers.territory.queries import shapes
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import PageOf, page_of

router = Router()
GEOJSON = "application/geo+json"
TAGS = ["Cités et contrats de ville"]
REFUSALS = refusals(404)
AS_GEOJSON = {"responses": {200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Contours"}}}}}}


class PublicPartnerOut(Schema):
    """Une organisation partenaire et sa part."""

    name: str
    part: str
    part_label: str


class CiteOut(Schema):
    """Un territoire où l’on agit ensemble."""

    slug: str
    name: str
    generic_name: Annotated[str, Field(description="Nom commun choisi par l’installation")]
    summary: str
    bearer: Annotated[str, Field(description="Chef de file")]
    generation: Annotated[int, Field(description="Liste des quartiers, 2015 ou 2024")]
    neighbourhood_count: int
    partner_count: int
    fictional: bool


class CiteDetail(CiteOut):
    """Le même, avec ce que dit sa page."""

    purpose: str
    contact_email: str
    contact_phone: str
    neighbourhoods: Annotated[list[str], Field(description="Codes des quartiers")]
    communes: Annotated[list[str], Field(description="Codes Insee")]
    epcis: Annotated[list[str], Field(description="SIREN des intercommunalités")]
    impulse_by: Annotated[str, Field(description="Qui a pris l’initiative ; vide si ce n’est pas noté")]
    impulse_on: date | None
    label_name: str
    label_by: str
    label_on: date | None
    label_until: date | None
    partners: list[PublicPartnerOut]
    contracts: Annotated[list[str], Field(description="Adresses courtes des contrats de ville")]


class CitesOut(Schema):
    """Une page de territoires."""

    total: int
    page: int
    pages: int
    results: list[CiteOut]


class ContractOut(Schema):
    """Un contrat de ville."""

    slug: str
    name: str
    starts_on: date
    ends_on: date | None
    neighbourhood_count: int
    signatories: list[str]
    cites: Annotated[list[str], Field(description="Adresses courtes des territoires liés")]
    fictional: bool


class ContractDetail(ContractOut):
    """Le même, avec ses axes, son avenant et ses quartiers."""

    amended_on: date | None
    amendment: str
    axes: list[str]
    neighbourhoods: Annotated[list[str], Field(description="Codes des quartiers")]


class ContractsOut(Schema):
    """Une page de contrats de ville."""

    total: int
    page: int
    pages: int
    results: list[ContractOut]


class Contours(Schema):
    """GeoJSON (RFC 7946)."""

    type: str
    features: list[dict[str, Any]]


# --- Cités ----------------------------------------------------------------------------------------------------------


@router.get("/cites", response={200: CitesOut, **REFUSALS}, tags=TAGS, summary="Les territoires", operation_id="cites")
def cites(request: HttpRequest, paging: Query[PageOf]) -> dict[str, object]:
    """Les territoires ouverts sur cette plateforme : partie publique seulement."""
    return page_of(queries.cites(), page=paging.page, size=paging.page_size, shown=_cite)


@router.get(
    "/cites/{slug}", response={200: CiteDetail, **REFUSALS}, tags=TAGS, summary="Un territoire", operation_id="cite"
)
def cite(request: HttpRequest, slug: str) -> dict[str, object]:
    """Ce que dit sa page publique : quartiers, partenaires, initiative, contact."""
    found = _found(queries.find_cite, slug)
    partners = queries.public_partners([found.pk], localdate()).get(found.pk, [])
    return {
        **_cite(found),
        **{name: getattr(found, name) for name in ("purpose", "contact_email", "contact_phone", "impulse_by")},
        **{name: getattr(found, name) for name in ("impulse_on", "label_name", "label_by", "label_on", "label_until")},
        **{name: _codes(getattr(found, name)) for name in ("neighbourhoods", "communes", "epcis")},
        "partners": [_partner(one) for one in partners],
        "contracts": [one.slug for one in queries.contracts_of(found)],
    }


@router.get(
    "/cites/{slug}/neighbourhoods.geojson",
    response={200: Contours, **REFUSALS},
    tags=TAGS,
    summary="Contours des quartiers d’un territoire",
    operation_id="cite_geojson",
    openapi_extra=AS_GEOJSON,
)
def cite_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """GeoJSON en WGS 84, longitude d’abord."""
    return _contours(queries.neighbourhoods_of(_found(queries.find_cite, slug)))


# --- Contrats de ville ----------------------------------------------------------------------------------------------


@router.get(
    "/contrats-de-ville",
    response={200: ContractsOut, **REFUSALS},
    tags=TAGS,
    summary="Les contrats de ville",
    operation_id="contracts",
    url_name="contracts",
)
def contract_list(request: HttpRequest, paging: Query[PageOf]) -> dict[str, object]:
    """Signataires, période et nombre de quartiers."""
    return page_of(contracts.contracts(), page=paging.page, size=paging.page_size, shown=_contract)


@router.get(
    "/contrats-de-ville/{slug}",
    response={200: ContractDetail, **REFUSALS},
    tags=TAGS,
    summary="Un contrat de ville",
    operation_id="contract",
)
def contract(request: HttpRequest, slug: str) -> dict[str, object]:
    """Avec ses axes, son avenant et les codes de ses quartiers."""
    found = _found(contracts.find_contract, slug)
    return {
        **_contract(found),
        "amended_on": found.amended_on,
        "amendment": found.amendment,
        "axes": found.axes,
        "neighbourhoods": _codes(found.neighbourhoods),
    }


@router.get(
    "/contrats-de-ville/{slug}/neighbourhoods.geojson",
    response={200: Contours, **REFUSALS},
    tags=TAGS,
    summary="Contours des quartiers d’un contrat de ville",
    operation_id="contract_geojson",
    openapi_extra=AS_GEOJSON,
)
def contract_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """GeoJSON en WGS 84, longitude d’abord."""
    return _contours(contracts.neighbourhoods_of(_found(contracts.find_contract, slug)))


def _cite(row: Cite) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in ("slug", "name", "summary", "generation", "fictional")},
        "generic_name": settings.CITE_NAME,
        "bearer": row.bearer.name,
        "neighbourhood_count": getattr(row, "neighbourhood_count", 0),
        "partner_count": getattr(row, "partner_count", 0),
    }


def _contract(row: ContratDeVille) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in ("slug", "name", "starts_on", "ends_on", "fictional")},
        "neighbourhood_count": getattr(row, "neighbourhood_count", 0),
        "signatories": [one.name for one in row.signatories.all()],
        "cites": [one.slug for one in row.cites.all()],
    }


def _partner(one: PublicPartner) -> dict[str, str]:
    return {"name": one.name, "part": one.part.value, "part_label": one.part.label}


def _contours(rows: Any) -> HttpResponse:
    features = [({"code": one.code, "name": one.name}, one.geometry) for one in shapes.neighbourhood_shapes(rows)]
    return HttpResponse(drawing.collection(features, decimals=drawing.MAP_DECIMALS), content_type=GEOJSON)


def _codes(links: Any) -> list[str]:
    return sorted(links.order_by().values_list("pk", flat=True))


def _found(find: Any, slug: str) -> Any:
    found = find(slug) if slug.isprintable() else None
    if found is None:
        raise Http404
    return found
