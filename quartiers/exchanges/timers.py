"""Work of the exchanges that comes back: reminders."""

from datetime import datetime

from quartiers.exchanges import actions
from quartiers.kernel.french import quantity
from quartiers.office.rules import Every, Timer


def remind(now: datetime) -> str:
    """Write the reminders whose time has come."""
    count = actions.send_reminders(now=now)
    return f"{quantity(count, 'rappel écrit', 'rappels écrits')}." if count else "Aucun rappel à écrire."


TIMERS = [Timer("exchanges.reminders", "Rappels avant les séances", Every(5), remind)]
