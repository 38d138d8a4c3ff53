"""Whether the hours of lots can be done: what the directory of employers of insertion says around the operation."""

from collections.abc import Iterable
from datetime import date

from quartiers.actors.queries.directory import Near, near
from quartiers.iae.queries.employers import activities_between, employers
from quartiers.procurement.models import Operation
from quartiers.procurement.queries.operations import ContractLines, LotLine
from quartiers.procurement.rules.contracts import ReservedLot
from quartiers.procurement.rules.feasibility import REACH, Feasibility, LotFacts, Nearby, feasibility, sharing
from quartiers.procurement.rules.trades import Trade


def feasible(
    operation: Operation, lines: Iterable[ContractLines], neighbourhoods: list[str], *, on: date
) -> dict[int, Feasibility]:
    """The answer for each lot of an operation, by the number of its row; three queries whatever the lots.

    Args:
        operation: where it stands: its commune, else its first neighbourhood.
        lines: its contracts.
        neighbourhoods: codes of the priority neighbourhoods it names.
        on: the day one looks.
    """
    contracts = list(lines)
    if not any(one.lots for one in contracts):
        return {}
    reached = _nearby(_place(operation, neighbourhoods), on)
    facts = {line.lot.pk: _facts(line, one, reached, bool(neighbourhoods)) for one in contracts for line in one.lots}
    weighed = sharing(list(facts.values()))
    return {number: feasibility(one, on=on) for number, one in zip(facts, weighed, strict=True)}


def place_keys(operation: Operation, neighbourhoods: list[str]) -> list[str]:
    """Where the operation stands, as the directory names places, the surest first: its commune, a neighbourhood."""
    commune = [f"commune-{operation.commune_id}"] if operation.commune_id else []
    return commune + [f"quartier-{code}" for code in neighbourhoods[:1]]


def _place(operation: Operation, neighbourhoods: list[str]) -> Near | None:
    return next((found for key in place_keys(operation, neighbourhoods) if (found := near(key))), None)


def _nearby(place: Near | None, on: date) -> tuple[Nearby, ...] | None:
    if place is None:
        return None
    rows = employers(on, place, REACH.on(on))
    return tuple(
        Nearby(row.name, row.kind, frozenset(activities_between(row.activities)), row.openings) for row in rows
    )


def _facts(
    line: LotLine, lines: ContractLines, nearby: tuple[Nearby, ...] | None, has_neighbourhood: bool
) -> LotFacts:
    lot = line.lot
    return LotFacts(
        Trade(lot.trade),
        lot.hours,
        lot.total_hours,
        ReservedLot(lot.reserved_to),
        lines.months,
        nearby,
        has_neighbourhood,
    )
