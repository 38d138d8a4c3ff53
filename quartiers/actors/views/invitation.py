"""An invitation, on the side of who receives it: one page, then the first page."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from quartiers.actors import actions, queries
from quartiers.actors.forms import NewcomerForm
from quartiers.actors.models import Invitation
from quartiers.web.access import Viewer, viewer_of
from quartiers.web.errors import Gone
from quartiers.web.throttle import throttled


@never_cache
@sensitive_post_parameters("password")
@throttled("invitation", limit=60, per_seconds=600, methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who has an account joins with one click; who has none gives a name and a password.

    Raises:
        Gone: the link was used, taken back, is too old, or never was: the same sentence for all.
    """
    found = queries.invitation_opened_by(actions.token_hash(token), now=now())
    if found is None:
        raise Gone(actions.DEAD)
    viewer = viewer_of(request)
    if viewer is not None:
        return _join(request, found, viewer)
    if queries.account_at(found.email) is not None:
        return render(request, "actors/invitation_known.html", {"invitation": found})
    return _create(request, found, token)


def _join(request: HttpRequest, found: Invitation, viewer: Viewer) -> HttpResponse:
    account = queries.account(viewer.user_id)
    if account.email != found.email:
        return render(request, "actors/invitation_other.html", {"invitation": found, "account": account})
    if request.method != "POST":
        return render(request, "actors/invitation_join.html", {"invitation": found})
    actions.accept(found, account, now=now())
    return welcome(request, found)


def _create(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = NewcomerForm(request.POST or None, email=found.email)
    if not form.is_valid():
        return render(request, "actors/invitation_new.html", {"form": form, "invitation": found, "token": token})
    account = actions.accept_as_newcomer(found, **form.cleaned_data, now=now())
    login(request, account)
    record_authentication(request, account, method="password", email=account.email)
    return welcome(request, found)


def welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    """To the second factor when the role needs one, and to the first page from there."""
    if found.organisation is not None:
        request.session[queries.CHOSEN] = found.organisation.pk
        messages.success(request, f"Bienvenue. Vous travaillez maintenant pour {found.organisation.name}.")
    else:
        messages.success(request, "Bienvenue. Vous administrez maintenant la plateforme.")
    vars(request).pop("_viewer", None)  # she is not who she was when the request came
    fresh = viewer_of(request)
    if fresh is not None and fresh.locked:
        return redirect("actors:second_factor")
    return redirect(reverse("desks:desk"))
