"""What can be asked of work that comes back."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from quartiers.kernel import french
from quartiers.office.models import TimerState
from quartiers.office.registry import timers
from quartiers.office.rules import JobState, Timer, next_run, words


@dataclass(frozen=True)
class TimerLine:
    """A timer as people read it; ``state`` is that of its last run, None before the first."""

    name: str
    label: str
    when: str
    last: str
    next: str
    state: JobState | None

    @property
    def is_failed(self) -> bool:
        return self.state is JobState.FAILED

    @property
    def is_done(self) -> bool:
        return self.state is JobState.DONE


def timer_lines(*, now: datetime) -> list[TimerLine]:
    """Every timer with its last run and its next one, in the order of the floors."""
    states = {state.name: state for state in TimerState.objects.select_related("job")}
    return [_line(timer, states.get(timer.name), now=now) for timer in timers()]


def timer_line(name: str, *, now: datetime) -> TimerLine:
    """One timer with its last run and its next one."""
    timer = next(timer for timer in timers() if timer.name == name)
    return _line(timer, TimerState.objects.select_related("job").filter(name=name).first(), now=now)


def late_timers(*, since: datetime) -> list[str]:
    """The labels of the timers that should have run before this instant: no worker runs."""
    late = set(TimerState.objects.filter(next_at__lt=since).values_list("name", flat=True))
    return [timer.label for timer in timers() if timer.name in late]


def failed_timers() -> list[str]:
    """The labels of the timers whose last run failed."""
    failed = set(TimerState.objects.filter(job__state=JobState.FAILED).values_list("name", flat=True))
    return [timer.label for timer in timers() if timer.name in failed]


def _line(timer: Timer, state: TimerState | None, *, now: datetime) -> TimerLine:
    job = state.job if state else None
    expected = next_run(timer.schedule, now, zone=ZoneInfo(settings.TIME_ZONE))
    return TimerLine(
        name=timer.name,
        label=timer.label,
        when=words(timer.schedule),
        last=_last(state),
        next=_moment(state.next_at if state else expected),
        state=JobState(job.state) if job else JobState.DONE if state and state.finished_at else None,
    )


def _last(state: TimerState | None) -> str:
    if state is None or state.started_at is None:
        return "jamais"
    job = state.job
    if job and job.state == JobState.FAILED:
        return f"{_moment(state.started_at)}, en échec. {job.error}"
    if job and job.state in (JobState.WAITING, JobState.RUNNING):
        return f"{_moment(state.started_at)}, {JobState(job.state).label}"
    return f"{_moment(state.started_at)}. {state.said}".strip()


def _moment(value: datetime) -> str:
    return french.moment(timezone.localtime(value))
