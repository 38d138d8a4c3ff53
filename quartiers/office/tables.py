"""Tables in and out: the one reader and the one writer of files that people bring.

``read_table`` looks at what a file contains, never at its name. A CSV of any length is streamed; a workbook is read
whole, within the limits of ``spreadsheets``. Nothing is guessed in silence: what was changed to make the table usable
is in ``Table.remarks``, and what cannot be read without loss is refused with its line and with what to do.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO

from quartiers.kernel import french
from quartiers.kernel.errors import RuleBroken
from quartiers.office.delimited import Record, open_delimited
from quartiers.office.rules import header_position
from quartiers.office.spreadsheets import LOCKED, open_spreadsheet
from quartiers.web.exports import Cell, csv_chunks, write_xlsx

MAX_COLUMNS = 1_000
LINES_LOOKED_AT = 12
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"SQLite format 3", "une base de données"),
    (b"{\\rtf", "un document de traitement de texte"),
    (b"<?xml", "un fichier XML"),
    (b"<!doctype html", "une page web"),
    (b"<html", "une page web"),
    (b'{"', "un fichier JSON"),
    (b"[{", "un fichier JSON"),
)


class TableKind(StrEnum):
    CSV = "csv"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line as a spreadsheet numbers it (the header is line 1), and one text a column."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table whose header is known and whose rows wait.

    Args:
        kind: what the file is.
        header: titles, trimmed, never empty, never twice the same.
        raw_header: titles as they stand in the file, to write them back.
        remarks: what was changed or left aside to read the table, one French sentence each.
        delimiter: separator of the CSV, to write it back; the semicolon for a workbook.
        encoding: Python's name of the encoding of the CSV; empty for a workbook.
    """

    kind: TableKind
    header: tuple[str, ...]
    raw_header: tuple[str, ...]
    remarks: tuple[str, ...]
    delimiter: str
    encoding: str
    _rows: Callable[[], Iterator[Row]] = field(repr=False)

    @property
    def rows(self) -> Iterator[Row]:
        """A new pass over the rows, each time; blank rows are skipped, short ones are completed with empty cells.

        Raises:
            RuleBroken: while reading: a row longer than the header, too many rows, a quote that never closes.
        """
        return self._rows()

    def record(self, row: Row) -> dict[str, str]:
        """The row by titles."""
        return dict(zip(self.header, row.cells, strict=True))


def read_table(
    path: Path, *, max_rows: int | None = None, max_bytes: int | None = None, seek_header: bool = False
) -> Table:
    """Open a CSV (separators ; , | tab; UTF-8, UTF-16, Windows-1252, Latin-1), an XLSX or an ODS, by its content.

    Args:
        path: the file, whatever its name.
        max_rows: data rows accepted; one more raises while the rows are read.
        max_bytes: size accepted.
        seek_header: whether the titles may stand lower than the first line, under a title or a line of groups.

    Raises:
        RuleBroken: missing, empty, too large, header only, or no table at all; French, says what to do.
    """
    _check_file(path, max_bytes)
    remarks: list[str] = []
    if _head(path).startswith(ZIP_MARKS):
        sheet = open_spreadsheet(path)
        records, kind, delimiter, encoding = sheet.records, TableKind.WORKBOOK, ";", ""
        if sheet.others:
            remarks.append(f"Seule la feuille « {sheet.name} » est lue ; le classeur en a d’autres.")
    else:
        text = open_delimited(path)
        records, kind, delimiter, encoding = text.records, TableKind.CSV, text.delimiter, text.encoding
    line, raw = _sought_header(records(), remarks) if seek_header else _first_records(records())
    header, header_remarks = distinct_titles(raw)
    return Table(
        kind=kind,
        header=header,
        raw_header=raw,
        remarks=(*remarks, *header_remarks),
        delimiter=delimiter,
        encoding=encoding,
        _rows=lambda: _data_rows(records(), after=line, width=len(raw), max_rows=max_rows),
    )


