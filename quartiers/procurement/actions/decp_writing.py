"""Published contracts to the database, by the thousand, and the shares that pages read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection

from quartiers.procurement.models import Holder, PublishedContract, PublishedShare
from quartiers.procurement.rules.decp import COLUMNS, HolderRow, Stated, Values

ALL_COLUMNS = (*COLUMNS, "digest", "loaded_at", "fictional")
HOLDER_COLUMNS = ("contract_id", "rank", "identifier", "id_kind", "siret", "name", "category")
#: Pages that SQLite keeps in memory during a load, in kilobytes: fewer are read and written twice.
CACHE_KB = 32_000


@contextmanager
def wide_cache() -> Iterator[None]:
    """More memory for SQLite while a load writes; nothing elsewhere."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


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


COUNTS = ("total", "social_with", "social_without", "environmental_with", "environmental_without", "reserved")
#: While shares are counted, where contracts without a year stand: they count in the sum of the years alone.
NO_YEAR = 1


def write_shares() -> int:
    """Count the shares of each axis again, by year then for all years, in a few queries; how many rows."""
    PublishedShare.objects.all().delete()
    into = _quoted(PublishedShare._meta.db_table)
    columns = f"axis, {_quoted('key')}, label, year, {', '.join(COUNTS)}"
    sums = ", ".join(f"SUM({one})" for one in COUNTS)
    with connection.cursor() as cursor:
        for axis, key in AXES.items():
            cursor.execute(f"INSERT INTO {into} ({columns}) {_by_year(axis, key)}")  # our columns
        cursor.execute(
            f"INSERT INTO {into} ({columns}) SELECT axis, {_quoted('key')}, MAX(label), 0, {sums} FROM {into} "  # noqa: S608  # idem
            f"GROUP BY axis, {_quoted('key')}"
        )
    PublishedShare.objects.filter(year=NO_YEAR).delete()
    return PublishedShare.objects.count()


def _by_year(axis: PublishedShare.Axis, key: str) -> str:
    label = "MAX(buyer_name)" if axis is PublishedShare.Axis.BUYER else "''"
    counts = ", ".join(
        f"SUM(CASE WHEN {column} = '{value.value}' THEN 1 ELSE 0 END)"
        for column in ("social", "environmental")
        for value in (Stated.WITH, Stated.WITHOUT)
    )
    year = f"CASE WHEN year = 0 THEN {NO_YEAR} ELSE year END"
    where, grouped = ("", "year") if key == "''" else (f"WHERE {key} <> ''", f"{key}, year")
    return (
        f"SELECT '{axis.value}', {key}, {label}, {year}, COUNT(*), {counts}, "  # noqa: S608  # our columns
        f"SUM(CASE WHEN reserved THEN 1 ELSE 0 END) FROM {_quoted(PublishedContract._meta.db_table)} {where} "
        f"GROUP BY {grouped}"
    )


def stored(uids: Sequence[str]) -> dict[str, tuple[str, date | None]]:
    """Print and day of publication of the contracts of these keys that are there; one query.

    Written by hand: the ORM spends more on two thousand parameters than the database on the answer.
    """
    marks = ", ".join(["%s"] * len(uids))
    table = _quoted(PublishedContract._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT uid, digest, published_on FROM {table} WHERE uid IN ({marks})", list(uids))  # noqa: S608  # question marks
        return {uid: (digest, _day(published)) for uid, digest, published in cursor.fetchall()}


def _day(value: date | str | None) -> date | None:
    """A date of SQLite is a text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
