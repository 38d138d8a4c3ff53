"""Mounts each room's router; a broken rule answers 409 with its sentence."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from quartiers.kernel.errors import RuleBroken

api = NinjaAPI(title="Emploi & Quartiers", version="1", docs_url=None)
api.add_router("", "quartiers.web.api.router")


@api.exception_handler(RuleBroken)
def rule_broken(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    return api.create_response(request, {"message": broken.message, "source": broken.source}, status=409)
