"""What is true of the ground: generations of neighbourhoods, what a point and its error allow one to say."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.periods import Period

GENERATION_SOURCE_2015 = "décret n° 2014-1750 du 30 décembre 2014 (hexagone), n° 2014-1751 (outre-mer)"
GENERATION_SOURCE_2024 = (
    "décret n° 2023-1314 du 28 décembre 2023, modifié par le décret n° 2024-806 du 13 juillet 2024"
)


class Generation(IntEnum):
    """The two lists of priority neighbourhoods."""

    Y2015 = 2015
    Y2024 = 2024


class CentreKind(StrEnum):
    """Where the centre of a commune comes from."""

    TOWN_HALL = "town_hall"
    SURFACE = "surface"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"town_hall": "mairie", "surface": "point à l’intérieur du contour", "none": "inconnu"}[self.value]


@dataclass(frozen=True)
class Match:
    """A neighbourhood that holds a point, or stands within 300 m of it.

    ``distance_m`` is 0.0 when the point is inside, else the distance to the nearest edge, in metres.
    """

    code: str
    name: str
    generation: int
    inside: bool
    distance_m: float


def is_overseas(department: str) -> bool:
    """Whether the department code is one of the overseas (97x, 98x).

    >>> is_overseas("974"), is_overseas("11")
    (True, False)
    """
    return department.startswith(("97", "98"))


def validity(generation: Generation, department: str) -> Period:
    """Days on which this generation of neighbourhoods applies in this department.

    Source: décrets n° 2014-1750 and 2014-1751, n° 2023-1314; overseas, the 2024 list applies from 1 January 2025.

    >>> validity(Generation.Y2015, "11").end
    datetime.date(2023, 12, 31)
    """
    values = GENERATION_PERIOD_OVERSEAS if is_overseas(department) else GENERATION_PERIOD
    entry = next(entry for entry in values.entries if entry.value == generation)
    return entry.period


GENERATION_PERIOD: Dated[int] = Dated(
    "territory.generation",
    "Liste des quartiers prioritaires en vigueur (hexagone)",
    "génération",
    (
        Entry(2015, date(2015, 1, 1), date(2023, 12, 31), GENERATION_SOURCE_2015, None),
        Entry(2024, date(2024, 1, 1), None, GENERATION_SOURCE_2024, None),
    ),
)

GENERATION_PERIOD_OVERSEAS: Dated[int] = Dated(
    "territory.generation_overseas",
    "Liste des quartiers prioritaires en vigueur (outre-mer)",
    "génération",
    (
        Entry(2015, date(2015, 1, 1), date(2023, 12, 31), GENERATION_SOURCE_2015, None),
        Entry(
            2024,
            date(2025, 1, 1),
            None,
            "décret de décembre 2024 sur les quartiers prioritaires d’outre-mer",
            None,
            note="Pour 2024, aucune liste n’est chargée : la plateforme répond « nous ne pouvons pas le dire ».",
        ),
    ),
)
