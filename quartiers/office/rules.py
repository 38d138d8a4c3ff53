"""What is true of background work."""

from enum import StrEnum


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
