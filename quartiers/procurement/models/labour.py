"""What labour weighs in a territory: rows that somebody signed, from a day on. Never changed, only withdrawn."""

from django.conf import settings
from django.db import models

from quartiers.procurement.rules.local_values import SUBJECTS


class SignedValue(models.Model):
    """One value: of a trade (share and cost), of the rate, or of a full-time job."""

    cite = models.ForeignKey("actors.Cite", on_delete=models.CASCADE, related_name="+", verbose_name="territoire")
    subject = models.CharField("valeur", max_length=30, choices=list(SUBJECTS.items()))
    labour_share = models.DecimalField("part de main-d’œuvre", max_digits=6, decimal_places=4, null=True, blank=True)
    hourly_cost = models.DecimalField("coût horaire", max_digits=8, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField("taux d’insertion", max_digits=6, decimal_places=4, null=True, blank=True)
    hours_a_year = models.PositiveSmallIntegerField("heures d’un temps plein", null=True, blank=True)
    valid_from = models.DateField("à compter du")
    source = models.CharField("source", max_length=300)
    to_validate = models.BooleanField("à valider", default=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="signé par"
    )
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.SET_NULL, related_name="+", null=True, verbose_name="au nom de"
    )
    signed_at = models.DateTimeField("signé le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "valeur d’un territoire"
        verbose_name_plural = "valeurs d’un territoire"
        ordering = ["subject", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["cite", "subject", "-valid_from"], name="signed_value_of_cite")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.cite}"
