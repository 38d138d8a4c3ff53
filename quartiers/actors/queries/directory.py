"""The public directory: structures by name, kind, family, network, and by distance from a place.

A distance is that of the nearest place where the structure receives people, never that of its town. It is computed by
the database, with additions and products alone: the squared distance on a plane that turns with the latitude, true to
one in ten thousand within 100 km.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from data_inclusion.schema import v1
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from quartiers.actors.models import NetworkMember, Organisation, Site
from quartiers.actors.rules.inclusion import DECIMALS as KEPT
from quartiers.actors.rules.organisations import FAMILIES, NETWORKS, Family
from quartiers.territory.names import search_name
from quartiers.territory.queries import places, shapes
from quartiers.territory.rules import Generation

EARTH_METRES = 6_371_008.8
DEGREE_METRES = math.radians(EARTH_METRES)  # metres in a degree of latitude
#: The distances that can be asked, in kilometres, and the usual one.
RADII, USUAL_RADIUS = (2, 5, 10, 20, 50), 20
#: Coordinates in an address of a page are rounded to about 100 m: they lead to no door.
DECIMALS = 3
POINT = re.compile(r"(-?\d{1,2}\.\d{1,3}),(-?\d{1,3}\.\d{1,3})", re.ASCII)
MOST_PLACES = 12
SHOWN = ("address", "address_more", "postcode", "latitude", "longitude", "commune_id")


@dataclass(frozen=True)
class Near:
    """Where one looks from: ``key`` stands in the address of the page, ``label`` is what people read."""

    key: str
    label: str
    latitude: float
    longitude: float


def structures() -> QuerySet[Organisation]:
    """What the directory shows: open, still known to their source; each with the address of its main place."""
    return placed(_open())


def count() -> int:
    """How many structures the directory shows; one query."""
    return _open().count()


def structures_near(near: Near, kilometres: int) -> "QuerySet[Any]":
    """The same within a distance, with ``square``, square metres, and the address of the place nearest to there."""
    return placed_near(_open(), near, kilometres)


def placed(rows: "QuerySet[Any]", *, owner: str = "pk") -> "QuerySet[Any]":
    """Rows with the address of the main place of their organisation, whose number is the field ``owner``."""
    return _with_site(rows, Site.objects.filter(organisation=OuterRef(owner)).order_by("-is_main", "pk"))


def placed_near(rows: "QuerySet[Any]", near: Near, kilometres: int, *, owner: str = "pk") -> "QuerySet[Any]":
    """The rows whose organisation stands within a distance, with ``square`` and the address of its nearest place."""
    located = Site.objects.annotate(square=_square(near))
    within = located.filter(**_box(near, kilometres), square__lte=float(kilometres * 1000) ** 2)
    closest = located.filter(organisation=OuterRef(owner), latitude__isnull=False).order_by("square", "pk")
    found = rows.filter(**{f"{owner}__in": within.order_by().values("organisation")})
    return _with_site(found.annotate(square=Subquery(closest.values("square")[:1])), closest)


def structures_at(ids: Sequence[int], near: Near | None) -> "QuerySet[Any]":
    """These structures, each with its main place, or with that nearest to there."""
    rows = _open().filter(pk__in=ids)
    if near is None:
        return placed(rows)
    own = Site.objects.filter(organisation=OuterRef("pk"))
    closest = own.filter(latitude__isnull=False).annotate(square=_square(near)).order_by("square", "pk")
    return _with_site(rows.annotate(square=Subquery(closest.values("square")[:1])), closest)


def totals() -> tuple[int, int]:
    """How many structures are invented, and how many have no known position, and so no distance; one query."""
    located = Exists(Site.objects.filter(organisation=OuterRef("pk"), latitude__isnull=False))
    found = _open().aggregate(
        fictional=Count("pk", filter=Q(fictional=True)), unplaced=Count("pk", filter=Q(~located))
    )
    return found["fictional"], found["unplaced"]


def metres(row: Any) -> float | None:
    """The distance of a structure that ``structures_near`` gave."""
    square = getattr(row, "square", None)
    return None if square is None else math.sqrt(square)


# --- Places to look from --------------------------------------------------------------------------------------------


def point_key(latitude: float, longitude: float) -> str:
    """A point as the address of a page writes it.

    >>> point_key(43.18412, 3.00378)
    '43.184,3.004'
    """
    return f"{latitude:.{DECIMALS}f},{longitude:.{DECIMALS}f}"


def near(key: str) -> Near | None:
    """The place that this part of an address names; None when it names none. One query, none for a point.

    ``43.184,3.004`` is a point, ``commune-11262`` a commune, ``quartier-QN01101M`` a neighbourhood.
    """
    if found := POINT.fullmatch(key):
        latitude, longitude = float(found[1]), float(found[2])
        return Near(key, "l’adresse choisie", latitude, longitude) if abs(latitude) < 85 else None
    nature, _, code = key.partition("-")
    if nature == "commune":
        row = places.find(places.communes(), code)
        return _of_commune(row) if row is not None else None
    if nature == "quartier":
        rows = (
            shapes.neighbourhood_shapes(places.neighbourhoods().filter(pk=code)) if places.CODE.fullmatch(code) else ()
        )
        return next((_of_shape(one) for one in rows), None)
    return None


def places_named(text: str) -> list[Near]:
    """Communes, then neighbourhoods of the list in force, whose name holds these words; two queries."""
    words = search_name(text)[:100]
    if not words:
        return []
    communes = places.communes().filter(search_name__contains=words).exclude(latitude=None)
    largest = communes.order_by(F("population").desc(nulls_last=True), "pk")[:MOST_PLACES]
    quarters = places.neighbourhoods().filter(search_name__contains=words, generation=Generation.Y2024)
    found = shapes.neighbourhood_shapes(quarters)[:MOST_PLACES]
    towns = [_of_commune(one) for one in largest]
    return [*(one for one in towns if one), *(_of_shape(one) for one in found)]


def _of_commune(row: Any) -> Near | None:
    if row.latitude is None:
        return None
    return Near(f"commune-{row.code}", row.name, row.latitude, row.longitude)


def _of_shape(one: shapes.Shape) -> Near:
    centre = shapely.point_on_surface(one.geometry)
    return Near(f"quartier-{one.code}", f"quartier {one.name}", centre.y, centre.x)


# --- Filters --------------------------------------------------------------------------------------------------------


def unplaced(kinds: Sequence[str]) -> int:
    """How many structures of these kinds have no known position, and so no distance; one query."""
    located = Site.objects.filter(organisation=OuterRef("pk"), latitude__isnull=False)
    return _open().filter(~Exists(located), kind__in=kinds).count()


def of_family(rows: "QuerySet[Any]", family: str) -> "QuerySet[Any]":
    return rows.filter(kind__in=[kind.value for kind in FAMILIES[Family(family)]])


def of_network(rows: "QuerySet[Any]", network: str) -> "QuerySet[Any]":
    """Members of a network that is declared here (its number), or that a source names (its word)."""
    if network.isdigit():
        members = NetworkMember.objects.filter(network=int(network), until=None)
        return rows.filter(pk__in=members.order_by().values("member"))
    return rows.filter(networks__contains=f"|{network}|")


def network_choices() -> list[tuple[str, str]]:
    """Networks that are declared here, then those that the national schema names; one query."""
    own = _open().filter(kind__in=NETWORKS).order_by("search_name", "pk").values_list("pk", "name")
    return [*((str(pk), name) for pk, name in own), *sorted(NATIONAL.items(), key=lambda one: search_name(one[1]))]


def network_label(code: str) -> str:
    """The words of a value of ``reseaux_porteurs``; the value itself when this version does not have it."""
    return NATIONAL.get(code, code)


NATIONAL: dict[str, str] = {one.value: one.label for one in v1.ReseauPorteur}


# --- In the database ------------------------------------------------------------------------------------------------


def _open() -> QuerySet[Organisation]:
    return Organisation.objects.filter(closed_on=None, absent_on=None)


def _with_site(rows: "QuerySet[Any]", sites: "QuerySet[Any]") -> "QuerySet[Any]":
    """Rows with what the page shows of one of their places."""
    named = sites.annotate(
        named=Case(When(commune__isnull=False, then=F("commune__name")), default=F("city"), output_field=CharField())
    )
    found: QuerySet[Any] = rows.annotate(
        **{f"site_{name.removesuffix('_id')}": Subquery(sites.values(name)[:1]) for name in SHOWN},
        site_city=Coalesce(Subquery(named.values("named")[:1]), Value("")),
    )
    return found


def _square(near: Near) -> "ExpressionWrapper[Any]":
    """Squared metres from a place to a site; the cosine at mid-latitude is that of the place, turned a little."""
    latitude, longitude = round(near.latitude, KEPT), round(near.longitude, KEPT)
    turn = math.radians(latitude)
    up = F("latitude") - Value(latitude)
    across = (F("longitude") - Value(longitude)) * (
        Value(math.cos(turn)) - Value(math.sin(turn) * math.radians(1) / 2) * up
    )
    return ExpressionWrapper((up * up + across * across) * Value(DEGREE_METRES**2), output_field=FloatField())


def _box(near: Near, kilometres: int) -> dict[str, tuple[float, float]]:
    """Latitudes and longitudes that can be that near, for the index."""
    up = kilometres * 1000 / DEGREE_METRES * 1.01
    across = up / math.cos(math.radians(min(80.0, abs(near.latitude) + up)))
    return {
        "latitude__range": (near.latitude - up, near.latitude + up),
        "longitude__range": (near.longitude - across, near.longitude + across),
    }
