"""What is remembered of the legal check: rules that an administrator confirmed, and checks that a buyer keeps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from quartiers.procurement.rules.kept import MOST_SOURCE, MOST_TITLE


class RuleConfirmation(models.Model):
    """An administrator of the installation read the text of a rule, and where. Rows are ended, never changed."""

    code = models.CharField("règle", max_length=3)
    source = models.CharField("texte lu", max_length=MOST_SOURCE)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="confirmée par"
    )
    confirmed_at = models.DateTimeField("confirmée le")
    ended_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "confirmation d’une règle"
        verbose_name_plural = "confirmations de règles"
        ordering = ["code", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(ended_at=None), name="one_open_rule_confirmation")
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.source}"


class KeptCheck(models.Model):
    """A legal check as it was: what was asked and found, by whom, when, under which rules. Never changed.

    ``project`` is read back by ``rules.project_from``, ``findings`` by ``rules.finding_from``; ``edition`` and
    ``confirmed`` say which rules, and which of them an administrator had confirmed.
    """

    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    title = models.CharField("marché", max_length=MOST_TITLE)
    contract = models.ForeignKey(
        "procurement.Contract",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="marché suivi ici",
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="gardé par"
    )
    kept_at = models.DateTimeField("gardé le")
    edition = models.CharField("édition des règles", max_length=10)
    confirmed = models.JSONField("règles confirmées ce jour-là", default=list)
    project = models.JSONField("marché décrit")
    findings = models.JSONField("constats")
    blocked = models.PositiveSmallIntegerField("points qui bloquent")
    warned = models.PositiveSmallIntegerField("points à revoir")

    class Meta:
        verbose_name = "contrôle gardé"
        verbose_name_plural = "contrôles gardés"
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-kept_at", "-id"], name="kept_check_of_organisation")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:kept_check", args=[self.pk])
