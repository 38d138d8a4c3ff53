"""What is remembered of forms that were sent."""

from django.db import models


class SentForm(models.Model):
    """A form that a person sent, by its fingerprint: sent again, it acts no more and leads where it led.

    ``led_to`` is empty while the first sending is being done.
    """

    fingerprint = models.CharField("empreinte", max_length=64, unique=True)
    sent_at = models.DateTimeField("envoyé le", db_index=True)
    led_to = models.TextField("page suivante", blank=True)

    class Meta:
        verbose_name = "formulaire envoyé"
        verbose_name_plural = "formulaires envoyés"

    def __str__(self) -> str:
        return self.fingerprint
