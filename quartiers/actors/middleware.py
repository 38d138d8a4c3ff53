"""Notes now and then that a session is still in use, and lets it live on."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from quartiers.actors import actions

EVERY_S = 300
SEEN = "seen"


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
