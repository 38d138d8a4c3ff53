"""What is remembered of background work that a person waits for."""

from django.db import models
from django.db.models import F, Q

from quartiers.office.rules import MAX_ATTEMPTS, JobState


class Job(models.Model):
    """Work that a page started and that a worker does; the page shows its progress and erases it after the answer.

    ``token`` is unguessable: it is the only way to the job for a visitor without account. ``attempt`` counts the
    workers that took it: one that lost it to another may no longer write. One that ``is_writing`` is not
    stopped any more.
    """

    token = models.CharField("jeton", max_length=43, unique=True)
    kind = models.CharField("nature", max_length=60)
    state = models.CharField(
        "état", max_length=10, choices=[(state, state.label) for state in JobState], default=JobState.WAITING
    )
    attempt = models.PositiveSmallIntegerField("essai", default=0)
    allowed = models.PositiveSmallIntegerField("essais permis", default=MAX_ATTEMPTS)
    is_writing = models.BooleanField("enregistre", default=False)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    payload = models.JSONField("demande", default=dict)
    result = models.JSONField("réponse", default=dict)
    error = models.TextField("erreur", blank=True)
    created_at = models.DateTimeField("créé le")
    heard_at = models.DateTimeField("dernier signe", null=True, blank=True)
    expires_at = models.DateTimeField("effacé au plus tard le", db_index=True)

    class Meta:
        verbose_name = "tâche"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
