"""Mounts each room's router; refusals answer in French."""

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from quartiers.web.api_errors import answer_in_french


class FrenchRenderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=FrenchRenderer(),
    title="Emploi & Quartiers",
    version="1",
    docs_url=None,
    description=(
        "Quartiers prioritaires de la politique de la ville : où se trouve un point, quels quartiers, quels contours, "
        "quels chiffres. Les mêmes réponses que les pages. Sans clé ; chaque refus dit en français ce qui se passe et "
        "que faire."
    ),
)
api.add_router("", "quartiers.web.api.router")
api.add_router("", "quartiers.territory.api.router")
api.add_router("", "quartiers.actors.api.router")
api.add_router("/iae", "quartiers.iae.api.router")
api.add_router("/achats", "quartiers.procurement.api.router")
api.add_router("/echanges", "quartiers.exchanges.api.router")
answer_in_french(api)
