"""Neighbourhoods, communes, departments and EPCI as pages, lists and the API show them.

Contours are left in the database: ``queries.shapes`` reads those that a map needs.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, TypeVar

import shapely
from django.db.models import Count, IntegerField, Max, Model, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Length

from quartiers.territory import reference
from quartiers.territory.geometry import mercator
from quartiers.territory.indicators import CATALOGUE, IndicatorMeaning, meaning_of
from quartiers.territory.models import (
    Commune,
    ContourImport,
    Coverage,
    Department,
    Epci,
    Indicator,
    Neighbourhood,
    Outline,
)
from quartiers.territory.names import search_name
from quartiers.territory.rules import Generation

POPULATION = "pop_mun"
CODE = re.compile(r"[0-9A-Z]{1,12}", re.ASCII)
#: Two lists drawn by different hands share slivers along a street: below this part, they do not overlap.
LEAST_OVERLAP = 0.01
MOST_NAMED, MOST_WORDS = 6, 8
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Overlap:
    """A neighbourhood of the other list that stands on the same ground.

    ``share`` is the part of the area of the neighbourhood asked about that it covers, ``back`` the part of its own
    area that is covered, both from 0 to 1.
    """

    code: str
    name: str
    generation: int
    fictional: bool
    share: float
    back: float


@dataclass(frozen=True)
class Figure:
    """One indicator of a neighbourhood; ``value`` None means «non publié».

    ``typical`` is the median of the other neighbourhoods of the same list in the department, ``others`` how many have
    a figure; None and 0 where there is none.
    """

    meaning: IndicatorMeaning
    value: Decimal | None
    year: int | None
    source: str
    typical: Decimal | None
    others: int


@dataclass(frozen=True)
class Totals:
    """What the sentence above a map says. ``population`` adds the published figures, ``published`` counts them."""

    neighbourhoods: int
    communes: int
    all_communes: int
    population: int
    published: int


@dataclass(frozen=True)
class Summary:
    """What is loaded here: neighbourhoods by generation, the communes, and whether any neighbourhood is invented."""

    neighbourhoods_2024: int
    neighbourhoods_2015: int
    communes: int
    departments: int
    fictional: bool


def summary() -> Summary:
    """The figures of the first page, in three queries."""
    by_list = dict(Neighbourhood.objects.values_list("generation").annotate(Count("code")))
    ground = Commune.objects.aggregate(communes=Count("code"), departments=Count("department", distinct=True))
    return Summary(
        neighbourhoods_2024=by_list.get(Generation.Y2024, 0),
        neighbourhoods_2015=by_list.get(Generation.Y2015, 0),
        **ground,
        fictional=has_fictional(),
    )


def neighbourhood_codes() -> QuerySet[Neighbourhood]:
    """Neighbourhoods with their code and name alone, for a list of them; one query."""
    return Neighbourhood.objects.only("code", "name")


def neighbourhoods() -> QuerySet[Neighbourhood]:
    """Neighbourhoods with their department, communes and ``population``; two queries whatever their number."""
    population = Indicator.objects.filter(neighbourhood=OuterRef("pk"), code=POPULATION).values("value")[:1]
    return (
        Neighbourhood.objects.annotate(population=Cast(Subquery(population), IntegerField()))
        .select_related("department")
        .prefetch_related(Prefetch("communes", Commune.objects.defer("geometry").select_related("epci")))
        .defer("geometry")
    )


def communes() -> QuerySet[Commune]:
    """Communes with their department, EPCI, and how many neighbourhoods each list has there; one query."""
    return (
        Commune.objects.annotate(**_counts("commune"))
        .select_related("department__region", "epci", "parent")
        .defer("geometry", "parent__geometry")
    )


def commune_of_name(name: str) -> Commune | None:
    """The commune of this name, whatever its case and accents; None when there is none, or several.

    Args:
        name: as typed, «saint-lary».
    """
    rows = list(Commune.objects.filter(search_name=search_name(name)).defer("geometry")[:2])
    return rows[0] if len(rows) == 1 else None


def commune_code_of_name(name: str) -> str | None:
    """The code of the commune of this name, as ``commune_of_name`` finds it, and nothing else of it."""
    codes = list(Commune.objects.filter(search_name=search_name(name)).order_by().values_list("pk", flat=True)[:2])
    return codes[0] if len(codes) == 1 else None


def neighbourhood_code_of_name(name: str, generation: Generation) -> tuple[str | None, str | None]:
    """The codes of the one commune of the neighbourhood of this name, and its own.

    Both None when no neighbourhood of the list, or several, have it; the first alone when it is in several communes.
    """
    found = Neighbourhood.objects.filter(search_name=search_name(name), generation=generation).order_by()
    rows = list(found.values_list("pk", "communes"))
    codes, communes = {code for code, _ in rows}, {commune for _, commune in rows}
    if len(codes) != 1:
        return None, None
    return communes.pop() if len(communes) == 1 else None, codes.pop()


def departments() -> "QuerySet[Any]":
    """Departments whose communes are loaded, with ``commune_count``, ``population`` and counts by list; one query."""
    loaded = Commune.objects.filter(department=OuterRef("pk"), parent=None).values("department").order_by()
    return (
        Department.objects.select_related("region")
        .filter(pk__in=Commune.objects.order_by().values("department"))
        .annotate(
            commune_count=_count(loaded.annotate(n=Count("pk"))),
            population=_count(loaded.annotate(n=Sum("population"))),
            **{
                f"count_{generation.value}": _count(
                    Neighbourhood.objects.filter(department=OuterRef("pk"), generation=generation)
                    .order_by()
                    .values("department")
                    .annotate(n=Count("pk"))
                )
                for generation in Generation
            },
        )
    )


def epcis() -> "QuerySet[Any]":
    """EPCI whose communes are loaded, with ``commune_count``, ``population`` and counts by list; one query."""
    loaded = Commune.objects.filter(epci=OuterRef("pk"), parent=None).values("epci").order_by()
    return Epci.objects.filter(pk__in=Commune.objects.exclude(epci=None).order_by().values("epci")).annotate(
        commune_count=_count(loaded.annotate(n=Count("pk"))),
        population=_count(loaded.annotate(n=Sum("population"))),
        **_counts("commune__epci"),
    )


def with_neighbourhoods(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Only the communes or EPCI that have a neighbourhood, of either list."""
    return rows.filter(pk__in=_links().values("commune" if rows.model is Commune else "commune__epci"))


