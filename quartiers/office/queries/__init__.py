"""What can be asked of background work and of mails. Never writes."""

from quartiers.office.queries.jobs import job_by_token
from quartiers.office.queries.outbox import mail_counts, mails

__all__ = ["job_by_token", "mail_counts", "mails"]
