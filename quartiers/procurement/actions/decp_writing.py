"""Published contracts to the database, by the thousand, and the shares that pages read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from quartiers.office.bulk import put
from quartiers.procurement.models import PublishedContract, PublishedShare
from quartiers.procurement.rules.decp import COLUMNS, Stated, Values

Axis = PublishedShare.Axis
ALL_COLUMNS = (*COLUMNS, "digest", "loaded_at", "fictional")
#: What SQLite does otherwise during a load: more memory (in kilobytes), fewer copies of its journal (in pages).
DURING_A_LOAD = {"cache_size": -32_000, "wal_autocheckpoint": 10_000}
#: Keys of a question.
ASKED = 2_000


@contextmanager
def wide_cache() -> Iterator[None]:
    """More memory and fewer copies for SQLite while a load writes; nothing elsewhere."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in DURING_A_LOAD}
        try:
            for name, value in DURING_A_LOAD.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {int(value)}")


def write(rows: Sequence[tuple[Values, str]], *, now: datetime, fictional: bool) -> None:
    """Write contracts, new or known, within the caller's transaction.

    Args:
        rows: columns and print; a contract at most once. In the order of their keys they cost less.
        now: instant of the load.
        fictional: invented contracts.
    """
    at = now if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(now)
    is_fictional = fictional if connection.vendor == "postgresql" else int(fictional)
    _upsert([(*values, digest, at, is_fictional) for values, digest in rows])


def _upsert(rows: list[Values]) -> None:
    table = PublishedContract._meta.db_table
    columns = ", ".join(map(_quoted, ALL_COLUMNS))
    changes = ", ".join(f"{_quoted(one)} = excluded.{_quoted(one)}" for one in ALL_COLUMNS[1:])
    conflict = f"ON CONFLICT ({_quoted('uid')}) DO UPDATE SET {changes}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE decp_load (LIKE {_quoted(table)}) ON COMMIT DROP")
        put("decp_load", ALL_COLUMNS, rows)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_quoted(table)} ({columns}) SELECT {columns} FROM decp_load {conflict}")  # noqa: S608  # names of our columns
            cursor.execute("DROP TABLE decp_load")
        return
    put(table, ALL_COLUMNS, rows, conflict)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


# --- Shares ---------------------------------------------------------------------------------------------------------

AXES = {
    Axis.BUYER: "buyer_siret",
    Axis.FAMILY: "division",
    Axis.DEPARTMENT: "department_code",
    Axis.COMMUNE: "commune_code",
}


COUNTS = ("total", "social_with", "social_without", "environmental_with", "environmental_without", "reserved")
#: While shares are counted, where contracts without a year stand: they count in the sum of the years alone.
NO_YEAR = 1


def owe_shares() -> None:
    """Remember, with what is being written, that the shares are to be counted: a load that is killed cannot forget."""
    none = dict.fromkeys(COUNTS, 0)
    PublishedShare.objects.bulk_create([PublishedShare(axis=Axis.OWED, **none)], ignore_conflicts=True)


def are_shares_owed() -> bool:
    """Whether contracts were written since the shares were counted; one query."""
    return PublishedShare.objects.filter(axis=Axis.OWED).exists()


def write_shares() -> int:
    """Count the shares of each axis again, by year then for all years, in a few queries; how many rows."""
    PublishedShare.objects.all().delete()
    into = _quoted(PublishedShare._meta.db_table)
    columns = f"axis, {_quoted('key')}, label, year, {', '.join(COUNTS)}"
    sums = ", ".join(f"SUM({one})" for one in COUNTS)
    with connection.cursor() as cursor:
        for axis, key in AXES.items():
            cursor.execute(f"INSERT INTO {into} ({columns}) {_by_year(axis, key)}")  # our columns
        PublishedShare.objects.filter(key="").delete()  # not left out above: a database would then follow its index
        cursor.execute(
            f"INSERT INTO {into} ({columns}) SELECT '{Axis.ALL}', '', '', year, {sums} FROM {into} "  # noqa: S608  # idem
            f"WHERE axis = '{Axis.BUYER}' GROUP BY year"  # every contract has a buyer: its rows are not read again
        )
        cursor.execute(
            f"INSERT INTO {into} ({columns}) SELECT axis, {_quoted('key')}, MAX(label), 0, {sums} FROM {into} "  # noqa: S608  # idem
            f"GROUP BY axis, {_quoted('key')}"
        )
    PublishedShare.objects.filter(year=NO_YEAR).delete()
    return PublishedShare.objects.count()


def _by_year(axis: Axis, key: str) -> str:
    label = "MAX(buyer_name)" if axis is Axis.BUYER else "''"
    counts = ", ".join(
        f"SUM(CASE WHEN {column} = '{value.value}' THEN 1 ELSE 0 END)"
        for column in ("social", "environmental")
        for value in (Stated.WITH, Stated.WITHOUT)
    )
    year = f"CASE WHEN year = 0 THEN {NO_YEAR} ELSE year END"
    return (
        f"SELECT '{axis.value}', {key}, {label}, {year}, COUNT(*), {counts}, "  # noqa: S608  # our columns
        f"SUM(CASE WHEN reserved THEN 1 ELSE 0 END) FROM {_quoted(PublishedContract._meta.db_table)} "
        f"GROUP BY {key}, year"
    )


def stored(uids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Print and day of publication (ISO, empty for none) of the contracts of these keys that are there.

    Written by hand: the ORM spends more on two thousand parameters than the database on the answer.
    """
    table = _quoted(PublishedContract._meta.db_table)
    found: dict[str, tuple[str, str]] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(uids), ASKED):
            asked = list(uids[start : start + ASKED])
            marks = ", ".join(["%s"] * len(asked))
            cursor.execute(f"SELECT uid, digest, published_on FROM {table} WHERE uid IN ({marks})", asked)  # noqa: S608  # question marks
            found.update((uid, (digest, str(published or ""))) for uid, digest, published in cursor.fetchall())
    return found
