"""What is true of background work."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

#: The token of a job: 32 random bytes, in base 64 for addresses.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
#: A running job that gave no sign for so long has lost its worker; every handler reports more often than that.
SILENT_AFTER = timedelta(minutes=3)
#: A job is given to another worker once; what kills two workers would kill a third.
MAX_ATTEMPTS = 2
#: Files without a job are left alone for a while: the transaction that creates the job may not be over.
ORPHAN_AFTER = timedelta(minutes=10)
#: How long the queue remembers a task that is over; it holds the number of the job, nothing else.
QUEUE_MEMORY = timedelta(days=1)

INTERRUPTED = (
    "Le travail a été interrompu deux fois, sans doute par un redémarrage de la plateforme. Recommencez\u202f; "
    "si cela se reproduit, prévenez la personne qui la gère."
)
UNEXPECTED = (
    "Une erreur que la plateforme n’attendait pas a arrêté le travail. Recommencez sans risque\u202f; "
    "si cela se reproduit, prévenez la personne qui la gère."
)
WRITING = (
    "L’enregistrement a commencé et va à son terme\u202f: il ne s’arrête plus, pour ne rien laisser à moitié. "
    "Attendez la fin."
)


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "waiting": "en attente",
            "running": "en cours",
            "done": "terminée",
            "failed": "en échec",
            "cancelled": "annulée",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether something may still happen to the job."""
        return self in OPEN_STATES


OPEN_STATES = frozenset({JobState.WAITING, JobState.RUNNING})


@dataclass(frozen=True)
class JobQueued:
    """A job waits for a worker."""

    job_id: int
