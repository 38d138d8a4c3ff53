"""Maps as data: outlines to draw and points to show. Every map has a table beside it that says the same."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """One shape of the picture drawn on the server: the map without JavaScript.

    ``path`` is SVG path data in the units of the view box; ``css`` is one of ``zone``, ``quartier``, ``lieu`` (a
    point), ``ici`` or ``autre``, a dashed line over the others;
    ``label`` shows under the pointer; ``href`` opens with a click, and the table beside has the same link.
    """

    path: str
    css: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Layer:
    """One GeoJSON address that the interactive map loads. ``css`` as in ``Outline``.

    Each feature has a ``name`` and a ``code``; where ``MapView.table_id`` has a row with this ``data-code``, choosing
    one marks the other.
    """

    url: str
    css: str


@dataclass(frozen=True)
class Label:
    """A name that helps to find one's way: ``x`` and ``y`` in the units of the drawing, the rest in degrees."""

    text: str
    latitude: float
    longitude: float
    x: int
    y: int


@dataclass(frozen=True)
class MapView:
    """A map, over a drawing of it.

    Args:
        id: of its element, one word; a page has as many maps as ids.
        title: what it shows, read aloud.
        bounds: south, west, north, east, in degrees.
        layers: what the interactive map loads, the first at the bottom.
        outlines: what the drawing shows, in the units of ``view_box``.
        view_box: of the SVG drawing.
        labels: names on the drawing, and on the map seen from afar.
        legend: (``css`` of an outline, words).
        marker: latitude and longitude of a pin, in degrees; ``marker_label`` says what it is.
        picks: names of two form fields, latitude and longitude, that a click on the map fills.
        table_id: of the table that says the same; empty without one.
        source: where the contours come from, and when.
    """

    id: str
    title: str
    bounds: tuple[float, float, float, float]
    layers: tuple[Layer, ...] = ()
    outlines: tuple[Outline, ...] = ()
    view_box: str = "0 0 1000 800"
    labels: tuple[Label, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    marker: tuple[float, float] | None = None
    marker_label: str = ""
    picks: tuple[str, str] | None = None
    table_id: str = ""
    source: str = ""

    def as_json(self) -> str:
        """What ``map.js`` reads."""
        return json.dumps(
            {
                "id": self.id,
                "bounds": self.bounds,
                "layers": [{"url": layer.url, "css": layer.css} for layer in self.layers],
                "labels": [[label.latitude, label.longitude, label.text] for label in self.labels],
                "marker": self.marker,
                "markerLabel": self.marker_label,
                "picks": self.picks,
                "table": self.table_id,
            }
        )
