"""Published contracts for machines: the same filters, the same figures as the pages."""

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.procurement import published_lists
from quartiers.procurement.queries import published as queries
from quartiers.territory.queries import places
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import page_of
from quartiers.web.lists import filtered

router = Router(tags=["achats"])
GEOJSON = "application/geo+json"
REFUSALS = refusals(404, 409)
Said = Literal["", "avec", "sans", "inconnu"]


class PublishedFilters(Schema):
    """Ce que l’on cherche."""

    q: Annotated[str, Field(max_length=100, description="Mots de l’objet, de l’acheteur ou du titulaire")] = ""
    buyer: Annotated[str, Field(max_length=14, description="SIRET de l’acheteur")] = ""
    family: Annotated[str, Field(max_length=2, description="Deux premiers chiffres du code CPV")] = ""
    department: Annotated[str, Field(max_length=3)] = ""
    commune: Annotated[str, Field(max_length=5, description="Code Insee ; avec department")] = ""
    year: Annotated[int, Field(ge=0, le=2100, description="De la notification ; 0 pour toutes")] = 0
    social: Annotated[Said, Field(description="Considération sociale")] = ""
    environmental: Annotated[Said, Field(description="Considération environnementale")] = ""
    ending_within: Annotated[Literal[0, 6, 12, 18], Field(description="Fin prévue dans ce nombre de mois")] = 0
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 50


class HolderOut(Schema):
    """Un titulaire."""

    identifier: str
    id_kind: str
    siret: Annotated[str, Field(description="Vide si l’identifiant n’est pas un SIRET possible")]
    name: str
    category: str


class PublishedOut(Schema):
    """Un contrat publié. Une valeur vide n’est pas renseignée : ce n’est ni zéro ni non."""

    uid: str
    number: str
    concession: bool
    nature: str
    buyer_siret: str
    buyer_name: str
    object: str
    cpv: str
    procedure: str
    framework: Annotated[bool, Field(description="Le montant est alors un maximum")]
    amount: Annotated[Decimal | None, Field(description="Euros hors taxes")]
    notified_on: date | None
    published_on: date | None
    duration_months: int | None
    ends_on: Annotated[date | None, Field(description="Calculée : début plus durée")]
    place_level: str
    place_code: str
    commune_code: str
    department_code: str
    social: str
    social_clause: bool
    social_criterion: bool
    reserved: bool
    environmental: str
    environmental_clause: bool
    environmental_criterion: bool
    offers: int | None
    holder_words: str
    traps: Annotated[list[str], Field(description="Défauts de la publication")]
    fictional: bool


class PublishedDetail(PublishedOut):
    """Un contrat publié, avec ses titulaires."""

    holders: list[HolderOut]


class PublishedPage(Schema):
    """Une page de contrats."""

    total: int
    page: int
    pages: int
    results: list[PublishedOut]


class ShareOut(Schema):
    """Les contrats d’une clé : total, ceux qui disent avoir une considération, ceux qui disent ne pas en avoir."""

    key: str
    label: str
    year: int
    total: int
    social_with: int
    social_without: int
    environmental_with: int
    environmental_without: int
    reserved: int


class SharesOf(Schema):
    """Quel axe, quelle année."""

    axis: Literal["acheteur", "famille", "departement", "commune", "annee"] = "acheteur"
    year: Annotated[int, Field(ge=0, le=2100, description="0 pour toutes")] = 0
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=500)] = 100


class SharesOut(Schema):
    """Une page de parts."""

    total: int
    page: int
    pages: int
    results: list[ShareOut]


class BuyerOut(Schema):
    """Un acheteur près d’un quartier, sur les trois dernières années."""

    siret: str
    name: str
    total: int
    social: int
    without: int
    unknown: int
    last: date | None
    next_end: date | None


class NearOut(Schema):
    """Ce qui s’achète dans les communes d’un quartier, sur les trois dernières années."""

    neighbourhood: str
    communes: list[str]
    placed: int
    social: int
    without: int
    unknown: int
    unplaced: Annotated[int, Field(description="Contrats du département qu’on ne peut pas placer")]
    buyers: list[BuyerOut]


class OpportunitiesOf(Schema):
    """Quel département."""

    department: Annotated[str, Field(min_length=2, max_length=3)]


