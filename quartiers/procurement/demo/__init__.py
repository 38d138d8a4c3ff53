"""Responsible procurement in the demonstration: everything is invented."""

from datetime import UTC, date, datetime, time

from quartiers.procurement.demo import legal, operations, published


def load(today: date) -> str:
    """Load what the pages need to live, once; French sentences say what was done."""
    now = datetime.combine(today, time(8), tzinfo=UTC)
    return " ".join(filter(None, (published.load(today, now), legal.load(now), operations.load(today, now))))
