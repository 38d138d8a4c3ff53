"""What one more structure would change in a territory; nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quartiers.iae.nearest import gather, nearest
from quartiers.iae.queries.zones import Spot, Zones, jobseekers_of
from quartiers.iae.whatif import Choice, Served, after, best_places, bound, gained
from quartiers.territory.names import search_name

#: Latitude and longitude, degrees.
Point = tuple[float, float]


@dataclass(frozen=True)
class Opening:
    """A structure that would open.

    Args:
        point: where.
        spot: the commune that was named or chosen; for a point, the one whose centre is nearest.
        is_exact: whether the point is the centre of that commune.
        gain: residents that it brings out of the gap, when it was looked for; else None.
        total: residents brought by those before it and by it; None as well.
    """

    point: Point
    spot: Spot
    is_exact: bool = True
    gain: int | None = None
    total: int | None = None


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
        jobseekers: of those communes, or of those neighbourhoods when no source is loaded by commune; None where none
            is published.
        metres: of every commune, by code, once the structures stand.
    """

    towns: list[Gainer]
    quarters: list[Gainer]
    people: int
    left: int
    jobseekers: int | None
    metres: dict[str, float]


def openings(towns: Zones, *, commune: str = "", point: Point | None = None, seek: int = 0) -> list[Opening]:
    """Where structures would open; none when no commune has this name, or when no place brings anyone.

    Args:
        towns: communes of the territory, with the threshold.
        commune: its name or its code.
        point: latitude and longitude, when no commune is named.
        seek: how many of the best places are looked for; it goes before the rest.
    """
    if seek:
        return best(towns, seek)
    if commune:
        words = search_name(commune)
        found = [one for one in towns.spots if search_name(one.name) == words or one.code == commune.strip()]
        return [Opening(_centre(found[0]), found[0])] if found else []
    if point is None or not towns.spots:
        return []
    centres = [_centre(one) for one in towns.spots]
    near = nearest(gather([point[0]], [point[1]]), *zip(*centres, strict=True), within_m=0)
    return [Opening(point, towns.spots[int(near.rank[0])], is_exact=bool(near.distance_m[0] == 0))]


def change(towns: Zones, quarters: Zones, points: Sequence[Point]) -> Change:
    """What structures at these points would change.

    Args:
        towns: communes of the territory, with the threshold.
        quarters: its neighbourhoods.
        points: where structures open.
    """
    out, metres = _gainers(towns, points)
    won, _ = _gainers(quarters, points)
    people = sum(one.spot.population or 0 for one in out)
    counted = out if towns.has_jobseekers else won
    seekers = jobseekers_of([one.spot for one in counted])
    return Change(out, won, people, towns.people - people, seekers, metres)


def best(towns: Zones, count: int) -> list[Opening]:
    """The communes where structures would bring most residents out of the gap, every commune tried."""
    held = _served(towns.spots)
    chosen: list[Choice] = best_places(
        held, held.latitudes, held.longitudes, threshold_m=towns.km * 1000.0, count=count
    )
    spots = [(towns.spots[one.candidate], one) for one in chosen]
    return [Opening(_centre(spot), spot, gain=round(one.gain), total=round(one.total)) for spot, one in spots]


def guaranteed(found: Sequence[Opening], sought: int) -> float:
    """The part of what the best places could bring that these are sure to bring: 1 when nothing does better.

    Fewer than were sought already bring everyone that a commune of the territory can bring.

    >>> guaranteed([], 3), round(bound(3), 3)
    (1.0, 0.704)
    """
    return bound(sought) if sought and len(found) == sought else 1.0


def _gainers(found: Zones, points: Sequence[Point]) -> tuple[list[Gainer], dict[str, float]]:
    held, limit = _served(found.spots), found.km * 1000.0
    now, won = held.distances_m, np.zeros(len(found.spots), dtype=bool)
    for latitude, longitude in points:
        won |= gained(held, latitude, longitude, threshold_m=limit)
        now = np.minimum(now, after(held, latitude, longitude))
    metres = now.tolist()
    gainers = [Gainer(one, one.distance_m, metres[rank]) for rank, one in enumerate(found.spots) if won[rank]]
    return gainers, {one.code: metres[rank] for rank, one in enumerate(found.spots)}


def _centre(one: Spot) -> Point:
    return one.latitude or 0.0, one.longitude or 0.0


def _served(spots: Sequence[Spot]) -> Served:
    return Served(
        latitudes=np.array([one.latitude for one in spots], float),
        longitudes=np.array([one.longitude for one in spots], float),
        people=np.array([one.population or 0 for one in spots], float),
        distances_m=np.array([np.inf if one.distance_m is None else one.distance_m for one in spots], float),
    )
