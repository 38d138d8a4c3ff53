"""Projects of structures: an initiative, its steps, the decision, the structure it became. Bodies, never persons."""

from django.db import models

from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.projects import Bearer, Decision, Step, Way


class StructureProject(models.Model):
    """A structure that somebody wants to create or to develop. ``owner`` is the organisation that follows it here."""

    name = models.CharField("nom", max_length=200)
    way = models.CharField("point de départ", max_length=20, choices=[(one.value, one.label) for one in Way])
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="suivi par"
    )
    cite = models.ForeignKey(
        "actors.Cite", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="territoire"
    )
    initiative = models.TextField("qui le veut, et pourquoi", blank=True)
    kind = models.CharField("type de structure", max_length=30, blank=True)
    activity = models.CharField(
        "activité", max_length=30, blank=True, choices=[(one.value, one.label) for one in Activity]
    )
    bearer_kind = models.CharField(
        "qui porterait", max_length=20, choices=[(one.value, one.label) for one in Bearer], default=Bearer.UNKNOWN
    )
    bearer = models.CharField("nom du porteur", max_length=200, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="commune"
    )
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    posts = models.DecimalField("postes d’insertion, en ETP", max_digits=6, decimal_places=2, null=True, blank=True)
    help_received = models.TextField("aides reçues", blank=True)
    decision = models.CharField(
        "décision", max_length=20, choices=[(one.value, one.label) for one in Decision], default=Decision.PENDING
    )
    decided_on = models.DateField("décidé le", null=True, blank=True)
    act = models.CharField("acte", max_length=200, blank=True)
    structure = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="structure née du projet",
    )
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "projet de structure"
        verbose_name_plural = "projets de structures"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ProjectStep(models.Model):
    """A step that is done."""

    project = models.ForeignKey(StructureProject, on_delete=models.CASCADE, related_name="+", verbose_name="projet")
    step = models.CharField("étape", max_length=20, choices=[(one.value, one.label) for one in Step])
    done_on = models.DateField("faite le")
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "étape d’un projet"
        verbose_name_plural = "étapes d’un projet"
        ordering = ["done_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "step"], name="step_once_by_project")]

    def __str__(self) -> str:
        return self.get_step_display()
