"""The map of gaps, drawn on the server: no tile, no outside call. Beyond the threshold it darkens, then is hatched."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from quartiers.actors.queries.located import LocatedSite
from quartiers.iae.queries.located import structures_of
from quartiers.iae.queries.zones import Spot
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import ZoneKind, band, band_labels
from quartiers.territory import drawing
from quartiers.territory.queries import grounds, shapes
from quartiers.territory.queries.grounds import Territory
from quartiers.territory.queries.shapes import Ground, Shape, Town
from quartiers.web.maps import Label

NAME = {"width": 210, "height": 60, "most": 8}
#: Half the side of the square of a structure, and the radius of a neighbourhood.
HALF, RADIUS, PIN = 9, 12, 16
#: Above that many communes, those of a region, borders would not be seen and contours are drawn coarser.
MOST_SHAPES = 500


@dataclass(frozen=True)
class ZoneMap:
    """The drawing.

    Args:
        view_box: of the SVG.
        bands: (class, SVG path) of the communes of each band, joined.
        borders: SVG path of the borders between communes; empty for a whole region, where they would not be seen.
        dots: (class, SVG path, label) of neighbourhoods.
        structures: (SVG path, name).
        pins: (x, y) of the structures that would open.
        labels: names of towns.
        legend: (class, words).
        frame: west, north, size of a unit, squeeze, left, top: what turns a click into degrees.
    """

    view_box: str
    bands: list[tuple[str, str]]
    borders: str
    dots: list[tuple[str, str, str]]
    structures: list[tuple[str, str]]
    pins: list[tuple[int, int]]
    labels: list[Label]
    legend: list[tuple[str, str]]
    frame: str


def zone_map(
    where: Territory,
    spots: Sequence[Spot],
    kind: ZoneKind,
    km: int,
    *,
    metres: Mapping[str, float] | None = None,
    neighbourhoods: bool = False,
    activity: Activity | None = None,
    pins: Sequence[tuple[float, float]] = (),
) -> ZoneMap | None:
    """The map of a territory; None where no contour is loaded.

    Args:
        where: the territory.
        spots: its communes or neighbourhoods.
        kind: structures to show.
        km: threshold.
        metres: distances to draw instead of those of the spots.
        neighbourhoods: whether the spots are neighbourhoods: dots over plain communes.
        activity: only the structures that say they do it.
        pins: latitude and longitude of each.
    """
    contours, towns = _contours(where)
    if not contours:
        return None
    bounds = drawing.widened(drawing.bounds_of([one.geometry for one in contours]), 0.02)
    frame = drawing.frame(bounds)
    at = {one.code: band(metres[one.code] if metres else one.distance_m, km) for one in spots}
    return ZoneMap(
        view_box=frame.view_box,
        bands=_bands(frame, contours, {} if neighbourhoods else at, plain=neighbourhoods),
        borders=_borders(frame, where, contours),
        dots=_dots(frame, spots, at) if neighbourhoods else [],
        structures=[(_square(frame, one), one.name) for one in structures_of(kind, activity=activity, bounds=bounds)],
        pins=[frame.point(longitude, latitude) for latitude, longitude in pins],
        labels=_labels(frame, towns),
        legend=[(f"b{rank}", words) for rank, words in enumerate(band_labels(km))],
        frame=f"{frame.west} {frame.north} {frame.unit} {frame.squeeze} {frame.left} {frame.top}",
    )


def _held(where: Territory) -> list[Ground]:
    if where.level == "region":
        return [Ground(department=code) for code in grounds.departments_of(where)]
    return [Ground(department=where.code) if where.level == "departement" else Ground(epci=where.code)]


def _contours(where: Territory) -> tuple[tuple[Shape, ...], tuple[Town, ...]]:
    held = _held(where)
    contours = tuple(one for some in held for one in shapes.commune_shapes(some))
    towns = tuple(town for some in held for town in shapes.towns(some)[: 30 if len(held) == 1 else 2])
    return contours, towns


def _bands(
    frame: drawing.Frame, contours: Sequence[Shape], at: Mapping[str, int], *, plain: bool
) -> list[tuple[str, str]]:
    """Each band as one path, its communes joined; a commune that was not computed is not coloured."""
    held: dict[str, list[Any]] = defaultdict(list)
    for one in contours:
        css = "plain" if plain else f"b{at[one.code]}" if one.code in at else "unknown"
        held[css].append(one.geometry)
    tolerance = frame.unit if len(contours) > MOST_SHAPES else 0.0
    return [
        (css, frame.path(shapely.simplify(shapely.union_all(some), tolerance))) for css, some in sorted(held.items())
    ]


def _borders(frame: drawing.Frame, where: Territory, contours: Sequence[Shape]) -> str:
    if len(contours) > MOST_SHAPES:
        return ""
    return "".join(frame.lines(shapes.commune_borders(one)) for one in _held(where))


def _dots(frame: drawing.Frame, spots: Sequence[Spot], at: Mapping[str, int]) -> list[tuple[str, str, str]]:
    return [
        (f"b{at[one.code]}", _circle(*frame.point(one.longitude, one.latitude)), one.name)
        for one in spots
        if one.latitude is not None and one.longitude is not None
    ]


def _circle(x: int, y: int) -> str:
    return f"M{x - RADIUS} {y}a{RADIUS} {RADIUS} 0 1 0 {2 * RADIUS} 0a{RADIUS} {RADIUS} 0 1 0 {-2 * RADIUS} 0z"


def _square(frame: drawing.Frame, one: LocatedSite) -> str:
    x, y = frame.point(one.longitude, one.latitude)
    return f"M{x - HALF} {y - HALF}h{2 * HALF}v{2 * HALF}h{-2 * HALF}z"


def _labels(frame: drawing.Frame, towns: Sequence[Town]) -> list[Label]:
    shown = drawing.apart(frame, [(town.longitude, town.latitude) for town in towns], **NAME)
    return [
        Label(town.name, town.latitude, town.longitude, *frame.point(town.longitude, town.latitude))
        for town in (towns[rank] for rank in shown)
    ]
