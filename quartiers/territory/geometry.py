"""Points against contours: pure numpy and shapely, no Django.

Coordinates are degrees in WGS 84. Whether a point is inside is decided by shapely on those degrees, the border
included. Distances are taken in the Mercator projection of the ellipsoid, divided by its scale at the latitude of the
point: below one centimetre of error at 300 m anywhere in France.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

WGS84_RADIUS_M = 6_378_137.0
WGS84_E2 = 0.00669437999014
_E = np.sqrt(WGS84_E2)
CHUNK = 1_000_000


def mercator(longitudes: Floats, latitudes: Floats) -> Floats:
    """Degrees to metres in the ellipsoidal Mercator projection; array of shape (n, 2)."""
    phi = np.radians(latitudes)
    east = WGS84_RADIUS_M * np.radians(longitudes)
    north = WGS84_RADIUS_M * (np.arcsinh(np.tan(phi)) - _E * np.arctanh(_E * np.sin(phi)))
    return np.column_stack([east, north])


def mercator_scale(latitudes: Floats) -> Floats:
    """Metres of the projection for one metre on the ground."""
    phi = np.radians(latitudes)
    scale: Floats = np.sqrt(1 - WGS84_E2 * np.sin(phi) ** 2) / np.cos(phi)
    return scale


@dataclass(frozen=True)
class Pairs:
    """Which point stands in or near which contour: three arrays of the same length, sorted by point.

    ``border_m`` is the distance to the nearest edge in metres, from inside or outside.
    """

    points: NDArray[np.intp]
    contours: NDArray[np.intp]
    inside: NDArray[np.bool_]
    border_m: Floats


class ContourIndex:
    """Contours ready for many questions. ``shapes`` are valid polygons in degrees, longitude first."""

    def __init__(self, wkb: Sequence[bytes]) -> None:
        self.shapes: Shapes = np.asarray(shapely.from_wkb(np.array(wkb, dtype=object)), dtype=object)
        shapely.prepare(self.shapes)

    def only(self, chosen: Sequence[int]) -> "ContourIndex":
        """The same shapes, these ones only, in this order."""
        part = ContourIndex([])
        part.shapes = self.shapes[list(chosen)]
        return part

    @cached_property
    def _bounds(self) -> Floats:
        """West, south, east and north of each contour: array of shape (4, n)."""
        bounds: Floats = shapely.bounds(self.shapes).reshape(-1, 4).T
        return bounds

    @cached_property
    def _projected(self) -> Shapes:
        projected: Shapes = shapely.transform(self.shapes, lambda xy: mercator(xy[:, 0], xy[:, 1]))
        shapely.prepare(projected)
        return projected

    @cached_property
    def _borders(self) -> Shapes:
        borders: Shapes = shapely.boundary(self._projected)
        return borders

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._projected)

    def first_holding(self, longitudes: Floats, latitudes: Floats) -> NDArray[np.intp]:
        """For each point, the index of the first contour that holds it, border included; -1 for none.

        Points are sorted by longitude once; each contour then reads only the slice of its own width. Memory stays
        bounded: points are taken a million at a time. A point that is not a finite number is held by none.
        """
        found = np.full(len(longitudes), -1, dtype=np.intp)
        for start in range(0, len(longitudes), CHUNK):
            piece = slice(start, start + CHUNK)
            found[piece] = self._first_holding(longitudes[piece], latitudes[piece])
        return found

    def _first_holding(self, longitudes: Floats, latitudes: Floats) -> NDArray[np.intp]:
        order = np.argsort(longitudes, kind="stable")
        x, y = longitudes[order], latitudes[order]
        found = np.full(len(x), -1, dtype=np.intp)
        west, south, east, north = self._bounds
        first, last = np.searchsorted(x, west, side="left"), np.searchsorted(x, east, side="right")
        # The last contour written wins: going down, the first one of the list stays.
        for index in reversed(np.flatnonzero(first < last)):
            here = slice(first[index], last[index])
            candidates = np.flatnonzero((y[here] >= south[index]) & (y[here] <= north[index])) + first[index]
            held = shapely.intersects_xy(self.shapes[index], x[candidates], y[candidates])
            found[candidates[held]] = index
        result = np.empty_like(found)
        result[order] = found
        return result

    def around(self, longitudes: Floats, latitudes: Floats, reach_m: Floats) -> Pairs:
        """Every (point, contour) where the contour holds the point or stands within ``reach_m`` metres of it."""
        scale = mercator_scale(latitudes)
        xy = mercator(longitudes, latitudes)
        projected: Any = shapely.points(xy)
        points, contours = self._tree.query(projected, predicate="dwithin", distance=reach_m * scale)
        order = np.lexsort((contours, points))
        points, contours = points[order], contours[order]
        return Pairs(
            points=points,
            contours=contours,
            inside=np.asarray(shapely.intersects_xy(self.shapes[contours], longitudes[points], latitudes[points])),
            border_m=np.asarray(shapely.distance(self._borders[contours], projected[points])) / scale[points],
        )
