"""XLSX and ODS in: checked part by part, repacked with nothing but what was checked, then read by calamine.

A spreadsheet is read whole, by a worker: count some 140 bytes of memory a cell in an XLSX (400 MB at the limit of
three million cells), 280 in an ODS, which is refused sooner by its text. Larger tables come as CSV, which is streamed.
The limits hold before calamine sees the file, because a file of a few kilobytes may announce gigabytes of text or a
cell at the far corner of the sheet.
"""

import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from quartiers.kernel import french
from quartiers.kernel.errors import RuleBroken
from quartiers.office.delimited import Record

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_CELLS = 3_000_000
MAX_PARTS = 2_000
BLOCK = 1 << 18
REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,10})")
DAMAGED = "Ce classeur est abîmé. Ouvrez-le dans un tableur, puis enregistrez-le de nouveau en XLSX, ODS ou CSV."
LOCKED = "Ce classeur est protégé par un mot de passe. Retirez le mot de passe, puis enregistrez-le de nouveau."
TOO_LARGE = (
    f"Ce classeur est trop grand pour être lu d’un bloc (plus de {french.number(MAX_CELLS)} cellules, ou plus de "
    f"{MAX_UNPACKED // 1024**2}{french.NBSP}Mo une fois ouvert). Enregistrez-le en CSV, ou découpez-le."
)
#: What a package of OpenDocument says of itself in its part «mimetype».
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": "",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "",
    b"application/vnd.oasis.opendocument.text": "un document texte",
    b"application/vnd.oasis.opendocument.presentation": "une présentation",
}
OTHER_PACKAGES = {
    "xl/workbook.bin": "un classeur XLSB",
    "word/document.xml": "un document Word",
    "ppt/presentation.xml": "une présentation",
}


@dataclass(frozen=True)
class Spreadsheet:
    """The first visible sheet that holds something; ``others`` are the names of the visible sheets left aside."""

    name: str
    others: tuple[str, ...]
    sheet: CalamineSheet

    def records(self) -> Iterator[Record]:
        """Each row with its number in the spreadsheet, cells as text."""
        for number, cells in enumerate(self.sheet.iter_rows(), start=1):
            yield number, [cell_text(cell) for cell in cells]


def open_spreadsheet(path: Path) -> Spreadsheet:
    """Check and read an XLSX or an ODS.

    Raises:
        RuleBroken: damaged, protected, too large, or another kind of file in a zip; the sentence says what to do.
    """
    if path.stat().st_size > MAX_BYTES:
        raise RuleBroken(TOO_LARGE)
    with tempfile.SpooledTemporaryFile(max_size=MAX_BYTES) as package:
        with _damage_said():
            repack(path, package)
        package.seek(0)
        with _damage_said():
            return _first_sheet(CalamineWorkbook.from_filelike(package))


def cell_text(value: object) -> str:
    """A cell as a person would type it: no «.0» behind integers, ISO dates, «VRAI» and «FAUX».

    >>> cell_text(31000.0), cell_text(43.6), cell_text(datetime(2024, 1, 1)), cell_text(True)
    ('31000', '43.6', '2024-01-01', 'VRAI')
    """
    match value:
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value).replace("\x00", "")


def repack(path: Path, package: IO[bytes]) -> None:
    """Copy the XML parts of a workbook, once each has been read to its end and found sound.

    The copy has true sizes and each part once: calamine cannot meet anything that was not checked.

    Raises:
        RuleBroken: another kind of file, too many parts, too much text, a sheet too vast, a part that is not XML.
        zipfile.BadZipFile: and its kin, for a damaged zip.
    """
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(package, "w") as copy:
        parts = {info.filename: info for info in source.infolist()}
        kind = _open_document(source, parts)
        _check_kind(parts, open_document=kind is not None)
        if any(info.flag_bits & 1 for info in parts.values()):
            raise RuleBroken(LOCKED)
        room, shared = MAX_UNPACKED, _SharedTexts()
        if kind is not None:
            copy.writestr("mimetype", kind)
        for name, info in parts.items():
            if name.lower().endswith((".xml", ".rels")):
                with source.open(info) as part, copy.open(name, "w") as target:
                    room = _copy_part(part, target, room, shared)
        if shared.written_out() > MAX_UNPACKED:
            raise RuleBroken(TOO_LARGE)


