"""What can be done in the exchanges."""

from quartiers.exchanges.actions.needs import express_need
from quartiers.exchanges.actions.participants import forget, note_entry, save_choices
from quartiers.exchanges.actions.purge import purge_contacts, purge_participants
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
from quartiers.exchanges.actions.reminders import send_reminders

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
    "purge_contacts",
    "purge_participants",
    "register",
    "revoke_links",
    "save_choices",
    "send_reminders",
    "set_sessions",
]
