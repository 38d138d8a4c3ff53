"""Published contracts to the database, by the thousand, and the shares that pages read."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeAlias

from django.db import connection

from quartiers.procurement.models import Holder, PublishedContract, PublishedShare
from quartiers.procurement.rules.decp import HolderRow, Published, Stated

Values: TypeAlias = tuple[Any, ...]
COLUMNS = tuple(
    one.attname
    for one in PublishedContract._meta.concrete_fields
    if one.name not in ("digest", "loaded_at", "fictional")
)
_of = attrgetter(*COLUMNS)
ALL_COLUMNS = (*COLUMNS, "digest", "loaded_at", "fictional")
HOLDER_COLUMNS = ("contract_id", "rank", "identifier", "id_kind", "siret", "name", "category")
DATES = tuple(COLUMNS.index(name) for name in ("notified_on", "published_on", "ends_on"))
DECIMALS = tuple(COLUMNS.index(name) for name in ("amount", "origin_eu", "origin_france"))


def row_of(one: Published) -> tuple[Values, str]:
    """The columns of a contract in their order, as any database takes them, and their print with that of holders."""
    values = list(_of(one))
    for at in DATES:
        if values[at] is not None:
            values[at] = values[at].isoformat()
    for at in DECIMALS:
        if values[at] is not None:
            values[at] = str(values[at])
    said = [(held.identifier, held.id_kind, held.name, held.category) for held in one.holders]
    return tuple(values), blake2b(repr((values, said)).encode(), digest_size=16).hexdigest()


def write(
    rows: Sequence[tuple[Values, str, tuple[HolderRow, ...]]],
    *,
    known: Sequence[str],
    now: datetime,
    fictional: bool,
) -> None:
    """Write contracts with their holders, within the caller's transaction.

    Args:
        rows: columns, print, holders; a contract at most once.
        known: keys of those that are there already: their holders are written again.
        now: instant of the load.
        fictional: invented contracts.
    """
    if not rows:
        return
    at = now if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(now)
    _upsert([(*values, digest, at, fictional) for values, digest, _ in rows])
    if known:
        Holder.objects.filter(contract__in=known).delete()
    held = [
        (values[0], rank, one.identifier, one.id_kind, one.siret, one.name, one.category)
        for values, _, holders in rows
        for rank, one in enumerate(holders, start=1)
    ]
    _insert(Holder._meta.db_table, HOLDER_COLUMNS, held)


def _upsert(rows: list[Values]) -> None:
    table = PublishedContract._meta.db_table
    columns = ", ".join(map(_quoted, ALL_COLUMNS))
    changes = ", ".join(f"{_quoted(one)} = excluded.{_quoted(one)}" for one in ALL_COLUMNS[1:])
    conflict = f"ON CONFLICT ({_quoted('uid')}) DO UPDATE SET {changes}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE decp_load (LIKE {_quoted(table)}) ON COMMIT DROP")
        _insert("decp_load", ALL_COLUMNS, rows)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_quoted(table)} ({columns}) SELECT {columns} FROM decp_load {conflict}")  # noqa: S608  # names of our columns
            cursor.execute("DROP TABLE decp_load")
        return
    _insert(table, ALL_COLUMNS, rows, conflict)


def _insert(table: str, names: tuple[str, ...], rows: list[Values], conflict: str = "") -> None:
    columns = ", ".join(map(_quoted, names))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({columns}) VALUES ({marks}) {conflict}", rows)  # noqa: S608  # names of our columns


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


# --- Shares ---------------------------------------------------------------------------------------------------------

AXES = {
    PublishedShare.Axis.ALL: "''",
    PublishedShare.Axis.BUYER: "buyer_siret",
    PublishedShare.Axis.FAMILY: "division",
    PublishedShare.Axis.DEPARTMENT: "department_code",
    PublishedShare.Axis.COMMUNE: "commune_code",
}


def write_shares() -> int:
    """Count the shares of each axis again, by year and for all years, in a few queries; how many rows."""
    PublishedShare.objects.all().delete()
    return sum(_write_share(axis, key, year) for axis, key in AXES.items() for year in ("year", "0"))


def _write_share(axis: PublishedShare.Axis, key: str, year: str) -> int:
    label = "MAX(buyer_name)" if axis is PublishedShare.Axis.BUYER else "''"
    counts = ", ".join(
        f"SUM(CASE WHEN {column} = '{value.value}' THEN 1 ELSE 0 END)"
        for column in ("social", "environmental")
        for value in (Stated.WITH, Stated.WITHOUT)
    )
    grouped = ", ".join(one for one in (key, year) if one not in ("''", "0"))
    conditions = [f"{key} <> ''"] if key != "''" else []
    conditions += ["year > 0"] if year == "year" else []
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    into, source = _quoted(PublishedShare._meta.db_table), _quoted(PublishedContract._meta.db_table)
    counted = (
        f"SELECT '{axis.value}', {key}, {label}, {year}, COUNT(*), {counts}, "  # noqa: S608  # names of our columns
        f"SUM(CASE WHEN reserved THEN 1 ELSE 0 END) FROM {source} {where} "
        f"{f'GROUP BY {grouped}' if grouped else 'HAVING COUNT(*) > 0'}"
    )
    columns = (
        f"axis, {_quoted('key')}, label, year, total, social_with, social_without, environmental_with, "
        "environmental_without, reserved"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} ({columns}) {counted}")  # names of our columns
        return int(cursor.rowcount)


def stored(uids: Sequence[str]) -> dict[str, tuple[str, date | None]]:
    """Print and day of publication of the contracts of these keys that are there; one query."""
    rows = PublishedContract.objects.filter(pk__in=uids).values_list("pk", "digest", "published_on")
    return {uid: (digest, published) for uid, digest, published in rows}
