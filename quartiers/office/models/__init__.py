"""What is remembered of background work and of mails."""

from quartiers.office.models.jobs import Job
from quartiers.office.models.outbox import Mail

__all__ = ["Job", "Mail"]
