"""Zones blanches for machines: the figures of the page."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.iae.queries.zones import zones
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import LEAST_KM, MOST_KM, USUAL_KM, ZoneKind, is_gap
from quartiers.kernel.errors import RuleBroken
from quartiers.territory.queries import grounds
from quartiers.web.api_errors import Faults, Refusal

router = Router(tags=["Zones blanches"])
REFUSALS: dict[int, Any] = {409: Refusal, 422: Faults}


class ZonesAsked(Schema):
    """Ce que l’on cherche."""

    territory: Annotated[str, Field(max_length=25, description="departement-11, epci-241100593 ou region-76")]
    kind: Annotated[Literal["SIAE", "ACI", "AI", "EI", "ETTI", "EITI", "GEIQ", "OPCS"], Field()] = "SIAE"
    activity: Annotated[Activity | None, Field(description="Seulement qui dit faire cette activité")] = None
    km: Annotated[int, Field(ge=LEAST_KM, le=MOST_KM, description="Trop loin, c’est plus de")] = USUAL_KM
    look: Literal["communes", "neighbourhoods"] = "communes"


class SpotOut(Schema):
    """Une commune ou un quartier. Une valeur vide n’est pas publiée : ce n’est pas zéro."""

    code: str
    name: str
    population: int | None
    jobseekers: int | None
    distance_m: Annotated[int | None, Field(description="Vide : aucune structure de ce type n’est connue")]
    structure: str
    within_20: Annotated[int, Field(description="Structures à 20 km")]
    unknown_m: Annotated[int | None, Field(description="Vers la structure de nature inconnue la plus proche")]
    gap: bool


class ZonesOut(Schema):
    """Les lieux d’un territoire, les plus peuplés d’abord."""

    territory: str
    kind: str
    activity: str | None
    km: int
    people: Annotated[int, Field(description="Habitants des lieux trop loin")]
    gaps: int
    computed_at: Annotated[datetime | None, Field(description="Vide : rien n’est encore calculé")]
    places: list[SpotOut]


@router.get(
    "/zones-blanches",
    response={200: ZonesOut, **REFUSALS},
    summary="Où manque-t-il une structure ?",
    operation_id="iae_zones",
    url_name="iae_zones",
)
def zones_blanches(request: HttpRequest, asked: Query[ZonesAsked]) -> ZonesOut:
    """La distance de chaque lieu à la structure la plus proche, à vol d’oiseau."""
    where = grounds.territory(asked.territory)
    if where is None:
        raise RuleBroken("Ce territoire n’est pas chargé ici.")
    found = zones(
        where,
        ZoneKind(asked.kind),
        asked.km,
        neighbourhoods=asked.look == "neighbourhoods",
        activity=asked.activity,
    )
    return ZonesOut(
        territory=where.name,
        kind=asked.kind,
        activity=asked.activity,
        km=asked.km,
        people=found.people,
        gaps=len(found.gaps),
        computed_at=found.batch.computed_at if found.batch else None,
        places=[
            SpotOut(
                code=one.code,
                name=one.name,
                population=one.population,
                jobseekers=one.jobseekers,
                distance_m=one.distance_m,
                structure=one.structure,
                within_20=one.within_20,
                unknown_m=one.unknown_m,
                gap=is_gap(one.distance_m, asked.km),
            )
            for one in found.spots
        ],
    )
