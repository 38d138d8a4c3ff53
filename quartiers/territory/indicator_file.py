"""Reads a table of indicators: one line per neighbourhood, or per commune, and one column per indicator.

An empty cell, or a mark of statistical secrecy, is a figure that was not published: it gives no row, never a zero.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import number
from quartiers.office.tables import read_table
from quartiers.territory.indicators import Kind, meaning_of

#: Where both are, the line is a neighbourhood's: its table also names its commune.
NEIGHBOURHOOD_COLUMNS = ("code_qp", "code_qpv", "codgeo", "qp")
COMMUNE_COLUMNS = ("code_commune", "insee_com")
CODE_COLUMNS = NEIGHBOURHOOD_COLUMNS + COMMUNE_COLUMNS
#: Columns that say which place, and measure nothing.
IDENTITY_COLUMNS = frozenset(
    (
        *CODE_COLUMNS, "nom_qp", "lib_qp", "libgeo", "nom_commune", "lib_com", "commune_qp", "code_departement",
        "insee_dep", "insee_reg", "lib_dep", "lib_reg", "siren_epci", "nom_dep", "nom_reg",
    )
)  # fmt: skip
COMMUNE_CODE = re.compile(r"(?:\d\d|2[AB])\d{3}")
NOT_PUBLISHED = frozenset(("", "s", "ss", "c", "nd", "n.d.", "n/a", "na", "ns", "*", "-", "–", "…", "..."))
NUMBER = re.compile(r"[+-]?\d{1,10}(?:[.,]\d{1,20})?")
SPACES = str.maketrans("", "", " \u00a0\u202f\t")
FOUR_DECIMALS = Decimal("0.0001")
MAX_BYTES = 50_000_000
MAX_CODE = 40
FAULTS_SHOWN = 5


@dataclass(frozen=True)
class IndicatorLine:
    """One neighbourhood or commune, by its code, with its line in the file and the published values by indicator."""

    line: int
    place: str
    figures: dict[str, Decimal]


@dataclass(frozen=True)
class IndicatorFile:
    code_column: str
    indicators: tuple[str, ...]
    lines: tuple[IndicatorLine, ...]

    @property
    def is_of_communes(self) -> bool:
        return self.code_column in COMMUNE_COLUMNS

    @property
    def published(self) -> int:
        return sum(len(line.figures) for line in self.lines)

    @property
    def unpublished(self) -> int:
        return len(self.lines) * len(self.indicators) - self.published


def read_indicators(path: Path) -> IndicatorFile:
    """Read a CSV or an XLSX whose cells are numbers, with a decimal comma or point.

    Raises:
        RuleBroken: no table, no column of codes, a code twice, a cell that is no number (line and column).
    """
    table = read_table(path, max_bytes=MAX_BYTES)
    header = [name.strip().lower() for name in table.raw_header]
    code_column = next((name for name in CODE_COLUMNS if name in header), "")
    _check_header(header, code_column)
    indicators = tuple(name for name in header if name and name not in IDENTITY_COLUMNS)
    faults: list[str] = []
    lines = [
        _line(dict(zip(header, row.cells, strict=True)), row.line, code_column, indicators, faults)
        for row in table.rows
    ]
    faults += _repeated(lines)
    if faults:
        raise RuleBroken(_sentence(faults))
    return IndicatorFile(code_column, indicators, tuple(lines))


def _check_header(header: list[str], code_column: str) -> None:
    if not code_column:
        raise RuleBroken(
            f"Aucune colonne ne donne le code du quartier ou de la commune. Appelez-la "
            f"«\u00a0{CODE_COLUMNS[0]}\u00a0» ou «\u00a0{COMMUNE_COLUMNS[0]}\u00a0», sur la première ligne du fichier."
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise RuleBroken(f"Deux colonnes portent le même nom\u00a0: {', '.join(doubled)}. Gardez-en une.")
    too_long = [name for name in header if len(name) > MAX_CODE]
    if too_long:
        raise RuleBroken(
            f"Le nom de colonne «\u00a0{too_long[0][:MAX_CODE]}…\u00a0» dépasse {MAX_CODE} caractères. "
            "Raccourcissez-le."
        )


def _line(
    cells: dict[str, str], line: int, code_column: str, indicators: tuple[str, ...], faults: list[str]
) -> IndicatorLine:
    figures: dict[str, Decimal] = {}
    for indicator in indicators:
        cell = cells.get(indicator, "").strip()
        if cell.lower() in NOT_PUBLISHED:
            continue
        bare = cell.translate(SPACES)
        where = f"ligne {number(line)}, colonne {indicator}\u00a0: «\u00a0{cell[:30]}\u00a0»"
        if not NUMBER.fullmatch(bare):
            faults.append(f"{where} n’est pas un nombre")
        elif bare.startswith("-") and meaning_of(indicator).kind is Kind.COUNT:
            faults.append(f"{where} ne peut pas être négatif")
        else:
            figures[indicator] = Decimal(bare.replace(",", ".")).quantize(FOUR_DECIMALS)
    return IndicatorLine(line, _place(cells.get(code_column, ""), line, code_column, faults), figures)


def _place(cell: str, line: int, code_column: str, faults: list[str]) -> str:
    """A code as it is written officially; a spreadsheet drops the zero that opens «01004»."""
    code = cell.strip().upper()
    if code_column not in COMMUNE_COLUMNS:
        return code
    code = code.zfill(5) if code else code
    if not COMMUNE_CODE.fullmatch(code):
        faults.append(
            f"ligne {number(line)}, colonne {code_column}\u00a0: «\u00a0{cell.strip()[:20]}\u00a0» n’est pas le code "
            "Insee d’une commune (cinq signes, comme 11069)"
        )
    return code


def _repeated(lines: list[IndicatorLine]) -> list[str]:
    first: dict[str, int] = {}
    faults = []
    for one in lines:
        before = first.setdefault(one.place, one.line)
        if before != one.line:
            faults.append(
                f"ligne {number(one.line)}\u00a0: {one.place[:20]} est déjà ligne {number(before)}"
                " (une seule période par fichier)"
            )
    return faults


def _sentence(faults: list[str]) -> str:
    more = len(faults) - FAULTS_SHOWN
    rest = f"\u202f; et {number(more)} autres" if more > 0 else ""
    listed = "\u202f; ".join(faults[:FAULTS_SHOWN])
    return f"{listed[0].upper()}{listed[1:]}{rest}. Corrigez le fichier, puis relancez l’import. Rien n’a été importé."
