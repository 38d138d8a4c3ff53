"""Partners of a Cité, with what lets them open persons: a declared legal basis and a signed annex."""

from django.db import models
from django.db.models import Q

from quartiers.actors.models.accounts import User
from quartiers.actors.models.cites import Cite
from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules.cites import Basis, Part


class Partner(models.Model):
    """An organisation in a Cité, from a day to another, with its part. Co-pilots and the bearer are partners too."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+", verbose_name="cité")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    part = models.CharField("part prise", max_length=20, choices=[(one, one.label) for one in Part])
    joined_on = models.DateField("depuis le")
    left_on = models.DateField("jusqu’au", null=True, blank=True)
    is_public = models.BooleanField("montré au public", default=True)

    class Meta:
        verbose_name = "partenaire"
        ordering = ["organisation__search_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cite", "organisation"], condition=Q(left_on=None), name="one_open_partner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.cite}"


class BasisDeclaration(models.Model):
    """The legal basis that a partner declares; an empty one withdraws it. Rows are added, never changed."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name="partenaire")
    basis = models.CharField("base légale", max_length=10, blank=True, choices=[(one, one.label) for one in Basis])
    declared_on = models.DateField("déclarée le")
    declared_by = models.CharField("déclarée par", max_length=200)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="notée par"
    )
    recorded_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "déclaration de base légale"
        verbose_name_plural = "déclarations de base légale"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.partner}, {self.basis}"


class Annex(models.Model):
    """A signed annex to the agreement of joint controllers, in one version."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name="partenaire")
    version = models.CharField("version de l’annexe", max_length=30)
    signed_on = models.DateField("signée le")
    signed_by = models.CharField("signée par", max_length=200)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="notée par"
    )
    recorded_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "annexe signée"
        verbose_name_plural = "annexes signées"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.partner}, version {self.version}"
