"""Tables out: CSV and XLSX that open well in a French spreadsheet and never run as formulas.

**The guard.** A spreadsheet takes a CSV cell for a formula when it begins with ``=``, ``+``, ``-``, ``@`` (or their
full-width forms), and some strip blanks and control characters first. Such a text gets an apostrophe in front, which
spreadsheets read as «this is text». Plain signed numbers (``-12``, ``-3,5``, ``+33 6 12 34 56 78``) cannot call
anything and stay as they are, and so do the values that are numbers in Python. Tab, carriage return and line feed in
front are guarded too. XLSX needs no guard: each text is a text cell, never a formula, a link or a number.

**Values.** None is an empty cell; yes and no are «oui» and «non»; dates are ISO 8601 in CSV and real dates in XLSX;
numbers take the decimal comma in CSV (the separator is the semicolon) and are real numbers in XLSX. A lone surrogate,
which no file can hold, becomes «�».
"""

import csv
import io
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TypeAlias

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from quartiers.kernel import french
from quartiers.kernel.errors import RuleBroken

Cell: TypeAlias = str | int | float | Decimal | bool | date | datetime | None

BOM = b"\xef\xbb\xbf"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_MAX_ROWS = 1_048_575  # 1,048,576 with the header
XLSX_MAX_COLUMNS = 16_384
XLSX_MAX_TEXT = 32_767
SPREADSHEET_DIGITS = 15  # beyond, a spreadsheet rounds an integer
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)  # before, the calendar of spreadsheets counts a day that never was
ROWS_A_CHUNK = 500
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x20\x7f\ufeff]*[=+\-@＝＋－＠]")
SIGNED_NUMBER = re.compile(r"[+-][0-9](?:[0-9 .,\u00a0\u202f]*[0-9])?", re.ASCII)
SURROGATE = re.compile(r"[\ud800-\udfff]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    r"""The text without what neither XML nor a page of paper holds: controls but tab and line ends, half characters.

    >>> writable("Les\x0b Izards\x01\n")
    'Les Izards\n'
    """
    return UNWRITABLE.sub("", text)


def guarded(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("-12,5"), guarded("+33612345678"), guarded("Les Izards")
    ("'=1+1", '-12,5', '+33612345678', 'Les Izards')
    """
    return f"'{text}" if FORMULA.match(text) and not SIGNED_NUMBER.fullmatch(text) else text


def csv_text(cell: Cell) -> str:
    """One cell as it stands in the CSV.

    >>> csv_text(None), csv_text(True), csv_text(-1.5), csv_text(date(2024, 1, 1)), csv_text("@cmd")
    ('', 'oui', '-1,5', '2024-01-01', "'@cmd")
    """
    match cell:
        case None:
            return ""
        case str():
            return guarded(SURROGATE.sub("\ufffd", cell))
        case bool():
            return "oui" if cell else "non"
        case datetime():
            return _local(cell).isoformat(sep=" ", timespec="seconds")
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case _:
            return _decimal(cell)


def csv_chunks(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ";", bare: bool = False
) -> Iterator[bytes]:
    """The bytes of a CSV: UTF-8 with BOM, lines end with CRLF, a few hundred rows at a time.

    Args:
        header: one label a column.
        rows: cells in the order of the header; read once, never held whole.
        delimiter: one character.
        bare: without BOM and header, to continue a file.
    """
    lines = iter(rows) if bare else chain([header], rows)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    if not bare:
        yield BOM
    while batch := list(islice(lines, ROWS_A_CHUNK)):
        writer.writerows([csv_text(cell) for cell in line] for line in batch)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def check_xlsx_size(row_count: int) -> None:
    """Raises:
    RuleBroken: more rows than an XLSX sheet holds.
    """
    if row_count > XLSX_MAX_ROWS:
        raise RuleBroken(
            f"Un fichier XLSX ne contient pas plus de {french.number(XLSX_MAX_ROWS)} lignes. "
            "Demandez le fichier CSV, qui n’a pas de limite, ou resserrez les filtres."
        )


def write_xlsx(
    file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Données"
) -> int:
    """Write one sheet, row by row in constant memory, header frozen and filterable; returns the number of data rows.

    Texts stay texts, whatever they look like; integers beyond 15 digits are written as text, because a spreadsheet
    would round them.

    Raises:
        RuleBroken: too many rows or columns, or a text too long for a cell.
    """
    if len(header) > XLSX_MAX_COLUMNS:
        raise RuleBroken(
            f"Un fichier XLSX ne contient pas plus de {french.number(XLSX_MAX_COLUMNS)} colonnes. "
            "Demandez le fichier CSV."
        )
    count = 0
    with xlsxwriter.Workbook(file, XLSX_OPTIONS) as book:
        page = _Sheet(book, sheet)
        page.freeze(len(header))
        page.write(0, header)
        for row in rows:
            count += 1
            check_xlsx_size(count)
            page.write(count, row)
    return count


class _Sheet:
    """One xlsxwriter sheet, with the project's own rules for each kind of cell."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})

    def freeze(self, width: int) -> None:
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_row(0, None, self.bold)
        self.sheet.set_column(0, max(width - 1, 0), 18)

    def write(self, line: int, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            self._write(line, column, cell)

    def _write(self, line: int, column: int, cell: Cell) -> None:
        match cell:
            case None:
                pass
            case bool():
                self._text(line, column, csv_text(cell))
            case str():
                self._text(line, column, cell)
            case date() if (cell.date() if isinstance(cell, datetime) else cell) < FIRST_SPREADSHEET_DAY:
                self._text(line, column, csv_text(cell))
            case datetime():
                self.sheet.write_datetime(line, column, _local(cell), self.instant)
            case date():
                self.sheet.write_datetime(line, column, cell, self.day)
            case int() if abs(cell) >= 10**SPREADSHEET_DIGITS:
                self._text(line, column, str(cell))
            case _ if math.isfinite(cell):
                self.sheet.write_number(line, column, cell)

    def _text(self, line: int, column: int, text: str) -> None:
        if len(text) > XLSX_MAX_TEXT:
            raise RuleBroken(
                f"Ligne {line + 1}, colonne {column + 1} : ce texte dépasse les {french.number(XLSX_MAX_TEXT)} "
                "caractères qu’une cellule XLSX peut contenir. Demandez le fichier CSV."
            )
        self.sheet.write_string(line, column, NOT_XML.sub("\ufffd", text))


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """A CSV that leaves row by row, named ``name`` + ``.csv``."""
    return streamed(csv_chunks(header, rows), f"{name}.csv", CSV_TYPE)


def streamed(chunks: Iterable[str | bytes], filename: str, content_type: str) -> StreamingHttpResponse:
    """A file that leaves piece by piece, to be kept."""
    return StreamingHttpResponse(chunks, content_type=content_type, headers=_attachment(filename))


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """A spreadsheet, named ``name`` + ``.xlsx``; it is written to a temporary file first, then sent.

    Raises:
        RuleBroken: as ``write_xlsx``, before anything is sent.
    """
    with ExitStack() as until_sent:
        file = until_sent.enter_context(tempfile.TemporaryFile())
        write_xlsx(file, header, rows)
        file.seek(0)
        until_sent.pop_all()
    return FileResponse(file, content_type=XLSX_TYPE, headers=_attachment(f"{name}.xlsx"))


def _attachment(filename: str) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(True, filename) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }


def _decimal(value: float | Decimal) -> str:
    return f"{Decimal(str(value)):f}".replace(".", ",") if math.isfinite(value) else ""


def _local(instant: datetime) -> datetime:
    return timezone.make_naive(instant) if timezone.is_aware(instant) else instant
