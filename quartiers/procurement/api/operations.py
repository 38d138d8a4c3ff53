"""Operations for machines: those that the signed-in person may see, as the pages show them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.french import NBSP
from quartiers.procurement.queries import operations as queries
from quartiers.procurement.queries.feasibility import feasible
from quartiers.procurement.rules.feasibility import Feasibility
from quartiers.web.access import Viewer, viewer_of
from quartiers.web.api_errors import refusals
from quartiers.web.api_pages import Number

router = Router(tags=["Achats : opérations"])
REFUSALS = refusals(401, 404)
PAGE = 100
SIGN_IN = f"Les opérations sont confidentielles{NBSP}: connectez-vous, puis recommencez dans le même navigateur."


class OperationHoursOut(Schema):
    """Trois chiffres : estimées pour tous les lots, dues (les tranches optionnelles une fois affermies), faites."""

    estimated: int
    due: int
    done: int | None = Field(description="null : les heures faites ne sont pas encore suivies ici")


class ReasonOut(Schema):
    weight: str = Field(description="ok, warn (à préparer), bad (ne tient pas) ou lack (il manque de quoi le dire)")
    sentence: str


class OperationLotOut(Schema):
    number: int
    name: str
    trade: str
    amount: Decimal
    total_hours: Decimal
    hours: OperationHoursOut
    reserved_to: str = Field(description="siae, ea_esat, siae_ea_esat, ess ; vide si le lot est ouvert à tous")
    phase: str = Field(description="firm ou optional")
    affirmed_on: date | None
    holder: str
    feasible: str = Field(description="yes, prepare, hard ou unknown")
    reasons: list[ReasonOut]
    structures: list[str] = Field(description="Structures de ce métier près de l’opération")


class OperationContractOut(Schema):
    id: int
    name: str
    kind: str
    state: str
    is_framework: bool
    maximum: Decimal | None = Field(description="Montant maximum d’un accord-cadre")
    hours_step: Decimal | None = Field(description="Euros facturés pour une heure due ; null : dues dès la signature")
    hours_trigger: Decimal | None = Field(description="Euros facturés avant la première heure")
    invoiced: Decimal | None = Field(description="Euros facturés, tous les bons de commande ensemble")
    invoiced_on: date | None
    value: Decimal = Field(description="Ce qui se compare aux seuils")
    rate: Decimal
    hours: OperationHoursOut
    lots: list[OperationLotOut]


class OperationOut(Schema):
    id: int
    name: str
    kind: str
    buyer: str
    starts_on: date | None
    ends_on: date | None
    lot_count: int
    amount: Decimal
    hours: int = Field(description="Heures estimées de tous ses lots")


class WholeOperationOut(OperationOut):
    neighbourhoods: list[str]
    contracts: list[OperationContractOut]


class OperationsOf(Schema):
    page: int = Field(1, ge=1, le=10_000, description="Cent opérations par page")


@router.get(
    "/operations", response={200: list[OperationOut], **REFUSALS}, summary="Opérations que vous suivez",
    operation_id="operations", url_name="operations",
)  # fmt: skip
def operations(request: HttpRequest, asked: Query[OperationsOf]) -> list[dict[str, Any]]:
    """Celles de votre organisation, et celles des Cités que vous lisez, par nom."""
    viewer = _viewer(request)
    rows = queries.operations(viewer.organisation_id, cites_read_by(viewer)).order_by("name", "pk")
    return [_operation(one) for one in rows[(asked.page - 1) * PAGE : asked.page * PAGE]]


@router.get(
    "/operations/{operation_id}", response={200: WholeOperationOut, **REFUSALS}, summary="Une opération",
    operation_id="operation", url_name="operation",
)  # fmt: skip
def operation(request: HttpRequest, operation_id: Number) -> dict[str, Any]:
    """Ses marchés, ses lots, leurs heures, et pour chaque lot si elles peuvent être faites et pourquoi."""
    viewer, today = _viewer(request), localdate()
    found = queries.find_operation(operation_id, viewer.organisation_id, cites_read_by(viewer))
    if found is None:
        raise Http404
    lines = queries.contract_lines([found.pk], on=today)
    codes = [one.code for one in queries.neighbourhoods_of(found)]
    answers = feasible(found, lines, codes, on=today)
    return _operation(found) | {"neighbourhoods": codes, "contracts": list(_contracts(lines, answers))}


def _viewer(request: HttpRequest) -> Viewer:
    """Who asks.

    Raises:
        HttpError: nobody is signed in.
    """
    viewer = viewer_of(request)
    if viewer is None:
        raise HttpError(401, SIGN_IN)
    return viewer


def _operation(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "kind": one.kind,
        "buyer": one.buyer.name,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "lot_count": one.lot_count,
        "amount": one.amount,
        "hours": one.hours,
    }


def _contracts(lines: Iterable[queries.ContractLines], answers: dict[int, Feasibility]) -> Iterable[dict[str, Any]]:
    for one in lines:
        contract = one.contract
        yield {
            "id": contract.pk,
            "name": contract.name,
            "kind": contract.kind,
            "state": contract.state,
            "is_framework": contract.is_framework,
            "maximum": contract.maximum,
            "hours_step": contract.hours_step,
            "hours_trigger": contract.hours_trigger,
            "invoiced": contract.invoiced,
            "invoiced_on": contract.invoiced_on,
            "value": one.value,
            "rate": contract.rate,
            "hours": {"estimated": one.estimated, "due": one.due, "done": None},
            "lots": [_lot(line, answers[line.lot.pk]) for line in one.lots],
        }


def _lot(line: queries.LotLine, answer: Feasibility) -> dict[str, Any]:
    lot = line.lot
    return {
        "number": lot.number,
        "name": lot.name,
        "trade": lot.trade,
        "amount": lot.amount,
        "total_hours": lot.total_hours,
        "hours": {"estimated": lot.hours, "due": line.due.hours, "done": None},
        "reserved_to": lot.reserved_to,
        "phase": lot.phase,
        "affirmed_on": lot.affirmed_on,
        "holder": lot.holder_name,
        "feasible": answer.verdict.value,
        "reasons": [{"weight": one.weight.value, "sentence": one.sentence} for one in answer.reasons],
        "structures": list(answer.structures),
    }
