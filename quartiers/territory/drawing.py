"""Contours as drawings: SVG paths for pages without JavaScript, GeoJSON for maps. Pure shapely, no Django.

Coordinates are degrees in WGS 84, longitude first.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

WIDTH, MARGIN = 1000, 16
#: A drawing is never flatter nor higher than this.
LEAST_HEIGHT, SCENE_HEIGHT, MOST_HEIGHT = 560, 720, 900
#: Degrees: about 50 m, less than the width of a line on the map of a department.
SIMPLER = 0.0005
#: Decimals of a degree that are written: 1 m, and 10 m for maps.
EXACT_DECIMALS, MAP_DECIMALS = 5, 4
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """A view box 1000 units wide that holds these bounds; ``unit`` is the size of one of its units, in degrees."""

    west: float
    north: float
    unit: float
    squeeze: float
    left: float
    top: float
    height: int

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"

    def path(self, shape: Any) -> str:
        """SVG path data, in whole units, each step relative to the one before."""
        return "".join(self._ring(ring) for ring in rings(shape))

    def lines(self, shape: Any) -> str:
        """The same for lines, which stay open; each starts relative to the end of the one before."""
        written, here = [], np.zeros((1, 2), dtype=int)
        for part in shapely.get_parts(shape):
            points = self._units(shapely.get_coordinates(part))
            steps = np.diff(np.concatenate([here, points]), axis=0)
            steps = steps[np.r_[True, np.any(steps[1:] != 0, axis=1)]]
            if len(steps) > 1:
                written.append("m" + _steps(steps))
                here = points[-1:]
        return "".join(written)

    def point(self, longitude: float, latitude: float) -> tuple[int, int]:
        x, y = self._units(np.array([[longitude, latitude]]))[0]
        return int(x), int(y)

    def _units(self, coordinates: Any) -> Any:
        x = self.left + (coordinates[:, 0] - self.west) * self.squeeze / self.unit
        y = self.top + (self.north - coordinates[:, 1]) / self.unit
        return np.rint(np.column_stack([x, y])).astype(int)

    def _ring(self, ring: Any) -> str:
        points = self._units(shapely.get_coordinates(ring)[:-1])
        steps = np.diff(points, axis=0)
        steps = steps[np.any(steps != 0, axis=1)]
        return f"M{points[0][0]} {points[0][1]}l{_steps(steps)}z" if len(steps) >= 2 else ""


def frame(bounds: Bounds) -> Frame:
    """The frame that holds these bounds (west, south, east, north) in the middle, at their true proportions."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    width, height = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    unit = max(width / (WIDTH - 2 * MARGIN), height / (MOST_HEIGHT - 2 * MARGIN))
    box = min(max(LEAST_HEIGHT, math.ceil(height / unit) + 2 * MARGIN), MOST_HEIGHT)
    return Frame(west, north, unit, squeeze, (WIDTH - width / unit) / 2, (box - height / unit) / 2, box)


def apart(frame: Frame, points: Sequence[tuple[float, float]], *, width: int, height: int, most: int) -> list[int]:
    """Which points (longitude, latitude) can carry a name without covering another one: the first come first.

    Args:
        frame: the drawing; a point too near its sides is left out.
        points: in degrees, the most important first.
        width: room of a name, in units of the drawing.
        height: room of a name.
        most: how many names at most.

    Returns:
        Positions in ``points``, in order.
    """
    kept: list[tuple[int, int, int]] = []
    for at, (longitude, latitude) in enumerate(points):
        x, y = frame.point(longitude, latitude)
        is_inside = width / 2 <= x <= WIDTH - width / 2 and height <= y <= frame.height
        if is_inside and all(abs(x - other[1]) >= width or abs(y - other[2]) >= height for other in kept):
            kept.append((at, x, y))
    return [at for at, _, _ in kept[:most]]


