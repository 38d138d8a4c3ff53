"""«Données ouvertes et API»."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW, NBSP
from quartiers.territory import reference
from quartiers.territory.queries import places

EXAMPLES = (
    (
        f"Ce point est-il dans un quartier prioritaire{NARROW}?",
        "Le champ verdict vaut yes, no, check (à vérifier) ou unknown (nous ne pouvons pas le dire). "
        "Le champ on choisit le jour de la question.",
        'curl "ADRESSE/api/locate?latitude=43.184&longitude=3.003&on=2024-06-01"',
    ),
    (
        "Jusqu’à 1 000 points à la fois".replace("1 000", f"1{NARROW}000"),
        "Une réponse par point, dans le même ordre. Rien n’est conservé.",
        "curl ADRESSE/api/locate -H 'Content-Type: application/json' \\\n"
        """  -d '{"points": [{"latitude": 43.184, "longitude": 3.003}]}'""",
    ),
    (
        f"Quels sont les quartiers d’un département{NARROW}?",
        "Aussi par intercommunalité (epci) ou par liste (generation). 20 par page, 100 au plus.",
        'curl "ADRESSE/api/neighbourhoods?department=11&generation=2024"',
    ),
    (
        "Les contours, pour une carte",
        "GeoJSON en WGS 84. Ajoutez simplified=true pour un fichier plus léger.".replace("WGS 84", f"WGS{NBSP}84"),
        'curl "ADRESSE/api/neighbourhoods.geojson?department=11" -o quartiers.geojson',
    ),
    (
        "Une adresse",
        "La recherche se fait en arrière-plan. La première demande rend un jeton, la seconde la réponse, une seule "
        f"fois{NBSP}: elle est effacée ensuite.",
        "curl ADRESSE/api/addresses -H 'Content-Type: application/json' \\\n"
        """  -d '{"address": "12 rue des Tilleuls, Narbonne"}'\ncurl ADRESSE/api/addresses/JETON""",
    ),
)


@dataclass(frozen=True)
class Example:
    """``command`` runs as it is written."""

    title: str
    text: str
    command: str


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Where the data come from, under which licence, and how a program asks for them."""
    address = request.build_absolute_uri("/").rstrip("/")
    context = {
        "reference": reference.SOURCE,
        "loads": [(load, localdate(load.imported_at)) for load in places.loads()],
        "examples": [Example(title, text, command.replace("ADRESSE", address)) for title, text, command in EXAMPLES],
    }
    return render(request, "territory/open_data.html", context)
