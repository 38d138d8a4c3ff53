"""What the API answers when it refuses: JSON, in French, with what to do. Never what was sent."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.web.access import Viewer, viewer_of

UNREADABLE = (
    "Le corps de la demande n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage UTF-8."
)
NOT_FOUND = "Il n’y a rien à cette adresse. Vérifiez le code demandé."
TOO_BIG = f"La demande dépasse 2{NBSP}Mo. Envoyez-la en plusieurs fois."
REFUSED = f"La demande ne peut pas être lue{NBSP}: "
#: Sentences for pydantic's kinds of errors; ``{…}`` are the values of its context.
SENTENCES = {
    "missing": "Il manque cette valeur.",
    "float_parsing": "Donnez un nombre, avec un point décimal. Par exemple 43.184.",
    "float_type": "Donnez un nombre, avec un point décimal. Par exemple 43.184.",
    "finite_number": "Donnez un nombre fini.",
    "int_parsing": "Donnez un nombre entier.",
    "int_parsing_size": "Ce nombre est trop grand.",
    "int_type": "Donnez un nombre entier.",
    "int_from_float": "Donnez un nombre entier.",
    "bool_parsing": "Donnez true ou false.",
    "string_type": "Donnez un texte.",
    "string_unicode": "Ce texte contient un caractère qui n’existe pas en Unicode. Retirez-le.",
    "string_too_short": "Donnez au moins {min_length} caractères.",
    "string_too_long": "Donnez au plus {max_length} caractères.",
    "string_pattern_mismatch": "Ce code n’a pas la forme attendue. Voyez la description de l’API.",
    "too_long": "Donnez au plus {max_length} éléments à la fois.",
    "too_short": "Donnez au moins {min_length} élément.",
    "list_type": "Donnez une liste.",
    "model_attributes_type": "Donnez un objet JSON.",
    "greater_than_equal": "Donnez au moins {ge}.",
    "less_than_equal": "Donnez au plus {le}.",
    "enum": "Cette valeur n’est pas prévue. Voyez la description de l’API.",
    "literal_error": "Cette valeur n’est pas prévue. Voyez la description de l’API.",
}
DATES = "Donnez une date, année d’abord. Par exemple 2024-01-31."
OTHERWISE = "Cette valeur n’a pas la forme attendue. Voyez la description de l’API."


class Refusal(Schema):
    """Pourquoi la demande est refusée, et que faire."""

    message: str
    source: str = ""


class Fault(Schema):
    field: str
    message: str


class Faults(Schema):
    """Les valeurs refusées, une à une."""

    message: str
    errors: list[Fault]


def refusals(*codes: int) -> dict[Any, Any]:
    """What an operation declares that it may refuse: each of these codes, and values that cannot be read."""
    return dict.fromkeys(codes, Refusal) | {422: Faults}


SIGN_IN = "Cette partie de l’API s’ouvre aux personnes connectées. Connectez-vous sur le site, puis recommencez."
BELONG = "Cette partie de l’API s’ouvre à qui travaille dans une organisation. Demandez à être invité dans la vôtre."


def api_viewer(request: HttpRequest, *, belongs: bool = False) -> Viewer:
    """Who asks, by the session of the site; the sentences of the refusals are declared as ``Refusal``.

    Args:
        request: of an operation.
        belongs: whether an organisation in use is needed, as for the page of the same rows.

    Raises:
        HttpError: 401 for a visitor, 403 for who has no organisation in use.
    """
    viewer = viewer_of(request)
    if viewer is None:
        raise HttpError(401, SIGN_IN)
    if belongs and viewer.organisation_id is None:
        raise HttpError(403, BELONG)
    return viewer


def answer_in_french(api: NinjaAPI) -> None:
    """Give this API the sentences of the platform for each of its refusals."""

    @api.exception_handler(RuleBroken)
    def rule_broken(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
        return api.create_response(request, {"message": broken.message, "source": broken.source}, status=409)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, missing: Http404) -> HttpResponse:
        return api.create_response(request, {"message": NOT_FOUND}, status=404)

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, refused: RequestDataTooBig) -> HttpResponse:
        return api.create_response(request, {"message": TOO_BIG}, status=413)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        message = UNREADABLE if error.status_code == 400 else error.message
        return api.create_response(request, {"message": message}, status=error.status_code)

    @api.exception_handler(ValidationError)
    def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [{"field": _field(one["loc"]), "message": sentence(one)} for one in error.errors]
        listed = f"{NARROW}; ".join(f"{one['field']}, {one['message'].rstrip('.')}" for one in faults[:3])
        return api.create_response(request, {"message": f"{REFUSED}{listed}.", "errors": faults}, status=422)


def sentence(error: Mapping[str, Any]) -> str:
    """One error of pydantic as a French sentence.

    >>> sentence({"type": "greater_than_equal", "ctx": {"ge": 1}})
    'Donnez au moins 1.'
    """
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"].startswith("date"):
        return DATES
    return SENTENCES.get(error["type"], OTHERWISE).format(**error.get("ctx", {}))


def _field(path: tuple[str | int, ...]) -> str:
    """Where the value stands, without the part of the request nor the name of the function's parameter."""
    return ".".join(str(part) for part in path[1:] if part != "body") or str(path[0])
