"""Places of a session: who has one, who waits, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from quartiers.exchanges.rules.words import Place


@dataclass(frozen=True)
class PlaceFreed:
    """A fact: somebody gave her place back, or the quota grew."""

    session_id: int


def place_for(quota: int | None, *, confirmed: int, waiting: int) -> Place:
    """What a new registration gets: nobody passes those who wait.

    >>> place_for(3, confirmed=2, waiting=0).value, place_for(3, confirmed=2, waiting=1).value
    ('confirmed', 'waiting')
    """
    if quota is None:
        return Place.CONFIRMED
    return Place.CONFIRMED if confirmed < quota and not waiting else Place.WAITING


def promoted(quota: int | None, *, confirmed: int, queue: Sequence[int]) -> Sequence[int]:
    """Those of the queue, first come first, who get the places left."""
    return queue if quota is None else queue[: max(quota - confirmed, 0)]


def places_left(quota: int | None, confirmed: int) -> int | None:
    """Places left; None when they are not counted."""
    return None if quota is None else max(quota - confirmed, 0)
