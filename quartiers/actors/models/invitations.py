"""Invitations: the only way to an account."""

from django.db import models
from django.db.models import Q

from quartiers.actors.models.accounts import User
from quartiers.actors.models.cites import Cite
from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules import Role
from quartiers.actors.rules.roles import CITE_ROLES, ORGANISATION_ROLES


class Invitation(models.Model):
    """What somebody is offered at an address. Only a hash of its link is kept; a new sending makes a new link.

    Without an organisation, it offers to administer the platform.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="organisation"
    )
    email = models.EmailField("courriel")
    role = models.CharField(
        "rôle", max_length=20, default=Role.MEMBER, choices=[(role, role.label) for role in ORGANISATION_ROLES]
    )
    cite = models.ForeignKey(
        Cite, on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="cité"
    )
    cite_role = models.CharField(
        "rôle dans la Cité", max_length=30, blank=True, choices=[(role, role.label) for role in CITE_ROLES]
    )
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="invitée par"
    )
    sent_at = models.DateTimeField("envoyée le")
    ends_at = models.DateTimeField("ouvre jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation envoyée"
        verbose_name_plural = "invitations envoyées"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.organisation or 'plateforme'}"


class AccessReview(models.Model):
    """Somebody read the list of those who have access to an organisation, and confirmed it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="relue par")
    at = models.DateTimeField("relue le")
    member_count = models.PositiveIntegerField("nombre de membres")

    class Meta:
        verbose_name = "relecture des accès"
        verbose_name_plural = "relectures des accès"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.at:%d/%m/%Y}"
