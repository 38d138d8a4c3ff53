"""Where points stand: in which neighbourhood, how near, in which department, and what may be said of it.

Each process keeps one index of the contours, rebuilt when the stamp of the imports changes: one cheap query a call.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

import numpy as np
from django.db import connection
from numpy.typing import ArrayLike, NDArray

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.periods import Period
from quartiers.territory import rules
from quartiers.territory.geometry import ContourIndex, Floats, Pairs
from quartiers.territory.models import Coverage, Neighbourhood, Outline
from quartiers.territory.rules import Answer, Generation, Match, PointKind, Position

#: Degrees; beyond this latitude the Mercator projection is of no use, and France has nothing.
MAX_LATITUDE, MAX_LONGITUDE = 85, 180
#: Read at every question, so written by hand: the ORM would take far longer than the answer itself.
STAMP = """
    SELECT (SELECT COUNT(*) FROM territory_outline), newest.id, newest.digest, newest.imported_at
    FROM (SELECT MAX(id) AS id FROM territory_contourimport) AS top
    LEFT JOIN territory_contourimport AS newest ON newest.id = top.id
"""
Stamp = tuple[object, ...]


class _Loaded(TypedDict):
    generation: Generation | None
    missing: str
    fictional: bool


@dataclass(frozen=True)
class _Neighbourhood:
    code: str
    name: str
    generation: int
    period: Period
    precision_m: float
    fictional: bool


@dataclass(frozen=True)
class _Ground:
    """Everything that a process keeps to answer: neighbourhoods sorted by code, departments, what is covered.

    ``coarsest_m`` is the worst precision of a contour, in metres.
    """

    neighbourhoods: tuple[_Neighbourhood, ...]
    contours: ContourIndex
    coarsest_m: float
    departments: tuple[tuple[str, str], ...]
    outlines: ContourIndex
    covered: frozenset[tuple[str, int]]
    invented: frozenset[tuple[str, int]]


def locate(latitude: float, longitude: float, *, on: date) -> list[Match]:
    """Neighbourhoods in force that day that hold the point, then those within 300 m, nearest first.

    Args:
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
        on: the day the question is about.

    Raises:
        RuleBroken: the coordinates are no place on Earth, or look swapped or projected.

    An empty list is not a «non»: see ``answer``.
    """
    check_coordinates(latitude, longitude)
    near_m = float(rules.NEAR_M.on(on))
    positions = _positions(_ground(), np.array([latitude]), np.array([longitude]), np.array([near_m]), on=on)
    return [position.match for position in positions.get(0, [])]


def locate_many(latitudes: ArrayLike, longitudes: ArrayLike, *, generation: int) -> NDArray[np.str_]:
    """Code of the neighbourhood of this generation that holds each point, "" for none.

    Args:
        latitudes: degrees, WGS 84, shape (n,).
        longitudes: degrees, WGS 84, shape (n,).
        generation: 2015 or 2024.

    Returns:
        Array of n codes. The border is inside; where two contours overlap, the first code; nan is nowhere.

    Raises:
        RuleBroken: the two arrays differ in length, or no contour of this generation is loaded.
    """
    y, x = _degrees(latitudes, longitudes)
    codes, contours = _generation(_stamp(), generation)
    return np.asarray(codes[contours.first_holding(x, y)])


def answer(latitude: float, longitude: float, *, on: date, kind: PointKind = PointKind.COORDINATES) -> Answer:
    """What may be said of one point on a day, and why: see ``rules.decide``.

    Raises:
        RuleBroken: as ``locate``.
    """
    check_coordinates(latitude, longitude)
    return answer_many([latitude], [longitude], [kind], on=on)[0]


def answer_many(latitudes: ArrayLike, longitudes: ArrayLike, kinds: Sequence[PointKind], *, on: date) -> list[Answer]:
    """``answer`` for many points, with the same small number of queries whatever their number.

    Raises:
        RuleBroken: the two arrays differ in length, or a point is no place on Earth. Points that only look swapped
            are not refused here, since they may be places: ``check_coordinates`` says it of one point.
    """
    y, x = _degrees(latitudes, longitudes)
    on_earth = (np.abs(y) <= MAX_LATITUDE) & (np.abs(x) <= MAX_LONGITUDE)
    for point in np.flatnonzero(~on_earth)[:1]:
        check_coordinates(float(y[point]), float(x[point]))
    ground = _ground()
    reach = _reach(ground, kinds, on=on)
    positions = _positions(ground, y, x, reach, on=on)
    departments = _departments(ground, y, x)
    return [
        rules.decide(positions.get(point, []), on=on, kind=kind, **_loaded(ground, int(department), on=on))
        for point, (kind, department) in enumerate(zip(kinds, departments, strict=True))
    ]


def department_at(latitude: float, longitude: float) -> str:
    """Code of the department whose loaded communes hold the point, "" for none."""
    ground = _ground()
    found = int(_departments(ground, np.array([latitude]), np.array([longitude]))[0])
    return ground.departments[found][0] if found >= 0 else ""


def check_coordinates(latitude: float, longitude: float) -> None:
    """Refuse what is no place on Earth, and say what it looks like.

    Raises:
        RuleBroken: not a number, projected coordinates, swapped, or out of range.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise RuleBroken("La latitude et la longitude doivent être des nombres. Par exemple 43,184 et 3,003.")
    if max(abs(latitude), abs(longitude)) > 1_000:
        raise RuleBroken(
            "Ces coordonnées sont en mètres (Lambert-93, sans doute). Donnez la latitude et la longitude en degrés, "
            f"par exemple 43,184 et 3,003{NBSP}: « WGS 84 » dans votre logiciel de cartes."
        )
    if _is_swapped(latitude, longitude):
        raise RuleBroken(
            f"La latitude et la longitude semblent à l’envers{NBSP}: échangez-les. "
            "En France, la latitude va de 41 à 51, la longitude de −5 à 10."
        )
    if abs(latitude) > MAX_LATITUDE or abs(longitude) > MAX_LONGITUDE:
        raise RuleBroken(
            "La latitude se situe entre −85 et 85 degrés, la longitude entre −180 et 180. Vérifiez que la latitude "
            "vient avant la longitude, et qu’aucune virgule ne manque."
        )


