"""The panorama of a territory: two pages to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.queries.ground import Move
from quartiers.iae.queries.panorama import Panorama, panorama
from quartiers.iae.queries.zones import zones
from quartiers.iae.rules.zones import QUESTION, USUAL_KM, ZoneKind
from quartiers.iae.views.zones import FEW, shown
from quartiers.iae.zone_maps import zone_map
from quartiers.kernel.french import NARROW, NBSP, number, quantity
from quartiers.territory.queries import grounds

#: Names of structures that moved, and networks, on a page that is printed.
NAMED, NETWORKS = 8, 8
MOVES = {Move.CAME: "arrivée,arrivées", Move.LEFT: "partie,parties", Move.CHANGED: "modifiée,modifiées"}


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Structures by kind, density, gaps, what the last load changed, networks, the map of all SIAE."""
    where = grounds.territory(key)
    if where is None:
        raise Http404
    found, towns = panorama(where, on=localdate()), zones(where, ZoneKind.SIAE, USUAL_KM, neighbourhoods=False)
    context = {
        "where": where,
        "found": found,
        "title": f"{where.name}{NBSP}: qui embauche en insertion, et où{NARROW}?",
        "lead": _lead(found),
        "silent": _silent(found),
        "km": USUAL_KM,
        "towns": towns,
        "shown": [shown(one) for one in towns.gaps[:FEW]],
        "map": zone_map(where, towns.spots, ZoneKind.SIAE, USUAL_KM) if towns.spots else None,
        "moved": [(words, found.changes.structures[move]) for move, words in MOVES.items()],
        "named": NAMED,
        "networks": found.networks[:NETWORKS],
        "more_networks": len(found.networks) - NETWORKS,
        "crumbs": [(QUESTION, reverse("iae:zones")), (where.name, "")],
    }
    return render(request, "iae/zones/panorama.html", context)


def _silent(found: Panorama) -> str:
    """How many communes have no figure of jobseekers, and what that does to the densities; empty when all have one."""
    silent = found.registered.silent if found.registered else 0
    if not silent:
        return ""
    have, their = ("n’ont", "leurs") if silent > 1 else ("n’a", "ses")
    return (
        f"{quantity(silent, 'commune')} sur {number(found.towns)} {have} pas de chiffre publié{NBSP}: {their} "
        "demandeurs d’emploi ne sont pas comptés, et la densité est un peu trop haute."
    )


def _lead(found: Panorama) -> str:
    whole = found.whole
    said = f"{quantity(whole.structures, 'structure')} d’insertion pour {quantity(found.people, 'habitant')}"
    if whole.people is None:
        return f"{said}."
    return f"{said}{NBSP}; {number(whole.people)} vivent à plus de {USUAL_KM}{NBSP}km de la plus proche."
