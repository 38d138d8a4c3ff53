"""Whether the suspensions and prolongations of a PASS could all have been recorded by the national platform."""

from collections.abc import Iterable
from datetime import date

from quartiers.iae.rules.calendar import days_later
from quartiers.iae.rules.passes import Prolongation, Suspension, pass_end, prolongation_limit, suspension_limit
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, day


def check_periods(start_on: date, suspensions: Iterable[Suspension], prolongations: Iterable[Prolongation]) -> None:
    """Refuse periods that contradict each other or pass their limits.

    Args:
        start_on: first day of the PASS.
        suspensions: first and last day of each.
        prolongations: reason, first and last day of each.

    A suspension starts within the PASS as it stood then, lasts at most 36 months and shares no day with another. A
    prolongation starts when the one before it has ended, and stays within the limit of its reason.

    Raises:
        RuleBroken: the first fault, by date.
    """
    paused, longer = sorted(suspensions), sorted(prolongations, key=lambda one: one[1:])
    periods = [*paused, *(one[1:] for one in longer)]
    for first, last in periods:
        if last < first:
            raise RuleBroken(
                f"Une période commence le {day(first)} et finit avant, le {day(last)}. Corrigez ses dates."
            )
    _check_suspensions(start_on, paused, periods)
    _check_prolongations(start_on, longer)


def prolongation_start(start_on: date, suspensions: Iterable[Suspension], previous: Iterable[Prolongation]) -> date:
    """The day on which one more prolongation starts: the end of the PASS once these periods have moved it.

    A suspension that starts after that end waits for the prolongation, and does not move it.
    """
    end_on = pass_end(start_on)
    for first, last in sorted([*suspensions, *(one[1:] for one in previous)]):
        if first <= end_on:
            end_on = days_later(end_on, (last - first).days)
    return end_on


def _check_suspensions(start_on: date, paused: list[Suspension], periods: list[Suspension]) -> None:
    for index, (first, last) in enumerate(paused):
        end_on = _end_before(first, start_on, periods)
        if not start_on <= first <= end_on:
            raise RuleBroken(
                f"Une suspension commence le {day(first)}, hors du PASS IAE, qui va alors du {day(start_on)} "
                f"au {day(end_on)}. Corrigez son début."
            )
        if last > suspension_limit(first):
            raise RuleBroken(
                f"La suspension du {day(first)} est trop longue{NBSP}: "
                f"elle peut aller jusqu’au {day(suspension_limit(first))}. Corrigez sa fin."
            )
        if index and first <= paused[index - 1][1]:
            raise RuleBroken(f"Deux suspensions ont le {day(first)} en commun. Corrigez l’une des deux.")


def _check_prolongations(start_on: date, longer: list[Prolongation]) -> None:
    for index, (reason, first, last) in enumerate(longer):
        if first < start_on:
            raise RuleBroken(f"Une prolongation commence le {day(first)}, avant le PASS IAE. Corrigez son début.")
        if index and first < longer[index - 1][2]:
            raise RuleBroken(f"Deux prolongations se chevauchent le {day(first)}. Corrigez l’une des deux.")
        limit = prolongation_limit(reason, end_on=first, previous=longer[:index])
        if last > limit:
            raise RuleBroken(
                f"La prolongation du {day(first)} est trop longue pour son motif{NBSP}: "
                f"elle peut aller jusqu’au {day(limit)}. Corrigez sa fin."
            )


def _end_before(day_asked: date, start_on: date, periods: list[Suspension]) -> date:
    """The end of the PASS as it stood before a period that starts that day."""
    moved = sum((last - first).days for first, last in periods if first < day_asked)
    return days_later(pass_end(start_on), moved)
