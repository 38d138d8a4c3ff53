"""Zones blanches of the demonstration: computed from its invented structures."""

from datetime import UTC, date, datetime, time

from quartiers.iae.actions.zones import compute_zones


def load(today: date) -> str:
    """Compute what the pages need; one French sentence says what was done."""
    report = compute_zones(now=datetime.combine(today, time(8), tzinfo=UTC))
    if not report.computed:
        return "Les zones blanches de l’exemple sont déjà calculées."
    return "Les zones blanches sont calculées autour des structures inventées."
