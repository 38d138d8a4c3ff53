"""Contours of priority neighbourhoods: read, checked, repaired. Pure shapely and numpy, no Django.

Coordinates are degrees in WGS 84, longitude first. Every refusal is a ``RuleBroken`` with a sentence for the operator,
and reading is all or nothing.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number, quantity
from quartiers.territory.geojson import OFFICIAL_ENTRY, members, opened
from quartiers.territory.geometry import WGS84_E2, WGS84_RADIUS_M
from quartiers.territory.names import typographic
from quartiers.territory.rules import Generation

CODES = {
    Generation.Y2015: re.compile(r"QP(\d\d[0-9AB])\d{3}"),
    Generation.Y2024: re.compile(r"QN(\d\d[0-9AB])[0-9A-Z]{3}"),
}
#: Names of the same property in the files of 2015 and of 2024, in lower case.
CODE, NAME = ("code_qp",), ("lib_qp", "nom_qp")
COMMUNES, DEPARTMENT = ("insee_com", "code_commune"), ("insee_dep", "code_departement")
MAX_NAME = 200
#: Geographic systems that differ from WGS 84 by less than a metre: CRS84, WGS 84, ETRS89, RGF93 and overseas RGs.
GEOGRAPHIC = re.compile(r"CRS84|EPSG:+(?:\d[\d.]*)?:?(?:4326|4258|4171|5489|4624|4627|4470)$", re.IGNORECASE)
#: West, south, east, north of each part of France that may hold a neighbourhood.
FRANCE = np.array(
    [
        (-5.5, 41.0, 10.0, 51.5),  # mainland and Corsica
        (-63.5, 14.0, -60.5, 18.6),  # Martinique, Guadeloupe, Saint-Martin
        (-55.0, 2.0, -51.0, 6.2),  # Guyane
        (54.9, -21.6, 56.2, -20.7),  # La Réunion
        (44.8, -13.2, 45.5, -12.4),  # Mayotte
        (-155.0, -28.0, -134.0, -7.0),  # French Polynesia
    ]
)
#: No contour drawn on a plan is better than this, however many decimals its file has, metres.
MIN_PRECISION_M = 1.0
MAX_DECIMALS = 9
#: Part of the coordinates that must hold in a number of decimals: a few stray points do not count.
ENOUGH = 0.99
Polygonal = shapely.Polygon | shapely.MultiPolygon
REASONS = {
    "Self-intersection": "le contour se croisait",
    "Ring Self-intersection": "le contour se touchait lui-même",
    "Hole lies outside shell": "un trou était dessiné hors du contour",
    "Holes are nested": "un trou était dessiné dans un autre",
    "Nested shells": "une partie était dessinée dans une autre",
    "Interior is disconnected": "un trou coupait le contour en deux",
    "Duplicate Rings": "un trou ou une partie était en double",
    "Too few points in geometry component": "une partie avait trop peu de points",
}


@dataclass(frozen=True)
class Contour:
    """One neighbourhood of a file.

    ``communes`` are the codes as given, padded to five characters; ``geometry`` is a valid WKB polygon or
    multipolygon; ``precision_m`` is the possible shift due to rounding; ``repair`` says in French what was wrong and
    what changed, empty for a valid contour.
    """

    code: str
    name: str
    department: str
    communes: tuple[str, ...]
    geometry: bytes
    latitude: float
    repair: str
    precision_m: float = MIN_PRECISION_M


@dataclass(frozen=True)
class ContourFile:
    """A file that was read in full. ``digest`` is the SHA-256 of the file as given, zip or not."""

    generation: Generation
    contours: tuple[Contour, ...]
    decimals: int
    digest: str
    national: bool
    remarks: tuple[str, ...]

    @property
    def departments(self) -> frozenset[str]:
        return frozenset(contour.department for contour in self.contours)

    @property
    def repaired(self) -> list[Contour]:
        return [contour for contour in self.contours if contour.repair]


def read_contours(path: Path, generation: Generation) -> ContourFile:
    """Read, check and repair every contour of a GeoJSON file or of the official zip.

    Raises:
        RuleBroken: the file, one of its codes, one of its properties or one of its coordinates cannot be used.
    """
    with opened(path) as source:
        national = source.name == OFFICIAL_ENTRY
        drafts, counts, remarks = _read_members(members(source.stream), generation)
    if not drafts:
        raise RuleBroken("Le fichier ne contient aucun quartier. Vérifiez que c’est bien un fichier de contours.")
    _check_duplicates(drafts)
    decimals = decimals_kept(counts)
    contours = tuple(replace(draft, precision_m=precision_m(decimals, draft.latitude)) for draft in drafts)
    return ContourFile(generation, contours, decimals, _digest(path), national, tuple(remarks))


def precision_m(decimals: int, latitude: float) -> float:
    """Possible shift of a point rounded to this many decimals of a degree, in metres, at least ``MIN_PRECISION_M``.

    Half of the rounding step on each axis, taken on the diagonal.

    >>> round(precision_m(4, 43.6), 1), precision_m(12, 43.6)
    (6.9, 1.0)
    """
    half_step = 0.5 * 10.0**-decimals
    shift = math.hypot(*(half_step * metres for metres in metres_per_degree(latitude)))
    return max(MIN_PRECISION_M, round(shift, 2))


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Metres in one degree of longitude, and of latitude, on the WGS 84 ellipsoid.

    >>> [round(metres) for metres in metres_per_degree(43.6)]
    [80743, 111104]
    """
    sine = math.sin(math.radians(latitude))
    normal = WGS84_RADIUS_M / math.sqrt(1 - WGS84_E2 * sine**2)
    meridian = normal * (1 - WGS84_E2) / (1 - WGS84_E2 * sine**2)
    return math.radians(normal * math.cos(math.radians(latitude))), math.radians(meridian)


