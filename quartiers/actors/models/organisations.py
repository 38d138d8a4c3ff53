"""Organisations and the places where they receive people."""

from django.db import models
from django.db.models import Q

from quartiers.actors.rules import OrganisationKind


class Organisation(models.Model):
    """A body that works for employment, of any kind; the SIRET is optional."""

    kind = models.CharField("nature", max_length=30, default=OrganisationKind.UNKNOWN, db_index=True)
    name = models.CharField("nom", max_length=255)
    search_name = models.CharField("nom pour la recherche", max_length=255, editable=False)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    created_at = models.DateTimeField("créée le")
    closed_on = models.DateField("fermée depuis le", null=True, blank=True)
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "organisation"
        ordering = ["search_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret", "kind"], condition=~Q(siret=""), name="one_organisation_by_siret_and_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where an organisation receives people; one is the main one."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=255, blank=True)
    address = models.CharField("adresse", max_length=255, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="commune"
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    is_main = models.BooleanField("principal", default=False)

    class Meta:
        verbose_name = "lieu d’accueil"
        verbose_name_plural = "lieux d’accueil"
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_main=True), name="one_main_site_by_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)
