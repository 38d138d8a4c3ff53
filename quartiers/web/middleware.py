"""What happens around each request: one log line, a readable question, a refusal becomes a page.

And a page that was made for somebody stays with nobody.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from quartiers.kernel.errors import RuleBroken
from quartiers.web.access import was_made_for_somebody
from quartiers.web.crossings import crossing
from quartiers.web.errors import Gone, conflict, gone

logger = logging.getLogger("quartiers.request")
REQUEST_ID = "quartiers.request_id"
Handler = Callable[[HttpRequest], HttpResponse]


class RequestLogMiddleware:
    """Logs the route's name, never the path: paths may hold tokens, queries may hold addresses.

    Each request gets a random number, which the journal of accesses repeats.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        request.META[REQUEST_ID] = secrets.token_hex(8)
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        fields = {
            "request": request.META[REQUEST_ID],
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000, 1),
        }
        logger.info("request", extra={"fields": fields})
        return response


class QuestionMiddleware:
    """Drops NUL characters from what stands after the question mark: PostgreSQL refuses them, and no word has any."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        question = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = question.replace("%00", "").replace("\x00", "")
        return self.get_response(request)


class PersonalMiddleware:
    """What was made for a signed-in person is kept by no browser: on a shared computer, «Back» shows it to no one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if was_made_for_somebody(request) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class RefusalMiddleware:
    """A broken rule that no form caught becomes a 409 page with its sentence, what is no more a 410 page.

    A form that crossed another one is told so, as a broken rule; the log keeps where.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return conflict(request, exception)
        if isinstance(exception, Gone):
            return gone(request, exception)
        crossed = crossing(exception) if request.method == "POST" else None
        if crossed is None:
            return None
        logger.warning("two at once", exc_info=exception)
        return conflict(request, crossed)