def _open_document(source: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> bytes | None:
    """What a package of OpenDocument says that it is; None for another package."""
    if "mimetype" not in parts or "content.xml" not in parts:
        return None
    with source.open("mimetype") as part:
        kind = part.read(200).strip()
    if other := OPEN_DOCUMENT.get(kind, "un autre document"):
        raise RuleBroken(_not_a_table(other))
    return kind


def _check_kind(parts: dict[str, zipfile.ZipInfo], *, open_document: bool) -> None:
    if len(parts) > MAX_PARTS:
        raise RuleBroken(DAMAGED)
    for name, kind in OTHER_PACKAGES.items():
        if name in parts:
            raise RuleBroken(_not_a_table(kind))
    if not open_document and "xl/workbook.xml" not in parts:
        raise RuleBroken("Ce fichier est une archive, pas un tableau. Choisissez un fichier CSV, XLSX ou ODS.")


def _not_a_table(kind: str) -> str:
    return f"Ce fichier est {kind}. Ouvrez-le dans un tableur, puis enregistrez-le en XLSX, ODS ou CSV."


def _copy_part(part: IO[bytes], target: IO[bytes], room: int, shared: "_SharedTexts") -> int:
    """Copy one part through the checks; returns the room left, in bytes."""
    survey = _Survey(shared)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = survey.element
    parser.EndElementHandler = survey.end
    parser.CharacterDataHandler = survey.text
    parser.StartDoctypeDeclHandler = survey.doctype
    while block := part.read(BLOCK):
        room -= len(block)
        if room < 0:
            raise RuleBroken(TOO_LARGE)
        parser.Parse(block, False)
        survey.check()
        target.write(block)
    parser.Parse(b"", True)
    return room


@dataclass
class _SharedTexts:
    """The texts that an XLSX writes once, and how often its cells point to each: calamine copies them to each cell."""

    lengths: list[int] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)

    def written_out(self) -> int:
        """Characters that the cells hold together."""
        return sum(self.lengths[at] * times for at, times in self.uses.items() if at < len(self.lengths))


@dataclass
class _Survey:
    """How far the filled cells of a sheet reach: calamine makes room for the whole rectangle."""

    shared: _SharedTexts
    in_shared: bool = False
    points: bool = False
    pointer: str | None = None
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0
    row_times: int = 1
    cell_times: int = 1
    characters: int = 0
    locked: bool = False
    doctypes: list[str] = field(default_factory=list)

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in {"table-row", "table-cell", "covered-table-cell", "encryption-data", "table"}:
            self._open_document(name, attributes)
        elif name == "row":
            self.row, self.column = _integer(attributes.get("r"), self.row + 1), 0
        elif name == "si":
            self.in_shared = True
            self.shared.lengths.append(0)
        elif name == "c":
            self.column += 1
            self.points = attributes.get("t") == "s"
            if place := REFERENCE.match(attributes.get("r", "")):
                self.column, self.row = _column_number(place[1]), int(place[2])
        elif name in {"v", "is", "f"}:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            self.pointer = "" if self.points and name == "v" else None

    def end(self, tag: str) -> None:
        if self.pointer is not None:
            self.shared.uses[_integer(self.pointer.strip(), 0)] += 1
            self.pointer = None

    def _open_document(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells of an ODS, of which one may stand for many."""
        if name == "table":
            self.row = 0
        elif name == "table-row":
            self.row_times = _integer(attributes.get("table:number-rows-repeated"), 1)
            self.row, self.column = self.row + self.row_times, 0
        elif name == "encryption-data":
            self.locked = True
        else:
            times = _integer(attributes.get("table:number-columns-repeated"), 1)
            self.column += times
            filled = "office:value-type" in attributes
            self.cell_times = times * self.row_times if filled else 1
            if filled:
                self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def text(self, data: str) -> None:
        if self.pointer is not None:
            self.pointer += data
        elif self.in_shared:
            self.shared.lengths[-1] += len(data)
        else:
            self.characters += len(data) * self.cell_times

    def doctype(self, name: str, *rest: object) -> None:
        self.doctypes.append(name)

    def check(self) -> None:
        if self.doctypes:
            raise RuleBroken(DAMAGED)
        if self.locked:
            raise RuleBroken(LOCKED)
        if self.rows * self.columns > MAX_CELLS or self.characters > MAX_UNPACKED:
            raise RuleBroken(TOO_LARGE)


def _first_sheet(book: CalamineWorkbook) -> Spreadsheet:
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not visible:
        raise RuleBroken("Ce classeur n’a aucune feuille visible. Affichez celle qui contient le tableau.")
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return Spreadsheet(name, tuple(other for other in visible if other != name), sheet)
    raise RuleBroken("Ce classeur est vide. Choisissez un classeur dont une feuille a une ligne de titres.")


@contextmanager
def _damage_said() -> Iterator[None]:
    """Whatever a damaged file provokes becomes one sentence.

    The Rust reader may panic, and its PanicException derives from BaseException only: it is known by its name.
    """
    try:
        yield
    except RuleBroken:
        raise
    except (Exception, zlib.error) as error:
        raise RuleBroken(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuleBroken(DAMAGED) from error


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else default


def _column_number(letters: str) -> int:
    """Position of a column, from 1.

    >>> _column_number("A"), _column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
