"""The months to come for machines: the same estimate as the page."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.procurement.queries import coming as queries
from quartiers.procurement.queries.coming import Where
from quartiers.procurement.rules.coming import full_time_of
from quartiers.procurement.rules.trades import FULL_TIME
from quartiers.web.api_errors import refusals

router = Router(tags=["achats"])
REFUSALS = refusals(409)
Code = r"^[0-9A-Za-z]*$"


class ComingOf(Schema):
    """Où, et pour quelle famille d’achat."""

    department: Annotated[str, Field(max_length=3, pattern=Code)] = ""
    commune: Annotated[str, Field(max_length=5, pattern=Code, description="Code Insee")] = ""
    neighbourhood: Annotated[
        str, Field(max_length=12, pattern=Code, description="Ses communes comptent en entier")
    ] = ""
    family: Annotated[str, Field(max_length=2, pattern=Code, description="Deux chiffres du code CPV")] = ""


class MonthOut(Schema):
    """Un mois : heures estimées si les contrats qui finissent sont relancés avec une clause."""

    month: date
    ending: int
    renewed: int
    of_frameworks: Annotated[int, Field(description="Part des accords-cadres : un maximum")]
    prepared: int
    full_time: Decimal


class PartOut(Schema):
    """Heures d’un métier ou d’une commune."""

    key: str
    hours: int


class ComingOut(Schema):
    """Dix-huit mois, à partir du prochain. Estimation, non vérifiée."""

    hours: int
    ending: int
    uncounted: int
    verified: bool
    months: list[MonthOut]
    by_trade: list[PartOut]
    by_commune: list[PartOut]
    by_neighbourhood: list[PartOut] = Field(
        description=(
            "Toujours vide ici : aucun contrat publié ne dit son quartier, seulement sa commune (by_commune). Pour un "
            "quartier, demandez neighbourhood : les contrats de ses communes comptent en entier."
        )
    )


@router.get(
    "/a-venir", response={200: ComingOut, **REFUSALS}, summary="Heures des mois à venir", operation_id="coming"
)
def coming(request: HttpRequest, asked: Query[ComingOf]) -> dict[str, object]:
    """Contrats publiés qui finissent, supposés relancés au même montant et pour la même durée."""
    today = localdate()
    where = Where(asked.department, asked.commune, asked.neighbourhood, asked.family)
    found = queries.hours_ahead(where, today=today)
    a_year = FULL_TIME.on(today)
    return {
        "hours": found.hours,
        "ending": found.ending,
        "uncounted": found.uncounted,
        "verified": False,
        "months": [
            {
                "month": one.first,
                "ending": one.ending,
                "renewed": one.renewed,
                "of_frameworks": one.of_frameworks,
                "prepared": one.prepared,
                "full_time": full_time_of(one.hours, hours_a_year=a_year),
            }
            for one in found.months
        ],
        "by_trade": [{"key": trade.value, "hours": hours} for trade, hours in found.by_trade],
        "by_commune": [{"key": code, "hours": hours} for code, hours in found.by_commune],
        "by_neighbourhood": [{"key": code, "hours": hours} for code, hours in found.by_neighbourhood],
    }
