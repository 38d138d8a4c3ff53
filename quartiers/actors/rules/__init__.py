"""What is true of people who work here, of their organisations and of the territories that bring them together."""

from quartiers.actors.rules.accounts import (
    FAILURE_WINDOW,
    FAILURES,
    FAILURES_BY_ADDRESS,
    INVITATION_KEPT,
    INVITATION_LIFE,
    PASSWORD_LENGTH,
    REVIEW_EVERY,
    SecondFactor,
    device,
    failure_window,
    failures_allowed,
    invitation_ends,
    leaves_no_administrator,
    may_invite,
    password_too_short,
    proves_two_factors,
    review_due,
)
from quartiers.actors.rules.cites import ANNEX_FILE_MONTHS
from quartiers.actors.rules.organisations import Family, OrganisationKind
from quartiers.actors.rules.roles import (
    GRANTS,
    LOCKED_WITHOUT_SECOND_FACTOR,
    Role,
    capabilities_of,
    needs_second_factor,
)

__all__ = [
    "ANNEX_FILE_MONTHS",
    "FAILURES",
    "FAILURES_BY_ADDRESS",
    "FAILURE_WINDOW",
    "GRANTS",
    "INVITATION_KEPT",
    "INVITATION_LIFE",
    "LOCKED_WITHOUT_SECOND_FACTOR",
    "PASSWORD_LENGTH",
    "REVIEW_EVERY",
    "Family",
    "OrganisationKind",
    "Role",
    "SecondFactor",
    "capabilities_of",
    "device",
    "failure_window",
    "failures_allowed",
    "invitation_ends",
    "leaves_no_administrator",
    "may_invite",
    "needs_second_factor",
    "password_too_short",
    "proves_two_factors",
    "review_due",
]
