"""Funding plans: charges and resources by year, what was asked, granted and paid, who changed what."""

from django.db import models
from django.db.models import Q

from quartiers.iae.models.projects import StructureProject
from quartiers.iae.rules.plans import Basis, Side, State


class FundingPlan(models.Model):
    """The plan of a project, or of a structure that stands already. ``owner`` is the organisation that writes it.

    A project has its own Cité and neighbourhoods; those of the plan are for a structure.
    """

    project = models.OneToOneField(
        StructureProject, on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="projet"
    )
    structure = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="structure qui existe",
    )
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="suivi par"
    )
    cite = models.ForeignKey(
        "actors.Cite", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="territoire"
    )
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("type de structure", max_length=30, blank=True)
    fte = models.DecimalField("emplois à temps plein", max_digits=8, decimal_places=4, null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("première année")
    years = models.PositiveSmallIntegerField("nombre d’années")
    note = models.TextField("à savoir", blank=True)
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "plan de financement"
        verbose_name_plural = "plans de financement"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project=None) ^ Q(structure=None), name="plan_of_a_project_or_of_a_structure"
            ),
            models.UniqueConstraint(fields=["owner", "structure"], name="plan_once_by_structure"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def year_list(self) -> list[int]:
        return [self.first_year + rank for rank in range(self.years)]


class FundingLine(models.Model):
    """A charge or a resource of one year; without year, of the investment."""

    plan = models.ForeignKey(
        FundingPlan, on_delete=models.CASCADE, related_name="+", verbose_name="plan de financement"
    )
    side = models.CharField("sens", max_length=10, choices=[(one.value, one.label) for one in Side])
    code = models.CharField("nature ou source", max_length=30)
    label = models.CharField("en clair", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    amount = models.DecimalField("montant prévu ou demandé", max_digits=12, decimal_places=2)
    in_kind = models.BooleanField("en nature", default=False)
    basis = models.CharField(
        "ce que vaut le chiffre", max_length=20, choices=[(one.value, one.label) for one in Basis]
    )
    how = models.CharField("comment il est compté", max_length=300, blank=True)
    state = models.CharField(
        "où en est-on", max_length=10, default=State.PLANNED, choices=[(one.value, one.label) for one in State]
    )
    asked_on = models.DateField("demandé le", null=True, blank=True)
    granted = models.DecimalField("montant accordé", max_digits=12, decimal_places=2, null=True, blank=True)
    granted_on = models.DateField("accordé le", null=True, blank=True)
    paid = models.DecimalField("montant versé", max_digits=12, decimal_places=2, null=True, blank=True)
    paid_on = models.DateField("versé le", null=True, blank=True)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "ligne de financement"
        verbose_name_plural = "lignes de financement"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label or self.code


class FundingChange(models.Model):
    """What somebody changed in a plan, in words: the plan tells its own history."""

    plan = models.ForeignKey(
        FundingPlan, on_delete=models.CASCADE, related_name="+", verbose_name="plan de financement"
    )
    at = models.DateTimeField("le")
    by = models.CharField("par", max_length=200, blank=True)
    what = models.CharField("quoi", max_length=500)

    class Meta:
        verbose_name = "changement d’un plan"
        verbose_name_plural = "changements d’un plan"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.what
