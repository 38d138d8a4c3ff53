"""What can be done in the exchanges."""

from quartiers.exchanges.actions.needs import express_need
from quartiers.exchanges.actions.participants import forget, note_entry, save_choices
from quartiers.exchanges.actions.registrations import (
    Asked,
    Identity,
    NewNeed,
    cancel,
    change_quota,
    fill_places,
    register,
    revoke_links,
    set_sessions,
)

__all__ = [
    "Asked",
    "Identity",
    "NewNeed",
    "cancel",
    "change_quota",
    "express_need",
    "fill_places",
    "forget",
    "note_entry",
    "register",
    "revoke_links",
    "save_choices",
    "set_sessions",
]
