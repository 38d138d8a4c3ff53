"""Days and hours of a session as people read them, in its own zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from quartiers.exchanges.models import Session
from quartiers.exchanges.rules import OPENS_BEFORE, ZONES
from quartiers.kernel.french import NBSP, long_day, quantity


def hour(instant: datetime, zone: str) -> str:
    """«10 h», «10 h 30».

    >>> from datetime import datetime, UTC
    >>> hour(datetime(2026, 11, 26, 9, 30, tzinfo=UTC), "Europe/Paris").replace(NBSP, " ")
    '10 h 30'
    """
    local = instant.astimezone(ZoneInfo(zone))
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def when(session: Session) -> str:
    """«mardi 17 novembre 2020, de 10 h à 11 h 30, heure de Paris»; the session's cycle is loaded."""
    zone = session.cycle.zone
    day = long_day(session.starts_at.astimezone(ZoneInfo(zone)).date())
    hours = f"de {hour(session.starts_at, zone)} à {hour(session.ends_at, zone)}"
    return f"{day}, {hours}, heure de {ZONES.get(zone, zone)}"


def instant(value: datetime, zone: str) -> str:
    """«mardi 10 novembre 2020 à 10 h», on the clock of the zone.

    >>> from datetime import datetime, UTC
    >>> instant(datetime(2026, 11, 26, 9, 30, tzinfo=UTC), "Indian/Reunion").replace(NBSP, " ")
    'jeudi 26 novembre 2026 à 13 h 30'
    """
    return f"{long_day(value.astimezone(ZoneInfo(zone)).date())} à {hour(value, zone)}"


def opens(session: Session, *, now: datetime) -> str:
    """«La salle ouvre dans 5 minutes, à 9 h 45.», or the day when it is not the same one; its cycle is loaded."""
    zone, opens_at = session.cycle.zone, session.starts_at - OPENS_BEFORE
    at = hour(opens_at, zone)
    day, today = (one.astimezone(ZoneInfo(zone)).date() for one in (opens_at, now))
    if day != today:
        return f"La salle ouvre {long_day(day)} à {at}."
    hours, minutes = divmod(-(-(opens_at - now) // timedelta(minutes=1)), 60)
    left = f"{hours}{NBSP}h{NBSP}{minutes:02d}" if hours else quantity(minutes, "minute")
    return f"La salle ouvre dans {left}, à {at}."


def how_soon(instant: datetime, zone: str, *, now: datetime) -> str:
    """«Dans une semaine», «Demain», «Aujourd’hui», «Dans une heure», counted on the clock of the zone.

    >>> from datetime import datetime, UTC
    >>> start = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    >>> how_soon(start, "Europe/Paris", now=datetime(2026, 11, 25, 22, 0, tzinfo=UTC))
    'Demain'
    """
    left = instant - now
    if left <= timedelta(hours=1):
        return "Dans une heure" if left > timedelta(minutes=45) else "Dans quelques minutes"
    days = (instant.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days
    return {0: "Aujourd’hui", 1: "Demain", 7: "Dans une semaine"}.get(days, f"Dans {days}{NBSP}jours")
