"""Who helps an organiser with her exchanges, besides the administrators of her organisation."""

from django.conf import settings
from django.db import models

from quartiers.exchanges.rules import DeskRole


class Helper(models.Model):
    """A member of an organisation, with one role in all its cycles."""

    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="compte"
    )
    role = models.CharField("rôle", max_length=10, choices=[(one, one.label) for one in DeskRole])
    given_at = models.DateTimeField("donné le")

    class Meta:
        verbose_name = "rôle dans les échanges"
        verbose_name_plural = "rôles dans les échanges"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "role"], name="one_helper_by_role")]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"
