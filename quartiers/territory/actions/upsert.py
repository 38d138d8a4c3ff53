"""Writes only what differs: the same load twice changes nothing, and says so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model

T = TypeVar("T")
M = TypeVar("M", bound=Model)
#: Rows compared and written at a time: few queries, and little memory for contours.
BATCH = 500


@dataclass(frozen=True)
class Tally:
    """How many rows a load created, changed and found equal."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)

    @property
    def changes(self) -> int:
        return self.created + self.updated


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def upsert(rows: Sequence[M], *, key: Sequence[str] = ("code",)) -> tuple[Tally, list[M]]:
    """Create or update these rows of one model, and return those that were created or changed.

    Args:
        rows: at most a few hundred unsaved instances of one model, without duplicates.
        key: names of the columns that make a row unique; the others are compared and updated.
    """
    if not rows:
        return Tally(), []
    model = type(rows[0])
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in (*key, "id")]
    stored = _stored(model, rows, key, columns)
    written = [row for row in rows if stored.get(_values(row, key)) != _values(row, columns)]
    created = sum(_values(row, key) not in stored for row in written)
    if written:
        fields = [field.name for field in model._meta.concrete_fields if field.attname in columns]
        unique = [field.name for field in model._meta.concrete_fields if field.attname in key]
        model._default_manager.bulk_create(written, update_conflicts=True, update_fields=fields, unique_fields=unique)
    return Tally(created, len(written) - created, len(rows) - len(written)), written


def _stored(
    model: type[Model], rows: Sequence[Model], key: Sequence[str], columns: Sequence[str]
) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What the database holds for the first column of the key, by key."""
    first = key[0]
    wanted = {getattr(row, first) for row in rows}
    found = model._default_manager.filter(**{f"{first}__in": wanted}).values_list(*key, *columns)
    return {tuple(values[: len(key)]): _plain(values[len(key) :]) for values in found.iterator()}


def _values(row: Model, columns: Sequence[str]) -> tuple[Any, ...]:
    return _plain(getattr(row, column) for column in columns)


def _plain(values: Iterable[Any]) -> tuple[Any, ...]:
    """PostgreSQL gives memoryviews for binary columns, SQLite gives bytes."""
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in values)