def department_names() -> list[tuple[str, str]]:
    """Code and name of the departments whose communes are loaded; one query."""
    loaded = Department.objects.filter(pk__in=Commune.objects.order_by().values("department"))
    return [(one.code, str(one)) for one in loaded]


def epci_names() -> list[tuple[str, str]]:
    """Code and name of the EPCI that have a neighbourhood; one query."""
    return list(with_neighbourhoods(Epci.objects.all()).values_list("code", "name"))


def find(rows: QuerySet[M], code: str) -> M | None:
    """The row of this code; None when there is none, or when the text can be no code.

    >>> from quartiers.territory.models import Commune
    >>> find(Commune.objects.all(), chr(0)) is None
    True
    """
    return rows.filter(pk=code).first() if CODE.fullmatch(code) else None


def rows_named(rows: "QuerySet[Any]", words: str) -> list[Any]:
    """The rows of this name, whatever its case and accents; else those whose name holds these words; at most six.

    Args:
        rows: neighbourhoods, communes or EPCI.
        words: as typed, «les tilleuls».
    """
    asked = search_name(words)
    if not asked:
        return []
    if rows.model is Epci:
        known = [(search_name(row.name), row) for row in rows]
        return [row for name, row in known if name == asked] or [row for name, row in known if asked in name][
            :MOST_NAMED
        ]
    return list(rows.filter(search_name=asked)[:MOST_NAMED]) or list(
        rows.filter(search_name__contains=asked)[:MOST_NAMED]
    )


