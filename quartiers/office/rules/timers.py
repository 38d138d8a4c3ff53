"""What is true of work that comes back: when it is due, whatever the clock does.

A room declares its timers in ``timers.py`` as ``TIMERS``. An hour of the day is that of the zone: it stays the same in
winter and in summer, comes once on the day that has it twice, and an hour later on the day that lacks it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from quartiers.kernel.french import NBSP, quantity


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from midnight UTC of a common origin, so that all machines agree."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("a timer waits for a minute at least")


@dataclass(frozen=True)
class Daily:
    """Every day at this hour of the zone."""

    hour: int
    minute: int = 0

    def __post_init__(self) -> None:
        time(self.hour, self.minute)


Schedule: TypeAlias = Every | Daily


@dataclass(frozen=True)
class Timer:
    """Work that comes back.

    Args:
        name: ``room.work``, once in the platform.
        label: what it does, in French, as a noun.
        schedule: when.
        work: takes the instant, returns what it did, in one French sentence; safe to run twice. Long work starts jobs.
    """

    name: str
    label: str
    schedule: Schedule
    work: Callable[[datetime], str]


def next_run(schedule: Schedule, after: datetime, *, zone: ZoneInfo) -> datetime:
    """The first time due after this instant, in UTC.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> next_run(Daily(3, 10), datetime(2026, 3, 28, 12, tzinfo=UTC), zone=paris)  # summer time begins that night
    datetime.datetime(2026, 3, 29, 1, 10, tzinfo=datetime.timezone.utc)
    >>> next_run(Every(15), datetime(2026, 3, 28, 12, 15, tzinfo=UTC), zone=paris)
    datetime.datetime(2026, 3, 28, 12, 30, tzinfo=datetime.timezone.utc)
    """
    if isinstance(schedule, Every):
        period = schedule.minutes * 60
        return datetime.fromtimestamp((after.timestamp() // period + 1) * period, UTC)
    at = time(schedule.hour, schedule.minute)
    day = after.astimezone(zone).date()
    due = (datetime.combine(day + timedelta(days=gap), at, tzinfo=zone).astimezone(UTC) for gap in (0, 1, 2))
    return next(moment for moment in due if moment > after)


def words(schedule: Schedule) -> str:
    """When, in French.

    >>> words(Daily(3, 5)).replace(NBSP, " "), words(Every(1)), words(Every(15)).replace(NBSP, " ")
    ('chaque jour à 3 h 05', 'chaque minute', 'toutes les 15 minutes')
    """
    if isinstance(schedule, Daily):
        minutes = f"{NBSP}{schedule.minute:02d}" if schedule.minute else ""
        return f"chaque jour à {schedule.hour}{NBSP}h{minutes}"
    return "chaque minute" if schedule.minutes == 1 else f"toutes les {quantity(schedule.minutes, 'minute')}"
