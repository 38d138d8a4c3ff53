"""What is true of a table that people bring: which column is which, what a faulty cell is, what a difference is."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

IMPORT_HOURS = Dated(
    "office.import_hours",
    "Tableau déposé gardé, avec ce qui en a été lu",
    "heures",
    (Entry(48, None, None, "choix de la plateforme", None),),
)
#: Below this likeness, two titles are not the same with a typing error.
LIKENESS = 0.86
#: Part of the filled cells of the fullest line above which a line can be the titles.
FULL_ENOUGH = 0.7
#: Spreadsheets count days from the 30th of December 1899.
SPREADSHEET_EPOCH = date(1899, 12, 30)
SPREADSHEET_DAY = re.compile(r"\d{5}(?:[.,]0+)?", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
TOTAL = re.compile(r"(sous )?tota(l|ux)\b.*")


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be taken.

    Args:
        line: as a spreadsheet numbers it.
        column: title of the column, as it stands in the file.
        value: what the cell holds, shortened.
        message: French: what is wrong, what to do.
    """

    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Change:
    """A value that the file changes: label of the field, before, after."""

    label: str
    before: str
    after: str


def plain(title: str) -> str:
    """A title without case, accent nor punctuation.

    >>> plain("  N° de SIRET* "), plain("Téléphone (fixe)")
    ('n de siret', 'telephone fixe')
    """
    bare = unicodedata.normalize("NFKD", title.replace("°", " "))
    kept = "".join(char for char in bare if not unicodedata.combining(char)).lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", kept).split())


def proposed(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column each field most likely is; a column is proposed once, and a doubt is no proposal.

    Args:
        header: titles of the file.
        names: for each field, its possible titles, best first.

    >>> proposed(["Nom de la structure", "siret ", "courrriel"], {"name": ["nom de la structure"], "siret": ["siret"],
    ...     "email": ["courriel", "mail"]})
    {'name': 0, 'siret': 1, 'email': 2}
    """
    titles = [plain(title) for title in header]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, known in names.items():
            free = [at for at in range(len(titles)) if at not in found.values()]
            matching = [at for at in free if _alike(titles[at], known, exact=exact)]
            if field not in found and len(matching) == 1:
                found[field] = matching[0]
    return found


def header_position(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines holds the titles: the first that is about as full as the fullest one.

    Titles above, lines that group columns and merged cells leave most of their cells empty.

    >>> header_position([["Annuaire 2026"], ["Qui", "", "Où", ""], ["nom", "siret", "ville", "mail"], list("A1B ")])
    2
    """
    filled = [sum(1 for cell in line if cell.strip()) for line in lines]
    most = max(filled, default=0)
    return next((at for at, count in enumerate(filled) if count >= most * FULL_ENOUGH), 0)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line is a total at the bottom of a table, not a record.

    >>> is_total(["TOTAL", "", "12"]), is_total(["Totalement autre", "x"])
    (True, False)
    """
    first = next((cell for cell in cells if cell.strip()), "")
    return TOTAL.fullmatch(plain(first)) is not None


def read_day(text: str) -> date:
    """A day as people write it: 31/01/2026, 2026-01-31, or the number that a spreadsheet shows in its place.

    Raises:
        RuleBroken: it is no day.

    >>> read_day("1/2/2026").isoformat(), read_day("46055").isoformat()
    ('2026-02-01', '2026-02-02')
    """
    words = text.strip()
    if SPREADSHEET_DAY.fullmatch(words):
        return SPREADSHEET_EPOCH + timedelta(days=int(words[:5]))
    found = DAY.fullmatch(words)
    if found is None:
        raise RuleBroken(f"ce n’est pas une date. Écrivez-la ainsi{NBSP}: 31/01/2026.")
    numbers = [int(one) for one in found.groups() if one]
    day, month, year = numbers if found[1] else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise RuleBroken("cette date n’existe pas. Corrigez le jour ou le mois.") from error


def _alike(title: str, known: Sequence[str], *, exact: bool) -> bool:
    names = [plain(one) for one in known]
    if exact or len(title) < 4:
        return title in names
    return any(difflib.SequenceMatcher(None, title, one).ratio() >= LIKENESS for one in names)
