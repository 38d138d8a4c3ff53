"""Responsible procurement in the demonstration: everything is invented."""

from datetime import UTC, date, datetime, time

from quartiers.procurement.demo import charters, labour, legal, operations, published, sourcing, spaser


def load(today: date) -> str:
    """Load what the pages need to live, once; French sentences say what was done."""
    now = datetime.combine(today, time(8), tzinfo=UTC)
    done = (
        published.load(today, now),
        legal.load(now),
        labour.load(now),
        operations.load(today, now),
        charters.load(today, now),
        spaser.load(today, now),
        sourcing.load(today, now),
    )
    return " ".join(filter(None, done))
