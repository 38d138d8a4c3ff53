"""Files of the data·inclusion schema: read them one record at a time, check each with its own package, write them.

JSON (a list, or the answer of an API with ``items``), one JSON object a line, or CSV. Nothing is held in memory but
the record at hand.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ijson
from data_inclusion.schema import v1
from pydantic import ValidationError

from quartiers.actors.rules.inclusion import NETWORKS
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number

KNOWN_WORDS = frozenset(one.value for one in v1.ReseauPorteur)
FIELDS = tuple(v1.Structure.model_fields)
SHOWN = 60
LINES, LIST, TABLE = "lines", "list", "table"
SUFFIXES = {".json": LIST, ".ndjson": LINES, ".jsonl": LINES, ".csv": TABLE}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a record: its rank in the file from 1, the field, what it holds, what to do."""

    rank: int
    field: str
    value: str
    message: str

    def __str__(self) -> str:
        held = f" «{NBSP}{self.value}{NBSP}»" if self.value else ""
        return f"Fiche {number(self.rank)}, {self.field}{held}{NBSP}: {self.message}"


def read(path: Path, *, key: str = "items") -> Iterator[Any]:
    """The records of a file, one after the other; whatever stands where a record should be.

    Args:
        path: the file; its name says its format.
        key: under which the answer of an API holds them.

    Raises:
        RuleBroken: a file of another kind, or one that stops in the middle.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise RuleBroken(f"Ce fichier n’est ni JSON, ni NDJSON, ni CSV{NBSP}: {path.name}. Choisissez-en un autre.")
    rank = 0
    try:
        for record in _list(path, key) if kind == LIST else _READERS[kind](path):
            rank += 1
            yield record
    except (ijson.JSONError, json.JSONDecodeError, UnicodeDecodeError, csv.Error, RecursionError) as broken:
        raise RuleBroken(
            f"Le fichier n’est plus lisible après {number(rank)} fiches. Ce qui précède est peut-être "
            "déjà chargé. Redemandez le fichier à sa source et rechargez-le, sans risque de doublon."
        ) from broken


def _list(path: Path, key: str) -> Iterator[Any]:
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
        file.seek(3 if file.seek(0) == 0 and file.read(3) == b"\xef\xbb\xbf" else 0)
        if start.startswith(b"{") and f'"{key}"'.encode() not in start:
            yield from _lines(path)
            return
        yield from ijson.items(file, f"{key}.item" if start.startswith(b"{") else "item", use_float=True)


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8-sig") as file:
        yield from (json.loads(line, parse_constant=_no_number) for line in file if line.strip())


def _no_number(word: str) -> None:
    """NaN and Infinity are no JSON: no other reader would take them back."""
    raise json.JSONDecodeError("no number", word, 0)


def _table(path: Path) -> Iterator[Any]:
    """A cell that is empty says nothing; the networks stand in one cell, as JSON or separated by commas."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        for row in csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ","):
            record: dict[str, Any] = {key: value for key, value in row.items() if key and value not in (None, "")}
            if NETWORKS in record:
                record[NETWORKS] = _words(record[NETWORKS])
            for name in ("latitude", "longitude"):
                record |= {name: _number(record[name])} if name in record else {}
            yield record


def _words(cell: str) -> Any:
    try:
        return (
            json.loads(cell) if cell.startswith("[") else [one.strip() for one in cell.strip("{}").split(",") if one]
        )
    except json.JSONDecodeError:
        return cell


def _number(cell: str) -> float | str:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell


_READERS = {LINES: _lines, TABLE: _table}


# --- Checked by its own package -------------------------------------------------------------------------------------


def unknown_words(record: dict[str, Any]) -> list[str]:
    """Words of ``reseaux_porteurs`` that this version of the schema does not have: kept, not refused."""
    found = record.get(NETWORKS)
    return [one for one in found if isinstance(one, str) and one not in KNOWN_WORDS] if isinstance(found, list) else []


def faults(record: Any, rank: int) -> list[Fault]:
    """What the schema refuses in a record, in French; nothing for a good one. Unknown fields and words are let in."""
    if not isinstance(record, dict):
        return [Fault(rank, "fiche", _short(record), "une fiche a des champs nommés. Vérifiez le format du fichier.")]
    unknown = set(unknown_words(record))
    checked = record | ({NETWORKS: [one for one in record[NETWORKS] if one not in unknown]} if unknown else {})
    try:
        v1.Structure.model_validate(checked)
    except ValidationError as refused:
        return [_fault(error, rank) for error in refused.errors(include_url=False)]
    return []


def _fault(error: Any, rank: int) -> Fault:
    field = str(error["loc"][0]) if error["loc"] else "fiche"
    held = "" if error["type"] == "missing" else _short(error["input"])
    return Fault(rank, field, held, _sentence(error))


def _sentence(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error" and error["loc"][:1] != ("courriel",):
        return f"{context.get('error', 'valeur refusée par le schéma')} Corrigez-la à la source."
    said = next((words for start, words in SENTENCES.items() if kind.startswith(start)), "le schéma ne l’accepte pas.")
    return f"{said.format(**context)} Corrigez la fiche à la source."


SENTENCES = {
    "missing": "il manque.",
    "string_too_short": "trop court, au moins {min_length} caractères.",
    "string_too_long": "trop long, au plus {max_length} caractères.",
    "string_pattern": "ce n’est pas la forme attendue.",
    "string": "un texte est attendu.",
    "float": "un nombre est attendu, par exemple 43.184.",
    "finite": "un nombre est attendu, par exemple 43.184.",
    "date": "une date est attendue, par exemple 2026-01-31.",
    "url": "une adresse de site est attendue, par exemple https://exemple.fr.",
    "value_error": "une adresse de courriel est attendue, par exemple contact@exemple.fr.",
    "enum": "ce mot n’est pas dans le schéma.",
    "set": "une liste de mots est attendue.",
}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: SHOWN * 2]).split())
    return kept if len(kept) <= SHOWN else f"{kept[:SHOWN]}…"


# --- Written --------------------------------------------------------------------------------------------------------


def write(records: Iterable[dict[str, Any]], path: Path) -> int:
    """Write records in the format that the name of the file says; how many.

    Raises:
        RuleBroken: a name that says no format.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise RuleBroken("Le nom du fichier doit finir par .json, .ndjson ou .csv. Choisissez-en un autre.")
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIELDS, extrasaction="ignore") if kind == TABLE else None
        if table is not None:
            table.writeheader()
        if kind == LIST:
            file.write("[")
        for count, record in enumerate(records, start=1):
            if table is not None:
                table.writerow({key: _cell(value) for key, value in record.items()})
            else:
                opening = ("\n" if count == 1 else ",\n") if kind == LIST else ""
                file.write(opening + as_text(record) + ("" if kind == LIST else "\n"))
        if kind == LIST:
            file.write("\n]\n")
    return count


def as_text(record: dict[str, Any]) -> str:
    """A record as one line of JSON, keys in their order, letters as plain ASCII so that any database keeps them."""
    return json.dumps(record, ensure_ascii=True)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
