"""What labour weighs in a territory: read by all, signed by who coordinates it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.queries.cites import cites, find_cite
from quartiers.actors.rules import Role
from quartiers.kernel.french import day
from quartiers.office.authors import author_of
from quartiers.procurement.actions.labour import sign_value, withdraw_value
from quartiers.procurement.forms.labour import ValueForm
from quartiers.procurement.queries import labour as queries
from quartiers.procurement.rules.local_values import SUBJECTS
from quartiers.web.access import ADMINISTRATION, Viewer, refusal, signed_in, viewer_of

MANAGE = "cite.manage"
TITLE = "Valeurs des territoires"
CiteView = Callable[..., HttpResponse]


def coordinates(viewer: Viewer | None, cite: Any) -> bool:
    return viewer is not None and (cite.pk, Role.COORDINATOR) in viewer.cites


def signing(view: CiteView) -> CiteView:
    """Open a page to who coordinates its Cité, second factor shown, or runs the installation."""

    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        cite = _cite(slug)
        refused = refusal(request, MANAGE if coordinates(viewer_of(request), cite) else ADMINISTRATION)
        return refused or view(request, cite, **more)

    update_wrapper(guarded, view)
    return guarded


@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    """Which territories are there, and which have signed their values?"""
    signed = {slug for slug, _ in queries.territories(on=timezone.localdate())}
    rows = [(one, one.slug in signed) for one in cites().order_by("name", "pk")]
    context = {"rows": rows, "crumbs": [*_crumbs(), (TITLE, "")]}
    return render(request, "procurement/labour/territories.html", context)


@require_safe
def values(request: HttpRequest, slug: str) -> HttpResponse:
    """What an hour and a trade weigh here: who signed it, when, from which source; and what was signed before."""
    cite, today, viewer = _cite(slug), timezone.localdate(), viewer_of(request)
    local = queries.values_of(cite, on=today)
    context = {
        "cite": cite,
        "lines": queries.lines(local, on=today),
        "history": queries.rows_with_values(queries.signed_values(cite.pk)),
        "signs": viewer is not None and (coordinates(viewer, cite) or viewer.may(ADMINISTRATION)),
        "names": viewer is not None,
        "lead": f"Valeurs en vigueur le {day(today)}. Celles que personne n’a signées sont à valider.",
        "crumbs": [*_crumbs(), (TITLE, reverse("procurement:territories")), (cite.name, "")],
    }
    return render(request, "procurement/labour/values.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signing
def sign(request: HttpRequest, cite: Any) -> HttpResponse:
    """Sign a value, from a day on."""
    form = ValueForm(request.POST if request.method == "POST" else None, initial=_asked(request))
    back = reverse("procurement:values", args=[cite.slug])
    if form.is_bound and form.is_valid():
        sign_value(cite.pk, form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, "La valeur est signée. Les prochaines simulations de ce territoire s’en servent.")
        return redirect(back)
    crumbs = [*_crumbs(), (TITLE, reverse("procurement:territories")), (cite.name, back), ("Signer une valeur", "")]
    return render(
        request, "procurement/labour/sign.html", {"form": form, "cite": cite, "back": back, "crumbs": crumbs}
    )


@require_POST
@signing
def withdraw(request: HttpRequest, cite: Any, value_id: int) -> HttpResponse:
    """Withdraw a value: the one before it counts again."""
    if queries.find_value(cite.pk, value_id) is None:
        raise Http404
    withdraw_value(cite.pk, value_id, by=author_of(request), now=timezone.now())
    messages.success(request, "La valeur est retirée. Elle reste dans l’historique.")
    return redirect("procurement:values", slug=cite.slug)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the form opens with: the subject of the line that was chosen, today, still to be validated."""
    subject = request.GET.get("valeur", "")
    start = {"valid_from": timezone.localdate(), "to_validate": True}
    return start | ({"subject": subject} if subject in SUBJECTS else {})


def _cite(slug: str) -> Any:
    found = find_cite(slug)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [("Achats responsables", reverse("procurement:hub")), ("Heures d’insertion", reverse("procurement:hours"))]
