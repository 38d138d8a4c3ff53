"""Schemes of responsible procurement, and their figures: published contracts, what a buyer follows here, its notes.

Published contracts are public. What a buyer follows here is not: these figures are proposed to its own members only,
who note them when they agree; the report shows what was noted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr

from quartiers.kernel.disclosure import Audience, Masked, protect_count, protect_rate
from quartiers.kernel.french import typed
from quartiers.procurement.models import KeptCheck, Lot, PublishedContract, Spaser, SpaserTarget, SpaserYear
from quartiers.procurement.queries.charters import AWARDED
from quartiers.procurement.queries.published import of_buyers
from quartiers.procurement.rules import finding_from, needs_note, project_from
from quartiers.procurement.rules.contracts import Phase
from quartiers.procurement.rules.decp import Stated
from quartiers.procurement.rules.spaser import (
    AIMED,
    BY_CODE,
    INDICATORS,
    PEOPLE,
    SPENDING,
    BuyerFacts,
    Facts,
    Indicator,
    Unit,
    met,
)

SIREN = 9
#: Code of indicators, with what tells that a contract says something and what it must say.
STATED = {
    "social_clause": ("social", Q(social_clause=True)),
    "social_criterion": ("social", Q(social_criterion=True)),
    "reserved": ("social", Q(reserved=True)),
    "green_clause": ("environmental", Q(environmental_clause=True)),
    "green_criterion": ("environmental", Q(environmental_criterion=True)),
}


@dataclass(frozen=True)
class Figure:
    """An actual: its value, from 0 to 1 for a share; on how many published contracts, and how many say nothing.

    What a buyer noted itself has no contracts, and replaces what was counted. ``is_masked``: too few people stand
    behind it to be told; its value is then 0 and says nothing.
    """

    value: Decimal
    known: int = 0
    silent: int = 0
    is_masked: bool = False

    @property
    def is_counted(self) -> bool:
        return self.known > 0


@dataclass(frozen=True)
class ReportLine:
    """An indicator of a buyer: its target, its actual year by year, whether the last one reaches the target."""

    indicator: Indicator
    target: Decimal | None
    years: tuple[Figure | None, ...]

    @property
    def last(self) -> Figure | None:
        return self.years[-1]

    @property
    def is_met(self) -> bool | None:
        return met(self.target, self.last.value if self.last and not self.last.is_masked else None)


@dataclass(frozen=True)
class BuyerReport:
    """A buyer of a scheme, with its lines; ``origins`` are the sources of what it noted, year by year."""

    buyer: Any
    years: tuple[int, ...]
    lines: tuple[ReportLine, ...]
    spending: Decimal | None
    origins: tuple[str, ...]
    has_published: bool

    @property
    def measured(self) -> frozenset[str]:
        return frozenset(one.indicator.code for one in self.lines if any(one.years))


Published = Mapping[tuple[str, int], Mapping[str, Figure]]


def visible(organisation_id: int | None) -> QuerySet[Spaser]:
    """Schemes that are published here, and those that an organisation writes or buys under."""
    allowed = Q(is_published=True)
    if organisation_id is not None:
        bought = Spaser.buyers.through.objects.filter(organisation_id=organisation_id).values("spaser_id")
        allowed |= Q(owner=organisation_id) | Q(pk__in=bought)
    return Spaser.objects.filter(allowed)


def schemes(organisation_id: int | None) -> "QuerySet[Any]":
    """The same with ``buyer_count`` and ``target_count``; one query."""
    links: QuerySet[Any] = Spaser.buyers.through.objects.filter(spaser_id=OuterRef("pk"))
    bought = links.order_by().values("spaser_id")
    aimed = SpaserTarget.objects.filter(scheme=OuterRef("pk")).order_by().values("scheme")
    return (
        visible(organisation_id)
        .select_related("owner")
        .annotate(
            buyer_count=Coalesce(Subquery(bought.annotate(n=Count("pk")).values("n")), 0),
            target_count=Coalesce(Subquery(aimed.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def find(scheme_id: int, organisation_id: int | None) -> Spaser | None:
    """The scheme, if it may be seen; None otherwise."""
    return visible(organisation_id).select_related("owner").filter(pk=scheme_id).first()


def buyers_of(scheme: Spaser) -> list[Any]:
    return list(scheme.buyers.order_by("search_name", "pk"))


def targets_of(scheme: Spaser) -> dict[str, Decimal]:
    """Targets by code of indicator; one query."""
    return dict(SpaserTarget.objects.filter(scheme=scheme).values_list("indicator", "value"))


def sheet(scheme: Spaser, buyer_id: int, year: int) -> SpaserYear | None:
    """What a buyer noted of a year; None while it noted nothing."""
    return SpaserYear.objects.filter(scheme=scheme, buyer=buyer_id, year=year).first()


def reports(scheme: Spaser, years: Iterable[int]) -> list[BuyerReport]:
    """Each buyer of a scheme with its actuals of these years; five queries whatever the buyers."""
    wanted = tuple(sorted(years))
    found, targets = buyers_of(scheme), targets_of(scheme)
    sheets = {(one.buyer_id, one.year): one for one in SpaserYear.objects.filter(scheme=scheme, buyer__in=found)}
    published = published_figures([one.siret[:SIREN] for one in found if one.siret], wanted)
    return [_report(one, wanted, targets, sheets, published) for one in found]


def facts(scheme: Spaser, rows: Iterable[BuyerReport]) -> Facts:
    """What the law looks at; one query."""
    return Facts(
        social=bool(scheme.social),
        ecological=bool(scheme.ecological),
        implementation=bool(scheme.implementation),
        follow_up=bool(scheme.follow_up),
        durability=bool(scheme.durability),
        adopted_on=scheme.adopted_on,
        published_on=scheme.published_on,
        has_address=bool(scheme.address),
        indicators_on=scheme.indicators_on,
        targets=frozenset(targets_of(scheme)),
        buyers=tuple(BuyerFacts(one.buyer.name, one.spending, one.measured) for one in rows),
    )


def published_figures(sirens: Collection[str], years: Collection[int]) -> Published:
    """Figures of published contracts, by SIREN of the buyer and year of notification; one query.

    A contract that says nothing of a consideration is in neither side of its share; an amount that is not published
    is in no value.
    """
    if not sirens or not years:
        return {}
    mine = _of(sirens) & Q(year__in=list(years))
    counted: dict[str, Any] = {}
    for axis in ("social", "environmental"):
        told = ~Q((axis, Stated.UNKNOWN))
        counted |= {
            f"{axis}_known": Count("pk", filter=told),
            f"{axis}_silent": Count("pk", filter=~told),
            f"{axis}_worth": Sum("amount", filter=told),
        }
    for code, (axis, says) in STATED.items():
        told = says & ~Q((axis, Stated.UNKNOWN))
        counted |= {f"{code}_count": Count("pk", filter=told), f"{code}_worth": Sum("amount", filter=told)}
    rows = (
        PublishedContract.objects.filter(mine)
        .order_by()
        .annotate(siren=Substr("buyer_siret", 1, SIREN))
        .values("siren", "year")
        .annotate(
            **counted,
            offered=Avg("offers", filter=Q(offers__gte=1)),
            offered_known=Count("pk", filter=Q(offers__gte=1)),
            offered_silent=Count("pk", filter=Q(offers=None) | Q(offers=0)),
            sized=Count("sme_holder"),
            small=Count("pk", filter=Q(sme_holder=True)),
        )
    )
    return {(one["siren"], one["year"]): _stated(one) for one in rows}


def proposals(buyer_id: int, year: int) -> dict[str, Decimal]:
    """What the platform counts of what a buyer follows here in a year; three queries.

    For its own members: operations and kept checks are no one else's. Hours are those of awarded contracts that start
    in the year, optional parts left out until they are affirmed.
    """
    last = date(year, 12, 31)
    lots = Lot.objects.filter(
        contract__operation__buyer=buyer_id, contract__state__in=AWARDED, contract__starts_on__year=year
    )
    firm = lots.exclude(Q(phase=Phase.OPTIONAL) & (Q(affirmed_on=None) | Q(affirmed_on__gt=last)))
    found = {
        "hours_due": Decimal(firm.aggregate(together=Sum("hours"))["together"] or 0),
        "reserved_lots": Decimal(lots.exclude(reserved_to="").count()),
    }
    checks = KeptCheck.objects.filter(organisation=buyer_id, kept_at__year=year).values_list(
        "title", "project", "findings"
    )
    titles = {
        title
        for title, project, held in checks
        if needs_note(project_from(project), [finding_from(one) for one in held])
    }
    return found | {"motives": Decimal(len(titles))}


def state_of_scheme(scheme: Spaser) -> dict[str, Any]:
    """What can be edited of a scheme, as its form writes it; one query."""
    days = ("starts_on", "ends_on", "adopted_on", "published_on", "indicators_on")
    texts = ("name", "address", "social", "ecological", "durability", "implementation", "follow_up", "is_published")
    return {
        **{name: getattr(scheme, name) for name in texts},
        **{name: _iso(getattr(scheme, name)) for name in days},
        "buyers": sorted(scheme.buyers.order_by().values_list("pk", flat=True)),
    }


def state_of_targets(scheme: Spaser) -> dict[str, str]:
    """Targets as their form writes them, a text by code; empty for none. One query."""
    held = targets_of(scheme)
    return {one.code: shown(one, held[one.code]) if one.code in held else "" for one in AIMED}


def state_of_sheet(found: SpaserYear | None) -> dict[str, str]:
    """What a buyer noted of a year as its form writes it; empty texts for what it did not."""
    held = {code: Decimal(value) for code, value in found.values.items()} if found else {}
    noted = {one.code: shown(one, held[one.code]) if one.code in held else "" for one in INDICATORS}
    spending = typed(held[SPENDING]) if SPENDING in held else ""
    return {SPENDING: spending, **noted, "origin": found.origin if found else ""}


def shown(indicator: Indicator, value: Decimal) -> str:
    """A value as a person types it: a share is typed from 0 to 100.

    >>> shown(INDICATORS[6], Decimal("0.025"))
    '2,5'
    """
    return typed(value * 100 if indicator.unit.is_share else value)


def _report(
    buyer: Any,
    years: tuple[int, ...],
    targets: Mapping[str, Decimal],
    sheets: Mapping[tuple[int, int], SpaserYear],
    published: Published,
) -> BuyerReport:
    by_year = []
    for year in years:
        noted = sheets.get((buyer.pk, year))
        held = _protected(noted.values, year) if noted else {}
        by_year.append({**published.get((buyer.siret[:SIREN], year), {}), **held})
    told = sorted((year, row) for (owner, year), row in sheets.items() if owner == buyer.pk)
    spent = [Decimal(row.values[SPENDING]) for _, row in told if SPENDING in row.values]
    return BuyerReport(
        buyer,
        years,
        tuple(
            ReportLine(one, targets.get(one.code), tuple(figures.get(one.code) for figures in by_year))
            for one in INDICATORS
        ),
        spent[-1] if spent else None,
        tuple(f"{year}\u00a0: {row.origin}" for year, row in told if year in years and row.origin),
        any((buyer.siret[:SIREN], year) in published for year in years),
    )


def _protected(values: Mapping[str, str], year: int) -> dict[str, Figure]:
    """What a buyer noted, as everybody may read it: a few people are never told, nor a share of them."""
    told, day = {code: Decimal(value) for code, value in values.items()}, date(year, 12, 31)
    people = int(told.get(PEOPLE, Decimal(0)))
    found = {}
    for code, value in told.items():
        shown: Any = value
        if code == PEOPLE:
            shown = protect_count(people, audience=Audience.PUBLIC, on=day)
        elif code in BY_CODE and BY_CODE[code].unit is Unit.SHARE:
            part = int((value * people).to_integral_value())
            rate = protect_rate(part, people, audience=Audience.PUBLIC, on=day)
            shown = rate if isinstance(rate, Masked) else rate / 100
        masked = isinstance(shown, Masked)
        found[code] = Figure(Decimal(0) if masked else Decimal(shown), is_masked=masked)
    return found


def _stated(one: Mapping[str, Any]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for code, (axis, _) in STATED.items():
        known, silent = one[f"{axis}_known"], one[f"{axis}_silent"]
        if known:
            found[f"{code}_contracts"] = Figure(_part(one[f"{code}_count"], known), known, silent)
        if worth := one[f"{axis}_worth"]:
            found[f"{code}_value"] = Figure(_part(one[f"{code}_worth"] or 0, worth), known, silent)
    if one["offered"] is not None:
        mean = Decimal(str(one["offered"])).quantize(Decimal("0.1"))
        found["offers"] = Figure(mean, one["offered_known"], one["offered_silent"])
    if one["sized"]:
        found["sme_contracts"] = Figure(_part(one["small"], one["sized"]), one["sized"])
    return found


def _of(sirens: Collection[str]) -> Q:
    """The contracts of the offices of these companies."""
    found = Q()
    for one in sirens:
        found |= of_buyers(one)
    return found


def _part(part: Any, whole: Any) -> Decimal:
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
