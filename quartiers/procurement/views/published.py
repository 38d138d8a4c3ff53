"""Published contracts: who buys, with which clauses, near which neighbourhood."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.rules.siret import written
from quartiers.kernel.french import NARROW, NBSP, number, quantity
from quartiers.procurement import published_lists
from quartiers.procurement.models import PublishedContract, PublishedShare
from quartiers.procurement.queries import published as queries
from quartiers.procurement.queries.published import NearBy, Opportunity
from quartiers.procurement.rules.decp import EXPLAINED, Place, Trap, division_label
from quartiers.procurement.views.published_maps import opportunity_map
from quartiers.territory.queries import places
from quartiers.web.access import ADMINISTRATION, viewer_of
from quartiers.web.lists import list_response

TITLE = f"Qui achète, avec quelles clauses{NARROW}?"
PLACES = {
    Place.COMMUNE: "une commune",
    Place.POSTCODE: "un code postal\u00a0: plusieurs communes",
    Place.DEPARTMENT: "un département entier",
    Place.REGION: "une région",
    Place.COUNTRY: "un pays",
    Place.UNKNOWN: "inconnu",
}


@require_safe
def contracts(request: HttpRequest) -> HttpResponseBase:
    """The list, with its filters and exports."""
    viewer = viewer_of(request)
    whole = queries.whole()
    context = {
        "lead": _lead(whole),
        "whole": whole,
        "loads": viewer is not None and viewer.may(ADMINISTRATION),
    }
    spec = published_lists.spec(request.GET, today=localdate())
    return list_response(request, spec, queries.contracts(), "procurement/published/list.html", context)


@require_safe
def contract(request: HttpRequest, uid: str) -> HttpResponse:
    """One contract, as its buyer published it."""
    found = queries.contract(uid)
    if found is None:
        raise Http404
    names = queries.commune_names([found.commune_code] if found.commune_code else [])
    context = {
        "contract": found,
        "title": published_lists.what(found),
        "lead": f"{published_lists.buyer_words(found)}, {published_lists.amount_words(found)} hors taxes.",
        "siret": written(found.buyer_siret),
        "social": published_lists.social_badge(found),
        "green": published_lists.green_badge(found),
        "family": division_label(found.division),
        "place": names.get(found.commune_code) or found.place_name or found.place_code or "non renseigné",
        "place_is": PLACES[Place(found.place_level)],
        "holders": [(one, written(one.siret) if one.siret else one.identifier) for one in queries.holders(found)],
        "traps": _traps(found),
        "crumbs": [(TITLE, reverse("procurement:published")), (found.number, "")],
    }
    return render(request, "procurement/published/contract.html", context)


@require_safe
def shares(request: HttpRequest, axis: str) -> HttpResponseBase:
    """What part of the contracts has a consideration, by buyer, family, territory or year."""
    if axis not in published_lists.AXES:
        raise Http404
    asked = request.GET.get("annee", "")
    years = queries.years()
    year = int(asked) if asked in {str(one) for one in years} and axis != "annee" else 0
    rows = published_lists.share_rows(axis, year)
    names = _names(axis, rows)
    context: dict[str, Any] = {
        "lead": _lead(queries.whole()),
        "axis": axis,
        "axes": [
            (label, reverse("procurement:published_shares", args=[one]), one == axis)
            for one, (label, *_) in published_lists.AXES.items()
        ],
        "years": [
            ("Toutes", request.path, year == 0),
            *((str(one), f"{request.path}?annee={one}", one == year) for one in years[:8]),
        ]
        if axis != "annee"
        else [],
        "crumbs": [(TITLE, reverse("procurement:published")), ("Parts", "")],
    }
    return list_response(
        request, published_lists.share_spec(axis, names), rows, "procurement/published/shares.html", context
    )


@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Where, near a neighbourhood, is something bought without a social consideration?"""
    choices = places.department_names()
    known = dict(choices)
    asked = request.GET.get("departement", "")
    department = asked if asked in known else _richest(known)
    rows = queries.opportunities(department) if department else []
    context = {
        "choices": [(code, name, code == department) for code, name in choices],
        "department": known.get(department, ""),
        "rows": rows,
        "map": opportunity_map(rows, department) if rows else None,
        "lead": _opportunity_lead(rows, known.get(department, "")),
        "crumbs": [(TITLE, reverse("procurement:published")), ("Près des quartiers", "")],
    }
    return render(request, "procurement/published/opportunities.html", context)


@require_safe
def near(request: HttpRequest, code: str) -> HttpResponse:
    """Who buys near this neighbourhood?"""
    found = places.find(places.neighbourhoods(), code)
    if found is None:
        raise Http404
    communes = list(found.communes.all())
    department = communes[0].department_id if communes else found.department_id
    nearby = queries.near([one.code for one in communes], department, today=localdate())
    known = nearby.social + nearby.without
    context = {
        "neighbourhood": found,
        "communes": communes,
        "near": nearby,
        "department": department,
        "share": queries.percent(nearby.social, known),
        "known": known,
        "lead": _near_lead(nearby, ", ".join(one.name for one in communes)),
        "crumbs": [
            (TITLE, reverse("procurement:published")),
            ("Près des quartiers", reverse("procurement:published_opportunities")),
            (found.name, ""),
        ],
    }
    return render(request, "procurement/published/near.html", context)


def _lead(whole: PublishedShare | None) -> str:
    if whole is None:
        return "Les contrats que les acheteurs publient, et ce qu’ils disent de l’emploi et de l’environnement."
    said = whole.social_with + whole.social_without
    return (
        f"{quantity(whole.total, 'contrat publié', 'contrats publiés')}{NBSP}: "
        f"{queries.percent(whole.social_with, said)} de ceux qui le disent ont une considération sociale, "
        f"{number(whole.social_without)} n’en ont aucune."
    )


def _opportunity_lead(rows: list[Opportunity], department: str) -> str:
    if not rows:
        return "Aucun quartier prioritaire n’est chargé ici."
    where = sum(one.without > 0 for one in rows)
    return (
        f"{department}{NBSP}: pour {number(where)} des {quantity(len(rows), 'quartier')}, des acheteurs publient des "
        "contrats sans considération sociale dans la commune."
    )


def _near_lead(nearby: NearBy, towns: str) -> str:
    if not nearby.placed:
        return f"Aucun contrat publié depuis trois ans ne dit qu’il s’exécute à {towns or 'cet endroit'}."
    more = " au moins" if nearby.has_more else ""
    placed = quantity(nearby.placed, "contrat publié", "contrats publiés")
    return (
        f"{quantity(len(nearby.buyers), 'acheteur')}{more}, {placed} "
        f"à {towns} en trois ans, dont {number(nearby.without)} sans considération sociale."
    )


def _traps(found: PublishedContract) -> list[str]:
    known = {trap.value for trap in Trap}
    return [EXPLAINED[Trap(code)] for code in found.traps.split() if code in known]


def _names(axis: str, rows: Any) -> dict[str, str]:
    """Names of all the keys where they are few; those of buyers stand in the rows."""
    if axis in ("acheteur", "annee"):
        return {}
    keys = (
        list(rows.values_list("key", flat=True)[:2_000])
        if axis == "commune"
        else list(rows.values_list("key", flat=True))
    )
    return queries.labels(axis, keys)


def _richest(known: dict[str, str]) -> str:
    """The department where most is bought without, else the first that is loaded."""
    keys = queries.shares("departement", 0).filter(key__in=known).order_by("-social_without", "key")
    return keys.values_list("key", flat=True).first() or next(iter(known), "")
