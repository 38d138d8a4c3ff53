"""One neighbourhood: contour and population, then what exists there and near it, then its figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.doors import cites_read_by
from quartiers.actors.queries import directory
from quartiers.actors.queries.accounts import kind_label
from quartiers.actors.queries.cites import holding_neighbourhood
from quartiers.actors.queries.contracts import covering
from quartiers.actors.queries.directory import Near, metres
from quartiers.exchanges.queries import public
from quartiers.iae.queries import employers, projects
from quartiers.iae.queries.zones import distances_at
from quartiers.iae.rules.zones import USUAL_KM, ZoneKind, is_gap
from quartiers.kernel.french import number, quantity
from quartiers.procurement.queries import coming, operations, published
from quartiers.territory.portraits import portrait
from quartiers.territory.queries import places
from quartiers.territory.rules import distance
from quartiers.web.access import Viewer, viewer_of

#: Kilometres around the middle of the neighbourhood: for a structure, and for a post.
ON_FOOT_KM, BY_BUS_KM = 5, 10
MOST_NEAR = 4
MOST_WORKS = 5


@dataclass(frozen=True)
class Figure:
    """A number that is a door, and what it counts."""

    value: int
    words: str
    address: str


@dataclass(frozen=True)
class NearStructure:
    """A structure near the neighbourhood."""

    name: str
    kind: str
    distance: str
    address: str


@dataclass(frozen=True)
class Gap:
    """A kind of structure that is too far."""

    label: str
    distance: str
    address: str


@dataclass(frozen=True)
class Work:
    """An operation or a project that this viewer may see."""

    name: str
    under: str
    address: str


@require_safe
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    """The same number of queries whatever stands there."""
    found = places.find(places.neighbourhoods().defer(None), code)
    if found is None:
        raise Http404
    today, viewer = localdate(), viewer_of(request)
    near = directory.near(f"quartier-{found.code}")
    measured = [one for one in distances_at(found.code) if one[0] is not ZoneKind.UNKNOWN]
    context = portrait(found, today=today) | {
        "on_foot": ON_FOOT_KM,
        "usual_km": USUAL_KM,
        "structures": _structures(near) if near else [],
        "counted": _counted(found, near, today),
        "gaps": _gaps(found.department_id, measured),
        "is_measured": bool(measured),
        "works": _works(viewer, found.code),
        "cites": list(holding_neighbourhood(found.code)),
        "contracts": list(covering(found.code)),
    }
    return render(request, "desks/neighbourhood.html", context)


def _structures(near: Near) -> list[NearStructure]:
    rows = directory.structures_near(near, ON_FOOT_KM).order_by("square", "pk")[:MOST_NEAR]
    return [
        NearStructure(one.name, _kind(one), distance(metres(one) or 0), reverse("structures:structure", args=[one.pk]))
        for one in rows
    ]


def _kind(one: Any) -> str:
    return f"{kind_label(one.kind)}, exemple fictif" if one.fictional else kind_label(one.kind)


def _counted(found: Any, near: Near | None, today: date) -> list[Figure]:
    """What exists, each number with its door."""
    figures = [*_around(near, today)] if near else []
    towns = list(found.communes.all())
    bought = published.near([one.code for one in towns], found.department_id, today=today)
    figures.append(
        Figure(
            bought.placed,
            "contrats publiés dans ses communes depuis trois ans",
            reverse("procurement:published_near", args=[found.code]),
        )
    )
    where = coming.Where(neighbourhood=found.code)
    ending = coming.ending(where, today=today).count()
    address = reverse("procurement:coming", query={"quartier": found.code})
    figures.append(Figure(ending, "contrats qui y finissent dans les mois à venir", address))
    names = [one.name for one in towns]
    cards = public.practices_at([found.name, *names]).count()
    figures.append(
        Figure(
            cards, "pratiques racontées ici", reverse("exchanges:practices", query={"q": names[0] if names else ""})
        )
    )
    return [one for one in figures if one.value]


def _around(near: Near, today: date) -> list[Figure]:
    structures = directory.structures_near(near, ON_FOOT_KM).count()
    posts = employers.posts(today, near, BY_BUS_KM).count()
    at = {"pres": near.key}
    return [
        Figure(
            structures,
            f"structures à moins de {ON_FOOT_KM}\u00a0km",
            reverse("structures:list", query={**at, "rayon": ON_FOOT_KM}),
        ),
        Figure(
            posts,
            f"annonces de postes à moins de {BY_BUS_KM}\u00a0km",
            reverse("iae:posts", query={**at, "rayon": BY_BUS_KM}),
        ),
    ]


def _gaps(department: str, measured: list[tuple[ZoneKind, int | None]]) -> list[Gap]:
    """The kinds too far, as the last computation measured them."""
    asked = {"territoire": f"departement-{department}", "regarder": "quartiers"}
    return [
        Gap(
            kind.choice,
            f"la plus proche à {number(far / 1000)}\u00a0km" if far is not None else "aucune de connue",
            reverse("iae:zones", query={**asked, "type": kind.value}),
        )
        for kind, far in measured
        if is_gap(far, USUAL_KM)
    ]


def _works(viewer: Viewer | None, code: str) -> list[Work]:
    """Operations and projects there that this viewer follows, or reads as a Cité; nothing for a visitor."""
    if viewer is None:
        return []
    cites = cites_read_by(viewer)
    bought = operations.operations(viewer.organisation_id, cites).filter(neighbourhoods=code)[:MOST_WORKS]
    borne = projects.visible(viewer.organisation_id, cites).filter(neighbourhoods=code)[:MOST_WORKS]
    return [
        *(
            Work(
                one.name,
                f"Opération, {quantity(one.hours, 'heure d’insertion', 'heures d’insertion')}",
                reverse("procurement:operation", args=[one.pk]),
            )
            for one in bought
        ),
        *(Work(one.name, "Projet de structure", reverse("iae:project", args=[one.pk])) for one in borne),
    ]
