"""Error pages: what happened, what to do. Under ``/api/`` the same sentence is JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from quartiers.kernel.errors import RuleBroken
from quartiers.web.editing import BASE

SENTENCES = {
    400: "La demande ne peut pas être lue. Vérifiez son adresse et son contenu.",
    403: "Vous ne pouvez pas faire cela. Vérifiez le compte ou la clé que vous employez.",
    404: "Il n’y a rien à cette adresse. Vérifiez-la dans la description de l’API.",
    500: "La plateforme s’est trompée. Réessayez dans quelques minutes.",
}


class Gone(Exception):
    """Something that was here, and was this reader's, is no more.

    Args:
        message: French, two short sentences: what it was, what to do. It is shown as it is.
        way: where to do it: the words of a button, and its address; None leads home.
    """

    def __init__(self, message: str, way: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.way = way


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, {"is_csrf": False})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stayed open too long, or that another site sent."""
    return _answer(request, 403, {"is_csrf": True})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, {"sentences": sentences_of(request)})


def conflict(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """A rule refused."""
    return render(request, "409.html", {"broken": broken, "sentences": sentences_of(request)}, status=409)


def gone(request: HttpRequest, what: Gone) -> HttpResponse:
    """A link that was the reader's and leads nowhere any more."""
    return render(request, "410.html", {"message": what.message, "way": what.way}, status=410)


def server_error(request: HttpRequest) -> HttpResponse:
    """Leans on nothing: neither the database, nor the context of the other pages."""
    if _is_api(request):
        return _as_json(500)
    return HttpResponse(render_to_string("500.html"), status=500)


def sentences_of(request: HttpRequest) -> list[str]:
    """What somebody had written in the form that was refused, to be copied: texts of two words and more.

    Nothing of an address that does not exist: a form sent there was not checked, and may come from another site.
    """
    if request.method != "POST" or request.resolver_match is None:
        return []
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if " " in value.strip() and name != BASE and "password" not in name
    ]


def _answer(request: HttpRequest, status: int, context: dict[str, object] | None = None) -> HttpResponse:
    if _is_api(request):
        return _as_json(status)
    return render(request, f"{status}.html", context, status=status)


def _as_json(status: int) -> HttpResponse:
    return JsonResponse({"message": SENTENCES[status]}, status=status, json_dumps_params={"ensure_ascii": False})


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
