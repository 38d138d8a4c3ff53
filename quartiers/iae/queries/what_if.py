"""What one more structure would change in a territory; nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quartiers.iae.queries.zones import Spot, Zones
from quartiers.iae.whatif import Choice, Served, after, best_places, gained


@dataclass(frozen=True)
class Gainer:
    """A place that leaves the gap: metres before (None without any structure) and after."""

    spot: Spot
    before_m: int | None
    after_m: float


@dataclass(frozen=True)
class Change:
    """What changes.

    Args:
        towns: communes that leave the gap, the most populous first.
        quarters: neighbourhoods that leave it.
        people: residents of those communes.
        left: residents of communes still too far.
        metres: of every commune, by code, once the structures stand.
    """

    towns: list[Gainer]
    quarters: list[Gainer]
    people: int
    left: int
    metres: dict[str, float]


@dataclass(frozen=True)
class Sought:
    """One of the best places: the commune, residents it brings, residents brought so far."""

    spot: Spot
    gain: int
    total: int


def change(towns: Zones, quarters: Zones, points: Sequence[tuple[float, float]]) -> Change:
    """What structures at these points (latitude, longitude) would change.

    Args:
        towns: communes of the territory, with the threshold.
        quarters: its neighbourhoods.
        points: where structures open.
    """
    out, metres = _gainers(towns, points)
    won, _ = _gainers(quarters, points)
    people = sum(one.spot.population or 0 for one in out)
    return Change(out, won, people, towns.people - people, metres)


def best(towns: Zones, count: int) -> list[Sought]:
    """The communes where structures would bring most residents out of the gap, every commune tried."""
    held = _served(towns.spots)
    chosen: list[Choice] = best_places(
        held, held.latitudes, held.longitudes, threshold_m=towns.km * 1000.0, count=count
    )
    return [Sought(towns.spots[one.candidate], round(one.gain), round(one.total)) for one in chosen]


def _gainers(found: Zones, points: Sequence[tuple[float, float]]) -> tuple[list[Gainer], dict[str, float]]:
    held, limit = _served(found.spots), found.km * 1000.0
    now, won = held.distances_m, np.zeros(len(found.spots), dtype=bool)
    for latitude, longitude in points:
        won |= gained(held, latitude, longitude, threshold_m=limit)
        now = np.minimum(now, after(held, latitude, longitude))
    metres = now.tolist()
    gainers = [Gainer(one, one.distance_m, metres[rank]) for rank, one in enumerate(found.spots) if won[rank]]
    return gainers, {one.code: metres[rank] for rank, one in enumerate(found.spots)}


def _served(spots: Sequence[Spot]) -> Served:
    return Served(
        latitudes=np.array([one.latitude for one in spots], float),
        longitudes=np.array([one.longitude for one in spots], float),
        people=np.array([one.population or 0 for one in spots], float),
        distances_m=np.array([np.inf if one.distance_m is None else one.distance_m for one in spots], float),
    )
