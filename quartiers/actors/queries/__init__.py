"""What can be asked of people who work here and of their organisations."""

from quartiers.actors.queries.accounts import (
    Belonging,
    account,
    account_at,
    belongings,
    has_second_factor,
    kind_label,
    open_sessions,
    recovery_codes_left,
)
from quartiers.actors.queries.roles import CHOSEN, cite_roles_of, memberships_of

__all__ = [
    "CHOSEN",
    "Belonging",
    "account",
    "account_at",
    "belongings",
    "cite_roles_of",
    "has_second_factor",
    "kind_label",
    "memberships_of",
    "open_sessions",
    "recovery_codes_left",
]
