"""The page of a structure, as anybody reads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.doors import may_edit
from quartiers.actors.models import Organisation, Site
from quartiers.actors.queries import directory
from quartiers.actors.queries import organisations as queries
from quartiers.actors.rules.organisations import NETWORKS, known_kind
from quartiers.actors.rules.siret import written
from quartiers.actors.spot_maps import Spot, spots_map
from quartiers.kernel.french import NARROW, NBSP
from quartiers.web.access import ADMINISTRATION, viewer_of
from quartiers.web.maps import MapView
from quartiers.web.rooms import room_modules


@require_safe
def structure(request: HttpRequest, organisation_id: int) -> HttpResponse:
    found = queries.find_structure(organisation_id)
    if found is None:
        raise Http404
    today, kind, viewer = localdate(), known_kind(found.kind), viewer_of(request)
    sites = list(queries.sites_of(found.pk))
    is_network = kind in NETWORKS
    context = {
        "structure": found,
        "kind": kind,
        "title": f"{found.name}{NBSP}: qui sont-ils, comment les joindre{NARROW}?",
        "lead": f"{kind.label.capitalize() if kind.label.islower() else kind.label}. {kind.sentence}",
        "siret": written(found.siret),
        "sites": sites,
        "authorisation": queries.authorisation_on(found.pk, today),
        "networks": queries.networks_of(found.pk, today),
        "national_networks": [directory.network_label(code) for code in found.network_codes],
        "members": queries.members_of(found.pk, today) if is_network else (),
        "is_network": is_network,
        "delegates": list(queries.delegates_of(found.pk, today)) if is_network and viewer else (),
        "others": list(queries.same_siret(found)[:10]),
        "map": _map(found, sites),
        "edits": viewer is not None and may_edit(viewer, found.pk),
        "administers": viewer is not None and viewer.may(ADMINISTRATION),
        "links": [one for room in room_modules("structure_links") for one in room.links(found.pk, found.kind)],
        "crumbs": [("Trouver une structure", reverse("structures:list")), (found.name, "")],
    }
    return render(request, "actors/structures/structure.html", context)


def _map(found: Organisation, sites: list[Site]) -> MapView | None:
    spots = [
        Spot(str(found.pk), one.name or found.name, one.latitude, one.longitude)
        for one in sites
        if one.latitude is not None and one.longitude is not None
    ]
    if not spots:
        return None
    layer = reverse("api-1:structures_geojson", query={"id": found.pk})
    return spots_map(spots, title=f"Où se trouve {found.name}", layer=layer)
