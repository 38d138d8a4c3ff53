"""The worked case: 96 dwellings renovated in seven lots, from the project to its hours of insertion. Invented."""

from datetime import date, datetime, timedelta

from quartiers.actors.invented import VAL
from quartiers.actors.queries.accounts import account_at, belongings
from quartiers.actors.queries.cites import find_cite
from quartiers.kernel.french import NBSP, number
from quartiers.office.rules import Author
from quartiers.procurement.actions.legal import keep_check
from quartiers.procurement.actions.operations import create_contract, create_operation
from quartiers.procurement.demo.legal import BUYER
from quartiers.procurement.examples import EXAMPLE_LOTS
from quartiers.procurement.queries.operations import lines_of, visible
from quartiers.procurement.rules import project_from
from quartiers.procurement.rules.catalogue import chosen
from quartiers.territory.queries import places

NAME = "Rénovation de 96 logements aux Tilleuls"
QUARTER, COMMUNE = "QN09901M", "11262"
STARTS, MONTHS_DAYS, AHEAD = date(2027, 1, 4), 424, timedelta(days=42)
PARTS = ("name", "amount", "trade", "share", "cost")
CLAUSES = ["reemploi-chantier", "critere-energie", "heures-insertion", "revoyure-heures"]
REST = {"reserved": "", "phase": "firm", "affirmed": "", "holder": ""}


def load(today: date, now: datetime) -> str:
    """Write it once, for the buyer of the demonstration."""
    buyer = account_at(BUYER)
    found = belongings(buyer.pk) if buyer else []
    if buyer is None or not found:
        return ""
    owner = found[0].membership.organisation_id
    if visible(owner, []).filter(name=NAME).exists():
        return ""
    by, starts = Author(buyer.pk, owner), max(STARTS, today + AHEAD)
    days = {"starts_on": starts.isoformat(), "ends_on": (starts + timedelta(days=MONTHS_DAYS)).isoformat()}
    cite = find_cite(VAL)
    operation = create_operation(
        owner,
        days
        | {
            "name": NAME,
            "buyer": owner,
            "kind": "works",
            "summary": "Curage, isolation, chauffage, peinture et abords, en site occupé.",
            "place": "Allée des Tilleuls",
            "commune": COMMUNE if places.find(places.communes(), COMMUNE) else "",
            "neighbourhoods": [QUARTER] if places.find(places.neighbourhoods(), QUARTER) else [],
            "cite": cite.pk if cite else "",
            "contrat_de_ville": "",
        },
        by=by,
        now=now,
        fictional=True,
    )
    contract = create_contract(operation.pk, _contract(days, today), _lots(), on=today, by=by, now=now)
    due = lines_of(contract, on=today).due
    clauses = project_from(_checked(due, today))
    keep_check(clauses, title="Clauses des travaux aux Tilleuls", contract_id=contract.pk, by=by, now=now)
    hours = number(due)
    return f"Une opération de sept lots, {hours}{NBSP}heures d’insertion."


def _contract(days: dict[str, str], today: date) -> dict[str, object]:
    return days | {
        "name": "Travaux de rénovation",
        "reference": "",
        "kind": "works",
        "state": "prepared",
        "is_concession": False,
        "cpv": "45453100",
        "consultation_on": today.isoformat(),
        "is_framework": False,
        "maximum": "",
        "hours_step": "",
        "hours_trigger": "",
        "invoiced": "",
        "invoiced_on": "",
        "rate": "5",
        "hours_a_year": "1600",
    }


def _checked(hours: int, today: date) -> dict[str, object]:
    """The contract with the clauses that its buyer chose, as the check reads it."""
    worth = sum(int(lot["amount"]) for lot in _lots())
    return {
        "kind": "works",
        "buyer": "local",
        "value": worth,
        "operation_value": worth,
        "consultation_on": today.isoformat(),
        "duration_months": 14,
        "environmental_condition": True,
        "environmental_criterion": True,
        "social_condition": True,
        "lots": len(EXAMPLE_LOTS),
        "hours_due": hours,
        "clauses": [
            {
                "stage": one.stage.value,
                "text": one.text,
                "proof": one.proof,
                "control": one.control,
                "penalty": one.penalty,
            }
            for one in chosen(CLAUSES)
        ],
    }


def _lots() -> list[dict[str, str]]:
    """The seven lots; the last one is reserved to structures of insertion."""
    cells = [[cell.replace(" ", "") if rank else cell for rank, cell in enumerate(lot)] for lot in EXAMPLE_LOTS]
    lots = [REST | dict(zip(PARTS, lot, strict=True)) for lot in cells]
    return [*lots[:-1], lots[-1] | {"reserved": "siae"}]
