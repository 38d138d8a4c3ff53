"""Funding plans, as the organisation that writes them or the Cité of their project may see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from quartiers.iae.models import FundingChange, FundingLine, FundingPlan, StructureProject
from quartiers.iae.rules.leverage import PlacedPlan, PlaceYear, by_place
from quartiers.iae.rules.plans import Charge, PlanLine, Side, State
from quartiers.iae.rules.sources import SOURCES, source_of
from quartiers.kernel.french import typed

MONEY = DecimalField(max_digits=16, decimal_places=2)
NOTHING = Value(Decimal(0), output_field=MONEY)
LOCAL = [one.code for one in SOURCES.values() if one.funder.is_local]
LINE_WORDS = ("code", "label", "basis", "how", "state")
NOWHERE = ""
SEEN_CHANGES = 20


def visible(organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """Plans that an organisation writes, and those of these Cités; one query."""
    mine = Q(pk__in=[]) if organisation_id is None else Q(owner=organisation_id)
    shared = Q(project__cite__in=cite_ids) | Q(project=None, cite__in=cite_ids)
    return (
        FundingPlan.objects.filter(mine | shared)
        .select_related("owner", "structure", "cite", "project", "project__cite", "project__commune")
        .defer("project__commune__geometry")
    )


def listed(organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """The same with ``charges``, ``local`` and ``elsewhere``, all years and investment; one query."""
    found: QuerySet[Any] = visible(organisation_id, cite_ids).annotate(
        charges=_summed(Q(side=Side.CHARGE)),
        resources=_summed(Q(side=Side.RESOURCE, in_kind=False)),
        local=_summed(Q(side=Side.RESOURCE, code__in=LOCAL)),
        elsewhere=_summed(Q(side=Side.RESOURCE, in_kind=False) & ~Q(code__in=LOCAL)),
    )
    return found


def find(plan_id: int, organisation_id: int | None, cite_ids: Collection[int]) -> FundingPlan | None:
    found: FundingPlan | None = visible(organisation_id, cite_ids).filter(pk=plan_id).first()
    return found


def find_line(plan: FundingPlan, line_id: int) -> FundingLine | None:
    return FundingLine.objects.filter(plan=plan, pk=line_id).first()


def plan_of(project: StructureProject) -> FundingPlan | None:
    """The plan of a project; None as long as there is none."""
    return FundingPlan.objects.filter(project=project).first()


def projects_to_cost(organisation_id: int) -> "QuerySet[Any]":
    """Projects that an organisation follows and that have no plan yet."""
    planned = FundingPlan.objects.exclude(project=None).values("project")
    return StructureProject.objects.filter(owner=organisation_id).exclude(pk__in=planned)


def lines_of(plan: FundingPlan) -> list[FundingLine]:
    """Its lines: year by year, the investment last; charges, then resources; as they were written. One query."""
    rows = FundingLine.objects.filter(plan=plan)
    sides = list(Side)
    return sorted(rows, key=lambda one: (one.year is None, one.year or 0, sides.index(Side(one.side)), one.pk))


def as_rule(line: FundingLine) -> PlanLine:
    """A line as the rules read it."""
    return PlanLine(
        Side(line.side), line.code, line.amount, line.year, line.in_kind, State(line.state), line.granted, line.paid
    )


def as_rules(lines: Iterable[FundingLine]) -> list[PlanLine]:
    return [as_rule(one) for one in lines]


def label_of(line: FundingLine) -> str:
    """What a line is called: its own words, or those of its source or charge."""
    if line.label:
        return line.label
    return Charge(line.code).label if line.side == Side.CHARGE else source_of(line.code).label


def changes_of(plan: FundingPlan) -> list[FundingChange]:
    """The last changes, newest first; one query."""
    return list(FundingChange.objects.filter(plan=plan)[:SEEN_CHANGES])


def neighbourhoods_of(plan: FundingPlan) -> "QuerySet[Any]":
    """Those of its project, or its own for a structure."""
    links: Any = plan.neighbourhoods if plan.project is None else plan.project.neighbourhoods
    return links.order_by("name").defer("geometry")  # type: ignore[no-any-return]  # a manager of another room


@dataclass(frozen=True)
class Carried:
    """What local euros carried, by neighbourhood and year, with the names of the neighbourhoods."""

    rows: tuple[PlaceYear, ...]
    names: dict[str, str]
    plans: int

    def name(self, row: PlaceYear) -> str:
        return self.names.get(row.place, "sans quartier")


def carried(organisation_id: int | None, cite_ids: Collection[int]) -> Carried:
    """Over the plans that may be seen; four queries whatever their number."""
    plans = list(visible(organisation_id, cite_ids))
    lines: dict[int, list[PlanLine]] = defaultdict(list)
    for line in FundingLine.objects.filter(plan__in=plans):
        lines[line.plan_id].append(as_rule(line))
    names: dict[str, str] = {}
    of_projects = _places(StructureProject, [one.project_id for one in plans if one.project_id], names)
    of_plans = _places(FundingPlan, [one.pk for one in plans if not one.project_id], names)
    placed = [
        PlacedPlan(
            tuple(of_projects[one.project_id] if one.project_id else of_plans[one.pk]) or (NOWHERE,),
            one.first_year,
            lines[one.pk],
        )
        for one in plans
    ]
    return Carried(tuple(by_place(placed)), names, len(plans))


def state_of(plan: FundingPlan) -> dict[str, Any]:
    """What can be edited of a plan, as its form writes it; one query."""
    return {
        **{name: getattr(plan, name) for name in ("name", "kind", "note")},
        "fte": typed(plan.fte),
        "first_year": str(plan.first_year),
        "years": str(plan.years),
        "cite": plan.cite_id or "",
        "neighbourhoods": sorted(plan.neighbourhoods.order_by().values_list("pk", flat=True)),
    }


def state_of_line(line: FundingLine) -> dict[str, Any]:
    """What can be edited of a line, as its form writes it."""
    return {
        **{name: getattr(line, name) for name in LINE_WORDS},
        "year": str(line.year or ""),
        "in_kind": line.in_kind,
        **{name: typed(getattr(line, name)) for name in ("amount", "granted", "paid")},
        **{name: _iso(getattr(line, name)) for name in ("asked_on", "granted_on", "paid_on")},
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _places(model: Any, keys: list[int], names: dict[str, str]) -> dict[int, list[str]]:
    """The neighbourhoods of these rows; their names join ``names``."""
    found: dict[int, list[str]] = defaultdict(list)
    links = model.objects.filter(pk__in=keys, neighbourhoods__isnull=False)
    for key, code, name in links.values_list("pk", "neighbourhoods", "neighbourhoods__name"):
        found[key].append(code)
        names[code] = name
    return found


def _summed(wanted: Q) -> Coalesce:
    """What lines count, as ``PlanLine.counted`` says it."""
    counted = Case(
        When(state=State.REFUSED, then=NOTHING),
        When(granted__isnull=False, then=F("granted")),
        default=F("amount"),
        output_field=MONEY,
    )
    lines = FundingLine.objects.filter(wanted, plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(lines.annotate(n=Sum(counted)).values("n"), output_field=MONEY), NOTHING)
