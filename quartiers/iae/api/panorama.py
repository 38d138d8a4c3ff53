"""The panorama of a territory for machines: the figures of the page."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Path, Router, Schema
from pydantic import Field

from quartiers.actors.queries.ground import Move, Moved
from quartiers.iae.queries.panorama import Panorama, panorama
from quartiers.iae.rules.zones import USUAL_KM
from quartiers.kernel.errors import RuleBroken
from quartiers.territory.queries import grounds
from quartiers.web.api_errors import refusals

router = Router(tags=["Zones blanches"])
REFUSALS = refusals(409)
Key = Annotated[
    str, Path(max_length=25, pattern="^[a-z0-9-]+$", description="departement-11, epci-241100593 ou region-76")
]


class KindOut(Schema):
    """Un type de structure dans le territoire. Une valeur vide n’est pas publiée : ce n’est pas zéro."""

    kind: str
    structures: int
    openings: Annotated[int | None, Field(description="Postes des annonces confirmées ; vide : personne n’en annonce")]
    per_1000_inhabitants: float | None
    per_1000_jobseekers: Annotated[float | None, Field(description="Demandeurs d’emploi des quartiers prioritaires")]
    per_1000_registered: Annotated[float | None, Field(description="Demandeurs d’emploi des communes")]
    communes_too_far: Annotated[int | None, Field(description="Vide : rien n’est encore calculé")]
    people_too_far: int | None


class MovedOut(Schema):
    """Une structure que le dernier import a fait bouger."""

    id: int
    name: str
    kind: str


class ChangesOut(Schema):
    """Ce qu’a changé le dernier import qui a changé quelque chose."""

    structures_on: Annotated[date | None, Field(description="Vide : aucun fichier de structures n’est chargé")]
    came: list[MovedOut]
    left: list[MovedOut]
    changed: list[MovedOut]
    posts_on: Annotated[date | None, Field(description="Vide : aucun fichier de postes n’est chargé")]
    posts_told: Annotated[int, Field(description="Annonces nouvelles ou modifiées")]
    posts_closed: int


class NetworkOut(Schema):
    """Un réseau, et ses membres parmi les employeurs du territoire."""

    name: str
    members: int


class RegisteredOut(Schema):
    """Les demandeurs d’emploi des communes d’un territoire."""

    people: Annotated[int, Field(description="De celles dont le chiffre est publié")]
    communes_without: Annotated[int, Field(description="Communes sans chiffre publié : les densités sont trop hautes")]
    origin: Annotated[str, Field(description="Ce qui est compté, et qui le publie")]


class PanoramaOut(Schema):
    """Un territoire d’un coup d’œil."""

    territory: str
    people: int
    communes: int
    jobseekers: Annotated[
        int | None, Field(description="Des quartiers prioritaires, là où publiés ; vide sans source")
    ]
    registered: Annotated[RegisteredOut | None, Field(description="Vide : aucune source n’est chargée par commune")]
    km: Annotated[int, Field(description="Trop loin, c’est plus de")]
    computed_at: datetime | None
    kinds: list[KindOut]
    changes: ChangesOut
    networks: list[NetworkOut]


@router.get(
    "/panorama/{key}",
    response={200: PanoramaOut, **REFUSALS},
    summary="Qui embauche en insertion, et où ?",
    operation_id="iae_panorama",
    url_name="iae_panorama",
)
def of_territory(request: HttpRequest, key: Key) -> PanoramaOut:
    """Structures et postes par type, densités, manques, changements depuis le dernier import, réseaux."""
    where = grounds.territory(key)
    if where is None:
        raise RuleBroken("Ce territoire n’est pas chargé ici.")
    found = panorama(where, on=localdate())
    return PanoramaOut(
        territory=where.name,
        people=found.people,
        communes=found.towns,
        jobseekers=found.jobseekers,
        registered=_registered(found),
        km=USUAL_KM,
        computed_at=found.computed_at,
        kinds=[
            KindOut(
                kind=one.kind.value,
                structures=one.structures,
                openings=one.openings,
                per_1000_inhabitants=one.density,
                per_1000_jobseekers=one.density_jobseekers,
                per_1000_registered=one.density_registered,
                communes_too_far=one.towns,
                people_too_far=one.people,
            )
            for one in found.lines
        ],
        changes=_changes(found),
        networks=[NetworkOut(name=one.name, members=one.members) for one in found.networks],
    )


def _registered(found: Panorama) -> RegisteredOut | None:
    one = found.registered
    return RegisteredOut(people=one.people, communes_without=one.silent, origin=one.origin) if one else None


def _changes(found: Panorama) -> ChangesOut:
    told = found.changes
    return ChangesOut(
        structures_on=told.structures_on,
        came=_moved(told.structures[Move.CAME]),
        left=_moved(told.structures[Move.LEFT]),
        changed=_moved(told.structures[Move.CHANGED]),
        posts_on=told.posts_on,
        posts_told=told.told,
        posts_closed=told.closed,
    )


def _moved(some: list[Moved]) -> list[MovedOut]:
    return [MovedOut(id=one.organisation, name=one.name, kind=one.kind) for one in some]
