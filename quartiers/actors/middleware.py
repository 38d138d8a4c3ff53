"""Notes now and then that a session is still in use, and lets it live on; no form acts for another organisation."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.actors.models import Membership
from quartiers.actors.queries import CHOSEN, memberships_of
from quartiers.web.access import ACTS_FOR, GUARDS, NO_ORGANISATION, Viewer, viewer_of

EVERY_S = 300
SEEN = "seen"
BACK = "revenir_et_envoyer"
#: What acts for the account alone, whatever the organisation in use.
OF_THE_ACCOUNT = {"actors:switch", "actors:profile", "actors:close_sessions", "actors:close_session", "web:reading"}


class SeenMiddleware:
    """A write every five minutes of use, none for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            _note(request, request.user.pk)
        return self.get_response(request)


def _note(request: HttpRequest, user_id: int) -> None:
    if time.time() - request.session.get(SEEN, 0) < EVERY_S:
        return
    request.session[SEEN] = int(time.time())
    actions.see_session(
        user_id,
        request.session.session_key or "",
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
        now=now(),
    )


class OtherOrganisationMiddleware:
    """A form shown for one organisation and sent once another is in use does nothing: its page asks for which one.

    What acts for the account alone always answers; so do the pages of allauth, whose names hold no room, and what
    reads its body itself, once it knows its size.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        if not _acts_for_an_organisation(request) or ACTS_FOR not in request.POST:
            return None
        viewer, meant = viewer_of(request), request.POST[ACTS_FOR]
        if viewer is None or meant == str(viewer.organisation_id or NO_ORGANISATION):
            return None
        theirs = next((one for one in memberships_of(viewer.user_id) if str(one.organisation_id) == meant), None)
        if theirs is None or BACK not in request.POST:
            return _ask(request, viewer, theirs)
        _return_to(request, theirs)
        return None


def _acts_for_an_organisation(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return ":" in name and name not in OF_THE_ACCOUNT


def _return_to(request: HttpRequest, theirs: Membership) -> None:
    request.session[CHOSEN] = theirs.organisation_id
    del request._viewer  # type: ignore[attr-defined]  # the cache of viewer_of: she is somebody else from here
    messages.success(request, f"Vous travaillez de nouveau pour {theirs.organisation.name}.")


def _ask(request: HttpRequest, viewer: Viewer, theirs: Membership | None) -> HttpResponse:
    """Nothing is done; what was typed stands in the page, but for files and passwords, which no page sends back."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in GUARDS and "password" not in name
    ]
    context = {
        "organisation": viewer.organisation,
        "theirs": theirs,
        "sent": sent,
        "has_files": bool(request.FILES),
        "acts_for": ACTS_FOR,
        "back": BACK,
    }
    return render(request, "actors/other_organisation.html", context, status=409)