def distinct_titles(raw: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Titles made usable, and the French sentences that say which were changed.

    >>> distinct_titles(["nom", "", "nom "])[0]
    ('nom', 'colonne 2', 'nom (2)')
    """
    titles: list[str] = []
    remarks = []
    for position, cell in enumerate(raw, start=1):
        title = " ".join(cell.replace("\ufeff", "").split())
        base = title or f"colonne {position}"
        name = _unused(base, titles)
        if not title:
            remarks.append(f"La colonne {position} n’a pas de titre ; elle s’appelle ici « {name} ».")
        elif name != title:
            remarks.append(f"Le titre « {title} » est présent plusieurs fois ; ici, le suivant s’appelle « {name} ».")
        titles.append(name)
    return tuple(titles), remarks


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ";") -> int:
    """Write a whole table, XLSX when the name ends so, else CSV (UTF-8 with BOM); returns the number of data rows.

    Rows are streamed. A text comes back as it came in, with one exception: what a spreadsheet would run as a formula
    gets an apostrophe in the CSV (the rule stands in ``quartiers.web.exports``); in XLSX each text is a text cell.
    The file appears whole or not at all.

    Raises:
        RuleBroken: the place cannot be written, or the table does not fit in an XLSX.
    """
    with _whole_or_nothing(path) as file:
        if path.suffix.lower() == ".xlsx":
            return write_xlsx(file, header, rows)
        counter = _Counter(rows)
        file.writelines(csv_chunks(header, counter, delimiter=delimiter))
        return counter.count


def append_rows(path: Path, rows: Iterable[Sequence[Cell]], *, delimiter: str = ";") -> int:
    """Continue a CSV that ``write_table`` began; the rows are on the disk when it returns their number.

    Raises:
        RuleBroken: the place cannot be written.
    """
    counter = _Counter(rows)
    with _write_refusals_said(path), path.open("ab") as file:
        file.writelines(csv_chunks((), counter, delimiter=delimiter, bare=True))
        file.flush()
        os.fsync(file.fileno())
    return counter.count


class _Counter:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self.rows:
            self.count += 1
            yield row


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[IO[bytes]]:
    draft = path.with_name(f"{path.name}.part")
    with _write_refusals_said(path):
        try:
            with draft.open("w+b") as file:
                yield file
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _write_refusals_said(path: Path) -> Iterator[None]:
    try:
        yield
    except (ConnectionError, TimeoutError):  # of the rows, when they come from the network
        raise
    except OSError as error:
        raise RuleBroken(
            f"Impossible d’écrire le fichier « {path.name} ». Vérifiez que le dossier existe, qu’il a de la place et "
            "que vous avez le droit d’y écrire."
        ) from error


def _check_file(path: Path, max_bytes: int | None) -> None:
    """Raises:
    RuleBroken: missing, empty, too large, or of a kind that is known not to be a table.
    """
    if not path.is_file() or not os.access(path, os.R_OK):
        raise RuleBroken(f"Le fichier « {path.name} » est introuvable ou illisible. Vérifiez son nom et son dossier.")
    size = path.stat().st_size
    if max_bytes is not None and size > max_bytes:
        raise RuleBroken(
            f"Ce fichier pèse {_megabytes(size)}, plus que les {_megabytes(max_bytes)} acceptés ici. "
            "Découpez-le en plusieurs fichiers."
        )
    head = _head(path)
    if not head.removeprefix(b"\xef\xbb\xbf").strip(b"\x00\xff\xfe \t\r\n"):
        raise RuleBroken(
            "Ce fichier est vide. Choisissez un fichier qui a une ligne de titres, puis une ligne par enregistrement."
        )
    if head.startswith(OLE):
        raise RuleBroken(_ole_sentence(path))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, kind in OTHER_KINDS:
        if start.startswith(mark.lower()):
            raise RuleBroken(f"Ce fichier est {kind}, pas un tableau. Choisissez un fichier CSV, XLSX ou ODS.")


def _ole_sentence(path: Path) -> str:
    """The same container holds the .xls of before 2007 and today's workbooks under a password."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if ENCRYPTED_PACKAGE in tail + block:
                return LOCKED
            tail = block[-len(ENCRYPTED_PACKAGE) :]
    return (
        "Ce fichier est dans un ancien format (.xls ou document Office). "
        "Ouvrez-le dans un tableur, puis enregistrez-le en XLSX, ODS ou CSV."
    )


def _first_records(records: Iterator[Record]) -> tuple[int, tuple[str, ...]]:
    """Line and cells of the header, once a row has been seen below it."""
    filled = ((line, cells) for line, cells in records if _is_filled(cells))
    first, second = next(filled, None), next(filled, None)
    if first is None:
        raise RuleBroken("Ce fichier ne contient aucun texte. Choisissez un fichier qui a une ligne de titres.")
    if second is None:
        raise RuleBroken(
            "Ce fichier n’a qu’une ligne. Il faut une ligne de titres, puis une ligne par enregistrement : ajoutez "
            "les lignes, ou les titres, qui manquent."
        )
    line, cells = first
    if len(cells) > MAX_COLUMNS:
        raise RuleBroken(
            f"Ce tableau a plus de {french.number(MAX_COLUMNS)} colonnes. Gardez celles qui servent, puis recommencez."
        )
    return line, tuple(cells)


def _sought_header(records: Iterator[Record], remarks: list[str]) -> tuple[int, tuple[str, ...]]:
    """Line and cells of the titles among the first lines; what stands above is left aside, and said."""
    first = list(islice(((line, cells) for line, cells in records if _is_filled(cells)), LINES_LOOKED_AT))
    at = header_position([cells for _, cells in first])
    above = [str(line) for line, _ in first[:at]]
    if above:
        verb = "sont laissées" if len(above) > 1 else "est laissée"
        noun = "Les lignes" if len(above) > 1 else "La ligne"
        remarks.append(f"{noun} {', '.join(above)}, au-dessus des titres, {verb} de côté.")
    return _first_records(iter(first[at:]))


def _data_rows(records: Iterator[Record], *, after: int, width: int, max_rows: int | None) -> Iterator[Row]:
    count = 0
    for line, cells in records:
        if line <= after or not _is_filled(cells):
            continue
        count += 1
        if max_rows is not None and count > max_rows:
            raise RuleBroken(
                f"Ce fichier dépasse {french.quantity(max_rows, 'ligne')}, le plus qui soit accepté ici. "
                "Découpez-le en plusieurs fichiers."
            )
        yield Row(line, _fitted(line, cells, width))


def _fitted(line: int, cells: list[str], width: int) -> tuple[str, ...]:
    if len(cells) < width:
        return (*cells, *[""] * (width - len(cells)))
    if _is_filled(cells[width:]):
        raise RuleBroken(
            f"Ligne {french.number(line)} : {french.quantity(len(cells), 'cellule')} pour "
            f"{french.quantity(width, 'titre')}. Ajoutez un titre à la colonne qui n’en a pas, ou mettez entre "
            "guillemets le texte qui contient un séparateur."
        )
    return tuple(cells[:width])


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _unused(base: str, taken: Sequence[str]) -> str:
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base} ({number})"
    return name


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _megabytes(size: int) -> str:
    return f"{french.number(size / 1024**2, 1)}{french.NBSP}Mo"