def decimals_needed(coordinates: np.ndarray) -> np.ndarray:
    """How many coordinates need 0, 1, … ``MAX_DECIMALS`` decimals; those that need more count in the last cell."""
    flat = coordinates.ravel()
    needed = np.full(flat.shape, MAX_DECIMALS)
    for decimals in range(MAX_DECIMALS - 1, -1, -1):
        needed[np.abs(flat - np.round(flat, decimals)) < 1e-11] = decimals
    return np.bincount(needed, minlength=MAX_DECIMALS + 1)


def decimals_kept(counts: np.ndarray) -> int:
    """The smallest number of decimals in which 99 % of the coordinates hold."""
    return int(np.searchsorted(np.cumsum(counts), ENOUGH * counts.sum()))


def repaired(geometry: Polygonal, latitude: float) -> tuple[Polygonal, str]:
    """The geometry made valid, polygons only, and the French sentence that says what changed (empty if valid)."""
    reason = shapely.is_valid_reason(geometry)
    if reason == "Valid Geometry":
        return geometry, ""
    parts = [part for part in shapely.get_parts(shapely.make_valid(geometry)).tolist() if part.area > 0]
    polygons = [piece for part in parts for piece in shapely.get_parts(part).tolist()]
    valid = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    before, after = (number(area_m2(shape, latitude)) for shape in (geometry, valid))
    change = "surface inchangée" if before == after else f"au lieu de {before}\u00a0m²"
    pieces = quantity(len(polygons), "partie")
    return valid, f"{_reason(reason)}. Réparé\u00a0: {pieces}, {after}\u00a0m² ({change})."


def area_m2(geometry: Polygonal, latitude: float) -> float:
    """Area in square metres at this latitude, right to the fourth digit for a neighbourhood."""
    east, north = metres_per_degree(latitude)
    return float(geometry.area * east * north)


def _read_members(
    found: Iterable[tuple[str, object]], generation: Generation
) -> tuple[list[Contour], np.ndarray, list[str]]:
    drafts: list[Contour] = []
    remarks: list[str] = []
    counts = np.zeros(MAX_DECIMALS + 1, dtype=np.int64)
    for key, value in found:
        if key == "crs":
            _check_crs(value)
        elif key == "features":
            draft, coordinates, remark = _contour(value, len(drafts) + 1, generation)
            drafts.append(draft)
            remarks.extend(remark)
            counts += decimals_needed(coordinates)
    return drafts, counts, remarks


def _contour(feature: object, rank: int, generation: Generation) -> tuple[Contour, np.ndarray, list[str]]:
    properties = _properties(feature, rank)
    code = _text(properties, CODE, f"L’élément {number(rank)}").upper()
    where = f"Le quartier «\u00a0{code[:20]}\u00a0» (élément {number(rank)})"
    department = _department(code, where, generation)
    shape = _shape(feature, where)
    latitude = float(np.mean(shapely.get_coordinates(shape)[:, 1]))
    valid, repair = repaired(shape, latitude)
    if valid.is_empty:
        raise RuleBroken(f"{where} n’a aucune surface. Vérifiez son contour.")
    name = typographic(_text(properties, NAME, where))
    communes = tuple(dict.fromkeys(_commune_codes(_text(properties, COMMUNES, where))))
    contour = Contour(code, name, department, communes, shapely.to_wkb(valid), latitude, repair)
    return contour, shapely.get_coordinates(shape), _department_remark(properties, department, where)


def _properties(feature: object, rank: int) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise RuleBroken(f"L’élément {number(rank)} n’a pas de propriétés. Donnez le fichier de contours d’origine.")
    return {str(key).lower(): value for key, value in properties.items()}


def _text(properties: dict[str, Any], names: tuple[str, ...], where: str) -> str:
    """The first of these properties that holds something, as clean text."""
    value = next((properties[name] for name in names if properties.get(name) not in (None, "")), None)
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text:
        raise RuleBroken(f"{where} n’a pas de propriété «\u00a0{names[0]}\u00a0». Complétez-la dans le fichier.")
    if len(text) > MAX_NAME or not text.isprintable():
        raise RuleBroken(
            f"{where}, propriété «\u00a0{names[0]}\u00a0»\u00a0: le texte dépasse {MAX_NAME} caractères ou contient "
            "des caractères illisibles. Corrigez-le dans le fichier."
        )
    return text


