"""«Mon espace»: the first page of who works here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.actors import queries
from quartiers.web.access import Viewer, known_viewer, requires, signed_in

NOWHERE = "Vous n’êtes d’aucune organisation pour l’instant\u202f: une invitation vous y fera entrer."


@require_safe
@requires(signed_in)
def desk(request: HttpRequest) -> HttpResponse:
    """Her name, for whom she works, and a door to each page that her roles open."""
    viewer = known_viewer(request)
    account = queries.account(viewer.user_id)
    return render(
        request,
        "actors/desk.html",
        {"greeting": f"Bonjour {account.first_name}".strip(), "lead": _lead(viewer)},
    )


def _lead(viewer: Viewer) -> str:
    if not viewer.organisation:
        return f"Vous êtes ici pour l’{viewer.role}." if viewer.role else NOWHERE
    return f"Vous travaillez pour {viewer.organisation} ({viewer.role})."
