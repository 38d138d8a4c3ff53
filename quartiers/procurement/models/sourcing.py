"""Sourcing: what a buyer asked which companies before buying. Companies only: no person, no contact."""

from django.db import models

from quartiers.procurement.models.operations import Operation


class Sourcing(models.Model):
    """An exchange with companies before a contract, kept by the organisation of the buyer."""

    name = models.CharField("nom", max_length=200)
    owner = models.ForeignKey(
        "actors.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name="gardé par"
    )
    need = models.TextField("besoin", blank=True)
    cpv = models.CharField("code CPV", max_length=10, blank=True)
    operation = models.ForeignKey(
        Operation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="opération"
    )
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("terminé le", null=True, blank=True)
    conclusion = models.TextField("ce qu’on en retient", blank=True)
    created_at = models.DateTimeField("créé le")
    fictional = models.BooleanField("exemple fictif", default=False)
    changed_by = models.CharField("modifié par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "fiche de sourcing"
        verbose_name_plural = "fiches de sourcing"
        ordering = ["-opened_on", "-pk"]
        indexes = [models.Index(fields=["owner", "-opened_on", "-id"], name="sourcing_of_organisation")]

    def __str__(self) -> str:
        return self.name


class SourcingCompany(models.Model):
    """A company that was asked, and what it answered."""

    sourcing = models.ForeignKey(Sourcing, on_delete=models.CASCADE, related_name="+", verbose_name="fiche")
    name = models.CharField("entreprise", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    is_small = models.BooleanField("petite entreprise ou structure d’insertion", default=False)
    asked_on = models.DateField("sollicitée le")
    answered_on = models.DateField("a répondu le", null=True, blank=True)
    answer = models.TextField("réponse", blank=True)
    changed_by = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "entreprise sollicitée"
        verbose_name_plural = "entreprises sollicitées"
        ordering = ["sourcing_id", "asked_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["sourcing", "name"], name="a_company_once_in_a_card")]

    def __str__(self) -> str:
        return self.name


class SourcingInformation(models.Model):
    """Something that was said to companies, and to which."""

    sourcing = models.ForeignKey(Sourcing, on_delete=models.CASCADE, related_name="+", verbose_name="fiche")
    text = models.TextField("information")
    given_on = models.DateField("donnée le")
    companies = models.ManyToManyField(SourcingCompany, related_name="+", verbose_name="donnée à")

    class Meta:
        verbose_name = "information donnée"
        verbose_name_plural = "informations données"
        ordering = ["sourcing_id", "given_on", "pk"]

    def __str__(self) -> str:
        return self.text
