"""The list of participants that a video service exports, whatever it calls its columns."""

import re
from pathlib import Path

from quartiers.exchanges.rules import Listed
from quartiers.kernel.errors import RuleBroken
from quartiers.office.tables import read_table
from quartiers.territory.names import search_name

MOST_LINES, MOST_BYTES = 2_000, 2 * 1024**2
#: Titles of a column of addresses, of names, of first names, as services write them, folded.
ADDRESSES = ("email", "e mail", "mail", "courriel", "adresse", "user email", "utilisateur")
FIRST_NAMES = ("prenom", "first name", "given name")
NAMES = ("nom", "name", "participant", "full name", "last name", "nom original", "display name")
NO_NAME = (
    "Aucune colonne de ce fichier ne s’appelle «\u00a0nom\u00a0» ou «\u00a0courriel\u00a0». Nommez ainsi la colonne "
    "des participants, puis déposez-le de nouveau."
)


def read_list(path: Path) -> list[Listed]:
    """The lines of a list that name somebody.

    Raises:
        RuleBroken: it is no table, it is too large, or no column names people.
    """
    table = read_table(path, max_rows=MOST_LINES, max_bytes=MOST_BYTES, seek_header=True)
    titles = [folded_name(one) for one in table.header]
    address, first, name = (_column(titles, known) for known in (ADDRESSES, FIRST_NAMES, NAMES))
    if address is None and name is None:
        raise RuleBroken(NO_NAME)
    lines = []
    for row in table.rows:
        words = " ".join(row.cells[at].strip() for at in (first, name) if at is not None).strip()
        email = row.cells[address].strip() if address is not None else ""
        if words or email:
            lines.append(Listed(row.line, words, email))
    return lines


def folded_name(name: str) -> str:
    """A name without case, accents or punctuation.

    >>> folded_name("DIARRA, Awa (Ville)")
    'diarra awa ville'
    """
    return " ".join(re.sub(r"[^\w\s]", " ", search_name(name)).split())


def _column(titles: list[str], known: tuple[str, ...]) -> int | None:
    """The column of one of these titles; else one that begins with it: «Nom (nom d’origine)»."""
    exact = [at for at, title in enumerate(titles) if title in known]
    close = [at for at, title in enumerate(titles) if title.startswith(known)]
    return next(iter([*exact, *close]), None)
