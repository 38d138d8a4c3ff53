"""Values that a territory signed, for machines: those in force, those that were."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.actors.queries.cites import find_cite
from quartiers.procurement.queries import labour as queries
from quartiers.procurement.rules.local_values import LocalValue
from quartiers.web.api_errors import refusals

router = Router(tags=["Achats : heures d’insertion"])
REFUSALS = refusals(404)


class ValueOut(Schema):
    subject: str = Field(description="Un métier, rate (taux) ou full_time (heures d’un temps plein)")
    label: str
    labour_share: float | None = Field(description="Part de main-d’œuvre, de 0 à 1 ; null hors d’un métier")
    hourly_cost: float | None = Field(description="Euros pour une heure ; null hors d’un métier")
    rate: float | None = Field(description="De 0 à 1 ; null hors du taux")
    hours_a_year: int | None
    valid_from: date
    signed_on: date
    organisation: str = Field(description="Au nom de qui la valeur est signée")
    source: str
    to_validate: bool = Field(description="Vrai tant que son signataire demande une relecture")


class SignedOut(ValueOut):
    withdrawn_on: date | None


class TerritoryOut(Schema):
    """Les valeurs signées d’un territoire. Un métier qui n’y est pas garde sa valeur de départ."""

    territory: str
    on: date
    values: list[ValueOut]
    history: list[SignedOut] = Field(description="Toutes celles qui ont été signées, la dernière d’abord")


class ValuesOn(Schema):
    on: date | None = Field(None, description="Jour de la question ; aujourd’hui par défaut")


@router.get(
    "/valeurs/{slug}", response={200: TerritoryOut, **REFUSALS}, summary="Valeurs signées d’un territoire",
    operation_id="procurement_values", url_name="procurement_values",
)  # fmt: skip
def values(request: HttpRequest, slug: str, asked: Query[ValuesOn]) -> dict[str, Any]:
    """Part de main-d’œuvre et coût d’une heure par métier, taux et temps plein, datés et signés."""
    cite, on = found_territory(slug), asked.on or localdate()
    rows = queries.rows_with_values(queries.signed_values(cite.pk))
    return {
        "territory": cite.name,
        "on": on,
        "values": [_value(one) for one in queries.values_of(cite, on=on).values.values()],
        "history": [
            _value(one) | {"withdrawn_on": localdate(row.withdrawn_at) if row.withdrawn_at else None}
            for row, one in rows
        ],
    }


def found_territory(slug: str) -> Any:
    """The open Cité at this address.

    Raises:
        Http404: there is none.
    """
    found = find_cite(slug)
    if found is None:
        raise Http404
    return found


def _value(one: LocalValue) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "label": one.label,
        "labour_share": float(one.labour.share) if one.labour else None,
        "hourly_cost": float(one.labour.hourly_cost) if one.labour else None,
        "rate": None if one.rate is None else float(one.rate),
        "hours_a_year": one.hours_a_year,
        "valid_from": one.valid_from,
        "signed_on": one.signed_on,
        "organisation": one.organisation,
        "source": one.source,
        "to_validate": one.to_validate,
    }
