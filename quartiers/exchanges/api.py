"""The exchanges for machines: public programmes and practices, as the pages say them. Never a room, never a person."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.exchanges import embedding
from quartiers.exchanges.calendars import cycle_url
from quartiers.exchanges.embedding import HEIGHT_PX, WIDTH_PX
from quartiers.exchanges.models import Cycle, Practice
from quartiers.exchanges.queries import public
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Lever, Stage
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import PageOf, page_of

router = Router()
TAGS = ["Rencontres et échanges"]
REFUSALS = refusals(404)


class PracticesAsked(PageOf):
    """Une page de pratiques, d’un levier ou de tous."""

    lever: Annotated[Lever | None, Field(description="echanges, achats, iae ou cite")] = None


class CycleOut(Schema):
    """Un cycle de séances en visio."""

    slug: str
    title: str
    question: str
    organiser: str
    state: Annotated[str, Field(description="published, closed ou archived")]
    zone: Annotated[str, Field(description="Fuseau horaire de la base IANA")]
    page: Annotated[str, Field(description="Adresse de la page publique, où l’on s’inscrit")]
    calendar: Annotated[str, Field(description="Flux iCalendar des séances")]
    fictional: bool


class MomentOut(Schema):
    """Un moment du programme."""

    kind: Annotated[str, Field(description="framing, talk, testimony ou questions")]
    title: str
    minutes: int


class SpeakerOut(Schema):
    """Qui intervient."""

    name: str
    function: str
    organisation: str


class ResourceOut(Schema):
    """Un document ouvert à tous."""

    title: str
    address: str
    licence: str


class SessionOut(Schema):
    """Une séance publique. L’adresse de la salle n’y est jamais."""

    slug: str
    title: str
    question: str
    summary: str
    easy_summary: Annotated[str, Field(description="Résumé facile à lire")]
    starts_at: datetime
    ends_at: datetime
    audiences: list[str]
    is_open: Annotated[bool, Field(description="Accepte des inscriptions")]
    places_left: Annotated[int | None, Field(description="Vide si les places ne sont pas comptées")]
    programme: list[MomentOut]
    speakers: list[SpeakerOut]
    resources: list[ResourceOut]
    minutes: Annotated[str, Field(description="Compte rendu")]
    replay: str


class CycleDetail(CycleOut):
    """Le même, avec ses séances."""

    presentation: str
    sessions: list[SessionOut]


class CyclesOut(Schema):
    """Une page de cycles."""

    total: int
    page: int
    pages: int
    results: list[CycleOut]


class EmbedAsked(Schema):
    """Ce qu’un site demande pour montrer un cycle (oEmbed 1.0)."""

    url: Annotated[str, Field(description="Adresse de la page publique du cycle", max_length=500)]
    maxwidth: Annotated[int, Field(ge=1, le=10_000, description="Largeur de sa place, en pixels")] = WIDTH_PX
    maxheight: Annotated[int, Field(ge=1, le=10_000, description="Hauteur de sa place, en pixels")] = HEIGHT_PX
    format: Literal["json"] = "json"


class EmbedOut(Schema):
    """Comment montrer un cycle dans la page d’un autre site (oEmbed 1.0)."""

    version: str
    type: str
    title: str
    author_name: str
    provider_name: str
    provider_url: str
    cache_age: Annotated[int, Field(description="Secondes pendant lesquelles garder la réponse")]
    html: Annotated[str, Field(description="Le cadre à coller dans la page")]
    width: int
    height: int


class PracticeOut(Schema):
    """Ce que d’autres ont fait."""

    number: int
    title: str
    context: str
    done: str
    result: str
    contact: str
    lever: str
    territory: str
    published_on: date
    page: str
    fictional: bool


class PracticesOut(Schema):
    """Une page de pratiques."""

    total: int
    page: int
    pages: int
    results: list[PracticeOut]


@router.get(
    "/cycles", response={200: CyclesOut, **REFUSALS}, tags=TAGS, summary="Les cycles d’échanges", operation_id="cycles"
)
def cycles(request: HttpRequest, paging: Query[PageOf]) -> dict[str, object]:
    """Cycles ouverts ou passés, le plus récent d’abord."""
    return page_of(public.public_cycles(), page=paging.page, size=paging.page_size, shown=_cycle)


@router.get(
    "/cycles/{slug}",
    response={200: CycleDetail, **REFUSALS},
    tags=TAGS,
    summary="Un cycle et ses séances",
    operation_id="cycle",
)
def cycle(request: HttpRequest, slug: str) -> dict[str, object]:
    """Ce que dit sa page publique : programme, intervenants, places, documents ouverts, compte rendu."""
    found = public.public_cycles().filter(slug=slug).first()
    if found is None:
        raise Http404
    sessions = public.shown(public.public_sessions(found), now=timezone.now())
    return {**_cycle(found), "presentation": found.presentation, "sessions": [_session(one) for one in sessions]}


@router.get(
    "/pratiques",
    response={200: PracticesOut, **REFUSALS},
    tags=TAGS,
    summary="Les fiches de pratiques",
    operation_id="practices",
)
def practices(request: HttpRequest, asked: Query[PracticesAsked]) -> dict[str, object]:
    """Témoignages publiés en fiches, le plus récent d’abord."""
    rows = public.practices()
    rows = rows.filter(lever=asked.lever) if asked.lever is not None else rows
    return page_of(rows.order_by("-published_on", "pk"), page=asked.page, size=asked.page_size, shown=_practice)


@router.get(
    "/oembed",
    response={200: EmbedOut, **REFUSALS},
    tags=TAGS,
    summary="Montrer un cycle sur un autre site",
    operation_id="oembed",
)
def oembed(request: HttpRequest, asked: Query[EmbedAsked]) -> dict[str, object]:
    """Pour les sites que l’installation autorise à montrer la carte d’un cycle ; 404 si elle n’en autorise aucun."""
    return embedding.oembed(asked.url, max_width=asked.maxwidth, max_height=asked.maxheight)


def _cycle(one: Cycle) -> dict[str, object]:
    return {
        **{name: getattr(one, name) for name in ("slug", "title", "question", "zone", "fictional")},
        "organiser": one.organiser.name,
        "state": Stage(one.stage).value,
        "page": cycle_url(one),
        "calendar": settings.SITE_URL + reverse("exchanges:calendar", args=[one.slug]),
    }


def _session(one: SessionShown) -> dict[str, object]:
    session = one.session
    names = ("slug", "title", "question", "summary", "easy_summary", "starts_at", "ends_at", "audiences", "minutes")
    return {
        **{name: getattr(session, name) for name in names},
        "is_open": one.is_open,
        "places_left": one.left,
        "programme": [{"kind": item.part, "title": item.title, "minutes": item.minutes} for item in one.items],
        "speakers": [
            {"name": who.name, "function": who.function, "organisation": who.organisation_name} for who in one.speakers
        ],
        "resources": [
            {"title": left.title, "address": left.address, "licence": left.licence} for left in one.resources
        ],
        "replay": session.replay_address,
    }


def _practice(one: Practice) -> dict[str, object]:
    names = "title", "context", "done", "result", "contact", "lever", "territory", "published_on", "fictional"
    return {
        "number": one.pk,
        **{name: getattr(one, name) for name in names},
        "page": settings.SITE_URL + reverse("exchanges:practice", args=[one.pk]),
    }
