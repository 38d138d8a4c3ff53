"""The tabular file: a row for each holder of a contract, one state of it or several."""

from collections.abc import Iterator
from pathlib import Path

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.delimited import open_delimited
from quartiers.procurement.decp_files.records import Reading, TableContract, Trouble
from quartiers.procurement.decp_files.scattered import Scattered

#: Columns of the tabular file that are read; the others are left aside.
COLUMNS = (
    "uid", "id", "acheteur_id", "acheteur_nom", "nature", "type", "objet", "codeCPV", "procedure", "techniques",
    "idAccordCadre", "montant", "valeurGlobale", "dateNotification", "datePublicationDonnees", "dateDebutExecution",
    "dureeMois", "lieuExecution_code", "lieuExecution_typeCode", "lieuExecution_nom", "considerationsSociales",
    "considerationsEnvironnementales", "offresRecues", "marcheInnovant", "sousTraitanceDeclaree", "attributionAvance",
    "ccag", "formePrix", "origineUE", "origineFrance", "titulaire_id", "titulaire_typeIdentifiant", "titulaire_nom",
    "titulaire_categorie", "modification_id", "donneesActuelles",
)  # fmt: skip
SYNONYMS = {"titulaire_denominationsociale": "titulaire_nom", "titulaire_typeidentifiant": "titulaire_typeIdentifiant"}
FORMER = frozenset({"false", "non", "0", "faux", "f"})


def table_contracts(path: Path, reading: Reading) -> Iterator[TableContract | Trouble]:
    """Rows of one contract follow each other, or not: a first reading tells which stand apart, on the disk."""
    file = open_delimited(path)
    try:
        header = next(file.records())[1]
    except StopIteration as error:
        raise RuleBroken("Ce fichier est vide. Téléchargez-le de nouveau, ou choisissez-en un autre.") from error
    columns = _columns(header)
    with Scattered(_current) as scattered:
        total = scattered.find(_identified(file.records(), columns, len(header)))
        size, reading.total = reading.total, reading.total
        group: list[dict[str, str]] = []
        key, first = "", 0
        for rank, found in enumerate(_rows(file.records(), columns, len(header), reading), start=1):
            if isinstance(found, Trouble):
                yield found
                continue
            line, name, row = found
            reading.done = size * min(rank, total) // max(total, 1)
            if name != key and group:
                yield TableContract(first, _current(group))
                group = []
            key = name
            if scattered.holds(name):
                scattered.keep(name, line, row)
                continue
            if not group:
                first = line
            group.append(row)
        if group:
            yield TableContract(first, _current(group))
        yield from scattered.contracts()


def _columns(header: list[str]) -> list[tuple[int, str]]:
    """Position and name of each column that is read.

    Raises:
        RuleBroken: those that name a contract are not there.
    """
    known = {name.lower(): name for name in COLUMNS} | SYNONYMS
    titles = [title.replace("\ufeff", "").strip().strip('"').replace(".", "_").lower() for title in header]
    found = {known[title]: at for at, title in reversed(list(enumerate(titles))) if title in known}
    if not ("uid" in found or {"acheteur_id", "id"} <= set(found)) or "objet" not in found:
        seen = ", ".join(title[:30] for title in header[:6])
        raise RuleBroken(
            f"Ce tableau n’a pas les colonnes d’un fichier de contrats publiés{NBSP}: il faut uid (ou acheteur_id et "
            f"id) et objet. Les premières colonnes lues sont{NBSP}: {seen}. Vérifiez le fichier et son séparateur."
        )
    return [(at, name) for name, at in found.items()]


def _identified(records: Iterator[tuple[int, list[str]]], columns: list[tuple[int, str]], width: int) -> Iterator[str]:
    """The contract of each current row, by its identifier alone."""
    at = {name: position for position, name in columns}
    uid, buyer, own, state = (at.get(name, -1) for name in ("uid", "acheteur_id", "id", "donneesActuelles"))
    try:
        next(records, None)
        for _, cells in records:
            if len(cells) == width and (state < 0 or cells[state].lower() not in FORMER):
                yield cells[uid] if uid >= 0 and cells[uid] else f"{cells[buyer]}{cells[own]}"
    except RuleBroken:  # told where the rows are read
        return


def _rows(
    records: Iterator[tuple[int, list[str]]], columns: list[tuple[int, str]], width: int, reading: Reading
) -> Iterator[tuple[int, str, dict[str, str]] | Trouble]:
    next(records, None)
    line = 1
    try:
        for line, cells in records:
            if len(cells) != width:
                if any(cells):
                    yield Trouble(line, f"{len(cells)} cellules pour {width} titres. La ligne n’est pas lue.")
                continue
            row = {name: cells[at] for at, name in columns}
            if row.get("donneesActuelles", "").lower() in FORMER:
                reading.past_rows += 1
                if len(reading.past_lines) < 5:
                    reading.past_lines.append(line)
                continue
            yield line, row.get("uid") or f"{row.get('acheteur_id', '')}{row.get('id', '')}", row
    except RuleBroken as broken:
        yield Trouble(line + 1, f"{broken.message} Ce qui précède est lu, pas la suite.", is_end=True)


def _current(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of the last modification, in a file that does not tell which are current."""
    if len(rows) < 2 or rows[0].get("donneesActuelles"):
        return rows
    last = max(_rank(row) for row in rows)
    return [row for row in rows if _rank(row) == last]


def _rank(row: dict[str, str]) -> int:
    said = row.get("modification_id") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
