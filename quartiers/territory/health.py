"""Whether the ground is there: communes and contours of the neighbourhoods."""

from datetime import datetime

from quartiers.kernel.french import quantity
from quartiers.kernel.health import Check, Health
from quartiers.territory.models import Commune, Neighbourhood


def checks(now: datetime) -> list[Check]:
    """Nothing loaded is no breakdown: the pages say « nous ne pouvons pas le dire »."""
    return [
        _loaded("Communes", Commune.objects.count(), "commune", "quartiers import_communes"),
        _loaded(
            "Contours des quartiers", Neighbourhood.objects.count(), "quartier", "quartiers import_neighbourhoods"
        ),
    ]


def _loaded(name: str, count: int, noun: str, command: str) -> Check:
    if count:
        return Check(name, Health.OK, f"{quantity(count, noun)} en base.")
    return Check(name, Health.WARNING, f"Rien n’est chargé. Lancez « {command} ».")
