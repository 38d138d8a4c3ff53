"""«Qui emploie en insertion ?»: employers and posts around a place, the sheet of one, and what its people write."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.queries import directory
from quartiers.actors.queries.directory import Near
from quartiers.actors.queries.organisations import find_structure, sites_of
from quartiers.actors.rules.organisations import known_kind
from quartiers.actors.spot_maps import Spot, spots_map
from quartiers.actors.structure_lists import asked_near
from quartiers.iae.actions import employers as actions
from quartiers.iae.employer_lists import employer_spec, post_spec
from quartiers.iae.forms.employers import PostForm, SheetForm
from quartiers.iae.near_lists import EMPLOYERS, POSTS
from quartiers.iae.queries import employers as queries
from quartiers.iae.rules.employers import VALUES, is_employer
from quartiers.iae.rules.posts import Contract, Freshness, freshness
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.office.authors import author_of
from quartiers.territory.queries import grounds
from quartiers.web.access import ADMINISTRATION, Viewer, known_viewer, refusal, signed_in, viewer_of
from quartiers.web.editing import ask, base_of, sent, typed, written
from quartiers.web.lists import Listing, list_response, read_listing
from quartiers.web.maps import MapView

METHODS = ["GET", "HEAD", "POST"]
FORM = "iae/employers/form.html"


@require_safe
def employers(request: HttpRequest) -> HttpResponseBase:
    """Employers of insertion: the list and its map, the nearest first from a place."""
    near, kilometres = asked_near(request.GET)
    today = timezone.localdate()
    within = grounds.territory(request.GET.get("territoire", "")[:60])
    spec, rows = employer_spec(today, near, within), queries.employers(today, near, kilometres)
    if "format" in request.GET:
        return list_response(request, spec, rows, "iae/employers/list.html")
    listing = read_listing(spec, rows, request.GET, path=request.path)
    context: dict[str, Any] = {"listing": listing, "map": _map(listing, near), "near": near}
    if request.headers.get("HX-Target") == spec.id:
        response = render(request, "iae/employers/_list_swap.html", context)
    else:
        context |= {
            "title": EMPLOYERS.title,
            "lead": _lead(quantity(listing.total, "employeur"), near, kilometres),
            "unplaced": directory.unplaced(VALUES) if near else 0,
            "tabs": _tabs(near, "iae:employers"),
            "loads": (viewer := viewer_of(request)) is not None and viewer.may(ADMINISTRATION),
        }
        response = render(request, "iae/employers/list.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
def posts(request: HttpRequest) -> HttpResponseBase:
    """Open posts that their employer confirmed lately, the nearest first from a place."""
    near, kilometres = asked_near(request.GET)
    today = timezone.localdate()
    spec, rows = post_spec(near), queries.posts(today, near, kilometres)
    if "format" in request.GET or request.headers.get("HX-Target") == spec.id:
        return list_response(request, spec, rows, "iae/employers/posts.html")
    listing = read_listing(spec, rows, request.GET, path=request.path)
    context = {
        "listing": listing,
        "title": POSTS.title,
        "lead": _lead(quantity(listing.total, "annonce"), near, kilometres),
        "near": near,
        "tabs": _tabs(near, "iae:posts"),
    }
    return render(request, "iae/employers/posts.html", context)


def _tabs(near: Near | None, shown: str) -> list[tuple[str, str, bool]]:
    """The two faces of a search, from the same place."""
    asked = {"pres": near.key} if near else {}
    faces = (("Employeurs", "iae:employers"), ("Postes ouverts", "iae:posts"))
    return [(label, reverse(name, query=asked), name == shown) for label, name in faces]


def _lead(found: str, near: Near | None, kilometres: int) -> str:
    if near is None:
        return f"{found}{NBSP}: choisissez un lieu pour voir d’abord les plus proches."
    return f"{found} à moins de {kilometres}{NBSP}km de {near.label}, les plus proches d’abord."


def _map(listing: Listing, near: Near | None) -> MapView | None:
    spots = [
        Spot(str(row.pk), row.name, row.site_latitude, row.site_longitude, reverse("iae:employer", args=[row.pk]))
        for row in listing.objects
        if row.site_latitude is not None and row.site_longitude is not None
    ]
    marker = Spot("", near.label, near.latitude, near.longitude) if near else None
    if not spots and marker is None:
        return None
    query: dict[str, Any] = {"id": [one.code for one in spots] or ["0"]}
    if near is not None:
        query |= {"latitude": f"{near.latitude:.5f}", "longitude": f"{near.longitude:.5f}"}
    title = f"Carte{NBSP}: {listing.position or 'aucun employeur'}"
    return spots_map(spots, title=title, layer=reverse("api-1:structures_geojson", query=query), marker=marker)


# --- One employer ---------------------------------------------------------------------------------------------------


@require_safe
def employer(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What an employer does, where, and its announcements: those that hold, then those to be confirmed."""
    found = find_structure(organisation_id)
    if found is None or not is_employer(found.kind):
        raise Http404
    today, sheet = timezone.localdate(), queries.sheet_of(found.pk)
    held = [(one, freshness(one.confirmed_on, on=today)) for one in queries.posts_of(found.pk)]
    kind = known_kind(found.kind)
    viewer = viewer_of(request)
    context = {
        "found": found,
        "kind": kind,
        "title": f"{found.name}{NBSP}: quels postes, pour quoi faire{NARROW}?",
        "sheet": sheet,
        "activities": queries.activities_between(sheet.activities),
        "open_posts": [(one, Contract(one.contract), fresh) for one, fresh in held if _holds(one, fresh)],
        "doubtful": [one for one, fresh in held if one.is_open and fresh == Freshness.STALE],
        "closed": [one for one, _ in held if not one.is_open or not one.openings],
        "sites": list(sites_of(found.pk)),
        "writes": viewer is not None and _belongs(viewer, found.pk),
        "crumbs": [(EMPLOYERS.title, reverse("iae:employers")), (found.name, "")],
    }
    return render(request, "iae/employers/employer.html", context)


