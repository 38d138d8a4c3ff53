"""A form sent twice acts once, and leads the second time where it led the first."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions.sent import settle_form, take_form
from quartiers.web.access import GUARDS, SENDING, viewer_of
from quartiers.web.errors import conflict

LOOKS, BETWEEN_S = 20, 0.25
ONCE = "Ce formulaire était parti deux fois\u202f: il n’est enregistré qu’une fois."
STILL = (
    "Ce formulaire est déjà en train d’être enregistré. Attendez une minute, puis regardez s’il l’est avant de le "
    "renvoyer."
)


class SentTwiceMiddleware:
    """Only for who signed in, and forms that lead to another page: what a form refuses may be sent again as it is.

    The same page, the same person and the same words make the same form; one word that changes makes another. Pages of
    allauth, whose names hold no room, see to their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        taken: list[str] = []
        request._taken_form = taken  # type: ignore[attr-defined]  # our own mark, from the view to its answer
        response = self.get_response(request)
        for fingerprint in taken:
            settle_form(fingerprint, response.get("Location", ""))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        fingerprint = _fingerprint(request, view)
        if not fingerprint:
            return None
        for _ in range(LOOKS):
            before = take_form(fingerprint, now=timezone.now())
            if before is None:
                request._taken_form.append(fingerprint)  # type: ignore[attr-defined]  # idem
                return None
            if before.led_to:
                messages.info(request, ONCE)
                return HttpResponseRedirect(before.led_to)
            time.sleep(BETWEEN_S)
        return conflict(request, RuleBroken(STILL))


def _fingerprint(request: HttpRequest, view: Any) -> str:
    """Of what is sent, by whom, from which page; empty for what may act twice, and for what reads its body itself."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    reads_itself = getattr(view, "csrf_exempt", False)
    if request.method != "POST" or ":" not in name or reads_itself or "HX-Request" in request.headers:
        return ""
    if SENDING not in request.POST or (viewer := viewer_of(request)) is None:
        return ""
    fields = [(name, values) for name, values in sorted(request.POST.lists()) if name not in GUARDS - {SENDING}]
    files = [(one.name, one.size) for _, given in sorted(request.FILES.lists()) for one in given]
    told = repr((viewer.user_id, viewer.proved, request.get_full_path(), fields, files))
    return salted_hmac("quartiers.office.sent", told, algorithm="sha256").hexdigest()
