"""«Trouver une structure»: the list, its map, and where one looks from."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from quartiers.actors.forms.structures import AddressForm, PlaceForm
from quartiers.actors.near_lists import DIRECTORY, FOR, NearList, near_lists
from quartiers.actors.queries import directory as queries
from quartiers.actors.queries.directory import Near
from quartiers.actors.spot_maps import Spot, spots_map
from quartiers.actors.structure_lists import asked_near, spec_and_rows
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.office.actions import erase_job
from quartiers.office.rules import JobState
from quartiers.territory.actions import candidates, start_address_lookup
from quartiers.territory.addresses import lookup_job
from quartiers.web.access import ADMINISTRATION, viewer_of
from quartiers.web.lists import Listing, list_response, read_listing
from quartiers.web.maps import MapView
from quartiers.web.throttle import throttled

TITLE = f"Quelle structure près de chez vous{NARROW}?"
AROUND = "actors/structures/around.html"


@require_safe
def structures(request: HttpRequest) -> HttpResponseBase:
    """The list and the map of its page; htmx gets both, an export the list alone."""
    near, kilometres = asked_near(request.GET)
    spec, rows = spec_and_rows(near, kilometres)
    if "format" in request.GET:
        return list_response(request, spec, rows, "actors/structures/list.html")
    listing = read_listing(spec, rows, request.GET, path=request.path)
    context: dict[str, Any] = {"listing": listing, "map": _map(listing, near)}
    if request.headers.get("HX-Target") == spec.id:
        response = render(request, "actors/structures/_list_swap.html", context)
    else:
        viewer, (fictional, unplaced) = viewer_of(request), queries.totals()
        context |= {
            "lead": _lead(listing, near, kilometres),
            "near": near,
            "unplaced": unplaced if near else 0,
            "fictional": fictional,
            "creates": viewer is not None and viewer.may(ADMINISTRATION),
        }
        response = render(request, "actors/structures/list.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _lead(listing: Listing, near: Near | None, kilometres: int) -> str:
    found = quantity(listing.total, "structure")
    if near is None:
        return f"{found}{NBSP}: qui fait quoi, où, et comment les joindre."
    return f"{found} à moins de {kilometres}{NBSP}km de {near.label}, les plus proches d’abord."


def _map(listing: Listing, near: Near | None) -> MapView | None:
    spots = [
        Spot(
            str(row.pk),
            row.name,
            row.site_latitude,
            row.site_longitude,
            reverse("structures:structure", args=[row.pk]),
        )
        for row in listing.objects
        if row.site_latitude is not None and row.site_longitude is not None
    ]
    marker = Spot("", near.label, near.latitude, near.longitude) if near else None
    if not spots and marker is None:
        return None
    return spots_map(
        spots,
        title=f"Carte{NBSP}: {listing.position or 'aucune structure'}",
        layer=_points(spots, near),
        marker=marker,
    )


def _points(spots: Sequence[Spot], near: Near | None) -> str:
    query: dict[str, Any] = {"id": [one.code for one in spots] or ["0"]}
    if near is not None:
        query |= {"latitude": f"{near.latitude:.5f}", "longitude": f"{near.longitude:.5f}"}
    return reverse("api-1:structures_geojson", query=query)


# --- Where one looks from -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("address", limit=30, per_seconds=60)
def around(request: HttpRequest) -> HttpResponse:
    """An address (sought in the background), or a commune or a neighbourhood (known here, without network)."""
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            now = timezone.now()
            job = start_address_lookup(form.cleaned_data["adresse"], on=timezone.localdate(now), now=now)
            return redirect(reverse("structures:around_address", args=[job.token], query=_kept(request)))
        return _around(request, form, PlaceForm())
    place = PlaceForm(request.GET if "lieu" in request.GET else None)
    if place.is_bound and place.is_valid():
        found = queries.places_named(place.cleaned_data["lieu"])
        if len(found) == 1:
            return redirect(_looking_from(request, found[0]))
        listed = [(one.label, _looking_from(request, one)) for one in found]
        return _around(request, AddressForm(), place, found=listed)
    return _around(request, AddressForm(), place)


@never_cache
@require_GET
def around_address(request: HttpRequest, token: str) -> HttpResponse:
    """Wait for the address service, then choose what it understood; the answer is shown once, then erased."""
    job = lookup_job(token, now=timezone.now())
    is_asking = request.headers.get("HX-Request") == "true"
    if job is not None and JobState(job.state).is_open:
        return render(request, "actors/structures/_waiting.html" if is_asking else "actors/structures/waiting.html")
    if is_asking:
        return HttpResponseClientRefresh()
    if job is None:
        return _around(request, AddressForm(), PlaceForm(), status=410, gone=True)
    found = [
        (one.label, _looking_from(request, Near(queries.point_key(one.latitude, one.longitude), one.label, 0, 0)))
        for one in candidates(job.result or {})
    ]
    typed = AddressForm(initial={"adresse": job.payload["text"]})
    error = job.error if job.state != JobState.DONE else ""
    erase_job(job)
    return _around(request, typed, PlaceForm(), understood=found, trouble=error, missing=not found and not error)


def _target(request: HttpRequest) -> NearList:
    """The list that asked where to look from: ``pour`` names it; the directory when it names none."""
    return near_lists().get(_asked(request), DIRECTORY)


def _asked(request: HttpRequest) -> str:
    return request.POST.get(FOR, "") or request.GET.get(FOR, "")


def _kept(request: HttpRequest) -> dict[str, str]:
    """The list that asked, for the next address."""
    return {FOR: _asked(request)} if _asked(request) in near_lists() else {}


def _looking_from(request: HttpRequest, place: Near) -> str:
    return reverse(_target(request).page, query={"pres": place.key})


def _around(
    request: HttpRequest, address: AddressForm, place: PlaceForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "form": place if place.is_bound else address,
        "address": address,
        "place": place,
        "crumbs": [(_target(request).title, reverse(_target(request).page)), ("Autour d’où", "")],
        "kept": _kept(request),
        "searched": place.cleaned_data["lieu"] if place.is_bound and place.is_valid() else "",
    }
    defaults = {"found": (), "understood": (), "trouble": "", "missing": False, "gone": False}
    return render(request, AROUND, {**defaults, **context}, status=status)
