"""Operations and contracts, made through their actions."""

from datetime import UTC, date, datetime
from typing import Any

from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.operations import create_contract, create_operation
from quartiers.procurement.models import Contract, Operation

NOW = datetime(2026, 11, 2, tzinfo=UTC)
DAY = date(2026, 11, 2)
OPERATION = {
    "name": "96 logements aux Tilleuls",
    "kind": "works",
    "summary": "",
    "place": "Rue des Tilleuls",
    "commune": "",
    "neighbourhoods": [],
    "cite": "",
    "contrat_de_ville": "",
    "starts_on": "2027-01-04",
    "ends_on": "2028-03-03",
}
CONTRACT = {
    "name": "Rénovation de 96 logements",
    "reference": "",
    "kind": "works",
    "state": "prepared",
    "is_concession": False,
    "cpv": "",
    "consultation_on": "",
    "starts_on": "2027-01-04",
    "ends_on": "2028-03-03",
    "is_framework": False,
    "maximum": "",
    "hours_step": "",
    "hours_trigger": "",
    "invoiced": "",
    "invoiced_on": "",
    "rate": "5",
    "hours_a_year": "1600",
}
LOT = {
    "name": "Curage",
    "amount": "260000",
    "trade": "demolition",
    "share": "55",
    "cost": "28",
    "reserved": "",
    "phase": "firm",
    "affirmed": "",
    "holder": "",
}


def operation(owner: Any, **asked: Any) -> Operation:
    """An operation that this organisation follows and buys."""
    return create_operation(owner.pk, OPERATION | {"buyer": owner.pk} | asked, by=PLATFORM, now=NOW)


def contract(owner: Any, lots: int = 1, **asked: Any) -> Contract:
    """A contract of such an operation."""
    rows = [LOT | {"name": f"Lot {rank}"} for rank in range(lots)]
    return create_contract(operation(owner).pk, CONTRACT | asked, rows, on=DAY, by=PLATFORM, now=NOW)
