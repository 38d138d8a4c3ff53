"""Employers of insertion and posts for machines: the same filters, order and distances as the pages."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import RADII, USUAL_RADIUS
from quartiers.actors.structure_lists import named_near
from quartiers.iae.employer_lists import employer_spec, post_spec
from quartiers.iae.queries import employers as queries
from quartiers.iae.rules.employers import is_employer
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import Number, page_of
from quartiers.web.lists import filtered

router = Router(tags=["Employeurs d’insertion"])
REFUSALS = refusals(404, 409)


class Around(Schema):
    """D’où l’on regarde."""

    near: Annotated[
        str, Field(max_length=60, description="Lieu : 43.184,3.004, commune-11262 ou quartier-QN01101M")
    ] = ""
    radius_km: Annotated[int, Field(description=f"Distance : {', '.join(map(str, RADII))}")] = USUAL_RADIUS
    kind: Annotated[str, Field(max_length=30, description="Type : aci, ei, ai…")] = ""
    activity: Annotated[str, Field(max_length=30, description="Activité : espaces_verts, batiment…")] = ""
    rome_domain: Annotated[str, Field(max_length=1, description="Domaine du ROME : une lettre de A à N")] = ""
    contract: Annotated[str, Field(max_length=20, description="Contrat : cddi, mission…")] = ""
    q: Annotated[str, Field(max_length=100, description="Mots du nom, de la ville ou du métier")] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 50


class EmployersAsked(Around):
    """Quels employeurs."""

    recruiting: Annotated[Literal["", "oui"], Field(description="oui : seulement qui recrute")] = ""


class PostsAsked(Around):
    """Quels postes."""

    clause: Annotated[Literal["", "oui"], Field(description="oui : seulement les postes d’une clause")] = ""


class PostOut(Schema):
    """Une annonce."""

    id: int
    employer: Annotated[int, Field(description="Numéro de l’employeur")]
    employer_name: str
    employer_kind: str
    title: str
    rome: str
    rome_label: str
    contract: str
    openings: int
    hours_a_week: int | None
    place: str
    description: str
    profile: str
    is_clause: bool
    market: str
    confirmed_on: date
    source: str
    distance_m: Annotated[int | None, Field(description="Mètres à vol d’oiseau ; vide sans lieu donné")] = None


class EmployerOut(Schema):
    """Un employeur. Les postes comptés sont ceux qu’il a confirmés depuis moins de trois mois."""

    id: int
    name: str
    kind: str
    siret: str
    activities: list[str]
    takes_applications: Annotated[bool | None, Field(description="Vide : il n’en dit rien")]
    posts: Annotated[int, Field(description="Annonces ouvertes")]
    openings: Annotated[int, Field(description="Postes de ces annonces")]
    address: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None
    distance_m: Annotated[int | None, Field(description="Mètres à vol d’oiseau ; vide sans lieu donné")]
    fictional: bool


class EmployerDetail(Schema):
    """Ce que dit sa fiche."""

    id: int
    name: str
    kind: str
    activities: list[str]
    takes_applications: Annotated[bool | None, Field(description="Vide : il n’en dit rien")]
    convention_from: date | None
    convention_to: date | None
    posts: list[PostOut]


class EmployersOut(Schema):
    """Une page d’employeurs."""

    total: int
    page: int
    pages: int
    results: list[EmployerOut]


class PostsOut(Schema):
    """Une page d’annonces."""

    total: int
    page: int
    pages: int
    results: list[PostOut]


@router.get(
    "/employeurs",
    response={200: EmployersOut, **REFUSALS},
    summary="Qui emploie en insertion ?",
    operation_id="iae_employers",
    url_name="iae_employers",
)
def employers(request: HttpRequest, asked: Query[EmployersAsked]) -> dict[str, object]:
    """Les employeurs d’insertion ; les plus proches d’abord quand un lieu est donné."""
    near, today = named_near(asked.near, asked.radius_km), localdate()
    said = _filters(asked) | {"recrute": asked.recruiting}
    rows = filtered(employer_spec(today, near), queries.employers(today, near, asked.radius_km), said)
    return page_of(rows, page=asked.page, size=asked.page_size, shown=_employer)


@router.get(
    "/postes",
    response={200: PostsOut, **REFUSALS},
    summary="Quels postes en insertion ?",
    operation_id="iae_posts",
    url_name="iae_posts",
)
def posts(request: HttpRequest, asked: Query[PostsAsked]) -> dict[str, object]:
    """Les annonces ouvertes que leur employeur a confirmées depuis moins de trois mois."""
    near, today = named_near(asked.near, asked.radius_km), localdate()
    said = _filters(asked) | {"clause": asked.clause}
    rows = filtered(post_spec(near), queries.posts(today, near, asked.radius_km), said)
    return page_of(rows, page=asked.page, size=asked.page_size, shown=_post)


@router.get(
    "/employeurs/{organisation_id}",
    response={200: EmployerDetail, **REFUSALS},
    summary="Un employeur d’insertion",
    operation_id="iae_employer",
    url_name="iae_employer",
)
def employer(request: HttpRequest, organisation_id: Number) -> dict[str, object]:
    """Ses activités, sa convention, ses annonces ouvertes."""
    found = next(iter(directory.structures_at([organisation_id], None)), None)
    if found is None or not is_employer(found.kind):
        raise Http404
    sheet = queries.sheet_of(found.pk)
    return {
        "id": found.pk,
        "name": found.name,
        "kind": found.kind,
        "activities": [one.value for one in queries.activities_between(sheet.activities)],
        "takes_applications": sheet.says_applications,
        "convention_from": sheet.convention_from,
        "convention_to": sheet.convention_to,
        "posts": [_post(one) for one in queries.posts(localdate()).filter(organisation=found.pk).order_by("pk")],
    }


def _filters(asked: Around) -> dict[str, str]:
    return {
        "nature": asked.kind,
        "activite": asked.activity,
        "metier": asked.rome_domain,
        "contrat": asked.contract,
        "q": asked.q,
    }


def _employer(row: Any) -> dict[str, object]:
    metres = directory.metres(row)
    return {
        **{name: getattr(row, name) for name in ("name", "kind", "siret", "openings", "fictional")},
        "id": row.pk,
        "activities": [one.value for one in queries.activities_between(row.activities)],
        "takes_applications": row.takes_applications,
        "posts": row.open_posts,
        "address": row.site_address or "",
        "postcode": row.site_postcode or "",
        "city": row.site_city,
        "latitude": row.site_latitude,
        "longitude": row.site_longitude,
        "distance_m": None if metres is None else round(metres),
    }


def _post(row: Any) -> dict[str, object]:
    metres = directory.metres(row)
    return {
        **{name: getattr(row, name) for name in PostOut.model_fields if hasattr(row, name)},
        "id": row.pk,
        "employer": row.organisation_id,
        "employer_name": row.organisation.name,
        "employer_kind": row.organisation.kind,
        "place": row.place or row.site_city,
        "distance_m": None if metres is None else round(metres),
    }
