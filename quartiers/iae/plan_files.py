"""What the files of a funding plan hold."""

from collections.abc import Iterable, Iterator

from quartiers.iae.models import FundingLine
from quartiers.iae.queries.funding import Carried, as_rule, label_of
from quartiers.iae.rules.plans import Basis, Side, State
from quartiers.web.exports import Cell

HEADER = [
    "année", "sens", "code", "ligne", "en nature", "montant prévu ou demandé (€)", "accordé (€)", "versé (€)",
    "compté (€)", "état", "demandé le", "accordé le", "versé le", "ce que vaut le chiffre", "comment il est compté",
]  # fmt: skip
PLACES_HEADER = [
    "quartier", "code", "année", "plans", "effort local compté (€)", "argent venu d’ailleurs compté (€)",
    "pour un euro local", "effort local versé (€)", "argent venu d’ailleurs versé (€)", "pour un euro local versé",
]  # fmt: skip


def rows(lines: Iterable[FundingLine]) -> Iterator[list[Cell]]:
    """One row a line."""
    for one in lines:
        yield [
            one.year or "investissement", Side(one.side).label, one.code, label_of(one), one.in_kind, one.amount,
            one.granted, one.paid, as_rule(one).counted, State(one.state).label, one.asked_on, one.granted_on,
            one.paid_on, Basis(one.basis).label, one.how,
        ]  # fmt: skip


def place_rows(found: Carried) -> Iterator[list[Cell]]:
    """One row by neighbourhood and year."""
    for one in found.rows:
        yield [
            found.name(one), one.place, one.year, one.plans, one.local, one.elsewhere,
            None if one.ratio is None else round(one.ratio, 2), one.local_paid, one.elsewhere_paid,
            None if one.ratio_paid is None else round(one.ratio_paid, 2),
        ]  # fmt: skip
