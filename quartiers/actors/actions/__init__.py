"""What can be done with accounts, organisations and Cités."""

from quartiers.actors.actions.accounts import deactivate, forget_second_factor, reactivate, rename
from quartiers.actors.actions.attempts import (
    ask_new_password,
    forget_failures,
    note_failure,
    refuse_too_many,
    spend_code,
)
from quartiers.actors.actions.identities import (
    link_identity,
    note_second_factor,
    take_identity_away,
    unlink_identity,
)
from quartiers.actors.actions.invitations import (
    DEAD,
    accept,
    accept_as_newcomer,
    accept_with_identity,
    invite,
    revoke_invitation,
    send_invitation_again,
    token_hash,
)
from quartiers.actors.actions.members import change_role, confirm_members, end_membership
from quartiers.actors.actions.passwords import NEW_PASSWORD, start_new_password, write_new_password
from quartiers.actors.actions.purge import purge_invitations, purge_sign_ins
from quartiers.actors.actions.sessions import close_session, close_sessions, forget_session, open_session, see_session

__all__ = [
    "DEAD",
    "NEW_PASSWORD",
    "accept",
    "accept_as_newcomer",
    "accept_with_identity",
    "ask_new_password",
    "change_role",
    "close_session",
    "close_sessions",
    "confirm_members",
    "deactivate",
    "end_membership",
    "forget_failures",
    "forget_second_factor",
    "forget_session",
    "invite",
    "link_identity",
    "note_failure",
    "note_second_factor",
    "open_session",
    "purge_invitations",
    "purge_sign_ins",
    "reactivate",
    "refuse_too_many",
    "rename",
    "revoke_invitation",
    "see_session",
    "send_invitation_again",
    "spend_code",
    "start_new_password",
    "take_identity_away",
    "token_hash",
    "unlink_identity",
    "write_new_password",
]