def holding(rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """The rows whose ``search_name`` holds each of these words, the shortest name first; none for no word.

    Args:
        rows: of any model with names folded by ``search_name``.
        words: as typed.
    """
    asked = search_name(words).split()[:MOST_WORDS]
    for word in asked:
        rows = rows.filter(search_name__contains=word)
    return rows.order_by(Length("search_name"), "search_name", "pk") if asked else rows.none()


def of_epci(rows: QuerySet[Neighbourhood], epci: str) -> QuerySet[Neighbourhood]:
    """Neighbourhoods with a commune of this EPCI."""
    return rows.filter(pk__in=_links().filter(commune__epci=epci).values("neighbourhood"))


def of_commune(rows: QuerySet[Neighbourhood], commune: str) -> QuerySet[Neighbourhood]:
    """Neighbourhoods with a part in this commune."""
    return rows.filter(pk__in=_links().filter(commune=commune).values("neighbourhood"))


def communes_in(*, department: str = "", epci: str = "") -> QuerySet[Commune]:
    """Communes of a department or of an EPCI, arrondissements left aside."""
    rows = communes().filter(parent=None)
    rows = rows.filter(department=department) if department else rows
    return rows.filter(epci=epci) if epci else rows


def totals(rows: QuerySet[Neighbourhood], ground: QuerySet[Commune]) -> Totals:
    """What these neighbourhoods add up to, on the ground of these communes; three queries."""
    added = rows.order_by().aggregate(people=Sum("population"), published=Count("population"), count=Count("pk"))
    held = _links().filter(neighbourhood__in=rows.order_by().values("pk"), commune__in=ground.order_by().values("pk"))
    return Totals(
        neighbourhoods=added["count"],
        communes=held.aggregate(n=Count("commune", distinct=True))["n"],
        all_communes=ground.order_by().count(),
        population=added["people"] or 0,
        published=added["published"],
    )


def is_covered(generation: int, *, department: str) -> bool:
    """Whether all neighbourhoods of this list are loaded in the department."""
    return Coverage.objects.filter(generation=generation, department=department).exists()


def covered() -> dict[str, list[int]]:
    """The lists loaded in full, by department."""
    found: dict[str, list[int]] = defaultdict(list)
    for code, generation in Coverage.objects.order_by("department_id", "generation").values_list(
        "department_id", "generation"
    ):
        found[code].append(generation)
    return dict(found)


def has_fictional() -> bool:
    """Whether invented neighbourhoods are loaded: every page that counts neighbourhoods then says so."""
    return Neighbourhood.objects.filter(fictional=True).exists()


def loads() -> QuerySet[ContourImport]:
    """The loads of contours, newest first."""
    return ContourImport.objects.all()


def overlaps(neighbourhood: Neighbourhood) -> list[Overlap]:
    """Neighbourhoods of the other list on the same ground, the largest part first; two queries."""
    own = _metres(neighbourhood.geometry)
    others = Neighbourhood.objects.filter(department=neighbourhood.department_id).exclude(
        generation=neighbourhood.generation
    )
    found = []
    for code, name, generation, fictional, contour in others.values_list(
        "code", "name", "generation", "fictional", "geometry"
    ):
        other = _metres(contour)
        common = shapely.area(shapely.intersection(own, other)) if shapely.intersects(own, other) else 0.0
        one = Overlap(code, name, generation, fictional, common / shapely.area(own), common / shapely.area(other))
        if max(one.share, one.back) >= LEAST_OVERLAP:
            found.append(one)
    return sorted(found, key=lambda one: (-one.share, one.code))


def figures(neighbourhood: Neighbourhood) -> list[Figure]:
    """Every indicator published in the department for this list, in the order of the catalogue; one query.

    An indicator that only other neighbourhoods have is there too, with no value: it was not published here.
    """
    rows = Indicator.objects.filter(
        neighbourhood__department=neighbourhood.department_id, neighbourhood__generation=neighbourhood.generation
    ).values_list("neighbourhood_id", "code", "value", "year", "source")
    own: dict[str, tuple[Decimal, int | None, str]] = {}
    around: dict[str, list[Decimal]] = defaultdict(list)
    for code, indicator, value, year, source in rows:
        if code == neighbourhood.code:
            own[indicator] = (value, year, source)
        else:
            around[indicator].append(value)
    order = {code: rank for rank, code in enumerate(CATALOGUE)}
    codes = sorted(own.keys() | around.keys(), key=lambda code: (order.get(code, len(order)), code))
    return [_figure(code, own, around.get(code, [])) for code in codes]


def stamp() -> str:
    """A text that changes when what pages and the API say of the ground may have changed; one query.

    Communes come from one version of the reference: they change with it, or with the departments that are loaded.
    """
    newest = ContourImport.objects.order_by("-pk")
    state = Outline.objects.aggregate(
        outlines=Count("pk"),
        newest=Max(Subquery(newest.values("pk")[:1])),
        digest=Max(Subquery(newest.values("digest")[:1])),
        figures=Max(Subquery(Indicator.objects.order_by("-pk").values("pk")[:1])),
    )
    return "-".join([reference.VERSION, *(str(value) for value in state.values())])


def _links() -> "QuerySet[Any]":
    """The table between neighbourhoods and communes."""
    return Neighbourhood.communes.through.objects.order_by()


def _counts(path: str) -> Mapping[str, Coalesce]:
    """How many neighbourhoods of each list a commune or an EPCI holds, a part of one counting for one."""
    return {
        f"count_{generation.value}": _count(
            _links()
            .filter(**{path: OuterRef("pk"), "neighbourhood__generation": generation})
            .values(path)
            .annotate(n=Count("neighbourhood", distinct=True))
        )
        for generation in Generation
    }


def _count(rows: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def _metres(contour: bytes | memoryview) -> Any:
    return shapely.transform(shapely.from_wkb(bytes(contour)), lambda xy: mercator(xy[:, 0], xy[:, 1]))


def _figure(code: str, own: Mapping[str, tuple[Decimal, int | None, str]], around: list[Decimal]) -> Figure:
    value, year, source = own.get(code, (None, None, ""))
    return Figure(meaning_of(code), value, year, source, median(around) if around else None, len(around))
