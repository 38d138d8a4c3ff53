"""What waits for somebody who works here: plain data, that each room brings for its own matters.

A room brings ``waiting.py`` with ``waiting(viewer, *, now) -> list[Waiting]``: only what this viewer may open, in the
same number of queries whatever there is. The floor above gathers them on the page «À traiter».
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Urgency(IntEnum):
    """How much it presses, in the order of the page. What only comes is a date to know: nobody has to act yet."""

    LATE = 0
    OPEN = 1
    COMING = 2


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with one owner, one day, one door.

    Args:
        title: what it is, in words, its number inside.
        owner: who must act, in words.
        address: of the page where one acts.
        action: what one does there, a verb and its object.
        on: its day; None when it has none.
        urgency: how much it presses.
    """

    title: str
    owner: str
    address: str
    action: str
    on: date | None = None
    urgency: Urgency = Urgency.OPEN


def pressing(on: date | None, *, today: date) -> Urgency:
    """Late once its day is past, else open.

    >>> pressing(date(2026, 11, 2), today=date(2026, 11, 3)).name, pressing(None, today=date(2026, 11, 3)).name
    ('LATE', 'OPEN')
    """
    return Urgency.LATE if on is not None and on < today else Urgency.OPEN
