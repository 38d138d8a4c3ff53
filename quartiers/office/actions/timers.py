"""What can be done with timers: start what is due, and do it.

A run is a job, created in the transaction that moves the timer to its next time: of several workers one starts it, and
what becomes of a killed one is what becomes of every job.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from quartiers.office.actions.jobs import Result, Run, start_job
from quartiers.office.models import TimerState
from quartiers.office.registry import timers
from quartiers.office.rules import OPEN_STATES, Timer, next_run

TIMER_JOB = "office.timer"
#: The job of a run stays to be looked at until the next run and a while longer.
RUN_KEPT_FOR = timedelta(hours=1)


def start_due_timers(declared: Iterable[Timer] | None = None, *, now: datetime) -> list[str]:
    """Start a run of each timer that is due; returns their names.

    A timer that the platform slept through runs once, not as often as it missed. A run that is not over is waited for.
    A next time further away than the schedule allows, because the clock or the schedule changed, comes back.
    """
    return [timer.name for timer in (timers() if declared is None else declared) if _start_if_due(timer, now=now)]


def run_timer(run: Run) -> Result:
    """Do the work of a timer; the handler of its jobs."""
    name = run.job.payload["timer"]
    timer = next(timer for timer in timers() if timer.name == name)
    said = timer.work(run.clock())
    TimerState.objects.filter(name=name).update(finished_at=run.clock(), said=said)
    return {"said": said}


@transaction.atomic
def _start_if_due(timer: Timer, *, now: datetime) -> bool:
    following = next_run(timer.schedule, now, zone=ZoneInfo(settings.TIME_ZONE))
    state, _ = TimerState.objects.select_related("job").get_or_create(name=timer.name, defaults={"next_at": following})
    seen = TimerState.objects.filter(pk=state.pk, next_at=state.next_at)
    if state.next_at > now:
        if state.next_at > following:
            seen.update(next_at=following)
        return False
    if (state.job and state.job.state in OPEN_STATES) or not seen.update(next_at=following, started_at=now):
        return False
    job = start_job(TIMER_JOB, {"timer": timer.name}, now=now, keep_for=following - now + RUN_KEPT_FOR)
    TimerState.objects.filter(pk=state.pk).update(job=job)
    return True
