"""What can be asked of published contracts: lists, shares, who buys near a neighbourhood. Never writes.

Everything here is public data, published by the buyers: no figure is hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import shapely
from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, When

from quartiers.kernel.french import NARROW, number
from quartiers.procurement.models import PublishedContract, PublishedShare
from quartiers.procurement.rules.decp import HolderRow, Stated, division_label
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation

Axis = PublishedShare.Axis
#: Years shown on the page of shares, and how far back «who buys near» looks.
RECENT = timedelta(days=3 * 365)
MOST_BUYERS = 20


@dataclass(frozen=True)
class Buyer:
    """Who buys somewhere, from what it published: counts of contracts, last day, next end."""

    siret: str
    name: str
    total: int
    social: int
    without: int
    unknown: int
    last: date | None
    next_end: date | None


@dataclass(frozen=True)
class NearBy:
    """What is bought near a neighbourhood.

    ``placed`` are the contracts whose place of work is one of its communes, ``unplaced`` those of the department whose
    place is only the department: they may be here, or not.
    """

    placed: int
    social: int
    without: int
    unknown: int
    unplaced: int
    buyers: list[Buyer]

    @property
    def has_more(self) -> bool:
        return len(self.buyers) == MOST_BUYERS


def contracts() -> "QuerySet[Any]":
    """Every published contract; no query of its own for a row."""
    return PublishedContract.objects.all()


def contract(uid: str) -> PublishedContract | None:
    """The contract of this identifier; None when there is none."""
    return PublishedContract.objects.filter(pk=uid).first()


def of_buyers(start: str) -> Q:
    """The contracts of the buyers whose SIRET begins with these figures: an interval of their key."""
    after = str(int(start) + 1).zfill(len(start))
    return Q(uid__gte=start) if len(after) > len(start) else Q(uid__gte=start, uid__lt=after)


def holders(found: PublishedContract) -> list[HolderRow]:
    """Its holders, in their order; no query."""
    return [HolderRow(*one) for one in found.holders]


def shares(axis: str, year: int) -> "QuerySet[Any]":
    """The shares of an axis, one year or all of them (0)."""
    return PublishedShare.objects.filter(axis=axis, year=year)


def whole() -> PublishedShare | None:
    """All the contracts together; None when nothing is loaded."""
    return PublishedShare.objects.filter(axis=Axis.ALL, year=0).first()


def years() -> list[int]:
    """The years of which there are contracts, the last first."""
    found = PublishedShare.objects.filter(axis=Axis.ALL, year__gt=0).order_by("-year")
    return list(found.values_list("year", flat=True))


def department_choices() -> list[tuple[str, str]]:
    """Departments with a contract, by code, with their name where it is loaded; two queries."""
    names = dict(places.department_names())
    keys = PublishedShare.objects.filter(axis=Axis.DEPARTMENT, year=0).order_by("key").values_list("key", flat=True)
    return [(key, names.get(key, f"Département {key}")) for key in keys]


def commune_choices(department: str) -> list[tuple[str, str]]:
    """Communes of a department with a contract, by name where it is loaded; two queries."""
    rows = PublishedShare.objects.filter(axis=Axis.COMMUNE, year=0, key__startswith=department)
    keys = list(rows.values_list("key", flat=True))
    names = commune_names(keys)
    return sorted(((key, names.get(key, f"Commune {key}")) for key in keys), key=lambda one: one[1])


def commune_names(codes: list[str]) -> dict[str, str]:
    """Names of these communes, those that are loaded; one query."""
    return dict(places.communes().order_by().filter(pk__in=codes).values_list("pk", "name")) if codes else {}


def buyer_names(sirets: list[str]) -> dict[str, str]:
    """The name under which each of these buyers published last; one query."""
    rows = PublishedShare.objects.filter(axis=Axis.BUYER, year=0, key__in=sirets).exclude(label="")
    return dict(rows.values_list("key", "label"))


def labels(axis: str, keys: list[str]) -> dict[str, str]:
    """What the keys of an axis are called; one query at most."""
    match axis:
        case Axis.FAMILY:
            return {key: division_label(key) for key in keys}
        case Axis.DEPARTMENT:
            return {key: name for key, name in places.department_names() if key in keys}
        case Axis.COMMUNE:
            return commune_names(keys)
    return buyer_names(keys)


# --- Near a neighbourhood -------------------------------------------------------------------------------------------


def near(communes: list[str], department: str, *, today: date) -> NearBy:
    """Who bought in these communes since three years; two queries.

    An index counts the contracts of the department that have no commune without reading them, nor its others.

    Args:
        communes: INSEE codes of the communes of the neighbourhood.
        department: their department.
        today: the day one looks.
    """
    rows = PublishedContract.objects.filter(sorted_on__gte=today - RECENT)
    buyers = _buyers(rows.filter(commune_code__in=communes), today)
    return NearBy(
        placed=sum(one.total for one in buyers),
        social=sum(one.social for one in buyers),
        without=sum(one.without for one in buyers),
        unknown=sum(one.unknown for one in buyers),
        unplaced=rows.filter(department_code=department, commune_code="").count(),
        buyers=buyers[:MOST_BUYERS],
    )


def _buyers(rows: "QuerySet[Any]", today: date) -> list[Buyer]:
    """Who buys most without a social consideration first."""
    found = (
        rows.order_by()
        .values("buyer_siret")
        .annotate(
            name=Max("buyer_name"),
            total=Count("pk"),
            having=_sum(Stated.WITH),
            without=_sum(Stated.WITHOUT),
            unknown=_sum(Stated.UNKNOWN),
            last=Max("notified_on"),
            next_end=Min("ends_on", filter=Q(ends_on__gte=today)),
        )
        .order_by("-without", "-total", "buyer_siret")
    )
    return [
        Buyer(
            one["buyer_siret"],
            one["name"],
            one["total"],
            one["having"],
            one["without"],
            one["unknown"],
            one["last"],
            one["next_end"],
        )
        for one in found
    ]


def _sum(stated: Stated) -> Sum:
    return Sum(Case(When(social=stated, then=1), default=0, output_field=IntegerField()))


@dataclass(frozen=True)
class Opportunity:
    """A neighbourhood, and what its communes buy without a social consideration."""

    code: str
    name: str
    towns: str
    total: int
    without: int
    social: int
    longitude: float
    latitude: float


def opportunities(department: str) -> list[Opportunity]:
    """The neighbourhoods of the list in force in a department, where most is bought without first; three queries.

    A neighbourhood that covers several communes counts the contracts of each: published places are no finer.
    """
    rows = list(
        places.neighbourhoods().filter(department=department, generation=Generation.Y2024, valid_to=None).defer(None)
    )
    codes = {commune.code for row in rows for commune in row.communes.all()}
    held = {one.key: one for one in PublishedShare.objects.filter(axis=Axis.COMMUNE, year=0, key__in=codes)}
    found = [_opportunity(row, held) for row in rows]
    return sorted(found, key=lambda one: (-one.without, -one.total, one.name))


def _opportunity(row: Any, held: Mapping[str, PublishedShare]) -> Opportunity:
    towns = list(row.communes.all())
    shared = [held[town.code] for town in towns if town.code in held]
    return Opportunity(
        row.code,
        row.name,
        ", ".join(town.name for town in towns),
        sum(one.total for one in shared),
        sum(one.social_without for one in shared),
        sum(one.social_with for one in shared),
        *_middle(row.geometry),
    )


def _middle(contour: bytes | memoryview) -> tuple[float, float]:
    inside = shapely.point_on_surface(shapely.from_wkb(bytes(contour)))
    return round(inside.x, 5), round(inside.y, 5)


# --- In words -------------------------------------------------------------------------------------------------------


def percent(part: int, whole: int) -> str:
    """A share as people read it; «–» of nothing.

    >>> percent(1, 3).replace(NARROW, " "), percent(0, 0)
    ('33 %', '–')
    """
    return f"{number(100 * part / whole)}{NARROW}%" if whole else "–"