def _department(code: str, where: str, generation: Generation) -> str:
    match = CODES[generation].fullmatch(code)
    if match:
        return match[1].removeprefix("0")
    other = next((other for other, pattern in CODES.items() if pattern.fullmatch(code)), None)
    if other:
        raise RuleBroken(
            f"{where} porte un code de la génération {other.value}, et vous importez la génération "
            f"{generation.value}. Choisissez la génération {other.value}."
        )
    example = {Generation.Y2015: "QP011001", Generation.Y2024: "QN01101M"}[generation]
    raise RuleBroken(f"{where} ne porte pas un code de quartier, comme {example}. Corrigez-le dans le fichier.")


def _department_remark(properties: dict[str, Any], department: str, where: str) -> list[str]:
    given = next((str(properties[name]).strip() for name in DEPARTMENT if properties.get(name)), department)
    if given.upper().zfill(2) == department:
        return []
    return [f"{where}\u00a0: le fichier dit département {given[:20]}, son code dit {department}. Le code est retenu."]


def _commune_codes(text: str) -> list[str]:
    return [code.upper().zfill(5) for code in re.split(r"[\s,;/|]+", text) if code]


def _shape(feature: object, where: str) -> Polygonal:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon") or not geometry.get("coordinates"):
        raise RuleBroken(f"{where} n’a pas de contour\u00a0: il faut un polygone. Complétez-le dans le fichier.")
    polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
    try:
        parts = [_polygon(rings, where) for rings in polygons]
    except (TypeError, ValueError, OverflowError, LookupError, shapely.errors.ShapelyError) as fault:
        raise RuleBroken(
            f"{where} a un contour illisible\u00a0: il faut des listes de points, au moins quatre par anneau. "
            "Téléchargez de nouveau le fichier."
        ) from fault
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _polygon(rings: Any, where: str) -> shapely.Polygon:
    shell, *holes = (_ring(ring, where) for ring in rings)
    return shapely.Polygon(shell, holes)


def _ring(points: Any, where: str) -> shapely.LinearRing:
    """One ring; altitudes are left out."""
    coordinates = np.array([(point[0], point[1]) for point in points], dtype=np.float64)
    _check_coordinates(coordinates, where)
    return shapely.LinearRing(coordinates)


def _check_coordinates(coordinates: np.ndarray, where: str) -> None:
    if not np.isfinite(coordinates).all():
        raise RuleBroken(f"{where} a des coordonnées qui ne sont pas des nombres. Téléchargez de nouveau le fichier.")
    if np.abs(coordinates).max() > 180:
        raise RuleBroken(_projected(f"{where} a des coordonnées en mètres, sans doute en Lambert-93"))
    if _in_france(coordinates):
        return
    if _in_france(coordinates[:, ::-1]):
        raise RuleBroken(
            f"{where} a sa latitude et sa longitude échangées\u00a0: en GeoJSON la longitude vient d’abord. "
            "Échangez-les, ou reprenez le fichier d’origine."
        )
    raise RuleBroken(f"{where} a des points hors de France. Vérifiez ses coordonnées.")


def _in_france(coordinates: np.ndarray) -> bool:
    """Whether all the points stand in the same part of France."""
    (west, south), (east, north) = coordinates.min(axis=0), coordinates.max(axis=0)
    boxes = FRANCE.T
    return bool(((boxes[0] <= west) & (boxes[1] <= south) & (boxes[2] >= east) & (boxes[3] >= north)).any())


def _check_crs(crs: object) -> None:
    """A GeoJSON without ``crs`` is in WGS 84 (RFC 7946); older files may name another system."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and not GEOGRAPHIC.search(name):
        raise RuleBroken(_projected(f"Le fichier annonce le système de coordonnées «\u00a0{name[:60]}\u00a0»"))


def _projected(start: str) -> str:
    return (
        f"{start}. Il faut des degrés en WGS\u00a084\u00a0: prenez le fichier «\u00a0WGS84\u00a0» du zip officiel, "
        "ou reprojetez celui-ci."
    )


def _check_duplicates(contours: list[Contour]) -> None:
    twice = [code for code, count in Counter(contour.code for contour in contours).items() if count > 1]
    if twice:
        raise RuleBroken(
            f"Le fichier donne plusieurs fois le même code\u00a0: {', '.join(twice[:10])}"
            f"{'…' if len(twice) > 10 else ''}. Gardez un seul contour par quartier."
        )


def _reason(geos: str) -> str:
    """GEOS's reason in French, with its place."""
    kind, _, place = geos.partition("[")
    sentence = REASONS.get(kind, f"le contour n’était pas cohérent ({kind})")
    longitude, _, latitude = place.rstrip("]").partition(" ")
    where = f" vers {_degrees(latitude)}\u00a0N, {_degrees(longitude)}\u00a0E" if latitude else ""
    return (sentence + where)[0].upper() + (sentence + where)[1:]


def _degrees(text: str) -> str:
    return number(float(text), 4)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
