"""Responsible procurement in the demonstration: everything is invented."""

from datetime import UTC, date, datetime, time

from quartiers.procurement.demo import published


def load(today: date) -> str:
    """Load what the pages need to live, once; French sentences say what was done."""
    return published.load(today, datetime.combine(today, time(8), tzinfo=UTC))
