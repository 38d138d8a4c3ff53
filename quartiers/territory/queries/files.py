"""What can be asked of a file that a visitor sent, once its work is done."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from quartiers.office.files import file_of
from quartiers.office.tables import read_table
from quartiers.territory.rules import Verdict

SOURCE = "source"
ANSWERS = {"csv": "reponses.csv", "xlsx": "reponses.xlsx"}
TITLES = ("qpv_code", "qpv_nom", "qpv_generation", "qpv_dedans", "qpv_distance_m", "qpv_statut", "qpv_raison")
PREVIEW_ROWS, PREVIEW_COLUMNS, PREVIEW_CHARACTERS = 5, 2, 80


@dataclass(frozen=True)
class PreviewRow:
    """The first cells of a row, each with the title of its column, then its answer.

    ``name`` is the neighbourhood that holds, or may hold, the place; a mere neighbour is left to the reason.
    """

    named: tuple[tuple[str, str], ...]
    status: str
    name: str
    reason: str


@dataclass(frozen=True)
class Preview:
    """The first rows of an answer: ``titles`` are those of the first columns of the file."""

    titles: tuple[str, ...]
    rows: tuple[PreviewRow, ...]


def answer_file(token: str, kind: str) -> Path | None:
    """The answer, as ``csv`` or ``xlsx``; None when there is none, or no more."""
    path = file_of(token, ANSWERS[kind])
    return path if path.exists() else None


def preview(token: str) -> Preview | None:
    """The first rows of the answer, None when there is no more answer."""
    path = answer_file(token, "csv")
    if path is None:
        return None
    table = read_table(path)
    shown = min(PREVIEW_COLUMNS, len(table.header) - len(TITLES))
    rows = islice(table.rows, PREVIEW_ROWS)
    titles = tuple(_short(title) for title in table.header[:shown])
    return Preview(titles, tuple(_row(row.cells, titles) for row in rows))


def _row(cells: tuple[str, ...], titles: tuple[str, ...]) -> PreviewRow:
    answer = dict(zip(TITLES, cells[-len(TITLES) :], strict=True))
    named = tuple((title, _short(cell)) for title, cell in zip(titles, cells, strict=False))
    name = "" if answer["qpv_statut"] == Verdict.NO.label else answer["qpv_nom"]
    return PreviewRow(named, answer["qpv_statut"], name, answer["qpv_raison"])


def _short(text: str) -> str:
    return text if len(text) <= PREVIEW_CHARACTERS else f"{text[:PREVIEW_CHARACTERS]}…"
