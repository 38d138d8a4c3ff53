"""What waits for who runs the installation: mails and work that failed, drafts to read, the next erasure."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from quartiers.kernel.french import quantity
from quartiers.kernel.waiting import Urgency, Waiting, pressing
from quartiers.office import queries
from quartiers.office.rules import JobState, MailState
from quartiers.web.access import ADMINISTRATION, JOURNAL, Viewer

OWNER = "l’administration de la plateforme"


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Five queries for who administers, one for who reads the journal, none for others."""
    found = [*_mails(), *_work(now)] if viewer.may(ADMINISTRATION) else []
    return [*found, *_erasure(now)] if viewer.may(JOURNAL) else found


def _mails() -> list[Waiting]:
    counts, page = queries.mail_counts(), reverse("office:mails")
    told = (
        (MailState.FAILED, "courriel n’a pas pu partir,courriels n’ont pas pu partir", "Voir pourquoi"),
        (MailState.BOUNCED, "courriel est revenu,courriels sont revenus", "Voir à qui"),
        (MailState.UNCERTAIN, "courriel est peut-être parti,courriels sont peut-être partis", "Décider de l’envoi"),
        (MailState.DRAFT, "courriel attend une relecture,courriels attendent une relecture", "Relire les courriels"),
    )
    return [
        Waiting(quantity(counts[state], *words.split(",")), OWNER, f"{page}?etat={state.value}", action)
        for state, words, action in told
        if counts.get(state)
    ]


def _work(now: datetime) -> list[Waiting]:
    page, failed = reverse("office:tasks"), queries.job_counts().get(JobState.FAILED, 0)
    found = []
    if failed:
        words = quantity(failed, "tâche a échoué", "tâches ont échoué")
        found.append(Waiting(words, OWNER, f"{page}?etat={JobState.FAILED.value}", "Voir les tâches"))
    for label in queries.failed_timers():
        found.append(Waiting(f"{label}\u00a0: la dernière fois, cela a échoué", OWNER, page, "Voir les tâches"))
    return found


def _erasure(now: datetime) -> list[Waiting]:
    """The purge of each night: late, it is a promise that is not kept."""
    due = queries.next_purge()
    if due is None:
        return []
    day, page = timezone.localdate(due), reverse("office:retention")
    if due < now and pressing(day, today=timezone.localdate(now)) is Urgency.LATE:
        title = "L’effacement prévu n’a pas eu lieu\u00a0: le service de fond est arrêté"
        return [Waiting(title, OWNER, page, "Voir les durées", day, Urgency.LATE)]
    return [Waiting("Effacement de ce qui a fait son temps", OWNER, page, "Voir les durées", day, Urgency.COMING)]
