"""A limit on what one address may ask in a while, for the public forms that cost something.

Fixed windows, counted in Django's cache: each process counts for itself, and two requests at the same instant may
count as one. It stops a loop, not an army.
The client's address is only kept as a keyed hash, and no longer than its window.
"""

import contextlib
import functools
import time
from collections.abc import Callable, Collection
from ipaddress import ip_network
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from quartiers.kernel.french import quantity

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def throttled(
    key: str, *, limit: int, per_seconds: int, methods: Collection[str] = ("POST",)
) -> Callable[[View[P]], View[P]]:
    """Answer 429 to a client who asks more than ``limit`` times in ``per_seconds``.

    Args:
        key: what is counted; views that share a key share the count.
        limit: requests allowed in one window.
        per_seconds: length of the window.
        methods: HTTP methods that count; the others always pass.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return view(request, *args, **kwargs)
            wait_s = seconds_to_wait(request, key, limit=limit, per_seconds=per_seconds, now=time.time())
            return too_many(request, wait_s) if wait_s else view(request, *args, **kwargs)

        return answer

    return decorate


def seconds_to_wait(request: HttpRequest, key: str, *, limit: int, per_seconds: int, now: float) -> int:
    """Count this request. 0 when it may pass, else the seconds until the window ends, at least 1.

    Args:
        request: its client's address is read, then hashed.
        key: what is counted.
        limit: requests allowed in one window.
        per_seconds: length of the window.
        now: seconds since the epoch.
    """
    window, elapsed = divmod(int(now), per_seconds)
    client = salted_hmac("quartiers.web.throttle", client_address(request)).hexdigest()[:32]
    counter = f"throttle:{key}:{window}:{client}"
    asked = cache.get(counter, 0) + 1
    cache.set(counter, asked, timeout=per_seconds + 1)
    return per_seconds - elapsed if asked > limit else 0


def client_address(request: HttpRequest) -> str:
    """Who is asking: the address of the connection, or the one that our own proxy adds last.

    An IPv6 address counts by its network of 64 bits, since one subscriber has them all.
    """
    if settings.BEHIND_PROXY:
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    else:
        address = str(request.META.get("REMOTE_ADDR", ""))
    return _network(address) if ":" in address else address


def _network(address: str) -> str:
    with contextlib.suppress(ValueError):
        return str(ip_network((address, 64), strict=False).network_address)
    return address


def too_many(request: HttpRequest, wait_s: int = 60) -> HttpResponse:
    """The 429 page, or its sentence as JSON under ``/api/``."""
    wait = quantity(wait_s, "seconde") if wait_s < 120 else quantity(-(-wait_s // 60), "minute")
    message = f"Vous avez envoyé beaucoup de demandes en peu de temps. Réessayez dans {wait}."
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"message": message}, status=429)
    else:
        response = render(request, "429.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait_s)
    return response
