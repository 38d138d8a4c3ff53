"""What locating costs: many points against shapely alone and GeoPandas, one point against a bare read of the database.

Everything counts on the platform's side, the stamp of the imports included.
"""

import math
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from quartiers.kernel.bench import Measure, Trial, Unmeasurable
from quartiers.territory import actions, queries
from quartiers.territory.contours import Contour, ContourFile
from quartiers.territory.queries import location, places
from quartiers.territory.rules import Generation

Floats = NDArray[np.float64]
Codes = NDArray[np.str_]
Ranks = NDArray[np.intp]

ON = date(2026, 11, 2)
DEPARTMENT = "90"
#: As many as the country has, spread over its mainland.
NEIGHBOURHOODS = 1_600
MAINLAND = (-1.0, 43.5, 7.0, 50.0)
VERTICES = 60
POINTS = 1_000_000
#: GeoPandas is slow enough with these.
FEWER = 200_000
#: Questions of one point asked in a row.
QUESTIONS = 500


def _near(count: int, *, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Latitudes and longitudes in the rectangles that hold the neighbourhoods, and a little around."""
    west, south, east, north = shapely.bounds(_shapes()).T
    chosen = rng.integers(0, NEIGHBOURHOODS, count)
    margin = 0.001
    x = rng.uniform(west[chosen] - margin, east[chosen] + margin)
    return rng.uniform(south[chosen] - margin, north[chosen] + margin), x


def _anywhere(count: int, *, rng: np.random.Generator) -> tuple[Floats, Floats]:
    west, south, east, north = MAINLAND
    return rng.uniform(south, north, count), rng.uniform(west, east, count)


def _against_shapely(points: Any) -> Trial:
    """The baseline has its best chance: its tree is built, its contours prepared, outside the clock."""
    _load()
    latitudes, longitudes = points(POINTS, rng=np.random.default_rng(2026))
    shapes = _shapes()
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)

    def found() -> Codes:
        near, contours = tree.query(shapely.points(longitudes, latitudes))
        held = shapely.intersects_xy(shapes[contours], longitudes[near], latitudes[near])
        return _first_codes(near[held], contours[held], count=POINTS)

    return Trial(
        candidate=partial(queries.locate_many, latitudes, longitudes, generation=Generation.Y2024),
        baseline=found,
        same=np.array_equal,
    )


def _against_geopandas() -> Trial:
    try:
        import geopandas  # noqa: PLC0415 - an optional baseline
    except ImportError as missing:
        raise Unmeasurable("GeoPandas n’est pas installé\u00a0: pip install geopandas.") from missing
    _load()
    latitudes, longitudes = _near(FEWER, rng=np.random.default_rng(2026))
    contours = geopandas.GeoDataFrame(geometry=_shapes(), crs="EPSG:4326")

    def joined() -> Codes:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(longitudes, latitudes), crs="EPSG:4326")
        found = points.sjoin(contours, predicate="intersects")["index_right"]
        return _first_codes(found.index.to_numpy(), found.to_numpy(), count=FEWER)

    return Trial(
        candidate=partial(queries.locate_many, latitudes, longitudes, generation=Generation.Y2024),
        baseline=joined,
        same=np.array_equal,
    )


def _against_one_read() -> Trial:
    """Each point stands at the heart of a neighbourhood; the baseline already knows its code and reads its name."""
    _load()
    hearts = shapely.get_coordinates(shapely.point_on_surface(_shapes()[:QUESTIONS])).tolist()

    def located() -> list[str]:
        return [queries.locate(latitude, longitude, on=ON)[0].name for longitude, latitude in hearts]

    def read() -> list[str]:
        rows = places.neighbourhoods()
        return [rows.filter(pk=code).values_list("name", flat=True)[0] for code in _codes()[:QUESTIONS]]

    return Trial(candidate=located, baseline=read, same=lambda ours, theirs: ours == theirs)


def _first_codes(points: Ranks, contours: Ranks, *, count: int) -> Codes:
    """The smallest code of each of ``count`` points, from pairs of a point and a contour that holds it."""
    first = np.full(count, NEIGHBOURHOODS)
    np.minimum.at(first, points, contours)
    codes: Codes = np.array([*_codes(), ""])[first]
    return codes


def _codes() -> list[str]:
    return [f"QN090{rank:04d}" for rank in range(NEIGHBOURHOODS)]


def _shapes() -> Any:
    """Star-shaped contours about 600 m wide; in the order of their codes."""
    rng = np.random.default_rng(1600)
    latitudes, longitudes = _anywhere(NEIGHBOURHOODS, rng=rng)
    angles = np.linspace(0, 2 * math.pi, VERTICES, endpoint=False)
    reach = rng.uniform(0.002, 0.005, (NEIGHBOURHOODS, VERTICES))
    x = longitudes[:, None] + reach * np.cos(angles)
    y = latitudes[:, None] + reach * np.sin(angles)
    return shapely.polygons(np.stack([x, y], axis=-1))


def _load() -> None:
    """Put the contours in the database as an import does, and forget the index of what was there."""
    actions.import_communes([DEPARTMENT])
    contours = tuple(
        Contour(code, f"Quartier {code}", DEPARTMENT, (), shapely.to_wkb(shape), shape.centroid.y, "")
        for code, shape in zip(_codes(), _shapes(), strict=True)
    )
    file = ContourFile(Generation.Y2024, contours, 9, "0" * 64, national=False, remarks=())
    actions.import_neighbourhoods(file, covers=[], source="mesure", now=datetime(2026, 11, 2, tzinfo=UTC))
    location.forget()


LOCATION = [
    Measure(
        "localiser un million de points près des quartiers, face à shapely seul",
        2.0,
        "at_least",
        partial(_against_shapely, _near),
    ),
    Measure(
        "localiser un million de points partout, face à shapely seul",
        2.0,
        "at_least",
        partial(_against_shapely, _anywhere),
    ),
    Measure("localiser 200 000 points, face à GeoPandas", 3.0, "at_least", _against_geopandas),
    Measure("localiser un point, face à une lecture en base", 1.0, "at_most", _against_one_read),
]
