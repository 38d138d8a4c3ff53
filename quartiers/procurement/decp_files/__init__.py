"""Files of published contracts, read one contract at a time: JSON of the schema, tabular CSV.

Nothing is held but the contract at hand. What cannot be read is told with its line, and the reading goes on after it
wherever the file lets one find the next contract.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.procurement.decp_files.json_file import JsonFile
from quartiers.procurement.decp_files.records import JsonContract, Reading, TableContract, Trouble
from quartiers.procurement.decp_files.table_file import table_contracts

__all__ = ["JsonContract", "Reading", "TableContract", "Trouble", "check_file", "read"]

OTHER_FILES = (
    (b"PK\x03\x04", "une archive ou un classeur", "Ouvrez-la et donnez le fichier JSON ou CSV qu’elle contient."),
    (b"\x1f\x8b", "un fichier compressé", "Décompressez-le, puis donnez le fichier JSON ou CSV."),
    (b"PAR1", "un fichier Parquet", "Téléchargez le même jeu de données en CSV."),
    (b"%PDF", "un PDF", "Téléchargez les données en JSON ou en CSV."),
    (b"<", "un fichier XML ou une page web", "Téléchargez les données en JSON ou en CSV."),
)


def read(path: Path, reading: Reading) -> Iterator[JsonContract | TableContract | Trouble]:
    """The contracts of a file, in its order, but those whose rows stand apart: they come last.

    Args:
        path: JSON or CSV, whatever its name.
        reading: told how far the reading is.

    Raises:
        RuleBroken: no file, an empty one, one of another kind, or a table without the columns that name a contract.
    """
    head = check_file(path)
    reading.total = path.stat().st_size
    start = head.decode("latin-1").lstrip("\ufeff\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    yield from JsonFile(path, reading).contracts() if start in ("{", "[") else table_contracts(path, reading)


def check_file(path: Path) -> bytes:
    """The beginning of a file that may hold contracts.

    Raises:
        RuleBroken: none, empty, or of another kind.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise RuleBroken(
            f"Ce fichier n’existe pas ou ne peut pas être lu{NBSP}: {path.name}. Vérifiez le chemin."
        ) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise RuleBroken("Ce fichier est vide. Téléchargez-le de nouveau, ou choisissez-en un autre.")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for mark, what, then in OTHER_FILES:
        if start.startswith(mark):
            raise RuleBroken(f"Ce fichier est {what}. {then}")
    return head
