"""What can be done in the exchanges."""

from quartiers.exchanges.actions.afterwards import change_practice, send_resources, set_afterwards, write_practice
from quartiers.exchanges.actions.attendance import note_listed, set_presences
from quartiers.exchanges.actions.board import (
    answer_group,
    answer_invitation,
    group_needs,
    invite_askers,
    merge_groups,
    plan_second_group,
    set_aside,
)
from quartiers.exchanges.actions.cycles import change_cycle, copy_cycle, create_cycle, set_stage
from quartiers.exchanges.actions.listed import left_aside, register_for
from quartiers.exchanges.actions.needs import express_need
from quartiers.exchanges.actions.participants import (
    correct,
    forget,
    leave,
    note_entry,
    renew_links,
    save_choices,
    send_links,
    take_copy,
)
from quartiers.exchanges.actions.purge import purge_contacts, purge_participants
from quartiers.exchanges.actions.questions import set_questions
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
    withdraw_consent,
)
from quartiers.exchanges.actions.reminders import send_reminders
from quartiers.exchanges.actions.roles import forget_for, set_helpers
from quartiers.exchanges.actions.sessions import change_session, create_session, set_programme, set_session_stage
from quartiers.exchanges.actions.surveys import Opinion, answer_survey, send_surveys

__all__ = [
    "Asked",
    "Identity",
    "NewNeed",
    "Opinion",
    "answer_group",
    "answer_invitation",
    "answer_survey",
    "cancel",
    "change_cycle",
    "change_practice",
    "change_quota",
    "change_session",
    "copy_cycle",
    "correct",
    "create_cycle",
    "create_session",
    "express_need",
    "fill_places",
    "forget",
    "forget_for",
    "group_needs",
    "invite_askers",
    "leave",
    "left_aside",
    "merge_groups",
    "note_entry",
    "note_listed",
    "plan_second_group",
    "purge_contacts",
    "purge_participants",
    "register",
    "register_for",
    "renew_links",
    "revoke_links",
    "save_choices",
    "send_links",
    "send_reminders",
    "send_resources",
    "send_surveys",
    "set_afterwards",
    "set_aside",
    "set_helpers",
    "set_presences",
    "set_programme",
    "set_questions",
    "set_session_stage",
    "set_sessions",
    "set_stage",
    "take_copy",
    "withdraw_consent",
    "write_practice",
]
