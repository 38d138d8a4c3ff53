"""What can be asked of the months to come: contracts that end, and the hours that they may ask for. Never writes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, QuerySet, Sum
from django.db.models.functions import Cast, Substr

from quartiers.procurement.models import PublishedContract
from quartiers.procurement.queries import operations, published
from quartiers.procurement.rules.coming import HORIZON, Ahead, Ending, Prepared, ahead, month_after
from quartiers.territory.queries import places

#: Figures of a CPV code that tell a trade.
PREFIX = 5
#: Signs of a day that tell its month, in the way that both databases write it: they would call Python for each row.
MONTH = len("2026-11")
MOST_EVENTS = 500


@dataclass(frozen=True)
class Where:
    """Where one looks. Each is empty when it is not asked; a neighbourhood is looked at through its communes."""

    department: str = ""
    commune: str = ""
    neighbourhood: str = ""
    family: str = ""


def ending(where: Where, *, today: date) -> "QuerySet[Any]":
    """The contracts that end from today to the end of the horizon, the first to end first."""
    last = month_after(today, HORIZON + 1) - timedelta(days=1)
    rows = PublishedContract.objects.filter(ends_on__gte=today, ends_on__lte=last)
    if where.department:  # as an expression: SQLite would follow its index, and read contracts of all days
        rows = rows.alias(department=Substr("department_code", 1)).filter(department=where.department)
    if where.neighbourhood:
        rows = rows.filter(commune_code__in=communes_of(where.neighbourhood))
    if where.commune:
        rows = rows.filter(commune_code=where.commune)
    if where.family:
        rows = rows.filter(division=where.family)
    return rows.order_by("ends_on", "pk")


def preparing(rows: "QuerySet[Any]", where: Where, *, today: date) -> tuple[Prepared, ...]:
    """Contracts in preparation there; three queries, five with a neighbourhood.

    Args:
        rows: operations that the viewer may see.
        where: which ones.
        today: the day one looks.
    """
    if where.department:
        rows = rows.filter(commune__department=where.department)
    if where.neighbourhood:
        rows = rows.filter(commune__in=communes_of(where.neighbourhood))
    if where.commune:
        rows = rows.filter(commune=where.commune)
    return operations.prepared(rows, on=today, family=where.family)


def communes_of(neighbourhood: str) -> list[str]:
    """INSEE codes of the communes of a neighbourhood; none when nobody knows it."""
    found = places.find(places.neighbourhoods(), neighbourhood)
    return [one.code for one in found.communes.all()] if found else []


def hours_ahead(where: Where, *, today: date, prepared: tuple[Prepared, ...] = ()) -> Ahead:
    """The hours of the months to come; one query, three with a neighbourhood.

    Args:
        where: which contracts.
        today: the day one looks.
        prepared: contracts in preparation that the viewer may see.
    """
    return ahead(_endings(ending(where, today=today)), prepared, today=today)


def _endings(rows: "QuerySet[Any]") -> list[Ending]:
    groups = (
        rows.order_by()
        .filter(duration_months__gte=1)
        .annotate(month=Substr(Cast("ends_on", CharField()), 1, MONTH), prefix=Substr("cpv", 1, PREFIX))
        .values_list("month", "prefix", "duration_months", "framework", "commune_code")
        .annotate(together=Sum("amount"), known=Count("amount"), count=Count("pk"))
    )
    found = []
    for ended, prefix, months, framework, commune, together, known, count in groups:
        year, month = map(int, ended.split("-"))
        if known:
            found.append(Ending(year, month, prefix, months, framework, commune, together, known))
        if count > known:
            found.append(Ending(year, month, prefix, months, framework, commune, None, count - known))
    return found


def commune_words(codes: list[str]) -> dict[str, str]:
    """What the communes of the page are called; one query."""
    return published.commune_names([one for one in codes if one])


def neighbourhood_words(codes: list[str]) -> dict[str, str]:
    """What these neighbourhoods are called; one query, none for no code."""
    return dict(places.neighbourhood_codes().filter(code__in=codes).values_list("code", "name")) if codes else {}