def _holds(one: Any, fresh: Freshness) -> bool:
    return bool(one.is_open and one.openings and fresh != Freshness.STALE)


# --- Written by its people ------------------------------------------------------------------------------------------


def _belongs(viewer: Viewer, organisation_id: int) -> bool:
    """Its own people, whatever their role there: announcements hold no personal datum; or who runs the platform."""
    return viewer.may(ADMINISTRATION) or viewer.organisation_id == organisation_id


def writing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to the people of its employer; the view gets the organisation in place of its number."""

    def guarded(request: HttpRequest, organisation_id: int, **more: Any) -> HttpResponse:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        found = find_structure(organisation_id)
        if found is None or not is_employer(found.kind):
            raise Http404
        if not _belongs(known_viewer(request), found.pk):
            refused = refusal(request, ADMINISTRATION)
        return refused or view(request, found, **more)

    update_wrapper(guarded, view)
    return guarded


@require_http_methods(METHODS)
@writing
def edit(request: HttpRequest, found: Any) -> HttpResponse:
    sheet = queries.sheet_of(found.pk)
    stored = queries.state_of_sheet(sheet)
    base = base_of(request, stored)
    form = SheetForm(
        typed(request, base, several=("activities",)) if request.method == "POST" else None, initial=stored
    )
    lead = "Tout ce que vous écrivez ici se lit sans compte. Ne nommez personne."
    context = _page(found, f"Que faites-vous, et pour qui{NARROW}?", lead, "Mettre à jour")
    if request.method == "POST" and form.is_valid():
        merged = actions.change_sheet(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "Votre fiche d’employeur est à jour.")
            return redirect("iae:employer", found.pk)
        return ask(request, form, merged.clashes, stored, **context, who=sheet.changed_by, when=sheet.changed_at)
    return render(request, FORM, context | {"form": form, "base": written(base)})


@require_http_methods(METHODS)
@writing
def add_post(request: HttpRequest, found: Any) -> HttpResponse:
    form = PostForm(sent(request), initial=queries.POST_FIELDS)
    if request.method == "POST" and form.is_valid():
        actions.add_post(found.pk, form.values(), by=author_of(request), now=timezone.now(), on=timezone.localdate())
        messages.success(request, "L’annonce est publiée.")
        return redirect("iae:employer", found.pk)
    lead = "L’annonce se lit sans compte. Confirmez-la tous les trois mois\u00a0: sinon elle n’est plus montrée."
    return render(request, FORM, _page(found, f"Quel poste proposez-vous{NARROW}?", lead, "Publier", form=form))


@require_http_methods(METHODS)
@writing
def post(request: HttpRequest, found: Any, post_id: int) -> HttpResponse:
    one = queries.post(post_id)
    if one is None or one.organisation_id != found.pk or one.source:
        raise Http404
    stored = queries.state_of_post(one)
    base = base_of(request, stored)
    form = PostForm(typed(request, base) if request.method == "POST" else None, initial=stored)
    lead = "En l’enregistrant, vous confirmez qu’elle est encore vraie."
    context = _page(found, f"Que dit cette annonce{NARROW}?", lead, "Mettre à jour")
    if request.method == "POST" and form.is_valid():
        who = {"who": one.changed_by, "when": one.changed_at}
        merged = actions.change_post(
            one.pk, form.values(), base=base, by=author_of(request), now=timezone.now(), on=timezone.localdate()
        )
        if not merged.clashes:
            messages.success(request, "L’annonce est à jour.")
            return redirect("iae:employer", found.pk)
        return ask(request, form, merged.clashes, stored, **context, **who)
    return render(request, FORM, context | {"form": form, "base": written(base)})


@require_POST
@writing
def confirm(request: HttpRequest, found: Any) -> HttpResponse:
    count = actions.confirm_posts(found.pk, by=author_of(request), now=timezone.now(), on=timezone.localdate())
    messages.success(request, f"{quantity(count, 'annonce est confirmée', 'annonces sont confirmées')} aujourd’hui.")
    return redirect("iae:employer", found.pk)


def _page(found: Any, title: str, lead: str, button: str, **more: Any) -> dict[str, Any]:
    """What the page of a form shows."""
    back = reverse("iae:employer", args=[found.pk])
    crumbs = [(EMPLOYERS.title, reverse("iae:employers")), (found.name, back), (title, "")]
    return {"title": title, "lead": lead, "button": button, "back": back, "crumbs": crumbs, **more}
