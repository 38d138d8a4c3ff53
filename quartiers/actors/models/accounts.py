"""Accounts, and what they are in each organisation."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from quartiers.actors.models.organisations import Organisation
from quartiers.actors.rules import Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who works here. Her e-mail address, in lower case, is her name to sign in."""

    email = models.EmailField("courriel", unique=True)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    is_active = models.BooleanField("compte ouvert", default=True)
    is_installation_administrator = models.BooleanField("administre la plateforme", default=False)
    created_at = models.DateTimeField("créé le")
    last_code_step = models.BigIntegerField(
        "pas du dernier code",
        default=0,
        help_text="Un code du second facteur ne sert qu’une fois : ni lui, ni un plus ancien.",
    )

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "compte"
        ordering = ["last_name", "first_name", "pk"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Membership(models.Model):
    """What an account is in an organisation, from a day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="compte")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    role = models.CharField(
        "rôle",
        max_length=20,
        default=Role.MEMBER,
        choices=[(role, role.label) for role in (Role.MEMBER, Role.ADMINISTRATOR)],
    )
    since = models.DateTimeField("depuis le")
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "appartenance"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="one_open_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class Identity(models.Model):
    """Who a person is at a provider of identities that opens her account. It goes with the account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="compte")
    issuer = models.CharField("fournisseur d’identité", max_length=200)
    subject = models.CharField("identifiant chez lui", max_length=255)
    linked_at = models.DateTimeField("reliée le")
    proved_at = models.DateTimeField(
        "second facteur montré le",
        null=True,
        blank=True,
        help_text="Vide quand on n’y a montré qu’un facteur la dernière fois.",
    )

    class Meta:
        verbose_name = "identité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_for_an_identity"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_identity_for_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.issuer}"


class OpenSession(models.Model):
    """Where an account is signed in. The place is not known: no address of the network is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="compte")
    key = models.CharField("clé de la session", max_length=40, unique=True)
    device = models.CharField("appareil", max_length=60)
    opened_at = models.DateTimeField("ouverte le")
    seen_at = models.DateTimeField("vue le")

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}, {self.device}"


class FailedAttempt(models.Model):
    """A sign-in that failed. ``subject`` is a keyed hash of the account or of the network's address, never themselves.

    In the database, so that every process and every machine counts the same; erased when it counts no more.
    """

    subject = models.CharField("empreinte", max_length=64, db_index=True)
    at = models.DateTimeField("le", db_index=True)

    class Meta:
        verbose_name = "essai manqué"
        verbose_name_plural = "essais manqués"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject[:8]
