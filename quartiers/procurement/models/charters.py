"""A charter, its commitments, the operations bound to it. No personal data: signatories are organisations."""

from django.db import models

from quartiers.procurement.models.operations import Operation
from quartiers.procurement.rules.charters import Base, CharterModel, Measure


class Charter(models.Model):
    """What organisations promise together for the residents of neighbourhoods. ``owner`` follows it here."""

    name = models.CharField("nom", max_length=200)
    model = models.CharField("modèle", max_length=20, choices=[(one, one.label) for one in CharterModel])
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="suivie par"
    )
    cite = models.ForeignKey(
        "actors.Cite", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="territoire"
    )
    signatories = models.ManyToManyField("actors.Organisation", related_name="+", verbose_name="signataires")
    neighbourhoods = models.ManyToManyField("territory.Neighbourhood", related_name="+", verbose_name="quartiers")
    summary = models.TextField("ce qu’elle dit", blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    is_published = models.BooleanField("publiée", default=False)
    closed_on = models.DateField("close le", null=True, blank=True)
    created_at = models.DateTimeField("créée le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "charte"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Commitment(models.Model):
    """One promise of a charter: a share from 0 to 1 of the hours of its base, or a number. ``read_on`` None: nobody
    read its source.
    """

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="+", verbose_name="charte")
    text = models.CharField("engagement", max_length=300)
    base = models.CharField("heures comptées", max_length=20, choices=[(one, one.label) for one in Base])
    measure = models.CharField("façon de compter", max_length=20, choices=[(one, one.label) for one in Measure])
    target = models.DecimalField("objectif", max_digits=14, decimal_places=4)
    public = models.CharField("pour qui", max_length=200, blank=True)
    origin = models.CharField("source de l’engagement", max_length=300)
    read_on = models.DateField("source lue le", null=True, blank=True)
    reached = models.DecimalField("fait", max_digits=14, decimal_places=2, null=True, blank=True)
    reached_on = models.DateField("relevé le", null=True, blank=True)
    reached_from = models.CharField("source du relevé", max_length=300, blank=True)
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "engagement"
        ordering = ["charter_id", "pk"]

    def __str__(self) -> str:
        return self.text


class CharterOperation(models.Model):
    """An operation bound to a charter, in one part of it."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="+", verbose_name="charte")
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="+", verbose_name="opération")
    base = models.CharField("heures comptées", max_length=20, choices=[(one, one.label) for one in Base])

    class Meta:
        verbose_name = "opération d’une charte"
        verbose_name_plural = "opérations d’une charte"
        ordering = ["charter_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["charter", "operation"], name="one_place_in_a_charter")]

    def __str__(self) -> str:
        return f"{self.charter}, {self.operation}"
