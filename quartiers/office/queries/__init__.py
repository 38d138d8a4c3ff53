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
from quartiers.office.queries.outbox import (
    Campaign,
    alike_drafts,
    campaign_of,
    campaigns,
    due_mails,
    last_came_back,
    mail_by_number,
    mail_counts,
    mail_kinds,
    mails,
    mails_about,
)
from quartiers.office.queries.retention import RetentionLine, next_purge, retention_lines
from quartiers.office.queries.stored import stored_files
from quartiers.office.queries.timers import TimerLine, failed_timers, late_timers, timer_line, timer_lines

__all__ = [
    "Campaign",
    "Reading",
    "RetentionLine",
    "TimerLine",
    "Verification",
    "alike_drafts",
    "audit_lines",
    "campaign_of",
    "campaigns",
    "chain_state",
    "due_mails",
    "failed_timers",
    "job_by_id",
    "job_by_token",
    "job_counts",
    "jobs",
    "last_came_back",
    "late_timers",
    "mail_by_number",
    "mail_counts",
    "mail_kinds",
    "mails",
    "mails_about",
    "next_purge",
    "object_name",
    "readings_of",
    "retention_lines",
    "stored_files",
    "timer_line",
    "timer_lines",
    "verify",
]
