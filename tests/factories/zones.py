"""Gaps around structures: communes in a row towards the east, structures at one end; all invented."""

from datetime import UTC, datetime

from quartiers.iae.actions.zones import ZoneReport, compute_zones
from quartiers.iae.models import ZoneDistance
from tests.factories.actors import Organisation, Site
from tests.factories.territory import CARCASSONNE, Commune, Neighbourhood

WHEN = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: Degrees of longitude between two communes: about 8.1 km there.
STEP = 0.1


def zone_row(count: int = 5) -> ZoneReport:
    """``count`` communes about 8.1 km apart with 100, 200… people, one ACI in the first, a neighbourhood in the last.

    The kind of another organisation, in the last commune, is not known.
    """
    longitude, latitude = CARCASSONNE
    for rank in range(count):
        commune = Commune(
            code=f"11{rank + 1:03d}",
            name=f"Village {rank + 1}",
            population=100 * (rank + 1),
            centre=(longitude + STEP * rank, latitude),
        )
    east = longitude + STEP * (count - 1)
    Neighbourhood(code="QN01199M", name="Les Tilleuls", centre=(east, latitude), communes=[commune])
    for name, kind, at in (("Chantier des Lices", "aci", longitude), ("Atelier sans nature", "inconnue", east)):
        Site(organisation=Organisation(name=name, kind=kind), latitude=latitude, longitude=at)
    return compute_zones(now=WHEN)


def zone_distance(kind: str, place: str, metres: int | None) -> ZoneDistance:
    """How far the nearest structure of a kind stands from a place; None for none anywhere."""
    return ZoneDistance.objects.create(
        kind=kind, place=place, distance_m=metres, within_10=0, within_20=0, within_30=0
    )
