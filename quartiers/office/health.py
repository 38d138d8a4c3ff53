"""Whether background work gets done."""

from datetime import datetime, timedelta

from quartiers.kernel.french import quantity
from quartiers.kernel.health import Check, Health
from quartiers.office.models import Job
from quartiers.office.rules import JobState

NAME = "Tâches de fond"
LATE_AFTER = timedelta(minutes=2)


def checks(now: datetime) -> list[Check]:
    """A task that waits over two minutes means that no worker runs."""
    late = Job.objects.filter(state=JobState.WAITING, created_at__lt=now - LATE_AFTER).count()
    if late:
        waiting = quantity(late, "tâche attend", "tâches attendent")
        return [Check(NAME, Health.BROKEN, f"{waiting} depuis plus de deux minutes. Démarrez « quartiers worker ».")]
    return [Check(NAME, Health.OK, "Aucune tâche n’attend depuis plus de deux minutes.")]
