"""Operations and contracts: write them, change them. Two people at once lose nothing of what they wrote."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import declared_here
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.typed import check_choice, check_known, day, number, period
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.procurement.actions.changes import audit_change
from quartiers.procurement.models import Contract, Lot, Operation
from quartiers.procurement.queries.labour import values_of
from quartiers.procurement.queries.operations import (
    LOT_PARTS,
    state_of_contract,
    state_of_lot,
    state_of_operation,
)
from quartiers.procurement.rules import Kind, Labour, labour_of, lot_hours
from quartiers.procurement.rules.contracts import (
    ContractState,
    Phase,
    ReservedLot,
    check_cpv,
    check_framework,
    check_invoiced,
)
from quartiers.procurement.rules.trades import Trade
from quartiers.territory.queries import places

OPERATION, CONTRACT = "procurement.operation", "procurement.contract"
MOST_LOTS = 60
Lots = Sequence[Mapping[str, str]]


@transaction.atomic
def create_operation(
    owner_id: int, asked: Mapping[str, Any], *, by: Author, now: datetime, fictional: bool = False
) -> Operation:
    """Write down an operation that an organisation follows.

    Args:
        owner_id: the organisation.
        asked: as ``queries.operations.state_of_operation`` gives the values.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: no name, an unknown nature, a period that ends before it starts, a code that is not loaded, a
            text that holds a NIR.
    """
    operation = Operation(owner_id=owner_id, created_at=now, fictional=fictional)
    _fill_operation(operation, asked, by, now)
    audit(Verb.CREATE, kind=OPERATION, object_id=operation.pk, by=by, now=now)
    return operation


@transaction.atomic
def change_operation(
    operation_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change an operation, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_operation``.
    """
    operation = Operation.objects.select_for_update().get(pk=operation_id)
    stored = state_of_operation(operation)
    merged = merge(base, asked, stored)
    if not merged.clashes:
        _fill_operation(operation, merged.values, by, now)
        audit_change(OPERATION, operation.pk, merged, stored, by=by, now=now)
    return merged


@transaction.atomic
def create_contract(
    operation_id: int, asked: Mapping[str, Any], lots: Lots, *, on: date, by: Author, now: datetime
) -> Contract:
    """Write down a contract with its lots; the hours of each lot are simulated and kept.

    Args:
        operation_id: of its operation.
        asked: as ``queries.operations.state_of_contract`` gives the values of the contract itself.
        lots: as ``queries.operations.state_of_lot`` gives the values; an empty share or cost is that of the trade.
        on: the day whose values of departure count.
        by: who writes.
        now: instant of the writing.

    Raises:
        RuleBroken: no name, no lot or too many, a value out of its range, a framework agreement without maximum, a
            code CPV that is none, a period that ends before it starts, a text that holds a NIR.
    """
    contract = Contract(operation_id=operation_id)
    _fill_contract(contract, asked, on, by, now)
    if not lots:
        raise RuleBroken("Il manque un lot. Un marché sans lots en a un seul, du montant du marché.")
    _add_lots(contract, lots, on=on, local=_local(contract, on))
    audit(Verb.CREATE, kind=CONTRACT, object_id=contract.pk, by=by, now=now)
    return contract


@transaction.atomic
def change_contract(
    contract_id: int,
    asked: Mapping[str, Any],
    lots: Lots,
    *,
    removed: frozenset[int] = frozenset(),
    base: Mapping[str, Any],
    on: date,
    by: Author,
    now: datetime,
) -> Merge:
    """Change a contract and its lots, unless somebody changed the same fields meanwhile: then nothing is saved.

    A lot that somebody removed while it was being changed comes back, with what was written.

    Args:
        contract_id: it.
        asked: the values wanted of the contract and of its stored lots, as ``state_of_contract`` names them.
        lots: new lots.
        removed: numbers of stored lots to remove.
        base: the values as they were when the page opened.
        on: the day whose values of departure count.
        by: who asks.
        now: instant of the change.

    Raises:
        RuleBroken: as ``create_contract``; a lot that changed while it was being removed; no lot left.
    """
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    stored = state_of_contract(contract)
    rows = {lot.pk: lot for lot in Lot.objects.filter(contract=contract)}
    _check_removed(rows, removed, base)
    mine, lost = _split(asked, stored, base, removed)
    merged = merge(base, mine, stored)
    if merged.clashes:
        return merged
    before = {pk: state_of_lot(lot) for pk, lot in rows.items()}
    old_rate, local = contract.rate, _local(contract, on)
    _fill_contract(contract, merged.values, on, by, now)
    Lot.objects.filter(contract=contract, pk__in=removed).delete()
    for pk, lot in rows.items():
        wanted = {part: merged.values.get(f"lot_{pk}_{part}", value) for part, value in before[pk].items()}
        if pk not in removed and (wanted != before[pk] or contract.rate != old_rate):
            _fill_lot(lot, wanted, contract, labour_of(wanted["trade"], on=on, local=local))
    _add_lots(contract, [*lost, *lots], on=on, local=local)
    if not Lot.objects.filter(contract=contract).exists():
        raise RuleBroken("Il ne reste aucun lot. Gardez-en un, du montant du marché.")
    changed = set(merged.changed_from(stored))
    audit(Verb.UPDATE, kind=CONTRACT, object_id=contract.pk, by=by, fields=_field_names(changed), now=now)
    return merged


def _field_names(changed: set[str]) -> set[str]:
    """Names of fields for the journal, without the numbers of lots."""
    return {f"lot_{name.rsplit('_', 1)[1]}" if name.startswith("lot_") else name for name in changed}


