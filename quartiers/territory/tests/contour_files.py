"""Small contour files, right or wrong, for the tests of this room."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quartiers.kernel.errors import RuleBroken

BELFORT = (6.8600, 47.6400)
CARCASSONNE = (2.3522, 43.2130)


def refusal(call: Callable[[], object]) -> str:
    """The sentence of the refusal, empty when there is none."""
    try:
        call()
    except RuleBroken as broken:
        return broken.message
    return ""


def ring(longitude: float, latitude: float, side: float = 0.004) -> list[list[float]]:
    """A closed square ring; ``side`` in degrees."""
    half = side / 2
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[round(longitude + x, 4), round(latitude + y, 4)] for x, y in corners]


def polygon(
    longitude: float = CARCASSONNE[0], latitude: float = CARCASSONNE[1], side: float = 0.004
) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring(longitude, latitude, side)]}


def bowtie() -> dict[str, Any]:
    """Two triangles that cross: not a valid polygon."""
    west, south = CARCASSONNE
    points = [(0, 0), (0.004, 0.004), (0.004, 0), (0, 0.004), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[round(west + x, 4), round(south + y, 4)] for x, y in points]]}


def older(code: str = "QP011001", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """A feature in the vocabulary of 2015; a property given as None is left out."""
    given = {
        "code_qp": code,
        "nom_qp": "La Conte - Ozanam",
        "commune_qp": "Carcassonne",
        "code_commune": "11069",
        "nom_commune": "Carcassonne",
        "code_departement": "11",
    }
    return _feature(given | properties, geometry)


def newer(code: str = "QN01101M", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """A feature in the vocabulary of 2024."""
    given = {
        "code_qp": code,
        "lib_qp": "La Conte - Ozanam",
        "insee_com": "11069",
        "lib_com": "Carcassonne",
        "insee_dep": "11",
    }
    return _feature(given | properties, geometry)


def _feature(properties: dict[str, Any], geometry: Any) -> dict[str, Any]:
    kept = {key: value for key, value in properties.items() if value is not None}
    return {"type": "Feature", "properties": kept, "geometry": polygon() if geometry is None else geometry}


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def write(folder: Path, *features: dict[str, Any], name: str = "quartiers.geojson", **members: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(collection(*features, **members), ensure_ascii=False), encoding="utf-8")
    return path


def write_zip(folder: Path, entries: dict[str, str | bytes], name: str = "quartiers.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return path
