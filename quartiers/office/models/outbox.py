"""The outbox: each mail is a row, for one recipient."""

from django.db import models

from quartiers.office.rules import MailState


class Mail(models.Model):
    """A mail as it was rendered. ``key`` says what it is about: one recipient gets one mail of a kind for one key.

    A secret one, which carries a key to an account, loses its words as soon as it has left.
    ``token`` is its Message-ID, by which a bounce finds it. ``attachments`` are {name, type, content in base 64}.
    """

    kind = models.CharField("nature", max_length=60)
    key = models.CharField("objet", max_length=120)
    recipient = models.EmailField("destinataire", blank=True)
    reply_to = models.EmailField("réponse à", blank=True)
    subject = models.CharField("sujet", max_length=200, blank=True)
    text = models.TextField("texte", blank=True)
    attachments = models.JSONField("pièces jointes", default=list, blank=True)
    unsubscribe = models.URLField("adresse pour n’en plus recevoir", max_length=300, blank=True)
    token = models.CharField("identifiant du message", max_length=43, unique=True)
    state = models.CharField(
        "état", max_length=10, choices=[(state, state.label) for state in MailState], default=MailState.READY
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    is_secret = models.BooleanField("effacé dès l’envoi", default=False)
    error = models.CharField("dernière erreur", max_length=300, blank=True)
    created_at = models.DateTimeField("écrit le")
    due_at = models.DateTimeField("à envoyer à partir du")
    claimed_at = models.DateTimeField("pris le", null=True, blank=True)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "recipient"], name="one_mail_by_recipient")]
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_queue"),
            models.Index(fields=["recipient"], name="mail_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
