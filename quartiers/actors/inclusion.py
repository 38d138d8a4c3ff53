"""Files of the data·inclusion schema: read them one record at a time, check each with its own package, write them.

JSON (a list, or the answer of an API with ``items``), one JSON object a line, or CSV. Nothing is held in memory but
the record at hand.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from data_inclusion.schema import v1
from pydantic import ValidationError

from quartiers.actors.rules.inclusion import NETWORKS
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number, quantity
from quartiers.office.json_records import json_records

KNOWN_WORDS = frozenset(one.value for one in v1.ReseauPorteur)
FIELDS = tuple(v1.Structure.model_fields)
SHOWN = 60
KILO = 1024
#: Records between two tellings of progress.
TOLD_EVERY = 500
RECORD_MAX = 1_000_000
_FINITE = json.JSONEncoder(allow_nan=False).encode
TOO_HEAVY = "trop lourde, trop imbriquée, ou avec un nombre sans fin. Corrigez la fiche à la source."
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


class RecordFile:
    """The records of a file, one after the other; whatever stands where a record should be. Read again at each loop.

    Args:
        path: the file; its name says its format.
        key: under which the answer of an API holds them.

    Raises:
        RuleBroken: while reading: a file of another kind, or one that stops in the middle.
    """

    def __init__(self, path: Path, key: str = "items") -> None:
        self.path, self.key = path, key
        self.done, self.total = 0, path.stat().st_size

    def __iter__(self) -> Iterator[Any]:
        kind = SUFFIXES.get(self.path.suffix.lower())
        if kind is None:
            raise RuleBroken(
                f"Ce fichier n’est ni JSON, ni NDJSON, ni CSV{NBSP}: {self.path.name}. Choisissez-en un autre."
            )
        rank, self.done = 0, 0
        try:
            with self.path.open("rb") as file:
                for record in _READERS[kind](file, self.key):
                    rank += 1
                    self.done = file.tell()
                    yield record
        except (ValueError, RecursionError, csv.Error) as broken:
            raise RuleBroken(_unreadable(rank)) from broken
        self.done = self.total

    def followed(self, progress: Callable[[int, int], None]) -> Callable[[Iterable[Any]], Iterator[Any]]:
        """What tells ``progress``, in kilobytes, how much is read while records go by."""

        def follow(records: Iterable[Any]) -> Iterator[Any]:
            for rank, record in enumerate(records):
                if rank % TOLD_EVERY == 0:
                    progress(self.done // KILO, max(1, self.total // KILO))
                yield record

        return follow


def read(path: Path, *, key: str = "items") -> RecordFile:
    """The records of a file, as often as one loops over them; ``done`` and ``total`` are bytes."""
    return RecordFile(path, key)


def _unreadable(rank: int) -> str:
    if not rank:
        return (
            f"Ce fichier ne se lit pas{NBSP}: il n’a pas le format que son nom annonce, ou il est coupé dès le début. "
            "Téléchargez-le de nouveau à sa source, en JSON, NDJSON ou CSV."
        )
    return (
        f"Le fichier n’est plus lisible après {quantity(rank, 'fiche')}{NBSP}: il est coupé ou abîmé. Redemandez-le à "
        "sa source et rechargez-le, sans risque de doublon."
    )


def _json(file: BinaryIO, key: str) -> Iterator[Any]:
    return json_records(file, key=key)


def _table(file: BinaryIO, key: str) -> Iterator[Any]:
    """A cell that is empty says nothing; the networks stand in one cell, as JSON or separated by commas."""
    head = file.readline()
    file.seek(0)
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        for row in csv.DictReader(lines, delimiter=";" if head.count(b";") > head.count(b",") else ","):
            record: dict[str, Any] = {name: value for name, value in row.items() if name and value not in (None, "")}
            if NETWORKS in record:
                record[NETWORKS] = _words(record[NETWORKS])
            for name in ("latitude", "longitude"):
                record |= {name: _number(record[name])} if name in record else {}
            yield record
    finally:
        lines.detach()


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


_READERS = {LIST: _json, LINES: _json, TABLE: _table}


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
    return [] if _is_kept_whole(record) else [Fault(rank, "fiche", "", TOO_HEAVY)]


def _is_kept_whole(record: dict[str, Any]) -> bool:
    """Whether the record can go out as it came: not endless, not deeper than a reader follows, its numbers finite."""
    try:
        return len(_FINITE(record)) <= RECORD_MAX
    except (ValueError, RecursionError):
        return False


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

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for record in records:
            count += 1
            yield record

    with path.open("w", encoding="utf-8", newline="") as file:
        if kind == TABLE:
            table = csv.DictWriter(file, FIELDS, extrasaction="ignore")
            table.writeheader()
            table.writerows({key: _cell(value) for key, value in record.items()} for record in counted())
        elif kind == LINES:
            file.writelines(f"{as_text(record)}\n" for record in counted())
        else:
            file.writelines(as_list(counted()))
    return count


def as_list(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON list, one record a line, piece by piece."""
    yield "["
    between = "\n"
    for record in records:
        yield between + as_text(record)
        between = ",\n"
    yield "\n]\n"


def as_text(record: dict[str, Any]) -> str:
    """A record as one line of JSON, keys in their order, letters as plain ASCII so that any database keeps them."""
    return json.dumps(record, ensure_ascii=True)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
