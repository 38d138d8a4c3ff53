"""Whether background work gets done."""

from datetime import datetime, timedelta

from quartiers.kernel.french import quantity
from quartiers.kernel.health import Check, Health
from quartiers.office import queries
from quartiers.office.models import Job
from quartiers.office.rules import JobState, MailState

NAME = "Tâches de fond"
LATE_AFTER = timedelta(minutes=2)
MAILS = "Courriels"
MAIL_LATE_AFTER = timedelta(minutes=30)
TIMERS = "Minuteries"
TIMER_LATE_AFTER = timedelta(hours=1)


def checks(now: datetime) -> list[Check]:
    return [_jobs(now), _timers(now), _mails(now)]


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


def _mails(now: datetime) -> Check:
    """A mail that could have left for half an hour means that no worker runs; an uncertain one waits for somebody."""
    if late := queries.due_mails(at=now - MAIL_LATE_AFTER):
        waiting = quantity(late, "courriel attend", "courriels attendent")
        return Check(MAILS, Health.WARNING, f"{waiting} depuis plus d’une demi-heure. Démarrez « quartiers worker ».")
    if uncertain := queries.mail_counts().get(MailState.UNCERTAIN, 0):
        found = quantity(uncertain, "courriel incertain", "courriels incertains")
        return Check(MAILS, Health.WARNING, f"{found} : décidez de chacun à la page Messages.")
    return Check(MAILS, Health.OK, "Aucun courriel n’attend depuis plus d’une demi-heure.")
