"""What can be done with accounts, organisations and Cités."""

from quartiers.actors.actions.accounts import rename
from quartiers.actors.actions.attempts import forget_failures, note_failure, refuse_too_many, spend_code
from quartiers.actors.actions.sessions import close_session, close_sessions, forget_session, open_session, see_session

__all__ = [
    "close_session",
    "close_sessions",
    "forget_failures",
    "forget_session",
    "note_failure",
    "open_session",
    "refuse_too_many",
    "rename",
    "see_session",
    "spend_code",
]
