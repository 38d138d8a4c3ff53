"""Contours for maps: GeoJSON collections and the shapes that a page draws.

Those of a whole department or EPCI are kept by each process until the stamp of the imports changes.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import shapely
from django.db.models import QuerySet

from quartiers.territory import drawing
from quartiers.territory.drawing import Bounds
from quartiers.territory.models import Commune, Neighbourhood, Outline
from quartiers.territory.queries import places

KEPT = 24
LANDMARKS = 30


@dataclass(frozen=True)
class Ground:
    """Which communes or neighbourhoods a map shows; an empty text or None leaves the choice open.

    ``code`` is that of one neighbourhood, ``bounds`` is (west, south, east, north) in degrees.
    """

    department: str = ""
    epci: str = ""
    commune: str = ""
    code: str = ""
    generation: int | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Shape:
    """One contour of a map: ``geometry`` is a shapely polygon or multipolygon."""

    code: str
    name: str
    geometry: Any


@dataclass(frozen=True)
class Town:
    """A commune as a landmark: the centre is in degrees."""

    name: str
    longitude: float
    latitude: float


def neighbourhoods_geojson(ground: Ground, *, simplified: bool) -> str:
    """The neighbourhoods of this ground as a GeoJSON text; four queries, one when they are kept."""
    write = _written_neighbourhoods if ground.bounds else _neighbourhoods_geojson
    return write(places.stamp(), ground, simplified)


def communes_geojson(ground: Ground, *, simplified: bool) -> str:
    """The communes of this ground as a GeoJSON text; two queries, one when they are kept."""
    return _communes_geojson(places.stamp(), ground, simplified)


def commune_shapes(ground: Ground) -> tuple[Shape, ...]:
    """Contours of the communes of this ground, made simpler for a drawing; two queries, one when they are kept."""
    return _commune_shapes(places.stamp(), replace(ground, generation=None, code=""))[0]


def towns(ground: Ground) -> tuple[Town, ...]:
    """The most populous communes of this ground, the largest first; they are kept with the contours."""
    return _commune_shapes(places.stamp(), replace(ground, generation=None, code=""))[1]


def commune_borders(ground: Ground) -> Any:
    """The borders of the communes of this ground, each line once; they are kept with the contours."""
    return _commune_shapes(places.stamp(), replace(ground, generation=None, code=""))[2]


def neighbourhood_shapes(rows: "QuerySet[Neighbourhood]") -> list[Shape]:
    """Contours of these neighbourhoods, exact; one query."""
    found = rows.order_by("code").prefetch_related(None).values_list("code", "name", "geometry")
    return [Shape(code, name, shapely.from_wkb(bytes(contour))) for code, name, contour in found]


def department_shapes() -> tuple[Shape, ...]:
    """Contours of the departments whose communes are loaded, made simpler for a map; two queries, one when kept."""
    return _department_shapes(places.stamp())


def departments_geojson() -> str:
    """The same as a GeoJSON text."""
    features = [({"code": one.code, "name": one.name}, one.geometry) for one in department_shapes()]
    return drawing.collection(features, decimals=drawing.MAP_DECIMALS)


def forget() -> None:
    """Forget what this process keeps; only tests need it, where rolled back loads reuse their numbers."""
    for kept in (_department_shapes, _neighbourhoods_geojson, _communes_geojson, _commune_shapes):
        kept.cache_clear()


@lru_cache(maxsize=1)
def _department_shapes(stamp: str) -> tuple[Shape, ...]:
    found = Outline.objects.order_by("pk").values_list("department_id", "department__name", "geometry")
    rows = [(code, name, shapely.from_wkb(bytes(contour))) for code, name, contour in found]
    drawn = drawing.simpler([contour for *_, contour in rows], 2 * drawing.SIMPLER)
    return tuple(Shape(code, name, shape) for (code, name, _), shape in zip(rows, drawn, strict=True))


def _written_neighbourhoods(stamp: str, ground: Ground, simplified: bool) -> str:
    rows = list(_chosen_neighbourhoods(ground).defer(None))
    features = [(_neighbourhood(row), shapely.from_wkb(bytes(row.geometry))) for row in rows]
    return drawing.collection(features, decimals=drawing.MAP_DECIMALS if simplified else drawing.EXACT_DECIMALS)


_neighbourhoods_geojson = lru_cache(maxsize=KEPT)(_written_neighbourhoods)


@lru_cache(maxsize=KEPT)
def _communes_geojson(stamp: str, ground: Ground, simplified: bool) -> str:
    rows = list(_chosen_communes(ground).defer(None).iterator())
    shapes = [shapely.from_wkb(bytes(row.geometry or b"")) for row in rows]
    drawn = drawing.simpler(shapes) if simplified else shapes
    kept = [(row, shape) for row, shape in zip(rows, drawn, strict=True) if _is_within(shape, ground)]
    decimals = drawing.MAP_DECIMALS if simplified else drawing.EXACT_DECIMALS
    return drawing.collection(((_commune(row), shape) for row, shape in kept), decimals=decimals)


@lru_cache(maxsize=KEPT)
def _commune_shapes(stamp: str, ground: Ground) -> tuple[tuple[Shape, ...], tuple[Town, ...], Any]:
    """The communes of this ground as contours, the largest of them as landmarks, and their borders."""
    columns = ("code", "name", "geometry", "population", "longitude", "latitude")
    rows = list(_chosen_communes(ground).order_by("code").values_list(*columns))
    drawn = drawing.drawable([shapely.from_wkb(bytes(row[2] or b"")) for row in rows])
    contours = tuple(Shape(code, name, shape) for (code, name, *_), shape in zip(rows, drawn, strict=True))
    largest = sorted(rows, key=lambda row: (-(row[3] or 0), row[0]))[:LANDMARKS]
    towns = tuple(Town(name, x, y) for _, name, _, _, x, y in largest if x is not None and y is not None)
    return contours, towns, drawing.borders(drawn)


def _chosen_neighbourhoods(ground: Ground) -> "QuerySet[Neighbourhood]":
    rows = places.neighbourhoods().order_by("code")
    if ground.department:
        rows = rows.filter(department=ground.department)
    if ground.epci:
        rows = places.of_epci(rows, ground.epci)
    if ground.commune:
        rows = places.of_commune(rows, ground.commune)
    if ground.code:
        rows = rows.filter(pk=ground.code)
    if ground.generation is not None:
        rows = rows.filter(generation=ground.generation)
    return rows.filter(pk__in=_codes_within(rows, ground)) if ground.bounds else rows


def _codes_within(rows: "QuerySet[Neighbourhood]", ground: Ground) -> list[str]:
    """Codes of those that touch the bounds: the rest of their rows is not read."""
    contours = rows.order_by().prefetch_related(None).values_list("code", "geometry")
    return [code for code, contour in contours if _is_within(shapely.from_wkb(bytes(contour)), ground)]


def _chosen_communes(ground: Ground) -> "QuerySet[Commune]":
    rows = places.communes_in(department=ground.department, epci=ground.epci).exclude(geometry=None)
    return rows.filter(pk=ground.commune) if ground.commune else rows


def _is_within(shape: Any, ground: Ground) -> bool:
    return ground.bounds is None or bool(shapely.intersects(shape, shapely.box(*ground.bounds)))


def _neighbourhood(row: Neighbourhood) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "generation": row.generation,
        "communes": [commune.name for commune in row.communes.all()],
        "department": row.department_id,
        "fictional": row.fictional,
    }


def _commune(row: Commune) -> dict[str, object]:
    return {"code": row.code, "name": row.name, "department": row.department_id, "epci": row.epci_id}
