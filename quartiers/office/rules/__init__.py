"""What is true of background work, of mails and of the journal."""

from quartiers.office.rules.audit import JOURNAL_MONTHS, PLATFORM, Anchor, Author, Fault, Line, Sealed, Verb
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
from quartiers.office.rules.retention import JOB_MINUTES, PurgeWork, Retention, how_long
from quartiers.office.rules.timers import Daily, Every, Schedule, Timer, next_run, words

__all__ = [
    "BACK_OFF",
    "CLAIM_LOST_AFTER",
    "INTERRUPTED",
    "JOB_MINUTES",
    "JOURNAL_MONTHS",
    "MAIL_DAYS",
    "MAX_ATTEMPTS",
    "OPEN_STATES",
    "ORPHAN_AFTER",
    "PLATFORM",
    "QUEUE_MEMORY",
    "SILENT_AFTER",
    "SUBJECT_MAX",
    "TOKEN",
    "UNEXPECTED",
    "Anchor",
    "Author",
    "Daily",
    "Every",
    "Fault",
    "JobQueued",
    "JobState",
    "Line",
    "MailState",
    "PurgeWork",
    "Retention",
    "Schedule",
    "Sealed",
    "Timer",
    "Verb",
    "how_long",
    "may_follow",
    "next_run",
    "next_try",
    "words",
]
