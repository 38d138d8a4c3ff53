"""Whether what a simulator answers rests on texts that somebody has read."""

from datetime import date

from quartiers.iae import rules
from quartiers.kernel.dated import Dated

ELIGIBILITY = (rules.LEVEL_1_CRITERIA, rules.LEVEL_2_CRITERIA, rules.LEVEL_2_CRITERIA_LENDING)
PASS = (rules.PASS_DAYS, rules.SUSPENSION_MONTHS, rules.PROLONGATION_DAYS, rules.WAITING_YEARS)
GEIQ = (rules.GEIQ_FULL, rules.GEIQ_REDUCED, rules.GEIQ_LEVEL_2)


def are_verified(values: tuple[Dated[int], ...], *, on: date) -> bool:
    """Whether each of these values was read in its text."""
    entries = [value.entry_on(on) for value in values]
    return all(entry is not None and entry.verified_on is not None for entry in entries)
