"""Projects of structures and their funding plans, for who is signed in: what the pages show, to the same people."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from quartiers.actors.doors import cites_read_by
from quartiers.iae.models import FundingLine, FundingPlan, StructureProject
from quartiers.iae.queries import funding as queries
from quartiers.iae.queries import projects
from quartiers.iae.rules.leverage import Leverage, headline, whole_effort
from quartiers.iae.rules.plans import scenarios, sums
from quartiers.iae.rules.projects import Step, next_step
from quartiers.web.api_errors import api_viewer, refusals
from quartiers.web.api_pages import Number, PageOf, page_of

router = Router(tags=["Projets et financements"])
REFUSALS = refusals(401, 403, 404)


class ProjectOut(Schema):
    """Un projet de structure."""

    id: int
    name: str
    way: Annotated[str, Field(description="zone_blanche, activite ou associations")]
    owner: Annotated[str, Field(description="Organisation qui le suit")]
    cite: Annotated[str, Field(description="Adresse courte du territoire ; vide sans territoire")]
    kind: str
    activity: str
    commune: Annotated[str, Field(description="Code Insee ; vide s’il n’est pas choisi")]
    posts: Annotated[Decimal | None, Field(description="Postes d’insertion, en ETP")]
    steps_done: int
    decision: str
    decided_on: date | None
    fictional: bool


class StepOut(Schema):
    """Une étape, dans l’ordre habituel."""

    step: str
    label: str
    done_on: Annotated[date | None, Field(description="Vide : à faire")]


class ProjectDetail(ProjectOut):
    """Le même, avec ses étapes, ses quartiers et son plan."""

    bearer_kind: str
    bearer: str
    act: str
    neighbourhoods: Annotated[list[str], Field(description="Codes des quartiers")]
    steps: list[StepOut]
    next_step: Annotated[str, Field(description="Vide : toutes sont faites")]
    plan: Annotated[int | None, Field(description="Numéro du plan de financement")]


class ProjectsOut(Schema):
    """Une page de la liste."""

    total: int
    page: int
    pages: int
    results: list[ProjectOut]


class PlanOut(Schema):
    """Un plan de financement, toutes années et investissement compris, en euros."""

    id: int
    name: str
    project: Annotated[int | None, Field(description="Numéro du projet ; vide pour une structure")]
    structure: Annotated[int | None, Field(description="Numéro de la structure ; vide pour un projet")]
    owner: str
    kind: str
    fte: Decimal | None
    first_year: int
    years: int
    charges: Decimal
    resources: Annotated[Decimal, Field(description="En argent seulement")]
    local: Annotated[Decimal, Field(description="Effort local, en argent et en nature")]
    elsewhere: Annotated[Decimal, Field(description="Argent venu d’ailleurs, prêts et ventes compris")]
    fictional: bool


class PlanLineOut(Schema):
    """Une ligne du plan."""

    id: int
    side: Annotated[str, Field(description="charge ou ressource")]
    code: Annotated[str, Field(description="Nature de la charge, ou source")]
    label: str
    year: Annotated[int | None, Field(description="Vide : investissement")]
    in_kind: bool
    basis: Annotated[str, Field(description="hypothese, valeur_datee ou fait")]
    how: str
    state: Annotated[str, Field(description="prevue, demandee, accordee, versee ou refusee")]
    amount: Annotated[Decimal, Field(description="Prévu ou demandé")]
    granted: Decimal | None
    paid: Decimal | None
    counted: Annotated[Decimal, Field(description="Ce que le plan compte")]
    asked_on: date | None
    granted_on: date | None
    paid_on: date | None


class ScenarioOut(Schema):
    """L’année, une source en moins."""

    code: str
    amount: Decimal
    result: Annotated[Decimal, Field(description="Résultat sans elle")]
    lesson: str


class YearOut(Schema):
    """Une année, ou l’investissement."""

    year: Annotated[int | None, Field(description="Vide : investissement")]
    charges: Decimal
    resources: Decimal
    in_kind: Decimal
    result: Decimal
    gap: Annotated[Decimal, Field(description="Il reste à trouver")]
    without: list[ScenarioOut]


class LeverageOut(Schema):
    """Un rapport, avec sa formule et ses années."""

    name: str
    formula: str
    years: str
    carried: Decimal
    local: Decimal
    ratio: Annotated[float | None, Field(description="Vide sans euro local")]


class PlanDetail(PlanOut):
    """Le même, année par année, avec ses lignes et ce que porte un euro local."""

    headline: str
    neighbourhoods: Annotated[list[str], Field(description="Codes des quartiers servis")]
    by_year: list[YearOut]
    efforts: list[LeverageOut]
    lines: list[PlanLineOut]


class PlansOut(Schema):
    """Une page de plans."""

    total: int
    page: int
    pages: int
    results: list[PlanOut]


class PlaceYearOut(Schema):
    """Un quartier, une année. Un plan compte entier dans chaque quartier : les lignes ne s’additionnent pas."""

    neighbourhood: Annotated[str, Field(description="Code ; vide pour les plans sans quartier")]
    name: str
    year: int
    plans: int
    local: Decimal
    elsewhere: Decimal
    ratio: float | None
    local_paid: Decimal
    elsewhere_paid: Decimal
    ratio_paid: Annotated[float | None, Field(description="Vide tant que rien de local n’est versé")]


@router.get(
    "/projets",
    response={200: ProjectsOut, **REFUSALS},
    summary="Les projets de structures",
    operation_id="iae_projects",
    url_name="iae_projects",
)
def project_list(request: HttpRequest, paging: Query[PageOf]) -> dict[str, object]:
    """Ceux que votre organisation suit, et ceux des territoires où vous lisez."""
    viewer = api_viewer(request, belongs=True)
    rows = projects.visible(viewer.organisation_id, cites_read_by(viewer))
    return page_of(rows, page=paging.page, size=paging.page_size, shown=_project)


@router.get(
    "/projets/{project_id}",
    response={200: ProjectDetail, **REFUSALS},
    summary="Un projet de structure",
    operation_id="iae_project",
    url_name="iae_project",
)
def project(request: HttpRequest, project_id: Number) -> dict[str, object]:
    """Où il en est, étape par étape, et le numéro de son plan de financement."""
    viewer = api_viewer(request)
    found = projects.find(project_id, viewer.organisation_id, cites_read_by(viewer))
    if found is None:
        raise Http404
    days = projects.days_of(projects.steps_of(found))
    after, plan = next_step(days), queries.plan_of(found)
    return {
        **_project(found),
        **{name: getattr(found, name) for name in ("bearer_kind", "bearer", "act")},
        "neighbourhoods": [one.pk for one in projects.neighbourhoods_of(found)],
        "steps": [{"step": one.value, "label": one.label, "done_on": days.get(one)} for one in Step],
        "next_step": after.value if after else "",
        "plan": plan.pk if plan else None,
    }


@router.get(
    "/plans-de-financement",
    response={200: PlansOut, **REFUSALS},
    summary="Les plans de financement",
    operation_id="iae_plans",
    url_name="iae_plans",
)
def plan_list(request: HttpRequest, paging: Query[PageOf]) -> dict[str, object]:
    """Ceux que votre organisation écrit, et ceux des territoires où vous lisez."""
    viewer = api_viewer(request, belongs=True)
    rows = queries.listed(viewer.organisation_id, cites_read_by(viewer))
    return page_of(rows, page=paging.page, size=paging.page_size, shown=_plan)


@router.get(
    "/plans-de-financement/{plan_id}",
    response={200: PlanDetail, **REFUSALS},
    summary="Un plan de financement",
    operation_id="iae_plan",
    url_name="iae_plan",
)
def plan(request: HttpRequest, plan_id: Number) -> dict[str, object]:
    """Ses lignes, le résultat de chaque année, sans chaque source aussi, et ce que porte un euro local."""
    viewer = api_viewer(request)
    found = queries.listed(viewer.organisation_id, cites_read_by(viewer)).filter(pk=plan_id).first()
    if found is None:
        raise Http404
    lines = queries.lines_of(found)
    rules = queries.as_rules(lines)
    efforts = [whole_effort(rules), whole_effort(rules, public_only=True)]
    return {
        **_plan(found),
        "headline": headline(efforts[0]),
        "neighbourhoods": [one.pk for one in queries.neighbourhoods_of(found)],
        "by_year": [_year(rules, one) for one in [*found.year_list, None]],
        "efforts": [_leverage(one) for one in efforts],
        "lines": [_line(one) for one in lines],
    }


@router.get(
    "/un-euro-local",
    response={200: list[PlaceYearOut], **REFUSALS},
    summary="Ce qu’un euro local a porté",
    operation_id="iae_local_euro",
    url_name="iae_local_euro",
)
def local_euro(request: HttpRequest) -> list[dict[str, object]]:
    """Par quartier et par année, sur les plans que vous pouvez lire."""
    viewer = api_viewer(request, belongs=True)
    found = queries.carried(viewer.organisation_id, cites_read_by(viewer))
    names = ("year", "plans", "local", "elsewhere", "ratio", "local_paid", "elsewhere_paid", "ratio_paid")
    return [
        {"neighbourhood": one.place, "name": found.name(one)} | {name: getattr(one, name) for name in names}
        for one in found.rows
    ]


def _project(row: StructureProject) -> dict[str, object]:
    names = ("name", "way", "kind", "activity", "posts", "decision", "decided_on", "fictional")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "owner": row.owner.name,
        "cite": row.cite.slug if row.cite else "",
        "commune": row.commune_id or "",
        "steps_done": getattr(row, "steps_done", 0),
    }


def _plan(row: FundingPlan) -> dict[str, object]:
    names = ("name", "kind", "fte", "first_year", "years", "fictional", "charges", "resources", "local", "elsewhere")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "project": row.project_id,
        "structure": row.structure_id,
        "owner": row.owner.name,
    }


def _year(lines: Any, year: int | None) -> dict[str, object]:
    found = sums(lines, year)
    return {
        "year": year,
        **{name: getattr(found, name) for name in ("charges", "resources", "in_kind", "result", "gap")},
        "without": [
            {"code": one.code, "amount": one.amount, "result": one.after, "lesson": one.lesson}
            for one in scenarios(lines, year)
        ],
    }


def _leverage(one: Leverage) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("name", "formula", "years", "carried", "local", "ratio")}


def _line(one: FundingLine) -> dict[str, object]:
    names = (
        "side", "code", "year", "in_kind", "basis", "how", "state", "amount", "granted", "paid", "asked_on",
        "granted_on", "paid_on",
    )  # fmt: skip
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "label": queries.label_of(one),
        "counted": queries.as_rule(one).counted,
    }
