"""What an import costs beside reading the same file and checking it, and whether the cost follows the rows."""

import json
import math
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction

from quartiers.kernel.bench import Measure, Trial
from quartiers.territory import actions
from quartiers.territory.contours import read_contours
from quartiers.territory.rules import Generation

NOW = datetime(2026, 11, 2, tzinfo=UTC)
VERTICES = 120
#: As many as the priority neighbourhoods of the country.
NEIGHBOURHOODS = 1_600
DEPARTMENT = "90"


def _against_reading_alone() -> Trial:
    folder, path = _written(NEIGHBOURHOODS)
    return Trial(
        candidate=partial(_import, path),
        baseline=partial(_parse_and_validate, path),
        same=lambda ours, theirs: len(ours) == len(theirs) and bool(shapely.equals(ours, theirs).all()),
        close=folder.cleanup,
    )


def _four_times_the_rows() -> Trial:
    small_folder, small = _written(NEIGHBOURHOODS // 4)
    large_folder, large = _written(NEIGHBOURHOODS)

    def close() -> None:
        small_folder.cleanup()
        large_folder.cleanup()

    return Trial(
        candidate=partial(_import, large),
        baseline=lambda: [_import(small) for _ in range(4)],
        same=lambda ours, theirs: len(ours) == sum(map(len, theirs)),
        close=close,
    )


def _import(path: Path) -> Any:
    """Read the file and write it in the database; then undo, so that each round starts alike."""
    file = read_contours(path, Generation.Y2024)
    with transaction.atomic():
        actions.import_neighbourhoods(file, covers=[DEPARTMENT], source="mesure", now=NOW)
        transaction.set_rollback(True)
    return shapely.from_wkb([contour.geometry for contour in file.contours])


def _parse_and_validate(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        features = json.load(file)["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return [shape for shape in shapes if shape.is_valid]


def _written(count: int) -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """A file of this many star-shaped neighbourhoods, and the communes that they need."""
    actions.import_communes([DEPARTMENT])
    folder = tempfile.TemporaryDirectory(prefix="quartiers-")
    path = Path(folder.name) / "quartiers.geojson"
    features = [_feature(rank) for rank in range(count)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return folder, path


def _feature(rank: int) -> dict[str, Any]:
    longitude, latitude = 6.8 + rank % 40 / 200, 47.5 + rank // 40 / 200
    ring = []
    for vertex in range(VERTICES):
        angle = 2 * math.pi * vertex / VERTICES
        radius = 0.002 * (1 + math.sin(rank * vertex) / 10)
        ring.append((longitude + radius * math.cos(angle), latitude + radius * math.sin(angle)))
    return {
        "type": "Feature",
        "properties": {
            "code_qp": f"QN0{DEPARTMENT}{_base36(rank)}",
            "lib_qp": f"Quartier {rank}",
            "insee_com": "90010",
        },
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def _base36(rank: int) -> str:
    """Three characters of a code: digits and capitals."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[rank // 1296] + digits[rank // 36 % 36] + digits[rank % 36]


IMPORTS = [
    Measure("import de contours, face à la seule lecture vérifiée", 1.5, "at_most", _against_reading_alone),
    Measure("import de contours, quatre fois plus de quartiers", 1.25, "at_most", _four_times_the_rows),
]