def _split(
    asked: Mapping[str, Any], stored: Mapping[str, Any], base: Mapping[str, Any], removed: frozenset[int]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What can be merged, and the lots that were changed here while somebody removed them."""
    gone = {name.split("_")[1] for name in asked if name.startswith("lot_") and name not in stored}
    lost = []
    for pk in sorted(gone, key=int):
        values = {part: str(asked.get(f"lot_{pk}_{part}", "")) for part in LOT_PARTS}
        if any(values[part] != base.get(f"lot_{pk}_{part}", "") for part in LOT_PARTS):
            lost.append(values)
    leaving = {str(one) for one in removed} | gone
    mine = {
        name: value for name, value in asked.items() if not (name.startswith("lot_") and name.split("_")[1] in leaving)
    }
    return mine, lost


def _check_removed(rows: Mapping[int, Lot], removed: frozenset[int], base: Mapping[str, Any]) -> None:
    for pk in removed & rows.keys():
        if any(base.get(f"lot_{pk}_{part}") != value for part, value in state_of_lot(rows[pk]).items()):
            raise RuleBroken(
                f"Le lot {rows[pk].number} a changé pendant que vous le retiriez. Rechargez la page pour lire sa "
                "nouvelle version."
            )


def _fill_operation(operation: Operation, values: Mapping[str, Any], by: Author, now: datetime) -> None:
    for name in ("name", "summary", "place"):
        check_no_nir(values[name])
    if not values["name"]:
        raise RuleBroken("Il manque le nom de l’opération. Par exemple «\u00a096 logements aux Tilleuls\u00a0».")
    check_choice(values["kind"], Kind)
    first, last = period(values["starts_on"], values["ends_on"])
    codes = values["neighbourhoods"]
    check_known(codes, places.neighbourhoods(), "ce quartier")
    operation.name, operation.summary, operation.place = values["name"], values["summary"], values["place"]
    operation.kind, operation.buyer_id = values["kind"], values["buyer"]
    operation.commune_id = values["commune"] or None
    operation.cite_id, operation.contrat_de_ville_id = values["cite"] or None, values["contrat_de_ville"] or None
    operation.starts_on, operation.ends_on = first, last
    operation.changed_by, operation.changed_at = name_of(by), now
    operation.save()
    operation.neighbourhoods.set(codes)


def _fill_contract(contract: Contract, values: Mapping[str, Any], on: date, by: Author, now: datetime) -> None:
    for name in ("name", "reference"):
        check_no_nir(values[name])
    if not values["name"]:
        raise RuleBroken("Il manque le nom du marché. Recopiez son objet, en quelques mots.")
    check_choice(values["kind"], Kind)
    check_choice(values["state"], ContractState)
    check_cpv(values["cpv"])
    maximum = number(values["maximum"])
    check_framework(values["is_framework"], maximum)
    contract.name, contract.reference, contract.cpv = values["name"], values["reference"], values["cpv"]
    contract.kind, contract.state = values["kind"], values["state"]
    contract.is_concession, contract.is_framework = values["is_concession"], values["is_framework"]
    contract.maximum = maximum
    step, trigger, invoiced = (number(values[name]) for name in ("hours_step", "hours_trigger", "invoiced"))
    invoiced_on = day(values["invoiced_on"])
    check_invoiced(step, trigger, invoiced, invoiced_on, today=on)
    contract.hours_step, contract.hours_trigger = step, trigger
    contract.invoiced, contract.invoiced_on = invoiced, invoiced_on
    contract.consultation_on = day(values["consultation_on"])
    contract.starts_on, contract.ends_on = period(values["starts_on"], values["ends_on"])
    contract.rate = (number(values["rate"]) or Decimal(0)) / 100
    contract.hours_a_year = int(values["hours_a_year"])
    contract.changed_by, contract.changed_at = name_of(by), now
    contract.save()


def _local(contract: Contract, on: date) -> Mapping[Trade, Labour]:
    """What the territory of its operation signed."""
    return values_of(contract.operation.cite, on=on).labour


def _add_lots(contract: Contract, lots: Lots, *, on: date, local: Mapping[Trade, Labour]) -> None:
    rows = Lot.objects.filter(contract=contract)
    if rows.count() + len(lots) > MOST_LOTS:
        raise RuleBroken(f"Un marché a au plus {MOST_LOTS} lots ici. Partagez-le en plusieurs marchés.")
    last = rows.aggregate(last=Max("number"))["last"] or 0
    for rank, values in enumerate(lots, start=last + 1):
        _fill_lot(
            Lot(contract=contract, number=rank), values, contract, labour_of(values["trade"], on=on, local=local)
        )


def _fill_lot(lot: Lot, values: Mapping[str, str], contract: Contract, usual: Labour) -> None:
    check_no_nir(values["name"])
    check_no_nir(values["holder"])
    amount = number(values["amount"])
    if amount is None:
        raise RuleBroken("Il manque le montant d’un lot. Donnez-le hors taxes.")
    check_choice(values["reserved"], ReservedLot)
    check_choice(values["phase"], Phase)
    share, cost = number(values["share"]), number(values["cost"])
    found = lot_hours(
        values["name"] or f"Lot {lot.number}",
        amount,
        labour_share=usual.share if share is None else share / 100,
        hourly_cost=usual.hourly_cost if cost is None else cost,
        rate=contract.rate,
    )
    lot.name, lot.amount, lot.trade = found.label, amount, values["trade"]
    lot.labour_share, lot.hourly_cost = found.labour_share, found.hourly_cost
    lot.total_hours, lot.hours = found.total, found.due
    lot.reserved_to, lot.phase, lot.affirmed_on = values["reserved"], values["phase"], day(values["affirmed"])
    lot.holder_name = values["holder"]
    lot.holder = declared_here([lot.holder_name]).first() if lot.holder_name else None
    lot.save()
