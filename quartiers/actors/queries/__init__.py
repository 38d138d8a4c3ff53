"""What can be asked of people who work here and of their organisations."""

from quartiers.actors.queries.access import (
    all_accounts,
    cites_coordinated_by,
    has_administrator,
    last_review,
    members,
    organisation,
    organisations_named,
    reviews_due,
)
from quartiers.actors.queries.accounts import (
    Belonging,
    account,
    account_at,
    account_opened_by,
    belongings,
    has_second_factor,
    identity_of,
    kind_label,
    open_sessions,
    recovery_codes_left,
)
from quartiers.actors.queries.invitations import all_invitations, invitation_opened_by, waiting_invitations
from quartiers.actors.queries.roles import CHOSEN, cite_roles_of, memberships_of

__all__ = [
    "CHOSEN",
    "Belonging",
    "account",
    "account_at",
    "account_opened_by",
    "all_accounts",
    "all_invitations",
    "belongings",
    "cite_roles_of",
    "cites_coordinated_by",
    "has_administrator",
    "has_second_factor",
    "identity_of",
    "invitation_opened_by",
    "kind_label",
    "last_review",
    "members",
    "memberships_of",
    "open_sessions",
    "organisation",
    "organisations_named",
    "recovery_codes_left",
    "reviews_due",
    "waiting_invitations",
]
