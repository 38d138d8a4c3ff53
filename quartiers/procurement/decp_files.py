"""Files of published contracts, read one contract at a time: JSON of the schema, tabular CSV.

Nothing is held but the contract at hand. What cannot be read is told with its line, and the reading goes on after it
wherever the file lets one find the next contract.
"""

import codecs
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.office.delimited import find_encoding, open_delimited

BLOCK = 1 << 20
#: No contract is as long as this many characters: what is, has lost its end.
ELEMENT_MAX = 8 << 20
DEPTH_MAX = 200
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]"]', re.DOTALL)
NEXT_CONTRACT = re.compile(r'\}\s*,\s*(?=\{\s*"(?:id|uid|acheteur|autoriteConcedante|_type|nature|objet)"\s*:)')
SPACE = re.compile(r"[ \t\r\n]*")
OTHER_FILES = (
    (b"PK\x03\x04", "une archive ou un classeur", "Ouvrez-la et donnez le fichier JSON ou CSV qu’elle contient."),
    (b"\x1f\x8b", "un fichier compressé", "Décompressez-le, puis donnez le fichier JSON ou CSV."),
    (b"PAR1", "un fichier Parquet", "Téléchargez le même jeu de données en CSV."),
    (b"%PDF", "un PDF", "Téléchargez les données en JSON ou en CSV."),
    (b"<", "un fichier XML ou une page web", "Téléchargez les données en JSON ou en CSV."),
)
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read: its line in the file, from 1, and a sentence. ``is_end`` when nothing after it is."""

    line: int
    message: str
    is_end: bool = False

    def __str__(self) -> str:
        return f"Ligne {number(self.line)}{NBSP}: {self.message}"


@dataclass(frozen=True, slots=True)
class JsonContract:
    """A record of the schema, with its line."""

    line: int
    record: Any
    concession: bool


@dataclass(frozen=True, slots=True)
class TableContract:
    """The rows of one contract, with the line of the first."""

    line: int
    rows: list[dict[str, str]]


@dataclass
class Reading:
    """How far the reading of a file is, in bytes, and the rows of past states that were left aside."""

    done: int = 0
    total: int = 0
    past_rows: int = 0
    past_lines: list[int] = field(default_factory=list)


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
    yield from _Json(path, reading).contracts() if start in ("{", "[") else _table(path, reading)


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


# --- JSON -----------------------------------------------------------------------------------------------------------


class _Json:
    """A text of JSON in a window that slides: contracts are decoded one by one by the standard library."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path, self.reading = path, reading
        self.decoder = json.JSONDecoder()
        self.careful = json.JSONDecoder(parse_int=_integer)
        self.text, self.at, self.line, self.is_over = "", 0, 1, False

    def contracts(self) -> Iterator[JsonContract | Trouble]:
        encoding = find_encoding(self.path)
        with self.path.open(encoding=encoding, newline="") as self.file:
            if self._next() == "\ufeff":
                self.at += 1
            try:
                yield from self._root()
            except _Stop as stop:
                yield stop.trouble

    file: TextIO

    def _root(self) -> Iterator[JsonContract | Trouble]:
        if self._next() == "[":
            yield from self._array(concession=False)
            return
        found = False
        for key in self._keys():
            if key != "marches":
                self._skip()
                continue
            found = True
            if self._next() == "[":
                yield from self._array(concession=False)
            elif self._next() == "{":
                for inner in self._keys():
                    if inner in ("marche", "contrat-concession"):
                        yield from self._list(concession=inner != "marche")
                    else:
                        self._skip()
            else:
                yield Trouble(self._line(), "«\u00a0marches\u00a0» devrait contenir des contrats.")
                self._skip()
        if not found:
            raise RuleBroken(
                f"Ce fichier JSON n’a pas de «{NBSP}marches{NBSP}» à sa racine{NBSP}: ce n’est pas un fichier de "
                "contrats publiés. Prenez celui du ministère ou celui de votre profil d’acheteur."
            )

    def _list(self, *, concession: bool) -> Iterator[JsonContract | Trouble]:
        if self._next() == "[":
            yield from self._array(concession=concession)
        elif self._next() == "{":  # one contract that its publisher did not put in a list
            yield self._element(concession=concession)
        else:
            yield Trouble(self._line(), "une liste de contrats est attendue ici.")
            self._skip()

    def _keys(self) -> Iterator[str]:
        """The keys of the object at hand; the caller reads each value."""
        self.at += 1
        while True:
            mark = self._next()
            if mark == "}":
                self.at += 1
                return
            if mark == ",":
                self.at += 1
                continue
            if mark != '"':
                raise self._stopped()
            key = self._value()
            if self._next() != ":":
                raise self._stopped()
            self.at += 1
            yield key if isinstance(key, str) else ""

    def _array(self, *, concession: bool) -> Iterator[JsonContract | Trouble]:
        self.at += 1
        while True:
            mark = self._next()
            if mark == "]":
                self.at += 1
                return
            if mark == ",":
                self.at += 1
            elif not mark:
                raise self._stopped()
            else:
                yield self._element(concession=concession)

    def _element(self, *, concession: bool) -> JsonContract | Trouble:
        line = self._line()
        try:
            return JsonContract(line, self._value(), concession)
        except _Unreadable as unreadable:
            return Trouble(line, str(unreadable))

    def _skip(self) -> None:
        try:
            self._next()
            self._value()
        except _Unreadable:
            return

    def _value(self) -> Any:
        """Decode the value at hand and pass it.

        Raises:
            _Unreadable: it is not JSON; it was passed.
            _Stop: its end cannot be found.
        """
        reason = ""
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
                if end < len(self.text) or self.is_over or self.text[self.at] in '{["':
                    self.at = end
                    return value
            except json.JSONDecodeError as error:
                reason = f"ce contrat n’est pas écrit en JSON ({_reason(error)}). Les autres sont lus."
            except RecursionError:
                reason = "ce contrat a trop d’objets les uns dans les autres. Les autres sont lus."
            except ValueError:  # an integer of thousands of figures
                value, self.at = self.careful.raw_decode(self.text, self.at)
                return value
            end = self._end() if reason else -1
            if end > 0:
                self.at = end
                raise _Unreadable(reason)
            if self.is_over or len(self.text) - self.at > ELEMENT_MAX:
                return self._resume(reason)
            self._fill()

    def _end(self) -> int:
        """Where the value at hand ends, by its brackets alone; -1 when that is further than the window."""
        depth = 0
        for mark in BRACKETS.finditer(self.text, self.at):
            word = mark[0]
            if word in ("{", "["):
                depth += 1
            elif word in ("}", "]"):
                depth -= 1
                if depth <= 0:
                    return mark.end()
            elif word == '"':
                return -1
            elif depth == 0:
                return mark.end()
        return -1

    def _resume(self, reason: str) -> Any:
        """Go to what looks like the next contract, when brackets and quotes of this one do not close."""
        found = NEXT_CONTRACT.search(self.text, self.at + 1)
        if found is None:
            raise self._stopped()
        self.at = found.end()
        raise _Unreadable(reason)

    def _stopped(self) -> "_Stop":
        return _Stop(
            Trouble(
                self._line(),
                "le fichier s’arrête ou se brise ici, au milieu d’un contrat ou d’une liste. Ce qui précède est lu. "
                "Téléchargez-le de nouveau et rechargez-le, sans risque de doublon.",
                is_end=True,
            )
        )

    def _next(self) -> str:
        """The next sign that is not a space; empty at the end of the file."""
        while True:
            found = SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.is_over:
                return ""
            self._fill()

    def _fill(self) -> None:
        self.line += self.text.count("\n", self._counted, self.at)
        self.text, self.at, before = self.text[self.at :], 0, self.at
        block = self.file.read(BLOCK)
        self.is_over = not block
        self.text += block
        self._counted = 0
        self.reading.done = min(self.reading.done + before, self.reading.total)

    _counted = 0

    def _line(self) -> int:
        """The line at hand; counted once, as the window slides."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line


class _Unreadable(Exception):
    """A value that is not JSON, and was passed."""


class _Stop(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


def _integer(figures: str) -> int | float:
    return int(figures) if len(figures) < 400 else float("inf")


def _reason(error: json.JSONDecodeError) -> str:
    said = error.msg
    return next((words for start, words in REASONS.items() if said.startswith(start)), "signe inattendu")


REASONS = {
    "Expecting ',' delimiter": "il manque une virgule",
    "Expecting ':' delimiter": "il manque un deux-points",
    "Expecting property name": "il manque un nom de champ",
    "Expecting value": "il manque une valeur",
    "Unterminated string": "un guillemet n’est pas refermé",
    "Invalid control character": "un signe interdit dans un texte",
    "Invalid \\escape": "une barre oblique inversée mal placée",
    "Invalid \\uXXXX escape": "un signe mal codé",
}

# --- Table ----------------------------------------------------------------------------------------------------------


def _table(path: Path, reading: Reading) -> Iterator[TableContract | Trouble]:
    """Rows of one contract follow each other, or not: a first reading tells which stand apart, on the disk."""
    file = open_delimited(path)
    try:
        header = next(file.records())[1]
    except StopIteration as error:
        raise RuleBroken("Ce fichier est vide. Téléchargez-le de nouveau, ou choisissez-en un autre.") from error
    columns = _columns(header)
    with _Scattered() as scattered:
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


class _Scattered:
    """The contracts whose rows do not follow each other, in a private file that the system erases."""

    def __init__(self) -> None:
        self.base = sqlite3.connect("")
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("PRAGMA cache_size=-16000")
        self.base.execute("CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("CREATE TABLE apart (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("CREATE TABLE kept (name TEXT, line INTEGER, row TEXT)")
        self.any = False

    def __enter__(self) -> "_Scattered":
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def find(self, names: Iterator[str]) -> int:
        """Read the names once; how many rows there are."""
        count, before, run = 0, None, []
        for name in names:
            count += 1
            if name == before:
                continue
            before = name
            run.append(name)
            if len(run) == 2_000:
                self._note(run)
                run = []
        self._note(run)
        self.base.execute("DROP TABLE seen")
        return count

    def _note(self, run: list[str]) -> None:
        twice = {name for name, count in Counter(run).items() if count > 1}
        marks = ",".join("?" * len(run))
        twice |= {name for (name,) in self.base.execute(f"SELECT name FROM seen WHERE name IN ({marks})", run)}  # noqa: S608  # question marks
        self.base.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((name,) for name in run))
        self.base.executemany("INSERT OR IGNORE INTO apart VALUES (?)", ((name,) for name in twice))
        self.any = self.any or bool(twice)

    def holds(self, name: str) -> bool:
        if not self.any:
            return False
        return self.base.execute("SELECT 1 FROM apart WHERE name = ?", (name,)).fetchone() is not None

    def keep(self, name: str, line: int, row: dict[str, str]) -> None:
        self.base.execute("INSERT INTO kept VALUES (?, ?, ?)", (name, line, json.dumps(row)))

    def contracts(self) -> Iterator[TableContract]:
        name, first = None, 0
        group: list[dict[str, str]] = []
        for other, line, row in self.base.execute("SELECT name, line, row FROM kept ORDER BY name, line"):
            if other != name and group:
                yield TableContract(first, _current(group))
                group = []
            if not group:
                first = line
            name = other
            group.append(json.loads(row))
        if group:
            yield TableContract(first, _current(group))
