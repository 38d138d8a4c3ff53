"""What a room says of its own health: plain data, without secrets and without personal data."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """From best to worst."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        return {"ok": "en ordre", "warning": "à surveiller", "broken": "en panne"}[self.value]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Args:
        name: French, what was looked at.
        health: ``broken`` makes the health page answer 503.
        message: French, what is so, and what to do when it is not well. Never a path, an address or a password.
    """

    name: str
    health: Health
    message: str


def worst(checks: list[Check]) -> Health:
    """The health of the whole; ``ok`` when nothing was looked at."""
    return max((check.health for check in checks), key=list(Health).index, default=Health.OK)
