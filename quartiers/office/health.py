"""Whether background work gets done."""

from datetime import datetime, timedelta

from quartiers.kernel.french import quantity
from quartiers.kernel.health import Check, Health
from quartiers.office import queries
from quartiers.office.models import Job
from quartiers.office.rules import JobState

NAME = "Tâches de fond"
LATE_AFTER = timedelta(minutes=2)


TIMERS = "Minuteries"
TIMER_LATE_AFTER = timedelta(hours=1)


def checks(now: datetime) -> list[Check]:
    return [_jobs(now), _timers(now)]


def _jobs(now: datetime) -> Check:
    """A task that waits over two minutes means that no worker runs."""
    late = Job.objects.filter(state=JobState.WAITING, created_at__lt=now - LATE_AFTER).count()
    if late:
        waiting = quantity(late, "tâche attend", "tâches attendent")
        return Check(NAME, Health.BROKEN, f"{waiting} depuis plus de deux minutes. Démarrez « quartiers worker ».")
    return Check(NAME, Health.OK, "Aucune tâche n’attend depuis plus de deux minutes.")


def _timers(now: datetime) -> Check:
    """A timer an hour late means that no worker runs; one that failed, that somebody should look."""
    if late := queries.late_timers(since=now - TIMER_LATE_AFTER):
        return Check(TIMERS, Health.WARNING, f"En retard : {', '.join(late)}. Démarrez « quartiers worker ».")
    if failed := queries.failed_timers():
        return Check(TIMERS, Health.WARNING, f"En échec : {', '.join(failed)}. Lisez « quartiers timers ».")
    return Check(TIMERS, Health.OK, "Chacune s’est faite à son heure.")