def rings(shape: Any) -> list[Any]:
    """Every ring of a polygon or multipolygon."""
    return [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]


def bounds_of(shapes: Sequence[Any]) -> Bounds:
    """West, south, east, north of all the shapes together."""
    west, south, east, north = (float(value) for value in shapely.total_bounds(np.asarray(shapes, dtype=object)))
    return west, south, east, north


def widened(bounds: Bounds, part: float) -> Bounds:
    """The bounds with this part of their size added on each side."""
    west, south, east, north = bounds
    across, along = (east - west) * part, (north - south) * part
    return west - across, south - along, east + across, north + along


def landscape(bounds: Bounds) -> Bounds:
    """The bounds with what it takes on two sides to have the proportions of a drawing of ``SCENE_HEIGHT``."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    width, height = (east - west) * squeeze, north - south
    ratio = SCENE_HEIGHT / WIDTH
    across = max(0.0, height / ratio - width) / squeeze / 2
    along = max(0.0, width * ratio - height) / 2
    return west - across, south - along, east + across, north + along


def simpler(shapes: Sequence[Any], tolerance: float = SIMPLER) -> list[Any]:
    """Neighbouring contours with fewer points, their common borders kept common."""
    if not shapes:
        return []
    return list(shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance))


def drawable(shapes: Sequence[Any]) -> list[Any]:
    """The same contours with no more points than a drawing of them all together can show."""
    return simpler(shapes, 3 * frame(bounds_of(shapes)).unit) if shapes else []


def borders(shapes: Sequence[Any]) -> Any:
    """The lines that part neighbouring contours, and those around them, each once, in long lines."""
    once = shapely.line_merge(shapely.union_all(shapely.boundary(np.asarray(shapes, dtype=object))))
    return shapely.multilinestrings([shapely.linestrings(trail) for trail in _trails(shapely.get_parts(once))])


def _trails(lines: Any) -> Iterator[Any]:
    """These lines end to end, each once; where an odd number of them meet, one has to start or to end."""
    held = [shapely.get_coordinates(line) for line in lines]
    ways: dict[tuple[float, float], list[int]] = defaultdict(list)
    for rank, points in enumerate(held):
        ways[tuple(points[0])].append(rank)
        ways[tuple(points[-1])].append(rank)
    left = set(range(len(held)))
    for start in sorted(ways, key=lambda node: len(ways[node]) % 2 == 0):
        while not left.isdisjoint(ways[start]):
            trail, node = [np.array([start])], start
            while onward := [rank for rank in ways[node] if rank in left]:
                rank = onward[0]
                left.remove(rank)
                points = held[rank] if tuple(held[rank][0]) == node else held[rank][::-1]
                trail.append(points[1:])
                node = tuple(points[-1])
            yield np.concatenate(trail)


def collection(features: Iterable[tuple[Mapping[str, object], Any]], *, decimals: int = EXACT_DECIMALS) -> str:
    """A GeoJSON feature collection (RFC 7946); each feature is (properties, shape), its ``code`` is its id."""
    written = [
        f'{{"type":"Feature","id":{_json(properties["code"])},"properties":{_json(properties)},'
        f'"geometry":{_json(_geometry(shape, decimals))}}}'
        for properties, shape in features
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(written)}]}}'


def _steps(steps: Any) -> str:
    """Pairs of whole numbers as SVG path data has them."""
    return " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _geometry(shape: Any, decimals: int) -> dict[str, object]:
    """Written with few decimals, shell counter-clockwise as the standard asks."""
    parts = [
        [_positions(ring, decimals) for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(shapely.orient_polygons(shape))
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _positions(ring: Any, decimals: int) -> list[list[float]]:
    """Without the repeats that rounding makes, unless fewer than four points would be left."""
    points = np.round(shapely.get_coordinates(ring), decimals)
    kept = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
    positions: list[list[float]] = (kept if len(kept) >= 4 else points).tolist()
    return positions
