"""Responsible procurement in the demonstration: everything is invented."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from quartiers.procurement.demo import charters, labour, legal, operations, published, sourcing, spaser


def load(today: date) -> str:
    """Load what the pages need to live, once; French sentences say what was done."""
    now = make_aware(datetime.combine(today, time()))
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
