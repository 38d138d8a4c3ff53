"""Work of the exchanges that comes back: reminders, surveys, rooms to open."""

from datetime import datetime

from quartiers.exchanges import actions, rooms
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


def open_rooms(now: datetime) -> str:
    """Ask video servers for the rooms of the sessions that begin soon."""
    return rooms.open_rooms(now=now)


TIMERS = [
    Timer("exchanges.reminders", "Rappels avant les séances", Every(5), remind),
    Timer("exchanges.surveys", "Avis demandés après les séances", Every(15), ask),
    Timer("exchanges.rooms", "Salles à ouvrir avant les séances", Every(5), open_rooms),
]
