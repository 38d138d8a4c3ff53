"""Work of the exchanges that comes back: reminders, surveys."""

from datetime import datetime

from quartiers.exchanges import actions
from quartiers.kernel.french import quantity
from quartiers.office.rules import Every, Timer


def remind(now: datetime) -> str:
    """Write the reminders whose time has come."""
    count = actions.send_reminders(now=now)
    return f"{quantity(count, 'rappel écrit', 'rappels écrits')}." if count else "Aucun rappel à écrire."


def ask(now: datetime) -> str:
    """Ask those who came what they thought of it."""
    count = actions.send_surveys(now=now)
    return f"{quantity(count, 'avis demandé', 'avis demandés')}." if count else "Aucun avis à demander."


TIMERS = [
    Timer("exchanges.reminders", "Rappels avant les séances", Every(5), remind),
    Timer("exchanges.surveys", "Avis demandés après les séances", Every(15), ask),
]
