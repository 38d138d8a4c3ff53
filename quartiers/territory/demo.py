"""The ground of the demonstration: real communes of Aude and Hautes-Pyrénées, and neighbourhoods that do not exist.

Codes stand in department 099, which does not exist either: no invented neighbourhood can be taken for a real one.
Between the two lists one neighbourhood stays, two become one, one leaves and one enters, so that each case shows.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

import shapely

from quartiers.territory import actions
from quartiers.territory.contours import MIN_PRECISION_M, Contour, ContourFile, metres_per_degree
from quartiers.territory.indicator_file import IndicatorFile, IndicatorLine
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation

DEPARTMENTS = ("11", "65")
SOURCE = "exemple fictif, dessiné pour la démonstration"
YEAR = 2021
Corners = tuple[tuple[int, int], ...]

NARBONNE, CARCASSONNE, TARBES, LOURDES = "11262", "11069", "65440", "65286"


@dataclass(frozen=True)
class Sketch:
    """An invented neighbourhood: ``corners`` are metres east and north of the centre of its commune."""

    code: str
    name: str
    commune: str
    corners: Corners

    @property
    def generation(self) -> Generation:
        return Generation.Y2024 if self.code.startswith("QN") else Generation.Y2015


TILLEULS: Corners = (
    (620, 410), (940, 560), (1010, 430), (1280, 540), (1390, 280), (1180, 190), (1225, 70), (905, -60), (840, 90),
    (745, 55),
)  # fmt: skip
TILLEULS_2015: Corners = (
    (620, 410), (940, 560), (1010, 430), (1180, 190), (1225, 70), (905, -60), (840, 90), (745, 55),
)  # fmt: skip
GARRIGUE: Corners = (
    (-1480, -300), (-1120, -210), (-1090, -340), (-820, -270), (-700, -700), (-960, -770), (-930, -905),
    (-1310, -1010),
)  # fmt: skip
GARRIGUE_NORTH: Corners = ((-1480, -300), (-1120, -210), (-1090, -340), (-820, -270), (-770, -450), (-1430, -610))
GARRIGUE_SOUTH: Corners = ((-1400, -655), (-740, -495), (-700, -700), (-960, -770), (-930, -905), (-1310, -1010))
AIGUADES: Corners = (
    (240, -980),
    (610, -900),
    (660, -1130),
    (900, -1080),
    (960, -1350),
    (560, -1440),
    (520, -1260),
    (300, -1300),
)
AULNES: Corners = ((-760, 620), (-330, 750), (-250, 480), (-420, 430), (-380, 290), (-690, 200), (-820, 390))
MOULIN: Corners = ((1320, -420), (1690, -300), (1830, -640), (1560, -730), (1580, -860), (1400, -900), (1260, -640))
MARRONNIERS: Corners = (
    (-410, 1190),
    (160, 1260),
    (205, 900),
    (30, 880),
    (50, 700),
    (-330, 650),
    (-360, 860),
    (-445, 850),
)
PLAINE: Corners = ((340, -240), (740, -330), (650, -720), (460, -680), (440, -790), (240, -740))
VALLON: Corners = ((-690, 260), (-300, 420), (-200, 150), (-390, 70), (-350, -60), (-620, -130))

SKETCHES = (
    Sketch("QN09901M", "Les Tilleuls", NARBONNE, TILLEULS),
    Sketch("QN09902M", "Belle-Garrigue", NARBONNE, GARRIGUE),
    Sketch("QN09903M", "Les Aiguades", NARBONNE, AIGUADES),
    Sketch("QN09904M", "Le Pont-aux-Aulnes", CARCASSONNE, AULNES),
    Sketch("QN09905M", "Les Marronniers", TARBES, MARRONNIERS),
    Sketch("QN09906M", "La Plaine-Haute", TARBES, PLAINE),
    Sketch("QN09907M", "Le Vallon", LOURDES, VALLON),
    Sketch("QP099001", "Les Tilleuls", NARBONNE, TILLEULS_2015),
    Sketch("QP099002", "Belle-Garrigue Nord", NARBONNE, GARRIGUE_NORTH),
    Sketch("QP099003", "Belle-Garrigue Sud", NARBONNE, GARRIGUE_SOUTH),
    Sketch("QP099004", "Le Pont-aux-Aulnes", CARCASSONNE, AULNES),
    Sketch("QP099005", "Le Moulin-Neuf", CARCASSONNE, MOULIN),
    Sketch("QP099006", "Les Marronniers", TARBES, MARRONNIERS),
    Sketch("QP099007", "La Plaine-Haute", TARBES, PLAINE),
    Sketch("QP099008", "Le Vallon", LOURDES, VALLON),
)

INDICATORS = (
    "pop_mun",
    "ind_jeune",
    "tx_f",
    "pmimp",
    "disp_q2",
    "tp60",
    "tx_tot_empl",
    "tx_f_empl",
    "tx_tot_eprec",
    "abcde",
)
#: None stands for «non publié».
FIGURES: dict[str, tuple[float | None, ...]] = {
    "QN09901M": (3140, 1.6, 52.1, 24.8, 12_840, 46.2, 38.4, 33.9, 27.1, 812),
    "QN09902M": (2210, 1.9, 53.4, 21.3, 11_960, 51.7, 34.6, 28.2, 29.4, 640),
    "QN09903M": (1480, 1.1, 51.2, 31.0, 13_950, 38.9, 44.1, None, 24.6, 355),
    "QN09904M": (1890, 1.4, 52.8, 27.5, 13_180, 43.0, 40.2, 36.7, 25.8, 471),
    "QN09905M": (2760, 1.3, 52.3, 29.2, 13_420, 41.5, 41.8, 38.0, None, 688),
    "QN09906M": (1230, 0.9, 50.7, 33.8, 14_310, None, 46.0, 42.5, 22.9, 298),
    "QN09907M": (1060, 0.7, 54.9, 30.1, 13_640, 40.4, 43.3, 39.8, 28.0, None),
}


def load(today: date) -> str:
    """Load the ground of the demonstration, once; one French sentence says what was done.

    Real neighbourhoods are never mixed with invented ones: where some are loaded, nothing is added.
    """
    stored = places.neighbourhoods().values_list("code", "fictional")
    if any(not fictional for _, fictional in stored):
        return "Des quartiers réels sont chargés, l’exemple n’est pas ajouté."
    if {code for code, _ in stored} == {sketch.code for sketch in SKETCHES}:
        return "L’exemple est déjà chargé."
    now = datetime.combine(today, time(), tzinfo=UTC)
    actions.import_communes(DEPARTMENTS)
    for generation in Generation:
        actions.import_neighbourhoods(
            drawn(generation), covers=DEPARTMENTS, source=SOURCE, now=now, replace=True, fictional=True
        )
    actions.import_indicators(figures(), source=SOURCE, year=YEAR)
    return "Communes de l’Aude et des Hautes-Pyrénées, quartiers inventés et leurs chiffres sont chargés."


def drawn(generation: Generation) -> ContourFile:
    """The invented contours of one list, as a file of contours would give them."""
    contours = tuple(_contour(sketch) for sketch in SKETCHES if sketch.generation == generation)
    digest = hashlib.sha256(b"".join(contour.geometry for contour in contours)).hexdigest()
    return ContourFile(generation, contours, decimals=5, digest=digest, national=False, remarks=())


def figures() -> IndicatorFile:
    """Invented figures, in the shape of Insee's."""
    people = {code: Decimal(str(values[0])) for code, values in FIGURES.items()}
    lines = []
    for rank, (code, values) in enumerate(FIGURES.items(), start=2):
        published = {name: Decimal(str(value)) for name, value in zip(INDICATORS, values, strict=True) if value}
        commune = next(sketch.commune for sketch in SKETCHES if sketch.code == code)
        neighbours = [sketch.code for sketch in SKETCHES if sketch.commune == commune and sketch.code in people]
        inhabitants = places.communes().values_list("population", flat=True).get(pk=commune)
        published |= {
            "pop_com_qp": sum((people[one] for one in neighbours), Decimal()),
            "pop_com": Decimal(inhabitants or 0),
        }
        lines.append(IndicatorLine(rank, code, published))
    return IndicatorFile("code_qp", (*INDICATORS, "pop_com_qp", "pop_com"), tuple(lines))


def _contour(sketch: Sketch) -> Contour:
    commune = places.communes().get(pk=sketch.commune)
    east, north = metres_per_degree(commune.latitude or 0.0)
    shell = [((commune.longitude or 0.0) + x / east, (commune.latitude or 0.0) + y / north) for x, y in sketch.corners]
    shape = shapely.set_precision(shapely.Polygon(shell), 1e-5)
    return Contour(
        code=sketch.code,
        name=sketch.name,
        department=sketch.commune[:2],
        communes=(sketch.commune,),
        geometry=shapely.to_wkb(shape),
        latitude=commune.latitude or 0.0,
        repair="",
        precision_m=MIN_PRECISION_M,
    )
