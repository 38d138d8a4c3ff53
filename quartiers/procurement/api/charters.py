"""Published charters for machines: what is promised, what awarded contracts ask for."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.kernel.disclosure import Audience
from quartiers.procurement.models import Charter
from quartiers.procurement.queries import charters as queries
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import Number

router = Router(tags=["Achats : chartes"])
REFUSALS = refusals(404)
PAGE = 100


class CommitmentOut(Schema):
    text: str
    base: str = Field(description="works : travaux et ingénierie ; upkeep : gestion urbaine de proximité")
    measure: str = Field(description="rate : une part de 0 à 1 ; hours : des heures ; number : un autre nombre")
    target: Decimal
    public: str
    source: str
    source_read_on: date | None = Field(description="null : personne n’a noté l’avoir lue")
    worked_hours: Decimal = Field(description="Heures de travail des marchés attribués")
    target_hours: Decimal = Field(description="Ce que l’engagement demande, en heures ; ou un autre nombre")
    contract_hours: int = Field(description="Heures d’insertion que ces marchés doivent, pour toute personne éligible")
    reached: Decimal | None = Field(description="Fait par les seules personnes que la charte nomme ; null sans relevé")
    reached_below: int | None = Field(description="Un nombre trop petit pour être publié est sous celui-ci")
    reached_on: date | None
    indicator: Decimal | None = Field(description="reached ÷ worked_hours, de 0 à 1")


class CharterOut(Schema):
    """Une charte publiée, sans ses engagements."""

    id: int
    name: str
    model: str = Field(description="npnru ou local")
    owner: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    closed_on: date | None


class WholeCharterOut(CharterOut):
    """Une charte publiée. Les marchés qui ne sont pas attribués n’y comptent pas."""

    summary: str
    signatories: list[str]
    neighbourhoods: list[str]
    commitments: list[CommitmentOut]


class ChartersOf(Schema):
    page: int = Field(1, ge=1, le=10_000, description="Cent chartes par page")


@router.get(
    "/chartes", response={200: list[CharterOut], **REFUSALS}, summary="Chartes publiées", operation_id="charters",
    url_name="charters",
)  # fmt: skip
def charters(request: HttpRequest, asked: Query[ChartersOf]) -> list[dict[str, Any]]:
    """Les chartes que leurs signataires publient, par nom."""
    rows = queries.visible(None, []).select_related("owner")
    return [_charter(one) for one in rows[(asked.page - 1) * PAGE : asked.page * PAGE]]


@router.get(
    "/chartes/{charter_id}", response={200: WholeCharterOut, **REFUSALS}, summary="Une charte publiée",
    operation_id="charter", url_name="charter",
)  # fmt: skip
def charter(request: HttpRequest, charter_id: Number) -> dict[str, Any]:
    """Ses engagements et les heures des marchés attribués. Indicateur de la charte et heures des marchés sont deux
    chiffres : ils ne s’ajoutent pas.
    """
    found = queries.find(charter_id, None, [])
    if found is None:
        raise Http404
    today = localdate()
    lines = queries.commitments(found, queries.bound(found, None, [], on=today), audience=Audience.PUBLIC, on=today)
    return _charter(found) | {
        "summary": found.summary,
        "signatories": [one.name for one in queries.signatories_of(found)],
        "neighbourhoods": [one.code for one in queries.neighbourhoods_of(found)],
        "commitments": [
            {
                "text": one.commitment.text,
                "base": one.commitment.base,
                "measure": one.commitment.measure,
                "target": one.commitment.target,
                "public": one.commitment.public,
                "source": one.commitment.origin,
                "source_read_on": one.commitment.read_on,
                "worked_hours": one.standing.worked,
                "target_hours": one.standing.target,
                "contract_hours": one.standing.due,
                "reached": one.standing.reached,
                "reached_below": one.masked.below if one.masked else None,
                "reached_on": one.commitment.reached_on,
                "indicator": one.standing.indicator,
            }
            for one in lines
        ],
    }


def _charter(found: Charter) -> dict[str, Any]:
    return {
        "id": found.pk,
        "name": found.name,
        "model": found.model,
        "owner": found.owner.name,
        "signed_on": found.signed_on,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "closed_on": found.closed_on,
    }
