"""Cités: where several organisations work together for the residents of neighbourhoods."""

from django.db import models
from django.db.models import Q

from quartiers.actors.models.accounts import Membership
from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules.roles import CITE_ROLES


class Cite(models.Model):
    """A territory of cooperation, borne by one organisation. Its generic name on screen is the installation's."""

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    bearer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="structure porteuse"
    )
    created_at = models.DateTimeField("créée le")
    closed_on = models.DateField("close depuis le", null=True, blank=True)
    fictional = models.BooleanField("exemple fictif", default=False)

    class Meta:
        verbose_name = "cité"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class CiteRole(models.Model):
    """What a member of an organisation is in a Cité: a role goes with the organisation in use."""

    cite = models.ForeignKey(Cite, on_delete=models.CASCADE, related_name="+", verbose_name="cité")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", verbose_name="appartenance")
    role = models.CharField("rôle", max_length=30, choices=[(role, role.label) for role in CITE_ROLES])
    since = models.DateTimeField("depuis le")
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rôle dans une Cité"
        verbose_name_plural = "rôles dans une Cité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cite", "membership", "role"], condition=Q(ended_at=None), name="one_open_cite_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}, {self.cite}"
