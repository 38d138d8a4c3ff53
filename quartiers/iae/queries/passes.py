"""A PASS IAE simulated: nothing is asked from the database, nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quartiers.iae.rules import (
    PassState,
    PassStatus,
    ProlongationReason,
    check_periods,
    may_be_prolonged,
    pass_status,
    prolongation_limit,
)
from quartiers.iae.rules.calendar import days_later, months_later
from quartiers.iae.rules.passes import Prolongation, Suspension
from quartiers.iae.rules.values import PROLONGATION_AFTER_MONTHS, PROLONGATION_BEFORE_MONTHS
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, day, quantity


@dataclass(frozen=True)
class PassSimulation:
    """What may be said of a PASS on a day.

    Args:
        start_on: first day of the PASS.
        on: the day asked.
        status: end, remaining days, state, end of the waiting period.
        suspensions: first and last day of each, by date.
        prolongations: reason, first and last day of each, by date.
        sentence: the answer, in one French sentence.
        open_from: first day on which a prolongation may be asked.
        open_to: last day on which it may.
        may_be_prolonged: whether it may the day asked.
        limits: open reasons, their words, and the latest end that one more prolongation may reach; None when nothing
            is left.
    """

    start_on: date
    on: date
    status: PassStatus
    suspensions: tuple[Suspension, ...]
    prolongations: tuple[Prolongation, ...]
    sentence: str
    open_from: date
    open_to: date
    may_be_prolonged: bool
    limits: tuple[tuple[ProlongationReason, str, date | None], ...]


def simulate_pass(
    start_on: date, suspensions: Sequence[Suspension], prolongations: Sequence[Prolongation], *, on: date
) -> PassSimulation:
    """Everything that may be said of a PASS on a day.

    Raises:
        RuleBroken: its periods contradict each other or pass their limits.
    """
    check_periods(start_on, suspensions, prolongations)
    status = pass_status(start_on, suspensions, prolongations, on=on)
    return PassSimulation(
        start_on=start_on,
        on=on,
        status=status,
        suspensions=tuple(sorted(suspensions)),
        prolongations=tuple(sorted(prolongations, key=lambda one: one[1:])),
        sentence=_sentence(start_on, status, on),
        open_from=months_later(status.end_on, -PROLONGATION_BEFORE_MONTHS.on(on)),
        open_to=months_later(status.end_on, PROLONGATION_AFTER_MONTHS.on(on)),
        may_be_prolonged=may_be_prolonged(status.end_on, on=on, suspended=status.state is PassState.SUSPENDED),
        limits=tuple(
            (reason, reason.label_on(on), _limit(reason, status.end_on, prolongations))
            for reason in ProlongationReason
            if reason.is_open
        ),
    )


def _limit(reason: ProlongationReason, end_on: date, previous: Sequence[Prolongation]) -> date | None:
    try:
        return prolongation_limit(reason, end_on=end_on, previous=previous)
    except RuleBroken:
        return None


def _sentence(start_on: date, status: PassStatus, on: date) -> str:
    left = quantity(status.remaining_days, "jour")
    match status.state:
        case PassState.FUTURE:
            return f"Ce PASS commence le {day(start_on)}{NBSP}: il durera {left}."
        case PassState.VALID:
            return f"Il reste {left}{NBSP}: ce PASS vaut jusqu’au {day(status.end_on)}."
        case PassState.SUSPENDED:
            return f"Ce PASS est suspendu{NBSP}: il restera {left} à la reprise."
        case PassState.EXPIRED if on <= status.waiting_period_end:
            return f"Ce PASS est terminé{NBSP}: délai de carence jusqu’au {day(status.waiting_period_end)}."
        case PassState.EXPIRED:
            free = day(days_later(status.waiting_period_end, 1))
            return f"Ce PASS est terminé, sa carence aussi{NBSP}: un nouveau est possible depuis le {free}."
