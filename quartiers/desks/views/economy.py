"""«Employeurs et acheteurs»: every door of who employs, looks for a post, or buys."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.procurement import doors
from quartiers.web.access import viewer_of


@dataclass(frozen=True)
class Door:
    """One thing to do: the question of who comes, what she leaves with, a verb and its object, the page."""

    title: str
    text: str
    action: str
    page: str


EMPLOYING = (
    Door(
        "Qui recrute en insertion près d’ici\u202f?",
        "Les postes que les structures ont confirmés depuis moins de trois mois.",
        "Voir les postes ouverts",
        "iae:posts",
    ),
    Door(
        "Qui emploie, et pour quoi faire\u202f?",
        "Les structures d’insertion, leurs activités et leur adresse.",
        "Trouver un employeur",
        "iae:employers",
    ),
    Door(
        "Cette personne peut-elle être embauchée\u202f?",
        "Éligibilité, PASS IAE, aide à un GEIQ\u00a0: la réponse, et sa règle.",
        "Ouvrir les simulateurs",
        "iae:simulators",
    ),
    Door(
        "Où manque-t-il une structure\u202f?",
        "Les communes et les quartiers trop loin, et ce que changerait une ouverture.",
        "Voir les zones blanches",
        "iae:zones",
    ),
    Door(
        "Que coûterait une structure, et qui la finance\u202f?",
        "Les aides avec leur date et leur source, et ce qu’une collectivité peut faire.",
        "Financer une structure",
        "iae:funding",
    ),
)


@require_safe
def economy(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/economy.html", {"employing": EMPLOYING, "buying": doors.doors(viewer_of(request))})
