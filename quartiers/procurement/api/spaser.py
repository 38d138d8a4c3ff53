"""Published schemes of responsible procurement for machines: targets, and actuals by buyer and year."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.procurement.models import Spaser
from quartiers.procurement.queries import spaser as queries
from quartiers.procurement.rules.spaser import next_publication
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import Number

router = Router(tags=["Achats : schémas (SPASER)"])
REFUSALS = refusals(404)
PAGE = 100


class SchemeOut(Schema):
    """Un schéma publié, sans ses chiffres."""

    id: int
    name: str
    owner: str
    starts_on: date | None
    ends_on: date | None
    adopted_on: date | None
    address: str
    indicators_on: date | None = Field(description="Dernière publication des indicateurs")
    next_publication_on: date | None = Field(description="À publier avant ce jour ; null tant qu’il n’est pas adopté")


class ActualOut(Schema):
    year: int
    value: Decimal | None = Field(description="De 0 à 1 pour une part ; null : non renseigné")
    is_masked: bool = Field(description="Trop peu de personnes pour être dit")
    known: int = Field(description="Marchés publiés comptés ; 0 pour un chiffre noté par l’acheteur")
    silent: int = Field(description="Marchés publiés qui n’en disent rien, laissés de côté")


class IndicatorOut(Schema):
    code: str
    label: str
    axis: str
    unit: str
    target: Decimal | None
    is_met: bool | None
    actuals: list[ActualOut]


class SchemeBuyerOut(Schema):
    name: str
    siret: str
    indicators: list[IndicatorOut]
    sources: list[str]


class WholeSchemeOut(SchemeOut):
    """Un schéma publié, ses indicateurs acheteur par acheteur."""

    buyers: list[SchemeBuyerOut]


class SchemesOf(Schema):
    page: int = Field(1, ge=1, le=10_000, description="Cent schémas par page")


class YearOf(Schema):
    year: Annotated[int | None, Field(ge=2016, le=2100, description="Dernière des deux années du rapport")] = None


@router.get(
    "/spaser",
    response={200: list[SchemeOut], **REFUSALS},
    summary="Schémas publiés",
    operation_id="schemes",
    url_name="schemes",
)
def schemes(request: HttpRequest, asked: Query[SchemesOf]) -> list[dict[str, Any]]:
    """Les schémas que leurs acheteurs publient ici, par nom."""
    rows = queries.visible(None).select_related("owner")
    return [_scheme(one) for one in rows[(asked.page - 1) * PAGE : asked.page * PAGE]]


@router.get(
    "/spaser/{scheme_id}",
    response={200: WholeSchemeOut, **REFUSALS},
    summary="Un schéma publié et ses indicateurs",
    operation_id="scheme",
    url_name="scheme",
)
def scheme(request: HttpRequest, scheme_id: Number, asked: Query[YearOf]) -> dict[str, Any]:
    """Deux années d’indicateurs. Un marché qui ne dit rien d’une considération n’est ni avec ni sans."""
    found = queries.find(scheme_id, None)
    if found is None:
        raise Http404
    last = asked.year or localdate().year - 1
    years = (last - 1, last)
    return _scheme(found) | {
        "buyers": [
            {
                "name": one.buyer.name,
                "siret": one.buyer.siret,
                "sources": list(one.origins),
                "indicators": [_indicator(line, years) for line in one.lines],
            }
            for one in queries.reports(found, years)
        ]
    }


def _indicator(line: queries.ReportLine, years: tuple[int, int]) -> dict[str, Any]:
    return {
        "code": line.indicator.code,
        "label": line.indicator.label,
        "axis": line.indicator.axis,
        "unit": line.indicator.unit,
        "target": line.target,
        "is_met": line.is_met,
        "actuals": [
            {
                "year": year,
                "value": None if one is None or one.is_masked else one.value,
                "is_masked": one is not None and one.is_masked,
                "known": 0 if one is None else one.known,
                "silent": 0 if one is None else one.silent,
            }
            for year, one in zip(years, line.years, strict=True)
        ],
    }


def _scheme(found: Spaser) -> dict[str, Any]:
    return {
        "id": found.pk,
        "name": found.name,
        "owner": found.owner.name,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "adopted_on": found.adopted_on,
        "address": found.address,
        "indicators_on": found.indicators_on,
        "next_publication_on": next_publication(found.adopted_on, found.indicators_on, on=localdate()),
    }
