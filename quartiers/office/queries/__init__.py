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
from quartiers.office.queries.jobs import job_by_token
from quartiers.office.queries.outbox import mail_counts, mails

__all__ = [
    "Reading",
    "Verification",
    "audit_lines",
    "chain_state",
    "job_by_token",
    "mail_counts",
    "mails",
    "object_name",
    "readings_of",
    "verify",
]
