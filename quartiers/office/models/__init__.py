"""What is remembered of background work, of mails, of forms and of who did what."""

from quartiers.office.models.audit import AuditChain, AuditLine
from quartiers.office.models.imports import ColumnChoice
from quartiers.office.models.jobs import Job
from quartiers.office.models.outbox import Mail
from quartiers.office.models.sent import SentForm
from quartiers.office.models.stored import StoredFile
from quartiers.office.models.timers import PurgeState, TimerState

__all__ = [
    "AuditChain",
    "AuditLine",
    "ColumnChoice",
    "Job",
    "Mail",
    "PurgeState",
    "SentForm",
    "StoredFile",
    "TimerState",
]
