"""An invented extract of data·inclusion in two versions, so that «what the last load changed» has something to say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.actors.models import Organisation
from quartiers.office.rules import PLATFORM
from quartiers.territory.queries import places

SOURCE = "exemple-fictif"
CASTELNAUDARY, QUILLAN, NARBONNE, BAGNERES, LANNEMEZAN = "11076", "11304", "11262", "65059", "65258"


@dataclass(frozen=True)
class Told:
    """A structure as one version of the file tells it."""

    key: str
    name: str
    network: str
    commune: str


BEFORE = (
    Told("a", "Nettoyage du Canal (exemple)", "ei", NARBONNE),
    Told("b", "Services du Lauragais (exemple)", "ai", CASTELNAUDARY),
    Told("c", "Entraide de Bagnères (exemple)", "ai", BAGNERES),
    Told("d", "Chantier de la Neste (exemple)", "aci", LANNEMEZAN),
)
AFTER = (
    Told("a", "Propreté du Canal (exemple)", "ei", NARBONNE),
    Told("d", "Chantier de la Neste et du plateau (exemple)", "aci", LANNEMEZAN),
    Told("e", "Chantier de la Haute-Vallée (exemple)", "aci", QUILLAN),
    Told("f", "Blanchisserie de Bagnères (exemple)", "ei", BAGNERES),
)


def load(today: date) -> None:
    """Load the first version forty days ago, the second one two days ago; what it no longer names has left."""
    for version, days in ((BEFORE, 40), (AFTER, 2)):
        on = today - timedelta(days=days)
        records = [found for one in version if (found := _record(one, on)) is not None]
        now = datetime.combine(on, time(8), tzinfo=UTC)
        import_structures(records, complete=True, withdraw_all=True, by=PLATFORM, now=now)
    Organisation.objects.filter(source=SOURCE).update(fictional=True)


def _record(one: Told, on: date) -> dict[str, Any] | None:
    """As the national schema says it; None where its commune is not loaded."""
    commune = places.find(places.communes(), one.commune)
    if commune is None:
        return None
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--{one.key}",
        "nom": one.name,
        "date_maj": on.isoformat(),
        "code_insee": commune.code,
        "commune": commune.name,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "reseaux_porteurs": [one.network],
    }
