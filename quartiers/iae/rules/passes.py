"""A PASS IAE: its end, its suspensions and prolongations, what remains of it, and the waiting period after it.

Every date is included, the first as the last. The platform never issues a PASS: it computes and verifies. Durations
and caps, with their source and the day it was read, are the dated entries of ``values``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from quartiers.iae.rules.calendar import days_later, months_later
from quartiers.iae.rules.codes import Author, Sender, is_siae, known
from quartiers.iae.rules.values import (
    CAP_DIFFICULTIES_DAYS,
    CAP_HEALTH_DAYS,
    CAP_RQTH_DAYS,
    CAP_SENIOR_DAYS,
    CDI_AGE,
    PASS_DAYS,
    PROLONGATION_AFTER_MONTHS,
    PROLONGATION_BEFORE_MONTHS,
    PROLONGATION_CDI_DAYS,
    PROLONGATION_DAYS,
    SENIOR_FROM,
    SUSPENSION_MONTHS,
    WAITING_YEARS,
)
from quartiers.kernel.dated import Dated
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import day, number

#: First and last day of a suspension.
Suspension: TypeAlias = tuple[date, date]
#: Reason, first and last day of a prolongation; the first is the end of the PASS before it.
Prolongation: TypeAlias = tuple[str, date, date]


class PassState(StrEnum):
    FUTURE = "future"
    VALID = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return {
            "future": "pas encore commencé", "valid": "valable", "suspended": "suspendu", "expired": "terminé"
        }[self.value]  # fmt: skip


class ProlongationReason(StrEnum):
    """Why a PASS may be made longer."""

    SENIOR_CDI = "SENIOR_CDI"
    COMPLETE_TRAINING = "COMPLETE_TRAINING"
    RQTH = "RQTH"
    SENIOR = "SENIOR"
    PARTICULAR_DIFFICULTIES = "PARTICULAR_DIFFICULTIES"
    HEALTH_CONTEXT = "HEALTH_CONTEXT"

    def label_on(self, on: date) -> str:
        """Its words, with the ages of that day."""
        return {
            "SENIOR_CDI": f"CDI inclusion d’une personne de plus de {CDI_AGE.on(on)} ans",
            "COMPLETE_TRAINING": "Fin d’une formation",
            "RQTH": "Reconnaissance de travailleur handicapé (RQTH)",
            "SENIOR": f"{SENIOR_FROM.on(on)} ans et plus",
            "PARTICULAR_DIFFICULTIES": "Difficultés particulièrement importantes (ACI et AI)",
            "HEALTH_CONTEXT": "Contexte sanitaire (fermé depuis le 1er décembre 2021)",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether a new request may give this reason."""
        return self is not ProlongationReason.HEALTH_CONTEXT

    @property
    def per_request(self) -> Dated[int]:
        """The longest that one request may ask, in days."""
        return PROLONGATION_CDI_DAYS if self is ProlongationReason.SENIOR_CDI else PROLONGATION_DAYS

    @property
    def cap(self) -> Dated[int] | None:
        """The most that all prolongations of the PASS may make together, in days; None when there is no limit."""
        return {
            ProlongationReason.RQTH: CAP_RQTH_DAYS,
            ProlongationReason.SENIOR: CAP_SENIOR_DAYS,
            ProlongationReason.PARTICULAR_DIFFICULTIES: CAP_DIFFICULTIES_DAYS,
            ProlongationReason.HEALTH_CONTEXT: CAP_HEALTH_DAYS,
        }.get(self)


@dataclass(frozen=True)
class PassStatus:
    """A PASS on a day.

    Args:
        end_on: its last day, suspensions and prolongations counted.
        remaining_days: days still to come, that day included; suspended days are taken away.
        state: future, valid, suspended or expired.
        waiting_period_end: last day of the two years after the end, whatever the state.
    """

    end_on: date
    remaining_days: int
    state: PassState
    waiting_period_end: date


def pass_end(start_on: date) -> date:
    """The last day of a PASS that starts that day, before any suspension or prolongation: 730 days, both included.

    Raises:
        RuleBroken: no calendar holds that day.

    >>> pass_end(date(2025, 1, 1))
    datetime.date(2026, 12, 31)
    """
    return days_later(start_on, PASS_DAYS.on(start_on) - 1)


def suspension_limit(start_on: date) -> date:
    """The last day that a suspension which starts that day may reach: 36 calendar months, less a day.

    Raises:
        RuleBroken: no calendar holds that day.

    >>> suspension_limit(date(2024, 2, 29))
    datetime.date(2027, 2, 27)
    """
    return days_later(months_later(start_on, SUSPENSION_MONTHS.on(start_on)), -1)


