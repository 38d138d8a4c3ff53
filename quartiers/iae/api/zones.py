"""Zones blanches for machines: the figures of the page."""

import math
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.iae.queries.what_if import Gainer, Opening, Point, change, guaranteed, openings
from quartiers.iae.queries.zones import Zones, zones
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import LEAST_KM, MOST_KM, MOST_SOUGHT, NO_COMMUNE, USUAL_KM, ZoneKind, is_gap
from quartiers.kernel.errors import RuleBroken
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory
from quartiers.web.api_errors import refusals

router = Router(tags=["Zones blanches"])
REFUSALS = refusals(409)


class GroundAsked(Schema):
    """Ce que l’on cherche."""

    territory: Annotated[str, Field(max_length=25, description="departement-11, epci-241100593 ou region-76")]
    kind: Annotated[Literal["SIAE", "ACI", "AI", "EI", "ETTI", "EITI", "GEIQ", "OPCS"], Field()] = "SIAE"
    activity: Annotated[Activity | None, Field(description="Seulement qui dit faire cette activité")] = None
    km: Annotated[int, Field(ge=LEAST_KM, le=MOST_KM, description="Trop loin, c’est plus de")] = USUAL_KM


class ZonesAsked(GroundAsked):
    """Ce que l’on regarde."""

    look: Literal["communes", "neighbourhoods"] = "communes"


class WhatIfAsked(GroundAsked):
    """Où une structure ouvrirait : une commune, un point, ou les meilleurs endroits."""

    commune: Annotated[str, Field(max_length=100, description="Son nom, ou son code Insee")] = ""
    latitude: Annotated[float | None, Field(ge=-85, le=85)] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180)] = None
    seek: Annotated[int, Field(ge=0, le=MOST_SOUGHT, description="Combien d’endroits chercher")] = 0


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
    jobseekers: Annotated[
        int | None, Field(description="Des lieux trop loin dont le chiffre est publié ; vide si aucun ne l’est")
    ]
    gaps: int
    computed_at: Annotated[datetime | None, Field(description="Vide : rien n’est encore calculé")]
    places: list[SpotOut]


class OpeningOut(Schema):
    """Une structure qui ouvrirait."""

    latitude: float
    longitude: float
    commune: Annotated[str, Field(description="Celle qui est nommée ou choisie, sinon la plus proche du point")]
    name: str
    gain: Annotated[int | None, Field(description="Habitants de plus qu’elle sert ; vide si elle n’est pas cherchée")]
    total: Annotated[int | None, Field(description="Habitants servis par celles d’avant et par elle")]


class GainerOut(Schema):
    """Un lieu qui sort de la zone blanche."""

    code: str
    name: str
    population: int | None
    jobseekers: int | None
    before_m: Annotated[int | None, Field(description="Vide : aucune structure de ce type n’est connue")]
    after_m: int


class WhatIfOut(Schema):
    """Ce que changeraient ces structures."""

    territory: str
    kind: str
    activity: str | None
    km: int
    people_before: Annotated[int, Field(description="Habitants trop loin aujourd’hui")]
    people: Annotated[int, Field(description="Habitants qui y gagnent")]
    people_after: int
    jobseekers: Annotated[
        int | None,
        Field(description="Des communes qui y gagnent, ou des quartiers sans source par commune ; vide si non publié"),
    ]
    guaranteed: Annotated[
        float | None,
        Field(
            description="Part de ce que serviraient les meilleurs, au moins ; 1 : rien ne fait mieux. Vide sans seek"
        ),
    ]
    openings: list[OpeningOut]
    communes: list[GainerOut]
    neighbourhoods: list[GainerOut]


@router.get(
    "/zones-blanches",
    response={200: ZonesOut, **REFUSALS},
    summary="Où manque-t-il une structure ?",
    operation_id="iae_zones",
    url_name="iae_zones",
)
def zones_blanches(request: HttpRequest, asked: Query[ZonesAsked]) -> ZonesOut:
    """La distance de chaque lieu à la structure la plus proche, à vol d’oiseau."""
    where = _territory(asked)
    found = _zones(asked, where, neighbourhoods=asked.look == "neighbourhoods")
    return ZonesOut(
        territory=where.name,
        kind=asked.kind,
        activity=asked.activity,
        km=asked.km,
        people=found.people,
        jobseekers=found.jobseekers,
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


@router.get(
    "/et-si",
    response={200: WhatIfOut, **REFUSALS},
    summary="Et si une structure ouvrait ici ?",
    operation_id="iae_what_if",
    url_name="iae_what_if",
)
def et_si(request: HttpRequest, asked: Query[WhatIfAsked]) -> WhatIfOut:
    """Qui gagnerait à une structure de plus. Le meilleur endroit est exact ; les suivants, l’un après l’autre."""
    where = _territory(asked)
    towns = _zones(asked, where, neighbourhoods=False)
    found = openings(towns, commune=asked.commune, point=_point(asked), seek=asked.seek)
    if not found and not asked.seek:
        raise RuleBroken(
            NO_COMMUNE if asked.commune else "Dites où\u00a0: une commune, un point, ou combien chercher."
        )
    quarters = _zones(asked, where, neighbourhoods=True)
    changed = change(towns, quarters, [one.point for one in found])
    return WhatIfOut(
        territory=where.name,
        kind=asked.kind,
        activity=asked.activity,
        km=asked.km,
        people_before=towns.people,
        people=changed.people,
        people_after=changed.left,
        jobseekers=changed.jobseekers,
        guaranteed=guaranteed(found, asked.seek) if asked.seek else None,
        openings=[_opening(one) for one in found],
        communes=[_gainer(one) for one in changed.towns],
        neighbourhoods=[_gainer(one) for one in changed.quarters],
    )


def _territory(asked: GroundAsked) -> Territory:
    where = grounds.territory(asked.territory)
    if where is None:
        raise RuleBroken("Ce territoire n’est pas chargé ici.")
    return where


def _zones(asked: GroundAsked, where: Territory, *, neighbourhoods: bool) -> Zones:
    return zones(where, ZoneKind(asked.kind), asked.km, neighbourhoods=neighbourhoods, activity=asked.activity)


def _point(asked: WhatIfAsked) -> Point | None:
    if (asked.latitude is None) != (asked.longitude is None):
        raise RuleBroken("Il faut les deux\u00a0: latitude et longitude.")
    return None if asked.latitude is None or asked.longitude is None else (asked.latitude, asked.longitude)


def _opening(one: Opening) -> OpeningOut:
    latitude, longitude = one.point
    return OpeningOut(
        latitude=latitude,
        longitude=longitude,
        commune=one.spot.code,
        name=one.spot.name,
        gain=one.gain,
        total=one.total,
    )


def _gainer(one: Gainer) -> GainerOut:
    return GainerOut(
        code=one.spot.code,
        name=one.spot.name,
        population=one.spot.population,
        jobseekers=one.spot.jobseekers,
        before_m=one.before_m,
        after_m=math.ceil(one.after_m),
    )
