"""From a row of a table to the place it names, or to the French sentence that says why it names none."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, listed, number
from quartiers.office.tables import Row
from quartiers.territory.file_columns import Columns
from quartiers.territory.geocoding import NATIONAL_SERVICE, GeocodedAddress, sendable
from quartiers.territory.names import search_name
from quartiers.territory.queries.location import check_coordinates
from quartiers.territory.rules import PointKind

MAX_ADDRESS = 250
DEGREES = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,20})?", re.ASCII)
TYPED = str.maketrans({",": ".", "−": "-", "°": "", "\u00a0": "", "\u202f": "", " ": ""})


@dataclass(frozen=True)
class Place:
    """A point, and how it was found.

    Args:
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
        kind: what the point stands for.
        label: the address that the service understood; empty for coordinates.
        score: its likeness with the address of the row, 0 to 1.
    """

    latitude: float
    longitude: float
    kind: PointKind = PointKind.COORDINATES
    label: str = ""
    score: float = 1.0


def continued(sentence: str) -> str:
    """A sentence, after a colon."""
    return sentence[:1].lower() + sentence[1:]


@dataclass(frozen=True)
class Fault:
    """Why a row has no place: the sentence, without the line."""

    sentence: str


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one table."""

    header: Sequence[str]
    columns: Columns

    def point(self, row: Row) -> Place | Fault:
        """The point that the coordinates of the row give; a row of addresses has none."""
        latitude, longitude = (self._degrees(row, column) for column in self.columns.point or ())
        if isinstance(latitude, Fault):
            return latitude
        if isinstance(longitude, Fault):
            return longitude
        try:
            check_coordinates(latitude, longitude)
        except RuleBroken as broken:
            return Fault(f"{self.where(row, *(self.columns.point or ()))}{NBSP}: {continued(broken.message)}")
        return Place(latitude, longitude)

    def address(self, row: Row) -> str | Fault:
        """The address of the row, on one line as on an envelope, each part once."""
        where = self.where(row, *self.columns.address)
        text = ""
        for part in (" ".join(row.cells[column].split()) for column in self.columns.address):
            if search_name(part) not in f" {search_name(text)} ":
                text = f"{text} {part}".strip()
        if not text:
            return Fault(f"{where}{NBSP}: il n’y a rien. Écrivez l’adresse, puis recommencez.")
        if len(text) > MAX_ADDRESS:
            return Fault(
                f"{where}{NBSP}: ce texte est trop long pour une adresse, {number(len(text))} caractères. "
                "Gardez le numéro, la rue et la commune."
            )
        return sendable(text) or Fault(
            f"{where}{NBSP}: ce n’est pas une adresse. Écrivez le numéro, la rue, la ville."
        )

    def found(self, row: Row, found: GeocodedAddress | None) -> Place | Fault:
        """The place that the address service gave for the row."""
        if found is None:
            return Fault(
                f"{self.where(row, *self.columns.address)}{NBSP}: le {NATIONAL_SERVICE} ne trouve pas cette adresse. "
                "Vérifiez le numéro, la rue et la commune."
            )
        return Place(found.latitude, found.longitude, found.kind, found.label, found.score)

    def where(self, row: Row, *columns: int) -> str:
        """Line and columns, as a spreadsheet shows them."""
        titles = [f"«{NBSP}{self.header[column][:40]}{NBSP}»" for column in columns]
        return f"Ligne {number(row.line)}, {'colonne' if len(columns) == 1 else 'colonnes'} {listed(titles)}"

    def _degrees(self, row: Row, column: int) -> float | Fault:
        text = row.cells[column].translate(TYPED)
        if not text:
            return Fault(f"{self.where(row, column)}{NBSP}: il n’y a rien. Donnez la latitude et la longitude.")
        if not DEGREES.fullmatch(text):
            return Fault(
                f"{self.where(row, column)}{NBSP}: ce n’est pas un nombre de degrés. Écrivez par exemple 43,184."
            )
        value = float(text)
        return value if math.isfinite(value) else Fault(f"{self.where(row, column)}{NBSP}: ce nombre est trop grand.")
