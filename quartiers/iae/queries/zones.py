"""Zones blanches of a territory: the communes or neighbourhoods too far from a kind of structure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.db.models import QuerySet
from numpy.typing import NDArray

from quartiers.actors.queries.located import names_of
from quartiers.iae.models import ZoneBatch, ZoneDistance
from quartiers.iae.nearest import gather, nearest
from quartiers.iae.queries.located import said_activities, structures_of
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import ZoneKind, is_gap
from quartiers.territory.queries import grounds, places, shapes
from quartiers.territory.queries.grounds import Territory
from quartiers.territory.rules import Generation

JOBSEEKERS = "abcde"
#: Files by commune do not always count every category.
COMMUNE_JOBSEEKERS = (JOBSEEKERS, "abc")


@dataclass(frozen=True)
class Ground:
    """All places of the platform, communes then neighbourhoods: codes, and degrees."""

    codes: list[str]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]


@dataclass(frozen=True)
class Spot:
    """One commune or neighbourhood.

    Args:
        code: of the place.
        name: of the place.
        population: municipal population; None where none is published.
        jobseekers: None where none is published.
        distance_m: to the nearest structure of the kind; None when there is none.
        structure: name of that structure.
        within_20: structures of the kind within 20 km.
        unknown_m: to the nearest structure of unknown kind; None when there is none.
        latitude: degrees; None for a place that has no position.
        longitude: degrees.
    """

    code: str
    name: str
    population: int | None
    jobseekers: int | None
    distance_m: int | None
    structure: str
    within_20: int
    unknown_m: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Zones:
    """The places of a territory against a threshold.

    Args:
        spots: every place that was computed, the most populous first.
        km: threshold.
        batch: when and from what; None when nothing is computed.
        has_jobseekers: whether a source of jobseekers is loaded there: else there is no such column.
        origin: which jobseekers of communes, and who publishes them; empty without a source, and for neighbourhoods.
        doing: structures of the kind, everywhere, that say they do the activity asked; None when none is asked.
        silent: those of the kind that say nothing of their activities, and so do not count; None as well.
    """

    spots: list[Spot]
    km: int
    batch: ZoneBatch | None
    has_jobseekers: bool
    origin: str = ""
    doing: int | None = None
    silent: int | None = None

    @property
    def gaps(self) -> list[Spot]:
        return [one for one in self.spots if is_gap(one.distance_m, self.km)]

    @property
    def people(self) -> int:
        return sum(one.population or 0 for one in self.gaps)

    @property
    def jobseekers(self) -> int | None:
        """Of the gaps."""
        return jobseekers_of(self.gaps)

    @property
    def perhaps(self) -> int:
        """Gaps where a structure of unknown kind stands within the threshold: it may be what is looked for."""
        return sum(not is_gap(one.unknown_m, self.km) for one in self.gaps)


def jobseekers_of(spots: Sequence[Spot]) -> int | None:
    """Those of the places whose figure is published; None where none is."""
    known = [one.jobseekers for one in spots if one.jobseekers is not None]
    return sum(known) if known else None


def ground() -> Ground:
    """Every commune and neighbourhood of the list in force that has a position; two queries."""
    towns = places.communes().filter(parent=None).exclude(latitude=None).order_by("code")
    found = list(towns.values_list("code", "latitude", "longitude"))
    quarters = shapes.neighbourhood_shapes(places.neighbourhoods().filter(generation=Generation.Y2024))
    found += [(one.code, *_middle(one.geometry)) for one in quarters]
    return Ground(
        [code for code, *_ in found],
        np.array([latitude for _, latitude, _ in found], float),
        np.array([longitude for *_, longitude in found], float),
    )


def zones(
    where: Territory, kind: ZoneKind, km: int, *, neighbourhoods: bool, activity: Activity | None = None
) -> Zones:
    """The places of this territory; the same number of queries whatever their number.

    Kinds are read from the last batch; for an activity, distances are computed at once, to the structures of the kind
    that say they do it.
    """
    found = _quarters(where, kind, km) if neighbourhoods else _towns(where, kind, km)
    return found if activity is None else _doing(found, kind, activity)


def distances_at(place: str) -> list[tuple[ZoneKind, int | None]]:
    """Metres to the nearest structure of each kind, in the order of the kinds; None for none. Empty before any batch.

    Args:
        place: code of a commune or of a neighbourhood.
    """
    found = dict(ZoneDistance.objects.filter(place=place).values_list("kind", "distance_m"))
    return [(kind, found[kind.value]) for kind in ZoneKind if kind.value in found]


def batch_of(kind: ZoneKind) -> ZoneBatch | None:
    return ZoneBatch.objects.filter(pk=kind.value).first()


def _towns(where: Territory, kind: ZoneKind, km: int) -> Zones:
    rows = grounds.communes_of(where).exclude(latitude=None)
    codes = rows.order_by().values("pk")
    published = grounds.commune_figures(codes, COMMUNE_JOBSEEKERS)
    seekers = published.values if published else {}
    columns = ("code", "name", "population", "latitude", "longitude")
    held = [
        (code, name, population, round(seekers[code]) if code in seekers else None, *point)
        for code, name, population, *point in rows.values_list(*columns)
    ]
    origin = published.origin if published else ""
    return Zones(_measured(held, kind, codes), km, batch_of(kind), has_jobseekers=bool(seekers), origin=origin)


def _quarters(where: Territory, kind: ZoneKind, km: int) -> Zones:
    rows = grounds.neighbourhoods_of(where, generation=Generation.Y2024)
    codes = rows.order_by().values("pk")
    seekers = grounds.published_values(codes, JOBSEEKERS)
    middles = {one.code: _middle(one.geometry) for one in shapes.neighbourhood_shapes(rows)}
    held = [
        (code, name, population, int(seekers[code]) if code in seekers else None, *middles[code])
        for code, name, population in rows.values_list("code", "name", "population")
    ]
    return Zones(_measured(held, kind, codes), km, batch_of(kind), has_jobseekers=bool(seekers))


def _doing(found: Zones, kind: ZoneKind, activity: Activity) -> Zones:
    """The same places, measured to the structures of the kind that do this activity."""
    sites = structures_of(kind, activity=activity)
    everyone = {one.organisation for one in structures_of(kind)}
    silent = len(everyone - said_activities().keys())
    spots = [one for one in found.spots if one.latitude is not None and one.longitude is not None]
    if not spots:
        return replace(found, spots=[], doing=0, silent=silent)
    places = gather([one.latitude or 0.0 for one in spots], [one.longitude or 0.0 for one in spots])
    near = nearest(places, [one.latitude for one in sites], [one.longitude for one in sites], within_m=20_000.0)
    measured = [
        replace(
            one,
            distance_m=math.ceil(metres) if rank >= 0 else None,
            structure=sites[rank].name if rank >= 0 else "",
            within_20=within,
        )
        for one, metres, rank, within in zip(
            spots, near.distance_m.tolist(), near.rank.tolist(), near.within.tolist(), strict=True
        )
    ]
    doing = len({one.organisation for one in sites})
    return replace(found, spots=measured, doing=doing, silent=silent)


def _measured(held: Sequence[tuple[Any, ...]], kind: ZoneKind, codes: "QuerySet[Any, Any]") -> list[Spot]:
    """The places with their distances, the most populous first; those that no batch has seen are left out."""
    columns = ("kind", "place", "distance_m", "structure", "within_20")
    wanted = (kind.value, ZoneKind.UNKNOWN.value)
    found = {row[:2]: row[2:] for row in _distances(codes, wanted).values_list(*columns)}
    chosen = [row for row in held if (kind.value, row[0]) in found]
    names = names_of(sorted({found[kind.value, row[0]][1] for row in chosen} - {None}))
    spots = []
    for code, name, population, seekers, latitude, longitude in chosen:
        distance, structure, within = found[kind.value, code]
        unknown = found.get((ZoneKind.UNKNOWN.value, code), (None,))[0]
        words = (distance, names.get(structure, ""), within, unknown)
        spots.append(Spot(code, name, population, seekers, *words, latitude, longitude))
    return sorted(spots, key=lambda one: (-(one.population or 0), one.code))


def _distances(codes: "QuerySet[Any, Any]", kinds: tuple[str, ...]) -> "QuerySet[ZoneDistance]":
    return ZoneDistance.objects.filter(kind__in=kinds, place__in=codes)


def _middle(contour: Any) -> tuple[float, float]:
    point = shapely.point_on_surface(contour)
    return float(point.y), float(point.x)
