"""What can be asked of people who work here and of their organisations."""

from quartiers.actors.queries.access import (
    account_counts,
    accounts_in_cite,
    accounts_with_role,
    all_accounts,
    cite_choices,
    cites_coordinated_by,
    has_administrator,
    last_review,
    members,
    organisation,
    organisation_names,
    organisations_named,
    reviews_due,
)
from quartiers.actors.queries.accounts import (
    Belonging,
    account,
    account_at,
    account_opened_by,
    belongings,
    identities_of,
    identity_of,
    kind_label,
    open_sessions,
)
from quartiers.actors.queries.invitations import all_invitations, invitation_opened_by, waiting_invitations
from quartiers.actors.queries.protection import has_second_factor, recovery_codes_left
from quartiers.actors.queries.roles import CHOSEN, cite_roles_of, memberships_of

__all__ = [
    "CHOSEN",
    "Belonging",
    "account",
    "account_at",
    "account_counts",
    "account_opened_by",
    "accounts_in_cite",
    "accounts_with_role",
    "all_accounts",
    "all_invitations",
    "belongings",
    "cite_choices",
    "cite_roles_of",
    "cites_coordinated_by",
    "has_administrator",
    "has_second_factor",
    "identities_of",
    "identity_of",
    "invitation_opened_by",
    "kind_label",
    "last_review",
    "members",
    "memberships_of",
    "open_sessions",
    "organisation",
    "organisation_names",
    "organisations_named",
    "recovery_codes_left",
    "reviews_due",
    "waiting_invitations",
]
