"""What is remembered of work that comes back, and of purges."""

from django.db import models

from quartiers.office.models.jobs import Job


class TimerState(models.Model):
    """When a timer is due next, and its last run. Of two workers, the one that moves ``next_at`` runs it."""

    name = models.CharField("nom", max_length=60, unique=True)
    next_at = models.DateTimeField("prochaine fois")
    started_at = models.DateTimeField("dernier départ", null=True, blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="tâche"
    )
    finished_at = models.DateTimeField("dernière fin", null=True, blank=True)
    said = models.TextField("dernier résultat", blank=True)

    class Meta:
        verbose_name = "minuterie"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PurgeState(models.Model):
    """The last purge of one kind of data, and what it erased."""

    code = models.CharField("code", max_length=60, unique=True)
    purged_at = models.DateTimeField("dernière purge")
    count = models.PositiveIntegerField("nombre effacé")

    class Meta:
        verbose_name = "dernière purge"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
