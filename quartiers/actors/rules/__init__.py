"""What is true of people who work here, of their organisations and of the territories that bring them together."""

from quartiers.actors.rules.organisations import Family, OrganisationKind
from quartiers.actors.rules.roles import (
    GRANTS,
    LOCKED_WITHOUT_SECOND_FACTOR,
    Role,
    capabilities_of,
    needs_second_factor,
)

__all__ = [
    "GRANTS",
    "LOCKED_WITHOUT_SECOND_FACTOR",
    "Family",
    "OrganisationKind",
    "Role",
    "capabilities_of",
    "needs_second_factor",
]