def _degrees(latitudes: ArrayLike, longitudes: ArrayLike) -> tuple[Floats, Floats]:
    y, x = np.asarray(latitudes, dtype=np.float64).ravel(), np.asarray(longitudes, dtype=np.float64).ravel()
    if len(y) != len(x):
        raise RuleBroken(f"Il y a {len(y)} latitudes pour {len(x)} longitudes. Donnez-en autant.")
    return y, x


def _is_swapped(latitude: float, longitude: float) -> bool:
    """Whether the two read the other way round fall in mainland France or Corsica, where nothing of France is else."""
    return 41 <= longitude <= 52 and -6 <= latitude <= 10


def _stamp() -> Stamp:
    """What changes whenever contours or outlines are loaded, whichever process did it.

    The digest and the hour tell apart two loads that took the same number, one of them undone.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return tuple(cursor.fetchone())


def _ground() -> _Ground:
    return _load(_stamp())


def forget() -> None:
    """Forget the index of this process; only tests need it, where rolled back imports reuse their numbers."""
    _load.cache_clear()
    _generation.cache_clear()


@lru_cache(maxsize=1)
def _load(stamp: Stamp) -> _Ground:
    # Coverage is read first: if a load ends meanwhile, no department counts as covered before its neighbourhoods.
    covered = frozenset(Coverage.objects.values_list("department_id", "generation"))
    rows = list(
        Neighbourhood.objects.order_by("code").values_list(
            "code",
            "name",
            "generation",
            "valid_from",
            "valid_to",
            "precision_m",
            "fictional",
            "department_id",
            "geometry",
        )
    )
    outlines = list(Outline.objects.order_by("pk").values_list("department_id", "department__name", "geometry"))
    return _Ground(
        neighbourhoods=tuple(
            _Neighbourhood(code, name, generation, Period(start, end), precision_m, fictional)
            for code, name, generation, start, end, precision_m, fictional, *_ in rows
        ),
        contours=ContourIndex([bytes(row[-1]) for row in rows]),
        coarsest_m=max((row[5] for row in rows), default=0.0),
        departments=tuple((code, name) for code, name, _ in outlines),
        outlines=ContourIndex([bytes(row[-1]) for row in outlines]),
        covered=covered,
        invented=frozenset((row[-2], row[2]) for row in rows if row[6]),
    )


@lru_cache(maxsize=2)
def _generation(stamp: Stamp, generation: int) -> tuple[NDArray[np.str_], ContourIndex]:
    """Codes of one generation, "" last so that -1 reads as none, and its contours."""
    ground = _load(stamp)
    chosen = [index for index, one in enumerate(ground.neighbourhoods) if one.generation == generation]
    if not chosen:
        raise RuleBroken(
            f"Aucun contour de la génération {generation} n’est chargé. Chargez-les avec "
            f"quartiers import_neighbourhoods FICHIER --generation {generation}."
        )
    codes = np.array([ground.neighbourhoods[index].code for index in chosen] + [""])
    return codes, ground.contours.only(chosen)


def _positions(ground: _Ground, y: Floats, x: Floats, reach_m: Floats, *, on: date) -> dict[int, list[Position]]:
    """For each point that has any, the neighbourhoods in force that day around it, inside first, then nearest."""
    pairs = ground.contours.around(x, y, reach_m)
    found: dict[int, list[Position]] = {}
    for point, position in _in_force(ground, pairs, on=on):
        found.setdefault(point, []).append(position)
    for positions in found.values():
        positions.sort(key=lambda one: (not one.match.inside, one.match.distance_m, one.match.code))
    return found


def _in_force(ground: _Ground, pairs: Pairs, *, on: date) -> Iterator[tuple[int, Position]]:
    found = (pairs.points.tolist(), pairs.contours.tolist(), pairs.inside.tolist(), pairs.border_m.tolist())
    for point, contour, inside, border_m in zip(*found, strict=True):
        one = ground.neighbourhoods[contour]
        if one.period.contains(on):
            match = Match(one.code, one.name, one.generation, inside, 0.0 if inside else border_m)
            yield point, Position(match, border_m, one.precision_m, one.fictional)


def _reach(ground: _Ground, kinds: Sequence[PointKind], *, on: date) -> Floats:
    """How far to look around each point, metres: 300 m, or the error of the point and of the worst contour."""
    reach = {
        kind: max(rules.NEAR_M.on(on), rules.POINT_ERRORS[kind].on(on) + ground.coarsest_m) for kind in set(kinds)
    }
    return np.array([reach[kind] for kind in kinds], dtype=np.float64)


def _departments(ground: _Ground, y: Floats, x: Floats) -> NDArray[np.intp]:
    """Index of the loaded department that holds each point, -1 for none.

    Off every contour there is none, even near: across the border may lie a department that is not loaded.
    """
    return ground.outlines.first_holding(x, y)


def _loaded(ground: _Ground, department: int, *, on: date) -> _Loaded:
    """The list in force where the point stands, and what is missing there."""
    if department < 0:
        return {
            "generation": None,
            "missing": "Ce point n’est dans aucune des communes chargées.",
            "fictional": False,
        }
    code, name = ground.departments[department]
    generation = rules.generation_on(on, code)
    listed = (code, int(generation or 0))
    missing = "" if listed in ground.covered else rules.not_loaded(place=name, generation=generation, on=on)
    return {"generation": generation, "missing": missing, "fictional": listed in ground.invented}
