"""Rows to the database by the thousand, without what the ORM spends on each value.

As ``bulk_create`` and ``bulk_update``, within the caller's transaction: no signal is sent, defaults are those of the
instances.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.transaction import TransactionManagementError

T = TypeVar("T", bound=models.Model)
#: Fields whose values a driver takes as they are; the others are told by their own field.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
ON_THE_WAY = "rows_on_the_way"
_NOTHING = object()


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, and give their keys to those that have none.

    Args:
        rows: instances of one model; what they point to is saved.

    Raises:
        TransactionManagementError: outside a transaction, where another one could take the same keys.
    """
    if not rows:
        return
    if not connection.in_atomic_block:
        raise TransactionManagementError("rows are inserted within a transaction")
    meta: Any = type(rows[0])._meta
    missing = [row for row in rows if row.pk is None]
    for row, key in zip(missing, _keys(meta, len(missing)) if missing else (), strict=True):
        row.pk = key
    fields = meta.concrete_fields
    put(meta.db_table, [field.column for field in fields], _values(rows, fields))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def copies(one: T, count: int) -> list[T]:
    """As many new instances like this one: a model takes thirty times longer to make each. Values are shared."""
    model, values = type(one), one.__dict__
    made = []
    for _ in range(count):
        copy = model.__new__(model)
        copy.__dict__.update(values, _state=ModelState())
        made.append(copy)
    return made


def update(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows that are there.

    Args:
        rows: instances of one model.
        names: fields to write.
    """
    if not rows:
        return
    meta: Any = type(rows[0])._meta
    key, table = meta.pk, _quoted(meta.db_table)
    fields = [meta.get_field(name) for name in names]
    columns = [_quoted(field.column) for field in fields]
    if connection.vendor == "postgresql":
        wanted = ", ".join([_quoted(key.column), *columns])
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE {ON_THE_WAY} ON COMMIT DROP AS SELECT {wanted} FROM {table} WITH NO DATA"  # noqa: S608  # names of our columns
            )
            put(ON_THE_WAY, [key.column, *(field.column for field in fields)], _values(rows, [key, *fields]))
            changes = ", ".join(f"{one} = {ON_THE_WAY}.{one}" for one in columns)
            cursor.execute(
                f"UPDATE {table} SET {changes} FROM {ON_THE_WAY} "  # noqa: S608  # idem
                f"WHERE {table}.{_quoted(key.column)} = {ON_THE_WAY}.{_quoted(key.column)}"
            )
            cursor.execute(f"DROP TABLE {ON_THE_WAY}")
        return
    changes = ", ".join(f"{one} = %s" for one in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {changes} WHERE {_quoted(key.column)} = %s",  # noqa: S608  # idem
            _values(rows, [*fields, key]),
        )


def put(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str = "") -> None:
    """Insert values that the driver takes as they are.

    Args:
        table: its name.
        columns: their names.
        rows: values in the order of the columns.
        conflict: the end of the sentence, on SQLite alone: ``COPY`` of PostgreSQL has none.
    """
    names = ", ".join(map(_quoted, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks}) {conflict}", rows)  # noqa: S608  # names of our columns


def _values(rows: Sequence[models.Model], fields: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """What the driver receives, row by row."""
    found = list(map(attrgetter(*(field.attname for field in fields)), rows))
    told = [(at, field) for at, field in enumerate(fields) if not isinstance(_plain(field), PLAIN)]
    if not told:
        return found
    lines = list(map(list, found))
    for at, field in told:
        _tell(lines, at, field)
    return lines


def _tell(lines: list[list[Any]], at: int, field: Any) -> None:
    """Put what the driver takes in a column. One instant often stands in all the rows of a load: it is told once."""
    before: Any = _NOTHING
    after: Any = None
    for line in lines:
        if line[at] is not before:
            before = line[at]
            after = field.get_db_prep_save(before, connection)
        line[at] = after


def _plain(field: Any) -> Any:
    return field.target_field if field.is_relation else field


def _keys(meta: Any, count: int) -> list[int]:
    """Keys that no other row has or will have."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_quoted(meta.db_table), meta.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
        last = next(iter(cursor.fetchone() or ()), 0)
    return list(range(last + 1, last + count + 1))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
