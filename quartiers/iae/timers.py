"""Work of the room that comes back."""

from datetime import datetime

from quartiers.iae.actions.zones import compute_zones
from quartiers.kernel.french import quantity
from quartiers.office.rules import Every, Timer


def zones(now: datetime) -> str:
    """Compute gaps again where structures or places changed since."""
    report = compute_zones(now=now)
    if not report.computed:
        return "Aucune structure n’a changé."
    return f"{quantity(report.computed, 'type recalculé', 'types recalculés')}."


TIMERS = [Timer("iae.zones", "Zones blanches après un import", Every(60), zones)]
