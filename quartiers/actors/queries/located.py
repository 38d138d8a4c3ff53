"""Where organisations receive people: every place that has a position, for computations over the ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from quartiers.actors.models import Organisation, Site

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class LocatedSite:
    """A place of an open organisation. ``kind`` is a value of ``OrganisationKind``; the position is in degrees."""

    organisation: int
    name: str
    kind: str
    latitude: float
    longitude: float


def located_sites(kinds: Sequence[str], *, bounds: Bounds | None = None) -> list[LocatedSite]:
    """Places of the organisations of these kinds that are open and still known to their source; one query.

    Args:
        kinds: values of ``OrganisationKind``.
        bounds: west, south, east, north, in degrees; None for everywhere.
    """
    rows = Site.objects.filter(
        organisation__kind__in=kinds,
        organisation__closed_on=None,
        organisation__absent_on=None,
        latitude__isnull=False,
        longitude__isnull=False,
    )
    if bounds is not None:
        west, south, east, north = bounds
        rows = rows.filter(latitude__range=(south, north), longitude__range=(west, east))
    columns = ("organisation_id", "organisation__name", "organisation__kind", "latitude", "longitude")
    return [LocatedSite(*row) for row in rows.order_by("pk").values_list(*columns)]


def unplaced_kinds(kinds: Sequence[str]) -> list[str]:
    """The kind of each open organisation of these kinds that has no position at all; one query."""
    placed = Site.objects.filter(latitude__isnull=False).order_by().values("organisation")
    rows = Organisation.objects.filter(kind__in=kinds, closed_on=None, absent_on=None).exclude(pk__in=placed)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """Names of these organisations; one query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def settled_in(communes: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Numbers of the organisations that have a place in these communes, for another query."""
    return Site.objects.filter(commune__in=communes).order_by().values("organisation")


def counted_in(communes: "QuerySet[Any, Any]", kinds: Sequence[str]) -> dict[str, int]:
    """How many open organisations of each kind have a place in these communes, several places for one; one query."""
    rows = Site.objects.filter(
        commune__in=communes,
        organisation__kind__in=kinds,
        organisation__closed_on=None,
        organisation__absent_on=None,
    )
    found = rows.order_by().values_list("organisation__kind").annotate(n=Count("organisation", distinct=True))
    return dict(found)
