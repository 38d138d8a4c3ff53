"""Territories as grounds of computation: their communes, their neighbourhoods, figures published for many at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from quartiers.territory.indicators import meaning_of
from quartiers.territory.models import Commune, Department, Epci, Indicator, Neighbourhood, Region
from quartiers.territory.names import search_name
from quartiers.territory.queries import places

#: A browser reads a list of so many at once; any other name may be typed.
MOST_OFFERED = 200
LEVELS = {"departement": Department, "epci": Epci, "region": Region}


@dataclass(frozen=True)
class Territory:
    """A department, an EPCI or a region; ``key`` stands in addresses: ``departement-11``."""

    level: str
    code: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.level}-{self.code}"


@dataclass(frozen=True)
class CommuneFigures:
    """One indicator by commune.

    Args:
        values: by code of commune; what is not published is absent.
        origin: what it counts, who published it, of which year: a French sentence.
    """

    values: dict[str, Decimal]
    origin: str


def territory(key: str) -> Territory | None:
    """The territory of this key; None when it is none. One query."""
    level, _, code = key.partition("-")
    model: Any = LEVELS.get(level)
    row = places.find(model.objects.all(), code) if model is not None else None
    return Territory(level, row.pk, row.name) if row is not None else None


def territories() -> list[tuple[str, list[Territory]]]:
    """Those whose communes are loaded, by level; three queries."""
    words = {"departement": "Départements", "epci": "Intercommunalités", "region": "Régions"}
    return [
        (words[level], [Territory(level, code, name) for code, name in rows.values_list("pk", "name")])
        for level, rows in _loaded().items()
    ]


def territories_named(text: str) -> list[Territory]:
    """Those whose communes are loaded and whose name holds every word of a text, by level; one query."""
    wanted = search_name(text).split()
    first, *others = (
        rows.order_by().annotate(level=Value(level)).values_list("level", "pk", "name")
        for level, rows in _loaded().items()
    )
    found = [Territory(*row) for row in first.union(*others, all=True)]
    kept = [one for one in found if wanted and all(word in search_name(one.name) for word in wanted)]
    return sorted(kept, key=lambda one: (one.level, search_name(one.name), one.code))


def _loaded() -> dict[str, "QuerySet[Any]"]:
    loaded = Commune.objects.order_by()
    return {
        "departement": Department.objects.filter(pk__in=loaded.values("department")),
        "epci": Epci.objects.filter(pk__in=loaded.exclude(epci=None).values("epci")),
        "region": Region.objects.filter(pk__in=loaded.values("department__region")),
    }


def communes_of(where: Territory) -> QuerySet[Commune]:
    """Its communes, arrondissements left aside."""
    rows = places.communes().filter(parent=None)
    match where.level:
        case "departement":
            return rows.filter(department=where.code)
        case "epci":
            return rows.filter(epci=where.code)
        case _:
            return rows.filter(department__region=where.code)


def communes_offered(where: Territory) -> list[str]:
    """Its communes as a form proposes them, «Narbonne (11262)», by name; the most populous of many. One query."""
    rows = communes_of(where).order_by(F("population").desc(nulls_last=True), "pk").values_list("name", "pk")
    return [f"{name} ({code})" for name, code in sorted(rows[:MOST_OFFERED], key=lambda row: search_name(row[0]))]


def neighbourhoods_of(where: Territory, *, generation: int) -> "QuerySet[Any]":
    """Its neighbourhoods of this list: those that stand in one of its communes."""
    held = communes_of(where).order_by().values("pk")
    links = Neighbourhood.communes.through.objects.filter(commune__in=held).values("neighbourhood")
    return places.neighbourhoods().filter(generation=generation, pk__in=links)


def departments_of(where: Territory) -> list[str]:
    """Codes of the departments of a region; one query."""
    return list(Department.objects.filter(region=where.code).order_by("code").values_list("code", flat=True))


def published_values(codes: "QuerySet[Any, Any]", indicator: str) -> dict[str, Decimal]:
    """One published figure of these neighbourhoods, by code; what is not published is absent. One query."""
    rows = Indicator.objects.filter(neighbourhood__in=codes, code=indicator)
    return dict(rows.values_list("neighbourhood_id", "value"))


def commune_figures(codes: "QuerySet[Any, Any]", indicators: Sequence[str]) -> CommuneFigures | None:
    """The first of these indicators that is published for some of these communes; None when none is.

    One query, and one more where arrondissements have figures: Paris, Lyon and Marseille have their own figure, or the
    sum of their arrondissements once all are published.
    """
    rows = Indicator.objects.filter(Q(commune__in=codes) | Q(commune__parent__in=codes), code__in=indicators)
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    loads: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    cities = set()
    columns = ("code", "commune_id", "commune__parent_id", "value", "source", "year")
    for indicator, code, city, value, source, year in rows.values_list(*columns):
        found[indicator][str(code)] = value
        loads[indicator].add((source, year))
        cities.add(city)
    parts = _parts(cities - {None})
    for indicator in indicators:
        if values := _by_city(found[indicator], parts):
            return CommuneFigures(values, _origin(indicator, loads[indicator]))
    return None


def _parts(cities: Collection[str | None]) -> dict[str, list[str]]:
    """The arrondissements of these cities."""
    parts: dict[str, list[str]] = defaultdict(list)
    if cities:
        rows = Commune.objects.filter(parent__in=cities).order_by()
        for code, city in rows.values_list("code", "parent_id"):
            parts[str(city)].append(code)
    return parts


def _by_city(values: dict[str, Decimal], parts: dict[str, list[str]]) -> dict[str, Decimal]:
    """The figures of communes, arrondissements gathered into their city."""
    inside = {part for held in parts.values() for part in held}
    cities = {
        city: sum((values[part] for part in held), Decimal())
        for city, held in parts.items()
        if all(part in values for part in held)
    }
    return cities | {code: value for code, value in values.items() if code not in inside}


def _origin(indicator: str, loads: set[tuple[str, int | None]]) -> str:
    said = sorted(source if year is None or str(year) in source else f"{source}, {year}" for source, year in loads)
    listed = "\u202f; ".join(said)
    return f"{meaning_of(indicator).meaning} Source\u00a0: {listed}."
