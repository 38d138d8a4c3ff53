"""What can be asked of background work, of mails and of the journal. Never writes."""

from quartiers.office.queries.audit import (
    Reading,
    Verification,
    audit_lines,
    chain_state,
    object_name,
    readings_of,
    verify,
)
from quartiers.office.queries.jobs import job_by_id, job_by_token, job_counts, jobs
from quartiers.office.queries.outbox import mail_counts, mails
from quartiers.office.queries.retention import RetentionLine, next_purge, retention_lines
from quartiers.office.queries.stored import stored_files
from quartiers.office.queries.timers import TimerLine, failed_timers, late_timers, timer_line, timer_lines

__all__ = [
    "Reading",
    "RetentionLine",
    "TimerLine",
    "Verification",
    "audit_lines",
    "chain_state",
    "failed_timers",
    "job_by_id",
    "job_by_token",
    "job_counts",
    "jobs",
    "late_timers",
    "mail_counts",
    "mails",
    "next_purge",
    "object_name",
    "readings_of",
    "retention_lines",
    "stored_files",
    "timer_line",
    "timer_lines",
    "verify",
]
