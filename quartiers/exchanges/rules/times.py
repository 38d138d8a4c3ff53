"""Clocks of a session: when a door opens, when a reminder leaves, what a copy of a cycle is shifted by.

Instants are aware datetimes; days are counted on the wall clock of the cycle's zone, hours are real hours, so that the
changes of October and March move nothing that people see.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: The room opens so long before the session, and stays open so long after its end.
OPENS_BEFORE = timedelta(minutes=15)
STAYS_OPEN = timedelta(minutes=30)
FRIDAY = 4


#: Where cycles take place, by the zone whose clock is shown and counted; the words follow «heure de».
ZONES = {
    "Europe/Paris": "Paris",
    "America/Guadeloupe": "Guadeloupe",
    "America/Martinique": "Martinique",
    "America/Cayenne": "Guyane",
    "Indian/Reunion": "La Réunion",
    "Indian/Mayotte": "Mayotte",
    "Pacific/Noumea": "Nouvelle-Calédonie",
    "Pacific/Tahiti": "Polynésie française",
    "America/Miquelon": "Saint-Pierre-et-Miquelon",
    "Pacific/Wallis": "Wallis-et-Futuna",
}


class Reminder(StrEnum):
    """When a reminder leaves, the earliest first."""

    FORTNIGHT = "J-14"
    WEEK = "J-7"
    THREE_DAYS = "J-3"
    DAY = "J-1"
    HOUR = "H-1"

    @property
    def label(self) -> str:
        return {
            "J-14": "deux semaines avant",
            "J-7": "une semaine avant",
            "J-3": "trois jours avant",
            "J-1": "la veille",
            "H-1": "une heure avant",
        }[self.value]


#: What leaves unless the organiser of a cycle decides otherwise.
USUAL = Reminder.WEEK.value, Reminder.DAY.value, Reminder.HOUR.value
DAYS = {Reminder.FORTNIGHT: 14, Reminder.WEEK: 7, Reminder.THREE_DAYS: 3, Reminder.DAY: 1}
#: No reminder leaves earlier: fourteen days, and the hour that a change of clocks may add.
HORIZON = timedelta(days=14, hours=2)


class Door(StrEnum):
    """Whether a personal link leads into the room."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


def door(starts_at: datetime, ends_at: datetime, *, now: datetime) -> Door:
    """Whether the room of a session is open at this instant; both limits are inside.

    >>> from datetime import UTC
    >>> start = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
    >>> door(start, start + timedelta(minutes=90), now=start - timedelta(minutes=15)).value
    'open'
    """
    if now < starts_at - OPENS_BEFORE:
        return Door.EARLY
    return Door.OPEN if now <= ends_at + STAYS_OPEN else Door.OVER


def reminder_at(starts_at: datetime, reminder: Reminder, *, zone: str) -> datetime:
    """When a reminder leaves: at the same time of the wall clock days before, one real hour before.

    >>> from datetime import UTC
    >>> reminder_at(datetime(2026, 10, 26, 9, 0, tzinfo=UTC), Reminder.DAY, zone="Europe/Paris").isoformat()
    '2026-10-25T10:00:00+01:00'
    """
    if reminder is Reminder.HOUR:
        return starts_at - timedelta(hours=1)
    local = starts_at.astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=None) - timedelta(days=DAYS[reminder])).replace(tzinfo=ZoneInfo(zone))


def reminder_due(
    starts_at: datetime,
    *,
    zone: str,
    confirmed_at: datetime,
    sent: Collection[str],
    now: datetime,
    chosen: Collection[str] = USUAL,
) -> Reminder | None:
    """The reminder to send now to one person: the latest whose time has come, once, and never one that came before her
    confirmation or that a later one makes useless; only those that the organiser has ``chosen``.
    """
    if now >= starts_at:
        return None
    for reminder in [one for one in reversed(Reminder) if one in chosen]:
        due_at = reminder_at(starts_at, reminder, zone=zone)
        if due_at <= now:
            return reminder if reminder not in sent and confirmed_at < due_at else None
    return None


def next_reminder(starts_at: datetime, *, zone: str, chosen: Collection[str], now: datetime) -> datetime | None:
    """When the next reminder of a session leaves; None when none is to come.

    >>> from datetime import UTC
    >>> start = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
    >>> next_reminder(start, zone="Europe/Paris", chosen=USUAL, now=start - timedelta(days=3)).isoformat()
    '2026-10-25T10:00:00+01:00'
    """
    times = (reminder_at(starts_at, one, zone=zone) for one in Reminder if one in chosen)
    return min((one for one in times if one > now), default=None)


def working_day(day: date) -> date:
    """A day, or the Monday after when it falls on a week-end.

    >>> working_day(date(2026, 12, 27)), working_day(date(2026, 12, 28))
    (datetime.date(2026, 12, 28), datetime.date(2026, 12, 28))
    """
    return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)


def on_clock(day: str, hour: str, *, zone: str) -> datetime:
    """The instant when the clocks of a zone show this day and this hour.

    >>> on_clock("2026-10-26", "10:00", zone="Europe/Paris").isoformat()
    '2026-10-26T10:00:00+01:00'
    """
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), ZoneInfo(zone))


def shifted(instant: datetime, *, days: int, zone: str) -> datetime:
    """The same time of the wall clock, so many days later."""
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return (local + timedelta(days=days)).replace(tzinfo=ZoneInfo(zone))
