"""What is true of background work and of mails."""

from quartiers.office.rules.jobs import (
    INTERRUPTED,
    MAX_ATTEMPTS,
    OPEN_STATES,
    ORPHAN_AFTER,
    QUEUE_MEMORY,
    SILENT_AFTER,
    TOKEN,
    UNEXPECTED,
    JobQueued,
    JobState,
)
from quartiers.office.rules.outbox import (
    BACK_OFF,
    CLAIM_LOST_AFTER,
    MAIL_DAYS,
    SUBJECT_MAX,
    MailState,
    may_follow,
    next_try,
)

__all__ = [
    "BACK_OFF",
    "CLAIM_LOST_AFTER",
    "INTERRUPTED",
    "MAIL_DAYS",
    "MAX_ATTEMPTS",
    "OPEN_STATES",
    "ORPHAN_AFTER",
    "QUEUE_MEMORY",
    "SILENT_AFTER",
    "SUBJECT_MAX",
    "TOKEN",
    "UNEXPECTED",
    "JobQueued",
    "JobState",
    "MailState",
    "may_follow",
    "next_try",
]
