"""A whole table of addresses or points: each row comes back with its answer, none is lost.

The table is read three times rather than held: to check it, to answer, to write it back completed. Answers wait in a
journal meanwhile, so a work that is killed continues; the answer file appears whole, under its name, at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.kernel.nir import SENTENCE as NIR_SENTENCE
from quartiers.kernel.nir import SOURCE as NIR_SOURCE
from quartiers.kernel.nir import looks_like_nir
from quartiers.office.actions import start_job
from quartiers.office.files import file_of, save_file
from quartiers.office.rules import JOB_MINUTES
from quartiers.office.tables import Row, Table, read_table, write_table
from quartiers.territory.file_columns import find_columns
from quartiers.territory.geocoding import Geocoder
from quartiers.territory.journal import Journal, digest_of, open_journal, put_in_place
from quartiers.territory.models import ContourImport
from quartiers.territory.queries.files import ANSWERS, SOURCE, TITLES
from quartiers.territory.queries.location import answer_many
from quartiers.territory.row_places import Fault, Place, Reader, continued
from quartiers.territory.rules import Answer, Match, Verdict, understood
from quartiers.web.exports import XLSX_MAX_ROWS, Cell

if TYPE_CHECKING:
    from quartiers.office.models import Job

FILE_LOCATION = "file_location"
UPLOAD_MAX_ROWS = 5_000
UPLOAD_MAX_BYTES = 5 * 1024 * 1024
POINTS_A_CHUNK, ADDRESSES_A_CHUNK = 20_000, 250
STATUS = TITLES.index("qpv_statut")
UNKNOWN = "inconnu"
STATUSES = {
    Verdict.YES: Verdict.YES.label,
    Verdict.NO: Verdict.NO.label,
    Verdict.CHECK: Verdict.CHECK.label,
    Verdict.UNKNOWN: UNKNOWN,
}
NO_GEOCODING = (
    "Ce fichier contient des adresses, pas de coordonnées, et la recherche d’adresses est désactivée. Relancez sans "
    f"--no-geocode, ou ajoutez les colonnes «{NBSP}latitude{NBSP}» et «{NBSP}longitude{NBSP}»."
)

T = TypeVar("T")
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class FileReport:
    """What became of a table: rows by status, and what was changed or left aside to read it, in French."""

    yes: int
    no: int
    check: int
    unknown: int
    remarks: tuple[str, ...]

    @property
    def rows(self) -> int:
        return self.yes + self.no + self.check + self.unknown


@dataclass(frozen=True)
class Placing:
    """What finds the place of each row of a chunk, and how many rows a chunk holds."""

    chunk: int
    places: Callable[[Sequence[Row]], list[Place | Fault]]


def locate_file(
    source: Path,
    targets: Sequence[Path],
    *,
    on: date,
    geocoder: Geocoder | None,
    progress: Progress,
    max_rows: int | None = None,
    resume: bool = True,
) -> FileReport:
    """Complete a table: the same columns back, then ``TITLES``.

    Args:
        source: CSV or XLSX, with coordinates or addresses.
        targets: CSV or XLSX by their names; all get the same answers. What they held is replaced.
        on: the day the question is about.
        geocoder: None when no address may leave.
        progress: called with the rows done and their total, before the first chunk and after each.
        max_rows: rows accepted.
        resume: continue what was interrupted.

    Raises:
        RuleBroken: the table cannot be read, says nowhere where its rows are, holds a NIR, or all its points are
            projected or swapped; the address service is unavailable; the targets cannot be written. What was answered
            is kept: the same call continues.
    """
    table = read_table(source, max_rows=max_rows)
    _check_titles(table.raw_header)
    reader = Reader(table.header, find_columns(table.raw_header))
    place = placing(reader, geocoder)
    total = check_table(table, reader)
    if total > XLSX_MAX_ROWS and any(_is_xlsx(target) for target in targets):
        raise RuleBroken(
            f"Un fichier XLSX ne contient pas plus de {number(XLSX_MAX_ROWS)} lignes, et celui-ci en a "
            f"{number(total)}. Demandez une réponse en CSV."
        )
    with open_journal(journal_path(targets[0]), _about(source, on), resume=resume) as journal:
        progress(journal.rows, total)
        for answers in locate_rows(islice(table.rows, journal.rows, None), place, on=on):
            journal.append(answers)
            progress(journal.rows, total)
        for target in targets:
            _deliver(table, journal, target)
        counts = Counter(answer[STATUS] for answer in journal.answers())
        journal.path.unlink()
    return FileReport(
        yes=counts[STATUSES[Verdict.YES]],
        no=counts[STATUSES[Verdict.NO]],
        check=counts[STATUSES[Verdict.CHECK]],
        unknown=counts[UNKNOWN],
        remarks=table.remarks,
    )


def check_table(table: Table, reader: Reader) -> int:
    """Read the whole table once before any work; returns the number of rows.

    Raises:
        RuleBroken: a NIR, with its line and column, never repeated; coordinates that are all in metres or swapped; or
            a row that cannot be read.
    """
    count, placed, fault = 0, reader.columns.point is None, ""
    for row in table.rows:
        count += 1
        _check_no_nir(row, reader)
        if not placed:
            place = reader.point(row)
            placed = isinstance(place, Place)
            fault = fault or (place.sentence if isinstance(place, Fault) else "")
    if not placed:
        raise RuleBroken(f"Aucune ligne n’a de coordonnées lisibles. {fault}")
    return count


def placing(reader: Reader, geocoder: Geocoder | None) -> Placing:
    """How the rows of this table find their places, and how many at a time.

    Raises:
        RuleBroken: addresses, and no geocoder.
    """
    if reader.columns.point:
        return Placing(POINTS_A_CHUNK, lambda rows: [reader.point(row) for row in rows])
    if geocoder is None:
        raise RuleBroken(NO_GEOCODING)
    return Placing(ADDRESSES_A_CHUNK, partial(_geocoded, reader, geocoder))


def locate_rows(rows: Iterable[Row], place: Placing, *, on: date) -> Iterator[list[list[Cell]]]:
    """The cells of ``TITLES`` for each row, chunk after chunk, in the order of the rows.

    Raises:
        GeocoderUnavailable: the address service gives no usable answer.
    """
    for chunk in _chunks(rows, place.chunk):
        yield _answered(place.places(chunk), on=on)


def journal_path(target: Path) -> Path:
    """Where the answers wait until the target can be written."""
    return target.with_name(f"{target.name}.reprise")


@transaction.atomic
def start_file_location(chunks: Iterable[bytes], *, on: date, now: datetime) -> "Job":
    """Take a file that a visitor sends and queue its work; file and answers are erased within the hour.

    Args:
        chunks: the bytes of the file, at most ``UPLOAD_MAX_BYTES``.
        on: the day the question is about.
        now: instant of the request.

    Raises:
        RuleBroken: no room to keep it.
    """
    job = start_job(
        FILE_LOCATION, {"on": on.isoformat()}, now=now, keep_for=timedelta(minutes=JOB_MINUTES.on(now.date()))
    )
    save_file(job.token, SOURCE, chunks)
    return job


def locate_uploaded_file(token: str, *, on: date, geocoder: Geocoder, progress: Progress) -> dict[str, Any]:
    """The work of ``start_file_location``: answers in CSV and XLSX beside the file, which is erased.

    Raises:
        RuleBroken: as ``locate_file``, or more than ``UPLOAD_MAX_ROWS`` rows.
    """
    source = file_of(token, SOURCE)
    targets = [file_of(token, name) for name in ANSWERS.values()]
    report = locate_file(source, targets, on=on, geocoder=geocoder, progress=progress, max_rows=UPLOAD_MAX_ROWS)
    source.unlink()
    counts = {"yes": report.yes, "no": report.no, "check": report.check, "unknown": report.unknown}
    return {"counts": counts, "remarks": list(report.remarks)}


def _geocoded(reader: Reader, geocoder: Geocoder, rows: Sequence[Row]) -> list[Place | Fault]:
    asked = [reader.address(row) for row in rows]
    found = geocoder.batch(["" if isinstance(one, Fault) else one for one in asked])
    return [
        one if isinstance(one, Fault) else reader.found(row, place)
        for row, one, place in zip(rows, asked, found, strict=True)
    ]


def _answered(places: Sequence[Place | Fault], *, on: date) -> list[list[Cell]]:
    known = [place for place in places if isinstance(place, Place)]
    answers = iter(
        answer_many(
            [place.latitude for place in known],
            [place.longitude for place in known],
            [place.kind for place in known],
            on=on,
        )
        if known
        else []
    )
    return [_cells(place, next(answers)) if isinstance(place, Place) else _no_answer(place) for place in places]


def _cells(place: Place, answer: Answer) -> list[Cell]:
    """The answer in the order of ``TITLES``; the neighbourhood is the one that holds the point, else the nearest."""
    if place.label:
        answer = understood(answer, label=place.label, score=place.score)
    nearest = answer.match or next(iter(answer.nearby), None)
    return [
        nearest.code if nearest else "",
        nearest.name if nearest else "",
        nearest.generation if nearest else answer.generation,
        _inside(answer, nearest),
        round(nearest.distance_m) if nearest else "",
        STATUSES[answer.verdict],
        answer.reason,
    ]


def _inside(answer: Answer, nearest: Match | None) -> str:
    if nearest and nearest.inside:
        return "oui"
    return "" if answer.verdict is Verdict.UNKNOWN else "non"


def _no_answer(fault: Fault) -> list[Cell]:
    return ["", "", "", "", "", UNKNOWN, fault.sentence]


def _check_no_nir(row: Row, reader: Reader) -> None:
    for column, cell in enumerate(row.cells):
        if len(cell) >= 13 and looks_like_nir(cell):
            raise RuleBroken(f"{reader.where(row, column)}{NBSP}: {continued(NIR_SENTENCE)}", source=NIR_SOURCE)


def _check_titles(titles: Sequence[str]) -> None:
    """A table without titles has its first row in their place: nothing of it is repeated."""
    for position, title in enumerate(titles, 1):
        if looks_like_nir(title):
            raise RuleBroken(f"Ligne 1, colonne {position}{NBSP}: {continued(NIR_SENTENCE)}", source=NIR_SOURCE)


def _deliver(table: Table, journal: Journal, target: Path) -> None:
    draft = target.with_name(f"{target.stem}.partiel{target.suffix}")
    header = [*table.raw_header, *own_titles(table.raw_header)]
    rows = ([*row.cells, *answer] for row, answer in zip(table.rows, journal.answers(), strict=True))
    write_table(draft, header, rows, delimiter=table.delimiter)
    put_in_place(draft, target)


def own_titles(header: Sequence[str]) -> list[str]:
    """``TITLES``, numbered when the table already has columns of the same names.

    >>> own_titles(["adresse", "QPV_code"])[:2]
    ['qpv_code (2)', 'qpv_nom (2)']
    """
    taken = {title.strip().lower() for title in header}
    turn = 1
    while taken & set(_numbered(turn)):
        turn += 1
    return _numbered(turn)


def _numbered(turn: int) -> list[str]:
    return [title if turn == 1 else f"{title} ({turn})" for title in TITLES]


def _about(source: Path, on: date) -> dict[str, Any]:
    """What would change the answers."""
    contours = ContourImport.objects.order_by("-pk").values_list("digest", flat=True).first()
    return {"version": 1, "file": digest_of(source), "on": on.isoformat(), "contours": contours or ""}


def _is_xlsx(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk
