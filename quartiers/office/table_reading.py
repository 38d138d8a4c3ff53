"""Reads a table against its declaration: records, faults, and the difference with what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.kernel.nir import looks_like_nir
from quartiers.office.rules import CellFault, Change, is_total
from quartiers.office.table_import import Field, Key, Record, TableSpec
from quartiers.office.tables import Row, Table

BATCH = 500
SHOWN = 100
VALUE_MAX = 60
NIR = (
    f"ce texte ressemble à un numéro de sécurité sociale. Retirez-le{NBSP}: la plateforme n’a pas le droit de le "
    "garder."
)
EMPTY = (
    f"la cellule est vide. Remplissez-la{NARROW}; si elle est fusionnée avec celle du dessus, défusionnez-la et "
    "recopiez la valeur."
)
TWICE = "cette ligne porte la même clé que la ligne {line}. Gardez l’une des deux."


@dataclass(frozen=True)
class Read:
    """A row of the file, read: its record, or its faults."""

    row: Row
    record: dict[str, Any]
    faults: tuple[CellFault, ...]


@dataclass
class Difference:
    """What a file would do, counted, with the first lines of each kind."""

    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: int = 0
    totals: int = 0
    new_lines: list[tuple[int, str]] = field(default_factory=list)
    changes: list[tuple[int, str, list[Change]]] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    @property
    def ready(self) -> int:
        """Rows that would write something."""
        return self.new + self.changed


def readings(spec: TableSpec, table: Table, columns: Mapping[str, int]) -> Iterator[Read]:
    """Each row that is no total, in order; a key that comes back is a fault."""
    seen: dict[Key, int] = {}
    for row in table.rows:
        if is_total(row.cells) and not _has_required(spec, row, columns):
            continue
        record, faults = _record(spec, table, row, columns)
        if not faults:
            key = spec.key_of(record)
            if key in seen:
                title = table.header[columns[spec.key[0]]]
                words = TWICE.format(line=number(seen[key]))
                faults = [CellFault(row.line, title, _short(row.cells[columns[spec.key[0]]]), words)]
            seen.setdefault(key, row.line)
        yield Read(row, record, tuple(faults))


def batches(reads: Iterator[Read]) -> Iterator[list[Read]]:
    """The rows by five hundred."""
    while batch := list(islice(reads, BATCH)):
        yield batch


def sorted_out(spec: TableSpec, batch: Sequence[Read]) -> Iterator[tuple[Read, list[Change] | None]]:
    """Each good row with what it changes: None for a new one, an empty list for one that changes nothing."""
    good = [one for one in batch if not one.faults]
    stored = spec.existing([spec.key_of(one.record) for one in good]) if good else {}
    for one in good:
        before = stored.get(spec.key_of(one.record))
        yield one, None if before is None else _changes(spec, before, one.record)


def compared(spec: TableSpec, batch: Sequence[Read], into: Difference) -> None:
    """Count a batch into a difference."""
    for one in batch:
        if one.faults:
            into.faulty += 1
            into.faults.extend(one.faults[: max(SHOWN - len(into.faults), 0)])
    for one, changes in sorted_out(spec, batch):
        name = " ".join(str(part) for part in spec.key_of(one.record))
        if changes is None:
            into.new += 1
            into.new_lines.extend([(one.row.line, name)] if len(into.new_lines) < SHOWN else [])
        elif changes:
            into.changed += 1
            into.changes.extend([(one.row.line, name, changes)] if len(into.changes) < SHOWN else [])
        else:
            into.same += 1


def _record(
    spec: TableSpec, table: Table, row: Row, columns: Mapping[str, int]
) -> tuple[dict[str, Any], list[CellFault]]:
    record: dict[str, Any] = {}
    faults = []
    for one in spec.fields:
        if one.key not in columns:
            continue
        position = columns[one.key]
        cell = row.cells[position].strip()
        try:
            record[one.key] = _value(one, cell)
        except RuleBroken as broken:
            faults.append(CellFault(row.line, table.header[position], _short(cell), broken.message))
    if not faults:
        for key, message in spec.at_odds(record).items():
            position = columns[key]
            faults.append(CellFault(row.line, table.header[position], _short(row.cells[position].strip()), message))
    return record, faults


def _value(one: Field, cell: str) -> Any:
    if not cell:
        if one.required:
            raise RuleBroken(EMPTY)
        return ""
    if looks_like_nir(cell):
        raise RuleBroken(NIR)
    return one.read(cell)


def _changes(spec: TableSpec, before: Mapping[str, str], record: Record) -> list[Change]:
    """Fields of the file alone: a column that is missing from it changes nothing, nor does an empty cell."""
    after = spec.written(record)
    labels = {one.key: one.label for one in spec.fields}
    return [
        Change(labels[key], before.get(key, ""), after[key])
        for key in record
        if after[key] and after[key] != before.get(key, "")
    ]


def _has_required(spec: TableSpec, row: Row, columns: Mapping[str, int]) -> bool:
    return all(row.cells[columns[one.key]].strip() for one in spec.fields if one.required and one.key in columns)


def _short(cell: str) -> str:
    return cell if len(cell) <= VALUE_MAX else f"{cell[:VALUE_MAX]}…"
