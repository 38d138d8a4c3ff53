"""Operations, their contracts and lots, as an organisation or the Cité they belong to may see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from quartiers.kernel.french import typed
from quartiers.procurement.models import Contract, Lot, Operation
from quartiers.procurement.rules import Kind, Simulation
from quartiers.procurement.rules.coming import Prepared
from quartiers.procurement.rules.contracts import ContractState, Due, Phase, hours_due, hours_invoiced, months
from quartiers.procurement.rules.simulation import LotHours
from quartiers.procurement.rules.trades import Trade
from quartiers.territory.queries import places

#: Hours of a week of work at full time; article L3121-27 of the code du travail.
WEEK = 35
LOT_PARTS = ("name", "amount", "trade", "share", "cost", "reserved", "phase", "affirmed", "holder")


@dataclass(frozen=True)
class LotLine:
    """A lot, with what is due of it that day."""

    lot: Lot
    due: Due

    @property
    def trade(self) -> str:
        return Trade(self.lot.trade).label

    @property
    def weeks(self) -> int:
        """Weeks of one person at 35 hours; a week begun counts."""
        return -(-self.lot.hours // WEEK)


@dataclass(frozen=True)
class ContractLines:
    """A contract, its lots and their sums."""

    contract: Contract
    lots: tuple[LotLine, ...]

    @property
    def simulation(self) -> Simulation:
        return Simulation(tuple(_simulated(one.lot, self.contract) for one in self.lots), self.contract.hours_a_year)

    @property
    def firm(self) -> int:
        """Hours of every part that is firm or affirmed, as they were estimated."""
        return sum(one.due.hours for one in self.lots)

    @property
    def due(self) -> int:
        """Hours to be done now: by the steps that are invoiced where the contract counts so, else the firm ones."""
        contract = self.contract
        steps = hours_invoiced(contract.hours_step, contract.hours_trigger, contract.invoiced)
        return self.firm if steps is None else steps

    @property
    def waiting(self) -> int:
        """Hours of optional parts that are not affirmed."""
        return sum(one.due.waiting for one in self.lots)

    @property
    def estimated(self) -> int:
        """Hours of every part, affirmed or not."""
        return self.firm + self.waiting

    @property
    def value(self) -> Decimal:
        """What is compared with a threshold: the maximum of a framework agreement, else the lots together."""
        if self.contract.is_framework and self.contract.maximum:
            return self.contract.maximum
        return sum((one.lot.amount for one in self.lots), Decimal(0))

    @property
    def months(self) -> int | None:
        return months(self.contract.starts_on, self.contract.ends_on)


def visible(organisation_id: int | None, cite_ids: Collection[int]) -> QuerySet[Operation]:
    """Operations that an organisation follows or buys, and those of these Cités."""
    mine = Q(pk__in=[]) if organisation_id is None else Q(owner=organisation_id) | Q(buyer=organisation_id)
    return Operation.objects.filter(mine | Q(cite__in=cite_ids))


def operations(organisation_id: int | None, cite_ids: Collection[int]) -> "QuerySet[Any]":
    """The same with ``lot_count``, ``amount`` and ``hours``; one query."""
    lots = Lot.objects.filter(contract__operation=OuterRef("pk")).order_by().values("contract__operation")
    return (
        visible(organisation_id, cite_ids)
        .select_related("buyer", "owner", "cite")
        .annotate(
            lot_count=Coalesce(Subquery(lots.annotate(n=Count("pk")).values("n"), IntegerField()), Value(0)),
            hours=Coalesce(Subquery(lots.annotate(n=Sum("hours")).values("n"), IntegerField()), Value(0)),
            amount=Coalesce(
                Subquery(lots.annotate(n=Sum("amount")).values("n"), DecimalField(max_digits=16, decimal_places=2)),
                Value(Decimal(0)),
                output_field=DecimalField(max_digits=16, decimal_places=2),
            ),
        )
    )


def find_operation(operation_id: int, organisation_id: int | None, cite_ids: Collection[int]) -> Any:
    """The operation, if it may be seen; None otherwise."""
    return (
        operations(organisation_id, cite_ids)
        .select_related("commune", "contrat_de_ville")
        .filter(pk=operation_id)
        .first()
    )


def find_contract(contract_id: int, organisation_id: int | None, cite_ids: Collection[int]) -> Contract | None:
    """The contract, if its operation may be seen; None otherwise."""
    seen = visible(organisation_id, cite_ids).order_by().values("pk")
    return (
        Contract.objects.filter(pk=contract_id, operation__in=seen)
        .select_related("operation__buyer", "operation__owner", "operation__commune", "operation__cite")
        .first()
    )


def contract_lines(operation_ids: Iterable[int], *, on: date) -> list[ContractLines]:
    """The contracts of these operations with their lots; two queries."""
    contracts = list(Contract.objects.filter(operation__in=list(operation_ids)).select_related("operation__buyer"))
    return _with_lots(contracts, on=on)


def lines_of(contract: Contract, *, on: date) -> ContractLines:
    """One contract with its lots; one query."""
    return _with_lots([contract], on=on)[0]


def find_lot(contract: Contract, lot_id: int) -> Lot | None:
    return Lot.objects.filter(contract=contract, pk=lot_id).select_related("holder").first()


def neighbourhoods_of(operation: Operation) -> "QuerySet[Any]":
    """Neighbourhoods concerned, as the pages of the ground show them."""
    rows = places.neighbourhoods().filter(pk__in=operation.neighbourhoods.order_by().values("pk"))
    return rows.order_by("search_name")


def prepared(rows: QuerySet[Operation], *, on: date, family: str = "") -> tuple[Prepared, ...]:
    """What contracts that are not awarded yet will ask for, those whose first day is known; three queries.

    Args:
        rows: operations that may be seen, as ``visible`` gives them.
        on: the day one looks; a contract whose last day is past is left out.
        family: first figures of the CPV code; empty for all.
    """
    contracts = Contract.objects.filter(
        operation__in=rows.order_by().values("pk"),
        state__in=[ContractState.PREPARED, ContractState.CONSULTED],
        cpv__startswith=family,
    ).exclude(ends_on__lt=on)
    concerned = Prefetch("operation__neighbourhoods", places.neighbourhood_codes())
    lines = _with_lots(list(contracts.select_related("operation").prefetch_related(concerned)), on=on)
    return tuple(found for one in lines if (found := _prepared(one)))


def known_of(lines: ContractLines, all_lines: Iterable[ContractLines]) -> dict[str, Any]:
    """What the form of the legal check can be opened with, from a contract and those of its operation.

    The works of an operation are compared with the thresholds together (CCP, art. R2121-5).
    """
    contract, simulation = lines.contract, lines.simulation
    known: dict[str, Any] = {
        "kind": contract.kind,
        "concession": contract.is_concession,
        "value": typed(lines.value),
        "duration_months": lines.months,
        "lots": len(lines.lots),
        "hours_due": simulation.due,
        "hours_total": typed(simulation.total),
        "social_condition": simulation.due > 0,
    }
    if contract.consultation_on:
        known["consultation_on"] = contract.consultation_on
    if contract.kind == Kind.WORKS and not contract.is_concession:
        whole = sum((one.value for one in all_lines if one.contract.kind == Kind.WORKS), Decimal(0))
        known["operation_value"] = typed(whole)
    return known


def state_of_operation(operation: Operation) -> dict[str, Any]:
    """What can be edited of an operation, as its form writes it; one query."""
    return {
        "name": operation.name,
        "buyer": operation.buyer_id,
        "kind": operation.kind,
        "summary": operation.summary,
        "place": operation.place,
        "commune": operation.commune_id or "",
        "neighbourhoods": sorted(operation.neighbourhoods.order_by().values_list("pk", flat=True)),
        "cite": operation.cite_id or "",
        "contrat_de_ville": operation.contrat_de_ville_id or "",
        "starts_on": _iso(operation.starts_on),
        "ends_on": _iso(operation.ends_on),
    }


def state_of_contract(contract: Contract) -> dict[str, Any]:
    """What can be edited of a contract and of each of its lots, ``lot_12_amount``; one query."""
    state: dict[str, Any] = {
        "name": contract.name,
        "reference": contract.reference,
        "kind": contract.kind,
        "is_concession": contract.is_concession,
        "state": contract.state,
        "cpv": contract.cpv,
        "consultation_on": _iso(contract.consultation_on),
        "starts_on": _iso(contract.starts_on),
        "ends_on": _iso(contract.ends_on),
        "is_framework": contract.is_framework,
        "maximum": typed(contract.maximum),
        "hours_step": typed(contract.hours_step),
        "hours_trigger": typed(contract.hours_trigger),
        "invoiced": typed(contract.invoiced),
        "invoiced_on": _iso(contract.invoiced_on),
        "rate": typed(contract.rate * 100),
        "hours_a_year": str(contract.hours_a_year),
    }
    for lot in Lot.objects.filter(contract=contract):
        state |= {f"lot_{lot.pk}_{name}": value for name, value in state_of_lot(lot).items()}
    return state


def state_of_lot(lot: Lot) -> dict[str, str]:
    """What can be edited of a lot."""
    values = (
        lot.name, typed(lot.amount), lot.trade, typed(lot.labour_share * 100), typed(lot.hourly_cost),
        lot.reserved_to, lot.phase, _iso(lot.affirmed_on), lot.holder_name,
    )  # fmt: skip
    return dict(zip(LOT_PARTS, values, strict=True))


def _with_lots(contracts: list[Contract], *, on: date) -> list[ContractLines]:
    found = defaultdict(list)
    for lot in Lot.objects.filter(contract__in=contracts).select_related("holder"):
        found[lot.contract_id].append(LotLine(lot, hours_due(lot.hours, Phase(lot.phase), lot.affirmed_on, on=on)))
    return [ContractLines(one, tuple(found[one.pk])) for one in contracts]


def _simulated(lot: Lot, contract: Contract) -> LotHours:
    return LotHours(lot.name, lot.amount, lot.labour_share, lot.hourly_cost, contract.rate, lot.total_hours, lot.hours)


def _prepared(one: ContractLines) -> Prepared | None:
    contract, operation = one.contract, one.contract.operation
    first, last = contract.starts_on or operation.starts_on, contract.ends_on or operation.ends_on
    if first is None:
        return None
    by_trade: dict[Trade, int] = defaultdict(int)
    for line in one.lots:
        by_trade[Trade(line.lot.trade)] += line.due.hours
    codes = tuple(sorted(found.code for found in operation.neighbourhoods.all()))
    return Prepared(first, months(first, last) or 1, dict(by_trade), operation.commune_id or "", codes)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
