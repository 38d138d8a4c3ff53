"""To ProConnect and back: sign in, come with an invitation, link one's account, sign out there too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartiers.actors import actions, proconnect, queries
from quartiers.actors.models import User
from quartiers.actors.proconnect import Asked, Refused, Shown
from quartiers.actors.viewing import SECOND
from quartiers.actors.views.invitation import welcome
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.actions import audit
from quartiers.office.authors import author_of
from quartiers.office.rules import Verb
from quartiers.web.access import known_viewer, requires, signed_in
from quartiers.web.links import is_ours
from quartiers.web.throttle import throttled

View = Callable[[HttpRequest], HttpResponseBase]
#: How the records of a session call this way in.
METHOD = "proconnect"

UNKNOWN = (
    "Aucun compte n’est relié à cette identité ProConnect. Si vous en avez un, entrez avec votre mot de passe, puis "
    f"reliez ProConnect dans «{NBSP}Mon compte{NBSP}». Sinon, demandez une invitation à votre organisation."
)
OTHER_ADDRESS = (
    "Cette invitation est pour une autre adresse que celle de votre identité ProConnect. Ouvrez de nouveau son lien "
    "et choisissez un mot de passe, ou demandez une invitation à votre adresse professionnelle."
)
OTHER_ACCOUNT = "Vous êtes entré dans le compte que vous aviez déjà. L’invitation, elle, est pour une autre adresse."


def kindly(view: View) -> View:
    """A page that exists with ProConnect only; its refusals are told where the person can go on."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        if not proconnect.is_on():
            raise Http404
        try:
            return view(request)
        except RuleBroken as broken:
            if isinstance(broken, Refused):
                audit(Verb.REFUSED, kind="actors.sign_in", object_id=None, by=author_of(request), now=now())
            messages.error(request, broken.message)
            return redirect("actors:account" if request.user.is_authenticated else "account_login")

    return answer


@kindly
@require_POST
@throttled("proconnect", limit=60, per_seconds=600)
def enter(request: HttpRequest) -> HttpResponse:
    """Go and prove who one is, then come back to the page that asked for it, or join where one is invited."""
    page, token = request.POST.get("next", ""), request.POST.get("invitation", "")
    address = proconnect.way_in(
        request.session,
        now=now(),
        next_page=page if is_ours(page) else "",
        invitation=actions.token_hash(token) if token else "",
    )
    return _leave(request, address)


@kindly
@require_POST
@requires(signed_in)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@throttled("proconnect", limit=60, per_seconds=600)
def link(request: HttpRequest) -> HttpResponse:
    """Go and prove which identity is one's own: it will open one's account."""
    address = proconnect.way_in(request.session, now=now(), user_id=known_viewer(request).user_id)
    return _leave(request, address)


@kindly
@require_POST
@requires(signed_in)
def unlink(request: HttpRequest) -> HttpResponse:
    account = queries.account(known_viewer(request).user_id)
    actions.unlink_identity(account, settings.PROCONNECT["issuer"], by=author_of(request), now=now())
    messages.success(request, "ProConnect n’ouvre plus votre compte. Votre mot de passe l’ouvre toujours.")
    return redirect("actors:account")


@kindly
@require_safe
@throttled("proconnect-back", limit=60, per_seconds=600, methods=("GET",))
def back(request: HttpRequest) -> HttpResponse:
    """Somebody comes back: to her own account, or with an invitation. The provider is asked before anybody enters."""
    asked, shown = proconnect.came_back(request.session, request.GET.dict(), now=now())
    if asked.user_id is not None:
        return _linked(request, asked.user_id, shown)
    account = queries.account_opened_by(shown.issuer, shown.subject)
    if account is not None:
        return _known(request, account, asked, shown)
    return _invited(request, asked, shown)


class SignOut(LogoutView):  # type: ignore[misc]  # idem
    """Out of the provider too when she came by it: on a shared computer, half an exit is none."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        address = proconnect.way_out(self.request.session.get(proconnect.WAY_OUT, {}))
        answer: HttpResponse = super().post(*args, **kwargs)
        return _leave(self.request, address) if address else answer


@never_cache
def _leave(request: HttpRequest, address: str) -> HttpResponse:
    """By a page, not by a redirection.

    A browser holds a form to this site (``form-action``) through every redirection that follows, and the provider
    sends on to those of each public service.
    """
    return render(request, "actors/sign_in/leaving.html", {"address": address})


def _linked(request: HttpRequest, user_id: int, shown: Shown) -> HttpResponse:
    if request.user.pk != user_id:
        raise RuleBroken(proconnect.LOST)
    actions.link_identity(queries.account(user_id), shown.issuer, shown.subject, by=author_of(request), now=now())
    actions.note_second_factor(user_id, shown.issuer, shown=shown.second_factor, now=now())
    messages.success(request, "ProConnect ouvre maintenant votre compte.")
    return redirect("actors:account")


def _known(request: HttpRequest, account: User, asked: Asked, shown: Shown) -> HttpResponse:
    if not account.is_active:
        return redirect("account_inactive")
    if asked.invitation:
        messages.info(request, OTHER_ACCOUNT)
    _recorded(request, account, shown)
    first_page = asked.next_page or reverse(settings.LOGIN_REDIRECT_URL)
    if shown.second_factor:
        login(request, account)
        return redirect(first_page)
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=first_page))
    return answer


def _invited(request: HttpRequest, asked: Asked, shown: Shown) -> HttpResponse:
    found = queries.invitation_opened_by(asked.invitation, now=now()) if asked.invitation else None
    if found is None:
        raise Refused(UNKNOWN)
    if found.email != shown.email:
        raise Refused(OTHER_ADDRESS)
    account = actions.accept_with_identity(
        found,
        first_name=shown.first_name,
        last_name=shown.last_name,
        issuer=shown.issuer,
        subject=shown.subject,
        request_id=author_of(request).request_id,
        now=now(),
    )
    _recorded(request, account, shown)
    login(request, account)
    return welcome(request, found)


def _recorded(request: HttpRequest, account: User, shown: Shown) -> None:
    """What this session knows of its sign-in; whoever was signed in here before is out."""
    logout(request)
    request.session[proconnect.WAY_OUT] = dict(shown.way_out)
    record_authentication(request, account, method=METHOD)
    actions.note_second_factor(account.pk, shown.issuer, shown=shown.second_factor, now=now())
    if shown.second_factor:
        record_authentication(request, account, method=SECOND, type=METHOD)