def pass_status(
    start_on: date, suspensions: Iterable[Suspension], prolongations: Iterable[Prolongation], *, on: date
) -> PassStatus:
    """A PASS on a day: its end, its remaining days, its state, the end of its waiting period.

    Args:
        start_on: first day of the PASS.
        suspensions: first and last day of each.
        prolongations: reason, first and last day of each.
        on: the day asked.

    A suspension or a prolongation moves the end by its last day minus its first. Remaining days count both bounds, and
    so does what a suspension takes away: it takes one day more than it adds, as the national platform does. Neither
    order nor overlap is judged here: ``check_periods`` does.

    Raises:
        RuleBroken: a suspension or a prolongation ends before it starts, its reason is unknown, or the calendar ends.

    >>> status = pass_status(date(2025, 1, 1), [(date(2025, 6, 1), date(2025, 6, 30))], [], on=date(2025, 6, 1))
    >>> status.end_on, status.remaining_days, status.state.value
    (datetime.date(2027, 1, 29), 578, 'suspended')
    """
    paused, longer = list(suspensions), list(prolongations)
    for reason, _, _ in longer:
        known(ProlongationReason, reason, "Le motif")
    moved = sum(_length(*one) for one in paused) + sum(_length(first, last) for _, first, last in longer)
    end_on = days_later(pass_end(start_on), moved)
    return PassStatus(
        end_on=end_on,
        remaining_days=max(0, _still(start_on, end_on, on) - sum(_still(*one, on) for one in paused)),
        state=_state(start_on, end_on, paused, on),
        waiting_period_end=waiting_period_end(end_on),
    )


def prolongation_limit(reason: str, *, end_on: date, previous: Iterable[Prolongation]) -> date:
    """The latest end of one more prolongation.

    Args:
        reason: code of the new one.
        end_on: end of the PASS, where the prolongation starts.
        previous: the prolongations of this PASS so far; only their lengths count.

    It is at most the longest of one request, and at most what is left of the cap of the reason once the lengths of all
    the previous ones are counted, whatever their reason.

    Raises:
        RuleBroken: nothing is left, the reason is unknown, or a previous one ends before it starts.

    >>> prolongation_limit("RQTH", end_on=date(2026, 12, 31), previous=[])
    datetime.date(2027, 12, 31)
    """
    asked = known(ProlongationReason, reason, "Le motif")
    used = sum(_length(first, last) for _, first, last in previous)
    longest = asked.per_request.on(end_on)
    if asked.cap is not None:
        cap = asked.cap.on(end_on)
        if used >= cap:
            raise RuleBroken(
                f"Les prolongations de ce PASS IAE font déjà {number(used)} jours, et ce motif en permet "
                f"{number(cap)} en tout. Aucune prolongation n’est plus possible pour ce motif."
            )
        longest = min(longest, cap - used)
    return days_later(end_on, longest)


def may_be_prolonged(end_on: date, *, on: date, suspended: bool) -> bool:
    """Whether a prolongation may be asked that day: from 12 calendar months before the end to 6 after, both days
    included, and never while the PASS is suspended.

    Args:
        end_on: last day of the PASS, suspensions and earlier prolongations counted.
        on: the day asked.
        suspended: whether the PASS is suspended that day.

    Raises:
        RuleBroken: no calendar holds one of the two days.

    >>> may_be_prolonged(date(2026, 12, 31), on=date(2027, 6, 30), suspended=False)
    True
    """
    first = months_later(end_on, -PROLONGATION_BEFORE_MONTHS.on(on))
    last = months_later(end_on, PROLONGATION_AFTER_MONTHS.on(on))
    return not suspended and first <= on <= last


def waiting_period_end(pass_end_on: date) -> date:
    """The last day of the waiting period of a PASS that ends that day."""
    return months_later(pass_end_on, 12 * WAITING_YEARS.on(pass_end_on))


def waiting_period_blocks(
    pass_end_on: date, *, on: date, employer_kind: str, sender: str, diagnosis_by: str | None
) -> bool:
    """Whether the waiting period forbids a new PASS.

    Args:
        pass_end_on: last day of the former PASS.
        on: the day asked.
        employer_kind: code of the employer, EA and EATT of older files included; the period concerns SIAE only.
        sender: who sends the application.
        diagnosis_by: author of a diagnosis that counts that day, None when there is none.

    It blocks from the day after the end to its last day included. An authorised prescriber lifts it, by sending the
    application or by making the diagnosis; an employer's own diagnosis does not.

    Raises:
        RuleBroken: a code is unknown.

    >>> asked = {"employer_kind": "ACI", "sender": "employer", "diagnosis_by": None}
    >>> waiting_period_blocks(date(2026, 12, 31), on=date(2028, 12, 31), **asked)
    True
    """
    concerned = is_siae(employer_kind)
    by = known(Sender, sender, "L’expéditeur")
    author = None if diagnosis_by is None else known(Author, diagnosis_by, "L’auteur du diagnostic")
    lifted = by is Sender.AUTHORIZED_PRESCRIBER or author is Author.PRESCRIBER
    return concerned and not lifted and pass_end_on < on <= waiting_period_end(pass_end_on)


def _length(first: date, last: date) -> int:
    """By how many days it moves the end."""
    if last < first:
        raise RuleBroken(
            f"Une période commence le {day(first)} et finit avant, le {day(last)}. Corrigez l’une des deux dates."
        )
    return (last - first).days


def _still(first: date, last: date, on: date) -> int:
    """How many of its days are still to come, that day included."""
    return max(0, (last - max(on, first)).days + 1)


def _state(start_on: date, end_on: date, suspensions: list[Suspension], on: date) -> PassState:
    if on > end_on:
        return PassState.EXPIRED
    if on < start_on:
        return PassState.FUTURE
    paused = any(first <= on <= last for first, last in suspensions)
    return PassState.SUSPENDED if paused else PassState.VALID