class PublishedPoints(Schema):
    """GeoJSON (RFC 7946)."""

    type: str
    features: list[dict[str, Any]]


@router.get(
    "/marches",
    response={200: PublishedPage, **REFUSALS},
    summary="Contrats publiés",
    operation_id="published_contracts",
)
def published_contracts(request: HttpRequest, filters: Query[PublishedFilters]) -> dict[str, object]:
    """Les plus récents d’abord."""
    asked = {
        "q": filters.q,
        "acheteur": filters.buyer,
        "famille": filters.family,
        "departement": filters.department,
        "commune": filters.commune,
        "annee": str(filters.year or ""),
        "social": filters.social,
        "environnement": filters.environmental,
        "fin": str(filters.ending_within or ""),
    }
    spec = published_lists.spec(asked, today=localdate())
    found = filtered(spec, queries.contracts(), asked)
    return page_of(found, page=filters.page, size=filters.page_size, shown=_out)


@router.get(
    "/marches/{uid}",
    response={200: PublishedDetail, **REFUSALS},
    summary="Un contrat publié",
    operation_id="published_contract",
)
def published_contract(request: HttpRequest, uid: Annotated[str, Field(max_length=64)]) -> dict[str, object]:
    """Tel que son acheteur l’a publié, nettoyé."""
    found = queries.contract(uid) if uid.isprintable() else None
    if found is None:
        raise Http404
    return {**_out(found), "holders": [_holder(one) for one in queries.holders(found)]}


@router.get(
    "/parts", response={200: SharesOut, **REFUSALS}, summary="Part des considérations", operation_id="published_shares"
)
def published_shares(request: HttpRequest, asked: Query[SharesOf]) -> dict[str, object]:
    """Par acheteur, famille d’achat, territoire ou année : les deux nombres, jamais la part seule."""
    rows = published_lists.share_rows(asked.axis, asked.year).order_by("-total", "pk")
    return page_of(rows, page=asked.page, size=asked.page_size, shown=_share)


@router.get(
    "/quartiers/{code}/acheteurs",
    response={200: NearOut, **REFUSALS},
    summary="Qui achète près d’un quartier",
    operation_id="published_near",
)
def published_near(request: HttpRequest, code: Annotated[str, Field(max_length=12)]) -> dict[str, object]:
    """À la commune : aucun contrat n’est placé dans un quartier."""
    found = places.find(places.neighbourhoods(), code)
    if found is None:
        raise Http404
    communes = list(found.communes.all())
    department = communes[0].department_id if communes else found.department_id
    near = queries.near([one.code for one in communes], department, today=localdate())
    return {
        "neighbourhood": found.code,
        "communes": [one.code for one in communes],
        **{name: getattr(near, name) for name in ("placed", "social", "without", "unknown", "unplaced")},
        "buyers": [{name: getattr(one, name) for name in BuyerOut.model_fields} for one in near.buyers],
    }


@router.get(
    "/quartiers.geojson",
    response={200: PublishedPoints, **REFUSALS},
    summary="Quartiers et ce qui s’y achète sans considération sociale",
    operation_id="published_opportunities_geojson",
    openapi_extra={
        "responses": {200: {"content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/PublishedPoints"}}}}}
    },
)
def published_opportunities_geojson(request: HttpRequest, asked: Query[OpportunitiesOf]) -> HttpResponse:
    """Un point dans chaque quartier de la liste de 2024 ; les nombres sont ceux de ses communes entières."""
    rows = queries.opportunities(asked.department) if asked.department.isalnum() else []
    features = [
        {
            "type": "Feature",
            "id": one.code,
            "properties": {
                "code": one.code,
                "name": one.name,
                "total": one.total,
                "social": one.social,
                "without": one.without,
            },
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        }
        for one in rows
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(text, content_type=GEOJSON)


def _out(row: Any) -> dict[str, object]:
    return {name: getattr(row, name) for name in PublishedOut.model_fields if name != "traps"} | {
        "traps": row.traps.split()
    }


def _share(row: Any) -> dict[str, object]:
    return {name: getattr(row, name) for name in ShareOut.model_fields}


def _holder(row: Any) -> dict[str, object]:
    return {name: getattr(row, name) for name in HolderOut.model_fields}
